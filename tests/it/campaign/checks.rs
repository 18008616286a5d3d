//! Who enrolled before they could, whose term ends or has ended.

use serde_json::json;
use tiendo::access::Actor;
use tiendo::model::as_of::AsOf;
use tiendo::model::id::PersonId;
use tiendo::model::role::Role;
use tiendo::model::tally::Audience;
use tiendo::people::{
    Check, CheckFilter, CheckQuery, MeasureState, PageSize, PeopleError, PeopleQuery, RecordMilestone, Recorded,
    StateFilter, check_report, record_milestone, record_milestone_through, search,
};
use tiendo::store::Db;

use super::{day, now};
use crate::pages::browser::Browser;
use crate::roster::steps::IMPORTED;
use crate::support::office::{account, actor};
use crate::support::server::TestServer;

fn query(as_of: &str) -> PeopleQuery {
    PeopleQuery {
        text: None,
        unit: Some("cam-ngoc/ngoc-binh".to_owned()),
        state: None,
        check: None,
        barrier: None,
        as_of: AsOf(day(as_of)),
        page: 1,
        per_page: PageSize::Small,
    }
}

/// Somebody of Ngọc Bình who is old enough, in a state of level 2.
fn somebody(db: &Db, state: MeasureState) -> PersonId {
    let filter = StateFilter { measure: "vneid2.activated".to_owned(), audience: Audience::Residents, state };
    let found = search(db, &Actor::operator(), &PeopleQuery { state: Some(filter), ..query("2023-05-31") }).unwrap();
    let adult = |person: &&tiendo::people::PersonLine| person.birth_date.is_some_and(|born| born.year() < 2000);
    found.people.iter().find(adult).unwrap().id
}

/// One with an active level 2 and one without any have a certificate since 20/5/2023.
fn certify(db: &Db) -> (PersonId, PersonId) {
    let officer = actor(db, Role::Officer, "cam-ngoc");
    let (able, unable) = (somebody(db, MeasureState::Done), somebody(db, MeasureState::NotIssued));
    for person in [able, unable] {
        let milestone = RecordMilestone {
            person,
            milestone: "smartca.contracted".to_owned(),
            on: day("2023-05-20"),
            today: super::today(),
            reason: None,
        };
        record_milestone(db, &officer, &milestone).unwrap();
    }
    (able, unable)
}

fn listed(db: &Db, actor: &Actor, check: &str, as_of: &str) -> Vec<PersonId> {
    let check = Some(CheckFilter { check: Check::parse(check).unwrap(), audience: Audience::Residents });
    let found = search(db, actor, &PeopleQuery { check, ..query(as_of) }).unwrap();
    assert!(
        found.people.iter().all(|person| person
            .national_id
            .as_ref()
            .is_none_or(|number| number.contains('*') || number.contains('•'))),
        "masked"
    );
    found.people.iter().map(|person| person.id).collect()
}

fn sorted(mut ids: Vec<PersonId>) -> Vec<PersonId> {
    ids.sort();
    ids
}

on_both_databases! {
    fn every_count_opens_its_list(db from IMPORTED) {
        let (able, unable) = certify(db);
        let operator = Actor::operator();
        assert_eq!(listed(db, &operator, "before_prerequisite:smartca", "2023-05-31"), [unable]);
        assert_eq!(listed(db, &operator, "before_prerequisite:smartca", "2023-05-19"), [], "nobody has one yet");
        let both = sorted(vec![able, unable]);
        assert_eq!(sorted(listed(db, &operator, "expiring:smartca:30", "2024-04-20")), both, "the last of thirty days");
        assert_eq!(listed(db, &operator, "expiring:smartca:29", "2024-04-20"), []);
        assert_eq!(sorted(listed(db, &operator, "expiring:smartca:0", "2024-05-20")), both, "the day itself");
        assert_eq!(listed(db, &operator, "expired:smartca", "2024-05-20"), []);
        assert_eq!(sorted(listed(db, &operator, "expired:smartca", "2024-05-21")), both);

        let report = |actor: &Actor, unit: &str, as_of: &str| {
            let query = CheckQuery { unit: Some(unit.to_owned()), otherwise: String::new(), audience: Audience::Residents, days: 30, as_of: AsOf(day(as_of)) };
            check_report(db, actor, &query).unwrap()
        };
        let counts = report(&operator, "cam-ngoc", "2024-05-21");
        let of = |slug: &str| counts.rows.iter().find(|(unit, _)| unit.slug == slug).unwrap().1.iter().map(|hits| hits.people).collect::<Vec<_>>();
        let column = |check: &str| counts.checks.iter().position(|named| named.check.to_string() == check).unwrap();
        for slug in ["cam-ngoc", "cam-ngoc/ngoc-binh"] {
            let found = of(slug);
            assert_eq!((found[column("before_prerequisite:smartca")], found[column("expiring:smartca:30")], found[column("expired:smartca")]), (1, 0, 2), "{slug}");
        }
        assert!(of("cam-ngoc/ngoc-son").iter().all(|people| *people == 0));
        let above = report(&actor(db, Role::UpperOfficer, "cam-ngoc"), "cam-ngoc", "2024-05-21");
        assert_eq!(above, counts, "who sees figures sees the counts");
        let village = actor(db, Role::VillageTeam, "cam-ngoc/ngoc-son");
        let foreign = CheckQuery { unit: Some("cam-ngoc/ngoc-binh".to_owned()), otherwise: String::new(), audience: Audience::Residents, days: 30, as_of: AsOf(day("2024-05-21")) };
        assert!(check_report(db, &village, &foreign).is_err());
    }

    fn the_channel_tells_to_whom_the_rule_of_a_channel_applies(db from IMPORTED) {
        let (able, unable) = certify(db);
        let (operator, officer) = (Actor::operator(), actor(db, Role::Police, "cam-ngoc"));
        assert_eq!(sorted(listed(db, &operator, "channel_unknown:smartca", "2023-05-31")), sorted(vec![able, unable]));
        let through = |person: PersonId, channel: &str| {
            let milestone = "smartca.contracted".to_owned();
            let new = RecordMilestone { person, milestone, on: day("2023-05-20"), today: crate::campaign::today(), reason: None };
            record_milestone_through(db, &officer, &new, Some(channel))
        };
        let refused = through(unable, "vneid");
        assert!(matches!(refused, Err(PeopleError::Needs { .. })), "no active level 2, so not through VNeID: {refused:?}");
        assert!(matches!(through(able, "vneid"), Ok(Recorded::AlreadyHeld(_))), "the channel is told later");
        assert_eq!(listed(db, &operator, "channel_unknown:smartca", "2023-05-31"), [unable]);
        assert_eq!(listed(db, &operator, "before_prerequisite:smartca", "2023-05-31"), [unable], "not known, so looked at too");
        through(unable, "provider_app").unwrap();
        assert_eq!(listed(db, &operator, "before_prerequisite:smartca", "2023-05-31"), [], "nothing is asked of the other channel");
        assert_eq!(listed(db, &operator, "channel_unknown:smartca", "2023-05-31"), []);
    }

    fn checks_are_on_the_page_and_in_the_api(db from IMPORTED) {
        certify(db);
        let server = TestServer::start(db, now());
        let officer = account(db, "camngoc.canbo", Role::Officer, "cam-ngoc");
        let mut browser = Browser::signed_in(&server, &officer);
        let page = browser.get("/kiem-tra").text;
        let list = "/nguoi-dan?don-vi=cam-ngoc/ngoc-binh&amp;kiem-tra=before_prerequisite%3Asmartca~residents";
        assert!(page.contains(list), "{page}");
        let people = browser.get(&list.replace("&amp;", "&")).text;
        assert!(people.contains("<b>1 người</b>") && people.contains("chưa đủ điều kiện"), "{people}");
        assert_eq!(browser.get("/kiem-tra?ngay=nhieu").status, 422);
        let mut upper = Browser::signed_in(&server, &account(db, "camngoc.tren", Role::UpperOfficer, "cam-ngoc"));
        let counts = upper.get("/kiem-tra").text;
        assert!(counts.contains("chưa đủ điều kiện") && !counts.contains("/nguoi-dan?"), "counts without lists: {counts}");

        let token = server.token("camngoc.canbo", officer.password.as_deref().unwrap());
        let counted = server.get("/api/v1/checks?unit=cam-ngoc&as_of=2024-05-21", &token);
        let expired = json!({"unit": "cam-ngoc", "unit_name": "Xã Cẩm Ngọc", "check": "expired:smartca", "people": 2, "more": false});
        assert!(counted.json["counts"].as_array().unwrap().contains(&expired), "{}", counted.text);
        let found = server.get("/api/v1/people?check=expired:smartca&as_of=2024-05-21", &token);
        assert_eq!(found.json["total"], 2, "{}", found.text);
        server.get("/api/v1/people?check=x", &token).is_problem(400, "bad_request");
    }
}
