//! What a row says, in so few bytes that the whole of a very long list stays in memory: enough to tell people listed twice, shared phones and the
//! many spellings of a village.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use chrono::Datelike;

use super::super::reading::{Mark, RosterRow};
use crate::vn::date::PartialDate;
use crate::vn::name::match_key;
use crate::vn::national_id::Sex;

/// Milestones a row can carry.
const MARKS: usize = Mark::CksAct as usize + 1;

/// One milestone: the lowest bit for "done", above it the day (counted from 1/1/1), zero where none is told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct MarkFact(u32);

impl MarkFact {
    pub(super) fn is_done(self) -> bool {
        self.0 & 1 == 1
    }

    pub(super) fn day(self) -> Option<u32> {
        Some(self.0 >> 1).filter(|day| *day > 0)
    }
}

/// The number of a card as a number: which card is told by a bit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct CardNumber(u64);

impl CardNumber {
    const NATIONAL: u64 = 1 << 62;
    const OLD: u64 = 1 << 61;

    fn of(row: &RosterRow) -> Self {
        let number = |digits: &str, card: u64| Self(card | digits.parse().unwrap_or_else(|_| hash_of(&digits) >> 4));
        match (&row.cccd, &row.cmnd9) {
            (Some(digits), _) => number(digits, Self::NATIONAL),
            (None, Some(digits)) => number(digits, Self::OLD),
            (None, None) => Self::default(),
        }
    }

    /// Whether the row has a number of either card.
    pub(super) fn is_some(self) -> bool {
        self.0 != 0
    }

    /// Whether it is the personal number.
    pub(super) fn is_national(self) -> bool {
        self.0 & Self::NATIONAL != 0
    }

    /// Whether it is the number of an old card.
    pub(super) fn is_old(self) -> bool {
        self.0 & Self::OLD != 0
    }
}

/// One row. Texts are keys: zero for none, equal for equal.
#[derive(Debug, Clone, Copy)]
pub(super) struct Facts {
    pub number: CardNumber,
    /// Key of the name, by which spellings of one name are equal.
    pub name: u64,
    pub phone: u64,
    pub marks: [MarkFact; MARKS],
    pub dob: Option<PartialDate>,
    /// First the spelling, when that is settled the village.
    pub village: u32,
    pub unit: u32,
    /// One bit for each state.
    pub status: u32,
    pub row: u32,
    pub sex: Option<Sex>,
    pub sheet: u16,
}

impl Facts {
    /// Of a row; village and unit are told by the caller, who keeps the texts.
    pub(super) fn of(row: &RosterRow, sheet: u16, village: u32, unit: u32) -> Self {
        let mut marks = [MarkFact::default(); MARKS];
        for (mark, reading) in &row.milestones {
            let day = reading.date.and_then(|day| u32::try_from(day.num_days_from_ce()).ok()).unwrap_or(0);
            if let Some(fact) = marks.get_mut(*mark as usize) {
                *fact = MarkFact(day << 1 | u32::from(reading.done == Some(true)));
            }
        }
        Self {
            number: CardNumber::of(row),
            name: row.full_name.as_deref().map_or(0, |name| hash_of(&match_key(name)) | 1),
            phone: row.phone.as_deref().map_or(0, |phone| phone.parse().unwrap_or_else(|_| hash_of(&phone) | 1 << 63)),
            marks,
            dob: row.dob,
            village,
            unit,
            status: row.status.iter().fold(0, |bits, status| bits | 1 << (*status as u32)),
            row: row.row,
            sex: row.sex,
            sheet,
        }
    }
}

/// The same at every run.
pub(super) fn hash_of(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
