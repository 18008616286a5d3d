//! What an error workbook carries that is ours and no data: a column of sentences and a summary sheet that names the batch. Written by
//! [`super::annotate`], left out by [`super::understand`], so that a corrected file reads like the file it was made from.

use super::grid::{Sheet, Value};

/// Name of the summary sheet.
pub const SUMMARY_SHEET: &str = "Tóm tắt lỗi";
/// Header of the column of sentences.
pub const COLUMN_HEADER: &str = "Lỗi";
/// Before the number of the batch, in a cell of the summary sheet.
pub const BATCH_PREFIX: &str = "Lượt nhập số ";
/// Before a sentence about an error.
pub const ERROR_PREFIX: &str = "Lỗi: ";
/// Before a sentence about something to look at.
pub const WARNING_PREFIX: &str = "Cảnh báo: ";

/// Rows from the top in which the header of the column and the number of the batch are looked for; a header stands no lower.
const ROWS_SEARCHED: usize = 300;

/// The batch that a summary sheet names; `None` for any other sheet.
pub fn batch_of_summary(sheet: &Sheet) -> Option<i64> {
    if !sheet.name.starts_with(SUMMARY_SHEET) {
        return None;
    }
    let cells = sheet.rows.iter().take(ROWS_SEARCHED).flat_map(|row| &row.cells);
    cells.filter_map(|cell| text_of(&cell.value)).find_map(|text| text.strip_prefix(BATCH_PREFIX)?.trim().parse().ok())
}

/// The column of sentences: nothing stands above its header, or above its first sentence where the list has no header row.
pub fn error_column(sheet: &Sheet) -> Option<u16> {
    let rows = sheet.rows.get(..ROWS_SEARCHED).unwrap_or(&sheet.rows);
    let (above, column) = rows.iter().enumerate().find_map(|(index, row)| {
        let cell = row.cells.iter().rev().find(|cell| text_of(&cell.value).is_some_and(begins_the_column))?;
        Some((index, cell.column))
    })?;
    let nothing_above = rows.iter().take(above).all(|row| row.cells.iter().all(|cell| cell.column != column));
    nothing_above.then_some(column)
}

/// Takes the column of sentences out of a sheet and tells which it was.
pub fn take_out(sheet: &mut Sheet) -> Option<u16> {
    let column = error_column(sheet)?;
    for row in &mut sheet.rows {
        row.cells.retain(|cell| cell.column != column);
    }
    sheet.rows.retain(|row| !row.cells.is_empty());
    Some(column)
}

fn begins_the_column(text: &str) -> bool {
    text == COLUMN_HEADER || text.starts_with(ERROR_PREFIX) || text.starts_with(WARNING_PREFIX)
}

fn text_of(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text.trim()),
        _ => None,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::roster::grid::{Cell, Origin, Row};

    fn sheet(name: &str, rows: &[&[(u16, &str)]]) -> Sheet {
        let cell = |(column, text): &(u16, &str)| Cell {
            column: *column,
            value: Value::Text((*text).to_owned()),
            origin: Origin::Typed,
            legacy_font: None,
        };
        let row = |(number, cells): (u32, &&[(u16, &str)])| Row { number, cells: cells.iter().map(cell).collect() };
        Sheet { name: name.to_owned(), rows: (1..).zip(rows).map(row).collect(), ..Sheet::default() }
    }

    #[test]
    fn the_column_goes_and_the_data_stays() {
        let mut list = sheet(
            "Thôn 1",
            &[
                &[(1, "DANH SÁCH")],
                &[(1, "STT"), (2, "Họ và tên"), (3, "Lỗi")],
                &[(1, "1"), (2, "Lê Thị Lỗi"), (3, "Lỗi: Cột B: …")],
                &[(3, "Cảnh báo: Cột A: …")],
            ],
        );
        assert_eq!(take_out(&mut list), Some(3));
        let left: Vec<u16> = list.rows.iter().flat_map(|row| row.cells.iter().map(|cell| cell.column)).collect();
        assert_eq!(left, [1, 1, 2, 1, 2]);
    }

    #[test]
    fn a_column_without_header_begins_with_a_sentence() {
        let list = sheet("csv", &[&[(1, "1"), (2, "Lê A")], &[(1, "2"), (2, "Lê B"), (3, "Cảnh báo: Cột B: …")]]);
        assert_eq!(error_column(&list), Some(3));
    }

    #[test]
    fn words_of_the_list_are_no_such_column() {
        for rows in [
            &[&[(1u16, "Họ và tên"), (2, "Ghi chú")][..], &[(1, "Lê A"), (2, "Lỗi")]][..],
            &[&[(1, "Họ và tên"), (2, "Lỗi đăng nhập")], &[(1, "Lê A"), (2, "x")]],
        ] {
            assert_eq!(error_column(&sheet("Thôn 1", rows)), None);
        }
    }

    #[test]
    fn the_summary_names_its_batch() {
        let rows: &[&[(u16, &str)]] = &[&[(1, "TÓM TẮT LỖI")], &[(1, "Lượt nhập số 12")]];
        assert_eq!(batch_of_summary(&sheet("Tóm tắt lỗi", rows)), Some(12));
        assert_eq!(batch_of_summary(&sheet("Tóm tắt lỗi (2)", rows)), Some(12));
        assert_eq!(batch_of_summary(&sheet("Thôn 1", rows)), None);
        assert_eq!(batch_of_summary(&sheet("Tóm tắt lỗi", &[&[(1, "Lượt nhập số mười")]])), None);
    }
}
