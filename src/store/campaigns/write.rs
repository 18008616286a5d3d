//! Writing campaigns, measures and quotas.

use std::collections::BTreeSet;

use chrono::{NaiveDate, Utc};
use diesel::prelude::*;

use super::super::connection::Conn;
use super::super::error::StoreError;
use super::super::schema::{campaign, legal_ground, measure, quota, quota_issuer, tally};
use super::super::units;
use crate::model::campaign::{Activity, Campaign, LegalGround, Target};
use crate::model::id::{AccountId, CampaignId, IssuerId, MeasureId, TallyId, UnitId};
use crate::model::percent::Rounding;
use crate::model::person::StaffCategory;
use crate::model::tally::{Audience, Counted};

/// A campaign as it is written; its fields are those of [`crate::model::campaign::Campaign`].
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "explained at model::campaign::Campaign")]
pub struct CampaignEntry {
    pub code: String,
    pub unit: UnitId,
    pub title: String,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub default_as_of: Option<NaiveDate>,
    pub rounding: Rounding,
    pub purpose: String,
    pub retention_until: NaiveDate,
    pub support_link: Option<String>,
}

impl CampaignEntry {
    /// A campaign as it would be written to stay as it is.
    pub fn of(campaign: &Campaign) -> Self {
        Self {
            code: campaign.code.clone(),
            unit: campaign.unit,
            title: campaign.title.clone(),
            starts_on: campaign.starts_on,
            ends_on: campaign.ends_on,
            default_as_of: campaign.default_as_of,
            rounding: campaign.rounding,
            purpose: campaign.purpose.clone(),
            retention_until: campaign.retention_until,
            support_link: campaign.support_link.clone(),
        }
    }
}

/// A measure as it is written; its fields are those of [`crate::model::campaign::Measure`].
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "explained at model::campaign::Measure")]
pub struct MeasureEntry {
    pub campaign: CampaignId,
    pub code: String,
    pub audience: Audience,
    pub name: String,
    pub position: i32,
    pub done: TallyId,
    pub issued: Option<TallyId>,
    pub eligible: TallyId,
    pub activity: Option<Activity>,
    pub retired: bool,
}

/// A quota as it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct QuotaEntry {
    /// The measure.
    pub measure: MeasureId,
    /// Who has to reach it.
    pub unit: UnitId,
    /// Who gives it.
    pub issuer: IssuerId,
    /// How much; `None` takes it back.
    pub target: Option<Target>,
    /// The last day that counts.
    pub deadline: NaiveDate,
    /// The document that gave it.
    pub document: Option<String>,
    /// Why it was given or changed, where somebody said so.
    pub reason: Option<String>,
    /// Who wrote it.
    pub account: Option<AccountId>,
}

/// Writes a campaign; one with the same code is replaced, keeping its identity. Its revision is counted by [`super::take_turn`].
pub fn put_campaign(conn: &mut Conn, entry: &CampaignEntry) -> Result<CampaignId, StoreError> {
    let rest = (
        campaign::unit_id.eq(entry.unit.0),
        campaign::title.eq(&entry.title),
        campaign::starts_on.eq(entry.starts_on),
        campaign::ends_on.eq(entry.ends_on),
        campaign::default_as_of.eq(entry.default_as_of),
        campaign::rounding.eq(entry.rounding.as_str()),
        campaign::purpose.eq(&entry.purpose),
        campaign::retention_until.eq(entry.retention_until),
        campaign::support_link.eq(entry.support_link.as_deref()),
    );
    let created = campaign::created_at.eq(Utc::now().naive_utc());
    let id: i64 = on_each!(&mut *conn.any, |c| diesel::insert_into(campaign::table)
        .values((campaign::code.eq(&entry.code), created, rest))
        .on_conflict(campaign::code)
        .do_update()
        .set(rest)
        .returning(campaign::id)
        .get_result(c)?);
    Ok(CampaignId(id))
}

/// Replaces the documents a campaign rests on. A document that stays (by its number and day) keeps its file.
pub fn replace_legal_grounds(conn: &mut Conn, of: CampaignId, grounds: &[LegalGround]) -> Result<(), StoreError> {
    let filed = super::filed_grounds(conn, of)?;
    let file_of = |ground: &LegalGround| {
        let same = filed
            .iter()
            .find(|filed| filed.ground.number == ground.number && filed.ground.issued_on == ground.issued_on);
        same.and_then(|filed| filed.file.clone())
    };
    diesel::delete(legal_ground::table.filter(legal_ground::campaign_id.eq(of.0))).execute(&mut *conn.any)?;
    for (position, ground) in (1i32..).zip(grounds) {
        let file = file_of(ground);
        diesel::insert_into(legal_ground::table)
            .values((
                legal_ground::campaign_id.eq(of.0),
                legal_ground::position.eq(position),
                legal_ground::number.eq(&ground.number),
                legal_ground::issued_on.eq(ground.issued_on),
                legal_ground::issuer.eq(&ground.issuer),
                legal_ground::subject.eq(&ground.subject),
                legal_ground::blob_id.eq(file.as_ref().map(|(blob, _)| blob.0)),
                legal_ground::file_name.eq(file.as_ref().map(|(_, name)| name.as_str())),
            ))
            .execute(&mut *conn.any)?;
    }
    Ok(())
}

/// The identity of a counted quantity, and whether it is new: people already known are not counted in a new one yet.
pub fn put_tally(conn: &mut Conn, audience: Audience, counted: &Counted) -> Result<(TallyId, bool), StoreError> {
    let (whom, code) = (audience.of_every_category().as_str(), counted.to_code());
    let category = audience.category().map_or("", StaffCategory::as_str);
    let known: Option<i64> = tally::table
        .filter(tally::audience.eq(whom).and(tally::category.eq(category)).and(tally::counted.eq(&code)))
        .select(tally::id)
        .first(&mut *conn.any)
        .optional()?;
    if let Some(id) = known {
        return Ok((TallyId(id), false));
    }
    let row = (tally::audience.eq(whom), tally::category.eq(category), tally::counted.eq(&code));
    let id: i64 = on_each!(&mut *conn.any, |c| diesel::insert_into(tally::table)
        .values(row)
        .returning(tally::id)
        .get_result(c)?);
    Ok((TallyId(id), true))
}

/// Writes a measure; one of the same campaign with the same code and audience is replaced, keeping its identity.
pub fn put_measure(conn: &mut Conn, entry: &MeasureEntry) -> Result<MeasureId, StoreError> {
    let rest = (
        measure::name.eq(&entry.name),
        measure::position.eq(entry.position),
        measure::done_tally_id.eq(entry.done.0),
        measure::issued_tally_id.eq(entry.issued.map(|id| id.0)),
        measure::eligible_tally_id.eq(entry.eligible.0),
        measure::noun.eq(entry.activity.as_ref().map(|activity| activity.noun.as_str())),
        measure::base_noun.eq(entry.activity.as_ref().and_then(|activity| activity.base_noun.as_deref())),
        measure::retired.eq(entry.retired),
    );
    let key = (
        measure::campaign_id.eq(entry.campaign.0),
        measure::code.eq(&entry.code),
        measure::audience.eq(entry.audience.as_str()),
    );
    let id: i64 = on_each!(&mut *conn.any, |c| diesel::insert_into(measure::table)
        .values((key, rest))
        .on_conflict((measure::campaign_id, measure::code, measure::audience))
        .do_update()
        .set(rest)
        .returning(measure::id)
        .get_result(c)?);
    Ok(MeasureId(id))
}

/// The issuer that leads in a campaign; where none is known yet, the unit that runs it becomes the first.
pub fn leading_issuer(conn: &mut Conn, of: &Campaign) -> Result<IssuerId, StoreError> {
    if let Some(first) = super::quota_issuers(conn, of.id)?.first() {
        return Ok(first.id);
    }
    let name = units::get(conn, of.unit, of.starts_on)?.map_or_else(|| of.title.clone(), |unit| unit.name);
    let row = (quota_issuer::campaign_id.eq(of.id.0), quota_issuer::position.eq(1), quota_issuer::name.eq(name));
    let id: i64 = on_each!(&mut *conn.any, |c| diesel::insert_into(quota_issuer::table)
        .values(row)
        .returning(quota_issuer::id)
        .get_result(c)?);
    Ok(IssuerId(id))
}

/// What one revision of a quota says: people, share in hundredths of a percent, deadline, document.
type Said = (Option<i64>, Option<i64>, NaiveDate, Option<String>);

/// Every revision of the quotas of a unit, measure and issuer, in order.
fn revisions(
    conn: &mut Conn,
    measure: MeasureId,
    unit: UnitId,
    issuer: IssuerId,
) -> Result<Vec<(i32, Said)>, StoreError> {
    let columns = (quota::people, quota::share_hundredths, quota::deadline, quota::document);
    Ok(quota::table
        .filter(quota::measure_id.eq(measure.0).and(quota::unit_id.eq(unit.0)).and(quota::issuer_id.eq(issuer.0)))
        .order(quota::revision)
        .select((quota::revision, columns))
        .load(&mut *conn.any)?)
}

/// Writes a quota for its deadline: where it differs from the one that holds, as the next revision. Says whether anything was written.
pub fn put_quota(conn: &mut Conn, entry: &QuotaEntry) -> Result<bool, StoreError> {
    let before = revisions(conn, entry.measure, entry.unit, entry.issuer)?;
    let (people, share) = match entry.target {
        Some(Target::Absolute(people)) => (Some(people), None),
        Some(Target::Share(share)) => (None, Some(share.hundredths())),
        None => (None, None),
    };
    let held = before.iter().rev().find(|(_, said)| said.2 == entry.deadline).map(|(_, said)| said);
    let unchanged = match held {
        Some((p, s, _, document)) => {
            (*p, *s) == (people, share) && (entry.target.is_none() || *document == entry.document)
        }
        None => entry.target.is_none(),
    };
    if unchanged {
        return Ok(false);
    }
    let revision = before.last().map_or(1, |(revision, _)| revision + 1);
    diesel::insert_into(quota::table)
        .values((
            quota::measure_id.eq(entry.measure.0),
            quota::unit_id.eq(entry.unit.0),
            quota::issuer_id.eq(entry.issuer.0),
            quota::revision.eq(revision),
            quota::people.eq(people),
            quota::share_hundredths.eq(share),
            quota::deadline.eq(entry.deadline),
            quota::document.eq(entry.document.as_deref()),
            quota::reason.eq(entry.reason.as_deref()),
            quota::account_id.eq(entry.account.map(|account| account.0)),
            quota::created_at.eq(Utc::now().naive_utc()),
        ))
        .execute(&mut *conn.any)?;
    Ok(true)
}

/// Takes back what a unit, measure and issuer still have for other deadlines than these. Says how many.
pub fn keep_deadlines(conn: &mut Conn, like: &QuotaEntry, kept: &[NaiveDate]) -> Result<usize, StoreError> {
    let deadlines: BTreeSet<NaiveDate> =
        revisions(conn, like.measure, like.unit, like.issuer)?.into_iter().map(|(_, said)| said.2).collect();
    let mut taken_back = 0;
    for deadline in deadlines.into_iter().filter(|deadline| !kept.contains(deadline)) {
        taken_back += usize::from(put_quota(conn, &QuotaEntry { deadline, target: None, ..like.clone() })?);
    }
    Ok(taken_back)
}
