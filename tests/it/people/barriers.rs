//! What holds somebody back, noted by hand and taken back.

use tiendo::access::{AccessError, Actor};
use tiendo::model::role::Role;
use tiendo::people::{NoteBarrier, PeopleError, PeopleQuery, note_barrier, show, take_back_barrier};
use tiendo::store::{Db, people};

use super::fixture::{PEOPLED, as_of, day, everybody, names, officer, person};
use crate::support::office::actor;
use crate::support::raw;

fn new(db: &Db, name: &str, barrier: &str, on: &str) -> NoteBarrier {
    NoteBarrier { person: person(db, name), barrier: barrier.to_owned(), on: day(on), today: as_of("2023-06-12") }
}

fn audited(db: &Db) -> Vec<String> {
    raw::texts(db, "SELECT action AS value FROM audit_entry WHERE action LIKE 'person.%barrier' ORDER BY id")
}

fn revision(db: &Db, name: &str) -> i64 {
    let id = person(db, name);
    db.read(|conn| people::with_revisions(conn, &[id])).unwrap()[0].1
}

fn held_back(db: &Db) -> Vec<String> {
    names(db, &Actor::operator(), &PeopleQuery { barrier: Some("no_smartphone".to_owned()), ..everybody() })
}

on_both_databases! {
    fn a_cause_is_noted_once_shown_with_its_source_and_taken_back(db from PEOPLED) {
        let team = actor(db, Role::VillageTeam, "dong/thon-1");
        let before = revision(db, "Phạm Thị Bình");
        let binh = new(db, "Phạm Thị Bình", "no_smartphone", "2023-05-20");
        assert!(note_barrier(db, &team, &binh).unwrap());
        assert_ne!(revision(db, "Phạm Thị Bình"), before, "a list that was previewed before is compared anew");
        assert!(!note_barrier(db, &team, &NoteBarrier { on: day("2023-06-01"), ..binh.clone() }).unwrap());
        assert_eq!(held_back(db), ["Phạm Thị Bình", "Nguyễn Thị Hoa"]);
        let sheet = show(db, &team, binh.person, as_of("2023-06-12")).unwrap();
        assert_eq!(sheet.barriers.len(), 1);
        assert_eq!((sheet.barriers[0].noted_on, sheet.barriers[0].barrier.name.as_str()), (day("2023-05-20"), "Không có điện thoại thông minh"));
        assert!(sheet.barriers[0].by.as_ref().unwrap().contains("village_team.dong.thon-1"), "{sheet:?}");
        assert!(take_back_barrier(db, &officer(db), binh.person, "no_smartphone").unwrap());
        assert!(!take_back_barrier(db, &team, binh.person, "no_smartphone").unwrap());
        assert_eq!(held_back(db), ["Nguyễn Thị Hoa"]);
        assert_eq!(audited(db), ["person.note_barrier", "person.take_back_barrier"]);
    }

    fn only_within_ones_rights_and_as_it_can_be(db from PEOPLED) {
        let hoa = new(db, "Nguyễn Thị Hoa", "no_smartphone", "2023-05-20");
        let foreign = note_barrier(db, &actor(db, Role::VillageTeam, "dong/thon-1"), &hoa).unwrap_err();
        assert!(matches!(foreign, PeopleError::Access(AccessError::NotFound)), "{foreign:?}");
        let leader = note_barrier(db, &actor(db, Role::Leader, "dong"), &hoa).unwrap_err();
        assert!(matches!(leader, PeopleError::Access(AccessError::Forbidden)), "{leader:?}");
        let east = officer(db);
        let told = |new: NoteBarrier| note_barrier(db, &east, &new).unwrap_err();
        assert!(matches!(told(NoteBarrier { barrier: "laziness".to_owned(), ..hoa.clone() }), PeopleError::UnknownBarrier(_)));
        assert!(matches!(told(NoteBarrier { on: day("2023-06-13"), ..hoa.clone() }), PeopleError::InTheFuture { .. }));
        assert!(matches!(take_back_barrier(db, &Actor::operator(), hoa.person, "no_smartphone"), Err(PeopleError::NeedsAccount)));
        assert_eq!(audited(db), Vec::<String>::new());
    }
}
