//! What the page of a unit costs: as many statements for many people and units as for few.

use std::sync::atomic::{AtomicUsize, Ordering};

use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};
use tiendo::access::Actor;
use tiendo::model::as_of::AsOf;
use tiendo::model::role::Role;
use tiendo::progress::{self, FigureCache, FigureQuery, ProgressError};
use tiendo::store::Db;

use super::basis::told;
use crate::roster::steps::{LOADED, day, import, lists};
use crate::support::TestDb;
use crate::support::office::actor;

static STATEMENTS: AtomicUsize = AtomicUsize::new(0);

/// More than this is not bounded by what a page shows.
const MOST: usize = 36;

fn counting() -> Option<Box<dyn Instrumentation>> {
    Some(Box::new(|event: InstrumentationEvent<'_>| {
        if matches!(event, InstrumentationEvent::StartQuery { .. }) {
            STATEMENTS.fetch_add(1, Ordering::SeqCst);
        }
    }))
}

/// What the page of a unit reads.
fn statements(db: &Db, unit: &str) -> usize {
    let query = FigureQuery {
        campaign: "cam-ngoc-2023".to_owned(),
        unit: Some(unit.to_owned()),
        as_of: Some(AsOf(day("2023-05-31"))),
        today: AsOf(day("2023-06-13")),
    };
    let (operator, now) = (Actor::operator(), "2023-06-13T02:00:00Z".parse().unwrap());
    let before = STATEMENTS.load(Ordering::SeqCst);
    let (report, _) = progress::overview(db, &operator, &query).unwrap();
    progress::around(db, &operator, &report, now).unwrap();
    STATEMENTS.load(Ordering::SeqCst) - before
}

fn the_same_for_few_and_for_many(db: &TestDb) {
    let db = Db::open(db.location().clone(), crate::support::keys()).unwrap();
    told(&db, "cam-ngoc/ngoc-binh", "vneid2.activated", "2023-05-20", 10);
    let lists = lists();
    import(&db, &lists[0]);
    statements(&db, "cam-ngoc");
    let few = statements(&db, "cam-ngoc");
    for list in &lists[1..] {
        import(&db, list);
    }
    for village in ["ngoc-son", "dong-cam", "lang-moi", "van-phuc"] {
        told(&db, &format!("cam-ngoc/{village}"), "vneid2.activated", "2023-05-21", 10);
    }
    assert_eq!(statements(&db, "cam-ngoc"), few, "thousands of people, eleven lists and five reports instead of one");
    let village = statements(&db, "cam-ngoc/ngoc-binh");
    assert!(few.abs_diff(village) <= 2 && few > 10 && few <= MOST, "a commune {few}, a village {village}");
}

on_both_databases! {
    fn what_was_computed_for_a_page_is_used_until_something_changes(db from LOADED) {
        let (cache, operator) = (FigureCache::default(), Actor::operator());
        let query = FigureQuery {
            campaign: "cam-ngoc-2023".to_owned(), unit: Some("cam-ngoc".to_owned()), as_of: Some(AsOf(day("2023-05-31"))),
            today: AsOf(day("2023-06-13")),
        };
        let lists = lists();
        import(db, &lists[0]);
        let first = cache.overview(db, &operator, &query).unwrap();
        assert_eq!(first, progress::overview(db, &operator, &query).unwrap());
        assert_eq!(cache.overview(db, &operator, &query).unwrap(), first);
        import(db, &lists[1]);
        let second = cache.overview(db, &operator, &query).unwrap();
        assert_ne!(second, first);
        assert_eq!(second, progress::overview(db, &operator, &query).unwrap());
        let village = actor(db, Role::VillageTeam, "cam-ngoc/ngoc-binh");
        assert!(matches!(cache.overview(db, &village, &query), Err(ProgressError::NoUnit { .. })), "rights are asked each time");
    }
}

#[test]
fn the_page_of_a_unit_costs_the_same_on_sqlite() {
    set_default_instrumentation(counting).unwrap();
    the_same_for_few_and_for_many(&TestDb::sqlite(&LOADED));
}

#[test]
fn the_page_of_a_unit_costs_the_same_on_postgres() {
    set_default_instrumentation(counting).unwrap();
    if let Some(db) = TestDb::postgres(&LOADED) {
        the_same_for_few_and_for_many(&db);
    }
}
