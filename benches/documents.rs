//! How long documents take to be written: one page again and again, and the dispatches of 200 communes with the tables in their annexes.
//!
//! Limits, on two cores: one page, warm, 50 ms; 200 dispatches as PDF 10 s.
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs, reason = "a benchmark")]

use std::thread;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use tiendo::documents::face::Face;
use tiendo::documents::{docx, pdf};
use tiendo::model::document::{
    Addressees, Annex, Block, Column, Content, Form, Letterhead, Line, Side, Signature, Symbol, Table, TableRow,
};

const COMMUNES: usize = 200;
const VILLAGES: usize = 18;

fn main() {
    let at: DateTime<Utc> = "2023-06-05T02:00:00Z".parse().unwrap();
    let first = Instant::now();
    pdf::pdf(&Face::of(&dispatch(0, false)).unwrap(), at).unwrap();
    println!("first page, fonts read: {} ms", first.elapsed().as_millis());
    let mut warm: Vec<Duration> = (1..=100).map(|number| timed(number, at)).collect();
    warm.sort();
    println!(
        "one page, warm: median {} ms, slowest of 100 {} ms (limit 50)",
        warm[50].as_millis(),
        warm[99].as_millis()
    );
    let begun = Instant::now();
    let half = |numbers: std::ops::Range<usize>| {
        numbers.map(|number| pdf::pdf(&Face::of(&dispatch(number, true)).unwrap(), at).unwrap().len()).sum::<usize>()
    };
    let bytes = thread::scope(|scope| {
        let other = scope.spawn(|| half(0..COMMUNES / 2));
        half(COMMUNES / 2..COMMUNES) + other.join().unwrap()
    });
    println!(
        "{COMMUNES} dispatches with annex, two threads: {:.1} s, {} kB each (limit 10 s)",
        begun.elapsed().as_secs_f64(),
        bytes / COMMUNES / 1024
    );
    let begun = Instant::now();
    let bytes: usize =
        (0..COMMUNES).map(|number| docx(&Face::of(&dispatch(number, true)).unwrap(), at).unwrap().len()).sum();
    println!("{COMMUNES} Word files: {:.2} s, {} kB each", begun.elapsed().as_secs_f64(), bytes / COMMUNES / 1024);
}

fn timed(number: usize, at: DateTime<Utc>) -> Duration {
    let face = Face::of(&dispatch(number, false)).unwrap();
    let begun = Instant::now();
    pdf::pdf(&face, at).unwrap();
    begun.elapsed()
}

/// Every document differs, so that nothing of the text is found in the layout's cache.
fn dispatch(number: usize, annexed: bool) -> Content {
    let sentence = |part: usize| {
        Line::from(format!(
            "- Thôn số {part} của xã {number} đạt {}.{:03} người, bằng {},{:02}% so với chỉ tiêu được giao; còn thiếu {} người, phải hoàn thành trước ngày 30/6/2023.",
            1 + number % 9,
            part * 37,
            part * 9 % 100,
            number % 100,
            part + number
        ))
    };
    Content {
        form: Form::Letter,
        letterhead: Letterhead {
            superior: None,
            agency: vec!["ỦY BAN NHÂN DÂN".to_owned(), format!("XÃ SỐ {number}")],
            place: format!("Số {number}"),
            name: format!("UBND xã số {number}"),
        },
        symbol: Symbol::parse("UBND-CA").unwrap(),
        issued: None,
        drafted_on: "2023-06-05".parse().unwrap(),
        subject: "đẩy mạnh cấp, kích hoạt tài khoản định danh điện tử".to_owned(),
        urgency: None,
        addressees: Addressees(vec!["Công an xã".to_owned(), "Các trường học".to_owned(), "Các thôn".to_owned()]),
        grounds: Vec::new(),
        body: (1..=8).map(|part| Block::Line(sentence(part))).collect(),
        signature: Signature {
            authority: vec!["TM. ỦY BAN NHÂN DÂN".to_owned(), "CHỦ TỊCH".to_owned()], signer: None
        },
        copies: vec!["Như trên".to_owned(), "Lưu: VT, CA".to_owned()],
        annexes: if annexed { vec![annex(number)] } else { Vec::new() },
    }
}

fn annex(number: usize) -> Annex {
    let column = |head: &str, group: Option<&str>, side| Column {
        group: group.map(str::to_owned),
        head: head.to_owned(),
        width: 20,
        side,
    };
    let mut columns = vec![column("STT", None, Side::Center), column("Đơn vị", None, Side::Left)];
    for group in ["Mức 1 đã kích hoạt", "Mức 2 đã kích hoạt"] {
        columns
            .extend(["Chỉ tiêu", "Kết quả", "Tỷ lệ (%)", "Còn lại"].map(|head| column(head, Some(group), Side::Right)));
    }
    let row = |village: usize| {
        let mut cells = vec![Line::from(village.to_string()), Line::from(format!("Thôn {village}"))];
        cells.extend((0..8).map(|part| Line::from((number * 13 + village * 7 + part).to_string())));
        TableRow { cells, total: village == VILLAGES }
    };
    Annex {
        title: "Kết quả thực hiện theo đơn vị".to_owned(),
        attached_to: None,
        landscape: false,
        blocks: vec![Block::Table(Table { columns, rows: (1..=VILLAGES).map(row).collect() })],
    }
}
