//! Lists of people to visit as the API tells them. Phones are masked.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::fieldwork::{Counts, LineSheet, LineWho, ListLine, ListSheet, MadeLists};
use crate::model::work_list::{Outcome, Target, WorkList};

/// A kind of list that can be made for a campaign.
#[derive(Serialize, ToSchema)]
pub struct KindJson {
    /// `not_activated`, `activation_overdue`, `without_account`, `without_card`, `ready`, `expiring`.
    kind: &'static str,
    /// Code of the programme.
    programme: String,
    /// What such a list is called.
    name: String,
    /// The milestone that result 1 records; null where it records none.
    done: Option<String>,
}

impl From<Target> for KindJson {
    fn from(target: Target) -> Self {
        Self {
            kind: target.kind.as_str(),
            programme: target.programme,
            name: target.name,
            done: target.done.map(|(milestone, _)| milestone),
        }
    }
}

/// A list that was made.
#[derive(Serialize, ToSchema)]
pub struct MadeJson {
    /// Its number.
    id: i64,
    /// Slug of the village or office.
    unit: String,
    /// The team.
    team: Option<String>,
    /// People on it.
    lines: usize,
}

/// Everything that was made.
#[derive(Serialize, ToSchema)]
pub struct MadeListsJson {
    /// The lists.
    lists: Vec<MadeJson>,
    /// Slugs of villages where there is nobody to visit.
    empty: Vec<String>,
    /// People who are on another open list of the last two weeks too.
    listed_before: usize,
}

impl From<MadeLists> for MadeListsJson {
    fn from(made: MadeLists) -> Self {
        let list = |list: crate::fieldwork::MadeList| MadeJson {
            id: list.id.0,
            unit: list.unit.slug,
            team: list.team,
            lines: list.lines,
        };
        Self {
            lists: made.lists.into_iter().map(list).collect(),
            empty: made.empty.into_iter().map(|unit| unit.slug).collect(),
            listed_before: made.listed_before,
        }
    }
}

/// A list and how far it has come.
#[derive(Serialize, ToSchema)]
pub struct WorkListJson {
    /// Its number.
    id: i64,
    /// Slug of the village or office.
    unit: String,
    /// Its name.
    unit_name: String,
    /// The team.
    team: Option<String>,
    /// The kind.
    kind: &'static str,
    /// What it is called.
    name: String,
    /// The day on which people stood like this.
    as_of: NaiveDate,
    /// When it was made.
    created_at: DateTime<Utc>,
    /// When it was closed.
    closed_at: Option<DateTime<Utc>>,
    /// People on it.
    lines: usize,
    /// Done.
    done: usize,
    /// Not done, with the cause told.
    barriers: usize,
    /// Still to be visited.
    remaining: usize,
}

impl WorkListJson {
    fn of(list: &WorkList, unit: &crate::model::unit::Unit, name: String, counts: Counts) -> Self {
        Self {
            id: list.id.0,
            unit: unit.slug.clone(),
            unit_name: unit.name.clone(),
            team: list.team.clone(),
            kind: list.kind.as_str(),
            name,
            as_of: list.as_of,
            created_at: list.created_at,
            closed_at: list.closed_at,
            lines: counts.lines,
            done: counts.done,
            barriers: counts.barriers,
            remaining: counts.remaining(),
        }
    }
}

impl From<ListLine> for WorkListJson {
    fn from(line: ListLine) -> Self {
        Self::of(&line.list, &line.unit, line.name, line.counts)
    }
}

/// A line.
#[derive(Serialize, ToSchema)]
pub struct LineJson {
    /// Its number.
    line: i32,
    /// The person; null for somebody who was erased or has left the caller's units.
    person: Option<i64>,
    /// Name.
    full_name: Option<String>,
    /// Head or number of the household.
    household: Option<String>,
    /// Address line.
    address: Option<String>,
    /// Masked.
    #[schema(example = "091****000")]
    phone: Option<String>,
    /// Codes of the causes noted.
    barriers: Vec<String>,
    /// 1–9; null where nothing was written.
    result: Option<u8>,
    /// In words.
    result_name: Option<&'static str>,
    /// The day of the visit.
    result_on: Option<NaiveDate>,
    /// `paper`, `phone` or `api`.
    source: Option<&'static str>,
    /// The milestone holds since this day without any result here.
    done_elsewhere: Option<NaiveDate>,
    /// An earlier open list that names the person too.
    also_on: Option<i64>,
}

impl From<LineSheet> for LineJson {
    fn from(line: LineSheet) -> Self {
        let outcome = line.result.as_ref().and_then(|result| result.outcome);
        let known = match line.who {
            LineWho::Known(person) => Some(person),
            LineWho::Gone | LineWho::Erased => None,
        };
        Self {
            line: line.number,
            person: known.as_ref().map(|person| person.id.0),
            full_name: known.as_ref().map(|person| person.full_name.clone()),
            household: known.as_ref().and_then(|person| person.household.clone()),
            address: known.as_ref().and_then(|person| person.address.clone()),
            phone: known.as_ref().and_then(|person| person.phone.clone()),
            barriers: known
                .map(|person| person.barriers.into_iter().map(|barrier| barrier.code).collect())
                .unwrap_or_default(),
            result: outcome.map(Outcome::digit),
            result_name: outcome.map(Outcome::vietnamese),
            result_on: line.result.as_ref().map(|result| result.on),
            source: line.result.as_ref().map(|result| result.source.as_str()),
            done_elsewhere: line.done_elsewhere,
            also_on: line.also_on.map(|list| list.0),
        }
    }
}

/// A list with everybody on it.
#[derive(Serialize, ToSchema)]
pub struct WorkListSheetJson {
    /// The list.
    #[serde(flatten)]
    list: WorkListJson,
    /// The milestone that result 1 records.
    done_milestone: Option<String>,
    /// The latest result in it, to be sent back as `seen`.
    latest: i64,
    /// In the order of the visits.
    people: Vec<LineJson>,
}

impl From<ListSheet> for WorkListSheetJson {
    fn from(sheet: ListSheet) -> Self {
        let name = sheet.target.as_ref().map(|target| target.name.clone()).unwrap_or_default();
        Self {
            list: WorkListJson::of(&sheet.list, &sheet.unit, name, sheet.counts),
            done_milestone: sheet.target.and_then(|target| target.done).map(|(milestone, _)| milestone),
            latest: sheet.latest,
            people: sheet.lines.into_iter().map(LineJson::from).collect(),
        }
    }
}
