//! What stands in a document, component by component (Nghị định 30/2020/NĐ-CP, Phụ lục I), independent of the file it is written to.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{DocumentNumber, Form, Line, Symbol};

/// A whole document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Its form.
    pub form: Form,
    /// Who issues it, and where.
    pub letterhead: Letterhead,
    /// What stands after the number.
    pub symbol: Symbol,
    /// Number and day, once it is issued.
    pub issued: Option<(DocumentNumber, NaiveDate)>,
    /// The day that a draft is meant for: its month and year are printed, the day is left to whoever signs.
    pub drafted_on: NaiveDate,
    /// What it is about (trích yếu), without «V/v» or «Về việc» before it in a công văn.
    pub subject: String,
    /// How urgent it is.
    pub urgency: Option<Urgency>,
    /// «Kính gửi».
    pub addressees: Addressees,
    /// «Căn cứ …», one line each, without the semicolon.
    pub grounds: Vec<String>,
    /// The text.
    pub body: Vec<Block>,
    /// Who signs.
    pub signature: Signature,
    /// «Nơi nhận», without hyphens and final marks; the last one is the copy that is kept.
    pub copies: Vec<String>,
    /// What is attached, in order.
    pub annexes: Vec<Annex>,
}

/// Who issues a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letterhead {
    /// The body directly above, in capitals; none above an Ủy ban nhân dân.
    pub superior: Option<String>,
    /// The issuing body, in capitals, one entry per line: `ỦY BAN NHÂN DÂN`, `XÃ CẨM NGỌC`.
    pub agency: Vec<String>,
    /// Where it sits: `Cẩm Ngọc`.
    pub place: String,
    /// The body in running text: `UBND xã Cẩm Ngọc`.
    pub name: String,
}

/// To whom.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Addressees(pub Vec<String>);

/// How urgent a document is (dấu chỉ độ khẩn).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// KHẨN.
    Urgent,
    /// THƯỢNG KHẨN.
    VeryUrgent,
    /// HỎA TỐC.
    Immediate,
}

impl Urgency {
    /// The words of the mark.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Urgent => "KHẨN",
            Self::VeryUrgent => "THƯỢNG KHẨN",
            Self::Immediate => "HỎA TỐC",
        }
    }

    /// Its width in millimetres; each is 8 mm high.
    pub fn width_mm(self) -> u32 {
        match self {
            Self::Urgent => 20,
            Self::VeryUrgent => 40,
            Self::Immediate => 30,
        }
    }
}

/// The block of whoever signs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// In capitals, in order: `TM. ỦY BAN NHÂN DÂN`, `KT. CHỦ TỊCH`, `PHÓ CHỦ TỊCH`.
    pub authority: Vec<String>,
    /// Name without academic titles; none where it is left open.
    pub signer: Option<String>,
}

/// A piece of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// A paragraph.
    Line(Line),
    /// A table.
    Table(Table),
    /// A QR code with what it opens.
    Qr(QrBlock),
}

/// A QR code that is drawn, with the words beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QrBlock {
    /// What a phone reads.
    pub payload: String,
    /// What it is for.
    pub caption: String,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Columns in order.
    pub columns: Vec<Column>,
    /// Rows in order; totals last.
    pub rows: Vec<TableRow>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Head above several columns, the same for neighbours that belong together.
    pub group: Option<String>,
    /// Its own head.
    pub head: String,
    /// Share of the width, in parts.
    pub width: u32,
    /// Where its words stand: numbers at the right.
    pub side: Side,
}

/// Where the words of a cell stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Words.
    Left,
    /// Marks, dates, ordinal numbers.
    Center,
    /// Numbers.
    Right,
}

impl Side {
    /// The word that both file formats use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Center => "center",
            Self::Right => "right",
        }
    }
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableRow {
    /// One cell per column.
    pub cells: Vec<Cell>,
    /// Bold: totals.
    pub total: bool,
}

/// A cell is a line: its figures are bound like those of the text.
pub type Cell = Line;

/// What is attached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Annex {
    /// In capitals when printed.
    pub title: String,
    /// Where it is attached to another document than this one: `Công văn số 1239/UBND-CA ngày 26/5/2023 của UBND huyện`.
    pub attached_to: Option<String>,
    /// Wide tables lie across.
    pub landscape: bool,
    /// What stands in it.
    pub blocks: Vec<Block>,
}
