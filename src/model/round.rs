//! Rounds of reports (đợt báo cáo): who owes a report to whom by when, and where each of them stands at an instant.

mod due;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::id::{AccountId, BatchId, CampaignId, RoundId, SubmissionId, UnitId};
use super::percent::{Percent, Rounding};

pub use due::{Due, DueWording, instant, looked_at};

/// A stretch of days that a report is about, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Period {
    /// First day.
    pub from: NaiveDate,
    /// Last day: figures count up to its end.
    pub to: NaiveDate,
}

/// A round of reports (đợt báo cáo).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// Identity.
    pub id: RoundId,
    /// The campaign it is about.
    pub campaign: CampaignId,
    /// The unit whose round it is: reports come from it and from below.
    pub unit: UnitId,
    /// `Đợt 1`.
    pub name: String,
    /// What the figures are about.
    pub period: Period,
    /// The document that asks for it, as cited.
    pub document: Option<String>,
    /// Anything worth saying to those who report.
    pub note: Option<String>,
    /// Closed: nothing is handed in or decided any more.
    pub locked: bool,
    /// When it was opened.
    pub created_at: DateTime<Utc>,
}

/// A hop of a round: who receives, by when as first given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    /// 1 for those who report first.
    pub number: i32,
    /// Who receives, where that is a unit here.
    pub receiver: Option<UnitId>,
    /// As the document names the receiver.
    pub receiver_name: String,
    /// By when, as first given.
    pub due: Due,
    /// Who has to report.
    pub units: Vec<UnitId>,
}

macro_rules! stored_words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal, $vietnamese:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$variant_doc])* $variant,)* }

        impl $name {
            /// The stored word.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// Reads the stored word.
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)* _ => None }
            }

            /// As a clerk calls it.
            pub fn vietnamese(self) -> &'static str {
                match self { $(Self::$variant => $vietnamese,)* }
            }
        }
    };
}

stored_words! {
    /// What became of a report that was handed in.
    SubmissionState {
        /// Handed in, not yet looked at.
        Submitted = "submitted", "đã nộp";
        /// Found in order by the receiver.
        Accepted = "accepted", "đã chấp nhận";
        /// Sent back with a reason.
        Returned = "returned", "trả lại";
        /// Taken back by whoever handed it in.
        Withdrawn = "withdrawn", "đã rút";
        /// Corrected: a newer one stands in its place.
        Replaced = "replaced", "đã thay bằng bản sửa";
    }
}

stored_words! {
    /// How a report came in.
    SubmissionSource {
        /// By an account of the unit.
        Unit = "unit", "đơn vị nhập trên hệ thống";
        /// Typed by an officer, from paper or a message.
        Typed = "typed", "cán bộ nhập thay";
        /// Out of the workbook form of the round.
        Form = "form", "biểu Excel";
        /// Through a link without an account.
        Link = "link", "đường dẫn báo cáo";
        /// A list that was imported counts as the report.
        Import = "import", "danh sách đã nhập";
        /// Out of a data file.
        File = "file", "tệp dữ liệu";
    }
}

stored_words! {
    /// What was done about a round.
    RoundEventKind {
        /// A later dispatch gave a hop a new date.
        DueChanged = "due_changed", "đổi hạn";
        /// Closed.
        Locked = "locked", "khóa đợt";
        /// Opened again.
        Unlocked = "unlocked", "mở khóa đợt";
        /// Reminded by a message.
        RemindedByMessage = "reminded_message", "nhắc qua tin nhắn";
        /// Reminded by mail.
        RemindedByMail = "reminded_mail", "nhắc qua thư điện tử";
        /// Reminded by an official dispatch.
        RemindedByDispatch = "reminded_dispatch", "công văn đôn đốc";
        /// A report was accepted.
        Accepted = "accepted", "chấp nhận báo cáo";
        /// A report was sent back.
        Returned = "returned", "trả lại báo cáo";
        /// A report was taken back.
        Withdrawn = "withdrawn", "rút báo cáo";
        /// A report was corrected.
        Replaced = "replaced", "sửa báo cáo";
    }
}

impl RoundEventKind {
    /// What the event makes of a report, where it decides about one.
    pub fn decides(self) -> Option<SubmissionState> {
        match self {
            Self::Accepted => Some(SubmissionState::Accepted),
            Self::Returned => Some(SubmissionState::Returned),
            Self::Withdrawn => Some(SubmissionState::Withdrawn),
            Self::Replaced => Some(SubmissionState::Replaced),
            _ => None,
        }
    }

    /// Whether somebody was reminded.
    pub fn reminds(self) -> bool {
        matches!(self, Self::RemindedByMessage | Self::RemindedByMail | Self::RemindedByDispatch)
    }
}

/// What a unit handed in (báo cáo của đơn vị).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// Identity.
    pub id: SubmissionId,
    /// The round.
    pub round: RoundId,
    /// At which hop.
    pub hop: i32,
    /// Whose report.
    pub unit: UnitId,
    /// What became of it.
    pub state: SubmissionState,
    /// Nothing has happened: «không phát sinh».
    pub nil: bool,
    /// How it came in.
    pub source: SubmissionSource,
    /// The import that counts as the report.
    pub batch: Option<BatchId>,
    /// What was said with it.
    pub note: Option<String>,
    /// When the receiver had it.
    pub received_at: DateTime<Utc>,
    /// Who recorded it.
    pub account: Option<AccountId>,
    /// Why it was sent or taken back.
    pub reason: Option<String>,
}

/// Something done about a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundEvent {
    /// What.
    pub kind: RoundEventKind,
    /// About which hop.
    pub hop: Option<i32>,
    /// About which unit.
    pub unit: Option<UnitId>,
    /// About which report.
    pub submission: Option<SubmissionId>,
    /// The new date.
    pub due: Option<Due>,
    /// The document that says so, as cited.
    pub document: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// Who did it.
    pub account: Option<AccountId>,
    /// When.
    pub happened_at: DateTime<Utc>,
}

/// The dates of a hop up to an instant: the first one given, then each new one with its event. The last is in force.
pub fn dues_of<'a>(hop: &Hop, events: &'a [RoundEvent], at: DateTime<Utc>) -> Vec<(Due, Option<&'a RoundEvent>)> {
    let changes = events.iter().filter(|event| event.hop == Some(hop.number) && event.happened_at <= at);
    let changes = changes.filter_map(|event| Some((event.due?, Some(event))));
    std::iter::once((hop.due, None)).chain(changes).collect()
}

/// The date of a hop in force at an instant.
pub fn due_of(hop: &Hop, events: &[RoundEvent], at: DateTime<Utc>) -> Due {
    dues_of(hop, events, at).last().map_or(hop.due, |(due, _)| *due)
}

/// Whether and when a unit has reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Timeliness {
    /// Not handed in, and the time is over.
    Missing,
    /// Sent back, not handed in again.
    Returned,
    /// Not handed in, and there is still time.
    NotDue,
    /// Handed in too late.
    Late,
    /// Handed in in time.
    OnTime,
}

impl Timeliness {
    /// The fixed word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Returned => "returned",
            Self::NotDue => "not_due",
            Self::Late => "late",
            Self::OnTime => "on_time",
        }
    }

    /// As a clerk calls it.
    pub fn vietnamese(self) -> &'static str {
        match self {
            Self::Missing => "thiếu",
            Self::Returned => "trả lại",
            Self::NotDue => "chưa đến hạn",
            Self::Late => "muộn",
            Self::OnTime => "đúng hạn",
        }
    }

    /// The shape that goes with the colour, which is never the only sign.
    pub fn shape(self) -> &'static str {
        match self {
            Self::OnTime => "●",
            Self::Late => "◆",
            Self::Returned | Self::Missing => "■",
            Self::NotDue => "○",
        }
    }

    /// Whether a report lies with the receiver.
    pub fn is_reported(self) -> bool {
        matches!(self, Self::Late | Self::OnTime)
    }
}

/// A report with what was decided about it, in order of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HandedIn<'a> {
    /// The report.
    pub submission: &'a Submission,
    /// What was decided, and when.
    pub decisions: &'a [(DateTime<Utc>, SubmissionState)],
}

impl HandedIn<'_> {
    fn state(&self, at: DateTime<Utc>) -> SubmissionState {
        let last = self.decisions.iter().rev().find(|(when, _)| *when <= at);
        last.map_or(SubmissionState::Submitted, |(_, state)| *state)
    }
}

/// Where a unit stands at a hop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Whether and when it has reported.
    pub timeliness: Timeliness,
    /// Whether the report was accepted. On time and accepted are two things.
    pub accepted: bool,
    /// Whether the report says that nothing has happened.
    pub nil: bool,
    /// The report that counts, or the one that was sent back.
    pub submission: Option<SubmissionId>,
    /// When it was first handed in; a correction keeps the day of what it corrects.
    pub received_at: Option<DateTime<Utc>>,
}

/// Where a unit stands at an instant, given its reports in the order in which they came. What was withdrawn does not count; a correction counts as of
/// the day of the first of an unbroken chain; what was sent back counts as not handed in.
pub fn standing(due: Due, handed_in: &[HandedIn<'_>], at: DateTime<Utc>) -> Standing {
    let known: Vec<_> = handed_in.iter().filter(|report| report.submission.received_at <= at).collect();
    let counts =
        |report: &&&HandedIn<'_>| !matches!(report.state(at), SubmissionState::Withdrawn | SubmissionState::Replaced);
    let Some(place) = known.iter().rposition(|report| counts(&report)) else {
        let timeliness = if at < due.ends_at() { Timeliness::NotDue } else { Timeliness::Missing };
        return Standing { timeliness, accepted: false, nil: false, submission: None, received_at: None };
    };
    let (earlier, rest) = known.split_at(place);
    let report = rest.first().copied().copied();
    let corrected = earlier.iter().rev().take_while(|report| report.state(at) == SubmissionState::Replaced);
    let first = corrected.map(|report| report.submission.received_at).last();
    let state = report.map_or(SubmissionState::Submitted, |report| report.state(at));
    let received_at = first.or(report.map(|report| report.submission.received_at));
    let in_time = received_at.is_some_and(|received| received < due.ends_at());
    let timeliness = match state {
        SubmissionState::Returned => Timeliness::Returned,
        _ if in_time => Timeliness::OnTime,
        _ => Timeliness::Late,
    };
    Standing {
        timeliness,
        accepted: state == SubmissionState::Accepted,
        nil: report.is_some_and(|report| report.submission.nil),
        submission: report.map(|report| report.submission.id),
        received_at,
    }
}

/// How many units of a hop stand where. `on_time + late + returned + missing + not_due = expected`; `nil` and `accepted` are among those who reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Units that have to report.
    pub expected: usize,
    /// Reported in time.
    pub on_time: usize,
    /// Reported too late.
    pub late: usize,
    /// Not reported, time over.
    pub missing: usize,
    /// Sent back.
    pub returned: usize,
    /// Not reported, still time.
    pub not_due: usize,
    /// Reported that nothing has happened.
    pub nil: usize,
    /// Accepted.
    pub accepted: usize,
}

impl Counts {
    /// Counts standings.
    pub fn of<'a>(standings: impl IntoIterator<Item = &'a Standing>) -> Self {
        let mut counts = Self::default();
        for standing in standings {
            counts.expected += 1;
            match standing.timeliness {
                Timeliness::Missing => counts.missing += 1,
                Timeliness::Returned => counts.returned += 1,
                Timeliness::NotDue => counts.not_due += 1,
                Timeliness::Late => counts.late += 1,
                Timeliness::OnTime => counts.on_time += 1,
            }
            let reported = standing.timeliness.is_reported();
            counts.nil += usize::from(reported && standing.nil);
            counts.accepted += usize::from(reported && standing.accepted);
        }
        counts
    }

    /// Units whose report lies with the receiver.
    pub fn reported(self) -> usize {
        self.on_time + self.late
    }

    /// Units that have to be chased: the time is over, or the report was sent back.
    pub fn to_chase(self) -> usize {
        self.missing + self.returned
    }

    /// Share of the units that reported; never above 100 %. `None` where nobody has to.
    pub fn rate(self) -> Option<Percent> {
        let number = |count: usize| i64::try_from(count).ok();
        Percent::of(number(self.reported())?, number(self.expected)?, Rounding::Truncate)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
#[path = "round/tests.rs"]
mod tests;
