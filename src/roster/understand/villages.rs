//! Names of villages: where a list tells them (column, section row, sheet name, title, file name), and their many spellings.

mod kinds;
mod sources;
mod spellings;

pub(super) use kinds::starts_with_village_word;
pub(super) use sources::{in_address, in_section, in_sheet_names, in_title};
pub(super) use spellings::{PlainSpellings, Settled};

#[cfg(test)]
mod tests {
    use super::sources::{in_section, in_sheet_names, in_title};
    use super::spellings::Spellings;

    #[test]
    fn section_rows_name_villages() {
        assert_eq!(in_section("I. THÔN ĐỒNG VÀNG", &[]).as_deref(), Some("Thôn Đồng Vàng"));
        assert_eq!(in_section("Khu phố 2 (45 người)", &[]).as_deref(), Some("Khu phố 2"));
        assert_eq!(in_section("Thôn: Ngọc Bình", &[]).as_deref(), Some("Thôn Ngọc Bình"));
        assert_eq!(in_section("A. Cán bộ xã", &[]), None);
        assert_eq!(in_section("Bàn Văn An", &[]), None);
        assert_eq!(in_section("Tổ công nghệ số cộng đồng", &[]), None);
        assert_eq!(in_section("Tổ 3", &[]).as_deref(), Some("Tổ 3"));
    }

    #[test]
    fn titles_name_villages() {
        let title = "DANH SÁCH CÔNG DÂN THÔN NGỌC BÌNH ĐĂNG KÝ, KÍCH HOẠT ĐỊNH DANH ĐIỆN TỬ";
        assert_eq!(in_title(title, &[]).as_deref(), Some("Thôn Ngọc Bình"));
        assert_eq!(in_title("ỦY BAN NHÂN DÂN XÃ CẨM NGỌC", &[]), None);
        assert_eq!(
            in_title("CN05_thon_cam_thanh.csv", &["Thôn Cẩm Thành".to_owned()]).as_deref(),
            Some("Thôn Cẩm Thành")
        );
        assert_eq!(in_title("thon_10", &[]).as_deref(), Some("Thôn 10"));
        assert_eq!(in_title("thon_cam_thanh", &[]), None);
    }

    #[test]
    fn spellings_of_one_village_are_one() {
        let plain = ["Thôn Phú Ninh", "Thôn 7", "Thôn Làng Chiềng", "Tổ dân phố 5", "Buôn H'Đinh"].map(str::to_owned);
        let index = Spellings::of(&plain);
        for (written, expected) in [
            ("THÔN PHÚ NINH", "Thôn Phú Ninh"),
            ("Phú Ninh", "Thôn Phú Ninh"),
            ("T. Phú Ninh", "Thôn Phú Ninh"),
            ("Thôn  Phú Ninh ", "Thôn Phú Ninh"),
            ("Thon Phu Ninh", "Thôn Phú Ninh"),
            ("Thôn: Phú Ninh", "Thôn Phú Ninh"),
            ("7", "Thôn 7"),
            ("T7", "Thôn 7"),
            ("T. 7", "Thôn 7"),
            ("Làng Chiềng", "Thôn Làng Chiềng"),
            ("TDP5", "Tổ dân phố 5"),
            ("TDP. 5", "Tổ dân phố 5"),
            ("B. H'Đinh", "Buôn H'Đinh"),
            ("buôn H'Đinh", "Buôn H'Đinh"),
        ] {
            assert_eq!(index.find(written), Some(expected), "{written}");
        }
        assert_eq!(index.find("Thôn 99"), None);
        assert_eq!(index.find("Thôn Phủ Ninh"), None);
    }

    #[test]
    fn a_sheet_among_villages_is_one() {
        let names = ["Bìa", "Thôn Đồng Vàng", "Phú Ninh", "Thôn 7"];
        let expected = [None, Some("Thôn Đồng Vàng"), Some("Thôn Phú Ninh"), Some("Thôn 7")]
            .map(|n: Option<&str>| n.map(str::to_owned));
        assert_eq!(in_sheet_names(&names, &[]), expected);
        assert_eq!(in_sheet_names(&["9A", "9B"], &[]), [None, None]);
    }
}
