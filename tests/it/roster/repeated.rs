//! The same file once more under the same circumstances is not read again, and shows what reading it would show.

use tiendo::access::Actor;
use tiendo::model::as_of::AsOf;
use tiendo::model::id::PersonId;
use tiendo::model::role::Role;
use tiendo::people::{RecordMilestone, Recorded, record_milestone};
use tiendo::progress::verify;
use tiendo::roster::sandbox::SandboxSettings;
use tiendo::roster::{CommitMode, Preview, RosterError, Upload, commit, preview, undo};
use tiendo::store::Db;

use super::places::all_rows;
use super::steps::{LOADED, List, day, import, lists, look, upload};
use super::villagers::{Villager, csv};
use crate::support::office::actor;
use crate::support::raw;

/// Nothing can read a file with this.
fn no_reader() -> SandboxSettings {
    SandboxSettings { program: Some("/khong/co".into()), ..SandboxSettings::default() }
}

fn unread(db: &Db, list: &List) -> Result<Preview, RosterError> {
    preview(db, &Actor::operator(), &upload(list), &no_reader())
}

/// Read for certain: on another day.
fn read(db: &Db, list: &List) -> Preview {
    let mut upload: Upload = upload(list);
    upload.details.today = AsOf(day("2023-06-14"));
    preview(db, &Actor::operator(), &upload, &super::steps::sandbox()).unwrap()
}

/// Both show the same, row by row.
fn same(db: &Db, again: &Preview, anew: &Preview) {
    for (again, anew) in all_rows(db, again).iter().zip(&all_rows(db, anew)) {
        assert_eq!(again, anew);
    }
    assert_eq!((again.counts, &again.file, again.twin), (anew.counts, &anew.file, anew.twin));
}

on_both_databases! {
    fn a_repeated_file_shows_what_reading_it_shows(db from LOADED) {
        for list in lists().into_iter().step_by(3) {
            import(db, &list);
            same(db, &unread(db, &list).unwrap(), &read(db, &list));
        }
    }

    fn committing_it_once_more_changes_nobody(db from LOADED) {
        let list = lists().remove(0);
        import(db, &list);
        let revisions = |db: &Db| raw::texts(db, "SELECT CAST(revision AS TEXT) AS value FROM person ORDER BY id");
        let before = revisions(db);
        for _ in 0..2 {
            let again = unread(db, &list).unwrap();
            assert_eq!((again.counts.new, again.counts.changed), (0, 0));
            commit(db, &Actor::operator(), again.batch, &again.token, CommitMode::GoodRows).unwrap();
            assert_eq!(revisions(db), before);
        }
        assert!(verify(db, &Actor::operator()).unwrap().is_sound());
    }

    fn people_without_a_number_named_on_several_pieces_are_found(db from LOADED) {
        let mut people: Vec<Villager> = (0..1_200).map(Villager::new).collect();
        let named_again: Vec<Villager> = (0..20).map(Villager::new).collect();
        people.extend(named_again);
        let list = List { file: "danh_sach.csv".to_owned(), unit: "cam-ngoc".to_owned(), bytes: csv(&people) };
        import(db, &list);
        let again = unread(db, &list).unwrap();
        same(db, &again, &read(db, &list));
        assert_eq!(again.counts.unchanged, again.counts.rows - again.counts.held - again.counts.conflict);
    }

    fn a_file_is_read_where_anything_has_changed(db from LOADED) {
        let list = lists().remove(0);
        assert!(matches!(unread(db, &list), Err(RosterError::Reading(_))), "nobody applied it yet");
        let first = import(db, &list);
        let renamed = List { file: format!("bản sao {}", list.file), ..list.clone() };
        assert!(unread(db, &renamed).is_err(), "a name can name a village");
        let other = List { unit: "cam-ngoc".to_owned(), ..list.clone() };
        assert!(unread(db, &other).is_err(), "another unit");
        unread(db, &list).unwrap();

        let officer = actor(db, Role::Officer, "cam-ngoc");
        let person = PersonId(raw::number(db, "SELECT MIN(person_id) AS value FROM listing"));
        let record = RecordMilestone {
            person,
            milestone: "vneid1.issued".to_owned(),
            on: day("2021-01-05"),
            today: AsOf(day("2023-06-13")),
            reason: None,
        };
        assert!(matches!(record_milestone(db, &officer, &record).unwrap(), Recorded::Written(_)));
        assert!(unread(db, &list).is_err(), "somebody changed here");
        let read = look(db, &list);
        commit(db, &Actor::operator(), read.batch, &read.token, CommitMode::GoodRows).unwrap();
        unread(db, &list).unwrap();
        for batch in [read.batch, first.batch] {
            undo(db, &Actor::operator(), batch, Some("nhầm tệp")).unwrap();
        }
        assert!(unread(db, &list).is_err(), "what applied it was taken back");
    }
}
