//! People as the API tells them.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::model::person::Life;
use crate::people::{
    BarrierName, EventSourceName, ListMention, NotedBarrier, PersonLine, PersonSheet, ProgrammeStanding, StateWord,
    TimeLineEntry,
};

/// A person as a row of a list.
#[derive(Serialize, ToSchema)]
pub struct PersonLineJson {
    /// Identity.
    id: i64,
    /// Name.
    full_name: String,
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, as far as known.
    birth_date: Option<String>,
    /// `nam` or `nu`.
    sex: Option<&'static str>,
    /// Masked.
    #[schema(example = "038*****2855")]
    national_id: Option<String>,
    /// Masked.
    #[schema(example = "091****000")]
    phone: Option<String>,
    /// Name of the village.
    village: Option<String>,
    /// How the person belongs to it.
    residence_kind: Option<&'static str>,
    /// Name of the office.
    office: Option<String>,
    /// Where the person stands.
    states: Vec<StateJson>,
    /// Causes noted.
    barriers: Vec<NamedCode>,
    /// Whether the person is alive as far as known.
    alive: bool,
}

/// Where somebody stands in a programme.
#[derive(Serialize, ToSchema)]
pub struct StateJson {
    /// Code of the programme.
    programme: String,
    /// Code of the milestone that says it best.
    milestone: String,
    /// In words.
    #[schema(example = "Đã kích hoạt")]
    word: String,
    /// The day from which it holds.
    since: NaiveDate,
}

/// A code with its name.
#[derive(Serialize, ToSchema)]
pub struct NamedCode {
    /// Code.
    code: String,
    /// Name.
    name: String,
}

/// A cause as it was noted.
#[derive(Serialize, ToSchema)]
pub struct NotedJson {
    /// Code.
    code: String,
    /// Name.
    name: String,
    /// The day on which it was found to be so.
    noted_on: NaiveDate,
    /// The day from which it no longer holds the person back: something was achieved after it had been noted.
    overcome_on: Option<NaiveDate>,
    /// Who says so, where that is known.
    by: Option<String>,
}

/// A person with everything but the numbers in full.
#[derive(Serialize, ToSchema)]
pub struct PersonJson {
    /// Identity.
    id: i64,
    /// The day that states are read at.
    as_of: NaiveDate,
    /// Name.
    full_name: String,
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, as far as known.
    birth_date: Option<String>,
    /// `nam` or `nu`.
    sex: Option<&'static str>,
    /// Masked.
    national_id: Option<String>,
    /// Masked.
    old_card: Option<String>,
    /// Masked.
    phone: Option<String>,
    /// Masked.
    second_phone: Option<String>,
    /// Whether the person is alive as far as known.
    alive: bool,
    /// Day of death, where known.
    died_on: Option<NaiveDate>,
    /// Where the person lives.
    residence: Option<ResidenceJson>,
    /// Where the person works.
    workplace: Option<WorkplaceJson>,
    /// Where the person stands in each programme.
    standings: Vec<StandingJson>,
    /// What happened, newest first.
    time_line: Vec<EventJson>,
    /// The lists that named the person, latest first.
    mentions: Vec<MentionJson>,
    /// Causes noted, latest first.
    barriers: Vec<NotedJson>,
    /// Who added the person by hand; absent for somebody who came by a list.
    added_by: Option<String>,
}

/// Where a person lives.
#[derive(Serialize, ToSchema)]
pub struct ResidenceJson {
    /// Slug of the village.
    unit: String,
    /// Its name.
    unit_name: String,
    /// How the person belongs to it.
    kind: &'static str,
    /// First day there, once known.
    since: Option<NaiveDate>,
    /// Head or number of the household.
    household: Option<String>,
    /// Address line.
    address_line: Option<String>,
}

/// Where a person works.
#[derive(Serialize, ToSchema)]
pub struct WorkplaceJson {
    /// Slug of the office.
    unit: String,
    /// Its name.
    unit_name: String,
    /// Post.
    post: Option<String>,
    /// Category.
    category: Option<&'static str>,
}

/// Where a person stands in one programme.
#[derive(Serialize, ToSchema)]
pub struct StandingJson {
    /// Code of the programme.
    programme: String,
    /// Its name.
    name: String,
    /// Name of the way in which the person enrolled, where it is known.
    channel: Option<String>,
    /// Has one from this day.
    issued_on: Option<NaiveDate>,
    /// It counts from this day.
    achieved_on: Option<NaiveDate>,
    /// From this day the person counts at a higher level instead.
    raised_on: Option<NaiveDate>,
    /// The term ends on this day.
    expires_on: Option<NaiveDate>,
}

/// One event.
#[derive(Serialize, ToSchema)]
pub struct EventJson {
    /// Identity.
    id: i64,
    /// `vneid2.activated`.
    milestone: String,
    /// Name of the milestone.
    name: String,
    /// When.
    happened_on: NaiveDate,
    /// `exact` or `on_or_before`.
    precision: &'static str,
    /// File of the list or name of the official who says so.
    source: String,
    /// Why, where somebody said so.
    reason: Option<String>,
    /// When it was written.
    recorded_at: DateTime<Utc>,
    /// When it was taken back.
    revoked_at: Option<DateTime<Utc>>,
    /// Whether it decides the day of its milestone.
    holds: bool,
}

/// A list that named the person.
#[derive(Serialize, ToSchema)]
pub struct MentionJson {
    /// Number of the import.
    import: i64,
    /// Name of the file.
    file_name: String,
    /// Village or office under which it named the person.
    unit_name: Option<String>,
    /// As somebody who has left.
    departed: bool,
    /// The day it was drawn up.
    listed_on: NaiveDate,
}

impl From<PersonLine> for PersonLineJson {
    fn from(line: PersonLine) -> Self {
        Self {
            id: line.id.0,
            full_name: line.full_name,
            birth_date: line.birth_date.map(|date| date.to_iso()),
            sex: line.sex.map(|sex| sex.as_str()),
            national_id: line.national_id,
            phone: line.phone,
            village: line.village,
            residence_kind: line.residence_kind.map(|kind| kind.as_str()),
            office: line.office,
            states: line.states.into_iter().map(StateJson::from).collect(),
            barriers: line.barriers.into_iter().map(NamedCode::from).collect(),
            alive: line.life == Life::Alive,
        }
    }
}

impl From<StateWord> for StateJson {
    fn from(state: StateWord) -> Self {
        Self { programme: state.programme, milestone: state.milestone, word: state.word, since: state.since }
    }
}

impl From<BarrierName> for NamedCode {
    fn from(BarrierName { code, name }: BarrierName) -> Self {
        Self { code, name }
    }
}

impl From<NotedBarrier> for NotedJson {
    fn from(NotedBarrier { barrier: BarrierName { code, name }, noted_on, overcome_on, by }: NotedBarrier) -> Self {
        Self { code, name, noted_on, overcome_on, by }
    }
}

impl From<PersonSheet> for PersonJson {
    fn from(sheet: PersonSheet) -> Self {
        Self {
            id: sheet.id.0,
            as_of: sheet.as_of.day(),
            full_name: sheet.full_name,
            birth_date: sheet.birth_date.map(|date| date.to_iso()),
            sex: sheet.sex.map(|sex| sex.as_str()),
            national_id: sheet.national_id,
            old_card: sheet.old_card,
            phone: sheet.phone,
            second_phone: sheet.second_phone,
            alive: sheet.life == Life::Alive,
            died_on: match sheet.life {
                Life::Dead(on) => on,
                Life::Alive => None,
            },
            residence: sheet.residence.map(|residence| ResidenceJson {
                unit: residence.unit.slug,
                unit_name: residence.unit.name,
                kind: residence.kind.as_str(),
                since: residence.since,
                household: residence.household,
                address_line: residence.address_line,
            }),
            workplace: sheet.workplace.map(|work| WorkplaceJson {
                unit: work.unit.slug,
                unit_name: work.unit.name,
                post: work.post,
                category: work.category.map(|category| category.as_str()),
            }),
            standings: sheet.standings.into_iter().map(StandingJson::from).collect(),
            time_line: sheet.time_line.into_iter().map(EventJson::from).collect(),
            mentions: sheet.mentions.into_iter().map(MentionJson::from).collect(),
            barriers: sheet.barriers.into_iter().map(NotedJson::from).collect(),
            added_by: sheet.added_by.map(|(name, _)| name),
        }
    }
}

impl From<ProgrammeStanding> for StandingJson {
    fn from(ProgrammeStanding { programme, name, standing, channel, .. }: ProgrammeStanding) -> Self {
        Self {
            programme,
            name,
            channel,
            issued_on: standing.issued_on,
            achieved_on: standing.achieved_on,
            raised_on: standing.raised_on,
            expires_on: standing.expires_on,
        }
    }
}

impl From<TimeLineEntry> for EventJson {
    fn from(entry: TimeLineEntry) -> Self {
        let source = match entry.source {
            EventSourceName::List { file_name, .. } => file_name,
            EventSourceName::Account { display_name, .. } => display_name,
        };
        Self {
            id: entry.event.0,
            milestone: entry.milestone,
            name: entry.milestone_name,
            happened_on: entry.happened_on,
            precision: entry.precision.as_str(),
            source,
            reason: entry.reason,
            recorded_at: entry.recorded_at.and_utc(),
            revoked_at: entry.revoked.map(|revocation| revocation.recorded_at.and_utc()),
            holds: entry.holds,
        }
    }
}

impl From<ListMention> for MentionJson {
    fn from(mention: ListMention) -> Self {
        Self {
            import: mention.batch.0,
            file_name: mention.file_name,
            unit_name: mention.unit,
            departed: mention.departed,
            listed_on: mention.listed_on,
        }
    }
}
