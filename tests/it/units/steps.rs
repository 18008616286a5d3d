//! What the tests of this folder do again and again.

use std::collections::BTreeMap;

use tiendo::access::{Actor, Door, InitialPassword, NewAccount, Rights, create_account};
use tiendo::campaign::unit_changes::{Heir, NewUnit, UnitAction, UnitChangeError, UnitOrder, UnitPlan, apply};
use tiendo::model::as_of::AsOf;
use tiendo::model::role::Role;
use tiendo::model::unit::UnitKind;
use tiendo::progress::{FigureQuery, figures, verify};
use tiendo::store::{Db, units};

use crate::roster::steps::day;

/// The day from which the changes hold.
pub const ON: &str = "2023-07-01";
/// The day before.
pub const EVE: &str = "2023-06-30";

/// Somebody who administers the province.
pub fn admin(db: &Db) -> Actor {
    somebody(db, Role::Admin, "thanh-hoa")
}

/// Somebody with a role.
pub fn somebody(db: &Db, role: Role, unit: &str) -> Actor {
    let unit = db.read(|c| units::find_by_slug(c, unit, day(ON))).unwrap().unwrap().id;
    let new = NewAccount {
        name: format!("{}.{unit}", role.as_str()),
        display_name: "Người thử".to_owned(),
        role,
        unit,
        password: InitialPassword::Lasting,
    };
    let account = create_account(db, &Actor::operator(), &new, "2023-06-20T02:00:00Z".parse().unwrap()).unwrap().id;
    Actor { rights: Rights::Account { account, role, unit }, door: Door::Page, source: "192.0.2.1".to_owned() }
}

pub fn order(action: UnitAction) -> UnitOrder {
    UnitOrder { effective_on: day(ON), legal_basis: "Nghị quyết 05/NQ-HĐND ngày 20/6/2023".to_owned(), action }
}

pub fn village(name: &str) -> Heir {
    Heir::New(NewUnit { name: name.to_owned(), unit_kind: UnitKind::Village })
}

pub fn slugs(all: &[&str]) -> Vec<String> {
    all.iter().map(|slug| (*slug).to_owned()).collect()
}

pub fn merged(all: &[&str], into: Heir) -> UnitOrder {
    order(UnitAction::Merge { units: slugs(all), into })
}

/// Does it, and looks whether every counter is what a recount gives.
pub fn done(db: &Db, actor: &Actor, order: &UnitOrder) -> Result<UnitPlan, UnitChangeError> {
    let plan = tiendo::campaign::unit_changes::plan(db, actor, order)?;
    let outcome = apply(db, actor, order)?;
    assert_eq!(plan, outcome, "what was planned is what was done");
    assert!(verify(db, &Actor::operator()).unwrap().is_sound());
    Ok(outcome)
}

/// How many accounts were issued to residents of a unit and of each unit below, by slug.
pub fn issued(db: &Db, unit: &str, on: &str) -> BTreeMap<String, Option<i64>> {
    let as_of = AsOf(day(on));
    let query = FigureQuery {
        campaign: "cam-ngoc-2023".to_owned(),
        unit: Some(unit.to_owned()),
        as_of: Some(as_of),
        today: as_of,
    };
    let report = figures(db, &Actor::operator(), &query).unwrap();
    let children = report.children.iter().flat_map(|(_, figures)| figures);
    let issued = report.own.iter().chain(children).filter(|figure| figure.measure.code == "vneid.issued");
    issued.map(|figure| (figure.unit.slug.clone(), figure.done)).collect()
}
