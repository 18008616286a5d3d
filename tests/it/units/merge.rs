//! Villages and communes become one.

use tiendo::access::Actor;
use tiendo::campaign::unit_changes::{Heir, NewUnit, UnitAction, UnitOrder, history};
use tiendo::model::unit::{UnitChangeKind, UnitKind};
use tiendo::progress::verify;

use super::steps::{EVE, ON, admin, done, issued, merged, order, slugs, village};
use crate::figures::barriers::held_back;
use crate::roster::steps::{IMPORTED, day, import, lists};

const ONE: &str = "cam-ngoc/ngoc-binh";
const TWO: &str = "cam-ngoc/ngoc-son";
const BOTH: &str = "cam-ngoc/ngoc-binh-son";

on_both_databases! {
    fn two_villages_become_a_new_one_and_no_figure_of_the_days_before_moves(db from IMPORTED) {
        let (admin, before) = (admin(db), issued(db, "cam-ngoc", EVE));
        let plan = done(db, &admin, &merged(&[ONE, TWO], village("Thôn Ngọc Bình Sơn"))).unwrap();
        assert_eq!(plan.closed, ["Thôn Ngọc Bình", "Thôn Ngọc Sơn"]);
        assert_eq!(plan.opened, ["Thôn Ngọc Bình Sơn"]);
        assert!(plan.people > 400 && plan.unassigned == 0, "{plan:?}");
        assert_eq!(issued(db, "cam-ngoc", EVE), before);
        let after = issued(db, "cam-ngoc", ON);
        assert_eq!(after.get(ONE), None, "gone");
        assert_eq!(after[BOTH], Some(before[ONE].unwrap() + before[TWO].unwrap()));
        assert_eq!(after["cam-ngoc"], before["cam-ngoc"]);
        let changes = history(db, &admin, BOTH, day(ON)).unwrap().changes;
        assert_eq!(changes.iter().map(|change| change.kind).collect::<Vec<_>>(), [UnitChangeKind::Merge; 2]);
        assert_eq!(changes[1].from, "Thôn Ngọc Sơn");
    }

    fn causes_go_with_the_people_of_a_merged_village(db from IMPORTED) {
        let (one, two, commune) = (held_back(db, ONE, EVE), held_back(db, TWO, EVE), held_back(db, "cam-ngoc", EVE));
        assert!(!one.is_empty() && !two.is_empty(), "{one:?} {two:?}");
        done(db, &admin(db), &merged(&[ONE, TWO], village("Thôn Ngọc Bình Sơn"))).unwrap();
        let mut both = one.clone();
        two.iter().for_each(|(cause, people)| *both.entry(cause.clone()).or_default() += people);
        assert_eq!(held_back(db, BOTH, ON), both);
        assert_eq!((held_back(db, ONE, EVE), held_back(db, TWO, EVE)), (one, two));
        assert_eq!((held_back(db, "cam-ngoc", EVE), held_back(db, "cam-ngoc", ON)), (commune.clone(), commune));
    }

    fn lists_of_the_old_and_of_the_new_village_leave_the_past_alone(db from IMPORTED) {
        let (admin, before) = (admin(db), issued(db, "cam-ngoc", EVE));
        done(db, &admin, &merged(&[ONE], Heir::Existing(TWO.to_owned()))).unwrap();
        let after = issued(db, "cam-ngoc", ON);
        assert_eq!(after[TWO], Some(before[ONE].unwrap() + before[TWO].unwrap()));
        for list in lists().iter().filter(|list| list.unit == ONE || list.unit == TWO) {
            import(db, list);
        }
        assert!(verify(db, &Actor::operator()).unwrap().is_sound());
        assert_eq!(issued(db, "cam-ngoc", EVE), before);
        assert_eq!(issued(db, "cam-ngoc", ON), after);
    }

    fn communes_become_one_and_their_villages_stand_under_it(db from IMPORTED) {
        let (eve, on) = ("2026-11-30", "2026-12-01");
        let (first, second, both) = ("thanh-hoa/xa-cam-thuy", "thanh-hoa/xa-cam-thach", "thanh-hoa/xa-cam-thuy-thach");
        let (admin, before) = (admin(db), issued(db, "thanh-hoa", eve));
        let new = Heir::New(NewUnit { name: "Xã Cẩm Thủy Thạch".to_owned(), unit_kind: UnitKind::Commune });
        let order = UnitOrder { effective_on: day(on), ..merged(&[first, second], new) };
        let plan = done(db, &admin, &order).unwrap();
        assert_eq!((plan.closed.len(), plan.people), (2, 0), "people stay in their villages");
        assert!(plan.moved.len() >= 10 && plan.moved.iter().all(|moved| moved.to == "Xã Cẩm Thủy Thạch"), "{plan:?}");
        let after = issued(db, "thanh-hoa", on);
        assert_eq!((after.get(first), after[both]), (None, before[first]));
        assert_eq!(after["thanh-hoa"], before["thanh-hoa"]);
        assert_eq!(issued(db, both, on)[ONE], issued(db, first, eve)[ONE]);
        assert_eq!(issued(db, "thanh-hoa", eve), before);
    }

    fn a_village_gets_another_name_and_keeps_its_people(db from IMPORTED) {
        let (admin, before) = (admin(db), issued(db, "cam-ngoc", EVE));
        let becomes = NewUnit { name: "Tổ dân phố Ngọc Bình".to_owned(), unit_kind: UnitKind::Village };
        done(db, &admin, &order(UnitAction::Rename { unit: ONE.to_owned(), becomes })).unwrap();
        assert_eq!(issued(db, "cam-ngoc", EVE), before);
        assert_eq!(issued(db, "cam-ngoc", ON), before);
        let history = history(db, &admin, ONE, day(ON)).unwrap();
        assert_eq!(history.unit.name, "Tổ dân phố Ngọc Bình");
        let names: Vec<_> = history.states.iter().map(|(state, above)| (state.name.as_str(), above.as_deref())).collect();
        assert_eq!(names, [
            ("Thôn Ngọc Bình", Some("Xã Cẩm Ngọc")),
            ("Tổ dân phố Ngọc Bình", Some("Xã Cẩm Ngọc")),
            ("Tổ dân phố Ngọc Bình", Some("Xã Cẩm Thủy")),
        ]);
    }

    fn villages_come_under_a_group_and_the_commune_counts_them_still(db from IMPORTED) {
        let (admin, before) = (admin(db), issued(db, "cam-ngoc", EVE));
        let unit = NewUnit { name: "Cụm Bắc".to_owned(), unit_kind: UnitKind::Group };
        done(db, &admin, &order(UnitAction::Add { parent: "cam-ngoc".to_owned(), unit, always: false })).unwrap();
        let group = "cam-ngoc/cum-bac";
        done(db, &admin, &order(UnitAction::Move { units: slugs(&[ONE, TWO]), to: group.to_owned() })).unwrap();
        let after = issued(db, "cam-ngoc", ON);
        assert_eq!(after["cam-ngoc"], before["cam-ngoc"]);
        assert_eq!(after[group], Some(before[ONE].unwrap() + before[TWO].unwrap()));
        assert_eq!(issued(db, group, ON)[ONE], before[ONE]);
        assert_eq!(issued(db, "cam-ngoc", EVE), before);
    }
}
