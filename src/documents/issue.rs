//! The use cases: issue a document with number and day, attach the signed file, put a later document in its place.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde_json::json;

use super::attach::attached_bytes;
use super::docx::docx;
use super::edit::{changeable, write};
use super::error::DocumentError;
use super::face::Face;
use super::pdf::pdf_with;
use super::show::{DocumentSheet, sheet};
use crate::access::{self, Actor, AuditEvent};
use crate::model::as_of::AsOf;
use crate::model::document::{Content, DocumentNumber, DocumentState};
use crate::model::hexadecimal::hexadecimal;
use crate::model::id::DocumentId;
use crate::model::role::Operation;
use crate::store::document_numbers::{self, Holder, NumberSeries};
use crate::store::{Conn, Db, blobs, documents, issuing_offices};
use crate::vn::file_name::safe;

/// What the files of documents are sealed for.
const PURPOSE: &str = "document.file";
/// The most bytes of a signed file: what every form with a file takes.
pub const MOST_BYTES: usize = 20 << 20;
/// The last number that a year's sequence may reach.
const HIGHEST: u32 = 99_999;

/// Where the number comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbering {
    /// The next one of our own register.
    Next,
    /// Given by the e-office.
    Given(u32),
}

/// Issues a document: number, day and files at once, in one transaction. From here on it never changes.
///
/// # Errors
/// No right, changed meanwhile, cannot be issued any more, a day in the future, or a number that is taken.
pub fn issue(
    db: &Db,
    actor: &Actor,
    (id, revision): (DocumentId, i64),
    (numbering, on): (Numbering, NaiveDate),
    now: DateTime<Utc>,
) -> Result<DocumentNumber, DocumentError> {
    db.write(|conn| {
        let sheet = changeable(conn, actor, id, revision)?;
        access::authorise(conn, actor, Operation::IssueDocument, sheet.head.unit)?;
        let state = sheet.head.state;
        if !state.may_become(DocumentState::Issued) {
            let to = DocumentState::Issued.vietnamese();
            return Err(DocumentError::NotThatWay { from: state.vietnamese(), to });
        }
        if on > AsOf::of_instant(now).day() {
            return Err(DocumentError::FutureDay);
        }
        let number = numbered(conn, actor, &sheet, (numbering, on), now)?;
        let content = Content { issued: Some((number.clone(), on)), ..sheet.text.content.clone() };
        let face = Face::with_files(&content, &sheet.attached)?;
        let attached = attached_bytes(conn, &sheet.attached)?;
        let (pdf, docx) = (pdf_with(&face, attached, now)?, docx(&face, now)?);
        let pdf = blobs::keep(conn, PURPOSE, &pdf, now.naive_utc())?;
        let docx = blobs::keep(conn, PURPOSE, &docx, now.naive_utc())?;
        documents::keep_files(conn, id, pdf, docx)?;
        write(conn, actor, (&sheet, "document.issue"), (&content, DocumentState::Issued), now)?;
        Ok(number)
    })
}

fn numbered(
    conn: &mut Conn,
    actor: &Actor,
    sheet: &DocumentSheet,
    (numbering, on): (Numbering, NaiveDate),
    now: DateTime<Utc>,
) -> Result<DocumentNumber, DocumentError> {
    let symbol = sheet.text.content.symbol.clone();
    document_numbers::take_turn(conn, sheet.head.unit)?;
    let series = series_of(conn, sheet, on)?;
    let number = match numbering {
        Numbering::Next => document_numbers::next(conn, &series)?,
        Numbering::Given(number) => number,
    };
    if number == 0 || number > HIGHEST {
        return Err(DocumentError::BadNumber(number));
    }
    if let Some(given) = document_numbers::find(conn, &series, number)? {
        return Err(match given.reason {
            Some(reason) => DocumentError::NumberNoted { number, year: series.year, reason },
            None => DocumentError::NumberTaken { number, symbol: given.symbol, year: series.year },
        });
    }
    let holder = (Holder::Document(sheet.head.id), on);
    document_numbers::give(conn, &series, (number, symbol.as_str()), holder, (actor.account(), now))?;
    Ok(DocumentNumber { number, symbol })
}

/// The sequence of the document, as its body numbers now.
fn series_of(conn: &mut Conn, sheet: &DocumentSheet, on: NaiveDate) -> Result<NumberSeries, DocumentError> {
    let (unit, body) = (sheet.head.unit, sheet.head.body);
    let rule = issuing_offices::find(conn, unit, body)?.map(|settings| settings.numbering).unwrap_or_default();
    let series = rule.series(sheet.text.content.form).to_owned();
    Ok(NumberSeries { unit, body, series, year: on.year() })
}

/// Attaches the signed and stamped file of an issued document: from then on it is the original.
///
/// # Errors
/// No right, not issued, signed already, or no PDF.
pub fn attach_signed(
    db: &Db,
    actor: &Actor,
    id: DocumentId,
    (name, bytes): (&str, &[u8]),
    now: DateTime<Utc>,
) -> Result<(), DocumentError> {
    if !bytes.starts_with(b"%PDF-") {
        return Err(DocumentError::NotPdf);
    }
    if bytes.len() > MOST_BYTES {
        return Err(DocumentError::TooBig);
    }
    db.write(|conn| {
        let sheet = sheet(conn, actor, id)?;
        access::authorise(conn, actor, Operation::IssueDocument, sheet.head.unit)?;
        if !sheet.head.state.is_issued() {
            return Err(DocumentError::NotIssued);
        }
        let blob = blobs::keep(conn, PURPOSE, bytes, now.naive_utc())?;
        if !documents::attach_signed(conn, id, (blob, &safe(name)), now)? {
            return Err(DocumentError::SignedAlready);
        }
        let hash = hexadecimal(&blobs::sha256(bytes));
        let event = AuditEvent {
            action: "document.attach-signed",
            object: "document",
            object_id: Some(id.0),
            unit: Some(sheet.head.unit),
            detail: json!({ "sha256": hash, "bytes": bytes.len() }),
        };
        access::audit(conn, actor, event)?;
        Ok(())
    })
}

/// Puts an issued document in the place of an earlier one of the same body.
///
/// # Errors
/// No right, one of them is not issued, they are not of one body, or the one that should replace the other is older.
pub fn supersede(
    db: &Db,
    actor: &Actor,
    (old, new): (DocumentId, DocumentId),
    now: DateTime<Utc>,
) -> Result<(), DocumentError> {
    db.write(|conn| {
        let (before, after) = (sheet(conn, actor, old)?, sheet(conn, actor, new)?);
        access::authorise(conn, actor, Operation::IssueDocument, before.head.unit)?;
        let same = before.head.unit == after.head.unit && before.head.body == after.head.body && old != new;
        let issued = before.head.state == DocumentState::Issued && after.head.state == DocumentState::Issued;
        if !same || !issued || after.head.issued_on < before.head.issued_on {
            return Err(DocumentError::CannotSupersede);
        }
        documents::supersede(conn, old, new, now)?;
        let event = AuditEvent {
            action: "document.supersede",
            object: "document",
            object_id: Some(old.0),
            unit: Some(before.head.unit),
            detail: json!({ "by": new }),
        };
        access::audit(conn, actor, event)?;
        Ok(())
    })
}
