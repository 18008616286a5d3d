//! What a row says about the milestones: marks, dates, levels and status columns put together, and what contradicts itself.

use chrono::NaiveDate;

use super::super::choices::WordMeaning;
use super::super::finding::FindingCode as Code;
use super::super::reading::{ColumnRole as Role, Mark, MarkReading, RosterRow};
use super::ditto::is_ditto_of_date;
use super::draft::Draft;
use super::header_words::has_any;
use super::marks::MarkValue;
use super::picked::Picked;
use super::statuses::{Status, read_status};
use crate::vn::date::in_table;
use crate::vn::fold::fold;

/// Mark column and date column of every milestone.
const PAIRS: &[(Mark, Role, Role)] = &[
    (Mark::M1, Role::M1, Role::M1Date),
    (Mark::M2, Role::M2, Role::M2Date),
    (Mark::Act, Role::Act, Role::ActDate),
    (Mark::Dvc, Role::Dvc, Role::DvcDate),
    (Mark::Cks, Role::Cks, Role::CksDate),
    (Mark::CksAct, Role::CksAct, Role::CksActDate),
];

/// The level a short level cell names: `1`, `2`, `Mức 2`, `MĐ 2`, `II`, `M2`; 0 for an explicit none.
pub(super) fn level_of(key: &str) -> Option<u8> {
    match key {
        "1" | "i" | "m1" | "md1" | "muc 1" | "muc do 1" | "md 1" | "m 1" | "muc i" | "cap 1" | "muc mot" => Some(1),
        "2" | "ii" | "m2" | "md2" | "muc 2" | "muc do 2" | "md 2" | "m 2" | "muc ii" | "cap 2" | "muc hai" | "1 2"
        | "1 va 2" => Some(2),
        "0" | "chua" | "khong" | "ko" | "chua co" | "chua cap" | "chua dang ky" | "chua lam" => Some(0),
        _ => None,
    }
}

/// The level named somewhere in a longer text.
pub(super) fn level_in_words(key: &str) -> Option<u8> {
    if has_any(key, &["muc 2", "muc do 2", "md2", "md 2", "m2", "muc ii", "muc hai", "cap do 2"]) {
        Some(2)
    } else if has_any(key, &["muc 1", "muc do 1", "md1", "md 1", "m1", "muc i", "muc mot", "cap do 1"]) {
        Some(1)
    } else {
        None
    }
}

/// Reads all milestones of a row into the draft. `above` is the row above, whose dates a sign repeats.
pub(super) fn read_milestones(draft: &mut Draft, picked: &Picked, listed_on: NaiveDate, above: Option<&RosterRow>) {
    for (mark, mark_role, date_role) in PAIRS {
        if picked.has_column(*mark_role) || picked.has_column(*date_role) {
            let day_above = above.and_then(|row| row.milestones.get(mark)?.date);
            let reading = read_pair(draft, picked, (*mark_role, *date_role), listed_on, day_above);
            draft.row.milestones.insert(*mark, reading);
        }
    }
    infer_levels(draft, picked);
    read_level(draft, picked);
    read_status_column(draft, picked);
    read_level_date(draft, picked, listed_on);
    read_inverse(draft, picked);
    check_order(draft, picked);
    check_contradiction(draft, picked);
}

/// One milestone from its mark column, its date column, or both; several mark columns of one meaning count together.
fn read_pair(
    draft: &mut Draft,
    picked: &Picked,
    (mark_role, date_role): (Role, Role),
    listed_on: NaiveDate,
    day_above: Option<NaiveDate>,
) -> MarkReading {
    let mut reading = MarkReading { done: Some(false), date: None };
    for (cell, text) in picked.all(mark_role) {
        apply(draft, &mut reading, picked.mark(mark_role, cell, &text), (cell.column, &text), listed_on);
    }
    for (cell, text) in picked.all(date_role) {
        let value = match day_above.filter(|_| is_ditto_of_date(&text)) {
            Some(day) => {
                draft.find(Code::DittoMark, Some(cell.column), Some(&in_table(day)));
                MarkValue::On(day)
            }
            None => picked.mark(date_role, cell, &text),
        };
        let denied = reading.done == Some(false) && picked.get(mark_role).is_some();
        if denied && matches!(value, MarkValue::On(_)) {
            draft.find(Code::MarkContradiction, Some(cell.column), Some(&text));
        }
        apply(draft, &mut reading, value, (cell.column, &text), listed_on);
    }
    reading
}

fn apply(draft: &mut Draft, reading: &mut MarkReading, value: MarkValue, at: (u16, &str), listed_on: NaiveDate) {
    let (column, text) = at;
    match value {
        MarkValue::Blank | MarkValue::No => {}
        MarkValue::Yes => reading.done = reading.done.map(|_| true),
        MarkValue::On(day) if day > listed_on => {
            draft.find(Code::MsDateFuture, Some(column), Some(text));
            *reading = MarkReading { done: None, date: None };
        }
        MarkValue::On(day) => {
            // beside a mark nobody understands the date proves nothing
            if reading.done.is_some() {
                *reading = MarkReading { done: Some(true), date: reading.date.or(Some(day)) };
            }
        }
        MarkValue::ImpossibleDate => {
            draft.find(Code::MsDateImpossible, Some(column), Some(text));
            reading.done = reading.done.map(|_| true);
        }
        MarkValue::Unknown => {
            draft.find(Code::MarkUnknown, Some(column), Some(text));
            *reading = MarkReading { done: None, date: None };
        }
    }
}

/// `Kích hoạt mức 2` marked says that level 2 was issued, and so does `Mức 2: chưa kích hoạt`, where the list has no column of its own for that.
fn infer_levels(draft: &mut Draft, picked: &Picked) {
    for role in [Role::Act, Role::ActDate, Role::NotAct] {
        for (cell, text) in picked.all(role) {
            let done = matches!(picked.mark(role, cell, &text), MarkValue::Yes | MarkValue::On(_));
            let (mark, own) = match picked.activation_level(cell.column).filter(|_| done) {
                Some(1) => (Mark::M1, [Role::M1, Role::M1Date]),
                Some(_) => (Mark::M2, [Role::M2, Role::M2Date]),
                None => continue,
            };
            if !own.iter().chain(&[Role::Level]).any(|r| picked.has_column(*r)) {
                draft.row.milestones.insert(mark, MarkReading { done: Some(true), date: None });
            }
        }
    }
}

/// A level column names the highest level only: a person of level 2 has no mark of level 1.
fn read_level(draft: &mut Draft, picked: &Picked) {
    if !picked.has_column(Role::Level) {
        return;
    }
    let level = match picked.get(Role::Level) {
        None => Some(0),
        Some((cell, text)) => {
            let chosen = picked.chosen(Role::Level, &text);
            let level = chosen.map_or_else(|| written_level(&text), level_meant);
            if level.is_none() && chosen.is_none() {
                draft.find(Code::MarkUnknown, Some(cell.column), Some(&text));
            }
            level
        }
    };
    set_level(draft, level);
}

fn written_level(text: &str) -> Option<u8> {
    let key = fold(text);
    let dash = || matches!(text.trim(), "-" | "–" | "").then_some(0);
    level_of(&key).or_else(|| level_in_words(&key)).or_else(dash)
}

/// The level that a word stands for by somebody's decision; `None` where it says nothing about it.
fn level_meant(meaning: WordMeaning) -> Option<u8> {
    match meaning {
        WordMeaning::Level1 => Some(1),
        WordMeaning::Level2 => Some(2),
        WordMeaning::NotDone => Some(0),
        WordMeaning::Done | WordMeaning::Status(_) | WordMeaning::Nothing => None,
    }
}

/// The same for a column that also tells whether the account is active.
fn status_meant(meaning: WordMeaning) -> Status {
    let activated = match meaning {
        WordMeaning::Done => Some(true),
        WordMeaning::NotDone | WordMeaning::Level1 | WordMeaning::Level2 => Some(false),
        WordMeaning::Status(_) | WordMeaning::Nothing => None,
    };
    Status { level: level_meant(meaning), activated }
}

fn set_level(draft: &mut Draft, level: Option<u8>) {
    for (mark, number) in [(Mark::M1, 1), (Mark::M2, 2)] {
        let reading = draft.row.milestones.entry(mark).or_default();
        if reading.done != Some(true) {
            reading.done = level.map(|l| l == number);
        }
    }
}

fn read_status_column(draft: &mut Draft, picked: &Picked) {
    if !picked.has_column(Role::Status) {
        return;
    }
    let separate_levels =
        [Role::M1, Role::M2, Role::Level, Role::M1Date, Role::M2Date].iter().any(|r| picked.has_column(*r));
    let status = match picked.get(Role::Status) {
        None => Some(Status { level: Some(0), activated: Some(false) }),
        Some((cell, text)) => {
            let chosen = picked.chosen(Role::Status, &text).map(status_meant);
            let status = chosen.or_else(|| read_status(&fold(&text)));
            if status.is_none() {
                draft.find(Code::StatusUnknown, Some(cell.column), Some(&text));
            }
            status
        }
    };
    if !separate_levels {
        set_level(draft, status.and_then(|s| s.level));
    }
    if !picked.has_column(Role::Act) && !picked.has_column(Role::ActDate) {
        draft.row.milestones.insert(Mark::Act, MarkReading { done: status.and_then(|s| s.activated), date: None });
    }
}

/// A date of issue that names no level belongs to the level the row has.
fn read_level_date(draft: &mut Draft, picked: &Picked, listed_on: NaiveDate) {
    let Some((cell, text)) = picked.get(Role::LevelDate) else { return };
    let value = picked.mark(Role::LevelDate, cell, &text);
    let done = |draft: &Draft, mark: Mark| draft.row.milestones.get(&mark).and_then(|r| r.done);
    let mark = match (done(draft, Mark::M2), done(draft, Mark::M1)) {
        (Some(true), _) => Mark::M2,
        (_, Some(true)) => Mark::M1,
        (None, None) if !draft.row.milestones.contains_key(&Mark::M1) => Mark::M2,
        _ => {
            if matches!(value, MarkValue::On(_)) {
                draft.find(Code::MarkContradiction, Some(cell.column), Some(&text));
            }
            return;
        }
    };
    let mut reading = draft.row.milestones.get(&mark).copied().unwrap_or(MarkReading { done: Some(false), date: None });
    apply(draft, &mut reading, value, (cell.column, &text), listed_on);
    draft.row.milestones.insert(mark, reading);
}

/// `Chưa kích hoạt`: a mark there denies the activation; no mark means active where an account was issued.
fn read_inverse(draft: &mut Draft, picked: &Picked) {
    if !picked.has_column(Role::NotAct) || picked.has_column(Role::Act) {
        return;
    }
    let inverse =
        picked.get(Role::NotAct).map_or(MarkValue::Blank, |(cell, text)| picked.mark(Role::NotAct, cell, &text));
    let level = |mark: Mark| draft.row.milestones.get(&mark);
    let issued = match (level(Mark::M1), level(Mark::M2)) {
        (None, None) => true,
        (one, two) => one.is_some_and(|r| r.done == Some(true)) || two.is_some_and(|r| r.done == Some(true)),
    };
    let done = match inverse {
        MarkValue::Yes | MarkValue::On(_) | MarkValue::ImpossibleDate => Some(false),
        MarkValue::No | MarkValue::Blank => Some(issued),
        MarkValue::Unknown => {
            if let Some((cell, text)) = picked.get(Role::NotAct) {
                draft.find(Code::MarkUnknown, Some(cell.column), Some(&text));
            }
            None
        }
    };
    draft.row.milestones.insert(Mark::Act, MarkReading { done, date: None });
}

/// An activation before the first issue cannot be. An account that was raised to level 2 later was active before that, rightly.
fn check_order(draft: &mut Draft, picked: &Picked) {
    let read = |draft: &Draft, mark: Mark| draft.row.milestones.get(&mark).copied().unwrap_or_default();
    let (one, two, act) = (read(draft, Mark::M1), read(draft, Mark::M2), read(draft, Mark::Act));
    let first = [one.date, two.date].into_iter().flatten().min();
    let one_undated = one.done == Some(true) && one.date.is_none();
    if let Some(active_on) = act.date.filter(|day| first.is_some_and(|issued| *day < issued) && !one_undated) {
        let column = picked.column(Role::ActDate).or(picked.column(Role::Act));
        draft.find(Code::MsOrder, column, Some(&in_table(active_on)));
    }
    let (signed_up, accepted) = (read(draft, Mark::Cks).date, read(draft, Mark::CksAct).date);
    if let Some(day) = accepted.filter(|day| signed_up.is_some_and(|signed| *day < signed)) {
        draft.find(Code::MsOrder, picked.column(Role::CksActDate), Some(&in_table(day)));
    }
}

/// Active without any account: only where the list has columns for both levels.
fn check_contradiction(draft: &mut Draft, picked: &Picked) {
    let done = |mark: Mark| draft.row.milestones.get(&mark).map(|r| r.done);
    let none = |mark: Mark| done(mark) == Some(Some(false));
    let by_status = picked.has_column(Role::Status) && !picked.has_column(Role::Act);
    if done(Mark::Act) == Some(Some(true)) && none(Mark::M1) && none(Mark::M2) && !by_status {
        let column = picked.column(Role::Act).or(picked.column(Role::ActDate));
        let given = column.and_then(|c| picked.text_at(c));
        draft.find(Code::MarkContradiction, column, given.as_deref());
    }
}
