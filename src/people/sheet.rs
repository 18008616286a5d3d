//! Everything the page of one person shows.

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};

use super::state_word::StateWord;
use crate::model::as_of::AsOf;
use crate::model::enrollment::DayPrecision;
use crate::model::id::{AccountId, BatchId, EventId, PersonId};
use crate::model::person::{Life, ResidenceKind, StaffCategory};
use crate::model::tally::Standing;
use crate::model::unit::Unit;
use crate::vn::date::PartialDate;
use crate::vn::national_id::Sex;

/// A person with everything known about them. Numbers are masked.
#[derive(Debug, Clone, PartialEq)]
pub struct PersonSheet {
    /// Identity.
    pub id: PersonId,
    /// The day that the states are read at.
    pub as_of: AsOf,
    /// Name.
    pub full_name: String,
    /// Birth date as far as known.
    pub birth_date: Option<PartialDate>,
    /// Sex.
    pub sex: Option<Sex>,
    /// `038*****2855`.
    pub national_id: Option<String>,
    /// `17*****23`.
    pub old_card: Option<String>,
    /// `091****000`.
    pub phone: Option<String>,
    /// The same.
    pub second_phone: Option<String>,
    /// Dead or alive.
    pub life: Life,
    /// Who added the person by hand, and when (UTC); `None` for somebody who came by a list.
    pub added_by: Option<(String, NaiveDateTime)>,
    /// Where the person lives.
    pub residence: Option<ResidenceLine>,
    /// Where the person works.
    pub workplace: Option<PlaceOfWork>,
    /// Moves that officials recorded, newest first.
    pub moves: Vec<MoveLine>,
    /// The lists that named the person, latest first.
    pub mentions: Vec<ListMention>,
    /// Where the person stands, in the order of the catalogue; programmes without anything are left out.
    pub standings: Vec<ProgrammeStanding>,
    /// What happened, newest first; revoked events stay visible.
    pub time_line: Vec<TimeLineEntry>,
    /// Causes noted, latest first.
    pub barriers: Vec<NotedBarrier>,
}

/// Where a person lives.
#[derive(Debug, Clone, PartialEq)]
pub struct ResidenceLine {
    /// The village.
    pub unit: Unit,
    /// How the person belongs to it.
    pub kind: ResidenceKind,
    /// First day there, once it is known.
    pub since: Option<NaiveDate>,
    /// Head or number of the household, as written.
    pub household: Option<String>,
    /// Address line, as written.
    pub address_line: Option<String>,
}

/// A move that an official recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoveLine {
    /// First day at the new place.
    pub moved_on: NaiveDate,
    /// Name of the village moved to; `None` for somewhere outside.
    pub to: Option<String>,
    /// Name of the village lived in until then, where it is known.
    pub from: Option<String>,
    /// Who recorded it.
    pub recorded_by: String,
    /// Why, where somebody said so.
    pub reason: Option<String>,
}

/// Where a person works.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceOfWork {
    /// The office.
    pub unit: Unit,
    /// Post, as written.
    pub post: Option<String>,
    /// Category, where it is known.
    pub category: Option<StaffCategory>,
}

/// A list that named the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListMention {
    /// The list.
    pub batch: BatchId,
    /// Name of its file.
    pub file_name: String,
    /// Name of the village or office under which it named the person.
    pub unit: Option<String>,
    /// As somebody who has left.
    pub departed: bool,
    /// The day it was drawn up.
    pub listed_on: NaiveDate,
}

/// Where the person stands in one programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgrammeStanding {
    /// Code of the programme.
    pub programme: String,
    /// Its name.
    pub name: String,
    /// The days, later than the as-of date too; the end of the term as it stood on that date.
    pub standing: Standing,
    /// Name of the way in which the person enrolled, where it is known.
    pub channel: Option<String>,
    /// The state on the as-of date; `None` before the first, and where a higher level counts instead.
    pub state: Option<StateWord>,
}

/// One event of the time line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeLineEntry {
    /// Identity, for taking it back.
    pub event: EventId,
    /// `vneid2.activated`.
    pub milestone: String,
    /// Name of the programme.
    pub programme_name: String,
    /// Name of the milestone.
    pub milestone_name: String,
    /// When.
    pub happened_on: NaiveDate,
    /// How well the day is known.
    pub precision: DayPrecision,
    /// Who says so.
    pub source: EventSourceName,
    /// Why, where somebody said so.
    pub reason: Option<String>,
    /// When it was written (UTC).
    pub recorded_at: NaiveDateTime,
    /// Its revocation.
    pub revoked: Option<Revocation>,
    /// It decides the day of its milestone: not revoked, and no better statement.
    pub holds: bool,
}

/// Taking an event back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revocation {
    /// Identity.
    pub event: EventId,
    /// Who did.
    pub source: EventSourceName,
    /// Why.
    pub reason: Option<String>,
    /// When (UTC).
    pub recorded_at: NaiveDateTime,
}

/// Where an event comes from, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventSourceName {
    /// A list.
    List {
        /// The list.
        batch: BatchId,
        /// Name of its file.
        file_name: String,
    },
    /// An official.
    Account {
        /// The account.
        account: AccountId,
        /// Name shown.
        display_name: String,
    },
}

/// A cause as it was noted about somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotedBarrier {
    /// Which.
    pub barrier: BarrierName,
    /// The day on which it was found to be so.
    pub noted_on: NaiveDate,
    /// The day from which it no longer holds the person back.
    pub overcome_on: Option<NaiveDate>,
    /// `do Trần Thị B ghi`, `theo danh sách «thon 1.xlsx»`; where that is known.
    pub by: Option<String>,
}

/// A cause by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BarrierName {
    /// `no_smartphone`.
    pub code: String,
    /// Its name; the code where the catalogue has lost it.
    pub name: String,
}

impl BarrierName {
    /// Names a cause.
    pub(crate) fn of(code: String, names: &HashMap<String, String>) -> Self {
        let name = names.get(&code).unwrap_or(&code).clone();
        Self { code, name }
    }
}
