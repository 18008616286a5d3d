//! The registers of outgoing and incoming documents.

use serde::Serialize;

use super::form::FieldError;
use super::frame::Choice;
use super::links::{Links, Pair};
use crate::documents::MOST_SIGNED_BYTES;
use crate::documents::registers::{
    Gap, INCOMING_COLUMNS, INCOMING_TITLE, OUTGOING_COLUMNS, OUTGOING_TITLE, Register, RegisterQuery,
};
use crate::model::document::{Form, IssuingBody};
use crate::store::incoming_documents::IncomingDocument;

/// Name of the unit in addresses.
pub const UNIT: &str = "don-vi";

/// What an address says about a register.
pub fn which(query: &RegisterQuery) -> [Pair; 3] {
    [
        Pair::new(UNIT, query.unit.as_str()),
        Pair::new("nam", query.year.to_string()),
        Pair::new("co-quan", query.body.as_str()),
    ]
}

/// `12` of the common sequence, `report:12` of a form's own.
fn gap_word(gap: &Gap) -> String {
    gap.form.map_or_else(|| gap.number.to_string(), |form| format!("{}:{}", form.as_str(), gap.number))
}

/// Reads what [`gap_word`] writes.
pub fn read_gap(word: &str) -> Option<Gap> {
    match word.split_once(':') {
        Some((form, number)) => Some(Gap { form: Some(Form::parse(form)?), number: number.parse().ok()? }),
        None => Some(Gap { form: None, number: word.parse().ok()? }),
    }
}

/// `12`, `báo cáo số 12`.
fn gap_label(gap: &Gap) -> String {
    gap.form.map_or_else(|| gap.number.to_string(), |form| format!("{} số {}", form.noun().to_lowercase(), gap.number))
}

/// A register.
#[derive(Debug, Serialize)]
pub struct RegisterView {
    /// What was not accepted.
    pub errors: Vec<FieldError>,
    /// What was typed about a document that came in.
    pub typed: TypedIncoming,
    /// Units whose registers may be opened.
    pub units: Vec<Choice>,
    title: &'static str,
    unit: String,
    path: &'static str,
    year: i32,
    /// Where its forms are sent.
    post_href: String,
    most_bytes: usize,
    most_megabytes: usize,
    bodies: Vec<Choice>,
    heads: Vec<&'static str>,
    rows: Vec<Row>,
    gaps: Vec<Choice>,
    may_explain: bool,
    may_receive: bool,
    download_href: String,
    other: Other,
}

/// The other register.
#[derive(Debug, Serialize)]
struct Other {
    href: String,
    label: &'static str,
}

/// A row.
#[derive(Debug, Serialize)]
struct Row {
    cells: Vec<Cell>,
    file: Option<String>,
}

impl Row {
    fn of(heads: &[&'static str; 10], cells: &[String; 10], file: Option<String>) -> Self {
        let cell = |(head, text): (&&'static str, &String)| Cell { head, text: text.clone() };
        Self { cells: heads.iter().zip(cells).map(cell).collect(), file }
    }
}

/// A cell with the head of its column, which a phone shows before it.
#[derive(Debug, Serialize)]
struct Cell {
    head: &'static str,
    text: String,
}

/// A document that came in, as it is typed.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TypedIncoming {
    pub arrived_on: String,
    pub author: String,
    pub symbol: String,
    pub dated_on: String,
    pub subject: String,
    pub receiver: String,
    pub note: String,
}

impl TypedIncoming {
    /// From the fields of the form.
    pub fn of(field: impl Fn(&str) -> String) -> Self {
        Self {
            arrived_on: field("ngay-den"),
            author: field("tac-gia"),
            symbol: field("so-ky-hieu"),
            dated_on: field("ngay-van-ban"),
            subject: field("trich-yeu"),
            receiver: field("nguoi-nhan"),
            note: field("ghi-chu"),
        }
    }
}

impl RegisterView {
    /// Outgoing documents.
    pub fn outgoing(register: &Register, query: &RegisterQuery, may_explain: bool, links: &Links) -> Self {
        let body = query.body.as_str();
        let rows = register.rows.iter().map(|row| Row::of(&OUTGOING_COLUMNS, row, None)).collect();
        let other = Other { href: links.with("/van-ban/so-den", &which(query)), label: "Sổ văn bản đến" };
        Self {
            title: OUTGOING_TITLE,
            path: "/van-ban/so-di",
            bodies: IssuingBody::ALL.map(|of| Choice::new(of.as_str(), of.vietnamese(), body)).to_vec(),
            heads: OUTGOING_COLUMNS.to_vec(),
            gaps: register.gaps.iter().map(|gap| Choice::new(gap_word(gap), gap_label(gap), "")).collect(),
            may_explain,
            ..Self::bare(register, query, rows, ("/van-ban/so-di", other), links)
        }
    }

    /// Incoming documents.
    pub fn incoming(
        (register, found): (&Register, &[IncomingDocument]),
        query: &RegisterQuery,
        may_receive: bool,
        links: &Links,
    ) -> Self {
        let row = |(cells, document): (&[String; 10], &IncomingDocument)| {
            let file = || links.with(&format!("/van-ban/so-den/{}/tep", document.number), &which(query));
            Row::of(&INCOMING_COLUMNS, cells, document.file.as_ref().map(|_| file()))
        };
        let rows = register.rows.iter().zip(found).map(row).collect();
        let other = Other { href: links.with("/van-ban/so-di", &which(query)), label: "Sổ văn bản đi" };
        Self {
            title: INCOMING_TITLE,
            path: "/van-ban/so-den",
            heads: INCOMING_COLUMNS.to_vec(),
            may_receive,
            ..Self::bare(register, query, rows, ("/van-ban/so-den", other), links)
        }
    }

    fn bare(
        register: &Register,
        query: &RegisterQuery,
        rows: Vec<Row>,
        (path, other): (&'static str, Other),
        links: &Links,
    ) -> Self {
        Self {
            errors: Vec::new(),
            typed: TypedIncoming::default(),
            units: Vec::new(),
            title: "",
            unit: register.unit.name.clone(),
            path,
            year: query.year,
            post_href: links.with(path, &which(query)),
            most_bytes: MOST_SIGNED_BYTES,
            most_megabytes: MOST_SIGNED_BYTES >> 20,
            bodies: Vec::new(),
            heads: Vec::new(),
            rows,
            gaps: Vec::new(),
            may_explain: false,
            may_receive: false,
            download_href: links.with(&format!("{path}/so-dang-ky.xlsx"), &which(query)),
            other,
        }
    }
}
