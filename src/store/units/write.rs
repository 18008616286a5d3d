//! Writing units: identities, versions, changes, the closure, contacts. What they must be is decided in the room `campaign`.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::super::bulk::insert_in_pieces;
use super::super::connection::Conn;
use super::super::error::StoreError;
use super::super::schema::{unit, unit_ancestor, unit_change, unit_contact, unit_version};
use super::kind_of;
use crate::model::id::UnitId;
use crate::model::unit::{UnitChangeKind, UnitKind, Validity};

/// What a contact's phone is sealed for.
pub(super) const CONTACT_PHONE: &str = "unit_contact.phone";

/// A state of a unit, as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// When it holds.
    pub validity: Validity,
    /// Kind.
    pub kind: UnitKind,
    /// Name as issued.
    pub name: String,
    /// Official code.
    pub official_code: Option<String>,
    /// The unit above.
    pub parent: Option<UnitId>,
    /// Line superior.
    pub line_superior: Option<UnitId>,
    /// Order among its siblings.
    pub local_order: i32,
    /// The name without tones and marks, for search.
    pub search_key: String,
    /// The name's place in Vietnamese order.
    pub sort_key: Vec<u8>,
}

/// A change between units: one edge of a many-to-many relation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// First day of the new state.
    pub effective_on: NaiveDate,
    /// The unit before.
    pub from: UnitId,
    /// The unit after.
    pub to: UnitId,
    /// What it was.
    pub kind: UnitChangeKind,
    /// The document that ordered it.
    pub legal_basis: Option<String>,
}

/// Which unit stood above which, how far, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PlacedAbove {
    /// The unit below.
    pub unit: UnitId,
    /// The unit above, or itself.
    pub ancestor: UnitId,
    /// Steps up; 0 for itself.
    pub depth: i32,
    /// When.
    pub validity: Validity,
}

/// Whom to call in a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Name.
    pub name: String,
    /// Post.
    pub post: Option<String>,
    /// Phone; sealed in the database.
    pub phone: Option<String>,
    /// Mail address.
    pub email: Option<String>,
}

impl Change {
    /// A change of a known kind.
    pub fn new(effective_on: NaiveDate, from: UnitId, to: UnitId, kind: UnitChangeKind) -> Self {
        Self { effective_on, from, to, kind, legal_basis: None }
    }
}

/// The identities of slugs; unknown ones get one, for ever.
pub fn identities(conn: &mut Conn, slugs: &[String]) -> Result<HashMap<String, UnitId>, StoreError> {
    let mut known = slugs_in_use(conn)?;
    let missing: Vec<_> = slugs.iter().filter(|slug| !known.contains_key(*slug)).collect();
    if !missing.is_empty() {
        let rows: Vec<_> = missing.into_iter().map(|slug| unit::slug.eq(slug.clone())).collect();
        insert_in_pieces!(conn.any, unit::table, rows.as_slice());
        known = slugs_in_use(conn)?;
    }
    Ok(known)
}

/// Every slug with its unit.
pub fn slugs_in_use(conn: &mut Conn) -> Result<HashMap<String, UnitId>, StoreError> {
    let rows: Vec<(String, i64)> = unit::table.select((unit::slug, unit::id)).load(&mut *conn.any)?;
    Ok(rows.into_iter().map(|(slug, id)| (slug, UnitId(id))).collect())
}

#[derive(Queryable)]
struct VersionRow {
    unit_id: i64,
    valid_from: NaiveDate,
    valid_to: NaiveDate,
    kind: String,
    name: String,
    official_code: Option<String>,
    parent_id: Option<i64>,
    line_superior_id: Option<i64>,
    local_order: i32,
    search_key: String,
    sort_key: Vec<u8>,
}

/// Every state of every unit, each unit's in order of time.
pub fn all_versions(conn: &mut Conn) -> Result<Vec<(UnitId, Version)>, StoreError> {
    let rows: Vec<VersionRow> = unit_version::table
        .order((unit_version::unit_id, unit_version::valid_from))
        .select((
            unit_version::unit_id,
            unit_version::valid_from,
            unit_version::valid_to,
            unit_version::kind,
            unit_version::name,
            unit_version::official_code,
            unit_version::parent_id,
            unit_version::line_superior_id,
            unit_version::local_order,
            unit_version::search_key,
            unit_version::sort_key,
        ))
        .load(&mut *conn.any)?;
    rows.into_iter().map(|row| Ok((UnitId(row.unit_id), row.try_into()?))).collect()
}

impl TryFrom<VersionRow> for Version {
    type Error = StoreError;

    fn try_from(row: VersionRow) -> Result<Self, StoreError> {
        Ok(Self {
            validity: Validity { from: row.valid_from, to: row.valid_to },
            kind: kind_of(&row.kind)?,
            name: row.name,
            official_code: row.official_code,
            parent: row.parent_id.map(UnitId),
            line_superior: row.line_superior_id.map(UnitId),
            local_order: row.local_order,
            search_key: row.search_key,
            sort_key: row.sort_key,
        })
    }
}

#[derive(Insertable)]
#[diesel(table_name = unit_version, treat_none_as_default_value = false)]
struct NewVersion {
    unit_id: i64,
    valid_from: NaiveDate,
    valid_to: NaiveDate,
    kind: &'static str,
    name: String,
    official_code: Option<String>,
    parent_id: Option<i64>,
    line_superior_id: Option<i64>,
    local_order: i32,
    search_key: String,
    sort_key: Vec<u8>,
}

/// Replaces all states of the given units.
pub fn replace_versions(conn: &mut Conn, states: &[(UnitId, &[Version])]) -> Result<(), StoreError> {
    for pieces in states.chunks(super::ASKED_AT_ONCE) {
        let ids = pieces.iter().map(|(id, _)| id.0);
        diesel::delete(unit_version::table.filter(unit_version::unit_id.eq_any(ids))).execute(&mut *conn.any)?;
    }
    let rows: Vec<NewVersion> =
        states.iter().flat_map(|(id, versions)| versions.iter().map(|version| NewVersion::of(*id, version))).collect();
    insert_in_pieces!(conn.any, unit_version::table, rows.as_slice());
    Ok(())
}

impl NewVersion {
    fn of(id: UnitId, version: &Version) -> Self {
        Self {
            unit_id: id.0,
            valid_from: version.validity.from,
            valid_to: version.validity.to,
            kind: version.kind.as_str(),
            name: version.name.clone(),
            official_code: version.official_code.clone(),
            parent_id: version.parent.map(|id| id.0),
            line_superior_id: version.line_superior.map(|id| id.0),
            local_order: version.local_order,
            search_key: version.search_key.clone(),
            sort_key: version.sort_key.clone(),
        }
    }
}

type ChangeRow = (NaiveDate, i64, i64, String, Option<String>);
const CHANGE: ChangeColumns = (
    unit_change::effective_on,
    unit_change::from_unit_id,
    unit_change::to_unit_id,
    unit_change::kind,
    unit_change::legal_basis,
);
type ChangeColumns = (
    unit_change::effective_on,
    unit_change::from_unit_id,
    unit_change::to_unit_id,
    unit_change::kind,
    unit_change::legal_basis,
);

fn to_change((effective_on, from, to, kind, legal_basis): ChangeRow) -> Result<Change, StoreError> {
    let kind =
        UnitChangeKind::parse(&kind).ok_or_else(|| StoreError::corrupt(format!("loại thay đổi đơn vị {kind}")))?;
    Ok(Change { effective_on, from: UnitId(from), to: UnitId(to), kind, legal_basis })
}

/// Every change between units.
pub fn all_changes(conn: &mut Conn) -> Result<Vec<Change>, StoreError> {
    let rows: Vec<ChangeRow> = unit_change::table.order(unit_change::id).select(CHANGE).load(&mut *conn.any)?;
    rows.into_iter().map(to_change).collect()
}

/// The changes from a unit or to it, in order of time.
pub fn changes_of(conn: &mut Conn, id: UnitId) -> Result<Vec<Change>, StoreError> {
    let of_unit = unit_change::from_unit_id.eq(id.0).or(unit_change::to_unit_id.eq(id.0));
    let in_time = unit_change::table.filter(of_unit).order((unit_change::effective_on, unit_change::id));
    let rows: Vec<ChangeRow> = in_time.select(CHANGE).load(&mut *conn.any)?;
    rows.into_iter().map(to_change).collect()
}

/// Numbers units in the order given, in their state on a day and later ones.
pub fn set_order(conn: &mut Conn, ordered: &[UnitId], on: NaiveDate) -> Result<(), StoreError> {
    for (position, id) in (1i32..).zip(ordered) {
        let states = unit_version::table.filter(unit_version::unit_id.eq(id.0).and(unit_version::valid_to.ge(on)));
        diesel::update(states).set(unit_version::local_order.eq(position)).execute(&mut *conn.any)?;
    }
    Ok(())
}

/// Adds changes that are not there yet.
pub fn add_changes(conn: &mut Conn, changes: &[Change]) -> Result<(), StoreError> {
    let rows: Vec<_> = changes
        .iter()
        .map(|change| {
            (
                unit_change::effective_on.eq(change.effective_on),
                unit_change::kind.eq(change.kind.as_str()),
                unit_change::from_unit_id.eq(change.from.0),
                unit_change::to_unit_id.eq(change.to.0),
                unit_change::legal_basis.eq(change.legal_basis.clone()),
            )
        })
        .collect();
    insert_in_pieces!(conn.any, unit_change::table, rows.as_slice());
    Ok(())
}

/// The closure as it is stored.
pub fn closure(conn: &mut Conn) -> Result<Vec<PlacedAbove>, StoreError> {
    let rows: Vec<(i64, i64, i32, NaiveDate, NaiveDate)> = unit_ancestor::table.load(&mut *conn.any)?;
    let placed = |(unit, ancestor, depth, from, to)| PlacedAbove {
        unit: UnitId(unit),
        ancestor: UnitId(ancestor),
        depth,
        validity: Validity { from, to },
    };
    Ok(rows.into_iter().map(placed).collect())
}

#[derive(Insertable)]
#[diesel(table_name = unit_ancestor, treat_none_as_default_value = false)]
struct NewAncestor {
    unit_id: i64,
    ancestor_id: i64,
    depth: i32,
    valid_from: NaiveDate,
    valid_to: NaiveDate,
}

/// Replaces the closure of the given units.
pub fn replace_closure(conn: &mut Conn, units: &[UnitId], placed: &[PlacedAbove]) -> Result<(), StoreError> {
    for pieces in units.chunks(super::ASKED_AT_ONCE) {
        let ids = pieces.iter().map(|id| id.0);
        diesel::delete(unit_ancestor::table.filter(unit_ancestor::unit_id.eq_any(ids))).execute(&mut *conn.any)?;
    }
    let rows: Vec<NewAncestor> = placed
        .iter()
        .map(|placed| NewAncestor {
            unit_id: placed.unit.0,
            ancestor_id: placed.ancestor.0,
            depth: placed.depth,
            valid_from: placed.validity.from,
            valid_to: placed.validity.to,
        })
        .collect();
    insert_in_pieces!(conn.any, unit_ancestor::table, rows.as_slice());
    Ok(())
}

/// Replaces the contacts of a unit where they differ.
pub fn replace_contacts(conn: &mut Conn, id: UnitId, contacts: &[Contact]) -> Result<(), StoreError> {
    if super::contacts(conn, id)? == contacts {
        return Ok(());
    }
    diesel::delete(unit_contact::table.filter(unit_contact::unit_id.eq(id.0))).execute(&mut *conn.any)?;
    for (position, contact) in (1..).zip(contacts) {
        let phone = contact.phone.as_deref().map(|phone| conn.keys().seal_text(CONTACT_PHONE, phone)).transpose()?;
        diesel::insert_into(unit_contact::table)
            .values((
                unit_contact::unit_id.eq(id.0),
                unit_contact::position.eq(position),
                unit_contact::name.eq(&contact.name),
                unit_contact::post.eq(&contact.post),
                unit_contact::phone_sealed.eq(phone),
                unit_contact::email.eq(&contact.email),
            ))
            .execute(&mut *conn.any)?;
    }
    Ok(())
}
