//! A batch is taken back: everything is as it was, and whoever was touched since stays.

use tiendo::access::Actor;
use tiendo::model::as_of::AsOf;
use tiendo::model::id::{BatchId, PersonId};
use tiendo::model::role::Role;
use tiendo::people::{RecordMilestone, record_milestone};
use tiendo::progress::verify;
use tiendo::roster::{RosterError, StagedFilter, history, staged, undo};
use tiendo::store::Db;
use tiendo::store::batches::BatchState;

use super::steps::{IMPORTED, LOADED, day, import, lists, look, report};
use super::villagers::{Dice, Villager, hand_in, revised, take_in};
use crate::support::office::actor;
use crate::support::{TestDb, dump, raw};

fn operator() -> Actor {
    Actor::operator()
}

/// Everything known about people, and the figures that offices read.
fn state(db: &Db) -> (Vec<String>, String) {
    let figures = ["2023-05-01", "2023-05-31", "2023-06-12"].map(|on| report(db, "cam-ngoc", on));
    (dump::people(db), format!("{figures:?}"))
}

fn assert_as_before(db: &Db, before: &(Vec<String>, String), what: &str) {
    let now = state(db);
    assert_eq!(dump::difference(&before.0, &now.0), Vec::<String>::new(), "{what}");
    assert_eq!(now.1, before.1, "{what}");
    assert!(verify(db, &operator()).unwrap().is_sound(), "{what}");
}

fn everybody(numbers: std::ops::Range<u32>) -> Vec<Villager> {
    numbers.map(Villager::new).collect()
}

fn person_named_first(db: &Db) -> PersonId {
    PersonId(raw::number(db, "SELECT min(id) AS value FROM person WHERE alive = TRUE"))
}

/// An official records by hand that somebody got an account on the portal.
fn touch(db: &Db, person: PersonId) {
    let officer = actor(db, Role::Officer, "cam-ngoc");
    let new = RecordMilestone {
        person,
        milestone: "vneid1.issued".to_owned(),
        on: day("2022-01-05"),
        today: AsOf(day("2023-06-13")),
        reason: None,
    };
    record_milestone(db, &officer, &new).unwrap();
}

/// Lists come one after the other and are taken back in reverse: every state comes back, row by row.
fn back_and_forth(db: &Db, seed: u64) {
    let (mut dice, mut next) = (Dice::new(seed), 60);
    let mut people = everybody(0..60);
    let mut batches: Vec<(BatchId, (Vec<String>, String))> = Vec::new();
    for round in 0..3 + dice.below(3) {
        let before = state(db);
        let listed_on = ["2023-06-01", "2023-06-05", "2023-06-12"][dice.below(3) as usize];
        let committed = take_in(db, &people, listed_on);
        assert!(verify(db, &operator()).unwrap().is_sound(), "seed {seed}, list {round}");
        batches.push((committed.batch, before));
        people = revised(&people, &mut dice, &mut next);
    }
    for (batch, before) in batches.into_iter().rev() {
        let undone = undo(db, &operator(), batch, None).unwrap();
        assert!(undone.kept.is_empty(), "seed {seed}: {:?}", undone.kept);
        assert_as_before(db, &before, &format!("seed {seed}, batch {batch}"));
    }
}

#[test]
fn any_lists_taken_back_in_reverse_leave_no_trace_in_a_file() {
    for seed in 1..=5 {
        back_and_forth(&TestDb::sqlite(&LOADED), seed);
    }
}

#[test]
fn any_lists_taken_back_in_reverse_leave_no_trace_on_a_server() {
    for seed in 6..=7 {
        if let Some(db) = TestDb::postgres(&LOADED) {
            back_and_forth(&db, seed);
        }
    }
}

on_both_databases! {
    fn a_list_is_taken_back_and_can_be_imported_again(db from IMPORTED) {
        let list = lists().remove(9);
        let before = state(db);
        let all = report(db, "cam-ngoc", "2023-06-12");
        let batch = BatchId(raw::number(db, "SELECT id AS value FROM import_batch WHERE file_name LIKE 'CN10%'"));
        let undone = undo(db, &operator(), batch, Some(" nhập nhầm tháng ")).unwrap();
        assert!(undone.removed > 300 && !undone.already, "{undone:?}");
        assert_ne!(report(db, "cam-ngoc", "2023-06-12"), all);
        assert!(verify(db, &operator()).unwrap().is_sound());
        let lines = history(db, &operator(), 1, 20).unwrap();
        assert_eq!(lines.iter().find(|line| line.id == batch).unwrap().state, BatchState::Undone);
        let filter = StagedFilter { page: 1, per_page: 50, ..StagedFilter::default() };
        assert_eq!(staged(db, &operator(), batch, &filter).unwrap().rows.len(), 50, "what it held can still be read");
        let audited = raw::texts(db, "SELECT detail AS value FROM audit_entry WHERE action = 'import.undo'");
        assert!(audited.len() == 1 && !audited[0].contains("nhầm"), "{audited:?}");
        let comment = raw::texts(db, &format!("SELECT comment AS value FROM import_batch WHERE id = {batch}"));
        assert_eq!(comment, ["Hoàn tác: nhập nhầm tháng"]);

        let again = undo(db, &operator(), batch, None).unwrap();
        assert!(again.already && again.removed == 0);
        assert_eq!(raw::number(db, "SELECT count(*) AS value FROM audit_entry WHERE action = 'import.undo'"), 1);

        assert_eq!(look(db, &list).twin, None, "an undone batch is no twin");
        import(db, &list);
        assert_eq!(state(db).1, before.1, "the figures are as before");
        assert!(verify(db, &operator()).unwrap().is_sound());
    }

    fn whoever_was_touched_since_stays_and_is_named(db from LOADED) {
        let batch = take_in(db, &everybody(0..20), "2023-06-01").batch;
        let person = person_named_first(db);
        touch(db, person);
        let undone = undo(db, &operator(), batch, None).unwrap();
        assert_eq!((undone.removed, undone.restored), (19, 0));
        assert_eq!(undone.kept.iter().map(|kept| kept.person).collect::<Vec<_>>(), [person]);
        assert!(undone.kept[0].name.contains("Văn"));
        assert_eq!(raw::number(db, "SELECT count(*) AS value FROM person"), 1);
        assert!(raw::number(db, "SELECT count(*) AS value FROM listing") == 1, "what the batch said of them stays too");
        assert!(verify(db, &operator()).unwrap().is_sound());
    }

    fn an_older_list_under_a_newer_one_keeps_whom_the_newer_one_names(db from LOADED) {
        let first = take_in(db, &everybody(0..20), "2023-06-01").batch;
        let middle = state(db);
        let second = take_in(db, &everybody(5..25), "2023-06-05").batch;
        let undone = undo(db, &operator(), first, None).unwrap();
        assert_eq!((undone.removed, undone.kept.len()), (5, 15));
        assert!(verify(db, &operator()).unwrap().is_sound());
        let undone = undo(db, &operator(), second, None).unwrap();
        assert_eq!((undone.removed, undone.restored, undone.kept.len()), (5, 0, 0));
        assert!(verify(db, &operator()).unwrap().is_sound());
        let rows = dump::people(db);
        let people = |rows: &[String]| rows.iter().filter(|row| row.starts_with("person ")).cloned().collect::<Vec<_>>();
        assert_eq!(people(&rows).len(), 15);
        assert!(people(&rows).iter().all(|row| people(&middle.0).contains(row)), "as the first list left them");
    }

    fn what_is_not_applied_cannot_be_taken_back(db from LOADED) {
        let shown = hand_in(db, &everybody(0..3), "2023-06-01");
        assert!(matches!(undo(db, &operator(), shown.batch, None), Err(RosterError::NotCommitted(_))));
        assert!(matches!(undo(db, &operator(), BatchId(999), None), Err(RosterError::NoBatch(999))));
        let elsewhere = actor(db, Role::Officer, "cam-ngoc/thon-10");
        assert!(matches!(undo(db, &elsewhere, shown.batch, None), Err(RosterError::NoBatch(_))));
        let applied = take_in(db, &everybody(0..3), "2023-06-01").batch;
        raw::execute(db, "DELETE FROM import_before").unwrap();
        assert!(matches!(undo(db, &operator(), applied, None), Err(RosterError::NothingKept(_))));
        assert_eq!(raw::number(db, "SELECT count(*) AS value FROM person"), 3);
    }

    fn two_undo_at_the_same_time_and_one_finds_it_done(db from LOADED) {
        let before = state(db);
        let batch = take_in(db, &everybody(0..40), "2023-06-01").batch;
        let outcomes = std::thread::scope(|scope| {
            let threads = [(), ()].map(|()| scope.spawn(|| undo(db, &operator(), batch, None).unwrap()));
            threads.map(|thread| thread.join().unwrap())
        });
        let mut removed = outcomes.map(|undone| (undone.already, undone.removed));
        removed.sort_unstable();
        assert_eq!(removed, [(false, 40), (true, 0)]);
        assert_as_before(db, &before, "after both");
    }
}
