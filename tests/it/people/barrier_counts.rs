//! How many people a cause holds back, in every unit above them and through whatever happens to them.

use tiendo::access::Actor;
use tiendo::model::id::PersonId;
use tiendo::model::person::Life;
use tiendo::model::role::Role;
use tiendo::people::{
    MoveResidence, NoteBarrier, PeopleQuery, RecordMilestone, Recorded, move_residence, note_barrier, record_milestone,
    revoke_milestone, show, take_back_barrier,
};
use tiendo::store::counted_change::change_counted;
use tiendo::store::{Db, StoreError, barrier_counts, people, units};

use super::fixture::{PEOPLED, as_of, assert_counters_agree, day, everybody, names, officer, person};
use crate::support::office::actor;

const UNITS: [&str; 8] =
    ["tinh", "dong", "dong/thon-1", "dong/thon-2", "dong/van-phong", "tay", "tay/thon-9", "thon-moi"];
const DAYS: [&str; 6] = ["2023-05-14", "2023-05-24", "2023-05-25", "2023-06-12", "2023-12-31", "2024-01-01"];
const CAUSE: &str = "no_smartphone";

fn held_back(db: &Db, slug: &str, on: &str) -> i64 {
    let counts = db.read(|conn| {
        let unit = units::slugs_in_use(conn)?[slug];
        barrier_counts::most_frequent(conn, unit, day(on), 6)
    });
    counts.unwrap().into_iter().find(|count| count.code == CAUSE).map_or(0, |count| count.people)
}

/// Of the province, the east, the west, village 1, village 2 and village 9.
fn six(db: &Db, on: &str) -> [i64; 6] {
    ["tinh", "dong", "tay", "dong/thon-1", "dong/thon-2", "tay/thon-9"].map(|slug| held_back(db, slug, on))
}

/// Every count is as long as its list, and a recount finds the same.
#[track_caller]
fn assert_agree(db: &Db) {
    for (slug, on) in UNITS.iter().flat_map(|slug| DAYS.iter().map(move |on| (*slug, *on))) {
        let query = PeopleQuery {
            unit: Some(slug.to_owned()),
            barrier: Some(CAUSE.to_owned()),
            as_of: as_of(on),
            ..everybody()
        };
        let listed = names(db, &Actor::operator(), &query);
        assert_eq!(listed.len(), usize::try_from(held_back(db, slug, on)).unwrap(), "{slug} {on}: {listed:?}");
    }
    assert_counters_agree(db);
}

fn new(person: PersonId, on: &str) -> NoteBarrier {
    NoteBarrier { person, barrier: CAUSE.to_owned(), on: day(on), today: as_of("2023-06-12") }
}

fn activated(person: PersonId, on: &str) -> RecordMilestone {
    let (milestone, today) = ("vneid2.activated".to_owned(), as_of("2023-06-12"));
    RecordMilestone { person, milestone, on: day(on), today, reason: None }
}

on_both_databases! {
    fn a_cause_counts_in_every_unit_above_until_it_is_taken_back(db from PEOPLED) {
        let (east, today) = (officer(db), "2023-06-12");
        assert_eq!(six(db, today), [1, 1, 0, 0, 1, 0], "of the fixture");
        assert_agree(db);
        let binh = person(db, "Phạm Thị Bình");
        note_barrier(db, &east, &new(binh, "2023-05-20")).unwrap();
        assert_eq!(six(db, today), [2, 2, 0, 1, 1, 0], "activated long before: it is about something else");
        assert!(!note_barrier(db, &east, &new(binh, "2023-05-21")).unwrap());
        assert_eq!(six(db, today), [2, 2, 0, 1, 1, 0]);
        assert_agree(db);
        take_back_barrier(db, &east, binh, CAUSE).unwrap();
        assert_eq!(six(db, today), [1, 1, 0, 0, 1, 0]);
        assert_agree(db);
    }

    fn whoever_lives_here_and_works_there_is_one_person_of_the_province(db from PEOPLED) {
        let province = actor(db, Role::Officer, "tinh");
        note_barrier(db, &province, &new(person(db, "Lê Văn An"), "2023-05-20")).unwrap();
        assert_eq!(six(db, "2023-06-12"), [2, 2, 1, 0, 1, 1]);
        assert_eq!(held_back(db, "dong/van-phong", "2023-06-12"), 1);
        assert_agree(db);
    }

    fn a_cause_goes_with_the_person_and_with_the_village(db from PEOPLED) {
        let (province, hoa) = (actor(db, Role::Officer, "tinh"), person(db, "Nguyễn Thị Hoa"));
        let to = Some("tay/thon-9".to_owned());
        let (on, today) = (day("2023-05-25"), as_of("2023-06-12"));
        move_residence(db, &province, &MoveResidence { person: hoa, to, on, today, reason: None }).unwrap();
        assert_eq!(six(db, "2023-05-24"), [1, 1, 0, 0, 1, 0]);
        assert_eq!(six(db, "2023-05-25"), [1, 0, 1, 0, 0, 1]);
        note_barrier(db, &province, &new(person(db, "Quách Thị Ba"), "2023-05-20")).unwrap();
        assert_eq!(six(db, "2023-12-31"), [2, 1, 1, 0, 0, 1], "the village belongs to the east");
        assert_eq!(six(db, "2024-01-01"), [2, 0, 2, 0, 0, 1], "and then to the west");
        assert_agree(db);
    }

    fn what_is_achieved_later_ends_it_and_an_event_taken_back_brings_it_back(db from PEOPLED) {
        let (east, duc) = (officer(db), person(db, "Đinh Văn Đức"));
        note_barrier(db, &east, &new(duc, "2023-05-20")).unwrap();
        assert_eq!(held_back(db, "dong/thon-2", "2023-05-25"), 2);
        let Recorded::Written(event) = record_milestone(db, &east, &activated(duc, "2023-05-25")).unwrap() else {
            panic!("not held before")
        };
        assert_eq!([held_back(db, "tinh", "2023-05-24"), held_back(db, "tinh", "2023-05-25")], [2, 1]);
        let noted = show(db, &east, duc, as_of("2023-06-12")).unwrap().barriers;
        assert_eq!((noted[0].noted_on, noted[0].overcome_on), (day("2023-05-20"), Some(day("2023-05-25"))), "kept");
        assert_agree(db);
        revoke_milestone(db, &east, event, "ghi nhầm người").unwrap();
        assert_eq!(held_back(db, "tinh", "2023-05-25"), 2);
        assert_eq!(show(db, &east, duc, as_of("2023-06-12")).unwrap().barriers[0].overcome_on, None);
        assert_agree(db);
        record_milestone(db, &east, &activated(duc, "2023-05-26")).unwrap();
        assert!(!note_barrier(db, &east, &new(duc, "2023-05-25")).unwrap(), "of a day before that");
        assert_eq!(held_back(db, "tinh", "2023-06-12"), 1);
        assert!(note_barrier(db, &east, &new(duc, "2023-06-01")).unwrap(), "said again, it is about something else");
        assert_eq!(held_back(db, "tinh", "2023-06-12"), 2);
        assert_agree(db);
    }

    fn whoever_dies_or_is_erased_is_held_back_no_longer(db from PEOPLED) {
        let (east, hoa, binh) = (officer(db), person(db, "Nguyễn Thị Hoa"), person(db, "Phạm Thị Bình"));
        note_barrier(db, &east, &new(binh, "2023-05-20")).unwrap();
        let change = |body: fn(&mut tiendo::store::Conn, PersonId) -> Result<(), StoreError>, who: PersonId| {
            db.write(|conn| change_counted(conn, &[who], |conn| body(conn, who))).unwrap();
        };
        change(|conn, who| {
            let mut held = people::by_ids(conn, &[who])?;
            held[0].life = Life::Dead(Some(day("2023-05-25")));
            people::update(conn, &held, day("2023-06-12").and_hms_opt(8, 0, 0).unwrap())
        }, hoa);
        assert_eq!([held_back(db, "tinh", "2023-05-24"), held_back(db, "tinh", "2023-05-25")], [2, 1]);
        assert_agree(db);
        change(|conn, who| people::delete(conn, &[who]), binh);
        assert_eq!([held_back(db, "tinh", "2023-05-24"), held_back(db, "tinh", "2023-05-25")], [1, 0]);
        assert_agree(db);
    }
}
