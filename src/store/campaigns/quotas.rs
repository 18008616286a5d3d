//! The history of quotas, and who gives them.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::max;
use diesel::prelude::*;

use super::super::connection::Conn;
use super::super::error::StoreError;
use super::super::schema::{quota, quota_issuer};
use super::{quota_issuers, target_of};
use crate::model::campaign::QuotaRevision;
use crate::model::id::{AccountId, CampaignId, IssuerId, MeasureId, UnitId};

#[derive(Queryable)]
struct RevisionRow {
    id: i64,
    issuer_id: i64,
    revision: i32,
    people: Option<i64>,
    share_hundredths: Option<i64>,
    deadline: NaiveDate,
    document: Option<String>,
    reason: Option<String>,
    account_id: Option<i64>,
    created_at: NaiveDateTime,
}

/// Every revision of the quotas of a unit and measure, of every issuer, latest first.
pub fn quota_history(conn: &mut Conn, measure: MeasureId, unit: UnitId) -> Result<Vec<QuotaRevision>, StoreError> {
    let rows: Vec<RevisionRow> = quota::table
        .filter(quota::measure_id.eq(measure.0).and(quota::unit_id.eq(unit.0)))
        .order(quota::id.desc())
        .select((
            quota::id,
            quota::issuer_id,
            quota::revision,
            quota::people,
            quota::share_hundredths,
            quota::deadline,
            quota::document,
            quota::reason,
            quota::account_id,
            quota::created_at,
        ))
        .load(&mut *conn.any)?;
    let revision = |row: RevisionRow| {
        Ok(QuotaRevision {
            issuer: IssuerId(row.issuer_id),
            revision: row.revision,
            target: target_of(row.id, row.people, row.share_hundredths)?,
            deadline: row.deadline,
            document: row.document,
            reason: row.reason,
            account: row.account_id.map(AccountId),
            created_at: row.created_at.and_utc(),
        })
    };
    rows.into_iter().map(revision).collect()
}

/// The issuer of a name in a campaign; where it is new, it stands behind the others.
pub fn put_issuer(conn: &mut Conn, of: CampaignId, name: &str) -> Result<IssuerId, StoreError> {
    if let Some(known) = quota_issuers(conn, of)?.into_iter().find(|issuer| issuer.name == name) {
        return Ok(known.id);
    }
    let last: Option<i32> = quota_issuer::table
        .filter(quota_issuer::campaign_id.eq(of.0))
        .select(max(quota_issuer::position))
        .first(&mut *conn.any)?;
    let row = (
        quota_issuer::campaign_id.eq(of.0),
        quota_issuer::position.eq(last.unwrap_or(0) + 1),
        quota_issuer::name.eq(name),
    );
    let id: i64 = on_each!(&mut *conn.any, |c| diesel::insert_into(quota_issuer::table)
        .values(row)
        .returning(quota_issuer::id)
        .get_result(c)?);
    Ok(IssuerId(id))
}

/// Gives an issuer another name. A name in use is a unique violation.
pub fn rename_issuer(conn: &mut Conn, id: IssuerId, name: &str) -> Result<(), StoreError> {
    diesel::update(quota_issuer::table.find(id.0)).set(quota_issuer::name.eq(name)).execute(&mut *conn.any)?;
    Ok(())
}

/// Puts an issuer first: figures are measured against its quotas from now on.
pub fn lead_issuer(conn: &mut Conn, of: CampaignId, leading: IssuerId) -> Result<(), StoreError> {
    let others = quota_issuers(conn, of)?.into_iter().map(|issuer| issuer.id).filter(|id| *id != leading);
    let order: Vec<IssuerId> = std::iter::once(leading).chain(others).collect();
    for (position, id) in (1i32..).zip(order) {
        diesel::update(quota_issuer::table.find(id.0))
            .set(quota_issuer::position.eq(position))
            .execute(&mut *conn.any)?;
    }
    Ok(())
}
