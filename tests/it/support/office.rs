//! A small tree of offices with one account per role: enough to ask who may do what where.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use tiendo::access::{Actor, CreatedAccount, Door, InitialPassword, NewAccount, Rights, create_account};
use tiendo::model::id::UnitId;
use tiendo::model::role::Role;
use tiendo::model::unit::{UnitKind, Validity};
use tiendo::store::units::{self, PlacedAbove, Version};
use tiendo::store::{Conn, Db, StoreError};
use tiendo::vn::fold::fold;

use super::Template;

/// A migrated database with the tree of [`UNITS`].
pub const OFFICE: Template = Template { name: "office", fill: Some(fill) };

/// Slug, kind, name.
const UNITS: [(&str, UnitKind, &str); 6] = [
    ("tinh", UnitKind::Province, "Tỉnh Thử Nghiệm"),
    ("tinh/xa-dong", UnitKind::Commune, "Xã Đông"),
    ("tinh/xa-dong/thon-1", UnitKind::Village, "Thôn 1"),
    ("tinh/xa-dong/thon-2", UnitKind::Village, "Thôn 2"),
    ("tinh/xa-tay", UnitKind::Commune, "Xã Tây"),
    ("tinh/xa-tay/thon-9", UnitKind::Village, "Thôn 9"),
];

/// The instant at which these tests happen.
pub fn now() -> DateTime<Utc> {
    "2026-03-02T02:00:00Z".parse().unwrap()
}

/// The identity of a slug of the tree.
pub fn unit(db: &Db, slug: &str) -> UnitId {
    db.read(units::slugs_in_use).unwrap()[slug]
}

/// An account with a lasting random password.
pub fn account(db: &Db, name: &str, role: Role, slug: &str) -> CreatedAccount {
    let new = NewAccount {
        name: name.to_owned(),
        display_name: format!("Người {name}"),
        role,
        unit: unit(db, slug),
        password: InitialPassword::Lasting,
    };
    create_account(db, &Actor::operator(), &new, now()).unwrap()
}

/// Somebody with a role in a unit, without signing in.
pub fn actor(db: &Db, role: Role, slug: &str) -> Actor {
    let account = account(db, &format!("{}.{}", role.as_str(), slug.replace('/', ".")), role, slug);
    let rights = Rights::Account { account: account.id, role, unit: unit(db, slug) };
    Actor { rights, door: Door::Page, source: "192.0.2.1".to_owned() }
}

fn fill(db: &Db) {
    db.write(plant).unwrap();
}

fn plant(conn: &mut Conn) -> Result<(), StoreError> {
    let slugs: Vec<String> = UNITS.iter().map(|(slug, ..)| (*slug).to_owned()).collect();
    let ids = units::identities(conn, &slugs)?;
    let versions: Vec<(UnitId, Vec<Version>)> =
        UNITS.iter().map(|(slug, kind, name)| (ids[*slug], vec![version(&ids, slug, *kind, name)])).collect();
    let states: Vec<(UnitId, &[Version])> = versions.iter().map(|(id, states)| (*id, states.as_slice())).collect();
    units::replace_versions(conn, &states)?;
    let placed: Vec<PlacedAbove> = slugs.iter().flat_map(|slug| above(&ids, slug)).collect();
    units::replace_closure(conn, &[], &placed)
}

fn version(ids: &HashMap<String, UnitId>, slug: &str, kind: UnitKind, name: &str) -> Version {
    Version {
        validity: Validity::ALWAYS,
        kind,
        name: name.to_owned(),
        official_code: None,
        parent: slug.rsplit_once('/').map(|(parent, _)| ids[parent]),
        line_superior: None,
        local_order: 1,
        search_key: fold(name),
        sort_key: name.as_bytes().to_vec(),
    }
}

/// The unit itself and everything above it.
fn above(ids: &HashMap<String, UnitId>, slug: &str) -> Vec<PlacedAbove> {
    let chain = std::iter::successors(Some(slug), |slug| slug.rsplit_once('/').map(|(parent, _)| parent));
    let placed = |(depth, ancestor): (usize, &str)| PlacedAbove {
        unit: ids[slug],
        ancestor: ids[ancestor],
        depth: i32::try_from(depth).unwrap(),
        validity: Validity::ALWAYS,
    };
    chain.enumerate().map(placed).collect()
}
