//! What somebody saw on the page of a unit the last time, and the time before.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::connection::Conn;
use super::error::StoreError;
use super::schema::last_visit;
use crate::model::id::{AccountId, CampaignId, UnitId};

/// Whose page of which unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VisitOf {
    /// Who looks.
    pub account: AccountId,
    /// At which campaign.
    pub campaign: CampaignId,
    /// At which unit.
    pub unit: UnitId,
}

/// One visit, with the figures that were shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// When.
    pub at: DateTime<Utc>,
    /// The figures, in the writing of the room that keeps them.
    pub figures: String,
}

/// The last visit and the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visits {
    /// The last one; it may still be going on.
    pub last: Seen,
    /// The one before.
    pub before: Option<Seen>,
}

/// What is known of somebody's visits.
pub fn of(conn: &mut Conn, of: VisitOf) -> Result<Option<Visits>, StoreError> {
    type Row = (chrono::NaiveDateTime, String, Option<chrono::NaiveDateTime>, Option<String>);
    let row: Option<Row> = last_visit::table
        .find((of.account.0, of.campaign.0, of.unit.0))
        .select((last_visit::seen_at, last_visit::figures, last_visit::before_at, last_visit::before_figures))
        .first(&mut *conn.any)
        .optional()?;
    Ok(row.map(|(at, figures, before_at, before_figures)| Visits {
        last: Seen { at: at.and_utc(), figures },
        before: before_at.zip(before_figures).map(|(at, figures)| Seen { at: at.and_utc(), figures }),
    }))
}

/// Keeps a visit; the one that was the last becomes the one before.
pub fn keep(conn: &mut Conn, of: VisitOf, new: &Visits) -> Result<(), StoreError> {
    diesel::delete(last_visit::table.find((of.account.0, of.campaign.0, of.unit.0))).execute(&mut *conn.any)?;
    let row = (
        last_visit::account_id.eq(of.account.0),
        last_visit::campaign_id.eq(of.campaign.0),
        last_visit::unit_id.eq(of.unit.0),
        last_visit::seen_at.eq(new.last.at.naive_utc()),
        last_visit::figures.eq(&new.last.figures),
        last_visit::before_at.eq(new.before.as_ref().map(|seen| seen.at.naive_utc())),
        last_visit::before_figures.eq(new.before.as_ref().map(|seen| seen.figures.clone())),
    );
    diesel::insert_into(last_visit::table).values(row).execute(&mut *conn.any)?;
    Ok(())
}
