//! What bodies say about themselves on their documents, where somebody has set it.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::connection::Conn;
use super::error::StoreError;
use super::schema::issuing_office;
use crate::model::document::{IssuingBody, NumberingRule, OfficeSettings};
use crate::model::id::{AccountId, UnitId};

#[derive(Queryable)]
struct Row {
    superior: Option<String>,
    agency: String,
    place: String,
    name: String,
    abbreviation: String,
    drafter: String,
    authority: String,
    signer: Option<String>,
    copies: String,
    numbering: String,
}

/// What was set for a body; `None` where nobody set anything.
pub fn find(conn: &mut Conn, unit: UnitId, body: IssuingBody) -> Result<Option<OfficeSettings>, StoreError> {
    let row: Option<Row> = issuing_office::table
        .find((unit.0, body.as_str()))
        .select((
            issuing_office::superior,
            issuing_office::agency,
            issuing_office::place,
            issuing_office::name,
            issuing_office::abbreviation,
            issuing_office::drafter,
            issuing_office::authority,
            issuing_office::signer,
            issuing_office::copies,
            issuing_office::numbering,
        ))
        .first(&mut *conn.any)
        .optional()?;
    row.map(|row| read(row, unit)).transpose()
}

fn read(row: Row, unit: UnitId) -> Result<OfficeSettings, StoreError> {
    let numbering = NumberingRule::parse(&row.numbering)
        .ok_or_else(|| StoreError::corrupt(format!("cách đánh số văn bản của đơn vị {unit}: {}", row.numbering)))?;
    Ok(OfficeSettings {
        superior: row.superior,
        agency: lines(&row.agency),
        place: row.place,
        name: row.name,
        abbreviation: row.abbreviation,
        drafter: row.drafter,
        authority: lines(&row.authority),
        signer: row.signer,
        copies: lines(&row.copies),
        numbering,
    })
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

/// Sets it, in place of what was set before.
pub fn set(
    conn: &mut Conn,
    (unit, body): (UnitId, IssuingBody),
    settings: &OfficeSettings,
    (account, at): (Option<AccountId>, DateTime<Utc>),
) -> Result<(), StoreError> {
    forget(conn, unit, body)?;
    let row = (
        issuing_office::unit_id.eq(unit.0),
        issuing_office::body.eq(body.as_str()),
        issuing_office::superior.eq(settings.superior.as_deref()),
        issuing_office::agency.eq(settings.agency.join("\n")),
        issuing_office::place.eq(&settings.place),
        issuing_office::name.eq(&settings.name),
        issuing_office::abbreviation.eq(&settings.abbreviation),
        issuing_office::drafter.eq(&settings.drafter),
        issuing_office::authority.eq(settings.authority.join("\n")),
        issuing_office::signer.eq(settings.signer.as_deref()),
        issuing_office::copies.eq(settings.copies.join("\n")),
        issuing_office::numbering.eq(settings.numbering.as_str()),
        issuing_office::account_id.eq(account.map(|account| account.0)),
        issuing_office::changed_at.eq(at.naive_utc()),
    );
    diesel::insert_into(issuing_office::table).values(row).execute(&mut *conn.any)?;
    Ok(())
}

/// Forgets what was set.
pub fn forget(conn: &mut Conn, unit: UnitId, body: IssuingBody) -> Result<(), StoreError> {
    diesel::delete(issuing_office::table.find((unit.0, body.as_str()))).execute(&mut *conn.any)?;
    Ok(())
}
