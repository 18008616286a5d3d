//! What holds people back, told of every tier: as many as the list of people shows, and as many as a recount finds.

use std::collections::BTreeMap;

use tiendo::access::Actor;
use tiendo::model::as_of::AsOf;
use tiendo::model::role::Role;
use tiendo::people::{PageSize, PeopleQuery, search};
use tiendo::progress::{self, FigureQuery, verify};
use tiendo::roster::undo;
use tiendo::store::{Db, Engine};

use crate::pages::browser::Browser;
use crate::roster::steps::{IMPORTED, LOADED, day, import, lists};
use crate::support::office::account;
use crate::support::server::TestServer;
use crate::support::{keys, raw};

const ON: &str = "2023-05-31";
const COMMUNE: &str = "cam-ngoc";

/// The causes that a page of a unit tells, with the number of people.
pub fn held_back(db: &Db, unit: &str, on: &str) -> BTreeMap<String, i64> {
    let as_of = AsOf(day(on));
    let query = FigureQuery {
        campaign: "cam-ngoc-2023".to_owned(),
        unit: Some(unit.to_owned()),
        as_of: Some(as_of),
        today: as_of,
    };
    let report = progress::figures(db, &Actor::operator(), &query).unwrap();
    let around = progress::around(db, &Actor::operator(), &report, "2023-06-13T02:00:00Z".parse().unwrap()).unwrap();
    around.barriers.into_iter().map(|barrier| (barrier.code, barrier.people)).collect()
}

/// How many the list of people with a cause shows.
fn listed(db: &Db, unit: &str, cause: &str, on: &str) -> i64 {
    let query = PeopleQuery {
        text: None,
        unit: Some(unit.to_owned()),
        state: None,
        check: None,
        barrier: Some(cause.to_owned()),
        as_of: AsOf(day(on)),
        page: 1,
        per_page: PageSize::Small,
    };
    i64::try_from(search(db, &Actor::operator(), &query).unwrap().total).unwrap()
}

/// The province and what stands between it and the commune.
fn above(db: &Db) -> Vec<String> {
    let report = crate::roster::steps::report(db, COMMUNE, ON);
    report.path.into_iter().map(|unit| unit.slug).filter(|slug| slug != COMMUNE).collect()
}

/// What migration 18 says in a direction, for the engine.
fn migration(db: &Db, direction: &str) -> String {
    let engine = match db.engine() {
        Engine::Sqlite => "sqlite",
        Engine::Postgres => "postgres",
    };
    let folder = format!("migrations/{engine}/2026-11-21-000018_barrier_counts");
    std::fs::read_to_string(crate::support::project().join(folder).join(format!("{direction}.sql"))).unwrap()
}

on_both_databases! {
    fn a_province_tells_what_its_communes_tell_and_the_lists_are_as_long(db from IMPORTED) {
        let commune = held_back(db, COMMUNE, ON);
        assert!(commune.len() >= 3, "{commune:?}");
        let above = above(db);
        assert!(!above.is_empty());
        for unit in &above {
            assert_eq!(held_back(db, unit, ON), commune, "{unit}: nobody else has lists");
        }
        for (cause, people) in &commune {
            for unit in above.iter().map(String::as_str).chain([COMMUNE]) {
                assert_eq!(listed(db, unit, cause, ON), *people, "{cause} in {unit}");
            }
        }
        for (cause, people) in held_back(db, "cam-ngoc/ngoc-binh", ON) {
            assert_eq!(listed(db, "cam-ngoc/ngoc-binh", &cause, ON), people, "{cause}");
        }
        assert!(verify(db, &Actor::operator()).unwrap().is_sound());
    }

    fn a_list_that_is_taken_back_takes_its_causes_along(db from LOADED) {
        let lists = lists();
        import(db, &lists[0]);
        let (before, second) = (held_back(db, COMMUNE, ON), import(db, &lists[1]));
        let with_second = held_back(db, COMMUNE, ON);
        assert!(with_second.values().sum::<i64>() > before.values().sum(), "{before:?}, then {with_second:?}");
        assert!(verify(db, &Actor::operator()).unwrap().is_sound());
        undo(db, &Actor::operator(), second.batch, None).unwrap();
        assert_eq!(held_back(db, COMMUNE, ON), before);
        assert!(verify(db, &Actor::operator()).unwrap().is_sound());
    }

    fn a_database_from_before_is_counted_when_it_is_opened(db from IMPORTED) {
        let (now, province) = (held_back(db, COMMUNE, ON), above(db).remove(0));
        raw::execute(db, &migration(db, "down")).unwrap();
        assert_eq!(held_back(db, COMMUNE, ON), BTreeMap::new());
        assert!(verify(db, &Actor::operator()).unwrap().is_sound());
        raw::execute(db, &migration(db, "up")).unwrap();
        assert!(!verify(db, &Actor::operator()).unwrap().is_sound(), "nobody has filled the counters");
        let opened = Db::open(db.location().clone(), keys()).unwrap();
        assert_eq!((held_back(&opened, COMMUNE, ON), held_back(&opened, &province, ON)), (now.clone(), now));
        assert!(verify(&opened, &Actor::operator()).unwrap().is_sound());
        assert_eq!(raw::number(db, "SELECT count(*) AS value FROM setting WHERE name = 'counters_due'"), 0, "once");
    }

    fn whoever_sees_no_people_reads_the_numbers_without_the_list(db from IMPORTED) {
        let server = TestServer::start(db, "2023-06-13T02:00:00Z".parse().unwrap());
        let page = |name: &str, role| {
            let mut browser = Browser::signed_in(&server, &account(db, name, role, COMMUNE));
            browser.get("/").text
        };
        let (upper, leader) = (page("ngoc.captren", Role::UpperOfficer), page("ngoc.lanhdao", Role::Leader));
        assert!(leader.contains("Vướng mắc nhiều nhất") && leader.contains("vuong-mac="), "{leader}");
        assert!(upper.contains("Vướng mắc nhiều nhất") && !upper.contains("vuong-mac="), "{upper}");
        let line = |page: &str| {
            let rest = page.split("Vướng mắc nhiều nhất").nth(1).unwrap();
            let text: String = rest.split("</ul>").next().unwrap().to_owned();
            let mut inside = false;
            let told = text.chars().filter(|c| match c {
                '<' => { inside = true; false }
                '>' => { inside = false; false }
                _ => !inside,
            });
            told.collect::<String>()
        };
        assert_eq!(line(&upper), line(&leader));
        assert!(line(&upper).contains("người"), "{}", line(&upper));
    }
}
