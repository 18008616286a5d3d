//! Where tables stand, and what their columns mean.

use super::sheet_of::{codes, read, read_all, sheet};
use crate::roster::reading::{ColumnRole as Role, Mark, RosterRow, SheetKind};
use crate::vn::national_id::Sex;

fn names(rows: &[RosterRow]) -> Vec<&str> {
    rows.iter().filter_map(|row| row.full_name.as_deref()).collect()
}

fn done(row: &RosterRow, mark: Mark) -> Option<bool> {
    row.milestones.get(&mark).and_then(|m| m.done)
}

#[test]
fn two_tables_stand_beside_each_other() {
    let text = "DANH SÁCH CÔNG DÂN
_
STT|Họ và tên|Số CCCD||STT|Họ và tên|Số CCCD
#1|Nguyễn Văn An|038085001234||#1|Lê Thị Bình|038185001235
#2|Trần Văn Cường|038085001236||#2|Phạm Thị Dung|038185001237
#3|Đỗ Văn Em|038085001238";
    let rows = read(text, &[]);
    let places: Vec<(u32, u16, &str)> = rows.iter().map(|r| (r.row, r.c0, r.full_name.as_deref().unwrap())).collect();
    assert_eq!(
        places,
        [
            (4, 1, "Nguyễn Văn An"),
            (4, 5, "Lê Thị Bình"),
            (5, 1, "Trần Văn Cường"),
            (5, 5, "Phạm Thị Dung"),
            (6, 1, "Đỗ Văn Em")
        ]
    );
    assert_eq!(rows.iter().filter_map(|r| r.cccd.as_deref()).count(), 5);
}

#[test]
fn tables_below_each_other_have_their_own_village_and_columns() {
    let text = "DANH SÁCH THÔN ĐỒNG VÀNG
STT|Họ và tên|Năm sinh|Mức 2
#1|Nguyễn Văn An|#1985|x
Tổng cộng: 1
_
DANH SÁCH THÔN PHÚ NINH
STT|Họ và tên|Số CCCD|Kích hoạt
#1|Lê Thị Bình|038185001235|x
#2|Trần Văn Cường|038085001236|
Người lập biểu
_
Nguyễn Thị Mẫu";
    let rows = read(text, &[]);
    assert_eq!(names(&rows), ["Nguyễn Văn An", "Lê Thị Bình", "Trần Văn Cường"]);
    assert_eq!(
        rows.iter().map(|r| r.village.as_deref().unwrap()).collect::<Vec<_>>(),
        ["Thôn Đồng Vàng", "Thôn Phú Ninh", "Thôn Phú Ninh"]
    );
    assert_eq!(done(&rows[0], Mark::M2), Some(true));
    assert_eq!(done(&rows[1], Mark::Act), Some(true));
    assert_eq!(done(&rows[1], Mark::M2), None);
}

#[test]
fn three_header_rows_are_one_header() {
    let text = "TT|Họ và tên|Thông tin|||Định danh điện tử||
|||Ngày sinh|CCCD|Mức 2||Ghi chú
|||||Đã cấp|Kích hoạt|
(1)|(2)|(3)|(4)|(5)|(6)|(7)|(8)
#1|Nguyễn Văn An||12/03/1985|038085001234|x|x|đổi sim
#2|Lê Thị Bình||05/07/1990|038190001235|x||";
    let merges = [
        (1, 1, 3, 1),
        (1, 2, 3, 2),
        (1, 3, 1, 5),
        (1, 6, 1, 7),
        (2, 4, 3, 4),
        (2, 5, 3, 5),
        (2, 6, 2, 7),
        (2, 8, 3, 8),
    ];
    let rows = read(text, &merges);
    assert_eq!(names(&rows), ["Nguyễn Văn An", "Lê Thị Bình"]);
    assert_eq!((done(&rows[0], Mark::M2), done(&rows[0], Mark::Act)), (Some(true), Some(true)));
    assert_eq!((done(&rows[1], Mark::M2), done(&rows[1], Mark::Act)), (Some(true), Some(false)));
    assert_eq!(rows[0].cccd.as_deref(), Some("038085001234"));
}

#[test]
fn a_header_row_of_groups_can_stand_above_the_names() {
    let text = "||Thông tin cá nhân||Tài khoản định danh|
STT|Họ và tên|Ngày sinh|Số CCCD|Mức 1|Mức 2
#1|Nguyễn Văn An|12/03/1985|038085001234|x|
#2|Lê Thị Bình|05/07/1990|038190001235||x";
    let reading = read_all(vec![sheet("DS", text, &[(1, 3, 1, 4), (1, 5, 1, 6)])]);
    assert_eq!(reading.sheets[0].header_rows, [1, 2]);
    assert_eq!(reading.sheets[0].columns[5].header, "Tài khoản định danh > Mức 2");
    assert_eq!(names(&reading.sheets[0].rows), ["Nguyễn Văn An", "Lê Thị Bình"]);
    assert_eq!(done(&reading.sheets[0].rows[0], Mark::M1), Some(true));
}

#[test]
fn a_date_can_stand_in_three_columns_and_sex_in_two() {
    let text = "STT|Họ và tên|Ngày sinh|||Giới tính||Số CCCD
||Ngày|Tháng|Năm|Nam|Nữ|
#1|Nguyễn Văn An|#12|#3|#1985|x||038085001234
#2|Lê Thị Bình||#7|#1990||x|038190001235
#3|Phạm Thị Cúc|||#1992||x|038192001235";
    let merges = [(1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 1, 5), (1, 6, 1, 7), (1, 8, 2, 8)];
    let rows = read(text, &merges);
    let dates: Vec<String> = rows.iter().map(|r| serde_json::to_string(&r.dob).unwrap()).collect();
    assert_eq!(dates, ["\"1985-03-12\"", "\"1990-07\"", "\"1992\""]);
    assert_eq!(rows.iter().map(|r| r.sex).collect::<Vec<_>>(), [Some(Sex::Male), Some(Sex::Female), Some(Sex::Female)]);
}

#[test]
fn a_name_can_lie_under_one_wide_header() {
    let text = "STT|Họ và tên||Ngày sinh|Số CCCD
#1|Nguyễn Văn|An|12/03/1985|038085001234
#2|Lê Thị|Bình|05/07/1990|038190001235";
    let rows = read(text, &[(1, 2, 1, 3)]);
    assert_eq!(names(&rows), ["Nguyễn Văn An", "Lê Thị Bình"]);
    assert_eq!(codes(&rows[0]), [] as [&str; 0]);
}

#[test]
fn abbreviations_are_decided_by_content() {
    let text = "TT|Họ tên|NS|GT|DT|KH|CC
#1|Nguyễn Văn An|1985|Nam|Kinh|x|038085001234
#2|Lê Thị Bình|1990|Nữ|Mường||038190001235
#3|Đỗ Thị Cúc|1991|Nữ|Kinh|x|038191001235";
    let reading = read_all(vec![sheet("DS", text, &[])]);
    let roles: Vec<Role> = reading.sheets[0].columns.iter().map(|c| c.role).collect();
    assert_eq!(roles, [Role::Stt, Role::Name, Role::Dob, Role::Sex, Role::Refused, Role::Act, Role::Cccd]);

    let text = "TT|Họ tên|GT|DT
#1|Nguyễn Văn An|038085001234|0912345678
#2|Lê Thị Bình|038190001235|0987654321
#3|Đỗ Thị Cúc|038191001235|0387654321";
    let reading = read_all(vec![sheet("DS", text, &[])]);
    let roles: Vec<Role> = reading.sheets[0].columns.iter().map(|c| c.role).collect();
    assert_eq!(roles, [Role::Stt, Role::Name, Role::Cccd, Role::Phone]);
}

#[test]
fn secrets_and_sensitive_columns_are_dropped() {
    let text = "STT|Họ và tên|Số CCCD|Mật khẩu VNeID|Tôn giáo|Ghi chú
#1|Nguyễn Văn An|038085001234|Abc@12345|Phật giáo|đổi sim";
    let reading = read_all(vec![sheet("DS", text, &[])]);
    let json = serde_json::to_string(&reading).unwrap();
    assert!(!json.contains("Abc@12345") && !json.contains("Phật giáo"));
    assert!(json.contains("COLUMN_REFUSED"));
}

#[test]
fn a_column_of_those_not_activated_is_read_backwards() {
    let text = "STT|Họ và tên|Số CCCD|Mức 1|Mức 2|Chưa kích hoạt
#1|Nguyễn Văn An|038085001234||x|
#2|Lê Thị Bình|038190001235||x|x
#3|Đỗ Thị Cúc|038191001235|||";
    let rows = read(text, &[]);
    assert_eq!(rows.iter().map(|r| done(r, Mark::Act)).collect::<Vec<_>>(), [Some(true), Some(false), Some(false)]);
}

#[test]
fn section_rows_can_be_households_or_villages() {
    let text = "STT|Họ và tên|Năm sinh|Số CCCD
I|Thôn Đồng Vàng||
|Hộ ông Nguyễn Văn An||
#1|Nguyễn Văn An|#1985|038085001234
#2|Nguyễn Thị Bình|#1990|038190001235
|Cộng|#2|
II|Thôn Phú Ninh||
#1|Đỗ Thị Cúc|#1991|038191001235";
    let rows = read(text, &[]);
    assert_eq!(names(&rows), ["Nguyễn Văn An", "Nguyễn Thị Bình", "Đỗ Thị Cúc"]);
    assert_eq!(
        rows.iter().map(|r| r.village.as_deref().unwrap()).collect::<Vec<_>>(),
        ["Thôn Đồng Vàng", "Thôn Đồng Vàng", "Thôn Phú Ninh"]
    );
}

#[test]
fn a_village_can_hide_in_the_address() {
    let text = "STT|Họ và tên|Số CCCD|Nơi thường trú
#1|Nguyễn Văn An|038085001234|Thôn 7, xã Cẩm Ngọc
#2|Lê Thị Bình|038190001235|Thôn Đồng Vàng, xã Cẩm Ngọc, huyện Cẩm Thủy";
    let rows = read(text, &[]);
    assert_eq!(rows.iter().map(|r| r.village.as_deref().unwrap()).collect::<Vec<_>>(), ["Thôn 7", "Thôn Đồng Vàng"]);
    assert_eq!(rows[0].address.as_deref(), Some("Thôn 7, xã Cẩm Ngọc"));
}

#[test]
fn both_card_numbers_can_have_columns() {
    let text = "STT|Họ và tên|Ngày sinh|Số CMND|Số CCCD
#1|Nguyễn Văn An|12/03/1985|172345678|038085001234
#2|Lê Thị Bình|05/07/1990|173456789|";
    let rows = read(text, &[]);
    assert_eq!((rows[0].cccd.as_deref(), rows[0].cmnd9.as_deref()), (Some("038085001234"), Some("172345678")));
    assert_eq!(codes(&rows[0]), [] as [&str; 0]);
    assert_eq!((rows[1].cccd.as_deref(), rows[1].cmnd9.as_deref()), (None, Some("173456789")));
    assert_eq!(codes(&rows[1]), ["CCCD_CMND9"]);
}

#[test]
fn forms_sent_twice_count_by_the_last() {
    let text = "Dấu thời gian|Họ và tên|Ngày sinh|Số CCCD|Số điện thoại
10/5/2023 8:01:02|Nguyễn Văn An|12/03/1985|038085001234|0912345678
10/5/2023 9:00:00|Lê Thị Bình|05/07/1990|038190001235|0987654321
11/5/2023 7:00:00|Nguyễn Văn An|12/03/1985|038085001234|0912345679";
    let rows = read(text, &[]);
    assert_eq!(names(&rows), ["Nguyễn Văn An", "Lê Thị Bình", "Nguyễn Văn An"]);
    assert_eq!(codes(&rows[2]), ["RESUBMIT"]);
    assert_eq!(codes(&rows[0]), [] as [&str; 0]);
}

#[test]
fn levels_and_statuses_in_one_column() {
    let text = "STT|Họ và tên|Số CCCD|Mức định danh|Tình trạng
#1|Nguyễn Văn An|038085001234|Mức 2|Đã kích hoạt
#2|Lê Thị Bình|038190001235|#1|Chưa kích hoạt
#3|Đỗ Thị Cúc|038191001235||";
    let rows = read(text, &[]);
    let read: Vec<_> = rows.iter().map(|r| (done(r, Mark::M1), done(r, Mark::M2), done(r, Mark::Act))).collect();
    assert_eq!(
        read,
        [
            (Some(false), Some(true), Some(true)),
            (Some(true), Some(false), Some(false)),
            (Some(false), Some(false), Some(false))
        ]
    );
}

#[test]
fn a_list_without_numbers_or_ids_is_still_read() {
    let text = "DANH SÁCH ĐOÀN VIÊN THÔN ĐỒNG VÀNG NĂM 2023
Họ và tên|Năm sinh|SĐT|Ghi chú
Nguyễn Văn An|1985|0912345678|
Lê Thị Bình|1990||XKLĐ
Trần Văn Cường|||
_
Đồng Vàng, ngày 12 tháng 5 năm 2023
Trưởng thôn
Nguyễn Thị Mẫu";
    let rows = read(text, &[]);
    assert_eq!(names(&rows), ["Nguyễn Văn An", "Lê Thị Bình", "Trần Văn Cường"]);
    assert!(rows.iter().all(|r| r.village.as_deref() == Some("Thôn Đồng Vàng")));
}

#[test]
fn sheets_that_are_no_lists_are_named() {
    let help = "HƯỚNG DẪN NHẬP LIỆU
1. Cột họ và tên: ghi đầy đủ họ, chữ đệm và tên theo căn cước công dân của người được lập danh sách
2. Cột ngày sinh: ghi theo dạng ngày/tháng/năm, nếu chỉ biết năm thì ghi năm, không ghi tuổi
3. Cột số định danh: ghi đủ 12 chữ số, không ghi dấu cách, dấu chấm hoặc dấu nháy ở đầu ô";
    let quota = "CHỈ TIÊU GIAO CÁC THÔN
TT|Thôn|Chỉ tiêu|
||Mức 1|Mức 2
#1|Thôn 1|#120|#60
#2|Thôn 2|1.030|#75
|Tổng cộng|#1150|#135";
    let list = "STT|Họ và tên|Số CCCD
#1|Nguyễn Văn An|038085001234";
    let reading = read_all(vec![
        sheet("HD", help, &[]),
        sheet("CT", quota, &[(2, 3, 2, 4)]),
        sheet("DS", list, &[]),
        sheet("Trắng", "_", &[]),
    ]);
    let kinds: Vec<SheetKind> = reading.sheets.iter().map(|s| s.kind).collect();
    assert_eq!(kinds, [SheetKind::Instructions, SheetKind::Quota, SheetKind::Roster, SheetKind::Empty]);
    let quotas: Vec<_> = reading.sheets[1].quotas.iter().map(|q| (q.unit.as_str(), q.m1, q.m2)).collect();
    assert_eq!(quotas, [("Thôn 1", Some(120), Some(60)), ("Thôn 2", Some(1030), Some(75))]);
    assert!(reading.file_codes.is_empty());
}

#[test]
fn headers_in_a_legacy_encoding_head_unicode_rows() {
    let text = "STT|Hä vµ tªn|Ngµy sinh|Sè CCCD
#1|Nguyễn Văn An|12/03/1985|038085001234
#2|Lê Thị Bình|05/07/1990|038190001235
#3|Đỗ Thị Cúc|05/07/1991|038191001235
#4|Trần Văn Đức|05/07/1991|038091001235";
    let rows = read(text, &[]);
    assert_eq!(names(&rows), ["Nguyễn Văn An", "Lê Thị Bình", "Đỗ Thị Cúc", "Trần Văn Đức"]);
    assert_eq!(rows[0].cccd.as_deref(), Some("038085001234"));
}

#[test]
fn a_list_without_a_header_is_understood_by_its_content() {
    let text = "#1|Nguyễn Văn An|12/03/1985|Nam|038085001234|Thôn 7
#2|Lê Thị Bình|05/07/1990|Nữ|038190001235|Thôn 8
#3|Đỗ Thị Cúc|1991|Nữ|038191001235|nt
#4|Trần Văn Đức|1971|Nam|038071001235|Thôn 9";
    let rows = read(text, &[]);
    assert_eq!(names(&rows), ["Nguyễn Văn An", "Lê Thị Bình", "Đỗ Thị Cúc", "Trần Văn Đức"]);
    assert_eq!(rows[1].cccd.as_deref(), Some("038190001235"));
    assert_eq!(rows[2].village.as_deref(), Some("Thôn 8"));
}

#[test]
fn a_hidden_sheet_never_marks_the_rows_of_a_visible_one() {
    let old = "STT|Họ và tên|Số CCCD
#1|Nguyễn Văn Anh|038085001234";
    let new = "STT|Họ và tên|Số CCCD
#1|Nguyễn Văn An|038085001234";
    let mut hidden = sheet("Cũ", old, &[]);
    hidden.hidden = true;
    let reading = read_all(vec![hidden, sheet("Mới", new, &[])]);
    assert_eq!(reading.sheets[0].codes.iter().map(|c| c.as_str()).collect::<Vec<_>>(), ["SHEET_HIDDEN"]);
    assert_eq!(codes(&reading.sheets[0].rows[0]), ["DUP_CONFLICT"]);
    assert_eq!(codes(&reading.sheets[1].rows[0]), [] as [&str; 0]);
}

#[test]
fn a_whole_address_in_the_village_column_gives_its_village() {
    let text = "STT|Họ và tên|Số CCCD|Thôn
#1|Nguyễn Văn An|038085001234|Thôn 7, xã Cẩm Ngọc
#2|Lê Thị Bình|038190001235|Thôn 7";
    let rows = read(text, &[]);
    assert!(rows.iter().all(|row| row.village.as_deref() == Some("Thôn 7")));
}

#[test]
fn an_activation_of_a_level_tells_the_level() {
    let text = "STT|Họ và tên|Số CCCD|Kích hoạt mức 1|Kích hoạt mức 2
#1|Nguyễn Văn An|038085001234|x|
#2|Lê Thị Bình|038190001235||12/3/2023
#3|Đỗ Thị Cúc|038191001235||";
    let rows = read(text, &[]);
    let read: Vec<_> = rows.iter().map(|r| (done(r, Mark::M1), done(r, Mark::M2), done(r, Mark::Act))).collect();
    assert_eq!(read, [(Some(true), None, Some(true)), (None, Some(true), Some(true)), (None, None, Some(false))]);
}
