//! Recording and taking back by hand.

use tiendo::access::{AccessError, Actor};
use tiendo::model::id::{EventId, PersonId};
use tiendo::model::role::Role;
use tiendo::people::{
    MeasureState, PeopleError, PeopleQuery, RecordMilestone, Recorded, StateFilter, record_milestone, revoke_milestone,
};
use tiendo::store::Db;

use super::fixture::{PEOPLED, as_of, assert_counters_agree, day, everybody, names, officer, person};
use crate::support::office::actor;
use crate::support::raw;

fn new(person: PersonId, milestone: &str, on: &str) -> RecordMilestone {
    RecordMilestone { person, milestone: milestone.to_owned(), on: day(on), today: as_of("2023-06-12"), reason: None }
}

fn events(db: &Db) -> i64 {
    raw::number(db, "SELECT count(*) AS value FROM milestone_event")
}

fn audited(db: &Db, action: &str) -> i64 {
    raw::number(db, &format!("SELECT count(*) AS value FROM audit_entry WHERE action = '{action}'"))
}

fn done(db: &Db, measure: &str) -> Vec<String> {
    let audience = tiendo::model::tally::Audience::Residents;
    let state = Some(StateFilter { measure: measure.to_owned(), audience, state: MeasureState::Done });
    names(db, &Actor::operator(), &PeopleQuery { state, unit: Some("dong".to_owned()), ..everybody() })
}

fn written(recorded: Recorded) -> EventId {
    match recorded {
        Recorded::Written(event) => event,
        Recorded::AlreadyHeld(held) => panic!("already held: {held:?}"),
    }
}

on_both_databases! {
    fn what_is_recorded_counts_at_once_and_what_is_taken_back_no_longer(db from PEOPLED) {
        let (east, duc) = (officer(db), person(db, "Đinh Văn Đức"));
        let before = tiendo_counters(db);
        let event = written(record_milestone(db, &east, &new(duc, "vneid2.activated", "2023-05-20")).unwrap());
        assert_eq!(done(db, "vneid2.activated"), ["Phạm Thị Bình", "Đinh Văn Đức"]);
        assert_counters_agree(db);
        assert_ne!(tiendo_counters(db), before);
        assert_eq!(audited(db, "person.record_milestone"), 1);
        revoke_milestone(db, &east, event, "ghi nhầm người").unwrap();
        assert_eq!(done(db, "vneid2.activated"), ["Phạm Thị Bình"]);
        assert_counters_agree(db);
        assert_eq!(tiendo_counters(db), before);
        assert_eq!(audited(db, "person.revoke_milestone"), 1);
    }

    fn the_first_step_makes_a_standing_and_its_revocation_removes_it(db from PEOPLED) {
        let (east, hoa) = (officer(db), person(db, "Nguyễn Thị Hoa"));
        let standings = || raw::number(db, &format!("SELECT count(*) AS value FROM enrollment WHERE person_id = {hoa}"));
        let event = written(record_milestone(db, &east, &new(hoa, "vneid1.issued", "2023-05-20")).unwrap());
        assert_eq!(standings(), 1);
        assert_counters_agree(db);
        revoke_milestone(db, &east, event, "ghi nhầm người").unwrap();
        assert_eq!(standings(), 0);
        assert_counters_agree(db);
    }

    fn an_activation_needs_the_issue_first(db from PEOPLED) {
        let (east, hoa) = (officer(db), person(db, "Nguyễn Thị Hoa"));
        let before = events(db);
        let refused = record_milestone(db, &east, &new(hoa, "vneid2.activated", "2023-05-20")).unwrap_err();
        assert!(matches!(refused, PeopleError::Needs { .. }), "{refused:?}");
        assert!(refused.to_string().contains("Ghi mốc «Đã cấp tài khoản (Định danh điện tử mức 2)» trước"), "{refused}");
        record_milestone(db, &east, &new(hoa, "vneid2.issued", "2023-05-21")).unwrap();
        let too_early = record_milestone(db, &east, &new(hoa, "vneid2.activated", "2023-05-20"));
        assert!(matches!(too_early, Err(PeopleError::Needs { .. })), "issued a day later: {too_early:?}");
        record_milestone(db, &east, &new(hoa, "vneid2.activated", "2023-05-21")).unwrap();
        assert_eq!(events(db), before + 2);
        assert_counters_agree(db);
    }

    fn what_holds_already_is_not_written_again(db from PEOPLED) {
        let (east, binh) = (officer(db), person(db, "Phạm Thị Bình"));
        let before = events(db);
        for on in ["2023-03-25", "2023-04-10"] {
            let again = record_milestone(db, &east, &new(binh, "vneid2.activated", on)).unwrap();
            assert!(matches!(again, Recorded::AlreadyHeld(held) if held.day == day("2023-03-25")), "{again:?}");
        }
        assert_eq!((events(db), audited(db, "person.record_milestone")), (before, 0));
        written(record_milestone(db, &east, &new(binh, "vneid2.activated", "2023-03-20")).unwrap());
        assert_counters_agree(db);
    }

    fn days_that_cannot_be_are_refused(db from PEOPLED) {
        let (east, hoa) = (officer(db), person(db, "Nguyễn Thị Hoà"));
        let before = events(db);
        let refused = |person, on| record_milestone(db, &east, &new(person, "vneid2.issued", on)).unwrap_err();
        assert!(matches!(refused(hoa, "2023-06-13"), PeopleError::InTheFuture { .. }));
        assert!(matches!(refused(hoa, "2019-12-31"), PeopleError::TooEarly(_)));
        let baby = add_baby(db);
        assert!(matches!(refused(baby, "2022-12-31"), PeopleError::BeforeBirth(_)));
        assert!(record_milestone(db, &east, &new(baby, "vneid2.issued", "2023-06-12")).is_ok());
        let unknown = record_milestone(db, &east, &new(hoa, "vneid2.lost", "2023-05-01"));
        assert!(matches!(unknown, Err(PeopleError::UnknownMilestone(_))), "{unknown:?}");
        assert_eq!(events(db), before + 1);
    }

    fn somebody_with_an_account_and_the_right_has_to_answer_for_it(db from PEOPLED) {
        let (binh, before) = (person(db, "Phạm Thị Bình"), events(db));
        let operator = record_milestone(db, &Actor::operator(), &new(binh, "smartca.requested", "2023-05-01"));
        assert!(matches!(operator, Err(PeopleError::NeedsAccount)), "{operator:?}");
        let leader = actor(db, Role::Leader, "dong");
        let refused = record_milestone(db, &leader, &new(binh, "smartca.requested", "2023-05-01"));
        assert!(matches!(refused, Err(PeopleError::Access(AccessError::Forbidden))), "{refused:?}");
        let refused = revoke_milestone(db, &leader, EventId(1), "ghi nhầm người");
        assert!(matches!(refused, Err(PeopleError::Access(AccessError::Forbidden))), "{refused:?}");
        assert_eq!(events(db), before);
    }

    fn an_event_is_taken_back_once_with_a_reason(db from PEOPLED) {
        let (east, duc) = (officer(db), person(db, "Đinh Văn Đức"));
        let event = written(record_milestone(db, &east, &new(duc, "vneid2.activated", "2023-05-20")).unwrap());
        assert!(matches!(revoke_milestone(db, &east, event, "nhầm"), Err(PeopleError::ReasonTooShort)));
        let revoked = revoke_milestone(db, &east, event, "ghi nhầm người").unwrap();
        assert_eq!(revoked.person, duc);
        let again = |event| revoke_milestone(db, &east, event, "ghi nhầm người");
        assert!(matches!(again(event), Err(PeopleError::AlreadyRevoked)));
        assert!(matches!(again(revoked.revocation), Err(PeopleError::IsRevocation)));
        let west = actor(db, Role::Officer, "tay");
        let foreign = revoke_milestone(db, &west, event, "ghi nhầm người").unwrap_err().to_string();
        let unknown = revoke_milestone(db, &west, EventId(1_000_000), "ghi nhầm người").unwrap_err().to_string();
        assert_eq!(foreign, unknown);
    }
}

fn tiendo_counters(db: &Db) -> Vec<tiendo::store::counters::Step> {
    db.read(tiendo::store::counters::all).unwrap()
}

/// Born on the first day of 2023, in the east.
fn add_baby(db: &Db) -> PersonId {
    db.write(|conn| {
        let id = tiendo::store::people::reserve(conn, 1)?[0];
        let mut baby = tiendo::store::people::by_id(conn, person(db, "Nguyễn Thị Hoà"))?.unwrap();
        baby.id = id;
        baby.particulars.full_name = "Nguyễn Văn Bé".to_owned();
        baby.particulars.birth_date = tiendo::vn::date::PartialDate::parse_iso("2023-01-01");
        tiendo::store::counted_change::change_counted(conn, &[id], |conn| {
            tiendo::store::people::insert(conn, &[baby], day("2023-06-12").and_hms_opt(0, 0, 0).unwrap())
        })?;
        Ok::<_, tiendo::store::StoreError>(id)
    })
    .unwrap()
}
