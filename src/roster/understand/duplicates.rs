//! Rows of one file that are the same person: by ID number, else by name, full birth date and village.

use super::super::finding::FindingCode as Code;
use super::facts::{Facts, hash_of};
use super::whole_file::People;
use crate::vn::date::PartialDate;

/// How many people of one name and birth date are compared with a row.
const NAMESAKES_COMPARED: usize = 16;

/// How a later row stands to an earlier one with the same ID number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Relation {
    /// Says nothing new.
    Same,
    /// Says more, and nothing against it.
    More,
    /// Says something else.
    Against,
}

/// A person listed twice, noted in one of the two rows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Twin {
    /// Place of the row among all rows.
    pub place: u32,
    /// What it is.
    pub code: Code,
    /// Number of the other row in its sheet.
    pub other: u32,
}

/// Finds the rows of people who are listed twice, by place; of one row in the order in which they are to be noted.
pub(super) fn find_duplicates(people: &People) -> Vec<Twin> {
    let mut found = Vec::new();
    same_number(people, &mut found);
    same_name(people, &mut found);
    found.sort_by_key(|twin| twin.place);
    found
}

/// A key of each row that has one, sorted by it, rows of one key in their order.
pub(super) fn by_key<K: Ord + Copy>(people: &People, key: impl Fn(&Facts) -> Option<K>) -> Vec<(K, u32)> {
    let ranked = (0_u32..).zip(people.in_order());
    let mut keyed: Vec<(K, u32)> = ranked.filter_map(|(rank, (_, facts))| Some((key(facts)?, rank))).collect();
    keyed.sort_unstable();
    keyed
}

fn same_number(people: &People, found: &mut Vec<Twin>) {
    let keyed = by_key(people, |facts| facts.number.is_some().then_some(facts.number));
    for same in keyed.chunk_by(|a, b| a.0 == b.0) {
        let Some(((_, first), later)) = same.split_first() else { continue };
        let Some((earlier, before)) = people.ranked(*first) else { continue };
        for (_, rank) in later {
            let Some((place, row)) = people.ranked(*rank) else { continue };
            let mut note = |place, code, other: &Facts| found.push(Twin { place, code, other: other.row });
            match relation(before, row) {
                _ if people.is_form(row) && before.name != 0 && before.name == row.name => {
                    note(place, Code::Resubmit, before);
                }
                Relation::Same => note(place, Code::DupExact, before),
                Relation::More => note(place, Code::DupMerge, before),
                Relation::Against => {
                    if people.is_hidden(before) == people.is_hidden(row) {
                        note(earlier, Code::DupConflict, row);
                    }
                    note(place, Code::DupConflict, before);
                }
            }
        }
    }
}

/// People with the same name and full birth date: a second row without any number, or one row with the old card and one with the new number.
fn same_name(people: &People, found: &mut Vec<Twin>) {
    let key = |facts: &Facts| match facts.dob {
        Some(dob @ PartialDate::Day(_)) if facts.name != 0 => Some(hash_of(&(dob, facts.name))),
        _ => None,
    };
    let without_new = by_key(people, |facts| key(facts).filter(|_| !facts.number.is_national()));
    if without_new.is_empty() {
        return;
    }
    for (rank, (place, row)) in (0_u32..).zip(people.in_order()) {
        let Some(wanted) = key(row) else { continue };
        let from = without_new.partition_point(|(key, _)| *key < wanted);
        let namesakes = without_new.get(from..).unwrap_or_default().iter().take_while(|(key, _)| *key == wanted);
        for (_, other) in namesakes.take(NAMESAKES_COMPARED) {
            if *other == rank {
                // those behind this one look back at it themselves
                if !row.number.is_national() {
                    break;
                }
                continue;
            }
            let Some((of_twin, twin)) = people.ranked(*other) else { continue };
            if !(twin.village == 0 || row.village == 0 || twin.village == row.village) {
                continue;
            }
            match (row.number, twin.number) {
                (number, old) if number.is_national() => {
                    let code = if old.is_old() { Code::DupCmndCccd } else { Code::DupNoId };
                    found.push(Twin { place: of_twin, code, other: row.row });
                }
                (none, other) if !none.is_some() && !other.is_some() => {
                    found.push(Twin { place, code: Code::DupNoId, other: twin.row });
                }
                _ => {}
            }
        }
    }
}

/// Compares what two rows say; empty says nothing.
fn relation(before: &Facts, after: &Facts) -> Relation {
    let names_differ = before.name != 0 && after.name != 0 && before.name != after.name;
    let mut worst = if names_differ { Relation::Against } else { Relation::Same };
    let mut weigh = |relation: Relation| {
        worst = match (worst, relation) {
            (Relation::Against, _) | (_, Relation::Against) => Relation::Against,
            (Relation::More, _) | (_, Relation::More) => Relation::More,
            _ => Relation::Same,
        };
    };
    let key = |key: u64| (key != 0).then_some(key);
    weigh(field(key(before.name).map(|_| ()), key(after.name).map(|_| ())));
    weigh(birth(before.dob, after.dob));
    weigh(field(before.sex, after.sex));
    weigh(field(key(before.phone), key(after.phone)));
    weigh(field(key(before.village.into()), key(after.village.into())));
    // one person can stand in the lists of two offices, or of a village and an office
    weigh(if before.unit == after.unit { Relation::Same } else { Relation::More });
    for (earlier, mark) in before.marks.iter().zip(&after.marks) {
        weigh(match (earlier.day(), mark.day()) {
            (Some(a), Some(b)) if a != b => Relation::Against,
            (None, Some(_)) => Relation::More,
            _ if mark.is_done() && !earlier.is_done() => Relation::More,
            _ => Relation::Same,
        });
    }
    if after.status & !before.status != 0 {
        weigh(Relation::More);
    }
    worst
}

fn field<T: PartialEq>(before: Option<T>, after: Option<T>) -> Relation {
    match (before, after) {
        (_, None) => Relation::Same,
        (None, Some(_)) => Relation::More,
        (Some(a), Some(b)) => {
            if a == b {
                Relation::Same
            } else {
                Relation::Against
            }
        }
    }
}

/// A year agrees with a full date of that year.
fn birth(before: Option<PartialDate>, after: Option<PartialDate>) -> Relation {
    match (before, after) {
        (Some(a), Some(b)) if a == b => Relation::Same,
        (Some(PartialDate::Day(a)), Some(PartialDate::Day(b))) => {
            if a == b {
                Relation::Same
            } else {
                Relation::Against
            }
        }
        (Some(a), Some(b)) if a.year() != b.year() => Relation::Against,
        (Some(_), Some(PartialDate::Day(_))) => Relation::More,
        (Some(_), Some(_)) => Relation::Same,
        (a, b) => field(a, b),
    }
}
