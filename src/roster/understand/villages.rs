//! Names of villages: where a list tells them (column, section row, sheet name, title, file name), and their many spellings.

mod kinds;
mod naming;
mod sources;
mod spellings;

pub(super) use kinds::{is_bare_kind, starts_with_village_word};
pub(in crate::roster) use naming::{VillageKey, full_name};
pub(super) use sources::{in_address, in_file_name, in_section, in_sheet_names, in_title, without_numbering};
pub(in crate::roster) use spellings::is_outside;
pub(super) use spellings::{PlainSpellings, Settled};

#[cfg(test)]
mod tests {
    use super::sources::{in_address, in_file_name, in_section, in_sheet_names, in_title};
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
        assert_eq!(in_section("* TỔ DÂN PHỐ SỐ 5", &[]).as_deref(), Some("Tổ dân phố số 5"));
    }

    #[test]
    fn titles_name_villages() {
        let title = "DANH SÁCH CÔNG DÂN THÔN NGỌC BÌNH ĐĂNG KÝ, KÍCH HOẠT ĐỊNH DANH ĐIỆN TỬ";
        assert_eq!(in_title(title, &[]).as_deref(), Some("Thôn Ngọc Bình"));
        assert_eq!(in_title("ỦY BAN NHÂN DÂN XÃ CẨM NGỌC", &[]), None);
        assert_eq!(
            in_file_name("CN05_thon_cam_thanh", &["Thôn Cẩm Thành".to_owned()]).as_deref(),
            Some("Thôn Cẩm Thành")
        );
        assert_eq!(in_file_name("thon_10", &[]).as_deref(), Some("Thôn 10"));
        assert_eq!(in_file_name("danh-sach-thon-7-final (2)", &[]).as_deref(), Some("Thôn 7"));
        assert_eq!(in_file_name("DS thon7 dot 2", &[]).as_deref(), Some("Thôn 7"));
        assert_eq!(in_file_name("thon_cam_thanh", &[]), None);
    }

    #[test]
    fn addresses_name_villages() {
        for (address, village) in [
            ("Thôn 7, xã Cẩm Ngọc", Some("Thôn 7")),
            ("số 12, tổ 5, khu phố 3", Some("Khu phố 3")),
            ("Ấp 4 xã Cẩm Ngọc", Some("Ấp 4")),
            ("Xóm Đình - xã Hòa Bình", Some("Xóm Đình")),
            ("Tổ 5, phường Ba Đình", Some("Tổ 5")),
            ("12 Lê Lợi, phường Ba Đình", None),
        ] {
            assert_eq!(in_address(address).as_deref(), village, "{address}");
        }
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
            ("Thôn số 7", "Thôn 7"),
            ("tổ dân phố số 5", "Tổ dân phố 5"),
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
