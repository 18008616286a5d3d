//! A village is divided: nobody is given to a part by share.

use tiendo::campaign::unit_changes::{Part, UnitAction, UnitOrder, assign, unassigned};
use tiendo::model::role::Role;

use super::steps::{EVE, ON, admin, done, issued, order, somebody, village};
use crate::roster::steps::{IMPORTED, day};

const WHOLE: &str = "cam-ngoc/ngoc-binh";
const EAST: &str = "cam-ngoc/ngoc-binh-dong";
const WEST: &str = "cam-ngoc/ngoc-binh-tay";

fn divided(keeps: bool, names: &[&str]) -> UnitOrder {
    let parts = names.iter().map(|name| Part { heir: village(name), units: Vec::new() }).collect();
    order(UnitAction::Split { unit: WHOLE.to_owned(), keeps, parts })
}

on_both_databases! {
    fn people_wait_until_somebody_says_where_they_belong(db from IMPORTED) {
        let (officer, before) = (somebody(db, Role::Officer, "cam-ngoc"), issued(db, "cam-ngoc", EVE));
        let plan = done(db, &officer, &divided(false, &["Thôn Ngọc Bình Đông", "Thôn Ngọc Bình Tây"])).unwrap();
        assert!(plan.unassigned > 200 && plan.unassigned == plan.people, "{plan:?}");
        let after = issued(db, "cam-ngoc", ON);
        assert_eq!((after[EAST], after[WEST], after.get(WHOLE)), (None, None, None), "no data is not zero");
        assert_eq!(after["cam-ngoc"], before["cam-ngoc"], "the commune counts everybody still");
        let waiting = unassigned(db, &officer, WHOLE, 1, day(ON)).unwrap();
        assert_eq!(i64::try_from(waiting.total).unwrap(), plan.unassigned);
        let holds = |person: &&tiendo::model::person::Person| person.residence.is_some();
        let some: Vec<_> = waiting.people.iter().filter(holds).take(40).map(|person| person.id).collect();
        assert_eq!(assign(db, &officer, WHOLE, EAST, &some, day(ON)).unwrap(), 40);
        assert!(tiendo::progress::verify(db, &tiendo::access::Actor::operator()).unwrap().is_sound());
        assert_eq!(unassigned(db, &officer, WHOLE, 1, day(ON)).unwrap().total, waiting.total - 40);
        assert_eq!(issued(db, "cam-ngoc", EVE), before);
        assert_eq!(issued(db, "cam-ngoc", ON)["cam-ngoc"], before["cam-ngoc"]);
        let twice = assign(db, &officer, WHOLE, WEST, &some, day(ON)).unwrap_err();
        assert!(twice.to_string().contains("không còn chờ phân"), "{twice}");
    }

    fn a_village_that_gives_a_part_away_goes_on(db from IMPORTED) {
        let (admin, before) = (admin(db), issued(db, "cam-ngoc", EVE));
        let plan = done(db, &admin, &divided(true, &["Thôn Ngọc Bình Tây"])).unwrap();
        assert_eq!((plan.closed.len(), plan.opened.as_slice()), (0, ["Thôn Ngọc Bình Tây".to_owned()].as_slice()));
        let after = issued(db, "cam-ngoc", ON);
        assert_eq!((after[WHOLE], after[WEST]), (before[WHOLE], None));
        let officer = somebody(db, Role::Officer, "cam-ngoc");
        let waiting = unassigned(db, &officer, WHOLE, 1, day(ON)).unwrap();
        assert_eq!(waiting.parts.len(), 2);
        let some: Vec<_> = waiting.people.iter().take(10).map(|person| person.id).collect();
        assign(db, &officer, WHOLE, WEST, &some, day(ON)).unwrap();
        assign(db, &officer, WHOLE, WHOLE, &[waiting.people[20].id], day(ON)).unwrap();
        assert_eq!(unassigned(db, &officer, WHOLE, 1, day(ON)).unwrap().total, waiting.total - 11);
        assert_eq!(issued(db, "cam-ngoc", EVE), before);
        assert_eq!(issued(db, "cam-ngoc", ON)["cam-ngoc"], before["cam-ngoc"]);
    }
}
