//! What can be asked of the list of people.

use super::check::Check;
use crate::model::as_of::AsOf;
use crate::model::tally::Audience;

/// A search. Everything that is given has to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeopleQuery {
    /// Words of the name, each the beginning of one, with or without diacritics; or a whole ID number, old card number or mobile number.
    pub text: Option<String>,
    /// Slug of a village, office or any unit above: people who belong to it or below on the as-of date.
    pub unit: Option<String>,
    /// Where people stand on the as-of date.
    pub state: Option<StateFilter>,
    /// Something that is wrong or soon will be with what they hold.
    pub check: Option<CheckFilter>,
    /// Code of a cause that holds them back on the as-of date, as the figures count it: noted, and nothing of any programme achieved after that.
    pub barrier: Option<String>,
    /// The day on which units and states are read.
    pub as_of: AsOf,
    /// From 1.
    pub page: usize,
    /// People on a page.
    pub per_page: PageSize,
}

/// Where people stand in a measure. Those whom the figures do not count — dead, departed — are left out, so that the list is as long as the figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateFilter {
    /// Code of the measure (`vneid2.activated`), or of a ladder as a whole (`vneid`).
    pub measure: String,
    /// Residents, staff, or both.
    pub audience: Audience,
    /// The state.
    pub state: MeasureState,
}

/// People whom a check hits, among those whom the figures count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckFilter {
    /// What to look for.
    pub check: Check,
    /// Residents, staff, or both.
    pub audience: Audience,
}

/// Where somebody stands in a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MeasureState {
    /// Old enough, and has none: on a ladder, neither this level nor a higher one.
    NotIssued,
    /// Has one that does not count yet; on a ladder, at this as the highest level.
    IssuedNotDone,
    /// Counts; on a ladder, at this as the highest level.
    Done,
}

impl MeasureState {
    /// All states.
    pub const ALL: [Self; 3] = [Self::NotIssued, Self::IssuedNotDone, Self::Done];

    /// The word of addresses and the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotIssued => "not_issued",
            Self::IssuedNotDone => "issued_not_done",
            Self::Done => "done",
        }
    }

    /// Reads that word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// As a clerk says it.
    pub fn vietnamese(self) -> &'static str {
        match self {
            Self::NotIssued => "chưa cấp",
            Self::IssuedNotDone => "đã cấp, chưa hoàn thành",
            Self::Done => "đã hoàn thành",
        }
    }
}

/// How many people a page holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PageSize {
    /// 25.
    #[default]
    Small,
    /// 50.
    Medium,
    /// 100.
    Large,
}

impl PageSize {
    /// All sizes.
    pub const ALL: [Self; 3] = [Self::Small, Self::Medium, Self::Large];

    /// The number.
    pub fn people(self) -> usize {
        match self {
            Self::Small => 25,
            Self::Medium => 50,
            Self::Large => 100,
        }
    }

    /// The size of a number, where it is one of them.
    pub fn of(people: usize) -> Option<Self> {
        Self::ALL.into_iter().find(|size| size.people() == people)
    }
}
