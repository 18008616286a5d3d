//! Reading a 100.000-row workbook: our reader beside the bare cell stream of calamine, in seconds of processor time.
//!
//! `cargo bench --bench bare_read [-- FILE.xlsx]`; without a file a workbook of the usual columns is made in memory.
#![allow(clippy::unwrap_used, reason = "a bench may give up")]

use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx};
use rust_xlsxwriter::Workbook as Writer;
use tiendo::roster::read::{Limits, read_workbook};

const ROUNDS: usize = 5;

fn main() {
    let file = std::env::args().skip(1).find(|argument| argument.ends_with(".xlsx"));
    let bytes = file.map_or_else(generated, |path| std::fs::read(path).unwrap());
    let bare = best_of(|| bare_stream(&bytes));
    let ours = best_of(|| {
        let workbook = read_workbook(&bytes, "a.xlsx", &Limits::default());
        assert_eq!(workbook.file_codes, []);
        workbook.sheets.iter().flat_map(|sheet| &sheet.rows).map(|row| row.cells.len()).sum()
    });
    println!("{} bytes; cells {} and {}", bytes.len(), bare.1, ours.1);
    println!("bare cell stream {:.2} s, read_workbook {:.2} s, ratio {:.2}", bare.0, ours.0, ours.0 / bare.0);
}

/// Cells with a value, as calamine streams them.
fn bare_stream(bytes: &[u8]) -> usize {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let mut count = 0;
    for name in workbook.sheet_names() {
        let mut cells = workbook.worksheet_cells_reader(&name).unwrap();
        while let Some(cell) = cells.next_cell().unwrap() {
            count += usize::from(!matches!(cell.get_value(), DataRef::Empty));
        }
    }
    count
}

/// Least processor time of some rounds, and what the work counted.
fn best_of(work: impl Fn() -> usize) -> (f64, usize) {
    let rounds = (0..ROUNDS).map(|_| {
        let start = processor_seconds();
        let count = work();
        (processor_seconds() - start, count)
    });
    rounds.min_by(|a, b| a.0.total_cmp(&b.0)).unwrap()
}

/// Processor time of this thread so far (Linux).
fn processor_seconds() -> f64 {
    let times = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    times.split_whitespace().next().unwrap().parse::<f64>().unwrap() / 1e9
}

fn generated() -> Vec<u8> {
    let mut writer = Writer::new();
    let sheet = writer.add_worksheet();
    let header =
        ["TT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Điện thoại", "Thôn", "Mức 2", "Kích hoạt", "Ghi chú"];
    sheet.write_row(0, 0, header).unwrap();
    for row in 1..=100_000_u32 {
        sheet.write(row, 0, row).unwrap();
        let texts = [
            format!("Nguyễn Thị {row}"),
            format!("{:02}/{:02}/{}", row % 28 + 1, row % 12 + 1, 1940 + row % 70),
            "Nữ".to_owned(),
            format!("038{:09}", row),
            format!("09{:08}", row),
            format!("Thôn {}", row % 100),
            "x".to_owned(),
        ];
        sheet.write_row(row, 1, texts).unwrap();
    }
    writer.save_to_buffer().unwrap()
}
