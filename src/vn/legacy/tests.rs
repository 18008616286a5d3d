#![allow(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;

use super::LegacyEncoding::{Tcvn3, Unicode, Utf8AsCp1252, Vni};
use super::*;

const NAMES: [&str; 15] = [
    "Nguyễn Thị Hường",
    "Trần Văn Đức",
    "Lê Quỳnh Như",
    "Phạm Hồng Phượng",
    "Hoàng Thị Ngọc Ánh",
    "Võ Tấn Lộc",
    "Đặng Thùy Dương",
    "Bùi Quốc Khánh",
    "Đỗ Thị Mỹ Duyên",
    "Hồ Sỹ Hùng",
    "Ngô Bá Khá",
    "Dương Thị Thủy",
    "Lý Nhật Hạ",
    "Huỳnh Thị Kiều Oanh",
    "Ý Nhi",
];

/// Written by hand from the code charts, not through the tables.
const TYPED: [(&str, LegacyEncoding, &str); 22] = [
    ("NguyÔn ThÞ H\u{AD}êng", Tcvn3, "Nguyễn Thị Hường"),
    ("TrÇn V¨n §øc", Tcvn3, "Trần Văn Đức"),
    ("§ÆNG THÞ H¦êNG", Tcvn3, "ĐẶNG THỊ HƯỜNG"),
    ("Hå V¡N LONG", Tcvn3, "HỒ VĂN LONG"),
    ("Lª An", Tcvn3, "Lê An"),
    ("Hå ý", Tcvn3, "Hồ Ý"),
    ("th«n Ngäc B×nh", Tcvn3, "thôn Ngọc Bình"),
    ("ch\u{AD}a cã ®iÖn tho¹i", Tcvn3, "chưa có điện thoại"),
    ("Nguyeãn Thò Höôøng", Vni, "Nguyễn Thị Hường"),
    ("Traàn Vaên Ñöùc", Vni, "Trần Văn Đức"),
    ("ÑAËNG THÒ HÖÔØNG", Vni, "ĐẶNG THỊ HƯỜNG"),
    ("ÑAëNG THÒ HÖÔøNG", Vni, "ĐẶNG THỊ HƯỜNG"),
    ("Hoà Lyù", Vni, "Hồ Lý"),
    ("Huyønh Kyõ Thuaät", Vni, "Huỳnh Kỹ Thuật"),
    ("R¬ Ch¨m H'Th¬m", Tcvn3, "Rơ Chăm H'Thơm"),
    ("Rô Chaêm Blôi", Vni, "Rơ Chăm Blơi"),
    ("Khu phoá 1", Vni, "Khu phố 1"),
    ("Coäng", Vni, "Cộng"),
    ("HÃ\u{A0} Anh", Utf8AsCp1252, "Hà Anh"),
    ("H'NguÃ´m KbuÃ´r", Utf8AsCp1252, "H'Nguôm Kbuôr"),
    ("Nguyá»…n Thá»‹ HÆ°á»\u{9D}ng", Utf8AsCp1252, "Nguyễn Thị Hường"),
    ("Nguy\u{e1}\u{bb}\u{85}n V\u{c4}\u{83}n H\u{c3}\u{a0}", Utf8AsCp1252, "Nguyễn Văn Hà"),
];

fn to_tcvn3(text: &str) -> String {
    let codes: HashMap<char, char> = TCVN3.iter().map(|(code, letter)| (*letter, *code)).collect();
    text.chars().map(|c| *codes.get(&c).or_else(|| codes.get(&lower(c))).unwrap_or(&c)).collect()
}

fn to_vni(text: &str) -> String {
    let codes: HashMap<char, Vec<char>> = table(include_str!("../data/vni_windows.tsv")).collect();
    text.chars().flat_map(|c| codes.get(&c).cloned().unwrap_or_else(|| vec![c])).collect()
}

fn to_mojibake(text: &str) -> String {
    encoding_rs::WINDOWS_1252.decode_without_bom_handling(text.as_bytes()).0.into_owned()
}

#[test]
fn decodes_and_recognises_typed_text() {
    for (typed, encoding, text) in TYPED {
        assert_eq!(decode(typed, encoding), text, "{typed}");
        assert_eq!(detect([typed]), encoding, "column of {typed}");
        assert_eq!(detect_cell(typed), encoding, "cell {typed}");
    }
}

#[test]
fn every_letter_round_trips() {
    let letters: Vec<char> = table(include_str!("../data/vni_windows.tsv")).map(|(letter, _)| letter).collect();
    assert_eq!(letters.len(), 134);
    for letter in letters {
        assert_eq!(decode(&to_vni(&format!("x{letter}x")), Vni), format!("x{letter}x"));
        let small = lower(letter);
        assert_eq!(decode(&to_tcvn3(&format!("x{small}x")), Tcvn3), format!("x{small}x"));
        assert_eq!(decode(&to_mojibake(&format!("x{letter}x")), Utf8AsCp1252), format!("x{letter}x"));
    }
    assert_eq!(TCVN3.len(), 74);
    assert_eq!(decode(&to_tcvn3("ĂÂÊÔƠƯĐ"), Tcvn3), "ĂÂÊÔƠƯĐ");
}

#[test]
fn columns_are_recognised() {
    let column = |encode: fn(&str) -> String| NAMES.map(encode);
    for (encoding, cells) in [
        (Unicode, column(str::to_owned)),
        (Unicode, column(str::to_uppercase)),
        (Tcvn3, column(to_tcvn3)),
        (Vni, column(to_vni)),
        (Vni, column(|name| to_vni(&name.to_uppercase()))),
        (Utf8AsCp1252, column(to_mojibake)),
    ] {
        assert_eq!(detect(cells.iter().map(String::as_str)), encoding);
        for (cell, name) in cells.iter().zip(NAMES) {
            assert_eq!(decode(cell, encoding).to_lowercase(), name.to_lowercase());
        }
    }
}

#[test]
fn unicode_is_left_alone() {
    let cells = [
        "Hoà Bình",
        "Lò Văn Páo",
        "Hà",
        "Ó",
        "H'Bia Niê",
        "Y Wĩ",
        "Krông",
        "Hélène",
        "Nguyen Van An",
        "x",
        "",
        "Út Én",
        "Ghi chú: máy cũ ½",
    ];
    for cell in cells {
        assert_eq!(detect([cell]), Unicode, "column of {cell}");
        assert_eq!(detect_cell(cell), Unicode, "cell {cell}");
    }
    let mixed = ["Nguyễn Văn An", "Hoà", "Traàn Vaên Ñöùc"];
    assert_eq!(detect(mixed), Unicode, "one foreign cell does not turn a column");
}

proptest! {
    #[test]
    fn never_panics(text in any::<String>(), latin in "[\u{20}-\u{FF}]{0,30}") {
        for encoding in [Unicode, Tcvn3, Vni, Utf8AsCp1252] {
            decode(&text, encoding);
            decode(&latin, encoding);
        }
        detect([text.as_str(), latin.as_str()]);
        detect_cell(&latin);
    }

    #[test]
    fn names_survive(words in proptest::collection::vec(proptest::sample::select(NAMES.join(" ").split(' ').map(str::to_owned).collect::<Vec<_>>()), 1..6)) {
        let name = words.join(" ");
        prop_assert_eq!(decode(&to_vni(&name), Vni), name.clone());
        prop_assert_eq!(decode(&to_mojibake(&name), Utf8AsCp1252), name.clone());
        prop_assert_eq!(decode(&to_tcvn3(&name), Tcvn3).to_lowercase(), name.to_lowercase());
    }
}
