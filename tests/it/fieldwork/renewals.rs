//! A term that ends is renewed: by a visit, by hand, by scan; the end of the term follows, and nobody is counted twice.

use chrono::NaiveDate;
use serde_json::json;
use tiendo::access::Actor;
use tiendo::campaign::{files::DataFile, load};
use tiendo::model::as_of::AsOf;
use tiendo::model::id::{PersonId, WorkListId};
use tiendo::model::role::Role;
use tiendo::model::tally::Audience;
use tiendo::model::work_list::WorkListKind;
use tiendo::people::{
    self, Check, CheckFilter, MeasureState, PageSize, PeopleError, PeopleQuery, RecordMilestone, Recorded, StateFilter,
    TimeLineEntry, record_milestone, revoke_milestone, search,
};
use tiendo::progress::verify;
use tiendo::store::Db;

use super::steps::{VILLAGE, day, made, new, now, person, sheet, typed};
use crate::pages::browser::Browser;
use crate::roster::steps::IMPORTED;
use crate::support::office::{account, actor};
use crate::support::raw;
use crate::support::server::TestServer;

const AS_OF: &str = "2023-06-12";

fn query(as_of: &str) -> PeopleQuery {
    PeopleQuery {
        text: None,
        unit: Some(VILLAGE.to_owned()),
        state: None,
        check: None,
        barrier: None,
        as_of: AsOf(day(as_of)),
        page: 1,
        per_page: PageSize::Small,
    }
}

/// Two of the village who are old enough and have an active level 2.
fn two_adults(db: &Db) -> [PersonId; 2] {
    let (measure, audience) = ("vneid2.activated".to_owned(), Audience::Residents);
    let state = Some(StateFilter { measure, audience, state: MeasureState::Done });
    let found = search(db, &Actor::operator(), &PeopleQuery { state, ..query("2022-06-20") }).unwrap().people;
    let found = if found.len() > 1 { found } else { search(db, &Actor::operator(), &query(AS_OF)).unwrap().people };
    let adult = |person: &&people::PersonLine| person.birth_date.is_some_and(|born| born.year() < 1995);
    let mut adults = found.iter().filter(adult).map(|person| person.id);
    [adults.next().unwrap(), adults.next().unwrap()]
}

fn hit(db: &Db, check: &str, as_of: &str) -> Vec<PersonId> {
    let check = Some(CheckFilter { check: Check::parse(check).unwrap(), audience: Audience::Residents });
    let found = search(db, &Actor::operator(), &PeopleQuery { check, ..query(as_of) }).unwrap();
    found.people.iter().map(|person| person.id).collect()
}

fn state(db: &Db, officer: &Actor, who: PersonId, milestone: &str, on: &str) -> Result<Recorded, PeopleError> {
    let (milestone, on, today) = (milestone.to_owned(), day(on), AsOf(day("2023-06-13")));
    record_milestone(db, officer, &RecordMilestone { person: who, milestone, on, today, reason: None })
}

fn ends(db: &Db, who: PersonId) -> Option<NaiveDate> {
    let sheet = people::show(db, &Actor::operator(), who, AsOf(day(AS_OF))).unwrap();
    sheet.standings.into_iter().find(|standing| standing.programme == "smartca")?.standing.expires_on
}

fn renewals(db: &Db, who: PersonId) -> Vec<TimeLineEntry> {
    let sheet = people::show(db, &Actor::operator(), who, AsOf(day(AS_OF))).unwrap();
    sheet.time_line.into_iter().filter(|entry| entry.milestone == "smartca.renewed").collect()
}

/// Everything that is counted, but for renewals and for what holds people back.
fn counters(db: &Db) -> i64 {
    raw::number(
        db,
        "SELECT CAST(SUM(delta) AS BIGINT) AS value FROM counter JOIN tally ON tally.id = counter.tally_id WHERE tally.counted <> 'reached:smartca.renewed' AND tally.counted NOT LIKE 'barrier:%'",
    )
}

fn line_of(db: &Db, actor: &Actor, list: WorkListId, who: PersonId) -> i32 {
    sheet(db, actor, list).lines.iter().find(|line| person(line) == who).unwrap().number
}

on_both_databases! {
    fn done_on_a_list_of_ending_terms_renews_and_a_correction_takes_it_back(db from IMPORTED) {
        let officer = actor(db, Role::Officer, "cam-ngoc");
        let [one, other] = two_adults(db);
        for who in [one, other] {
            state(db, &officer, who, "smartca.contracted", "2022-06-20").unwrap();
        }
        // One of them has had it for longer, and renewed once before.
        state(db, &officer, one, "smartca.contracted", "2021-06-20").unwrap();
        state(db, &officer, one, "smartca.renewed", "2022-06-18").unwrap();
        assert_eq!((ends(db, one), ends(db, other)), (Some(day("2023-06-18")), Some(day("2023-06-20"))));
        let before = counters(db);

        let team = actor(db, Role::VillageTeam, VILLAGE);
        let list = made(db, &team, &new(WorkListKind::Expiring, "smartca", VILLAGE)).lists[0].id;
        assert_eq!(sheet(db, &team, list).lines.len(), 2);
        assert!(sheet(db, &team, list).lines.iter().all(|line| line.done_elsewhere.is_none()), "an earlier renewal is none");
        let (first, second) = (line_of(db, &team, list, one), line_of(db, &team, list, other));
        assert_eq!(typed(db, &team, list, &[(first, 1)]).unwrap().done, 1);
        let written = renewals(db, one);
        assert_eq!((written[0].happened_on, written[0].holds, written.len()), (day("2023-06-08"), true, 2));
        assert_eq!(written[0].reason.as_deref(), Some(format!("Danh sách vận động số {list}, dòng {first}").as_str()));
        assert!(written[1].holds, "the renewal before stays one");
        assert_eq!(ends(db, one), Some(day("2024-06-08")));
        assert_eq!(hit(db, "expiring:smartca:30", AS_OF), [other]);
        assert_eq!(hit(db, "expired:smartca", "2023-06-21"), [other]);
        assert_eq!(hit(db, "expired:smartca", "2024-06-09").len(), 2);
        assert_eq!(counters(db), before, "nobody is counted twice");

        let then = hit(db, "expiring:smartca:30", "2023-06-01");
        assert!(then.len() == 2 && then.contains(&one), "before the day of the renewal it was not renewed: {then:?}");
        assert_eq!(hit(db, "expiring:smartca:17", "2023-06-01"), [one], "its last day was 18/6/2023");
        assert_eq!(people::show(db, &team, one, AsOf(day("2023-06-07"))).unwrap().standings.iter()
            .find_map(|standing| standing.standing.expires_on), Some(day("2023-06-18")));
        state(db, &officer, other, "smartca.renewed", "2023-06-10").unwrap();
        let line = sheet(db, &team, list).lines.into_iter().find(|line| line.number == second).unwrap();
        assert_eq!(line.done_elsewhere, Some(day("2023-06-10")));

        typed(db, &team, list, &[(first, 2)]).unwrap();
        let taken_back = &renewals(db, one)[0];
        assert!(!taken_back.holds && taken_back.revoked.as_ref().unwrap().reason.as_deref().unwrap().contains(&format!("dòng {first}")));
        assert_eq!(ends(db, one), Some(day("2023-06-18")), "as it was before");
        assert_eq!(hit(db, "expiring:smartca:30", AS_OF), [one]);
        assert_eq!(counters(db), before);
        assert!(verify(db, &Actor::operator()).unwrap().is_sound());
    }

    fn a_renewal_is_recorded_by_hand_again_and_again(db from IMPORTED) {
        let officer = actor(db, Role::Officer, "cam-ngoc");
        let [who, never] = two_adults(db);
        assert!(matches!(state(db, &officer, never, "smartca.renewed", "2023-06-01").unwrap_err(), PeopleError::Needs { .. }), "of nothing");
        state(db, &officer, who, "smartca.contracted", "2021-01-10").unwrap();
        assert_eq!(hit(db, "expired:smartca", AS_OF), [who]);
        let before = counters(db);
        let Recorded::Written(late) = state(db, &officer, who, "smartca.renewed", "2023-06-01").unwrap() else { panic!() };
        assert_eq!((hit(db, "expired:smartca", AS_OF), ends(db, who)), (vec![], Some(day("2024-06-01"))), "let it expire, and came back");
        assert!(matches!(state(db, &officer, who, "smartca.renewed", "2023-06-01").unwrap(), Recorded::AlreadyHeld(held) if held.day == day("2023-06-01")));
        assert!(matches!(state(db, &officer, who, "smartca.renewed", "2022-01-09").unwrap(), Recorded::Written(_)), "one of long ago");
        assert_eq!(ends(db, who), Some(day("2024-06-01")), "which ends nothing sooner");
        revoke_milestone(db, &officer, late, "ghi nhầm ngày").unwrap();
        assert_eq!(ends(db, who), Some(day("2023-01-09")));
        assert!(matches!(state(db, &officer, who, "smartca.renewed", "2023-06-01").unwrap(), Recorded::Written(_)), "it was taken back");
        assert_eq!((renewals(db, who).len(), counters(db)), (3, before));
        assert!(verify(db, &Actor::operator()).unwrap().is_sound());
    }

    fn pages_and_the_api_tell_the_new_end(db from IMPORTED) {
        let [who, _] = two_adults(db);
        state(db, &actor(db, Role::Officer, "cam-ngoc"), who, "smartca.contracted", "2022-06-20").unwrap();
        let server = TestServer::start(db, now());
        let officer = account(db, "camngoc.canbo", Role::Officer, "cam-ngoc");
        let mut browser = Browser::signed_in(&server, &officer);
        let token = server.token("camngoc.canbo", officer.password.as_deref().unwrap());
        let page = format!("/nguoi-dan/{who}");
        assert!(browser.get(&page).text.contains("hạn dùng đến hết 20/06/2023"), "before");
        let renewed = server.post(&format!("/api/v1/people/{who}/milestones"), &token, &json!({"milestone": "smartca.renewed", "on": "2023-05-30"}));
        assert!(renewed.json["event"].is_i64(), "{}", renewed.text);
        let told = server.get(&format!("/api/v1/people/{who}?as_of={AS_OF}"), &token);
        let standing = told.json["standings"].as_array().unwrap().iter().find(|standing| standing["programme"] == "smartca").unwrap();
        assert_eq!(standing["expires_on"], "2024-05-30", "{}", told.text);
        let shown = browser.get(&page);
        assert!(shown.text.contains("hạn dùng đến hết 30/05/2024") && shown.text.contains("SmartCA: đã gia hạn"), "{}", shown.text);
        assert!(shown.text.contains("value=\"smartca.renewed\""), "to be chosen by hand");
    }

    fn only_what_has_a_term_can_be_renewed(db from IMPORTED) {
        let programme = json!({"kind": "programmes", "programmes": [{"code": "thu", "name": "Thử", "min_age": 18, "holder": "person",
            "milestones": [{"code": "renewed", "name": "Đã gia hạn", "meaning": "renewed"}]}]});
        let file = DataFile { name: "programmes.json".to_owned(), content: programme.to_string().into_bytes() };
        let refused = load(db, &Actor::operator(), &[file]).unwrap_err().to_string();
        assert!(refused.contains("chỉ có ở dịch vụ có thời hạn"), "{refused}");
    }
}
