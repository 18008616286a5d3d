//! Campaigns, their legal grounds, measures, tallies and quotas.

mod details;
mod quotas;
mod write;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::connection::Conn;
use super::error::StoreError;
use super::schema::{campaign, measure, quota, quota_issuer, tally};
use crate::model::campaign::{Activity, Campaign, Measure, Quota, QuotaIssuer, Target};
use crate::model::id::{CampaignId, IssuerId, MeasureId, QuotaId, TallyId, UnitId};
use crate::model::percent::{Percent, Rounding};
use crate::model::person::StaffCategory;
use crate::model::programme::Catalogue;
use crate::model::tally::{Audience, Counted, Rule, Tally};

pub use details::{
    attach_ground_file, contacts, filed_grounds, replace_contacts, replace_sessions, sessions, set_retired, take_turn,
};
pub use quotas::{lead_issuer, put_issuer, quota_history, rename_issuer};
pub use write::{CampaignEntry, MeasureEntry, QuotaEntry};
pub use write::{
    keep_deadlines, leading_issuer, put_campaign, put_measure, put_quota, put_tally, replace_legal_grounds,
};

#[derive(Queryable)]
struct CampaignRow {
    id: i64,
    code: String,
    unit_id: i64,
    title: String,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    default_as_of: Option<NaiveDate>,
    rounding: String,
    purpose: String,
    retention_until: NaiveDate,
    support_link: Option<String>,
    revision: i64,
}

const COLUMNS: Columns = (
    campaign::id,
    campaign::code,
    campaign::unit_id,
    campaign::title,
    campaign::starts_on,
    campaign::ends_on,
    campaign::default_as_of,
    campaign::rounding,
    campaign::purpose,
    campaign::retention_until,
    campaign::support_link,
    campaign::revision,
);
type Columns = (
    campaign::id,
    campaign::code,
    campaign::unit_id,
    campaign::title,
    campaign::starts_on,
    campaign::ends_on,
    campaign::default_as_of,
    campaign::rounding,
    campaign::purpose,
    campaign::retention_until,
    campaign::support_link,
    campaign::revision,
);

impl TryFrom<CampaignRow> for Campaign {
    type Error = StoreError;

    fn try_from(row: CampaignRow) -> Result<Self, StoreError> {
        let rounding = Rounding::parse(&row.rounding)
            .ok_or_else(|| StoreError::corrupt(format!("cách làm tròn {}", row.rounding)))?;
        Ok(Self {
            id: CampaignId(row.id),
            code: row.code,
            unit: UnitId(row.unit_id),
            title: row.title,
            starts_on: row.starts_on,
            ends_on: row.ends_on,
            default_as_of: row.default_as_of,
            rounding,
            purpose: row.purpose,
            retention_until: row.retention_until,
            support_link: row.support_link,
            revision: row.revision,
        })
    }
}

/// The campaign of a code.
pub fn find(conn: &mut Conn, code: &str) -> Result<Option<Campaign>, StoreError> {
    let row: Option<CampaignRow> =
        campaign::table.filter(campaign::code.eq(code)).select(COLUMNS).first(&mut *conn.any).optional()?;
    row.map(Campaign::try_from).transpose()
}

/// A campaign.
pub fn get(conn: &mut Conn, id: CampaignId) -> Result<Option<Campaign>, StoreError> {
    let row: Option<CampaignRow> = campaign::table.find(id.0).select(COLUMNS).first(&mut *conn.any).optional()?;
    row.map(Campaign::try_from).transpose()
}

/// All campaigns, latest first.
pub fn list(conn: &mut Conn) -> Result<Vec<Campaign>, StoreError> {
    let rows: Vec<CampaignRow> =
        campaign::table.order((campaign::starts_on.desc(), campaign::id)).select(COLUMNS).load(&mut *conn.any)?;
    rows.into_iter().map(Campaign::try_from).collect()
}

#[derive(Queryable)]
struct MeasureRow {
    id: i64,
    campaign_id: i64,
    code: String,
    audience: String,
    name: String,
    position: i32,
    done: i64,
    issued: Option<i64>,
    eligible: i64,
    noun: Option<String>,
    base_noun: Option<String>,
    retired: bool,
}

/// The measures of a campaign, in order.
pub fn measures(conn: &mut Conn, of: CampaignId) -> Result<Vec<Measure>, StoreError> {
    let rows: Vec<MeasureRow> = measure::table
        .filter(measure::campaign_id.eq(of.0))
        .order((measure::position, measure::id))
        .load(&mut *conn.any)?;
    rows.into_iter()
        .map(|row| {
            Ok(Measure {
                id: MeasureId(row.id),
                campaign: CampaignId(row.campaign_id),
                code: row.code,
                audience: audience(&row.audience)?,
                name: row.name,
                position: row.position,
                done: TallyId(row.done),
                issued: row.issued.map(TallyId),
                eligible: TallyId(row.eligible),
                activity: row.noun.map(|noun| Activity { noun, base_noun: row.base_noun }),
                retired: row.retired,
            })
        })
        .collect()
}

fn audience(word: &str) -> Result<Audience, StoreError> {
    Audience::parse(word).ok_or_else(|| StoreError::corrupt(format!("đối tượng {word}")))
}

#[derive(Queryable)]
struct QuotaRow {
    id: i64,
    measure_id: i64,
    unit_id: i64,
    issuer_id: i64,
    revision: i32,
    people: Option<i64>,
    share_hundredths: Option<i64>,
    deadline: NaiveDate,
    document: Option<String>,
}

impl QuotaRow {
    /// The quota; `None` where this revision takes it back.
    fn held(self) -> Result<Option<Quota>, StoreError> {
        let row = self;
        Ok(target_of(row.id, row.people, row.share_hundredths)?.map(|target| Quota {
            id: QuotaId(row.id),
            measure: MeasureId(row.measure_id),
            unit: UnitId(row.unit_id),
            issuer: IssuerId(row.issuer_id),
            target,
            deadline: row.deadline,
            document: row.document,
            revision: row.revision,
        }))
    }
}

/// How much a revision gives; `None` where it takes the quota back.
fn target_of(id: i64, people: Option<i64>, share_hundredths: Option<i64>) -> Result<Option<Target>, StoreError> {
    match (people, share_hundredths) {
        (Some(people), None) => Ok(Some(Target::Absolute(people))),
        (None, Some(share)) => Ok(Some(Target::Share(Percent::from_hundredths(share)))),
        (None, None) => Ok(None),
        _ => Err(StoreError::corrupt(format!("chỉ tiêu số {id}"))),
    }
}

/// Who gives quotas in a campaign, the leading one first.
pub fn quota_issuers(conn: &mut Conn, of: CampaignId) -> Result<Vec<QuotaIssuer>, StoreError> {
    let rows: Vec<(i64, String)> = quota_issuer::table
        .filter(quota_issuer::campaign_id.eq(of.0))
        .order((quota_issuer::position, quota_issuer::id))
        .select((quota_issuer::id, quota_issuer::name))
        .load(&mut *conn.any)?;
    Ok(rows.into_iter().map(|(id, name)| QuotaIssuer { id: IssuerId(id), name }).collect())
}

/// The quotas of some units in a campaign, of every issuer, one per deadline in its highest revision; those taken back are left out.
pub fn quotas_of_units(conn: &mut Conn, of: CampaignId, units: &[UnitId]) -> Result<Vec<Quota>, StoreError> {
    let mut highest: BTreeMap<(i64, i64, i64, NaiveDate), Option<Quota>> = BTreeMap::new();
    for asked in units.chunks(ASKED_AT_ONCE) {
        let rows: Vec<QuotaRow> = quota::table
            .inner_join(measure::table.on(measure::id.eq(quota::measure_id)))
            .filter(measure::campaign_id.eq(of.0))
            .filter(quota::unit_id.eq_any(asked.iter().map(|id| id.0)))
            .order(quota::revision)
            .select((
                quota::id,
                quota::measure_id,
                quota::unit_id,
                quota::issuer_id,
                quota::revision,
                quota::people,
                quota::share_hundredths,
                quota::deadline,
                quota::document,
            ))
            .load(&mut *conn.any)?;
        for row in rows {
            highest.insert((row.measure_id, row.unit_id, row.issuer_id, row.deadline), row.held()?);
        }
    }
    Ok(highest.into_values().flatten().collect())
}

/// Identities asked for in one query; below the number of parameters that SQLite allows.
const ASKED_AT_ONCE: usize = 5_000;

/// Every counted quantity.
pub fn tallies(conn: &mut Conn) -> Result<Vec<Tally>, StoreError> {
    let rows: Vec<(i64, String, String, String)> = tally::table.order(tally::id).load(&mut *conn.any)?;
    rows.into_iter()
        .map(|(id, whom, category, counted)| {
            let corrupt = || StoreError::corrupt(format!("số đếm {id}: {category} {counted}"));
            let category = match category.as_str() {
                "" => None,
                word => Some(StaffCategory::parse(word).ok_or_else(corrupt)?),
            };
            let audience = audience(&whom)?.of_category(category).ok_or_else(corrupt)?;
            let counted = Counted::parse(&counted).ok_or_else(corrupt)?;
            Ok(Tally { id: TallyId(id), audience, counted })
        })
        .collect()
}

/// The rules of every counted quantity, of whatever campaign.
pub fn rules(conn: &mut Conn, catalogue: &Catalogue) -> Result<Vec<Rule>, StoreError> {
    let unknown =
        |tally: &Tally| StoreError::corrupt(format!("số đếm {} không có trong danh mục", tally.counted.to_code()));
    tallies(conn)?.iter().map(|tally| Rule::new(tally, catalogue).ok_or_else(|| unknown(tally))).collect()
}
