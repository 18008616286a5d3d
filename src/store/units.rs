//! Units: their versions through time, who stands above whom, contacts. Reading; writing is in [`write`].

mod add;
mod tree_lock;
mod within;
mod write;

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::connection::Conn;
use super::error::StoreError;
use super::schema::{unit, unit_ancestor, unit_change, unit_contact, unit_version};
use crate::model::contribution::{Above, Ancestry};
use crate::model::id::UnitId;
use crate::model::unit::{Unit, UnitChangeKind, UnitKind, Validity};

pub use add::{add, free_slug, is_slug_in_use, life, successors};
pub use tree_lock::change_tree;
pub use within::children_within;
pub use write::{Change, Contact, PlacedAbove, Version, add_changes, all_changes, all_versions, closure};
pub use write::{changes_of, identities, replace_closure, replace_contacts, replace_versions, set_order, slugs_in_use};

/// Identities asked for in one query; below the number of parameters that SQLite allows.
const ASKED_AT_ONCE: usize = 5_000;

/// The columns of a unit on a day, in the order of [`UnitRow`].
const COLUMNS: Columns = (
    unit::id,
    unit::slug,
    unit_version::kind,
    unit_version::name,
    unit_version::official_code,
    unit_version::parent_id,
    unit_version::line_superior_id,
    unit_version::local_order,
    unit_version::valid_from,
    unit_version::valid_to,
);
type Columns = (
    unit::id,
    unit::slug,
    unit_version::kind,
    unit_version::name,
    unit_version::official_code,
    unit_version::parent_id,
    unit_version::line_superior_id,
    unit_version::local_order,
    unit_version::valid_from,
    unit_version::valid_to,
);

#[derive(Queryable)]
struct UnitRow {
    id: i64,
    slug: String,
    kind: String,
    name: String,
    official_code: Option<String>,
    parent: Option<i64>,
    line_superior: Option<i64>,
    local_order: i32,
    valid_from: NaiveDate,
    valid_to: NaiveDate,
}

impl TryFrom<UnitRow> for Unit {
    type Error = StoreError;

    fn try_from(row: UnitRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: UnitId(row.id),
            slug: row.slug,
            kind: kind_of(&row.kind)?,
            name: row.name,
            official_code: row.official_code,
            parent: row.parent.map(UnitId),
            line_superior: row.line_superior.map(UnitId),
            local_order: row.local_order,
            validity: Validity { from: row.valid_from, to: row.valid_to },
        })
    }
}

fn kind_of(word: &str) -> Result<UnitKind, StoreError> {
    UnitKind::parse(word).ok_or_else(|| StoreError::corrupt(format!("loại đơn vị {word}")))
}

/// The unit of a slug, which stays the same for ever, in its state on a day. A unit that did not exist on that day is told in its state nearest to it
/// (the last one before the day, else the first one after); its `validity` shows that.
pub fn find_by_slug(conn: &mut Conn, slug: &str, on: NaiveDate) -> Result<Option<Unit>, StoreError> {
    let id: Option<i64> = unit::table.filter(unit::slug.eq(slug)).select(unit::id).first(&mut *conn.any).optional()?;
    match id {
        Some(id) => get(conn, UnitId(id), on),
        None => Ok(None),
    }
}

/// A unit in its state on a day, or nearest to it as [`find_by_slug`] says.
pub fn get(conn: &mut Conn, id: UnitId, on: NaiveDate) -> Result<Option<Unit>, StoreError> {
    Ok(get_many(conn, &[id], on)?.pop())
}

/// Several units, each in its state on a day or nearest to it, in the order asked for; unknown ones are left out.
pub fn get_many(conn: &mut Conn, ids: &[UnitId], on: NaiveDate) -> Result<Vec<Unit>, StoreError> {
    let mut states: HashMap<UnitId, Unit> = HashMap::with_capacity(ids.len());
    for asked in ids.chunks(ASKED_AT_ONCE) {
        let rows: Vec<UnitRow> = unit_version::table
            .inner_join(unit::table.on(unit::id.eq(unit_version::unit_id)))
            .filter(unit_version::unit_id.eq_any(asked.iter().map(|id| id.0)))
            .order(unit_version::valid_from)
            .select(COLUMNS)
            .load(&mut *conn.any)?;
        for row in rows {
            // Ascending: the last state that has begun by the day wins; one that begins later only stands in where there is none.
            let (id, begun) = (UnitId(row.id), row.valid_from <= on);
            if begun || !states.contains_key(&id) {
                states.insert(id, row.try_into()?);
            }
        }
    }
    Ok(ids.iter().filter_map(|id| states.get(id).cloned()).collect())
}

/// The states of a unit, in order of time.
pub fn states(conn: &mut Conn, id: UnitId) -> Result<Vec<Unit>, StoreError> {
    let rows: Vec<UnitRow> = unit_version::table
        .inner_join(unit::table.on(unit::id.eq(unit_version::unit_id)))
        .filter(unit_version::unit_id.eq(id.0))
        .order(unit_version::valid_from)
        .select(COLUMNS)
        .load(&mut *conn.any)?;
    rows.into_iter().map(Unit::try_from).collect()
}

/// The units directly below one on a day, in local order.
pub fn children(conn: &mut Conn, parent: UnitId, on: NaiveDate) -> Result<Vec<Unit>, StoreError> {
    let rows: Vec<UnitRow> = unit_version::table
        .inner_join(unit::table.on(unit::id.eq(unit_version::unit_id)))
        .filter(unit_version::parent_id.eq(parent.0))
        .filter(unit_version::valid_from.le(on).and(unit_version::valid_to.ge(on)))
        .order((unit_version::local_order, unit_version::sort_key, unit::id))
        .select(COLUMNS)
        .load(&mut *conn.any)?;
    rows.into_iter().map(Unit::try_from).collect()
}

/// How many units stand directly below each of several on a day; those with none are left out.
pub fn counts_below(conn: &mut Conn, parents: &[UnitId], on: NaiveDate) -> Result<HashMap<UnitId, usize>, StoreError> {
    let mut found = HashMap::new();
    for asked in parents.chunks(ASKED_AT_ONCE) {
        let rows: Vec<(Option<i64>, i64)> = unit_version::table
            .filter(unit_version::parent_id.eq_any(asked.iter().map(|id| id.0)))
            .filter(unit_version::valid_from.le(on).and(unit_version::valid_to.ge(on)))
            .group_by(unit_version::parent_id)
            .select((unit_version::parent_id, diesel::dsl::count_star()))
            .load(&mut *conn.any)?;
        let counted =
            rows.into_iter().filter_map(|(parent, count)| Some((UnitId(parent?), usize::try_from(count).ok()?)));
        found.extend(counted);
    }
    Ok(found)
}

/// The units that stand at the top on a day (the provinces), in local order.
pub fn top(conn: &mut Conn, on: NaiveDate) -> Result<Vec<Unit>, StoreError> {
    let rows: Vec<UnitRow> = unit_version::table
        .inner_join(unit::table.on(unit::id.eq(unit_version::unit_id)))
        .filter(unit_version::parent_id.is_null())
        .filter(unit_version::valid_from.le(on).and(unit_version::valid_to.ge(on)))
        .order((unit_version::local_order, unit_version::sort_key, unit::id))
        .select(COLUMNS)
        .load(&mut *conn.any)?;
    rows.into_iter().map(Unit::try_from).collect()
}

/// All units below one on a day, itself left out: nearest first, then in local order.
pub fn below(conn: &mut Conn, ancestor: UnitId, on: NaiveDate) -> Result<Vec<Unit>, StoreError> {
    let rows: Vec<UnitRow> = unit_ancestor::table
        .inner_join(unit_version::table.on(unit_version::unit_id.eq(unit_ancestor::unit_id)))
        .inner_join(unit::table.on(unit::id.eq(unit_version::unit_id)))
        .filter(unit_ancestor::ancestor_id.eq(ancestor.0).and(unit_ancestor::depth.gt(0)))
        .filter(unit_ancestor::valid_from.le(on).and(unit_ancestor::valid_to.ge(on)))
        .filter(unit_version::valid_from.le(on).and(unit_version::valid_to.ge(on)))
        .order((unit_ancestor::depth, unit_version::local_order, unit_version::sort_key, unit::id))
        .select(COLUMNS)
        .load(&mut *conn.any)?;
    rows.into_iter().map(Unit::try_from).collect()
}

/// The units above one on a day, highest first, the unit itself last. For a unit that did not exist on that day: as of the nearest day on which it did.
pub fn path(conn: &mut Conn, id: UnitId, on: NaiveDate) -> Result<Vec<Unit>, StoreError> {
    let Some(unit) = get(conn, id, on)? else { return Ok(Vec::new()) };
    let day = on.clamp(unit.validity.from, unit.validity.to);
    let above: Vec<i64> = unit_ancestor::table
        .filter(unit_ancestor::unit_id.eq(id.0))
        .filter(unit_ancestor::valid_from.le(day).and(unit_ancestor::valid_to.ge(day)))
        .order(unit_ancestor::depth.desc())
        .select(unit_ancestor::ancestor_id)
        .load(&mut *conn.any)?;
    get_many(conn, &above.into_iter().map(UnitId).collect::<Vec<_>>(), day)
}

/// Whether a unit is another one or ever stood below it. A successor has the right to see what was handed over to it, and the office that ran a
/// campaign keeps its view of it, so the day does not matter.
pub fn is_below(conn: &mut Conn, id: UnitId, ancestor: UnitId) -> Result<bool, StoreError> {
    let found = unit_ancestor::table
        .filter(unit_ancestor::unit_id.eq(id.0).and(unit_ancestor::ancestor_id.eq(ancestor.0)))
        .select(unit_ancestor::depth)
        .first::<i32>(&mut *conn.any)
        .optional()?;
    Ok(found.is_some())
}

/// Who stands above the given units, and when: what counting needs.
pub fn ancestry(conn: &mut Conn, ids: &[UnitId]) -> Result<Ancestry, StoreError> {
    tree_lock::count_on_tree(conn)?;
    let mut ancestry = Ancestry::default();
    for asked in ids.chunks(ASKED_AT_ONCE) {
        let rows: Vec<(i64, i64, NaiveDate, NaiveDate)> = unit_ancestor::table
            .filter(unit_ancestor::unit_id.eq_any(asked.iter().map(|id| id.0)))
            .order((unit_ancestor::unit_id, unit_ancestor::depth, unit_ancestor::valid_from))
            .select((
                unit_ancestor::unit_id,
                unit_ancestor::ancestor_id,
                unit_ancestor::valid_from,
                unit_ancestor::valid_to,
            ))
            .load(&mut *conn.any)?;
        for (id, above, from, to) in rows {
            ancestry.add(UnitId(id), Above { unit: UnitId(above), validity: Validity { from, to } });
        }
    }
    Ok(ancestry)
}

/// Whom to call in a unit, in order.
pub fn contacts(conn: &mut Conn, id: UnitId) -> Result<Vec<Contact>, StoreError> {
    Ok(contacts_of_many(conn, &[id])?.remove(&id).unwrap_or_default())
}

/// Whom to call in each of several units, in order.
pub fn contacts_of_many(conn: &mut Conn, ids: &[UnitId]) -> Result<HashMap<UnitId, Vec<Contact>>, StoreError> {
    type Row = (i64, String, Option<String>, Option<Vec<u8>>, Option<String>);
    let mut found: HashMap<UnitId, Vec<Contact>> = HashMap::new();
    for asked in ids.chunks(ASKED_AT_ONCE) {
        let rows: Vec<Row> = unit_contact::table
            .filter(unit_contact::unit_id.eq_any(asked.iter().map(|id| id.0)))
            .order((unit_contact::unit_id, unit_contact::position))
            .select((
                unit_contact::unit_id,
                unit_contact::name,
                unit_contact::post,
                unit_contact::phone_sealed,
                unit_contact::email,
            ))
            .load(&mut *conn.any)?;
        for (unit, name, post, phone, email) in rows {
            let phone = phone.map(|sealed| conn.keys().open_text(write::CONTACT_PHONE, &sealed)).transpose()?;
            found.entry(UnitId(unit)).or_default().push(Contact { name, post, phone, email });
        }
    }
    Ok(found)
}

/// The units that were divided and stood directly below another one on the day before, latest first.
pub fn divided_below(conn: &mut Conn, parent: UnitId) -> Result<Vec<UnitId>, StoreError> {
    let divided = unit_change::table.filter(unit_change::kind.eq(UnitChangeKind::Split.as_str()));
    let rows: Vec<(i64, NaiveDate)> = divided
        .inner_join(unit_version::table.on(unit_version::unit_id.eq(unit_change::from_unit_id)))
        .filter(unit_version::parent_id.eq(parent.0))
        .filter(unit_version::valid_from.lt(unit_change::effective_on))
        .order((unit_change::effective_on.desc(), unit_change::from_unit_id))
        .select((unit_change::from_unit_id, unit_change::effective_on))
        .distinct()
        .load(&mut *conn.any)?;
    let mut found: Vec<UnitId> = Vec::new();
    for (unit, _) in rows {
        if !found.contains(&UnitId(unit)) {
            found.push(UnitId(unit));
        }
    }
    Ok(found)
}

/// Whom to call in several units, in order.
pub fn contacts_of(conn: &mut Conn, ids: &[UnitId]) -> Result<HashMap<UnitId, Vec<Contact>>, StoreError> {
    type Row = (i64, String, Option<String>, Option<Vec<u8>>, Option<String>);
    let mut found: HashMap<UnitId, Vec<Contact>> = HashMap::new();
    for asked in ids.chunks(ASKED_AT_ONCE) {
        let rows: Vec<Row> = unit_contact::table
            .filter(unit_contact::unit_id.eq_any(asked.iter().map(|id| id.0)))
            .order((unit_contact::unit_id, unit_contact::position))
            .select((
                unit_contact::unit_id,
                unit_contact::name,
                unit_contact::post,
                unit_contact::phone_sealed,
                unit_contact::email,
            ))
            .load(&mut *conn.any)?;
        for (id, name, post, phone, email) in rows {
            let phone = phone.map(|sealed| conn.keys().open_text(write::CONTACT_PHONE, &sealed)).transpose()?;
            found.entry(UnitId(id)).or_default().push(Contact { name, post, phone, email });
        }
    }
    Ok(found)
}
