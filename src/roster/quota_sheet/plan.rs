//! What a quota table would change.

use std::collections::{BTreeMap, HashMap};

use super::QuotaSheet;
use super::columns::{LEVEL_1, LEVEL_2, measure_of};
use super::rows::NamedUnits;
use crate::access::{Actor, scope};
use crate::model::campaign::{Campaign, Measure, Target};
use crate::model::id::{MeasureId, UnitId};
use crate::model::unit::Unit;
use crate::roster::error::RosterError;
use crate::roster::reading::QuotaRow;
use crate::store::{Conn, StoreError, campaigns, units};

/// A quota table, compared with what holds.
#[derive(Debug, Clone, PartialEq)]
pub struct QuotaPlan {
    /// The campaign.
    pub campaign: Campaign,
    /// Everything that the campaign counts and still follows, to choose from.
    pub measures: Vec<Measure>,
    /// The columns with quotas, in their order.
    pub columns: Vec<QuotaColumn>,
    /// What the table says, row by row, in the order of the columns.
    pub changes: Vec<QuotaChange>,
    /// Rows that name a unit nobody knows, with the name.
    pub unknown: Vec<(u32, String)>,
    /// Units in the table.
    pub units: usize,
}

/// A column of a quota table.
#[derive(Debug, Clone, PartialEq)]
pub struct QuotaColumn {
    /// [`LEVEL_1`], [`LEVEL_2`], or what stands above it.
    pub key: String,
    /// The measure it means; `None` where it is not taken.
    pub measure: Option<MeasureId>,
    /// The sum of its numbers.
    pub sum: i64,
}

/// What a table gives one unit for one measure.
#[derive(Debug, Clone, PartialEq)]
pub struct QuotaChange {
    /// Row of the file.
    pub row: u32,
    /// The unit.
    pub unit: Unit,
    /// The measure.
    pub measure: Measure,
    /// What it has for the deadline.
    pub old: Option<Target>,
    /// What it gets.
    pub new: i64,
    /// Whether the actor may give this unit a quota.
    pub may_give: bool,
}

/// The quotas of a row by the key of their column.
fn of_row(row: &QuotaRow) -> impl Iterator<Item = (&str, i64)> {
    let levels = [(LEVEL_1, row.m1), (LEVEL_2, row.m2)];
    let levels = levels.into_iter().filter_map(|(key, number)| Some((key, i64::from(number?))));
    levels.chain(row.others.iter().map(|other| (other.header.as_str(), i64::from(other.number))))
}

pub(super) fn plan(
    conn: &mut Conn,
    actor: &Actor,
    sheet: &QuotaSheet,
    unit: &Unit,
    rows: &[&QuotaRow],
) -> Result<QuotaPlan, RosterError> {
    let no_campaign = || RosterError::NoCampaign(sheet.campaign.clone());
    let campaign = campaigns::find(conn, &sheet.campaign)?.ok_or_else(no_campaign)?;
    if !units::is_below(conn, unit.id, campaign.unit)? {
        return Err(RosterError::NoUnit(sheet.unit.clone()));
    }
    let mut measures = campaigns::measures(conn, campaign.id)?;
    measures.retain(|measure| !measure.retired);
    let columns = columns(sheet, &measures, rows)?;
    let named = NamedUnits::load(conn, unit, sheet.deadline)?;
    let found: Vec<(&QuotaRow, Option<UnitId>)> = rows.iter().map(|row| (*row, named.find(&row.unit))).collect();
    let ids: Vec<UnitId> = found.iter().filter_map(|(_, id)| *id).collect();
    let known: HashMap<UnitId, Unit> =
        units::get_many(conn, &ids, sheet.deadline)?.into_iter().map(|unit| (unit.id, unit)).collect();
    let held = held(conn, sheet, &campaign, &ids)?;
    let own = not_to_be_given(conn, actor, &campaign)?;
    let (mut changes, mut unknown) = (Vec::new(), Vec::new());
    for (row, id) in &found {
        let Some(unit) = id.and_then(|id| known.get(&id)) else {
            unknown.push((row.row, row.unit.clone()));
            continue;
        };
        for (key, new) in of_row(row) {
            let meant = columns.iter().find(|column| column.key == key).and_then(|column| column.measure);
            let Some(measure) = measures.iter().find(|measure| Some(measure.id) == meant) else { continue };
            changes.push(QuotaChange {
                row: row.row,
                unit: unit.clone(),
                measure: measure.clone(),
                old: held.get(&(unit.id, measure.id)).copied(),
                new,
                may_give: own != Some(unit.id),
            });
        }
    }
    Ok(QuotaPlan { campaign, measures, columns, changes, unknown, units: rows.len() })
}

/// Nobody gives to oneself in a campaign that a unit above runs.
fn not_to_be_given(conn: &mut Conn, actor: &Actor, campaign: &Campaign) -> Result<Option<UnitId>, StoreError> {
    match scope(actor) {
        Some(own) if !units::is_below(conn, campaign.unit, own)? => Ok(Some(own)),
        _ => Ok(None),
    }
}

fn columns(sheet: &QuotaSheet, measures: &[Measure], rows: &[&QuotaRow]) -> Result<Vec<QuotaColumn>, RosterError> {
    let mut sums: Vec<(&str, i64)> = Vec::new();
    for (key, number) in rows.iter().flat_map(|row| of_row(row)) {
        match sums.iter_mut().find(|(known, _)| *known == key) {
            Some((_, sum)) => *sum += number,
            None => sums.push((key, number)),
        }
    }
    let decided = |key: &str| -> Result<Option<MeasureId>, RosterError> {
        match sheet.columns.get(key) {
            None => Ok(measure_of(key, measures).map(|measure| measure.id)),
            Some(None) => Ok(None),
            Some(Some((code, audience))) => {
                let found = measures.iter().find(|m| m.code == *code && m.audience == *audience);
                found.map(|measure| Some(measure.id)).ok_or_else(|| RosterError::NoMilestone(code.clone()))
            }
        }
    };
    sums.into_iter().map(|(key, sum)| Ok(QuotaColumn { key: key.to_owned(), measure: decided(key)?, sum })).collect()
}

/// What the units have of the issuer for the deadline.
fn held(
    conn: &mut Conn,
    sheet: &QuotaSheet,
    campaign: &Campaign,
    ids: &[UnitId],
) -> Result<BTreeMap<(UnitId, MeasureId), Target>, StoreError> {
    let leading = campaigns::quota_issuers(conn, campaign.id)?.first().map(|issuer| issuer.id);
    let issuer = sheet.issuer.or(leading);
    let quotas = campaigns::quotas_of_units(conn, campaign.id, ids)?.into_iter();
    let of_this = quotas.filter(|quota| Some(quota.issuer) == issuer && quota.deadline == sheet.deadline);
    Ok(of_this.map(|quota| ((quota.unit, quota.measure), quota.target)).collect())
}
