//! The sheet «Người chưa hoàn thành»: whom to see, a row per person and measure. Numbers are masked as in the list of people.

use rust_xlsxwriter::Worksheet;

use super::context::WorkbookContext;
use super::data_sheet::DataSheet;
use super::error::WorkbookError;
use super::style::{BAD, Styles, WARN};
use super::wording;
use crate::people::{MeasureState, PersonLine};
use crate::progress::report::{MeasureName, ProgressReport};
use crate::vn::date::PartialDate;
use crate::vn::national_id::Sex;

/// Name of the sheet.
pub const NAME: &str = "Người chưa hoàn thành";
const HEADS: [(&str, f64); 11] = [
    ("STT", 6.0),
    ("Họ và tên", 28.0),
    ("Ngày sinh", 12.0),
    ("Giới tính", 7.0),
    ("Số định danh", 15.0),
    ("Điện thoại", 13.0),
    ("Thôn, tổ dân phố", 22.0),
    ("Cơ quan, đơn vị", 24.0),
    ("Chỉ tiêu", 26.0),
    ("Tình trạng", 26.0),
    ("Nguyên nhân, vướng mắc", 28.0),
];
const NOT_ISSUED: &str = "■ chưa cấp";
const NOT_DONE: &str = "◆ đã cấp, chưa hoàn thành";

/// Somebody who is not done in a measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Unfinished {
    /// What is missing.
    pub measure: MeasureName,
    /// Where the person stands in it.
    pub state: MeasureState,
    /// Who, with masked numbers.
    pub person: PersonLine,
}

/// Writes it.
pub fn write(
    sheet: &mut Worksheet,
    report: &ProgressReport,
    people: &[Unfinished],
    context: &WorkbookContext,
    styles: &Styles,
) -> Result<(), WorkbookError> {
    let mut data = DataSheet::begin(sheet, NAME, HEADS, 2, (context, styles))?;
    for one in people {
        let row = data.next_row();
        let body = &data.styles.body;
        let (page, person) = (&mut data.page, &one.person);
        page.ordinal(row, 0, row, body)?;
        page.text(row, 1, &person.full_name, &body.text)?;
        page.text(row, 2, &person.birth_date.map(PartialDate::in_table).unwrap_or_default(), &body.middle)?;
        page.text(row, 3, person.sex.map_or("", Sex::vietnamese), &body.middle)?;
        page.text(row, 4, person.national_id.as_deref().unwrap_or_default(), &body.middle)?;
        page.text(row, 5, person.phone.as_deref().unwrap_or_default(), &body.middle)?;
        page.text(row, 6, person.village.as_deref().unwrap_or_default(), &body.text)?;
        page.text(row, 7, person.office.as_deref().unwrap_or_default(), &body.text)?;
        page.text(row, 8, &wording::measure(report, &one.measure), &body.text)?;
        page.text(row, 9, if one.state == MeasureState::NotIssued { NOT_ISSUED } else { NOT_DONE }, &body.text)?;
        let causes: Vec<&str> = person.barriers.iter().map(|barrier| barrier.name.as_str()).collect();
        page.text(row, 10, &causes.join("; "), &body.text)?;
    }
    data.colour_words(9, &[(NOT_ISSUED, BAD), (NOT_DONE, WARN)])?;
    data.finish("Mọi người đã hoàn thành.")
}
