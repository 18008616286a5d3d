//! The sheet «Dữ liệu»: every figure of every unit in a row of its own, for whoever goes on counting with them.

use rust_xlsxwriter::{ConditionalFormatDataBar, ConditionalFormatType, Worksheet};

use super::context::WorkbookContext;
use super::data_sheet::DataSheet;
use super::error::WorkbookError;
use super::page::NO_DATA;
use super::style::{BAD, BAR, GOOD, Styles, UNKNOWN, WARN};
use super::wording;
use crate::progress::report::{Basis, Figure, Outlook, ProgressReport, UnitName};

/// Name of the sheet.
pub const NAME: &str = "Dữ liệu";
const HEADS: [(&str, f64); 16] = [
    ("Mã đơn vị", 20.0),
    ("Đơn vị", 26.0),
    ("Chỉ tiêu", 28.0),
    ("Đối tượng", 14.0),
    ("Số người đủ điều kiện", 12.0),
    ("Chỉ tiêu giao", 10.0),
    ("Đã cấp", 9.0),
    ("Đạt", 9.0),
    ("Tỷ lệ đạt", 10.0),
    ("Còn lại", 9.0),
    ("Hạn hoàn thành", 12.5),
    ("Cần đạt mỗi ngày", 9.0),
    ("Đang đạt mỗi ngày", 9.0),
    ("Đánh giá", 20.0),
    ("Nguồn số liệu", 22.0),
    ("Số liệu của ngày", 12.5),
];
const PERCENT: u16 = 8;
const OUTLOOK: u16 = 13;
/// Words of outlooks with their shapes, and their colours.
const OUTLOOKS: [(Outlook, u32); 6] = [
    (Outlook::Met, GOOD),
    (Outlook::OnTrack, GOOD),
    (Outlook::AtRisk, WARN),
    (Outlook::Unlikely, BAD),
    (Outlook::Missed, BAD),
    (Outlook::NoData, UNKNOWN),
];

/// Writes it: the unit itself first, then those below it in local order.
pub fn write(
    sheet: &mut Worksheet,
    report: &ProgressReport,
    context: &WorkbookContext,
    styles: &Styles,
) -> Result<(), WorkbookError> {
    let mut data = DataSheet::begin(sheet, NAME, HEADS, 2, (context, styles))?;
    for figure in &report.own {
        row(&mut data, report, &figure.unit, figure)?;
    }
    for (unit, figures) in &report.children {
        for figure in figures {
            row(&mut data, report, unit, figure)?;
        }
    }
    let words = OUTLOOKS.map(|(outlook, colour)| (wording::outlook(outlook), colour));
    let words: Vec<(&str, u32)> = words.iter().map(|(word, colour)| (word.as_str(), *colour)).collect();
    data.colour_words(OUTLOOK, &words)?;
    let last = data.last_row();
    if last > 0 {
        let bar = ConditionalFormatDataBar::new()
            .set_minimum(ConditionalFormatType::Number, 0)
            .set_maximum(ConditionalFormatType::Number, 1)
            .set_fill_color(BAR)
            .set_solid_fill(true);
        data.page.sheet().add_conditional_format(1, PERCENT, last, PERCENT, &bar)?;
    }
    data.finish("Chưa có số liệu.")
}

fn row(
    data: &mut DataSheet<'_, '_>,
    report: &ProgressReport,
    unit: &UnitName,
    figure: &Figure,
) -> Result<(), WorkbookError> {
    let row = data.next_row();
    let body = &data.styles.body;
    let page = &mut data.page;
    page.text(row, 0, &unit.slug, &body.text)?;
    page.text(row, 1, &unit.name, &body.text)?;
    page.text(row, 2, &wording::measure(report, &figure.measure), &body.text)?;
    page.text(row, 3, wording::audience(figure.measure.audience), &body.middle)?;
    page.count(row, 4, figure.eligible, body)?;
    page.count(row, 5, figure.quota, body)?;
    page.count(row, 6, figure.issued, body)?;
    match figure.done {
        Some(done) => page.integer(row, 7, Some(done), body)?,
        None => page.text(row, 7, NO_DATA, &body.missing)?,
    }
    page.share(row, PERCENT, figure.percent, body)?;
    page.count(row, 9, figure.remaining, body)?;
    page.day(row, 10, figure.deadline, body)?;
    page.count(row, 11, figure.needed_per_day, body)?;
    match figure.pace_per_day {
        Some(pace) => page.tenths(row, 12, Some(pace), body)?,
        None => page.blank(row, 12, &body.tenths)?,
    }
    let outlook = if figure.measure.has_quota { wording::outlook(figure.outlook) } else { "số theo dõi".to_owned() };
    page.text(row, OUTLOOK, &outlook, &body.middle)?;
    page.text(row, 14, source(figure.basis), &body.text)?;
    page.day(row, 15, figure.basis.day(), body)
}

/// Where a figure comes from, in a word that can be filtered; the day stands in the next column.
fn source(basis: Basis) -> &'static str {
    match basis {
        Basis::Counted(_) => "đếm từ danh sách",
        Basis::Reported(_) => "theo báo cáo",
        Basis::Mixed { .. } => "vừa đếm vừa theo báo cáo",
        Basis::None => NO_DATA,
    }
}
