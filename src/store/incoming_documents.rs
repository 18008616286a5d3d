//! Documents that came in: one sequence per unit and calendar year, in the order of arrival.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::max;
use diesel::prelude::*;

use super::connection::Conn;
use super::error::StoreError;
use super::schema::incoming_document;
use crate::model::id::{AccountId, BlobId, UnitId};

/// A document that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncomingDocument {
    /// Number of arrival in the year.
    pub number: i32,
    /// Day of arrival.
    pub arrived_on: NaiveDate,
    /// What is known about it.
    pub entry: IncomingEntry,
    /// Its file.
    pub file: Option<(BlobId, String)>,
}

/// What is written down about a document that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncomingEntry {
    /// Who sent it.
    pub author: String,
    /// `70/KH-UBND`.
    pub symbol: String,
    /// Its day.
    pub dated_on: NaiveDate,
    /// Kind and subject.
    pub subject: String,
    /// Who deals with it.
    pub receiver: String,
    /// When it was handed on.
    pub forwarded_on: Option<NaiveDate>,
    /// Anything else.
    pub note: Option<String>,
}

type Row = (
    i32,
    NaiveDate,
    String,
    String,
    NaiveDate,
    String,
    String,
    Option<NaiveDate>,
    Option<String>,
    Option<i64>,
    Option<String>,
);

/// Writes down a document that came in, under the next number of its year.
pub fn add(
    conn: &mut Conn,
    unit: UnitId,
    (year, arrived_on): (i32, NaiveDate),
    (entry, file): (&IncomingEntry, Option<(BlobId, &str)>),
    (account, at): (Option<AccountId>, DateTime<Utc>),
) -> Result<i32, StoreError> {
    super::document_numbers::take_turn(conn, unit)?;
    let highest: Option<i32> = incoming_document::table
        .filter(incoming_document::unit_id.eq(unit.0))
        .filter(incoming_document::year.eq(year))
        .select(max(incoming_document::number))
        .first(&mut *conn.any)?;
    let number = highest.unwrap_or(0) + 1;
    let row = (
        incoming_document::unit_id.eq(unit.0),
        incoming_document::year.eq(year),
        incoming_document::number.eq(number),
        incoming_document::arrived_on.eq(arrived_on),
        incoming_document::author.eq(&entry.author),
        incoming_document::symbol.eq(&entry.symbol),
        incoming_document::dated_on.eq(entry.dated_on),
        incoming_document::subject.eq(&entry.subject),
        incoming_document::receiver.eq(&entry.receiver),
        incoming_document::forwarded_on.eq(entry.forwarded_on),
        incoming_document::note.eq(entry.note.as_deref()),
        incoming_document::blob_id.eq(file.map(|(blob, _)| blob.0)),
        incoming_document::file_name.eq(file.map(|(_, name)| name)),
        incoming_document::account_id.eq(account.map(|account| account.0)),
        incoming_document::recorded_at.eq(at.naive_utc()),
    );
    diesel::insert_into(incoming_document::table).values(row).execute(&mut *conn.any)?;
    Ok(number)
}

/// What came in during a year, in the order of arrival.
pub fn of_year(conn: &mut Conn, unit: UnitId, year: i32) -> Result<Vec<IncomingDocument>, StoreError> {
    let rows: Vec<Row> = incoming_document::table
        .filter(incoming_document::unit_id.eq(unit.0))
        .filter(incoming_document::year.eq(year))
        .order(incoming_document::number)
        .select((
            incoming_document::number,
            incoming_document::arrived_on,
            incoming_document::author,
            incoming_document::symbol,
            incoming_document::dated_on,
            incoming_document::subject,
            incoming_document::receiver,
            incoming_document::forwarded_on,
            incoming_document::note,
            incoming_document::blob_id,
            incoming_document::file_name,
        ))
        .load(&mut *conn.any)?;
    Ok(rows.into_iter().map(read).collect())
}

/// Documents that came in with a number and symbol and of a day, latest year first, each with the year of its arrival.
pub fn find_like(
    conn: &mut Conn,
    unit: UnitId,
    (symbol, dated_on): (&str, NaiveDate),
) -> Result<Vec<(i32, IncomingDocument)>, StoreError> {
    let years: Vec<i32> = incoming_document::table
        .filter(incoming_document::unit_id.eq(unit.0))
        .filter(incoming_document::symbol.eq(symbol).and(incoming_document::dated_on.eq(dated_on)))
        .order(incoming_document::year.desc())
        .select(incoming_document::year)
        .distinct()
        .load(&mut *conn.any)?;
    let mut found = Vec::new();
    for year in years {
        let of_year = of_year(conn, unit, year)?.into_iter();
        let like = of_year.filter(|one| one.entry.symbol == symbol && one.entry.dated_on == dated_on);
        found.extend(like.map(|one| (year, one)));
    }
    Ok(found)
}

fn read(row: Row) -> IncomingDocument {
    let (number, arrived_on, author, symbol, dated_on, subject, receiver, forwarded_on, note, blob, name) = row;
    IncomingDocument {
        number,
        arrived_on,
        entry: IncomingEntry { author, symbol, dated_on, subject, receiver, forwarded_on, note },
        file: blob.map(BlobId).zip(name),
    }
}
