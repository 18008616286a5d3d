//! The progress workbook: the figures of a unit and its children at one as-of date.

use super::book::begin;
use super::context::WorkbookContext;
use super::error::WorkbookError;
use super::people_sheet::{self, Unfinished};
use super::style::Styles;
use super::{figures_sheet, notes_sheet, quality_sheet, summary_sheet, trend_sheet, unit_groups, units_sheet};
use crate::progress::Reconciliation;
use crate::progress::report::{ProgressReport, Series};

/// What a progress workbook shows.
#[derive(Debug, Clone, Copy)]
pub struct ProgressContent<'a> {
    /// The figures.
    pub report: &'a ProgressReport,
    /// The unit's own measures over time.
    pub series: &'a [Series],
    /// What was reported beside the figures, and what cannot be right; none where the workbook is made again from frozen figures alone.
    pub checks: Option<&'a Reconciliation>,
    /// Who is not done; none where nobody asked.
    pub people: Option<&'a [Unfinished]>,
}

/// Makes the workbook. The same input gives the same bytes.
pub fn progress(content: &ProgressContent<'_>, context: &WorkbookContext) -> Result<Vec<u8>, WorkbookError> {
    let ProgressContent { report, series, checks, people } = *content;
    let mut workbook = begin(&report.campaign.title, context)?;
    let styles = Styles::new();
    let trend = trend_sheet::Trend::of(series);
    summary_sheet::write(workbook.add_worksheet(), report, &trend, context, &styles)?;
    for group in unit_groups::groups(report) {
        units_sheet::write(workbook.add_worksheet(), report, &group, context, &styles)?;
    }
    figures_sheet::write(workbook.add_worksheet(), report, context, &styles)?;
    if !trend.is_empty() {
        trend_sheet::write(workbook.add_worksheet(), report, &trend, context, &styles)?;
    }
    if let Some(people) = people {
        people_sheet::write(workbook.add_worksheet(), report, people, context, &styles)?;
    }
    quality_sheet::write(workbook.add_worksheet(), report, checks, context, &styles)?;
    notes_sheet::write(workbook.add_worksheet(), report, context, &styles)?;
    Ok(workbook.save_to_buffer()?)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use std::io::{Cursor, Read};

    use calamine::{Data, Reader, Xlsx};
    use proptest::prelude::*;

    use super::*;
    use crate::progress::report::UnitName;
    use crate::workbooks::sample;

    fn written(report: &ProgressReport, series: &[Series]) -> Vec<u8> {
        let content = ProgressContent { report, series, checks: None, people: None };
        progress(&content, &sample::context()).unwrap()
    }

    fn made() -> Vec<u8> {
        written(&sample::cam_ngoc(), &sample::series())
    }

    /// One part of the archive.
    fn part(bytes: &[u8], name: &str) -> String {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes.to_vec())).unwrap();
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    fn cell(sheet: &str, row: u32, column: u32) -> Data {
        let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(made())).unwrap();
        workbook.worksheet_range(sheet).unwrap().get_value((row, column)).unwrap().clone()
    }

    #[test]
    fn the_same_report_gives_the_same_bytes() {
        assert_eq!(made(), made());
    }

    #[test]
    fn sheets_stand_in_their_order() {
        let workbook: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(made())).unwrap();
        let expected =
            ["Tổng hợp", "Theo đơn vị", "Theo cơ quan", "Dữ liệu", "Diễn biến", "Chất lượng dữ liệu", "Ghi chú"];
        assert_eq!(workbook.sheet_names(), expected);
    }

    #[test]
    fn shares_are_numbers_cut_as_they_are_printed() {
        // Row of level 2 in the summary: 1.068 of 1.273 is 83,8963 %.
        assert_eq!(cell("Tổng hợp", 12, 6), Data::Float(1068.0));
        assert_eq!(cell("Tổng hợp", 12, 7), Data::Float(0.8389));
        assert!(matches!(cell("Tổng hợp", 12, 9), Data::DateTime(_)), "{:?}", cell("Tổng hợp", 12, 9));
    }

    #[test]
    fn totals_calculate_and_carry_their_result() {
        let units = part(&made(), "xl/worksheets/sheet2.xml");
        assert!(units.contains("<f>SUM(D7:D16)</f><v>2650</v>"), "{units}");
        assert!(units.contains("<f>SUM(F7:F16)</f><v>119</v>"));
        assert!(units.contains("<f>MAX(0,D17-F17)</f><v>2531</v>"));
        assert_eq!(cell("Theo đơn vị", 16, 6), Data::Float(0.0449));
        assert_eq!(cell("Theo đơn vị", 16, 12), Data::Float(0.8389));
    }

    #[test]
    fn sheets_of_data_are_clean() {
        let bytes = made();
        for number in [4, 5, 6] {
            let sheet = part(&bytes, &format!("xl/worksheets/sheet{number}.xml"));
            assert!(!sheet.contains("<mergeCell") && sheet.contains("<autoFilter ref=\"A1:"), "{number}: {sheet}");
            assert!(sheet.contains("ySplit=\"1\"") && !sheet.contains("<f>"), "{number}");
        }
        let figures = part(&bytes, "xl/worksheets/sheet4.xml");
        assert!(figures.contains("beginsWith") && figures.contains("dataBar"), "words and bars are coloured");
    }

    #[test]
    fn the_frozen_figures_stand_on_every_page_and_in_the_notes() {
        let bytes = made();
        for number in 1..=7 {
            let sheet = part(&bytes, &format!("xl/worksheets/sheet{number}.xml"));
            assert!(sheet.contains("Số liệu chốt số 7, mã 0123456789ab"), "{number}");
        }
        let hash = sample::context().snapshot.unwrap().sha256;
        assert!(part(&bytes, "xl/sharedStrings.xml").contains(&hash));
    }

    #[test]
    fn no_text_becomes_a_formula() {
        let offices = part(&made(), "xl/worksheets/sheet3.xml");
        let formulas: Vec<&str> = offices.split("<f>").skip(1).collect();
        assert!(
            formulas.iter().all(|f| ["SUM(", "MAX(0,", "IF("].iter().any(|ours| f.starts_with(ours))),
            "{formulas:?}"
        );
        assert_eq!(cell("Theo cơ quan", 7, 1), Data::String("=Trường Mầm non".to_owned()));
        assert!(part(&made(), "xl/styles.xml").contains("quotePrefix=\"1\""));
        assert_eq!(cell("Theo cơ quan", 7, 4), Data::String("chưa có số liệu".to_owned()));
    }

    #[test]
    fn every_sheet_prints_on_a4_landscape_with_its_head_repeated() {
        let bytes = made();
        for number in 1..=7 {
            let sheet = part(&bytes, &format!("xl/worksheets/sheet{number}.xml"));
            assert!(sheet.contains("paperSize=\"9\"") && sheet.contains("orientation=\"landscape\""), "{number}");
            assert!(sheet.contains("fitToPage=\"1\"") && !sheet.contains("fitToWidth"), "{number}: one page wide");
            assert!(sheet.contains("state=\"frozen\"") && sheet.contains("&amp;P/&amp;N"), "{number}");
        }
        assert_eq!(part(&bytes, "xl/workbook.xml").matches("_xlnm.Print_Titles").count(), 7);
    }

    #[test]
    fn a_unit_without_units_below_and_without_days_has_no_empty_tables() {
        let mut report = sample::cam_ngoc();
        report.children.clear();
        let bytes = written(&report, &[]);
        let workbook: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        assert_eq!(workbook.sheet_names(), ["Tổng hợp", "Dữ liệu", "Chất lượng dữ liệu", "Ghi chú"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(8))]
        /// Whatever a unit is called, its name comes out as it went in, and only our own formulas calculate.
        #[test]
        fn names_come_out_as_they_went_in(
            names in proptest::collection::vec("([=+\\-@＝\t;|'\"]|=cmd\\||\\{=)?[\\PC]{1,40}", 200..300),
        ) {
            let mut report = sample::cam_ngoc();
            let (unit, figures) = report.children.first().unwrap().clone();
            report.children = names.iter().map(|name| (UnitName { name: name.clone(), ..unit.clone() }, figures.clone())).collect();
            let bytes = written(&report, &[]);
            let formulas = part(&bytes, "xl/worksheets/sheet2.xml").matches("<f>").count();
            prop_assert_eq!(formulas, 11);
            let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
            let sheet = workbook.worksheet_range("Theo đơn vị").unwrap();
            let read: Vec<String> = (6..).map_while(|row| sheet.get_value((row, 1))).take(names.len()).map(ToString::to_string).collect();
            prop_assert_eq!(read, names);
        }
    }
}
