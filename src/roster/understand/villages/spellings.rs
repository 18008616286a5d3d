//! The many spellings of one village, settled over the whole file.

use std::collections::HashMap;

use super::super::super::finding::FindingCode as Code;
use super::super::super::reading::{ColumnRole as Role, SheetReading};
use super::super::draft::add_finding;
use super::super::header_words::has_any;
use super::kinds::{KINDS, Kind, Parts, compose, leading_kind, plain_number, take_apart, without_zeros};
use super::sources::in_address;
use crate::vn::fold::fold;
use crate::vn::name::{NameCase, case_of, match_key};
use crate::vn::text::tidy;

/// What becomes of one spelling.
struct Settled {
    name: Option<String>,
    code: Option<Code>,
}

/// Settles the spelling of every village in the file: by the villages of the unit where they are known, else by the plain spellings that the
/// file itself uses.
pub(in crate::roster::understand) fn settle(sheets: &mut [SheetReading], known: &[String]) {
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
        if seen.insert(match_key(name), ()).is_none() {
            kept.push(name.clone());
        }
    }
    let marked: HashMap<String, ()> = kept.iter().filter(|k| !k.is_ascii()).map(|k| (fold(k), ())).collect();
    kept.retain(|k| !k.is_ascii() || !marked.contains_key(&fold(k)));
    // "Làng Chiềng" beside "Thôn Làng Chiềng" is the same village without its kind
    let rests: HashMap<String, ()> = kept.iter().map(|k| (match_key(&take_apart(k).rest), ())).collect();
    kept.retain(|k| !rests.contains_key(&match_key(k)));
    kept
}

fn is_plain(name: &str) -> bool {
    let tidied = tidy(name);
    let Some(kind) = KINDS.iter().find(|kind| name.strip_prefix(kind.full).is_some_and(|rest| rest.starts_with(' ')))
    else {
        return false;
    };
    let rest = plain_number(name.get(kind.full.len()..).unwrap_or_default().trim_start());
    tidied.done.is_empty()
        && tidied.text == name
        && !rest.is_empty()
        && rest.split(' ').all(|word| !word.starts_with(char::is_lowercase) && word.starts_with(char::is_alphanumeric))
        && (rest.chars().filter(|c| c.is_alphabetic()).count() < 3 || case_of(rest) == NameCase::Natural)
}

/// The plain spellings, looked up by key.
pub(super) struct Spellings<'a> {
    by_whole: HashMap<String, Vec<&'a str>>,
    by_rest: HashMap<String, Vec<(&'a str, Parts)>>,
}

impl<'a> Spellings<'a> {
    pub(super) fn of(plain: &'a [String]) -> Self {
        let mut index = Self { by_whole: HashMap::new(), by_rest: HashMap::new() };
        for name in plain {
            let parts = take_apart(name);
            index.by_whole.entry(fold(name)).or_default().push(name);
            index.by_rest.entry(parts.rest_key.clone()).or_default().push((name, parts));
        }
        index
    }

    /// The one plain spelling that a written name means.
    pub(super) fn find(&self, written: &str) -> Option<&'a str> {
        let tidied = tidy(written).text;
        let parts = take_apart(written);
        let whole_key = fold(&tidied);
        if let Some(same) = self.by_whole.get(&whole_key) {
            return one_of(same.iter().copied().filter(|name| same_marks(&tidied, name)).collect::<Vec<_>>());
        }
        let whole = self.by_rest.get(&without_zeros(&whole_key)).into_iter().flatten();
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

/// Whether the words only say that somebody lives elsewhere.
pub(in crate::roster) fn is_outside(written: &str) -> bool {
    has_any(&fold(written), &["ngoai xa", "ngoai dia ban", "ngoai phuong", "xa khac", "noi khac", "ngoai thon"])
}

/// Decides one spelling.
fn decide(written: &str, plain: &Spellings, closed: bool, header: Option<&'static Kind>) -> Settled {
    if let Some(name) = plain.find(written) {
        return Settled { name: Some(name.to_owned()), code: (name != written).then_some(Code::VillageVariant) };
    }
    // a whole address in the column: only its village counts
    if let Some(name) = in_address(written).filter(|_| written.contains(',')) {
        let known = plain.find(&name).map(str::to_owned);
        if known.is_some() || !closed {
            return Settled { name: known.or(Some(name)), code: Some(Code::VillageVariant) };
        }
    }
    let tidied = tidy(written).text;
    let outside = is_outside(&tidied);
    if closed && !outside {
        return Settled { name: None, code: Some(Code::VillageUnknown) };
    }
    let parts = take_apart(written);
    let name = match (parts.kinds.as_slice(), header) {
        ([kind], _) if !outside => {
            leading_kind(&tidied).map_or_else(|| compose(kind, &parts.rest), |(kind, rest)| compose(kind, rest))
        }
        ([], Some(kind)) if !parts.rest_key.is_empty() && parts.rest_key.bytes().all(|b| b.is_ascii_digit()) => {
            compose(kind, &parts.rest)
        }
        _ => tidied,
    };
    let code = (name != written).then_some(Code::VillageVariant);
    Settled { name: Some(name), code }
}
