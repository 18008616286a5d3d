//! The office a staff list belongs to, from its letterhead.

use std::collections::HashMap;

use super::super::reading::RosterRow;
use super::header_words::has_any;
use super::villages::without_numbering;
use crate::vn::fold::fold;
use crate::vn::name::{match_key, title_case};
use crate::vn::text::tidy;

/// The offices of the unit tree by the key under which spellings are equal.
pub(super) struct Offices<'o>(HashMap<String, &'o String>);

impl<'o> Offices<'o> {
    /// The offices with these names.
    pub(super) fn of(known: &'o [String]) -> Self {
        Self(known.iter().map(|name| (match_key(name), name)).collect())
    }

    /// Gives the office of a row the spelling of the unit tree where only case, spaces or the place of a tone mark differ.
    pub(super) fn settle(&self, row: &mut RosterRow) {
        let Some(unit) = row.unit.as_deref().filter(|_| !self.0.is_empty()) else { return };
        if let Some(name) = self.0.get(&match_key(unit)) {
            row.unit = Some((*name).clone());
        }
    }
}

/// Words of office names with their own capitals (Nghị định 30/2020, Phụ lục II): longer phrases first.
const PHRASES: &[&str] = &[
    "Trung học cơ sở",
    "Trung học phổ thông",
    "Ủy ban nhân dân",
    "Uỷ ban nhân dân",
    "Hội đồng nhân dân",
    "Tiểu học",
    "Mầm non",
    "Mẫu giáo",
    "Trạm Y tế",
    "Trung tâm Y tế",
    "Trung tâm",
    "Văn phòng",
    "Công an",
    "Bưu điện",
    "Phòng Giáo dục và Đào tạo",
    "Phòng",
    "Trường",
    "Trạm",
    "Hội Nông dân",
    "Hội Phụ nữ",
    "Hội Cựu chiến binh",
    "Đoàn Thanh niên",
    "Mặt trận Tổ quốc",
    "UBND",
    "HĐND",
    "THCS",
    "THPT",
    "PTDTBT",
    "PTDTNT",
    "TH&THCS",
    "TH",
    "MN",
    "xã",
    "phường",
    "thị trấn",
    "huyện",
    "tỉnh",
    "số",
    "và",
    "thành phố",
];

/// Words with which an office name starts, folded.
const STARTS: &[&str] = &[
    "truong",
    "tram y te",
    "ubnd",
    "uy ban nhan dan",
    "trung tam",
    "hoi",
    "benh vien",
    "cong an",
    "doan",
    "van phong",
    "phong",
    "mat tran",
    "dang uy",
    "buu dien",
    "hop tac xa",
    "cong ty",
    "ban chi huy",
];

/// Whether a title announces staff, not residents.
pub(super) fn announces_staff(title: &str) -> bool {
    let words = [
        "can bo",
        "cong chuc",
        "vien chuc",
        "giao vien",
        "nhan vien",
        "nguoi lao dong",
        "cbgv",
        "cbgvnv",
        "cbcc",
        "cbccvc",
        "cong nhan vien",
    ];
    has_any(&fold(title), &words)
}

/// The office in the letterhead: the last of the left-hand cells above the title that names one. Names in capitals get their usual case back.
pub(super) fn in_letterhead<'a>(
    left_cells: impl Iterator<Item = &'a str>,
    sheet_name: &str,
    known: &[String],
) -> Option<String> {
    let mut found = None;
    for cell in left_cells {
        let text = tidy(cell).text;
        let name = text
            .split_once(':')
            .filter(|(label, _)| matches!(fold(label).as_str(), "don vi" | "co quan" | "don vi cong tac"))
            .map_or(text.as_str(), |(_, name)| name.trim());
        let key = fold(name);
        if STARTS
            .iter()
            .any(|start| key.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
            && name.chars().count() <= 90
        {
            found = Some(name.to_owned());
        }
    }
    let name = found?;
    let same = |other: &&str| match_key(other) == match_key(&name);
    let by_hand = known.iter().map(String::as_str).chain([sheet_name]).find(same);
    Some(by_hand.map_or_else(|| with_usual_case(&name), str::to_owned))
}

/// The office a heading row names: `B. TRƯỜNG TIỂU HỌC CẨM NGỌC (12 người)`.
pub(super) fn in_section(text: &str) -> Option<String> {
    let text = tidy(text).text;
    let name = without_numbering(&text);
    let name = name.split(['(', ';', '–']).next().unwrap_or(name).trim().trim_end_matches([':', '.', '-']);
    let key = fold(name);
    // Đoàn is a family name: a heading has to say which union
    let starts = |start: &&&str| key.strip_prefix(**start).is_some_and(|rest| rest.starts_with(' '));
    let start = STARTS.iter().find(starts)?;
    let union = *start != "doan" || ["doan thanh nien", "doan tncs", "doan xa"].iter().any(|s| key.starts_with(s));
    (union && name.chars().count() <= 90 && !key.contains(" ngay ")).then(|| with_usual_case(name))
}

/// `TRƯỜNG TIỂU HỌC CẨM NGỌC` → `Trường Tiểu học Cẩm Ngọc`.
fn with_usual_case(name: &str) -> String {
    if name.chars().any(char::is_lowercase) {
        return name.to_owned();
    }
    let words: Vec<&str> = name.split(' ').collect();
    let mut out: Vec<String> = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        let phrase = PHRASES.iter().find(|phrase| {
            let length = phrase.split(' ').count();
            words.get(at..at + length).is_some_and(|part| part.join(" ").to_lowercase() == phrase.to_lowercase())
        });
        match phrase {
            Some(phrase) => {
                out.push((*phrase).to_owned());
                at += phrase.split(' ').count();
            }
            None => {
                out.extend(words.get(at).map(|word| title_case(word)));
                at += 1;
            }
        }
    }
    out.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letterheads_in_capitals_get_their_case_back() {
        for (capitals, usual) in [
            ("TRƯỜNG TIỂU HỌC CẨM NGỌC", "Trường Tiểu học Cẩm Ngọc"),
            ("TRƯỜNG THCS ĐỒNG LẠC THƯỢNG", "Trường THCS Đồng Lạc Thượng"),
            ("TRẠM Y TẾ XÃ NÀ COÓNG", "Trạm Y tế xã Nà Coóng"),
            ("UBND XÃ CẨM NGỌC", "UBND xã Cẩm Ngọc"),
            ("Trường Mầm non Hoa Sen", "Trường Mầm non Hoa Sen"),
        ] {
            assert_eq!(
                in_letterhead(["PHÒNG GIÁO DỤC VÀ ĐÀO TẠO", capitals].into_iter(), "CBGV", &[]).as_deref(),
                Some(usual)
            );
        }
    }

    #[test]
    fn staff_lists_say_so() {
        assert!(announces_staff("DANH SÁCH CÁN BỘ, GIÁO VIÊN, NHÂN VIÊN ĐĂNG KÝ CHỮ KÝ SỐ"));
        assert!(!announces_staff("DANH SÁCH CÔNG DÂN ĐĂNG KÝ"));
    }
}
