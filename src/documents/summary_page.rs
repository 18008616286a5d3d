//! The first page of a progress workbook as PDF, for those who have no program for tables: the same figures, letterhead and sentence as its sheet «Tổng hợp».

use serde::Serialize;

use super::error::DocumentError;
use super::pdf;
use crate::model::as_of::AsOf;
use crate::progress::report::{Figure, ProgressReport, Tenths};
use crate::progress::sentence;
use crate::vn::date::{in_letterhead, in_table};
use crate::vn::number::group_thousands;
use crate::workbooks::{SUMMARY_SHEET, WorkbookContext, summary_heads, summary_numbers, summary_titles, wording};

/// What stands where a value does not apply, as in the workbook.
const NOT_APPLICABLE: &str = "–";
/// What stands where nothing is known, as in the workbook.
const NO_DATA: &str = "chưa có số liệu";

/// What the layout says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct SummaryFace {
    agency: String,
    title: String,
    subtitle: String,
    day: String,
    sentence: String,
    heads: Vec<String>,
    numbers: Vec<String>,
    rows: Vec<Vec<String>>,
    made_on: String,
    made_by: String,
    sheet: &'static str,
    cited: String,
}

/// Writes it. The same report at the same moment gives the same bytes.
///
/// # Errors
/// The layout program refused: a fault of the layout, never of the figures.
pub fn summary_page(report: &ProgressReport, context: &WorkbookContext) -> Result<Vec<u8>, DocumentError> {
    pdf::summary(&face(report, context), context.made_at)
}

fn face(report: &ProgressReport, context: &WorkbookContext) -> SummaryFace {
    let titles = summary_titles(report);
    SummaryFace {
        agency: context.agency.to_uppercase(),
        title: titles.title,
        subtitle: titles.subtitle,
        day: titles.day,
        sentence: sentence::summary(report),
        heads: summary_heads().map(str::to_owned).collect(),
        numbers: summary_numbers(),
        rows: (1..).zip(&report.own).map(|(number, figure)| row(number, report, figure)).collect(),
        made_on: format!("Lập {}", in_letterhead(AsOf::of_instant(context.made_at).day())),
        made_by: context.made_by.clone(),
        sheet: SUMMARY_SHEET,
        cited: context.snapshot.as_ref().map(|snapshot| snapshot.short()).unwrap_or_default(),
    }
}

/// The cells in the order of the heads.
fn row(number: u32, report: &ProgressReport, figure: &Figure) -> Vec<String> {
    let dash = || NOT_APPLICABLE.to_owned();
    let whole = |value: Option<i64>| value.map_or_else(dash, group_thousands);
    vec![
        number.to_string(),
        wording::measure(report, &figure.measure),
        wording::audience(figure.measure.audience).to_owned(),
        whole(figure.eligible),
        whole(figure.quota),
        whole(figure.issued),
        figure.done.map_or_else(|| NO_DATA.to_owned(), group_thousands),
        figure.percent.map_or_else(dash, |percent| format!("{}%", percent.vietnamese())),
        whole(figure.remaining),
        figure.deadline.map_or_else(dash, in_table),
        whole(figure.days_left),
        whole(figure.needed_per_day),
        figure.pace_per_day.map_or_else(dash, tenths),
        whole(figure.at_deadline),
        if figure.measure.has_quota { wording::outlook(figure.outlook) } else { "số theo dõi".to_owned() },
    ]
}

/// `7,5`.
fn tenths(Tenths(value): Tenths) -> String {
    let sign = if value < 0 { "-" } else { "" };
    format!("{sign}{},{}", group_thousands(value.abs() / 10), value.abs() % 10)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::workbooks::sample;

    #[test]
    fn the_page_is_a_pdf_that_does_not_change() {
        let (report, context) = (sample::cam_ngoc(), sample::context());
        let bytes = summary_page(&report, &context).unwrap();
        assert!(bytes.starts_with(b"%PDF-") && bytes == summary_page(&report, &context).unwrap());
    }

    #[test]
    fn the_cells_say_what_the_sheet_says() {
        let face = face(&sample::cam_ngoc(), &sample::context());
        assert_eq!((face.heads.len(), face.numbers.len()), (15, 15));
        assert!(face.rows.iter().all(|row| row.len() == face.heads.len()));
        let second = face.rows.get(2).unwrap();
        let cells = |from: usize, to: usize| second.get(from..to).unwrap().join(" ");
        assert_eq!(cells(0, 3), "3 Mức 2 đã kích hoạt (người dân) người dân");
        assert_eq!(cells(4, 9), "1.273 2.045 1.068 83,89% 205");
        assert_eq!(face.agency, "UBND XÃ CẨM NGỌC");
        assert_eq!(
            (tenths(Tenths(75)), tenths(Tenths(-3)), tenths(Tenths(12_340))),
            ("7,5".into(), "-0,3".into(), "1.234,0".into())
        );
    }
}
