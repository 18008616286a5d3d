//! Headers in all the words offices and systems use, over one row, several rows and several columns.

use super::sheet_of::{read_all, sheet};
use super::told::assert_told;
use crate::roster::reading::ColumnRole as Role;

/// The role of a column with this header and these cells, in a list that has a name and one more column besides.
fn role_of(header: &str, cells: [&str; 3]) -> Role {
    let people = ["Nguyễn Văn An", "Lê Thị Bình", "Đỗ Thị Cúc"];
    let mut text = format!("STT|Họ và tên|Năm sinh|{header}");
    for (i, (name, cell)) in people.iter().zip(cells).enumerate() {
        text.push_str(&format!("\n#{}|{name}|198{i}|{cell}", i + 1));
    }
    let reading = read_all(vec![sheet("DS", &text, &[])]);
    assert_eq!(reading.sheets[0].rows.len(), 3, "{header}");
    reading.sheets[0].columns[3].role
}

#[test]
fn every_word_for_a_column_is_understood() {
    let ids = ["038085001234", "038190001235", "038191001236"];
    let phones = ["0912345678", "0987654321", "0387654321"];
    let marks = ["x", "", "x"];
    let villages = ["Thôn 1", "Thôn 2", "Thôn 3"];
    let lines = ["12 Lê Lợi, xã A", "Số 4, xã A", "xã A, huyện B"];
    let cases: &[(Role, [&str; 3], &str)] = &[
        (Role::Sex, ["Nam", "Nữ", "Nữ"], "Giới tính;GT;Phái;Nam/Nữ;gender;GioiTinh"),
        (
            Role::Cccd,
            ids,
            "Số CCCD;CCCD;Số CCCD/CMND;CMND/CCCD;Số CMND;Số căn cước;Số thẻ căn cước;Số định danh cá nhân;Số ĐDCN;ĐDCN;Mã định danh;Số CCCD/ĐDCN;\
             Số ĐDCN/CCCD;Số giấy tờ;CC;GT;id_number;SoCCCD;Số CCCD đăng ký VNeID",
        ),
        (
            Role::Phone,
            phones,
            "Số điện thoại;SĐT;ĐT;DT;Điện thoại;Số ĐT;Di động;Mobile;Tel;Số điện thoại chính chủ;Zalo;phone_number;SĐT đăng ký VNeID;SoDienThoai;\
             SĐT đã kích hoạt",
        ),
        (
            Role::Address,
            lines,
            "Địa chỉ;Nơi thường trú;HKTT;Hộ khẩu thường trú;Nơi cư trú;Nơi ở hiện tại;Thường trú;Chỗ ở hiện nay;address",
        ),
        (
            Role::Village,
            villages,
            "Thôn;Xóm;Ấp;Bản;Buôn;Làng;Khu phố;KP;Tổ;Tổ dân phố;TDP;Khu;Khóm;Thôn/xóm;Thôn (tổ);village;Địa chỉ;Đơn vị",
        ),
        (
            Role::Unit,
            ["Trường THCS A", "Trạm Y tế", "UBND xã"],
            "Đơn vị;Đơn vị công tác;Cơ quan;Nơi công tác;Trường;Phòng ban;Chi bộ",
        ),
        (
            Role::Position,
            ["Giáo viên", "Kế toán", "Hiệu trưởng"],
            "Chức vụ;Chức danh;Chức vụ/chức danh;Vị trí;position",
        ),
        (Role::Relation, ["Con", "Vợ", "Chủ hộ"], "Quan hệ với chủ hộ;QH với chủ hộ;QHCH"),
        (Role::M1, marks, "Mức 1;Mức độ 1;MĐ1;Định danh mức 1;TK mức 1;ĐDĐT mức 1;Mức I"),
        (Role::M2, marks, "Mức 2;Mức độ 2;MĐ2;Định danh mức 2;TK mức 2;ĐDĐT mức 2;Mức II"),
        (Role::Level, ["#1", "#2", "#2"], "Mức độ;Mức;Mức độ (1/2);Mức 1 hoặc 2;account_level"),
        (Role::Act, marks, "Kích hoạt;Đã kích hoạt;Tình trạng kích hoạt;KH;is_active"),
        (Role::NotAct, marks, "Chưa kích hoạt;Chưa KH"),
        (Role::Cks, marks, "CKS;Chữ ký số;SmartCA;Đã đăng ký CKS"),
        (Role::Dvc, marks, "Tài khoản DVC;Cổng DVCQG"),
        (
            Role::Note,
            ["đổi sim", "", "đã chết"],
            "Ghi chú;Lý do;Lí do;Lý do chưa kích hoạt;Nguyên nhân;Ghi chú (lý do);GC;note;Remarks",
        ),
        (
            Role::Refused,
            ["Kinh", "Mường", "Kinh"],
            "Dân tộc;DT;Tôn giáo;Mật khẩu;MK;OTP;Số tài khoản;ảnh;Ảnh chân dung;Số TK;ethnicity;Religion",
        ),
        (Role::Ignored, ["Tháng 6", "Tháng 7", "Tháng 7"], "KH;GT;Quê quán;Lớp;Số hộ"),
        (Role::Status, ["ACTIVATED", "NOT_ACTIVATED", "ACTIVATED"], "status;Trạng thái;TRANG_THAI"),
    ];
    for (role, cells, headers) in cases {
        for header in headers.split(';') {
            assert_eq!(role_of(header.trim(), *cells), *role, "{header}");
        }
    }
}

#[test]
fn every_word_for_the_people_is_understood() {
    let names = "Họ và tên;Họ tên;Họ & tên;Họ và tên khai sinh;Họ, chữ đệm và tên;Họ, chữ đệm và tên khai sinh;Họ tên công dân;Tên công dân;Tên;\
                 Họ tên học sinh;HO VA TEN;HoVaTen;full_name;Tên khách hàng;Họ tên chủ hộ";
    let dates = "Ngày sinh;Ngày tháng năm sinh;Ngày, tháng, năm sinh;NTNS;Sinh ngày;Ngày/tháng/năm sinh;Năm sinh;NS;dob;NgaySinh";
    let ordinals = "STT;TT;Số TT;Số thứ tự;So TT;No;S.T.T;STT (1)";
    let read = |ordinal: &str, name: &str, date: &str| {
        let text = format!("{ordinal}|{name}|{date}|SĐT\n#1|Nguyễn Văn An|12/03/1985|0912345678");
        assert_told(&text, &[], "name dob phone codes", &["Nguyễn Văn An | 1985-03-12 | 0912345678 | -"]);
    };
    names.split(';').for_each(|name| read("STT", name.trim(), "Ngày sinh"));
    dates.split(';').for_each(|date| read("TT", "Họ và tên", date));
    ordinals.split(';').for_each(|ordinal| read(ordinal, "Họ và tên", "Ngày sinh"));
}

#[test]
fn names_and_dates_can_be_split_in_many_ways() {
    for (header, rows) in [
        ("TT|Họ|Tên đệm|Tên|Ngày|Tháng|Năm", "#1|Nguyễn|Văn|An|#12|#3|#1985\n#2|Lê|Thị|Bình|#5|#7|#1990"),
        ("TT|Họ và|Tên|Ngày sinh|Tháng sinh|Năm sinh", "#1|Nguyễn Văn|An|#12|#3|#1985\n#2|Lê Thị|Bình|#5|#7|#1990"),
        ("TT|Họ và tên||Ngày sinh", "#1|Nguyễn Văn|An|12/03/1985\n#2|Lê Thị|Bình|05/07/1990"),
        ("TT|Họ lót|Tên|NTNS", "#1|Nguyễn Văn|An|12/03/1985\n#2|Lê Thị|Bình|05/07/1990"),
    ] {
        let wanted = ["Nguyễn Văn An | 1985-03-12 | -", "Lê Thị Bình | 1990-07-05 | -"];
        assert_told(&format!("{header}\n{rows}"), &[], "name dob codes", &wanted);
    }
}

#[test]
fn a_header_can_be_said_twice() {
    let text = "STT|Họ và tên|Ngày sinh|Số CCCD|Nơi làm
No.|Full name|Date of birth|ID number|Department
#1|Nguyễn Văn An|12/03/1985|038085001234|Trạm Y tế";
    assert_told(text, &[], "name dob cccd unit", &["Nguyễn Văn An | 1985-03-12 | 038085001234 | Trạm Y tế"]);
}

#[test]
fn levels_can_stand_as_bare_numbers_under_their_group() {
    let text = "STT|Họ và tên|Số CCCD|Mức độ|
|||1|2
#1|Nguyễn Văn An|038085001234|x|
#2|Lê Thị Bình|038190001235||x";
    let merges = [(1, 4, 1, 5), (1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 2, 3)];
    assert_told(text, &merges, "name m1 m2", &["Nguyễn Văn An | x | o", "Lê Thị Bình | o | x"]);
}

#[test]
fn a_table_of_totals_beside_the_list_is_no_part_of_it() {
    let text = "DANH SÁCH CÔNG DÂN THÔN 7|||||||CHỈ TIÊU GIAO
STT|Họ và tên|Năm sinh|Số CCCD|Mức 2|||TT|Thôn|Chỉ tiêu
#1|Nguyễn Văn An|#1985|038085001234|x|||#1|Thôn 1|#120
#2|Lê Thị Bình|#1990|038190001235||||#2|Thôn 2|#90
|||||||#3|Thôn 3|#80
|||||||Tổng||#290";
    let reading = read_all(vec![sheet("DS", text, &[])]);
    assert_eq!(reading.sheets[0].codes, []);
    let wanted = ["Nguyễn Văn An | Thôn 7 | x", "Lê Thị Bình | Thôn 7 | o"];
    assert_eq!(super::told::tell(&reading, "name village m2"), wanted);
    let text = "Họ và tên|Năm sinh|Số CCCD||Thôn|Chỉ tiêu\nNguyễn Văn An|1985|038085001234||Thôn 1|#120";
    assert_told(text, &[], "name village", &["Nguyễn Văn An | -"]);
}
