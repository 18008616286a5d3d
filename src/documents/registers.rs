//! The registers of outgoing and incoming documents, with the ten columns of Nghị định 30/2020/NĐ-CP, Phụ lục IV; gaps between numbers are shown until they
//! are explained.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde_json::json;

use super::error::DocumentError;
use super::issue::MOST_BYTES;
use super::register_units::year_days;
pub use super::series::Gap;
use super::series::{gaps, in_order};
use crate::access::{self, Actor, AuditEvent};
use crate::model::document::{DocumentState, IssuingBody};
use crate::model::role::Operation;
use crate::model::unit::Unit;
use crate::store::document_numbers::{self, GivenNumber, Holder, NumberSeries};
use crate::store::documents;
use crate::store::incoming_documents::{self, IncomingDocument, IncomingEntry};
use crate::store::{Conn, Db, blobs, units};
use crate::vn::date::in_table;
use crate::vn::file_name::safe;

/// Title of the register of outgoing documents.
pub const OUTGOING_TITLE: &str = "SỔ ĐĂNG KÝ VĂN BẢN ĐI";
/// Title of the register of incoming documents.
pub const INCOMING_TITLE: &str = "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN";
/// Columns of the register of outgoing documents, in the words of the decree.
pub const OUTGOING_COLUMNS: [&str; 10] = [
    "Số, ký hiệu văn bản",
    "Ngày tháng văn bản",
    "Tên loại và trích yếu nội dung văn bản",
    "Người ký",
    "Nơi nhận văn bản",
    "Đơn vị, người nhận bản lưu",
    "Số lượng bản",
    "Ngày chuyển",
    "Ký nhận",
    "Ghi chú",
];
/// Columns of the register of incoming documents, in the words of the decree.
pub const INCOMING_COLUMNS: [&str; 10] = [
    "Ngày đến",
    "Số đến",
    "Tác giả",
    "Số, ký hiệu văn bản",
    "Ngày tháng văn bản",
    "Tên loại và trích yếu nội dung văn bản",
    "Đơn vị hoặc người nhận",
    "Ngày chuyển",
    "Ký nhận",
    "Ghi chú",
];
/// What files of incoming documents are sealed for.
const PURPOSE: &str = "document.incoming";

/// Which register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterQuery {
    /// Slug of the unit.
    pub unit: String,
    /// Which body of it.
    pub body: IssuingBody,
    /// The calendar year.
    pub year: i32,
}

/// A register as it is shown and printed.
#[derive(Debug, Clone)]
pub struct Register {
    /// Whose.
    pub unit: Unit,
    /// Its year.
    pub year: i32,
    /// Rows with ten cells.
    pub rows: Vec<[String; 10]>,
    /// Numbers below the highest of their sequence that nobody has explained.
    pub gaps: Vec<Gap>,
}

/// The register of outgoing documents of a body in a year.
///
/// # Errors
/// No such unit, or not to be seen by the actor.
pub fn outgoing(db: &Db, actor: &Actor, query: &RegisterQuery) -> Result<Register, DocumentError> {
    db.read(|conn| {
        let unit = unit_of(conn, actor, query, Operation::ViewFigures)?;
        let mut given = document_numbers::of_year(conn, (unit.id, query.body), query.year)?;
        in_order(&mut given);
        let mut rows = Vec::with_capacity(given.len());
        for number in &given {
            rows.push(outgoing_row(conn, number)?);
        }
        Ok(Register { unit, year: query.year, rows, gaps: gaps(&given) })
    })
}

fn outgoing_row(conn: &mut Conn, given: &GivenNumber) -> Result<[String; 10], DocumentError> {
    let number = match given.symbol.as_str() {
        "" => format!("{:02}", given.number),
        symbol => format!("{:02}/{symbol}", given.number),
    };
    let day = in_table(given.given_on);
    let head = given.document.map(|id| documents::find(conn, id)).transpose()?.flatten();
    let Some(head) = head else {
        let reason = given.reason.clone().unwrap_or_default();
        return Ok([number, day, "(không có văn bản)".to_owned(), s(), s(), s(), s(), s(), s(), reason]);
    };
    let content = documents::text(conn, &head)?.content;
    let mut copies: Vec<String> = content.addressees.0.clone();
    let (kept, others): (Vec<_>, Vec<_>) = content.copies.into_iter().partition(|line| line.starts_with("Lưu"));
    copies.extend(others.into_iter().filter(|line| line != "Như trên"));
    let kept = kept.first().map(|line| line.trim_start_matches("Lưu:").trim().to_owned()).unwrap_or_default();
    let note = match head.state {
        DocumentState::Superseded => "đã có văn bản thay thế".to_owned(),
        _ => String::new(),
    };
    let subject = format!("{}: {}", content.form.noun(), head.subject);
    let signer = content.signature.signer.unwrap_or_default();
    Ok([number, day, subject, signer, copies.join("; "), kept, s(), s(), s(), note])
}

/// A cell that is filled in by hand.
fn s() -> String {
    String::new()
}

/// Explains a number that no document of this program has.
///
/// # Errors
/// No right, not a gap, or no reason.
pub fn explain_gap(
    db: &Db,
    actor: &Actor,
    query: &RegisterQuery,
    (gap, reason, on): (Gap, &str, NaiveDate),
    now: DateTime<Utc>,
) -> Result<(), DocumentError> {
    let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
    if reason.is_empty() || reason.chars().count() > 300 {
        return Err(DocumentError::Empty("lý do của số trống (không quá 300 chữ)"));
    }
    db.write(|conn| {
        let unit = unit_of(conn, actor, query, Operation::IssueDocument)?;
        document_numbers::take_turn(conn, unit.id)?;
        let (body, year) = (query.body, query.year);
        if !gaps(&document_numbers::of_year(conn, (unit.id, body), year)?).contains(&gap) {
            return Err(DocumentError::NoGap(gap.number));
        }
        let holder = (Holder::Nobody(&reason), on);
        let series = NumberSeries { unit: unit.id, body, series: gap.series().to_owned(), year };
        document_numbers::give(conn, &series, (gap.number, ""), holder, (actor.account(), now))?;
        let event = AuditEvent {
            action: "document.explain-gap",
            object: "document-number",
            object_id: Some(i64::from(gap.number)),
            unit: Some(unit.id),
            detail: json!({ "year": year, "body": body, "series": gap.series() }),
        };
        access::audit(conn, actor, event)?;
        Ok(())
    })
}

/// The register of incoming documents of a unit in a year, with the documents behind its rows.
///
/// # Errors
/// No such unit, or not to be seen by the actor.
pub fn incoming(
    db: &Db,
    actor: &Actor,
    query: &RegisterQuery,
) -> Result<(Register, Vec<IncomingDocument>), DocumentError> {
    db.read(|conn| {
        let unit = unit_of(conn, actor, query, Operation::ViewFigures)?;
        let found = incoming_documents::of_year(conn, unit.id, query.year)?;
        let rows = found.iter().map(incoming_row).collect();
        Ok((Register { unit, year: query.year, rows, gaps: Vec::new() }, found))
    })
}

fn incoming_row(document: &IncomingDocument) -> [String; 10] {
    let entry = &document.entry;
    [
        in_table(document.arrived_on),
        document.number.to_string(),
        entry.author.clone(),
        entry.symbol.clone(),
        in_table(entry.dated_on),
        entry.subject.clone(),
        entry.receiver.clone(),
        entry.forwarded_on.map(in_table).unwrap_or_default(),
        s(),
        entry.note.clone().unwrap_or_default(),
    ]
}

/// Writes down a document that came in; its number of arrival is the next one of the year.
///
/// # Errors
/// No right, or a part is missing.
pub fn receive(
    db: &Db,
    actor: &Actor,
    (unit, arrived_on): (&str, NaiveDate),
    (entry, file): (&IncomingEntry, Option<(&str, &[u8])>),
    now: DateTime<Utc>,
) -> Result<i32, DocumentError> {
    let missing = [
        (&entry.author, "cơ quan ban hành"),
        (&entry.symbol, "số, ký hiệu"),
        (&entry.subject, "tên loại và trích yếu"),
        (&entry.receiver, "đơn vị hoặc người nhận"),
    ];
    if let Some((_, what)) = missing.into_iter().find(|(text, _)| text.trim().is_empty()) {
        return Err(DocumentError::Empty(what));
    }
    if file.is_some_and(|(_, bytes)| bytes.len() > MOST_BYTES) {
        return Err(DocumentError::TooBig);
    }
    let query = RegisterQuery { unit: unit.to_owned(), body: IssuingBody::Committee, year: arrived_on.year() };
    db.write(|conn| {
        let unit = unit_of(conn, actor, &query, Operation::MakeDocument)?;
        let blob = file.map(|(_, bytes)| blobs::keep(conn, PURPOSE, bytes, now.naive_utc())).transpose()?;
        let name = file.map(|(name, _)| safe(name));
        let kept = blob.zip(name.as_deref());
        let by = (actor.account(), now);
        let number = incoming_documents::add(conn, unit.id, (query.year, arrived_on), (entry, kept), by)?;
        let event = AuditEvent {
            action: "document.receive",
            object: "incoming-document",
            object_id: Some(i64::from(number)),
            unit: Some(unit.id),
            detail: json!({ "year": query.year, "file": kept.is_some() }),
        };
        access::audit(conn, actor, event)?;
        Ok(number)
    })
}

/// The file of a document that came in.
///
/// # Errors
/// No such document or no file.
pub fn incoming_file(
    db: &Db,
    actor: &Actor,
    query: &RegisterQuery,
    number: i32,
) -> Result<(String, Vec<u8>), DocumentError> {
    db.read(|conn| {
        let unit = unit_of(conn, actor, query, Operation::ViewFigures)?;
        let found = incoming_documents::of_year(conn, unit.id, query.year)?;
        let file = found.into_iter().find(|document| document.number == number).and_then(|document| document.file);
        let (blob, name) = file.ok_or(DocumentError::NoFile)?;
        Ok((name, blobs::whole(conn, blob)?))
    })
}

fn unit_of(conn: &mut Conn, actor: &Actor, query: &RegisterQuery, operation: Operation) -> Result<Unit, DocumentError> {
    // On the last day of the year; a unit that was closed before it is told as it last was.
    let (_, on) = year_days(query.year).ok_or(DocumentError::Gone)?;
    let no_unit = || DocumentError::NoUnit(query.unit.clone());
    let unit = units::find_by_slug(conn, &query.unit, on)?.ok_or_else(no_unit)?;
    match access::authorise(conn, actor, operation, unit.id) {
        Err(access::AccessError::NotFound) => return Err(no_unit()),
        checked => checked?,
    }
    Ok(unit)
}
