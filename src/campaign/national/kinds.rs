//! The kind of an administrative unit is the first word of its name.

use crate::model::unit::UnitKind;
use crate::vn::fold::fold;

/// Kind words as folded; the longer ones come first where one begins another.
const WORDS: [(&str, UnitKind); 9] = [
    ("tinh ", UnitKind::Province),
    ("thanh pho ", UnitKind::Municipality),
    ("huyen ", UnitKind::District),
    ("quan ", UnitKind::District),
    ("thi xa ", UnitKind::District),
    ("thi tran ", UnitKind::Township),
    ("xa ", UnitKind::Commune),
    ("phuong ", UnitKind::Ward),
    ("dac khu ", UnitKind::SpecialZone),
];

/// The kind that a name says; "Thành phố" means the central level ([`of_district`] where it cannot).
pub fn of_name(name: &str) -> Option<UnitKind> {
    split(&fold(name)).map(|(kind, _)| kind)
}

/// The kind of a unit of the abolished middle level: whatever it is called, it was a district.
pub fn of_district(name: &str) -> Option<UnitKind> {
    of_name(name).filter(|kind| matches!(kind, UnitKind::District | UnitKind::Municipality)).map(|_| UnitKind::District)
}

/// The folded name without its kind: `thanh hoa` for "Tỉnh Thanh Hóa" and for "Thành phố Thanh Hoá".
pub fn bare(name: &str) -> String {
    let key = fold(name);
    match split(&key) {
        Some((_, rest)) => rest.to_owned(),
        None => key,
    }
}

fn split(key: &str) -> Option<(UnitKind, &str)> {
    WORDS.iter().find_map(|(word, kind)| key.strip_prefix(word).map(|rest| (*kind, rest)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn the_first_word_tells_the_kind() {
        for (name, kind) in [
            ("Xã Cẩm Ngọc", UnitKind::Commune),
            ("Phường 4", UnitKind::Ward),
            ("Thị Trấn Phong Sơn", UnitKind::Township),
            ("Thị xã Hương Thủy", UnitKind::District),
            ("Đặc khu Hoàng Sa", UnitKind::SpecialZone),
            ("Thành phố Huế", UnitKind::Municipality),
        ] {
            assert_eq!(of_name(name), Some(kind), "{name}");
        }
        assert_eq!(of_name("Cẩm Ngọc"), None);
        assert_eq!(of_district("Thành phố Thanh Hóa"), Some(UnitKind::District));
        assert_eq!(of_district("Xã Cẩm Ngọc"), None);
        assert_eq!(bare("Tỉnh Thanh Hoá"), bare("Thành phố Thanh Hóa"));
    }
}
