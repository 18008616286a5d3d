//! Import of a big workbook: how much processor time it costs, beside the bare streaming read of the same file.
//!
//! `cargo bench --bench import` (100.000 rows), `cargo bench --bench import -- 10000`; `-- csv` for a text of 1.000.000 rows through the child alone.
//! Linux only: processor time, the child's included, and memory are read from `/proc`. Not part of the tests.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement that fails has nothing to say")]

mod bare_load;
mod child;
mod people;
mod text;
mod usage;
mod workbook;

use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx};
use tiendo::access::Actor;
use tiendo::campaign::{self, seed};
use tiendo::model::as_of::AsOf;
use tiendo::roster::staged::RowClass;
use tiendo::roster::{CommitMode, Committed, ListDetails, Preview, Upload, commit, preview};
use tiendo::store::{Db, Keys, Location};

use usage::{Usage, measure, measure_memory};

/// Rows where none are named.
const ROWS: u32 = 100_000;
/// Rows of the text where none are named.
const TEXT_ROWS: u32 = 1_000_000;

fn main() {
    let rows = std::env::args().skip(1).find_map(|argument| argument.parse().ok());
    if std::env::args().any(|argument| argument == "csv") {
        text(rows.unwrap_or(TEXT_ROWS))
    } else {
        workbook(rows.unwrap_or(ROWS))
    }
}

/// A long text through the child alone: the server and the child must not grow with it.
fn text(rows: u32) {
    let bytes = text::Text::bytes(rows);
    let ((read, usage), grown, child) =
        measure_memory(|| measure(|| child::count_rows(&mut text::Text::new(rows), bytes, "danh-sach.csv")));
    assert_eq!(read, u64::from(rows));
    println!("{rows} dòng, tệp {:.1} MB\n", bytes as f64 / 1e6);
    println!("{:<44} {:>9} {:>10}", "", "giây CPU", "dòng/giây");
    tell("đọc, kiểm tra và chuyển sang tiến trình chính", rows, usage, "");
    println!("\ntiến trình chính lớn thêm nhiều nhất {grown} MiB; tiến trình đọc tệp nhiều nhất {child} MiB");
}

fn workbook(rows: u32) {
    let folder = tempfile::tempdir().unwrap();
    let db = database(folder.path());
    let (file, made) = measure(|| workbook::make(rows));
    println!(
        "{rows} dòng, {} cột, tệp {:.1} MB, lập tệp {:.2} giây CPU\n",
        workbook::COLUMNS,
        megabytes(&file),
        made.seconds
    );

    let (cells, bare) = measure(|| read_bare(&file));
    assert_eq!(cells, u64::from(rows + 1) * u64::from(workbook::COLUMNS) - workbook::empty_cells(rows));
    let (read, transported) = measure(|| child::count_rows(&mut file.as_slice(), file.len() as u64, "danh-sach.xlsx"));
    assert_eq!(read, u64::from(rows));
    let ((first, shown), grown, child) = measure_memory(|| measure(|| look(&db, &file)));
    assert_eq!((first.counts.of(RowClass::New), first.counts.of(RowClass::Held)), (rows, 0), "{:?}", first.counts);
    let (_, committed) = measure(|| apply(&db, &first));
    let loaded = bare_load::load(&folder.path().join("bench.sqlite"), &bare_load::empty(folder.path()));
    let (second, again) = measure(|| look(&db, &file));
    assert_eq!(second.counts.of(RowClass::Unchanged), rows, "{:?}", second.counts);
    let (_, applied_again) = measure(|| apply(&db, &second));

    println!("{:<44} {:>9} {:>10} {:>12}  giới hạn", "", "giây CPU", "dòng/giây", "so với");
    tell("đọc trần (calamine, từng ô)", rows, bare, "");
    tell("chỉ đọc, kiểm tra, chuyển", rows, transported, &ratio(transported, bare, "đọc trần", ""));
    tell("xem trước (đọc, kiểm tra, đối chiếu, lưu)", rows, shown, &ratio(shown, bare, "đọc trần", "≤ 4"));
    tell("ghi nhận", rows, committed, "");
    tell("nạp trần (SQLite, cùng số dòng mọi bảng)", rows, loaded, "");
    let first = shown.with(committed);
    tell("xem trước và ghi nhận", rows, first, &ratio(first, loaded, "nạp trần", "≤ 4"));
    tell("xem trước lại cùng tệp (không đổi)", rows, again, &ratio(again, shown, "lần đầu", ""));
    tell("ghi nhận lại", rows, applied_again, &ratio(applied_again, committed, "lần đầu", ""));
    let second = again.with(applied_again);
    tell("nhập lại cùng tệp, cả hai bước", rows, second, &ratio(second, first, "lần đầu", "≤ 0,5"));
    println!(
        "\nkhi xem trước: tiến trình chính lớn thêm nhiều nhất {grown} MiB (giới hạn 64); tiến trình đọc tệp nhiều nhất {child} MiB"
    );
}

fn tell(what: &str, rows: u32, usage: Usage, beside: &str) {
    println!("{what:<44} {:>9.2} {:>10.0} {beside}", usage.seconds, f64::from(rows) / usage.seconds);
}

fn ratio(this: Usage, other: Usage, name: &str, limit: &str) -> String {
    format!("{:>5.2} × {name}  {limit}", this.seconds / other.seconds)
}

fn megabytes(bytes: &[u8]) -> f64 {
    f64::from(u32::try_from(bytes.len()).unwrap()) / 1e6
}

/// Units, catalogue and campaign of the demo, without people.
fn database(folder: &std::path::Path) -> Db {
    let keys = Keys::create(&folder.join("bench.key")).unwrap();
    let db = Db::open(Location::Sqlite(folder.join("bench.sqlite")), keys).unwrap();
    campaign::load(&db, &Actor::operator(), &[seed::base(), seed::demo()].concat()).unwrap();
    db
}

/// Every cell that is not empty, and nothing else.
fn read_bare(file: &[u8]) -> u64 {
    let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(file)).unwrap();
    let sheet = workbook.sheet_names().first().unwrap().clone();
    let mut reader = workbook.worksheet_cells_reader(&sheet).unwrap();
    let mut cells = 0;
    while let Some(cell) = reader.next_cell().unwrap() {
        cells += u64::from(!matches!(cell.get_value(), DataRef::Empty));
    }
    cells
}

fn look(db: &Db, file: &[u8]) -> Preview {
    let upload = Upload {
        details: ListDetails {
            campaign: "cam-ngoc-2023".to_owned(),
            unit: "cam-ngoc".to_owned(),
            file_name: "danh-sach.xlsx".to_owned(),
            listed_on: "2023-06-12".parse().ok(),
            today: AsOf("2023-06-13".parse().unwrap()),
            comment: None,
        },
        bytes: file.to_vec(),
    };
    preview(db, &Actor::operator(), &upload, &child::settings()).unwrap()
}

fn apply(db: &Db, shown: &Preview) -> Committed {
    commit(db, &Actor::operator(), shown.batch, &shown.token, CommitMode::GoodRows).unwrap()
}
