//! Finding people: by words of the name, by number, by where they belong, by where they stand in a programme.
//!
//! With a million people the way in decides: from the rarest word of the name, from the people of a small unit, or along the order of names until the
//! page is full. [`plan`] chooses it, [`conditions`] writes what every hit must fulfil; the same conditions hold whatever the way in.

mod conditions;
mod plan;
mod sheet;
mod term;

use chrono::NaiveDate;

use super::connection::Conn;
use super::error::StoreError;
use crate::model::id::{MilestoneId, PersonId, ProgrammeId, UnitId};
use crate::model::tally::Audience;

pub(super) use conditions::units_below;
pub use sheet::{Mention, mentions};

/// What to look for. Everything that is given has to hold.
#[derive(Debug, Clone)]
pub struct Criteria {
    /// The actor's unit: people who belong to it or ever stood below it. `None` is everybody.
    pub scope: Option<UnitId>,
    /// People who live or work in this unit or below it on [`Criteria::day`].
    pub unit: Option<UnitId>,
    /// The as-of date.
    pub day: NaiveDate,
    /// Words of the name.
    pub name: Option<NameWords>,
    /// Only these people (found by number).
    pub among: Option<Vec<PersonId>>,
    /// Only people who are counted, and stand like this.
    pub standing: Option<StandingTest>,
    /// Only people whom this cause holds back on [`Criteria::day`].
    pub barrier: Option<String>,
}

/// Words of a name, each the beginning of a word of the person's name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NameWords {
    /// Without diacritics, as [`crate::vn::fold::tokens`] gives them.
    pub folded: Vec<String>,
    /// As [`crate::vn::name::match_key`] writes them; empty when the query has no diacritics.
    pub exact: Vec<String>,
}

/// Where people stand on a day, among those whom the figures of that day count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingTest {
    /// Whose figures.
    pub audience: Audience,
    /// Only people old enough to belong to the base.
    pub min_age: Option<u8>,
    /// Must hold.
    pub must: Vec<Fact>,
    /// Must not hold.
    pub must_not: Vec<Fact>,
}

/// Something that holds about a person on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// Has one, in any of the programmes.
    Issued(Vec<ProgrammeId>),
    /// Had one on this day already, if that is not later than the day that is looked at.
    IssuedBy(ProgrammeId, NaiveDate),
    /// Has one and it counts, in any of the programmes.
    Achieved(Vec<ProgrammeId>),
    /// Reached a milestone that is only a step.
    Reached(MilestoneId),
    /// Holds something of a programme.
    Holds(Held),
    /// The fact does not hold.
    Lacks(Box<Fact>),
    /// Both hold.
    Both(Box<Fact>, Box<Fact>),
    /// At least one holds.
    AnyOf(Vec<Fact>),
}

/// What is asked of an enrollment: issued or achieved by the day, and what is given besides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The programme.
    pub programme: ProgrammeId,
    /// Through this channel, or through one that is not known; `""` for those of whom it is not known.
    pub channel: Option<String>,
    /// Its term ends within these days, both included; without a first one all days before.
    pub expires: Option<Ending>,
}

/// When a term ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ending {
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: NaiveDate,
    /// What a renewal is recorded as, and the months of a term, for programmes whose terms can be renewed.
    pub renewal: Option<(MilestoneId, u16)>,
}

/// The people of one page, in Vietnamese order (given name first).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The page.
    pub people: Vec<PersonId>,
    /// How many there are, up to a limit.
    pub total: usize,
    /// There are more than `total`; counting stopped there.
    pub more: bool,
}

/// One page of the people who fulfil the criteria.
pub fn find(conn: &mut Conn, criteria: &Criteria, offset: usize, limit: usize) -> Result<Found, StoreError> {
    plan::find(conn, criteria, offset, limit)
}
