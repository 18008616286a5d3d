//! What figures need to know of rounds of reports: when the last one ended, and how units last reported.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;

use super::connection::Conn;
use super::error::StoreError;
use super::people::LIST_LIMIT;
use super::schema::{round, submission};
use crate::model::id::{CampaignId, UnitId};

/// The stored word of a report that its unit took back.
const WITHDRAWN: &str = "withdrawn";

/// The last day of the latest round of a campaign, held by one of the units, that ended before a day.
pub fn ended_before(
    conn: &mut Conn,
    campaign: CampaignId,
    held_by: &[UnitId],
    day: NaiveDate,
) -> Result<Option<NaiveDate>, StoreError> {
    let query = round::table
        .filter(round::campaign_id.eq(campaign.0))
        .filter(round::unit_id.eq_any(held_by.iter().map(|id| id.0)))
        .filter(round::period_to.lt(day))
        .select(diesel::dsl::max(round::period_to));
    Ok(query.first(&mut *conn.any)?)
}

/// What a unit last handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastSubmission {
    /// Name of the round.
    pub round: String,
    /// The stored word of its state.
    pub state: String,
    /// Whether it says that there is nothing to report.
    pub nil: bool,
    /// When it came in.
    pub received_at: DateTime<Utc>,
}

/// What units last handed in for a campaign, up to an instant.
pub fn last_submissions(
    conn: &mut Conn,
    campaign: CampaignId,
    units: &[UnitId],
    until: DateTime<Utc>,
) -> Result<HashMap<UnitId, LastSubmission>, StoreError> {
    type Row = (i64, String, String, bool, chrono::NaiveDateTime);
    let mut found = HashMap::new();
    for asked in units.chunks(LIST_LIMIT) {
        let rows: Vec<Row> = submission::table
            .inner_join(round::table.on(round::id.eq(submission::round_id)))
            .filter(round::campaign_id.eq(campaign.0))
            .filter(submission::unit_id.eq_any(asked.iter().map(|id| id.0)))
            .filter(submission::state.ne(WITHDRAWN))
            .filter(submission::received_at.le(until.naive_utc()))
            .order((submission::received_at, submission::id))
            .select((submission::unit_id, round::name, submission::state, submission::nil, submission::received_at))
            .load(&mut *conn.any)?;
        for (unit, round, state, nil, at) in rows {
            found.insert(UnitId(unit), LastSubmission { round, state, nil, received_at: at.and_utc() });
        }
    }
    Ok(found)
}
