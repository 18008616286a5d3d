//! The workbook behind the link of a page, fetched with the cookie of the window.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use rust_xlsxwriter::Workbook;
use ureq::Agent;

use super::Window;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Fetches it and looks for a number that the page shows.
pub fn download(window: &Window, figure: u32) {
    let address = window.property("a[href*=\"tien-do.xlsx\"]", "href");
    let agent: Agent = Agent::config_builder().http_status_as_error(false).max_redirects(0).build().into();
    let mut response = agent.get(&address).header("Cookie", window.cookies()).call().unwrap();
    assert_eq!(response.status().as_u16(), 200, "{address}");
    assert_eq!(response.headers()["content-type"], XLSX);
    let mut book = Xlsx::new(Cursor::new(response.body_mut().read_to_vec().unwrap())).unwrap();
    let sheets = book.worksheets();
    let numbers = |data: &Data| matches!(data, Data::Float(number) if *number == f64::from(figure));
    let holds = sheets.iter().any(|(_, sheet)| sheet.used_cells().any(|(_, _, data)| numbers(data)));
    assert!(holds, "{figure} is in no cell of the sheets {:?}", book.sheet_names());
}

/// A workbook saved again after somebody typed over one cell: the same sheets, the same cells, all as text.
pub fn typed_over(book: &[u8], old: &str, new: &str) -> Vec<u8> {
    let mut book = Xlsx::new(Cursor::new(book)).unwrap();
    let mut saved = Workbook::new();
    let mut typed = 0;
    for (name, cells) in book.worksheets() {
        let sheet = saved.add_worksheet().set_name(&name).unwrap();
        let (first_row, first_column) = cells.start().unwrap_or_default();
        for (row, column, data) in cells.used_cells() {
            let row = first_row + u32::try_from(row).unwrap();
            let column = u16::try_from(first_column + u32::try_from(column).unwrap()).unwrap();
            let text = data.to_string();
            typed += usize::from(text == old);
            sheet.write_string(row, column, if text == old { new } else { &text }).unwrap();
        }
    }
    assert!(typed > 0, "«{old}» is in no cell");
    saved.save_to_buffer().unwrap()
}
