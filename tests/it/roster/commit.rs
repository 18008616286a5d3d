//! A commit applies exactly what was shown, or refuses: revisions, modes, recomputing.

use std::collections::BTreeMap;

use tiendo::access::Actor;
use tiendo::messages::imports::RECOMPUTED;
use tiendo::model::as_of::AsOf;
use tiendo::model::id::PersonId;
use tiendo::model::role::Role;
use tiendo::people::{MoveResidence, RecordMilestone, Recorded, move_residence, record_milestone, revoke_milestone};
use tiendo::progress::verify;
use tiendo::roster::{
    CommitMode, CommitOutcome, Preview, RosterError, commit, commit_or_reopen, commit_watched, read_batch,
};
use tiendo::store::Db;

use super::steps::{LOADED, day, sandbox};
use super::villagers::{Villager, hand_in, take_in};
use crate::support::office::actor;
use crate::support::{dump, raw};

fn everybody(numbers: std::ops::Range<u32>) -> Vec<Villager> {
    numbers.map(Villager::new).collect()
}

fn revisions(db: &Db) -> BTreeMap<String, String> {
    let rows = raw::texts(db, "SELECT CAST(id AS TEXT) || ' ' || CAST(revision AS TEXT) AS value FROM person");
    let pair = |row: &String| row.split_once(' ').map(|(id, revision)| (id.to_owned(), revision.to_owned())).unwrap();
    rows.iter().map(pair).collect()
}

fn differing(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) -> Vec<String> {
    after.iter().filter(|(id, revision)| before.get(*id) != Some(revision)).map(|(id, _)| id.clone()).collect()
}

fn first(db: &Db) -> PersonId {
    PersonId(raw::number(db, "SELECT min(id) AS value FROM person WHERE alive = TRUE"))
}

fn issued(person: PersonId, on: &str) -> RecordMilestone {
    let (milestone, today) = ("vneid1.issued".to_owned(), AsOf(day("2023-06-13")));
    RecordMilestone { person, milestone, on: day(on), today, reason: None }
}

fn apply(db: &Db, shown: &Preview, mode: CommitMode) -> Result<tiendo::roster::Committed, RosterError> {
    commit(db, &Actor::operator(), shown.batch, &shown.token, mode)
}

on_both_databases! {
    fn a_revision_changes_with_anything_known_of_a_person_and_with_nothing_else(db from LOADED) {
        take_in(db, &everybody(0..30), "2023-06-01");
        let officer = actor(db, Role::Officer, "cam-ngoc");
        let (person, id) = (first(db), first(db).to_string());
        let start = revisions(db);
        take_in(db, &everybody(0..30), "2023-06-05");
        assert_eq!(revisions(db), start, "a later list that says the same again");
        assert_eq!(raw::number(db, "SELECT count(*) AS value FROM person WHERE listed_on = '2023-06-05'"), 30);

        let Recorded::Written(event) = record_milestone(db, &officer, &issued(person, "2022-01-05")).unwrap() else {
            panic!("written")
        };
        let recorded = revisions(db);
        assert_eq!(differing(&start, &recorded), std::slice::from_ref(&id));
        assert!(matches!(record_milestone(db, &officer, &issued(person, "2022-02-05")), Ok(Recorded::AlreadyHeld(_))));
        assert_eq!(revisions(db), recorded, "what is held already");
        revoke_milestone(db, &officer, event, "ghi nhầm người").unwrap();
        let revoked = revisions(db);
        assert_eq!(differing(&recorded, &revoked), std::slice::from_ref(&id));
        let away = MoveResidence { person, to: None, on: day("2023-06-10"), today: AsOf(day("2023-06-13")), reason: None };
        move_residence(db, &officer, &away).unwrap();
        assert_eq!(differing(&revoked, &revisions(db)), [id]);
        assert!(verify(db, &Actor::operator()).unwrap().is_sound());
    }

    fn a_row_about_somebody_who_changed_since_is_refused(db from LOADED) {
        take_in(db, &everybody(0..30), "2023-06-01");
        let shown = hand_in(db, &everybody(0..30), "2023-06-05");
        assert_eq!(shown.counts.unchanged, 30, "nothing would change");
        let officer = actor(db, Role::Officer, "cam-ngoc");
        record_milestone(db, &officer, &issued(first(db), "2022-01-05")).unwrap();
        let before = dump::people(db);
        assert!(matches!(apply(db, &shown, CommitMode::GoodRows), Err(RosterError::Stale { .. })));
        assert_eq!(dump::difference(&before, &dump::people(db)), Vec::<String>::new());
    }

    fn a_stale_batch_is_compared_again_and_then_applied(db from LOADED) {
        let shown = hand_in(db, &everybody(0..10), "2023-06-05");
        take_in(db, &everybody(5..15), "2023-06-05");
        let operator = Actor::operator();
        let commit = |token: &str| {
            commit_or_reopen(db, &operator, shown.batch, token, CommitMode::GoodRows, &mut |_| ()).unwrap()
        };
        assert_eq!(commit(&shown.token), CommitOutcome::Reopened);
        assert!(RECOMPUTED.ends_with('.'));
        let today = AsOf(day("2023-06-13"));
        let fresh = read_batch(db, &operator, shown.batch, today, &sandbox(), &mut |_| ()).unwrap();
        assert_eq!((fresh.batch, fresh.counts.new, fresh.counts.unchanged), (shown.batch, 5, 5));
        assert_ne!(fresh.token, shown.token);
        assert_eq!(raw::number(db, "SELECT count(*) AS value FROM person"), 10, "nothing was applied");
        let CommitOutcome::Committed(done) = commit(&fresh.token) else { panic!("applied") };
        assert!(!done.already);
        assert_eq!(raw::number(db, "SELECT count(*) AS value FROM person"), 15);
        assert!(verify(db, &operator).unwrap().is_sound());
    }

    fn all_or_nothing_wants_every_row(db from LOADED) {
        let stranger = Villager::new(99).living_in("Thôn Không Có Thật");
        let some_held = hand_in(db, &[everybody(0..3), vec![stranger]].concat(), "2023-06-05");
        assert_eq!((some_held.counts.new, some_held.counts.held), (3, 1));
        let refused = apply(db, &some_held, CommitMode::AllOrNothing).unwrap_err();
        assert!(matches!(refused, RosterError::NotAllGood { held: 1, conflict: 0, .. }), "{refused}");
        assert_eq!(raw::number(db, "SELECT count(*) AS value FROM person"), 0);
        assert!(!apply(db, &some_held, CommitMode::GoodRows).unwrap().already, "it still waits for a commit");
        let shown = hand_in(db, &everybody(3..10), "2023-06-05");
        assert_eq!((shown.counts.held, shown.counts.conflict), (0, 0));
        apply(db, &shown, CommitMode::AllOrNothing).unwrap();
    }

    fn a_commit_tells_how_far_it_has_come(db from LOADED) {
        let shown = hand_in(db, &everybody(0..1100), "2023-06-05");
        let mut heard = Vec::new();
        let mut watch = |progress: tiendo::roster::Progress| heard.push((progress.rows, progress.of));
        commit_watched(db, &Actor::operator(), shown.batch, &shown.token, CommitMode::GoodRows, &mut watch).unwrap();
        assert_eq!(heard, [(500, Some(1100)), (1000, Some(1100)), (1100, Some(1100))]);
    }

    fn people_named_twice_over_several_pieces_are_taken_back_too(db from LOADED) {
        let before = dump::people(db);
        let mut people = everybody(0..505);
        people.extend(everybody(100..110));
        let batch = take_in(db, &people, "2023-06-05").batch;
        assert_eq!(raw::number(db, "SELECT count(*) AS value FROM person"), 505);
        let undone = tiendo::roster::undo(db, &Actor::operator(), batch, None).unwrap();
        assert_eq!((undone.removed, undone.restored), (505, 0));
        assert_eq!(dump::difference(&before, &dump::people(db)), Vec::<String>::new());
    }
}
