//! What marks, levels and statuses in a list say.

use super::sheet_of::{read_all, sheet};
use super::told::{assert_told, tell};
use crate::roster::grid::{LegacyFont, Workbook};
use crate::roster::reading::Mark;
use crate::roster::understand::understand;

#[test]
fn boxes_and_symbol_fonts_are_read_as_they_look() {
    let text = "TT|Họ và tên|Số CCCD|Mức 1|Mức 2|Kích hoạt
#1|Nguyễn Văn An|038085001234|✓|☑|√
#2|Lê Thị Bình|038190001235|☐|☒|□
#3|Đỗ Thị Cúc|038191001236|ü|þ|\u{f0fc}
#4|Trần Văn Đức|038071001235|¨|\u{f0a8}|✗";
    let wanted = ["x | x | x | -", "o | x | o | -", "x | x | x | -", "o | o | ? | MARK_UNKNOWN"];
    assert_told(text, &[], "m1 m2 act codes", &wanted);
    let mut list = sheet(
        "DS",
        "TT|Họ và tên|Số CCCD|Mức 1|Mức 2\n#1|Nguyễn Văn An|038085001234|P|o\n#2|Lê Thị Bình|038190001235|O|ü",
        &[],
    );
    for (row, column, font) in
        [(1, 3, LegacyFont::Wingdings2), (1, 4, LegacyFont::Wingdings), (2, 3, LegacyFont::Wingdings2)]
    {
        list.rows[row].cells[column].legacy_font = Some(font);
    }
    let reading = understand(Workbook { file_codes: Vec::new(), sheets: vec![list] }, &super::sheet_of::options());
    assert_eq!(tell(&reading, "m1 m2"), ["x | o", "? | x"]);
}

#[test]
fn one_status_column_tells_level_and_activation() {
    for (status, wanted) in [
        ("Đã kích hoạt mức 2 ngày 12/5", "o | x | x"),
        ("chưa kích hoạt", "? | ? | o"),
        ("Có tài khoản mức 1, chưa kích hoạt", "x | o | o"),
        ("Chưa có tài khoản", "o | o | o"),
        ("Đã KH M2", "o | x | x"),
        ("Đã cấp mức 2", "o | x | o"),
        ("Đã thu nhận hồ sơ", "? | ? | o"),
        ("NOT_ACTIVATED", "? | ? | o"),
        ("ACTIVE", "? | ? | x"),
        ("Đang chờ duyệt", "? | ? | ?"),
    ] {
        let text = format!(
            "TT|Họ và tên|Số CCCD|Tình trạng tài khoản\n#1|Nguyễn Văn An|038085001234|{status}\n#2|Lê Thị Bình|038190001235|Đã cấp mức 1\n#3|Đỗ Thị Cúc|038191001236|Đã cấp mức 1"
        );
        assert_eq!(tell(&read_all(vec![sheet("DS", &text, &[])]), "m1 m2 act")[0], wanted, "{status}");
    }
}

#[test]
fn exports_of_other_systems_are_lists_too() {
    let text = "no|full_name|dob|gender|id_number|phone_number|address|account_level|status|activated_at
#1|NGUYỄN VĂN AN|1985-03-12|Male|038085001234|0912345678|Thôn 7, Cẩm Ngọc, Thanh Hóa|#2|ACTIVATED|2023-03-12T08:00:00
#2|LÊ THỊ BÌNH|1990-07-05|F|038190001235|84987654321|Ấp 8 xã Cẩm Ngọc|#1|NOT_ACTIVATED|";
    let wanted = [
        "Nguyễn Văn An | 1985-03-12 | nam | 0912345678 | Thôn 7 | o | x | x2023-03-12",
        "Lê Thị Bình | 1990-07-05 | nu | 0987654321 | Ấp 8 | x | o | o",
    ];
    assert_told(text, &[], "name dob sex phone village m1 m2 act", &wanted);
}

#[test]
fn answers_to_a_form_are_a_list_too() {
    let text = "Dấu thời gian|Họ và tên đầy đủ của Ông/Bà (ghi theo CCCD)?|Ngày tháng năm sinh của Ông/Bà là gì?|Số CCCD gắn chip (12 số) của Ông/Bà|Số điện thoại đang sử dụng để đăng ký VNeID|Ông/Bà đang sinh sống tại thôn nào?|Ông/Bà đã có tài khoản định danh điện tử mức 2 chưa?|Ông/Bà đã kích hoạt tài khoản định danh điện tử chưa?|Nếu chưa, xin cho biết lý do
12/05/2023 08:15:22|Nguyễn Văn An|12/03/1985|038085001234|0912345678|Thôn 1|Đã có|Đã kích hoạt|
12/05/2023 09:15:22|Lê Thị Bình|05/07/1990|038190001235|0987654321|Thôn 2|Chưa có|Chưa kích hoạt|Không có điện thoại thông minh
12/05/2023 10:15:22|Đỗ Thị Cúc|06/08/1991|038191001236|0387654321|Thôn 2|Rồi|Chưa|";
    let wanted = [
        "Nguyễn Văn An | 1985-03-12 | 0912345678 | Thôn 1 | x | x | -",
        "Lê Thị Bình | 1990-07-05 | 0987654321 | Thôn 2 | o | o | Không có điện thoại thông minh",
        "Đỗ Thị Cúc | 1991-08-06 | 0387654321 | Thôn 2 | x | o | -",
    ];
    assert_told(text, &[], "name dob phone village m2 act note", &wanted);
}

#[test]
fn columns_of_a_level_tell_both_who_is_active_and_who_is_not() {
    let text = "STT|Họ tên|Số CCCD|Mức 1||Mức 2|
|||Đã KH|Chưa KH|Đã KH|Chưa KH
#1|Nguyễn Văn An|038085001234|x|||
#2|Lê Thị Bình|038190001235||||x
#3|Đỗ Thị Cúc|038191001236|||x|
#4|Trần Văn Đức|038071001235||||";
    let merges = [(1, 4, 1, 5), (1, 6, 1, 7), (1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 2, 3)];
    assert_told(text, &merges, "m1 m2 act", &["x | - | x", "- | x | o", "- | x | x", "- | - | o"]);
    let text = "STT|Họ tên|Số CCCD|Mức 2|Kích hoạt|
||||Có|Không
#1|Nguyễn Văn An|038085001234|x|x|
#2|Lê Thị Bình|038190001235|x||x";
    let merges = [(1, 5, 1, 6), (1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 2, 3), (1, 4, 2, 4)];
    assert_told(text, &merges, "m2 act village codes", &["x | x | - | -", "x | o | - | -"]);
}

#[test]
fn the_list_of_a_provider_speaks_of_certificates() {
    let text = "STT|Tên khách hàng|Số giấy tờ|Số thuê bao|Gói cước|Ngày kích hoạt|Đơn vị phát triển|Trạng thái CTS
#1|Nguyễn Văn An|038085001234|0912345678|PS0|13/03/2023|VNPT Cẩm Thủy|Đang hoạt động
#2|Lê Thị Bình|038190001235|0987654321|PS0||VNPT Cẩm Thủy|Chờ kích hoạt";
    let wanted = ["0912345678 | - | - | x | -", "0987654321 | - | - | o | -"];
    assert_told(text, &[], "phone unit act cks codes", &wanted);
    let text = "STT|Họ và tên|Số CCCD|Đăng ký CKS|Ngày đăng ký|Kích hoạt\n#1|Nguyễn Văn An|038085001234|x|12/03/2023|x";
    let reading = read_all(vec![sheet("DS", text, &[])]);
    let marks: Vec<Mark> = reading.sheets[0].rows[0].milestones.keys().copied().collect();
    assert_eq!(marks, [Mark::Cks, Mark::CksAct]);
}

#[test]
fn a_list_without_any_mark_is_worth_a_word() {
    let people = |marks: &str| {
        let row = |i: u32| format!("\n#{i}|Nguyễn Văn An|03808500123{i}|{marks}|");
        let rows: String = (1..=5).map(row).collect();
        read_all(vec![sheet("DS", &format!("STT|Họ và tên|Số CCCD|Mức 2|Kích hoạt{rows}"), &[])])
    };
    let codes = |marks: &str| people(marks).sheets[0].codes.iter().map(|c| c.as_str()).collect::<Vec<_>>();
    assert_eq!(codes(""), ["MARKS_EMPTY"]);
    assert_eq!(codes("chưa"), [] as [&str; 0]);
}
