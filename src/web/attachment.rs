//! The header that hands a file over to be kept (RFC 6266).

use super::view::links::encoded;
use crate::vn::file_name::safe;
use crate::vn::fold::fold;

/// What a name becomes where nothing of it is plain.
const NAMELESS: &str = "tep";

/// `Content-Disposition` of a file to be kept: the name in plain letters for old readers, and in full. Whatever the name holds, the value is one line
/// of visible ASCII.
pub fn disposition(name: &str) -> String {
    let name = safe(name);
    // `encoded` leaves the slash of addresses as it is; a safe name has none.
    format!("attachment; filename=\"{}\"; filename*=UTF-8''{}", plain(&name), encoded(&name))
}

/// The name for readers that know only the older form: letters without marks, nothing that could end the quoted text.
fn plain(name: &str) -> String {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let letters = |part: &str| -> String {
        fold(part)
            .chars()
            .map(|c| if c == ' ' { '-' } else { c })
            .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
            .collect()
    };
    let (stem, extension) = (letters(stem), letters(extension));
    let stem = if stem.is_empty() { NAMELESS.to_owned() } else { stem };
    if extension.is_empty() { stem } else { format!("{stem}.{extension}") }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn both_forms_of_a_name() {
        let named = disposition("Tiến độ (1).xlsx");
        assert_eq!(
            named,
            "attachment; filename=\"tien-do-1.xlsx\"; filename*=UTF-8''Ti%E1%BA%BFn%20%C4%91%E1%BB%99%20%281%29.xlsx"
        );
        assert!(disposition("日本😀.xlsx").starts_with("attachment; filename=\"tep.xlsx\"; filename*=UTF-8''%E6"));
        assert_eq!(disposition("a\"; x=\r\nb/../c.xlsx"), "attachment; filename=\"c.xlsx\"; filename*=UTF-8''c.xlsx");
    }

    proptest! {
        #[test]
        fn any_name_makes_a_header_of_two_names(name in "\\PC*|[\\x00-\\x7f\u{202e}]{0,300}") {
            let named = disposition(&name);
            prop_assert!(HeaderValue::from_str(&named).is_ok(), "{named:?}");
            prop_assert_eq!(named.matches('"').count(), 2);
            prop_assert_eq!(named.matches(';').count(), 2);
        }
    }
}
