//! The sheet «Chất lượng dữ liệu»: what weakens the figures of the workbook, a row each: units without data, old data, reports that differ from what is
//! counted, figures that cannot be right.

use chrono::NaiveDate;
use rust_xlsxwriter::Worksheet;

use super::context::WorkbookContext;
use super::data_sheet::DataSheet;
use super::error::WorkbookError;
use super::style::{BAD, Styles, UNKNOWN, WARN};
use super::wording;
use crate::progress::report::{MeasureName, ProgressReport};
use crate::progress::{Compared, Finding, Reconciliation, STALE_DAYS, units_summary};
use crate::vn::date::in_text;

/// Name of the sheet.
pub const NAME: &str = "Chất lượng dữ liệu";
const HEADS: [(&str, f64); 8] = [
    ("Loại", 24.0),
    ("Đơn vị", 28.0),
    ("Chỉ tiêu", 30.0),
    ("Số báo cáo", 10.0),
    ("Số đếm từ danh sách", 12.0),
    ("Chênh lệch", 10.0),
    ("Số liệu của ngày", 12.5),
    ("Nội dung, việc cần làm", 62.0),
];
const WORDS: [(&str, u32); 4] =
    [("○ chưa có số liệu", UNKNOWN), ("◆ số liệu cũ", WARN), ("◆ báo cáo khác số đếm", WARN), ("■ cần kiểm tra", BAD)];

/// A row.
struct Remark {
    word: &'static str,
    unit: String,
    measure: String,
    reported: Option<i64>,
    counted: Option<i64>,
    day: Option<NaiveDate>,
    what: String,
}

/// Writes it. Figures and their days are those of the report; what was reported beside them is what is known now.
pub fn write(
    sheet: &mut Worksheet,
    report: &ProgressReport,
    checks: Option<&Reconciliation>,
    context: &WorkbookContext,
    styles: &Styles,
) -> Result<(), WorkbookError> {
    let mut data = DataSheet::begin(sheet, NAME, HEADS, 2, (context, styles))?;
    let of_report = report.measures.iter().flat_map(|measure| of_measure(report, measure));
    let compared = checks.iter().flat_map(|checks| &checks.compared).filter_map(|compared| differs(report, compared));
    let found = checks.iter().flat_map(|checks| &checks.findings).map(|finding| impossible(finding, checks));
    let remarks: Vec<Remark> = found.chain(compared).chain(of_report).collect();
    for remark in &remarks {
        row(&mut data, remark)?;
    }
    data.colour_words(0, &WORDS)?;
    data.finish("Không phát hiện vấn đề: mọi đơn vị có số liệu, số liệu còn mới, báo cáo khớp với danh sách.")
}

fn row(data: &mut DataSheet<'_, '_>, remark: &Remark) -> Result<(), WorkbookError> {
    let row = data.next_row();
    let body = &data.styles.body;
    let page = &mut data.page;
    page.text(row, 0, remark.word, &body.text)?;
    page.text(row, 1, &remark.unit, &body.text)?;
    page.text(row, 2, &remark.measure, &body.text)?;
    page.count(row, 3, remark.reported, body)?;
    page.count(row, 4, remark.counted, body)?;
    page.count(row, 5, remark.reported.zip(remark.counted).map(|(reported, counted)| reported - counted), body)?;
    page.day(row, 6, remark.day, body)?;
    page.text(row, 7, &remark.what, &body.text)
}

/// Units without data, and those whose data are old.
fn of_measure(report: &ProgressReport, measure: &MeasureName) -> Vec<Remark> {
    let summary = units_summary(report, measure.id);
    let remark = |word, unit: &str, day, what: String| Remark {
        word,
        unit: unit.to_owned(),
        measure: wording::measure(report, measure),
        reported: None,
        counted: None,
        day,
        what,
    };
    let silent = summary.no_data.iter().map(|unit| {
        let what = "Đơn vị chưa gửi danh sách hoặc báo cáo; không được tính là 0. Đôn đốc đơn vị gửi.";
        remark("○ chưa có số liệu", &unit.name, None, what.to_owned())
    });
    let old = summary.stale.iter().map(|(unit, day)| {
        let days = (report.as_of.day() - *day).num_days();
        let what = format!(
            "Số liệu của ngày {}, cũ hơn ngày số liệu {days} ngày (quá {STALE_DAYS} ngày). Đề nghị đơn vị gửi danh sách hoặc báo cáo mới.",
            in_text(*day)
        );
        remark("◆ số liệu cũ", &unit.name, Some(*day), what)
    });
    silent.chain(old).collect()
}

/// A report that says something else than the list.
fn differs(report: &ProgressReport, compared: &Compared) -> Option<Remark> {
    let difference = compared.difference().filter(|difference| *difference != 0)?;
    let more = if difference > 0 { "nhiều hơn" } else { "ít hơn" };
    let what = format!(
        "Đơn vị báo cáo {more} số đếm từ danh sách cùng ngày {} người. Đối chiếu danh sách tại trang «Đối chiếu».",
        crate::vn::number::group_thousands(difference.abs())
    );
    Some(Remark {
        word: "◆ báo cáo khác số đếm",
        unit: compared.unit.name.clone(),
        measure: wording::measure(report, &compared.measure),
        reported: Some(compared.reported),
        counted: compared.counted,
        day: Some(compared.reported_on),
        what,
    })
}

fn impossible(finding: &Finding, checks: Option<&Reconciliation>) -> Remark {
    let name = checks.iter().flat_map(|checks| &checks.compared).find(|known| known.measure.id == finding.measure);
    Remark {
        word: "■ cần kiểm tra",
        unit: finding.unit.name.clone(),
        measure: name.map(|known| known.measure.name.clone()).unwrap_or_default(),
        reported: None,
        counted: None,
        day: None,
        what: finding.sentence.clone(),
    }
}
