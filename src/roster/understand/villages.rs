//! Names of villages: where a list tells them (column, section row, sheet name, title, file name), and their many spellings.

use std::collections::HashMap;

use super::super::finding::FindingCode as Code;
use super::super::reading::{ColumnRole as Role, SheetReading};
use super::draft::add_finding;
use super::header_words::{VILLAGE_WORDS, has_any};
use crate::vn::fold::fold;
use crate::vn::name::{NameCase, case_of, match_key, title_case};
use crate::vn::text::tidy;

/// A kind of village: as written, folded, and short forms.
struct Kind {
    full: &'static str,
    folded: &'static str,
    short: &'static [&'static str],
}

const fn kind(full: &'static str, folded: &'static str, short: &'static [&'static str]) -> Kind {
    Kind { full, folded, short }
}

/// Longer names first: `Khu phố` before `Khu`.
const KINDS: &[Kind] = &[
    kind("Tổ dân phố", "to dan pho", &["tdp"]),
    kind("Khu dân cư", "khu dan cu", &["kdc"]),
    kind("Khu phố", "khu pho", &["kp"]),
    kind("Khối phố", "khoi pho", &["kp"]),
    kind("Tiểu khu", "tieu khu", &["tk"]),
    kind("Thôn", "thon", &["t"]),
    kind("Bản", "ban", &["b"]),
    kind("Xóm", "xom", &["x"]),
    kind("Ấp", "ap", &["a"]),
    kind("Buôn", "buon", &["b"]),
    kind("Bon", "bon", &["b"]),
    kind("Làng", "lang", &["l"]),
    kind("Khóm", "khom", &["k"]),
    kind("Khối", "khoi", &["k"]),
    kind("Khu", "khu", &["k"]),
    kind("Tổ", "to", &["t"]),
    kind("Plei", "plei", &[]),
    kind("Phum", "phum", &[]),
    kind("Sóc", "soc", &["s"]),
    kind("Đội", "doi", &["d"]),
];

/// Kinds that are common words too: a name behind them has to be short.
const WEAK_KINDS: &[&str] = &["to", "khu", "khoi", "doi", "bon", "lang", "khu dan cu"];

/// A village name taken apart.
struct Parts {
    kinds: Vec<&'static Kind>,
    /// What follows the kind, as written.
    rest: String,
    /// The same, folded.
    rest_key: String,
}

/// Whether a folded text starts with a word for a village.
pub(super) fn starts_with_village_word(key: &str) -> bool {
    VILLAGE_WORDS.iter().any(|word| key.strip_prefix(word).is_some_and(|rest| rest.starts_with(' ')))
}

/// The kind a text starts with and what follows it. With marks in the text the word must carry its own: `Bàn Văn A` is no `Bản`.
fn leading_kind(text: &str) -> Option<(&'static Kind, &str)> {
    let marked = !text.is_ascii();
    KINDS.iter().find_map(|kind| {
        let words = kind.full.split(' ').count();
        let end = nth_word_end(text, words)?;
        let (head, rest) = (text.get(..end)?, text.get(end..)?);
        let head = head.trim_end_matches([':', '.', '-', ',']);
        let rest = rest.trim_start_matches([':', '.', '-', ' ']);
        let same =
            if marked { head.to_lowercase() == kind.full.to_lowercase() } else { head.to_lowercase() == kind.folded };
        (same && !rest.is_empty()).then_some((kind, rest))
    })
}

/// Byte offset behind the n-th word.
fn nth_word_end(text: &str, words: usize) -> Option<usize> {
    let mut seen = 0;
    let mut inside = false;
    for (at, c) in text.char_indices() {
        if c == ' ' {
            if inside {
                seen += 1;
                if seen == words {
                    return Some(at);
                }
            }
            inside = false;
        } else {
            inside = true;
        }
    }
    None
}

fn take_apart(text: &str) -> Parts {
    let text = tidy(text).text;
    if let Some((kind, rest)) = leading_kind(&text) {
        return Parts { kinds: vec![kind], rest: rest.to_owned(), rest_key: fold(rest) };
    }
    let key = fold(&text);
    for kind in KINDS {
        if let Some(rest) = key.strip_prefix(kind.folded).and_then(|rest| rest.strip_prefix(' ')) {
            let rest_raw =
                nth_word_end(&text, kind.full.split(' ').count()).and_then(|end| text.get(end..)).unwrap_or(rest);
            return Parts {
                kinds: vec![kind],
                rest: rest_raw.trim_matches([' ', ':', '.', '-']).to_owned(),
                rest_key: rest.to_owned(),
            };
        }
    }
    let (first, after) = key.split_once(' ').unwrap_or((&key, ""));
    let of_short = |short: &str| KINDS.iter().filter(|k| k.short.contains(&short)).collect::<Vec<_>>();
    if !after.is_empty() && !of_short(first).is_empty() {
        let raw = text.split_once([' ', '.']).map_or("", |(_, rest)| rest).trim_matches([' ', '.', ':', '-']);
        return Parts { kinds: of_short(first), rest: raw.to_owned(), rest_key: after.to_owned() };
    }
    let letters = key.trim_end_matches(|c: char| c.is_ascii_digit());
    if letters.len() < key.len() && !of_short(letters).is_empty() {
        let digits = key.get(letters.len()..).unwrap_or_default().to_owned();
        return Parts { kinds: of_short(letters), rest: digits.clone(), rest_key: digits };
    }
    Parts { kinds: Vec::new(), rest: text, rest_key: key }
}

/// `Thôn` + `ĐỒNG VÀNG` → `Thôn Đồng Vàng`.
fn compose(kind: &Kind, rest: &str) -> String {
    let rest = match case_of(rest) {
        NameCase::Natural if rest.starts_with(char::is_lowercase) => title_case(rest),
        NameCase::Natural => rest.to_owned(),
        NameCase::Upper | NameCase::Lower => title_case(rest),
    };
    format!("{} {rest}", kind.full)
}

/// The village a section row or sheet name names: `I. THÔN ĐỒNG VÀNG`, `Khu phố 2 (45 người)`.
pub(super) fn in_section(text: &str, known: &[String]) -> Option<String> {
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
    if known.is_empty() {
        return None;
    }
    let found = match_spelling(text, known);
    found.map(|at| at.to_owned())
}

/// Drops `I.`, `1)`, `A -`, `*`.
fn without_numbering(text: &str) -> &str {
    let text = text.trim_start_matches(['*', '-', '+', '•', ' ']);
    let Some(end) = text.find(['.', ')', '/', '-', ':']) else { return text };
    let head = text.get(..end).unwrap_or_default().trim();
    let numbering = !head.is_empty()
        && head.len() <= 5
        && head.chars().all(|c| c.is_ascii_digit() || "IVXLCivxlcABCDEabcde".contains(c));
    if numbering { text.get(end + 1..).unwrap_or_default().trim_start_matches([' ', '.', '-', ')']) } else { text }
}

/// The village a title or file name speaks of: `DANH SÁCH CÔNG DÂN THÔN NGỌC BÌNH ĐĂNG KÝ …`.
pub(super) fn in_title(text: &str, known: &[String]) -> Option<String> {
    let text = tidy(&text.replace('_', " ")).text;
    let key = fold(&text);
    let best = known.iter().filter(|name| super::header_words::has(&key, &fold(name))).max_by_key(|name| name.len());
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
        if bare.len() < word.len() || name.len() >= 5 {
            break;
        }
    }
    name.join(" ")
}

/// The village inside an address line: `Thôn 7, xã Cẩm Ngọc`.
pub(super) fn in_address(text: &str) -> Option<String> {
    let text = tidy(text).text;
    text.split([',', ';']).map(str::trim).find_map(|part| {
        let (kind, rest) = leading_kind(part)?;
        (rest.split(' ').count() <= 5).then(|| compose(kind, rest))
    })
}

/// What becomes of one spelling.
struct Settled {
    name: Option<String>,
    code: Option<Code>,
}

/// Settles the spelling of every village in the file: by the villages of the unit where they are known, else by the plain spellings that the
/// file itself uses.
pub(super) fn settle(sheets: &mut [SheetReading], known: &[String]) {
    let mut counts: HashMap<String, u32> = HashMap::new();
    for village in sheets.iter().flat_map(|s| &s.rows).filter_map(|r| r.village.as_ref()) {
        match counts.get_mut(village) {
            Some(count) => *count += 1,
            None => {
                counts.insert(village.clone(), 1);
            }
        }
    }
    if counts.is_empty() {
        return;
    }
    let plain: Vec<String> = if known.is_empty() { plain_spellings(&counts) } else { known.to_vec() };
    let index = Spellings::of(&plain);
    for sheet in sheets {
        let columns: Vec<(u16, Option<&'static Kind>)> = sheet
            .columns
            .iter()
            .filter(|c| c.role == Role::Village)
            .map(|c| (c.column, header_kind(&c.header)))
            .collect();
        let mut settled: HashMap<String, Settled> = HashMap::new();
        for row in &mut sheet.rows {
            let Some(written) = row.village.take() else { continue };
            let column = columns.iter().find(|(column, _)| *column >= row.c0).copied();
            if !settled.contains_key(&written) {
                let decision = decide(&written, &index, !known.is_empty(), column.and_then(|(_, kind)| kind));
                settled.insert(written.clone(), decision);
            }
            let Some(decision) = settled.get(&written) else { continue };
            row.village.clone_from(&decision.name);
            if let (Some(code), Some((column, _))) = (decision.code, column) {
                add_finding(row, code, Some(column), Some(&written));
            } else if decision.code == Some(Code::VillageUnknown) {
                add_finding(row, Code::VillageUnknown, None, Some(&written));
            }
        }
    }
}

/// The kind of village that a header names alone: `Khu phố`, not `Thôn/bản`.
fn header_kind(header: &str) -> Option<&'static Kind> {
    let key = fold(header);
    KINDS.iter().find(|kind| kind.folded == key)
}

/// Spellings that need no repair: tidy, a whole word for the kind, capitals at the start of words.
fn plain_spellings(counts: &HashMap<String, u32>) -> Vec<String> {
    let mut plain: Vec<(&String, u32)> =
        counts.iter().filter(|(name, _)| is_plain(name)).map(|(name, count)| (name, *count)).collect();
    plain.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let mut kept: Vec<String> = Vec::new();
    let mut seen: HashMap<String, ()> = HashMap::new();
    for (name, _) in plain {
        // of two plain spellings that differ only in the place of a tone mark the more frequent one stays
        let bare_of_marked = name.is_ascii() && kept.iter().any(|k| !k.is_ascii() && fold(k) == fold(name));
        if !bare_of_marked && seen.insert(match_key(name), ()).is_none() {
            kept.push(name.clone());
        }
    }
    let marked: HashMap<String, ()> = kept.iter().filter(|k| !k.is_ascii()).map(|k| (fold(k), ())).collect();
    kept.retain(|k| !k.is_ascii() || !marked.contains_key(&fold(k)));
    kept
}

fn is_plain(name: &str) -> bool {
    let tidied = tidy(name);
    let Some(kind) = KINDS.iter().find(|kind| name.strip_prefix(kind.full).is_some_and(|rest| rest.starts_with(' ')))
    else {
        return false;
    };
    let rest = name.get(kind.full.len()..).unwrap_or_default().trim_start();
    tidied.done.is_empty()
        && tidied.text == name
        && !rest.is_empty()
        && rest.split(' ').all(|word| !word.starts_with(char::is_lowercase) && word.starts_with(char::is_alphanumeric))
        && (rest.chars().filter(|c| c.is_alphabetic()).count() < 3 || case_of(rest) == NameCase::Natural)
}

/// The plain spellings, looked up by key.
struct Spellings<'a> {
    by_whole: HashMap<String, Vec<&'a str>>,
    by_rest: HashMap<String, Vec<(&'a str, Parts)>>,
}

impl<'a> Spellings<'a> {
    fn of(plain: &'a [String]) -> Self {
        let mut index = Self { by_whole: HashMap::new(), by_rest: HashMap::new() };
        for name in plain {
            let parts = take_apart(name);
            index.by_whole.entry(fold(name)).or_default().push(name);
            index.by_rest.entry(parts.rest_key.clone()).or_default().push((name, parts));
        }
        index
    }

    /// The one plain spelling that a written name means.
    fn find(&self, written: &str) -> Option<&'a str> {
        let tidied = tidy(written).text;
        let parts = take_apart(written);
        let whole_key = fold(&tidied);
        if let Some(same) = self.by_whole.get(&whole_key) {
            return one_of(same.iter().copied().filter(|name| same_marks(&tidied, name)).collect::<Vec<_>>());
        }
        let whole = self.by_rest.get(&whole_key).into_iter().flatten();
        let hits: Vec<&str> = whole.filter(|(_, p)| same_marks(&tidied, &p.rest)).map(|(name, _)| *name).collect();
        if !hits.is_empty() {
            return one_of(hits);
        }
        let rest = self.by_rest.get(&parts.rest_key).into_iter().flatten();
        let hits = rest.filter(|(_, p)| {
            let kind_fits =
                parts.kinds.is_empty() || p.kinds.iter().any(|k| parts.kinds.iter().any(|w| w.folded == k.folded));
            kind_fits && same_marks(&parts.rest, &p.rest)
        });
        one_of(hits.map(|(name, _)| *name).collect())
    }
}

fn one_of(hits: Vec<&str>) -> Option<&str> {
    match hits.as_slice() {
        [one] => Some(one),
        _ => None,
    }
}

/// Whether two names with the same folded key also agree in their marks; a name written without marks agrees with any.
fn same_marks(written: &str, plain: &str) -> bool {
    written.is_ascii()
        || match_key(written) == match_key(plain)
        || match_key(&fold_kind(written)) == match_key(&fold_kind(plain))
}

/// Signs between the words do not count.
fn fold_kind(name: &str) -> String {
    let spaced: String = name.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn match_spelling<'a>(written: &str, plain: &'a [String]) -> Option<&'a str> {
    Spellings::of(plain).find(written)
}

/// Decides one spelling.
fn decide(written: &str, plain: &Spellings, closed: bool, header: Option<&'static Kind>) -> Settled {
    if let Some(name) = plain.find(written) {
        return Settled { name: Some(name.to_owned()), code: (name != written).then_some(Code::VillageVariant) };
    }
    let tidied = tidy(written).text;
    let outside =
        has_any(&fold(&tidied), &["ngoai xa", "ngoai dia ban", "ngoai phuong", "xa khac", "noi khac", "ngoai thon"]);
    if closed && !outside {
        return Settled { name: None, code: Some(Code::VillageUnknown) };
    }
    let parts = take_apart(written);
    let name = match (parts.kinds.as_slice(), header) {
        ([kind], _) if !outside => compose(kind, &parts.rest),
        ([], Some(kind)) if !parts.rest_key.is_empty() && parts.rest_key.bytes().all(|b| b.is_ascii_digit()) => {
            compose(kind, &parts.rest)
        }
        _ => tidied,
    };
    let code = (name != written).then_some(Code::VillageVariant);
    Settled { name: Some(name), code }
}

/// Gives the sheets whose name alone does not say "village" the kind that most other sheets say: `Phú Ninh` among `Thôn …`.
pub(super) fn in_sheet_names(names: &[&str], known: &[String]) -> Vec<Option<String>> {
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

#[cfg(test)]
mod tests {
    use super::*;

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
