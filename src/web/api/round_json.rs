//! Rounds and reports as the API writes them.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::model::round::{Counts, Due, DueWording};
use crate::rounds::{HopLine, HopSheet, RoundLine, RoundSheet, Step, UnitLine, owes, reminder};

/// A deadline as its document words it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DueGiven {
    /// The day that the document names.
    on: NaiveDate,
    /// The hour, `HH:MM`; the whole day where none is given.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "16:00")]
    time: Option<String>,
    /// `before` (trước ngày: the day itself is too late) or `through` (đến hết ngày), the usual one.
    #[serde(default)]
    #[schema(value_type = String)]
    wording: DueWording,
}

impl DueGiven {
    /// The deadline; `None` where the hour cannot be read.
    pub fn due(&self) -> Option<Due> {
        let time = match &self.time {
            Some(text) => Some(NaiveTime::parse_from_str(text, "%H:%M").ok()?),
            None => None,
        };
        Some(Due::worded(self.on, time, self.wording))
    }
}

/// A deadline.
#[derive(Serialize, ToSchema)]
pub struct DueJson {
    /// The day that the document names.
    on: NaiveDate,
    /// The last day that counts.
    last_day: NaiveDate,
    /// The hour.
    #[schema(value_type = Option<String>)]
    time: Option<String>,
    /// `before` or `through`.
    wording: &'static str,
    /// As the document says it.
    #[schema(example = "trước ngày 11/11/2022")]
    text: String,
}

impl From<Due> for DueJson {
    fn from(due: Due) -> Self {
        Self {
            on: due.named_day(),
            last_day: due.day,
            time: due.time.map(|time| time.format("%H:%M").to_string()),
            wording: due.wording.as_str(),
            text: due.vietnamese(),
        }
    }
}

/// How many units stand where. `on_time + late + missing + returned + not_due = expected`.
#[derive(Serialize, ToSchema)]
pub struct CountsJson {
    expected: usize,
    on_time: usize,
    late: usize,
    missing: usize,
    returned: usize,
    not_due: usize,
    /// Among those who reported.
    nil: usize,
    /// Among those who reported.
    accepted: usize,
    /// Share of the units that reported, percent with a decimal point; never above 100.
    rate: Option<String>,
}

impl From<Counts> for CountsJson {
    fn from(counts: Counts) -> Self {
        let Counts { expected, on_time, late, missing, returned, not_due, nil, accepted } = counts;
        let rate = counts.rate().map(|rate| rate.to_string());
        Self { expected, on_time, late, missing, returned, not_due, nil, accepted, rate }
    }
}

/// A hop in a list of rounds.
#[derive(Serialize, ToSchema)]
pub struct HopLineJson {
    number: i32,
    receiver: String,
    due: DueJson,
    counts: CountsJson,
}

impl From<&HopLine> for HopLineJson {
    fn from(hop: &HopLine) -> Self {
        Self { number: hop.number, receiver: hop.receiver_name.clone(), due: hop.due.into(), counts: hop.counts.into() }
    }
}

/// A round in a list.
#[derive(Serialize, ToSchema)]
pub struct RoundLineJson {
    id: i64,
    name: String,
    /// Slug of the unit whose round it is.
    unit: String,
    period_from: NaiveDate,
    period_to: NaiveDate,
    document: Option<String>,
    locked: bool,
    hops: Vec<HopLineJson>,
    /// Reports that wait for a decision of the caller.
    to_decide: usize,
    /// Reports that are still owed: those to be chased for whoever leads the round, those to be handed in for others.
    owed: usize,
}

impl From<RoundLine> for RoundLineJson {
    fn from(line: RoundLine) -> Self {
        Self {
            id: line.round.id.0,
            hops: line.hops.iter().map(HopLineJson::from).collect(),
            name: line.round.name,
            unit: line.unit.slug,
            period_from: line.round.period.from,
            period_to: line.round.period.to,
            document: line.round.document,
            locked: line.round.locked,
            to_decide: line.to_decide,
            owed: line.owed,
        }
    }
}

/// Rounds of a campaign.
#[derive(Serialize, ToSchema)]
pub struct RoundsJson {
    /// Those with the latest period first.
    pub rounds: Vec<RoundLineJson>,
}

/// A measure that a round asks for.
#[derive(Serialize, ToSchema)]
pub struct AskedJson {
    /// Code.
    measure: String,
    /// `residents`, `staff`, one category of it (`staff:public_employee`) or `all`.
    audience: &'static str,
    name: String,
    /// What is counted instead of people.
    noun: Option<String>,
    /// Of a share, what the whole is; then a report needs `base`.
    base_noun: Option<String>,
}

/// A figure of a report.
#[derive(Serialize, ToSchema)]
pub struct FigureJson {
    measure: String,
    audience: &'static str,
    value: i64,
    base: Option<i64>,
}

/// Whom to call; only for those who decide about reports.
#[derive(Serialize, ToSchema)]
pub struct ContactJson {
    name: String,
    post: Option<String>,
    phone: Option<String>,
    email: Option<String>,
}

/// The report of a unit.
#[derive(Serialize, ToSchema)]
pub struct ReportJson {
    id: i64,
    /// `submitted`, `accepted`, `returned`, `withdrawn` or `replaced`.
    state: &'static str,
    nil: bool,
    /// `unit`, `typed`, `form`, `link`, `import` or `file`.
    source: &'static str,
    received_at: DateTime<Utc>,
    note: Option<String>,
    /// Why it was sent back.
    reason: Option<String>,
    figures: Vec<FigureJson>,
}

/// A unit at a hop.
#[derive(Serialize, ToSchema)]
pub struct UnitLineJson {
    /// Slug.
    unit: String,
    unit_name: String,
    /// `not_due`, `on_time`, `late`, `returned` or `missing`.
    state: &'static str,
    /// On time and accepted are two things.
    accepted: bool,
    nil: bool,
    /// When it was first handed in.
    received_at: Option<DateTime<Utc>>,
    report: Option<ReportJson>,
    contacts: Vec<ContactJson>,
    /// Reminders so far.
    reminders: usize,
    /// What chasing does next, in Vietnamese; null for those who reported.
    next_step: Option<&'static str>,
    /// The reminder to be copied into a message; null for those who reported, and for callers who do not decide here.
    reminder: Option<String>,
}

/// A date that was replaced.
#[derive(Serialize, ToSchema)]
pub struct EarlierDueJson {
    due: DueJson,
    replaced_at: DateTime<Utc>,
    document: Option<String>,
}

/// A hop of a round.
#[derive(Serialize, ToSchema)]
pub struct HopJson {
    number: i32,
    /// As the document names the receiver.
    receiver: String,
    /// Slug of the receiver, where it is a unit here.
    receiver_unit: Option<String>,
    /// The date in force.
    due: DueJson,
    /// The dates before.
    earlier_dues: Vec<EarlierDueJson>,
    counts: CountsJson,
    /// Those to be chased first.
    units: Vec<UnitLineJson>,
}

/// A hop that lacks overdue reports.
#[derive(Serialize, ToSchema)]
pub struct LackingJson {
    hop: i32,
    /// Who waits.
    receiver: String,
    /// Whose reports.
    units: Vec<String>,
    /// In one sentence.
    sentence: String,
}

/// A round at an instant.
#[derive(Serialize, ToSchema)]
pub struct RoundJson {
    id: i64,
    campaign: String,
    /// Slug of the unit whose round it is.
    unit: String,
    name: String,
    period_from: NaiveDate,
    period_to: NaiveDate,
    document: Option<String>,
    note: Option<String>,
    locked: bool,
    /// The instant at which it is looked at.
    at: DateTime<Utc>,
    measures: Vec<AskedJson>,
    hops: Vec<HopJson>,
    /// Which hops lack what, in order.
    lacking: Vec<LackingJson>,
}

impl From<RoundSheet> for RoundJson {
    fn from(sheet: RoundSheet) -> Self {
        let asked = |measure: &crate::model::campaign::Measure| AskedJson {
            measure: measure.code.clone(),
            audience: measure.audience.as_str(),
            name: measure.name.clone(),
            noun: measure.activity.as_ref().map(|activity| activity.noun.clone()),
            base_noun: measure.activity.as_ref().and_then(|activity| activity.base_noun.clone()),
        };
        let lacking = |lacking: &crate::rounds::Lacking| LackingJson {
            hop: lacking.hop,
            receiver: lacking.receiver_name.clone(),
            units: lacking.units.clone(),
            sentence: lacking.sentence(),
        };
        Self {
            id: sheet.round.id.0,
            campaign: sheet.campaign.code.clone(),
            unit: sheet.unit.slug.clone(),
            name: sheet.round.name.clone(),
            period_from: sheet.round.period.from,
            period_to: sheet.round.period.to,
            document: sheet.round.document.clone(),
            note: sheet.round.note.clone(),
            locked: sheet.round.locked,
            at: sheet.at,
            measures: sheet.measures.iter().map(asked).collect(),
            hops: sheet.hops.iter().map(|hop| hop_json(&sheet, hop)).collect(),
            lacking: sheet.lacking.iter().map(lacking).collect(),
        }
    }
}

fn hop_json(sheet: &RoundSheet, hop: &HopSheet) -> HopJson {
    let earlier = hop.earlier.iter().map(|earlier| EarlierDueJson {
        due: earlier.due.into(),
        replaced_at: earlier.replaced_at,
        document: earlier.document.clone(),
    });
    HopJson {
        number: hop.number,
        receiver: hop.receiver_name.clone(),
        receiver_unit: hop.receiver.as_ref().map(|unit| unit.slug.clone()),
        due: hop.due.into(),
        earlier_dues: earlier.collect(),
        counts: hop.counts.into(),
        units: hop.lines.iter().map(|line| line_json(sheet, hop, line)).collect(),
    }
}

fn line_json(sheet: &RoundSheet, hop: &HopSheet, line: &UnitLine) -> UnitLineJson {
    let figures = sheet.measures.iter().zip(&line.figures).filter_map(|(measure, figure)| {
        let figure = figure.as_ref()?;
        Some(FigureJson {
            measure: measure.code.clone(),
            audience: measure.audience.as_str(),
            value: figure.value,
            base: figure.base,
        })
    });
    let report = line.submission.as_ref().map(|report| ReportJson {
        id: report.id.0,
        state: report.state.as_str(),
        nil: report.nil,
        source: report.source.as_str(),
        received_at: report.received_at,
        note: report.note.clone(),
        reason: report.reason.clone(),
        figures: figures.collect(),
    });
    let contacts = line.contacts.iter().cloned().map(|contact| ContactJson {
        name: contact.name,
        post: contact.post,
        phone: contact.phone,
        email: contact.email,
    });
    let owes = owes(line);
    UnitLineJson {
        unit: line.unit.slug.clone(),
        unit_name: line.unit.name.clone(),
        state: line.standing.timeliness.as_str(),
        accepted: line.standing.accepted,
        nil: line.standing.nil,
        received_at: line.standing.received_at,
        report,
        contacts: contacts.collect(),
        reminders: line.reminders.len(),
        next_step: owes.then(|| Step::of(line).next()),
        reminder: (owes && hop.may_decide).then(|| reminder(sheet, hop, line)),
    }
}
