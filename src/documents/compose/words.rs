//! Words and phrases that several kinds share.

use crate::model::campaign::LegalGround;
use crate::vn::date::in_text;

/// Kinds of documents as they are cited, by the abbreviation in their number; longer ones first where one ends like another.
const CITED: [(&str, &str); 17] = [
    ("NĐ-CP", "Nghị định"),
    ("NQ-", "Nghị quyết"),
    ("QĐ-", "Quyết định"),
    ("CT-", "Chỉ thị"),
    ("TT-", "Thông tư"),
    ("TTr-", "Tờ trình"),
    ("TB-", "Thông báo"),
    ("HD-", "Hướng dẫn"),
    ("CTr-", "Chương trình"),
    ("KH-", "Kế hoạch"),
    ("PA-", "Phương án"),
    ("ĐA-", "Đề án"),
    ("BC-", "Báo cáo"),
    ("CĐ-", "Công điện"),
    ("GM-", "Giấy mời"),
    ("QH", "Luật"),
    ("KL-", "Kết luận"),
];

/// What kind of document a number belongs to; a number that names none is that of a công văn (Nghị định 30/2020/NĐ-CP, Phụ lục III).
pub(super) fn kind_of_number(number: &str) -> &'static str {
    let symbol = number.rsplit('/').next().unwrap_or(number);
    CITED.iter().find(|(mark, _)| symbol.starts_with(mark)).map_or("Công văn", |(_, kind)| kind)
}

/// `Kế hoạch số 70/KH-UBND ngày 21/3/2023 của UBND tỉnh Thanh Hóa về cao điểm …`.
pub(in crate::documents) fn cited(ground: &LegalGround) -> String {
    let kind = kind_of_number(&ground.number);
    let subject = lower_first(ground.subject.trim().trim_start_matches("V/v "));
    let about = match kind {
        _ if subject.starts_with("về ") => String::new(),
        _ if subject.starts_with("quy định ") => String::new(),
        _ => "về ".to_owned(),
    };
    format!("{kind} số {} ngày {} của {} {about}{subject}", ground.number, in_text(ground.issued_on), ground.issuer)
}

/// `Công văn số 1239/UBND-CA ngày 26/5/2023 của UBND huyện Cẩm Thủy`, without what it is about.
pub(super) fn cited_short(ground: &LegalGround) -> String {
    let kind = kind_of_number(&ground.number);
    format!("{kind} số {} ngày {} của {}", ground.number, in_text(ground.issued_on), ground.issuer)
}

/// With a small first letter, as a name stands within a sentence; words in capitals (VNeID, UBND) stay.
pub(super) fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    let (first, second) = (letters.next(), letters.next());
    match (first, second) {
        (Some(_), Some(second)) if second.is_uppercase() => text.to_owned(),
        (Some(first), _) => first.to_lowercase().chain(text.chars().skip(1)).collect(),
        _ => text.to_owned(),
    }
}

/// With a capital first letter.
pub(super) fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn documents_are_cited_by_their_kind() {
        for (number, kind) in [
            ("34/QĐ-TTg", "Quyết định"),
            ("59/2022/NĐ-CP", "Nghị định"),
            ("70/KH-UBND", "Kế hoạch"),
            ("23/KH-TCTTKĐA06", "Kế hoạch"),
            ("1239/UBND-CA", "Công văn"),
            ("141/UBND", "Công văn"),
            ("26/2023/QH15", "Luật"),
            ("12/TTr-CAX", "Tờ trình"),
            ("07/2016/TT-BCA", "Thông tư"),
        ] {
            assert_eq!(kind_of_number(number), kind, "{number}");
        }
    }

    #[test]
    fn a_subject_joins_the_sentence() {
        let ground = |number: &str, subject: &str| LegalGround {
            number: number.to_owned(),
            issued_on: "2022-09-05".parse().unwrap(),
            issuer: "Chính phủ".to_owned(),
            subject: subject.to_owned(),
        };
        let cited = |number, subject| cited(&ground(number, subject));
        assert_eq!(
            cited("59/2022/NĐ-CP", "Quy định về định danh và xác thực điện tử"),
            "Nghị định số 59/2022/NĐ-CP ngày 05/9/2022 của Chính phủ quy định về định danh và xác thực điện tử"
        );
        assert_eq!(
            cited("7/KH-UBND", "VNeID cho mọi nhà"),
            "Kế hoạch số 7/KH-UBND ngày 05/9/2022 của Chính phủ về VNeID cho mọi nhà"
        );
        assert_eq!(
            cited("7/CT-TTg", "Về chuyển đổi số"),
            "Chỉ thị số 7/CT-TTg ngày 05/9/2022 của Chính phủ về chuyển đổi số"
        );
    }
}
