//! Numbers of outgoing documents: one sequence per body, series and calendar year, each number once (Nghị định 30/2020/NĐ-CP, Điều 15). A body may change
//! in the middle of a year between one sequence for all documents and one per form; so that no number comes twice, a number of the common sequence is
//! taken in every other one of the year, and the common sequence goes on above all of them.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::max;
use diesel::prelude::*;

use super::any::AnyConnection;
use super::connection::Conn;
use super::error::StoreError;
use super::schema::document_number;
use crate::model::document::IssuingBody;
use crate::model::id::{AccountId, DocumentId, UnitId};

/// A sequence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberSeries {
    /// The unit whose body it is.
    pub unit: UnitId,
    /// Which body.
    pub body: IssuingBody,
    /// Empty for the one sequence of a body; the form's word where each form has its own.
    pub series: String,
    /// The calendar year.
    pub year: i32,
}

/// A number that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenNumber {
    /// In which sequence: empty for the common one.
    pub series: String,
    /// The number.
    pub number: u32,
    /// What stands after it; empty where no document has it.
    pub symbol: String,
    /// The document that has it.
    pub document: Option<DocumentId>,
    /// Why no document of this program has it.
    pub reason: Option<String>,
    /// The day of the document.
    pub given_on: NaiveDate,
}

/// Who has a number, or why nobody has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder<'a> {
    /// A document.
    Document(DocumentId),
    /// Nobody here, for a reason.
    Nobody(&'a str),
}

/// The first half of the lock's number on PostgreSQL (any that nobody else uses); the unit is the second half.
const NUMBERS: i32 = 0x7469_6510;

/// Waits until nobody else gives a number of this unit; held until the transaction ends. On SQLite one writer holds the whole file.
pub fn take_turn(conn: &mut Conn, unit: UnitId) -> Result<(), StoreError> {
    if let AnyConnection::Postgres(c) = &mut *conn.any {
        diesel::sql_query(format!("SELECT pg_advisory_xact_lock({NUMBERS}, {})", unit.0 & 0x7fff_ffff)).execute(c)?;
    }
    Ok(())
}

/// The number after the highest one that is taken.
pub fn next(conn: &mut Conn, of: &NumberSeries) -> Result<u32, StoreError> {
    let mut query = document_number::table
        .filter(document_number::unit_id.eq(of.unit.0))
        .filter(document_number::body.eq(of.body.as_str()))
        .filter(document_number::year.eq(of.year))
        .select(max(document_number::number))
        .into_boxed();
    if let Some(series) = taken_in(of) {
        query = query.filter(document_number::series.eq_any(series));
    }
    let highest: Option<i32> = query.first(&mut *conn.any)?;
    Ok(highest.and_then(|number| u32::try_from(number).ok()).unwrap_or(0) + 1)
}

/// Who has a number, be it in another sequence that the number is taken in; `None` where it was never given.
pub fn find(conn: &mut Conn, of: &NumberSeries, number: u32) -> Result<Option<GivenNumber>, StoreError> {
    let taken = taken_in(of);
    let known = |given: &GivenNumber| taken.is_none_or(|taken| taken.contains(&given.series.as_str()));
    let given = of_year(conn, (of.unit, of.body), of.year)?;
    Ok(given.into_iter().find(|given| given.number == number && known(given)))
}

/// The sequences whose numbers are not given again in one: itself and the common one. The common one gives none again that any has.
fn taken_in(of: &NumberSeries) -> Option<[&str; 2]> {
    (!of.series.is_empty()).then_some(["", of.series.as_str()])
}

/// Gives a number. Two who give the same one at the same time: the primary key refuses the second.
pub fn give(
    conn: &mut Conn,
    of: &NumberSeries,
    (number, symbol): (u32, &str),
    (holder, on): (Holder<'_>, NaiveDate),
    (account, at): (Option<AccountId>, DateTime<Utc>),
) -> Result<(), StoreError> {
    let (document, reason) = match holder {
        Holder::Document(id) => (Some(id.0), None),
        Holder::Nobody(reason) => (None, Some(reason)),
    };
    let row = (
        document_number::unit_id.eq(of.unit.0),
        document_number::body.eq(of.body.as_str()),
        document_number::series.eq(&of.series),
        document_number::year.eq(of.year),
        document_number::number.eq(i32::try_from(number).unwrap_or(i32::MAX)),
        document_number::symbol.eq(symbol),
        document_number::document_id.eq(document),
        document_number::reason.eq(reason),
        document_number::given_on.eq(on),
        document_number::account_id.eq(account.map(|account| account.0)),
        document_number::given_at.eq(at.naive_utc()),
    );
    diesel::insert_into(document_number::table).values(row).execute(&mut *conn.any)?;
    Ok(())
}

type NumberRow = (String, i32, String, Option<i64>, Option<String>, NaiveDate);

/// Every number of a body in a year, sequence by sequence, the common one first, lowest first.
pub fn of_year(
    conn: &mut Conn,
    (unit, body): (UnitId, IssuingBody),
    year: i32,
) -> Result<Vec<GivenNumber>, StoreError> {
    let rows: Vec<NumberRow> = document_number::table
        .filter(document_number::unit_id.eq(unit.0))
        .filter(document_number::body.eq(body.as_str()))
        .filter(document_number::year.eq(year))
        .order((document_number::series, document_number::number))
        .select((
            document_number::series,
            document_number::number,
            document_number::symbol,
            document_number::document_id,
            document_number::reason,
            document_number::given_on,
        ))
        .load(&mut *conn.any)?;
    let read = |(series, number, symbol, document, reason, given_on): NumberRow| GivenNumber {
        series,
        number: u32::try_from(number).unwrap_or(0),
        symbol,
        document: document.map(DocumentId),
        reason,
        given_on,
    };
    Ok(rows.into_iter().map(read).collect())
}
