//! Links with which units without an account report once. Only a hash of the secret is kept.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::super::connection::Conn;
use super::super::error::StoreError;
use super::super::schema::round_link;
use crate::model::id::{AccountId, RoundId, UnitId};

/// A link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundLink {
    /// Identity.
    pub id: i64,
    /// For which round.
    pub round: RoundId,
    /// For which unit.
    pub unit: UnitId,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Until when it can be used.
    pub expires_at: DateTime<Utc>,
    /// When it was used.
    pub used_at: Option<DateTime<Utc>>,
    /// When it was taken back.
    pub revoked_at: Option<DateTime<Utc>>,
}

impl RoundLink {
    /// Whether it can still be used.
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.used_at.is_none() && self.revoked_at.is_none() && now < self.expires_at
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = round_link)]
struct Row {
    id: i64,
    round_id: i64,
    unit_id: i64,
    created_at: NaiveDateTime,
    expires_at: NaiveDateTime,
    used_at: Option<NaiveDateTime>,
    revoked_at: Option<NaiveDateTime>,
}

impl From<Row> for RoundLink {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            round: RoundId(row.round_id),
            unit: UnitId(row.unit_id),
            created_at: row.created_at.and_utc(),
            expires_at: row.expires_at.and_utc(),
            used_at: row.used_at.map(|at| at.and_utc()),
            revoked_at: row.revoked_at.map(|at| at.and_utc()),
        }
    }
}

/// Adds a link.
pub fn insert(
    conn: &mut Conn,
    (round, unit): (RoundId, UnitId),
    secret_hash: &[u8],
    account: Option<AccountId>,
    created_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<i64, StoreError> {
    let row = (
        round_link::round_id.eq(round.0),
        round_link::unit_id.eq(unit.0),
        round_link::secret_hash.eq(secret_hash),
        round_link::account_id.eq(account.map(|id| id.0)),
        round_link::created_at.eq(created_at.naive_utc()),
        round_link::expires_at.eq(expires_at.naive_utc()),
    );
    Ok(diesel::insert_into(round_link::table).values(row).returning(round_link::id).get_result(&mut *conn.any)?)
}

/// The link of a secret.
pub fn find(conn: &mut Conn, secret_hash: &[u8]) -> Result<Option<RoundLink>, StoreError> {
    let row: Option<Row> = round_link::table
        .filter(round_link::secret_hash.eq(secret_hash))
        .select(Row::as_select())
        .first(&mut *conn.any)
        .optional()?;
    Ok(row.map(RoundLink::from))
}

/// The links of a round, latest first.
pub fn of_round(conn: &mut Conn, round: RoundId) -> Result<Vec<RoundLink>, StoreError> {
    let rows: Vec<Row> = round_link::table
        .filter(round_link::round_id.eq(round.0))
        .order(round_link::id.desc())
        .select(Row::as_select())
        .load(&mut *conn.any)?;
    Ok(rows.into_iter().map(RoundLink::from).collect())
}

/// Spends a link; `false` where it was used or taken back by now.
pub fn spend(conn: &mut Conn, id: i64, at: DateTime<Utc>) -> Result<bool, StoreError> {
    let open = round_link::table
        .find(id)
        .filter(round_link::used_at.is_null().and(round_link::revoked_at.is_null()))
        .filter(round_link::expires_at.gt(at.naive_utc()));
    Ok(diesel::update(open).set(round_link::used_at.eq(at.naive_utc())).execute(&mut *conn.any)? > 0)
}

/// Takes back the open links of a unit in a round. Says how many.
pub fn revoke(conn: &mut Conn, round: RoundId, unit: UnitId, at: DateTime<Utc>) -> Result<usize, StoreError> {
    let open = round_link::table
        .filter(round_link::round_id.eq(round.0).and(round_link::unit_id.eq(unit.0)))
        .filter(round_link::used_at.is_null().and(round_link::revoked_at.is_null()));
    Ok(diesel::update(open).set(round_link::revoked_at.eq(at.naive_utc())).execute(&mut *conn.any)?)
}
