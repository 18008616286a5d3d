//! The ranking as clean data: a row per unit and measure.

use rust_xlsxwriter::Worksheet;

use super::tier::Tier;
use super::{AHEAD, BEHIND, UNRANKED};
use crate::model::percent::Percent;
use crate::progress::report::ProgressReport;
use crate::workbooks::context::WorkbookContext;
use crate::workbooks::data_sheet::DataSheet;
use crate::workbooks::error::WorkbookError;
use crate::workbooks::style::{BAD, GOOD, Styles, UNKNOWN};
use crate::workbooks::wording;

const HEADS: [(&str, f64); 11] = [
    ("Khối", 22.0),
    ("Đơn vị", 30.0),
    ("Hạng chung", 9.0),
    ("Bình quân", 11.0),
    ("Xếp loại", 19.0),
    ("Chỉ tiêu", 32.0),
    ("Chỉ tiêu giao", 10.0),
    ("Đạt", 10.0),
    ("Tỷ lệ đạt", 10.0),
    ("Còn lại", 10.0),
    ("Hạng theo chỉ tiêu", 10.0),
];

/// Writes it.
pub fn write(
    sheet: &mut Worksheet,
    report: &ProgressReport,
    tiers: &[Tier<'_>],
    context: &WorkbookContext,
    styles: &Styles,
) -> Result<(), WorkbookError> {
    let mut data = DataSheet::begin(sheet, "Dữ liệu", HEADS, 2, (context, styles))?;
    let body = &styles.body;
    for tier in tiers {
        for placed in &tier.units {
            for (measure, rank) in tier.measures.iter().zip(&placed.ranks) {
                let Some(figure) = placed.figure(measure) else { continue };
                let row = data.next_row();
                let page = &mut data.page;
                let place = placed.composite;
                page.text(row, 0, tier.name, &body.text)?;
                page.text(row, 1, &placed.unit.name, &body.text)?;
                page.count(row, 2, place.map(|place| i64::from(place.rank)), body)?;
                page.share(row, 3, place.map(|place| Percent::from_hundredths(place.mean)), body)?;
                page.text(row, 4, placed.word(), &body.middle)?;
                page.text(row, 5, &wording::measure(report, measure), &body.text)?;
                page.count(row, 6, figure.quota, body)?;
                page.count(row, 7, figure.done, body)?;
                page.share(row, 8, figure.percent, body)?;
                page.count(row, 9, figure.remaining, body)?;
                page.count(row, 10, rank.map(i64::from), body)?;
            }
        }
    }
    data.colour_words(4, &[(AHEAD, GOOD), (BEHIND, BAD), (UNRANKED, UNKNOWN)])?;
    data.finish("Chưa có đơn vị nào được xếp hạng.")
}
