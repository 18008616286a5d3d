//! Where a list says which village, office or household its people belong to.

use super::sheet_of::{options, read_all, sheet};
use super::told::{assert_told, tell};
use crate::roster::grid::Workbook;
use crate::roster::understand::{UnderstandOptions, understand};

#[test]
fn lists_side_by_side_have_their_own_titles_and_columns() {
    let text = "THÔN 1|||||THÔN 2
STT|Họ và tên|Năm sinh|SĐT||TT|Tên|Số CCCD|Mức 2
#1|Nguyễn Văn An|#1985|0912345678||#1|Đỗ Thị Cúc|038191001236|x
#2|Lê Thị Bình|#1990|0987654321||#2|Trần Văn Đức|038071001235|";
    let wanted = [
        "1 | Nguyễn Văn An | Thôn 1 | -",
        "6 | Đỗ Thị Cúc | Thôn 2 | x",
        "1 | Lê Thị Bình | Thôn 1 | -",
        "6 | Trần Văn Đức | Thôn 2 | o",
    ];
    assert_told(text, &[], "c0 name village m2", &wanted);
    let text = "TT|Tên|NS|SĐT|TT|Tên|NS|SĐT
#1|Nguyễn Văn An|#1985|0912345678|#2|Đỗ Thị Cúc|#1991|0387654321";
    assert_told(text, &[], "c0 name dob", &["1 | Nguyễn Văn An | 1985", "5 | Đỗ Thị Cúc | 1991"]);
}

#[test]
fn households_stand_above_their_members() {
    let text = "STT|Họ và tên|Năm sinh|Số CCCD
Hộ: Nguyễn Văn An
#1|Nguyễn Văn An|#1985|038085001234
#2|Lê Thị Bình|#1990|038190001235
Hộ số 12
#3|Đỗ Thị Cúc|#1991|038191001236
#4|Hộ bà Phạm Thị Hoa - Thôn 5||
#1|Phạm Thị Hoa|#1961|038161001235
|Hồ Văn Giang|#1962|038062001235";
    let wanted = [
        "Nguyễn Văn An | Nguyễn Văn An | -",
        "Lê Thị Bình | Nguyễn Văn An | -",
        "Đỗ Thị Cúc | - | -",
        "Phạm Thị Hoa | Phạm Thị Hoa | Thôn 5",
        "Hồ Văn Giang | Phạm Thị Hoa | Thôn 5",
    ];
    assert_told(text, &[], "name household village", &wanted);
}

#[test]
fn a_village_written_once_holds_for_the_rows_below() {
    let text = "STT|Thôn|Họ và tên|Năm sinh
#1|Thôn 1|Nguyễn Văn An|#1985
#2||Lê Thị Bình|#1990
#3||Đỗ Thị Cúc|#1991
#4|Thôn 2|Trần Văn Đức|#1971
#5||Trần Thị Em|#1995
#6||Trần Thị Gấm|#1996";
    let wanted = ["Thôn 1 | DOB_YEAR_ONLY", "Thôn 1 | MERGED_DATA DOB_YEAR_ONLY", "Thôn 1 | MERGED_DATA DOB_YEAR_ONLY"];
    let reading = read_all(vec![sheet("DS", text, &[])]);
    let mut told = tell(&reading, "village codes");
    told.iter_mut().for_each(|line| *line = line.replace("DOB_YEAR_ONLY MERGED_DATA", "MERGED_DATA DOB_YEAR_ONLY"));
    assert_eq!(told[..3], wanted);
    assert_eq!(told[5], "Thôn 2 | MERGED_DATA DOB_YEAR_ONLY");
    // a village that comes again is written for each person: an empty cell is a gap
    let text = "STT|Thôn|Họ và tên|Năm sinh
#1|Thôn 1|Nguyễn Văn An|12/03/1985
#2||Lê Thị Bình|12/03/1985
#3||Đỗ Thị Cúc|12/03/1985
#4|Thôn 1|Trần Văn Đức|12/03/1985";
    let wanted = ["Thôn 1 | -", "- | VILLAGE_MISSING", "- | VILLAGE_MISSING", "Thôn 1 | -"];
    assert_told(text, &[], "village codes", &wanted);
}

#[test]
fn signs_repeat_the_place_the_post_and_the_day_above() {
    let text = "STT|Họ và tên|Ngày sinh|Số CCCD|Điện thoại|Thôn|Địa chỉ|Chức vụ|Đơn vị công tác|Ngày cấp mức 2
#1|Nguyễn Văn An|12/03/1985|038085001234|0912345678|Thôn Bình An|Xóm Đình|Giáo viên|Trường Tiểu học Hoa Sen|12/3/2023
#2|Lê Thị Bình|13/03/1990|038190001235|0912345679|-nt-|nt|\"|như trên|〃
#3|Đỗ Thị Cúc|14/03/1991|038191001236|0912345670|- -|”|//|-\"-|nt
#4|Trần Văn Đức|15/03/1971|038071001237|0912345671|Thôn Phú Ninh||||
#5|Phạm Văn Em|16/03/1972|038072001238|0912345672|nt|nt|nt||";
    let four = "DITTO_MARK DITTO_MARK DITTO_MARK DITTO_MARK";
    let wanted = [
        "Thôn Bình An | Xóm Đình | Giáo viên | Trường Tiểu học Hoa Sen | x2023-03-12 | -".to_owned(),
        format!("Thôn Bình An | Xóm Đình | Giáo viên | Trường Tiểu học Hoa Sen | x2023-03-12 | {four} DITTO_MARK"),
        format!("Thôn Bình An | Xóm Đình | Giáo viên | Trường Tiểu học Hoa Sen | x2023-03-12 | {four} DITTO_MARK"),
        "Thôn Phú Ninh | - | - | - | o | -".to_owned(),
        "Thôn Phú Ninh | - | - | - | o | DITTO_MARK".to_owned(),
    ];
    let told = tell(&read_all(vec![sheet("DS", text, &[])]), "village address position unit m2 codes");
    assert_eq!(told, wanted, "below an empty cell a sign repeats nothing");
}

#[test]
fn signs_repeat_no_name_no_number_no_phone_and_no_birth_date() {
    let text = "STT|Họ và tên|Ngày sinh|Số CCCD|Điện thoại|Thôn
#1|Nguyễn Văn An|12/03/1985|038085001234|0912345678|Thôn 1
#2|Lê Thị Bình|nt|nt|nt|nt
#3|như trên|13/03/1990|038190001235||Thôn 1";
    let told = tell(&read_all(vec![sheet("DS", text, &[])]), "name dob cccd phone village");
    assert_eq!(told[0], "Nguyễn Văn An | 1985-03-12 | 038085001234 | 0912345678 | Thôn 1");
    assert_eq!(told[1], "Lê Thị Bình | - | - | - | Thôn 1");
    assert!(!told[2].starts_with("Lê Thị Bình"), "{}", told[2]);
}

#[test]
fn sections_of_a_staff_list_are_offices() {
    let text = "UBND XÃ CẨM NGỌC
DANH SÁCH CÁN BỘ, CÔNG CHỨC, VIÊN CHỨC ĐĂNG KÝ CHỮ KÝ SỐ
STT|Họ và tên|Ngày sinh|Chức vụ|Số CCCD|CKS
A. UBND xã Cẩm Ngọc
#1|Nguyễn Văn An|12/03/1985|Chủ tịch|038085001234|x
II|TRƯỜNG TIỂU HỌC HOA SEN (2 người)
#1|Đoàn Thị Cúc|06/08/1991|Hiệu trưởng|038191001236|x
|Đoàn Thị Dung|06/08/1992|Giáo viên|038192001236|
Trạm Y tế xã
#1|Trần Văn Đức|07/08/1971|Trưởng trạm|038071001235|x
_
|NGƯỜI LẬP||||CÔNG AN XÃ CẨM NGỌC";
    let wanted = [
        "Nguyễn Văn An | UBND xã Cẩm Ngọc | Chủ tịch",
        "Đoàn Thị Cúc | Trường Tiểu học Hoa Sen | Hiệu trưởng",
        "Đoàn Thị Dung | Trường Tiểu học Hoa Sen | Giáo viên",
        "Trần Văn Đức | Trạm Y tế xã | Trưởng trạm",
    ];
    assert_told(text, &[], "name unit position", &wanted);
}

#[test]
fn villages_stand_in_headings_of_many_shapes() {
    let people = "#1|Nguyễn Văn An|#1985|038085001234";
    for (heading, village) in [
        ("I. THÔN BÌNH AN", "Thôn Bình An"),
        ("I|THÔN BÌNH AN", "Thôn Bình An"),
        ("#1|Thôn Bình An", "Thôn Bình An"),
        ("|Thôn 1: 2 người", "Thôn 1"),
        ("|2. Thôn Phú Ninh (Trưởng thôn: Nguyễn Văn Bảy - 0912345678)", "Thôn Phú Ninh"),
        ("* Tổ dân phố số 5", "Tổ dân phố số 5"),
        ("Khu 3", "Khu 3"),
        ("DANH SÁCH CÔNG DÂN ẤP TÂN LẬP", "Ấp Tân Lập"),
    ] {
        let text = format!("STT|Họ và tên|Năm sinh|Số CCCD\n{heading}\n{people}");
        assert_told(&text, &[], "name village", &[&format!("Nguyễn Văn An | {village}")]);
    }
}

#[test]
fn people_are_not_taken_for_headings_or_totals() {
    let text = "STT|HO VA TEN|NAM SINH|SDT
#1|BAN VAN AN||
#2|TO THI BINH||
#3|LANG THI CUC||
|TONG THI DUNG||0912345678
|Tống Thị Em|#1990|
|Cộng Văn Giang|#1991|
|Lưu Ý Nhi|#1992|
#4|Đoàn Văn Hòa||
Tổng cộng: 8|||";
    let reading = read_all(vec![sheet("DS", text, &[])]);
    assert_eq!(tell(&reading, "name").len(), 8);
    assert_eq!(reading.sheets[0].codes, []);
    assert!(tell(&reading, "village unit").iter().all(|line| line == "- | -"));
}

#[test]
fn an_example_row_of_the_form_is_nobody() {
    let text = "STT|Họ và tên|Ngày sinh|Số CCCD
VD|Nguyễn Văn A|01/01/1990|001090000001
#1|Nguyễn Văn An|12/03/1985|038085001234";
    assert_told(text, &[], "name", &["Nguyễn Văn An"]);
}

#[test]
fn a_file_name_can_name_the_village() {
    let list = "STT|Họ và tên|Năm sinh\n#1|Nguyễn Văn An|#1985";
    for (file, village) in [
        ("DS Thôn Ngọc Bình đợt 2.xlsx", "Thôn Ngọc Bình"),
        ("danh-sach-thon-7-final (2).xlsx", "Thôn 7"),
        ("thon7.csv", "Thôn 7"),
        ("danh_sach.xlsx", "-"),
    ] {
        let workbook = Workbook { file_codes: Vec::new(), sheets: vec![sheet("Sheet1", list, &[])] };
        let reading = understand(workbook, &UnderstandOptions { file_name: file.to_owned(), ..options() });
        assert_eq!(tell(&reading, "village"), [village], "{file}");
    }
}

#[test]
fn a_village_can_stand_beside_its_word_and_an_office_on_the_tab() {
    let text = "Thôn:|Ngọc Bình\nXã:|Cẩm Ngọc\nSTT|Họ và tên|Năm sinh\n#1|Nguyễn Văn An|#1985";
    assert_told(text, &[], "village", &["Thôn Ngọc Bình"]);
    let text = "STT|Họ và tên|Chức vụ|Số CCCD\n#1|Nguyễn Văn An|Hiệu trưởng|038085001234";
    let reading = read_all(vec![sheet("Trường Tiểu học Hoa Sen", text, &[])]);
    assert_eq!(tell(&reading, "unit"), ["Trường Tiểu học Hoa Sen"]);
}
