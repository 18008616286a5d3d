//! Where a list names a village besides a column: section rows, sheet names, titles, file names, addresses.

use super::super::header_words::{has, has_any};
use super::kinds::{KINDS, Kind, WEAK_KINDS, compose, leading_kind};
use super::spellings::Spellings;
use crate::vn::fold::fold;
use crate::vn::text::tidy;

/// The village a section row or sheet name names: `I. THÔN ĐỒNG VÀNG`, `Khu phố 2 (45 người)`.
pub(in crate::roster::understand) fn in_section(text: &str, known: &[String]) -> Option<String> {
    let text = tidy(text).text;
    let text = without_numbering(&text);
    let end = text.find(['(', ';', ',', '–']).or_else(|| text.find(" - ")).unwrap_or(text.len());
    let text = text.get(..end).unwrap_or(text).trim().trim_end_matches([':', '.', '-']);
    if let Some(found) = exactly_known(text, known) {
        return Some(found);
    }
    let (kind, rest) = leading_kind(text)?;
    let rest = rest.split(':').next().unwrap_or(rest).trim();
    let words = rest.split(' ').count();
    let numbered = rest.starts_with(|c: char| c.is_ascii_digit());
    let weak = WEAK_KINDS.contains(&kind.folded)
        && !numbered
        && (words > 3 || has_any(&fold(rest), &["cong nghe", "cong tac", "de an", "truong", "vuc"]));
    (words <= 6 && !weak).then(|| compose(kind, rest))
}

fn exactly_known(text: &str, known: &[String]) -> Option<String> {
    if known.is_empty() { None } else { Spellings::of(known).find(text).map(str::to_owned) }
}

/// Drops `I.`, `1)`, `A -`, `*`.
pub(in crate::roster::understand) fn without_numbering(text: &str) -> &str {
    let text = text.trim_start_matches(['*', '-', '+', '•', ' ']);
    let Some(end) = text.find(['.', ')', '/', '-', ':']) else { return text };
    let head = text.get(..end).unwrap_or_default().trim();
    let numbering = !head.is_empty()
        && head.len() <= 5
        && head.chars().all(|c| c.is_ascii_digit() || "IVXLCivxlcABCDEabcde".contains(c));
    if numbering { text.get(end + 1..).unwrap_or_default().trim_start_matches([' ', '.', '-', ')']) } else { text }
}

/// The village a title or file name speaks of: `DANH SÁCH CÔNG DÂN THÔN NGỌC BÌNH ĐĂNG KÝ …`.
pub(in crate::roster::understand) fn in_title(text: &str, known: &[String]) -> Option<String> {
    let text = tidy(text).text;
    let key = fold(&text);
    let best = known.iter().filter(|name| has(&key, &fold(name))).max_by_key(|name| name.len());
    if let Some(name) = best {
        return Some(name.clone());
    }
    let words: Vec<&str> = text.split(' ').collect();
    (0..words.len()).find_map(|at| {
        let tail = words.get(at..)?.join(" ");
        let (kind, rest) = leading_kind(&tail)?;
        if WEAK_KINDS.contains(&kind.folded) || kind.folded == "ban" && tail.is_ascii() {
            return None;
        }
        let name = name_before_stop(rest);
        let told =
            !name.is_empty() && (!name.is_ascii() || name.bytes().all(|b| b.is_ascii_digit()) || !text.is_ascii());
        told.then(|| compose(kind, &name))
    })
}

/// The village a file name speaks of: `CN05_thon_cam_thanh`, `ds-thon7-dot-2`.
pub(in crate::roster::understand) fn in_file_name(stem: &str, known: &[String]) -> Option<String> {
    let words: Vec<String> = stem.split(['_', '-', '.', ' ', '(', ')']).map(number_apart).collect();
    in_title(&words.join(" "), known)
}

/// `thon7` as two words.
fn number_apart(word: &str) -> String {
    let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_kind = KINDS.iter().any(|kind| fold(letters) == kind.folded);
    if letters.len() < word.len() && is_kind {
        format!("{letters} {}", word.get(letters.len()..).unwrap_or_default())
    } else {
        word.to_owned()
    }
}

/// The words of a name up to the first word that goes on with the sentence.
fn name_before_stop(rest: &str) -> String {
    let stops = [
        "đăng",
        "kích",
        "tham",
        "xã",
        "phường",
        "huyện",
        "tỉnh",
        "thị",
        "năm",
        "đã",
        "chưa",
        "được",
        "đợt",
        "tháng",
        "tính",
        "theo",
        "có",
        "từ",
        "đến",
        "ngày",
        "cấp",
        "về",
        "trên",
        "thuộc",
        "quý",
        "tại",
        "để",
        "làm",
        "và",
        "của",
        "-",
        "–",
        "dang",
        "kich",
        "xa",
        "nam",
        "dot",
        "thang",
        "da",
        "chua",
    ];
    let mut name: Vec<&str> = Vec::new();
    for word in rest.split(' ') {
        let bare = word.trim_end_matches([',', '.', ':', ')', ';']);
        if bare.is_empty() || word.starts_with('(') || stops.contains(&bare.to_lowercase().as_str()) {
            break;
        }
        name.push(bare);
        // a number is a whole name
        let numbered = name.len() == 1 && bare.starts_with(|c: char| c.is_ascii_digit());
        if numbered || bare.len() < word.len() || name.len() >= 5 {
            break;
        }
    }
    name.join(" ")
}

/// The village inside an address line: `Thôn 7, xã Cẩm Ngọc`.
pub(in crate::roster::understand) fn in_address(text: &str) -> Option<String> {
    let text = tidy(text).text;
    let mut groups = None;
    for part in text.split([',', ';']).map(|part| without_commune(part.trim())) {
        let Some((kind, rest)) = leading_kind(part).filter(|(_, rest)| rest.split(' ').count() <= 5) else { continue };
        if kind.folded != "to" {
            return Some(compose(kind, rest));
        }
        // a group of houses lies inside a village that may follow: `tổ 5, khu phố 3`
        groups = groups.or_else(|| Some(compose(kind, rest)));
    }
    groups
}

/// `Ấp 4 xã Cẩm Ngọc` without what lies above the village.
fn without_commune(part: &str) -> &str {
    let lower = part.to_lowercase();
    let above = [" xã ", " phường ", " thị trấn ", " huyện ", " - xã ", " tt. ", " tt "];
    let end = above.iter().filter_map(|word| lower.find(word)).min().unwrap_or(part.len());
    part.get(..end).unwrap_or(part).trim_end_matches([' ', '-', '–'])
}

/// Gives the sheets whose name alone does not say "village" the kind that most other sheets say: `Phú Ninh` among `Thôn …`.
pub(in crate::roster::understand) fn in_sheet_names(names: &[&str], known: &[String]) -> Vec<Option<String>> {
    let direct: Vec<Option<String>> = names.iter().map(|name| in_section(name, known)).collect();
    let found: Vec<&'static Kind> =
        direct.iter().flatten().filter_map(|name| leading_kind(name)).map(|(kind, _)| kind).collect();
    let Some(kind) = found.first().filter(|first| found.len() >= 2 && found.iter().all(|k| k.folded == first.folded))
    else {
        return direct;
    };
    direct
        .into_iter()
        .zip(names)
        .map(|(own, name)| own.or_else(|| looks_like_place(name).then(|| compose(kind, name.trim()))))
        .collect()
}

/// One to four words with capitals, none of them a word for lists.
fn looks_like_place(name: &str) -> bool {
    let key = fold(name);
    let list_words = [
        "bia",
        "tong hop",
        "danh sach",
        "ds",
        "sheet",
        "sheet1",
        "sheet2",
        "sheet3",
        "huong dan",
        "dm",
        "danh muc",
        "chi tieu",
        "bao cao",
        "ghi chu",
        "data",
        "mau",
        "tong",
    ];
    let words: Vec<&str> = name.split_whitespace().collect();
    (1..=4).contains(&words.len())
        && !has_any(&key, &list_words)
        && words.iter().all(|w| w.starts_with(char::is_uppercase))
        && words.len() >= 2
}
