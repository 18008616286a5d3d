//! A text seen through a window says what it says when it is seen at once.

use proptest::prelude::*;

use super::properties::cell;
use super::sheet_of::options;
use crate::roster::finding::FindingCode;
use crate::roster::read::{Content, Limits, open, read_workbook};
use crate::roster::reading::{Reading, ReadingEvent};
use crate::roster::understand::{UnderstandOptions, understand, understand_text};

fn through_the_window(bytes: &[u8], options: &UnderstandOptions, limits: &Limits) -> Reading {
    let (file_codes, text) = match open(bytes.to_vec(), &options.file_name, limits) {
        Content::Text { file_codes, text } => (file_codes, text),
        Content::Workbook(workbook) => return understand(workbook, options),
    };
    let mut reading = Reading::default();
    understand_text(&text, file_codes, options, limits, &mut |event| {
        match event {
            ReadingEvent::File(codes) => reading.file_codes = codes,
            ReadingEvent::Sheet(sheet) => reading.sheets.push(sheet),
            ReadingEvent::Row(row) => reading.sheets.last_mut().unwrap().rows.push(*row),
        }
        Ok(())
    })
    .unwrap();
    reading
}

fn at_once(bytes: &[u8], options: &UnderstandOptions, limits: &Limits) -> Reading {
    understand(read_workbook(bytes, &options.file_name, limits), options)
}

fn options_with(villages: &[&str]) -> UnderstandOptions {
    UnderstandOptions {
        file_name: "danh_sach.csv".to_owned(),
        known_villages: villages.iter().map(|&name| name.to_owned()).collect(),
        known_offices: vec!["Trường Tiểu học Cẩm Ngọc".to_owned()],
        default_unit_name: Some("Thôn Ngọc Bình".to_owned()),
        ..options()
    }
}

/// Numbers that look random (xorshift64, Marsaglia 2003).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(limit).unwrap()).unwrap()
    }

    fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

const HEADERS: [&str; 3] = [
    "STT,Họ và tên,Ngày sinh,Giới tính,Số CCCD,SĐT,Thôn,Mức 2,Kích hoạt,Đơn vị,Ghi chú",
    "TT,Họ tên,Năm sinh,Nam/Nữ,CMND/CCCD,Điện thoại,Xóm,Ngày cấp mức 2,KH,Địa chỉ,Ghi chú",
    "STT,Họ và tên,Ngày sinh,Giới tính,Số CCCD,SĐT,Ghi chú",
];

/// A list of many pages: repeated and new headers, sections, totals, people out of a small crowd, so that many are listed twice.
fn long_list(dice: &mut Dice, lines: usize) -> String {
    let mut text = format!("ỦY BAN NHÂN DÂN XÃ\nDANH SÁCH THÔN 7\n{}\n", HEADERS[dice.below(3)]);
    for number in 1..=lines {
        let line = match dice.below(500) {
            0 => dice.of(&HEADERS).to_owned(),
            1 => format!("{}. THÔN {}", dice.of(&["I", "II", "IV"]), dice.below(9)),
            2 => format!("Tổng cộng: {}", dice.below(3_000)),
            3 => dice.of(&["", ",,,,", "Người lập biểu,,,Trưởng thôn", "(1),(2),(3),(4),(5)"]).to_owned(),
            _ => person(dice, number),
        };
        text.push_str(&line);
        text.push('\n');
    }
    text
}

fn person(dice: &mut Dice, number: usize) -> String {
    let who = dice.below(3_000);
    let name = ["Nguyễn Văn An", "LÊ THỊ BÌNH", "Hà Cường", "tran van duc", "Quách Hoà"][who % 5];
    let born = match dice.below(30) {
        0 => "1985".to_owned(),
        1 => "31/02/1990".to_owned(),
        _ => format!("{:02}/{:02}/{}", who % 28 + 1, who % 12 + 1, 1950 + who % 50),
    };
    let id = match dice.below(12) {
        0 => String::new(),
        1 => format!("{:09}", 170_000_000 + who),
        _ => format!("0380{:02}{:06}", (1950 + who % 50) % 100, who),
    };
    let village = dice.of(&["Thôn 7", "thon 7", "T. Cẩm Thành", "Thôn Cẩm Thành", "Cẩm Thành", "nt", "", "Thôn 99"]);
    let phone = format!("09{:08}", who % 2_500);
    let mark = dice.of(&["x", "", "12/3/2023", "?", "chưa"]);
    let office = dice.of(&["", "", "TRƯỜNG TIỂU HỌC CẨM NGỌC"]);
    let note = dice.of(&["", "đã chết", "đi làm ăn xa", "\"a, b\nc\""]);
    format!(
        "{number},{name},{born},{},{id},{phone},{village},{mark},{mark},{office},{note}",
        dice.of(&["Nam", "Nữ", "?"])
    )
}

#[test]
fn a_list_of_many_pages_reads_the_same() {
    for (seed, villages) in [(1, &[][..]), (2, &["Thôn Cẩm Thành", "Thôn 7"])] {
        let text = long_list(&mut Dice(seed * 0x9e37_79b9), 7_000);
        let (options, limits) = (options_with(villages), Limits::default());
        let (window, whole) =
            (through_the_window(text.as_bytes(), &options, &limits), at_once(text.as_bytes(), &options, &limits));
        assert!(whole.sheets[0].rows.len() > 6_000);
        for code in
            [FindingCode::DupConflict, FindingCode::DupNoId, FindingCode::PhoneShared, FindingCode::VillageVariant]
        {
            assert!(
                whole.sheets[0].rows.iter().any(|row| row.codes.iter().any(|found| found.code == code)),
                "{code:?}"
            );
        }
        // not assert_eq: nobody wants to read thousands of rows
        assert!(window.sheets[0].rows.iter().eq(&whole.sheets[0].rows));
        let heads = |mut reading: Reading| {
            reading.sheets[0].rows.clear();
            reading
        };
        assert_eq!(heads(window), heads(whole));
    }
}

#[test]
fn beyond_the_caps_both_refuse() {
    let header = "STT,Họ và tên,Số CCCD\n";
    let limits = Limits { text_rows: 5_000, cell_chars: 50, ..Limits::default() };
    for (text, refused) in [
        (format!("{header}{}", "1,Lê An,038085001234\n".repeat(4_999)), false),
        (format!("{header}{}", "1,Lê An,038085001234\n".repeat(5_000)), true),
        (format!("{header}{}1,{},\n", "1,Lê An,\n".repeat(4_900), "a".repeat(51)), true),
        (format!("{header}1,Lê An,{},x\n", ",".repeat(256)), true),
    ] {
        let options = options_with(&[]);
        let window = through_the_window(text.as_bytes(), &options, &limits);
        assert_eq!(window.file_codes.contains(&FindingCode::FileTooBig), refused);
        assert!(window == at_once(text.as_bytes(), &options, &limits));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn every_short_text_reads_the_same(lines in prop::collection::vec(prop::collection::vec(cell(), 1..9), 0..14), village in any::<bool>()) {
        let text: String = lines.iter().map(|cells| format!("{}\n", cells.join(";"))).collect();
        let options = options_with(if village { &["Thôn Ngọc Bình"] } else { &[] });
        let limits = Limits::default();
        prop_assert_eq!(through_the_window(text.as_bytes(), &options, &limits), at_once(text.as_bytes(), &options, &limits));
    }
}
