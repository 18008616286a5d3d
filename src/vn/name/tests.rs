use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::*;

#[test]
fn spellings_of_one_name_have_one_key() {
    for (spelling, key) in [
        ("Nguyễn Thị Hoà", "NGUYỄN THỊ HÒA"),
        ("nguyễn thị hòa", "NGUYỄN THỊ HÒA"),
        ("  NGUYỄN\u{A0}THỊ  HOÀ\n", "NGUYỄN THỊ HÒA"),
        ("Nguye\u{302}\u{303}n Thi\u{323} Hoa\u{300}", "NGUYỄN THỊ HÒA"),
        ("Ðặng Thuý", "ĐẶNG THÚY"),
        ("Đặng Thúy", "ĐẶNG THÚY"),
        ("Lê Thuỷ Khoẻ", "LÊ THỦY KHỎE"),
        ("Quý Quỳnh Hoàn Loan", "QUÝ QUỲNH HOÀN LOAN"),
        ("H’Hen Niê", "H'HEN NIÊ"),
        ("Hoá\u{200B} (A)", "HÓA (A)"),
        ("Ý", "Ý"),
        ("", ""),
    ] {
        assert_eq!(match_key(spelling), key, "{spelling}");
    }
}

#[test]
fn different_names_keep_different_keys() {
    for (a, b) in [
        ("Lý", "Lí"),
        ("Hòa", "Hóa"),
        ("Hoa", "Hòa"),
        ("Hồ An", "Hồ Ân"),
        ("Quý", "Qúy"),
        ("Dung", "Đung"),
        ("Hoàn", "Hòan"),
    ] {
        assert_ne!(match_key(a), match_key(b), "{a} {b}");
    }
}

#[test]
fn title_cases() {
    for (given, titled) in [
        ("PHẠM THỊ BÌNH", "Phạm Thị Bình"),
        ("phạm quang hòa", "Phạm Quang Hòa"),
        ("ĐẶNG ĐÌNH Ý", "Đặng Đình Ý"),
        ("H'HEN NIÊ", "H'Hen Niê"),
        ("k'brìu", "K'Brìu"),
        ("Y BHĂM ÊBAN", "Y Bhăm Êban"),
        ("LÊ AN (A)", "Lê An (A)"),
        ("tôn-nữ  lan", "Tôn-Nữ  Lan"),
        ("ĐA\u{323}NG", "Đa\u{323}ng"),
        ("", ""),
    ] {
        assert_eq!(title_case(given), titled, "{given}");
    }
}

#[test]
fn cases() {
    for (name, case) in [
        ("Phạm Thị Bình", NameCase::Natural),
        ("PHẠM THỊ BÌNH", NameCase::Upper),
        ("phạm thị bình", NameCase::Lower),
        ("ĐOÀN", NameCase::Upper),
        ("A Ý", NameCase::Natural),
        ("Ý", NameCase::Natural),
        ("H'HEN", NameCase::Upper),
        ("phạm thị Bình", NameCase::Natural),
        ("12", NameCase::Natural),
        ("", NameCase::Natural),
    ] {
        assert_eq!(case_of(name), case, "{name}");
    }
}

#[test]
fn names_without_their_marks() {
    for name in [
        "Ha Thi Hong Nga",
        "Ho Khanh Anh",
        "NGUYEN VAN AN",
        "cao thi lan",
        "Mai Phuc Loc",
        "Le An",
        "Ly A Pao",
        "Vang A De",
        "Phan Thu Hien",
        "Mai Xuan",
        "Cao Huong",
    ] {
        assert!(lacks_diacritics(name), "{name}");
    }
    for name in [
        "Cao Minh Anh",
        "Thach Sok An",
        "Ksor Phin",
        "Siu H'Lan",
        "Y Thing",
        "A Nhot",
        "Danh Pho La",
        "Kim Thol",
        "Nguyễn Van An",
        "Phan Trang",
        "Ha",
        "Lê An",
        "Ma Linh",
        "Le\u{302} An",
        "",
    ] {
        assert!(!lacks_diacritics(name), "{name}");
    }
}

proptest! {
    #[test]
    fn never_panics(name in any::<String>()) {
        let key = match_key(&name);
        prop_assert_eq!(match_key(&name.nfd().collect::<String>()), key);
        let _ = (title_case(&name), case_of(&name), lacks_diacritics(&name));
    }

    #[test]
    fn case_and_form_do_not_matter(name in "[a-yàảãáạăằâấẫêệễìíòóọôộơớờợùúụưừữỳýỵđ' ]{0,24}") {
        let key = match_key(&name);
        prop_assert_eq!(match_key(&name.to_uppercase()), key.clone());
        prop_assert_eq!(match_key(&title_case(&name)), key.clone());
        prop_assert_eq!(match_key(&key), key);
    }
}
