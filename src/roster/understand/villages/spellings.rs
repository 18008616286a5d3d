//! The many spellings of one village, settled over the whole file.

use std::collections::HashMap;

use super::super::super::finding::FindingCode as Code;
use super::super::header_words::has_any;
use super::kinds::{KINDS, Kind, Parts, compose, leading_kind, plain_number, take_apart, without_zeros};
use super::sources::in_address;
use crate::vn::fold::fold;
use crate::vn::name::{NameCase, case_of, match_key};
use crate::vn::text::tidy;

/// What becomes of one spelling.
pub(in crate::roster::understand) struct Settled {
    /// The village; none where the unit has no such one.
    pub name: Option<String>,
    /// What is to say about it.
    pub code: Option<Code>,
}

/// Decides what each spelling of a file means: by the villages of the unit where they are known, else by the plain spellings that the file itself
/// uses.
pub(in crate::roster::understand) struct PlainSpellings {
    plain: Vec<String>,
    /// Whether there are no other villages.
    closed: bool,
}

impl PlainSpellings {
    /// From the spellings of the file with the number of rows that have each.
    pub(in crate::roster::understand) fn of<'s>(
        counts: impl Iterator<Item = (&'s str, u32)>,
        known: &[String],
    ) -> Self {
        let closed = !known.is_empty();
        Self { plain: if closed { known.to_vec() } else { plain_spellings(counts) }, closed }
    }

    /// Settles spellings, each beside the header of the column in which it stands first.
    pub(in crate::roster::understand) fn settle<'s>(
        &'s self,
        written: impl Iterator<Item = (&'s str, Option<&'s str>)> + 's,
    ) -> impl Iterator<Item = Settled> + 's {
        let index = Spellings::of(&self.plain);
        written.map(move |(text, header)| decide(text, &index, self.closed, header.and_then(header_kind)))
    }
}

/// The kind of village that a header names alone: `Khu phố`, not `Thôn/bản`.
fn header_kind(header: &str) -> Option<&'static Kind> {
    let key = fold(header);
    KINDS.iter().find(|kind| kind.folded == key)
}

/// Spellings that need no repair: tidy, a whole word for the kind, capitals at the start of words.
fn plain_spellings<'s>(counts: impl Iterator<Item = (&'s str, u32)>) -> Vec<String> {
    let mut plain: Vec<(&str, u32)> = counts.filter(|(name, _)| is_plain(name)).collect();
    plain.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let mut kept: Vec<String> = Vec::new();
    let mut seen: HashMap<String, ()> = HashMap::new();
    for (name, _) in plain {
        // of two plain spellings that differ only in the place of a tone mark the more frequent one stays
        if seen.insert(match_key(name), ()).is_none() {
            kept.push(name.to_owned());
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
