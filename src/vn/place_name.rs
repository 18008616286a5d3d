//! Names of places in running text: Nghị định 30/2020/NĐ-CP, Phụ lục II (capitals) and Phụ lục I, Mục II.4 (the place in the date line).

use super::digits::is_digits;

/// Words for kinds of places; longer ones first where one begins like another.
const KINDS: [&str; 17] = [
    "Thành phố",
    "Tổ dân phố",
    "Thị trấn",
    "Thị xã",
    "Khu phố",
    "Đặc khu",
    "Phường",
    "Huyện",
    "Quận",
    "Tỉnh",
    "Thôn",
    "Làng",
    "Buôn",
    "Xã",
    "Bản",
    "Xóm",
    "Ấp",
];
/// Kinds that are no administrative level: theirs is never written with a capital in running text.
const NEIGHBOURHOODS: [&str; 8] = ["Tổ dân phố", "Khu phố", "Thôn", "Làng", "Buôn", "Bản", "Xóm", "Ấp"];

/// The kind and the proper part: `Xã Cẩm Ngọc` → `("Xã", "Cẩm Ngọc")`. `None` for names that do not begin with a kind of place.
pub fn parts(name: &str) -> Option<(&str, &str)> {
    KINDS.iter().find_map(|kind| {
        let rest = name.strip_prefix(kind)?.strip_prefix(' ')?;
        name.get(..kind.len()).filter(|_| !rest.is_empty()).map(|kind| (kind, rest))
    })
}

/// In running text the kind is small: `xã Cẩm Ngọc`, `tổ dân phố 5`; it keeps its capital where it is part of the name: `Phường 4`, `Thành phố Hồ Chí
/// Minh`. Names of offices stay as they are.
pub fn in_text(name: &str) -> String {
    match parts(name) {
        Some((kind, rest)) if !kind_belongs_to_name(kind, rest) => format!("{} {rest}", kind.to_lowercase()),
        _ => name.to_owned(),
    }
}

/// The place in a date line: the proper part alone, except where the kind belongs to the name.
pub fn in_date_line(name: &str) -> &str {
    match parts(name) {
        Some((kind, rest)) if !kind_belongs_to_name(kind, rest) => rest,
        _ => name,
    }
}

fn kind_belongs_to_name(kind: &str, rest: &str) -> bool {
    let city = kind == "Thành phố" && rest == "Hồ Chí Minh";
    city || (is_digits(rest) && !NEIGHBOURHOODS.contains(&kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_small_unless_they_belong_to_the_name() {
        for (name, text, date_line) in [
            ("Xã Cẩm Ngọc", "xã Cẩm Ngọc", "Cẩm Ngọc"),
            ("Phường 4", "Phường 4", "Phường 4"),
            ("Quận 10", "Quận 10", "Quận 10"),
            ("Thôn 10", "thôn 10", "10"),
            ("Tổ dân phố 5", "tổ dân phố 5", "5"),
            ("Thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh"),
            ("Thành phố Thanh Hóa", "thành phố Thanh Hóa", "Thanh Hóa"),
            ("Tỉnh Thanh Hóa", "tỉnh Thanh Hóa", "Thanh Hóa"),
            ("Công an xã", "Công an xã", "Công an xã"),
            ("Xã", "Xã", "Xã"),
        ] {
            assert_eq!((in_text(name).as_str(), in_date_line(name)), (text, date_line));
        }
    }
}
