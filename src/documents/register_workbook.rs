//! The use case: a register of documents as a workbook, for download and for paper.

use chrono::{DateTime, Utc};

use super::error::DocumentError;
use super::registers::{
    INCOMING_COLUMNS, INCOMING_TITLE, OUTGOING_COLUMNS, OUTGOING_TITLE, RegisterQuery, incoming, outgoing,
};
use crate::access::Actor;
use crate::store::Db;
use crate::workbooks::{MadeWorkbook, PrintedRegister, context_of, document_register};

const OUTGOING_WIDTHS: [f64; 10] = [16.0, 13.0, 44.0, 20.0, 30.0, 14.0, 9.0, 12.0, 10.0, 18.0];
const INCOMING_WIDTHS: [f64; 10] = [13.0, 8.0, 24.0, 16.0, 13.0, 44.0, 24.0, 12.0, 10.0, 18.0];

/// Which way documents go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Documents that were issued.
    Outgoing,
    /// Documents that came in.
    Incoming,
}

/// Makes the workbook of a register. The right: to see the register.
///
/// # Errors
/// No such unit, or not to be seen by the actor.
pub fn register_workbook(
    db: &Db,
    actor: &Actor,
    query: &RegisterQuery,
    direction: Direction,
    now: DateTime<Utc>,
) -> Result<MadeWorkbook, DocumentError> {
    let register = match direction {
        Direction::Outgoing => outgoing(db, actor, query)?,
        Direction::Incoming => incoming(db, actor, query)?.0,
    };
    let agency = match direction {
        Direction::Outgoing => format!("{}, {}", query.body.vietnamese(), register.unit.name),
        Direction::Incoming => register.unit.name.clone(),
    };
    let context = context_of(db, actor, agency, now)?;
    let (title, columns, widths, word) = match direction {
        Direction::Outgoing => (OUTGOING_TITLE, OUTGOING_COLUMNS, OUTGOING_WIDTHS, "di"),
        Direction::Incoming => (INCOMING_TITLE, INCOMING_COLUMNS, INCOMING_WIDTHS, "den"),
    };
    let printed =
        PrintedRegister { title, year: register.year, columns, widths, rows: &register.rows, context: &context };
    let file_name = format!("so-van-ban-{word}-{}.xlsx", query.year);
    Ok(MadeWorkbook { file_name, bytes: document_register(&printed)? })
}
