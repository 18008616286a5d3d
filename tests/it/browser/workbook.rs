//! The workbook behind the link of a page, fetched with the cookie of the window.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
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
