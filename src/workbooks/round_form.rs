//! The workbook form with which a unit without an account reports: one sheet to fill in, everything else locked, and a hidden one that says whose form of
//! which round it is. A form of another round or unit, or one that was tampered with, is refused when it comes back.

mod read;

use std::io::{Cursor, Write};

use chrono::{DateTime, Utc};
use rust_xlsxwriter::{DataValidation, DataValidationRule, Format, FormatAlign, FormatBorder, Workbook, Worksheet};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::error::WorkbookError;
use super::make::MadeWorkbook;
use super::page::Page;
use super::style::Styles;
use crate::access::{AccessError, Actor};
use crate::model::id::RoundId;
use crate::rounds::{HopSheet, RoundError, RoundSheet, UnitLine, show};
use crate::store::{Db, Keys};
use crate::vn::date::in_text;
use crate::vn::fold::fold;

pub use read::{FormError, ReadForm, read};

/// The sheet to fill in.
const SHEET: &str = "Báo cáo";
/// The hidden sheet.
const HIDDEN: &str = "tiendo";
/// What digests of forms are made for.
const PURPOSE: &str = "round.form";
/// First word of the hidden code.
const VERSION: &str = "TDB1";
/// Row of the first measure, from 0.
const FIRST_ROW: u32 = 9;
/// Column of the figure, from 0.
const VALUE: u16 = 3;
/// Column of the whole of a share, from 0.
const BASE: u16 = 4;

/// The form of one unit.
///
/// # Errors
/// No such round or unit, or not for this actor.
pub fn round_form(
    db: &Db,
    actor: &Actor,
    round: RoundId,
    hop: i32,
    slug: &str,
    now: DateTime<Utc>,
) -> Result<MadeWorkbook, RoundFormError> {
    let sheet = show(db, actor, round, now)?;
    let hop = sheet.hop(hop).ok_or(RoundError::NoHop(hop))?;
    let line = hop.lines.iter().find(|line| line.unit.slug == slug && (line.may_submit || hop.may_decide));
    let line = line.ok_or_else(|| RoundError::NoUnit(slug.to_owned()))?;
    Ok(of_unit(db.keys(), &sheet, hop, line)?)
}

/// The forms of every unit of a hop in one archive.
///
/// # Errors
/// No such round, or not for this actor to decide about.
pub fn round_forms(
    db: &Db,
    actor: &Actor,
    round: RoundId,
    hop: i32,
    now: DateTime<Utc>,
) -> Result<MadeWorkbook, RoundFormError> {
    let (name, forms) = forms_of_hop(db, actor, round, hop, now)?;
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for made in forms {
        archive.start_file(made.file_name, SimpleFileOptions::default()).map_err(packing)?;
        archive.write_all(&made.bytes).map_err(|error| packing(error.into()))?;
    }
    let bytes = archive.finish().map_err(packing)?.into_inner();
    Ok(MadeWorkbook { file_name: format!("bieu-{}.zip", plain(&name)), bytes })
}

/// The name of a round and the forms of every unit of a hop.
///
/// # Errors
/// No such round, or not for this actor to decide about.
pub fn forms_of_hop(
    db: &Db,
    actor: &Actor,
    round: RoundId,
    hop: i32,
    now: DateTime<Utc>,
) -> Result<(String, Vec<MadeWorkbook>), RoundFormError> {
    let sheet = show(db, actor, round, now)?;
    let hop = sheet.hop(hop).ok_or(RoundError::NoHop(hop))?;
    if !hop.may_decide {
        return Err(RoundError::Access(AccessError::Forbidden).into());
    }
    let forms: Result<Vec<_>, _> = hop.lines.iter().map(|line| of_unit(db.keys(), &sheet, hop, line)).collect();
    Ok((sheet.round.name.clone(), forms?))
}

fn packing(error: zip::result::ZipError) -> RoundFormError {
    RoundFormError::Packing(error.to_string())
}

/// What can go wrong with forms.
#[derive(Debug, thiserror::Error)]
pub enum RoundFormError {
    /// The round.
    #[error(transparent)]
    Round(#[from] RoundError),
    /// The workbook.
    #[error(transparent)]
    Workbook(#[from] WorkbookError),
    /// The archive.
    #[error("Không đóng gói được các biểu: {0}.")]
    Packing(String),
}

/// The form of a unit, from what is known about the round.
pub fn of_unit(
    keys: &Keys,
    sheet: &RoundSheet,
    hop: &HopSheet,
    line: &UnitLine,
) -> Result<MadeWorkbook, WorkbookError> {
    let mut book = Workbook::new();
    let styles = Styles::new();
    fill(book.add_worksheet(), sheet, hop, line, &styles)?;
    let code = code(keys, sheet, hop.number, line.unit.id.0);
    let hidden = book.add_worksheet();
    hidden.set_name(HIDDEN)?.set_very_hidden(true).protect();
    hidden.write_string(0, 0, code)?;
    let file_name = format!("bieu-{}-{}.xlsx", plain(&sheet.round.name), plain(&line.unit.name));
    Ok(MadeWorkbook { file_name, bytes: book.save_to_buffer()? })
}

/// Letters that every mail program and old PC keeps.
pub(super) fn plain(name: &str) -> String {
    let letters: Vec<String> = fold(name)
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect();
    letters.join("-").chars().take(60).collect()
}

/// Whose form of which round it is, with a keyed digest: `TDB1.round.hop.unit.measures.digest`.
fn code(keys: &Keys, sheet: &RoundSheet, hop: i32, unit: i64) -> String {
    let measures: Vec<String> = sheet.measures.iter().map(|measure| measure.id.to_string()).collect();
    let said = format!("{VERSION}.{}.{hop}.{unit}.{}", sheet.round.id, measures.join("-"));
    let digest = digest(keys, &said);
    format!("{said}.{digest}")
}

fn digest(keys: &Keys, said: &str) -> String {
    keys.token_digest(PURPOSE, said.as_bytes()).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

fn fill(
    sheet: &mut Worksheet,
    round: &RoundSheet,
    hop: &HopSheet,
    line: &UnitLine,
    styles: &Styles,
) -> Result<(), WorkbookError> {
    sheet.protect();
    let mut page = Page::new(sheet, SHEET)?;
    page.widths(&[6.0, 52.0, 16.0, 18.0, 18.0])?;
    page.merged((0, 0), (0, 4), &line.unit.name, &styles.letterhead)?;
    page.merged((1, 0), (1, 4), &format!("BIỂU BÁO CÁO: {}", round.round.name), &styles.title)?;
    page.merged((2, 0), (2, 4), &round.campaign.title, &styles.subtitle)?;
    let period = format!("Số liệu cộng dồn, tính đến hết ngày {}", in_text(round.round.period.to));
    page.merged((3, 0), (3, 4), &period, &styles.as_of)?;
    let due = format!("Gửi {}, hạn {}.", hop.receiver_name, hop.due.vietnamese());
    page.merged((4, 0), (4, 4), &due, &styles.remark)?;
    page.merged(
        (5, 0),
        (5, 4),
        "Chỉ nhập vào các ô màu vàng. Không đổi tên, không thêm dòng, không chép sang tệp khác.",
        &styles.remark,
    )?;
    for (column, text) in (0..).zip(["TT", "Nội dung", "Đơn vị tính", "Số liệu", "Tổng số (nếu là tỷ lệ)"])
    {
        page.text(FIRST_ROW - 1, column, text, &styles.head)?;
    }
    let input = input();
    let mut row = FIRST_ROW;
    for (number, measure) in (1..).zip(&round.measures) {
        let activity = measure.activity.as_ref();
        page.ordinal(row, 0, number, &styles.body)?;
        page.text(row, 1, &measure.name, &styles.body.text)?;
        page.text(row, 2, activity.map_or("người", |activity| activity.noun.as_str()), &styles.body.middle)?;
        blank(&mut page, row, VALUE, &input)?;
        match activity.and_then(|activity| activity.base_noun.as_ref()) {
            Some(_) => blank(&mut page, row, BASE, &input)?,
            None => page.text(row, BASE, "–", &styles.body.middle)?,
        }
        row += 1;
    }
    let text = input.clone().set_align(FormatAlign::Left).set_num_format("@").set_text_wrap();
    page.text(row + 1, 1, "Không phát sinh trong kỳ (đánh dấu x)", &styles.body.text)?;
    page.sheet().write_blank(row + 1, VALUE, &text)?;
    page.text(row + 2, 1, "Ghi chú, vướng mắc", &styles.body.text)?;
    page.merged((row + 2, 2), (row + 2, 4), "", &text)?;
    page.text(row + 4, VALUE, "Người lập biểu", &styles.signer)?;
    page.text(row + 4, 1, "Thủ trưởng đơn vị", &styles.signer)?;
    Ok(())
}

/// A cell that can be written into.
fn input() -> Format {
    Format::new()
        .set_unlocked()
        .set_font_name(super::style::FONT)
        .set_font_size(13)
        .set_background_color(0xFFF9D6)
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::Right)
        .set_num_format("#,##0")
}

fn blank(page: &mut Page<'_>, row: u32, column: u16, format: &Format) -> Result<(), WorkbookError> {
    let whole = DataValidation::new()
        .allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(0))
        .set_error_title("Số liệu không hợp lệ")?
        .set_error_message("Nhập số nguyên từ 0 trở lên.")?;
    page.sheet().write_blank(row, column, format)?;
    page.sheet().add_data_validation(row, column, row, column, &whole)?;
    Ok(())
}
