//! The list as a workbook, as an office would send it: ID numbers and phones as text, dates as dates.

use chrono::NaiveDate;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::people::{self, Row};

/// Columns of the list.
pub const COLUMNS: u16 = HEADS.len() as u16;
const HEADS: [&str; 15] = [
    "STT",
    "Họ và tên",
    "Ngày sinh",
    "Giới tính",
    "Số CCCD",
    "Số điện thoại",
    "Thôn",
    "Mức 1",
    "Ngày cấp mức 1",
    "Mức 2",
    "Ngày cấp mức 2",
    "Kích hoạt",
    "Ngày kích hoạt",
    "Số hộ",
    "Ghi chú",
];

/// Makes it.
pub fn make(rows: u32) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet_with_constant_memory().unwrap();
    let date = Format::new().set_num_format("dd/mm/yyyy");
    for (column, head) in (0..).zip(HEADS) {
        sheet.write_string(0, column, head).unwrap();
    }
    for number in 1..=rows {
        write(sheet, number, &people::row(number), &date).unwrap();
    }
    workbook.save_to_buffer().unwrap()
}

/// Cells that stay empty.
pub fn empty_cells(rows: u32) -> u64 {
    let empty = |row: Row| {
        let days = [row.level_1, row.level_2, row.activated];
        2 * days.iter().filter(|day| day.is_none()).count() as u64 + 1
    };
    (1..=rows).map(|number| empty(people::row(number))).sum()
}

fn write(sheet: &mut Worksheet, number: u32, row: &Row, date: &Format) -> Result<(), XlsxError> {
    sheet.write_number(number, 0, number)?;
    sheet.write_string(number, 1, &row.full_name)?;
    sheet.write_datetime_with_format(number, 2, row.born, date)?;
    sheet.write_string(number, 3, row.sex)?;
    sheet.write_string(number, 4, &row.national_id)?;
    sheet.write_string(number, 5, &row.phone)?;
    sheet.write_string(number, 6, row.village)?;
    mark(sheet, number, 7, row.level_1, date)?;
    mark(sheet, number, 9, row.level_2, date)?;
    mark(sheet, number, 11, row.activated, date)?;
    sheet.write_number(number, 13, row.household)?;
    Ok(())
}

/// A cross and its day.
fn mark(sheet: &mut Worksheet, row: u32, column: u16, day: Option<NaiveDate>, date: &Format) -> Result<(), XlsxError> {
    if let Some(day) = day {
        sheet.write_string(row, column, "x")?;
        sheet.write_datetime_with_format(row, column + 1, day, date)?;
    }
    Ok(())
}
