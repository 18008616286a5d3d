//! What stands on the paper, word for word: the one place where a document's content becomes lines with their marks, so that PDF and Word file cannot
//! differ. The rules are those of Nghị định 30/2020/NĐ-CP, Phụ lục I.

use serde::Serialize;

use super::error::DocumentError;
use super::pdf::attached_path;
use crate::charts::{DarkRun, dark_runs};
use crate::model::document::{Annex, Block, Column, Content, Form, LineStyle, Side, Table, Urgency};
use crate::store::document_attachments::Attachment;
use crate::vn::date::in_letterhead;
use crate::vn::number::group_thousands;

/// The mark at the end of the text.
const END_MARK: &str = "./.";
/// Roman numbers of annexes; a document with more of them numbers the rest in Arabic digits.
const ROMAN: [&str; 20] = [
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII",
    "XVIII", "XIX", "XX",
];

/// A document as it is printed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Face {
    /// Name of the file in a reader's title bar.
    pub title: String,
    /// The issuing body in running text.
    pub author: String,
    /// The body above, in capitals.
    pub superior: Option<String>,
    /// The issuing body, in capitals.
    pub agency: Vec<String>,
    /// `Số: 141/UBND-CA`.
    pub number: String,
    /// `Cẩm Ngọc, ngày 05 tháng 6 năm 2023`.
    pub place_and_day: String,
    /// `V/v …`, below the number of a công văn.
    pub below_number: Option<String>,
    /// `KẾ HOẠCH`, above the text of a document with a name.
    pub name: Option<String>,
    /// What that one is about.
    pub subject: Option<String>,
    /// `HỎA TỐC` with its width in millimetres.
    pub urgency: Option<(&'static str, u32)>,
    /// One: on the line of «Kính gửi:»; several: one line each.
    pub addressees: Vec<String>,
    /// In italics.
    pub grounds: Vec<String>,
    /// The text.
    pub body: Vec<FaceBlock>,
    /// Below «Nơi nhận:».
    pub copies: Vec<String>,
    /// In capitals.
    pub authority: Vec<String>,
    /// Name of whoever signs.
    pub signer: Option<String>,
    /// Attached.
    pub annexes: Vec<FaceAnnex>,
    /// Whether the pages of attached PDFs follow their sheets.
    pub embedded: bool,
}

/// A piece of text.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FaceBlock {
    /// A paragraph.
    Line {
        /// How it is set.
        style: LineStyle,
        /// Its words.
        text: String,
    },
    /// A table.
    Table(FaceTable),
    /// A code to scan.
    Qr(FaceQr),
}

/// A table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FaceTable {
    /// Widths in parts.
    pub widths: Vec<u32>,
    /// Where the words of each column stand.
    pub sides: Vec<Side>,
    /// Heads over several columns: text and how many; empty where there is one row of heads only.
    pub groups: Vec<FaceHead>,
    /// Heads of single columns that stand below a group; all of them where there are no groups.
    pub heads: Vec<String>,
    /// Rows.
    pub rows: Vec<FaceRow>,
}

/// A head in the upper of two rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FaceHead {
    /// Its words.
    pub text: String,
    /// Columns it covers.
    pub columns: usize,
    /// Whether it covers both rows.
    pub both_rows: bool,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FaceRow {
    /// One per column.
    pub cells: Vec<String>,
    /// Bold.
    pub total: bool,
}

/// A code to scan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FaceQr {
    /// Modules at one side, without the white around.
    pub modules: usize,
    /// Dark runs: row, first column, length.
    pub runs: Vec<DarkRun>,
    /// What it is for.
    pub caption: String,
}

/// Something attached.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FaceAnnex {
    /// `Phụ lục II`; `Phụ lục` where it is the only one.
    pub label: String,
    /// In capitals.
    pub title: String,
    /// `(Kèm theo Công văn số … của …)`.
    pub attached: String,
    /// Lies across.
    pub landscape: bool,
    /// What stands in it.
    pub blocks: Vec<FaceBlock>,
    /// The PDF that follows as it is.
    pub file: Option<FaceFile>,
}

/// A PDF that is attached as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FaceFile {
    /// Where the layout finds it.
    pub path: String,
    /// Its name.
    pub name: String,
    /// How many pages it has.
    pub pages: u32,
}

impl Face {
    /// Sets a document.
    ///
    /// # Errors
    /// The text of a QR code is too long for one.
    pub fn of(content: &Content) -> Result<Self, DocumentError> {
        Self::with_files(content, &[])
    }

    /// Sets a document with the PDFs that are attached to it; their sheets stand behind the other annexes.
    ///
    /// # Errors
    /// As [`Face::of`].
    pub fn with_files(content: &Content, files: &[Attachment]) -> Result<Self, DocumentError> {
        let letter = content.form == Form::Letter;
        let mut body = blocks(&content.body)?;
        end(&mut body);
        let subject = content.subject.trim();
        Ok(Self {
            title: title(content),
            author: content.letterhead.name.clone(),
            superior: content.letterhead.superior.clone(),
            agency: content.letterhead.agency.clone(),
            number: number(content),
            place_and_day: place_and_day(content),
            below_number: letter.then(|| format!("V/v {subject}")),
            name: content.form.title().map(str::to_owned),
            subject: (!letter).then(|| subject.to_owned()),
            urgency: content.urgency.map(|urgency: Urgency| (urgency.mark(), urgency.width_mm())),
            addressees: addressees(&content.addressees.0),
            grounds: marked(&content.grounds, ""),
            body,
            copies: marked(&content.copies, "- "),
            authority: content.signature.authority.clone(),
            signer: content.signature.signer.clone(),
            annexes: annexes(content, files)?,
            embedded: false,
        })
    }
}

fn title(content: &Content) -> String {
    let noun = content.form.noun();
    match &content.issued {
        Some((number, _)) => format!("{noun} số {number}"),
        None => format!("Dự thảo {}: {}", noun.to_lowercase(), content.subject.trim()),
    }
}

/// A draft leaves room for the number.
fn number(content: &Content) -> String {
    match &content.issued {
        Some((number, _)) => format!("Số: {number}"),
        None => format!("Số:       /{}", content.symbol.as_str()),
    }
}

/// A draft leaves room for the day; month and year are printed.
fn place_and_day(content: &Content) -> String {
    let place = &content.letterhead.place;
    let whole = |day| format!("{place}, {}", in_letterhead(day));
    match &content.issued {
        Some((_, day)) => whole(*day),
        None => {
            let printed = in_letterhead(content.drafted_on);
            let month = printed.find("tháng").and_then(|at| printed.get(at..)).unwrap_or_default();
            format!("{place}, ngày      {month}")
        }
    }
}

fn addressees(given: &[String]) -> Vec<String> {
    match given {
        [one] => vec![format!("{}.", bare(one))],
        several => marked(several, "- "),
    }
}

/// Semicolons between, a full stop at the end.
fn marked(lines: &[String], before: &str) -> Vec<String> {
    let last = lines.len().saturating_sub(1);
    let mark = |at: usize| if at == last { "." } else { ";" };
    lines.iter().enumerate().map(|(at, line)| format!("{before}{}{}", bare(line), mark(at))).collect()
}

fn bare(line: &str) -> &str {
    line.trim().trim_start_matches("- ").trim_end_matches(['.', ';', ',']).trim()
}

/// Puts the end mark behind the last line of the text; a table or a code at the end gets a line of its own.
fn end(body: &mut Vec<FaceBlock>) {
    match body.last_mut() {
        Some(FaceBlock::Line { text, .. }) => {
            let said = text.trim_end().trim_end_matches("./.").trim_end_matches(['.', ';']).to_owned();
            *text = format!("{said}{END_MARK}");
        }
        _ => body.push(FaceBlock::Line { style: LineStyle::Plain, text: END_MARK.to_owned() }),
    }
}

fn blocks(given: &[Block]) -> Result<Vec<FaceBlock>, DocumentError> {
    given.iter().map(block).collect()
}

fn block(given: &Block) -> Result<FaceBlock, DocumentError> {
    Ok(match given {
        Block::Line(line) => FaceBlock::Line { style: line.style(), text: line.text.trim().to_owned() },
        Block::Table(table) => FaceBlock::Table(face_table(table)),
        Block::Qr(qr) => {
            let (modules, runs) = dark_runs(&qr.payload).ok_or(DocumentError::LongCode)?;
            FaceBlock::Qr(FaceQr { modules, runs, caption: qr.caption.clone() })
        }
    })
}

fn face_table(table: &Table) -> FaceTable {
    let grouped = table.columns.iter().any(|column| column.group.is_some());
    let heads = table.columns.iter().filter(|column| !grouped || column.group.is_some());
    FaceTable {
        widths: table.columns.iter().map(|column| column.width).collect(),
        sides: table.columns.iter().map(|column| column.side).collect(),
        groups: if grouped { groups(&table.columns) } else { Vec::new() },
        heads: heads.map(|column| column.head.clone()).collect(),
        rows: table
            .rows
            .iter()
            .map(|row| FaceRow { cells: row.cells.iter().map(|cell| cell.text.clone()).collect(), total: row.total })
            .collect(),
    }
}

/// Neighbours with the same group share a head; a column without one reaches over both rows.
fn groups(columns: &[Column]) -> Vec<FaceHead> {
    let mut heads: Vec<FaceHead> = Vec::new();
    for column in columns {
        match (&column.group, heads.last_mut()) {
            (Some(group), Some(last)) if !last.both_rows && last.text == *group => last.columns += 1,
            (Some(group), _) => heads.push(FaceHead { text: group.clone(), columns: 1, both_rows: false }),
            (None, _) => heads.push(FaceHead { text: column.head.clone(), columns: 1, both_rows: true }),
        }
    }
    heads
}

fn annexes(content: &Content, files: &[Attachment]) -> Result<Vec<FaceAnnex>, DocumentError> {
    let only = content.annexes.len() + files.len() == 1;
    let label = |at: usize| match ROMAN.get(at) {
        _ if only => "Phụ lục".to_owned(),
        Some(roman) => format!("Phụ lục {roman}"),
        None => format!("Phụ lục {}", at + 1),
    };
    let attached = |to: Option<String>| format!("(Kèm theo {})", to.unwrap_or_else(|| this_document(content)));
    let one = |(at, annex): (usize, &Annex)| {
        Ok(FaceAnnex {
            label: label(at),
            title: annex.title.to_uppercase(),
            attached: attached(annex.attached_to.clone()),
            landscape: annex.landscape,
            blocks: blocks(&annex.blocks)?,
            file: None,
        })
    };
    let own: Result<Vec<FaceAnnex>, DocumentError> = content.annexes.iter().enumerate().map(one).collect();
    let sheet = |(at, file): (usize, &Attachment)| FaceAnnex {
        label: label(content.annexes.len() + at),
        // As it is written: symbols of other offices have small letters, too.
        title: file.title.clone(),
        attached: attached(None),
        landscape: false,
        blocks: vec![FaceBlock::Line { style: LineStyle::Plain, text: as_it_is(file.pages) }],
        file: Some(FaceFile { path: attached_path(at), name: file.file_name.clone(), pages: file.pages }),
    };
    Ok(own?.into_iter().chain(files.iter().enumerate().map(sheet)).collect())
}

fn as_it_is(pages: u32) -> String {
    format!("Văn bản đính kèm gồm {} trang, giữ nguyên như bản đã nhận.", group_thousands(i64::from(pages)))
}

/// `Công văn số 12/UBND-CA ngày 05 tháng 6 năm 2023 của UBND xã Cẩm Ngọc`; a draft leaves number and day open.
fn this_document(content: &Content) -> String {
    let (noun, name) = (content.form.noun(), &content.letterhead.name);
    match &content.issued {
        Some((number, day)) => format!("{noun} số {number} {} của {name}", in_letterhead(*day)),
        None => {
            let day = place_and_day(content);
            let day = day.split_once(", ").map_or("", |(_, day)| day);
            format!("{noun} số      /{} {day} của {name}", content.symbol.as_str())
        }
    }
}
