//! Lists of people to visit (danh sách cần vận động): what they are about, and the nine results that a village team writes on paper.

mod order;
mod targets;
mod typing;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::id::{AccountId, CampaignId, EventId, PersonId, ProgrammeId, UnitId, WorkListId};

pub use order::{Dwelling, in_walking_order, shares};
pub use targets::{Target, targets};
pub use typing::{LineRef, TypedPair, TypingError, read_typed};

/// Lines of one list: what a team can walk in a campaign, and a page can show at once.
pub const MOST_LINES: usize = 500;
/// Teams among which a village can be divided at once.
pub const MOST_TEAMS: usize = 20;
/// Days after which an account that was issued has to be activated through the hotline (Nghị định 59/2022/NĐ-CP, Điều 15; kept by 69/2024/NĐ-CP).
pub const ACTIVATION_DAYS: u16 = 7;
/// Days ahead within which a term that ends calls for a visit.
pub const EXPIRING_DAYS: u16 = 30;
/// Days during which somebody on an open list is told to be on it when another list names them.
pub const RECENT_DAYS: i64 = 14;

/// Whom a list is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkListKind {
    /// Issued, but does not count yet.
    NotActivated,
    /// The same, and the days in which one activates by oneself are over.
    ActivationOverdue,
    /// Old enough, and has none.
    WithoutAccount,
    /// Has no chip card, on which everything else rests.
    WithoutCard,
    /// Has what has to hold first (level 2), and not the programme itself (PS0).
    Ready,
    /// Its term ends soon.
    Expiring,
}

impl WorkListKind {
    /// All kinds.
    pub const ALL: [Self; 6] = [
        Self::NotActivated,
        Self::ActivationOverdue,
        Self::WithoutAccount,
        Self::WithoutCard,
        Self::Ready,
        Self::Expiring,
    ];

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotActivated => "not_activated",
            Self::ActivationOverdue => "activation_overdue",
            Self::WithoutAccount => "without_account",
            Self::WithoutCard => "without_card",
            Self::Ready => "ready",
            Self::Expiring => "expiring",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// A list as it was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkList {
    /// Its number, printed on it.
    pub id: WorkListId,
    /// The campaign it is made for.
    pub campaign: CampaignId,
    /// The village or office.
    pub unit: UnitId,
    /// Whom it is about.
    pub kind: WorkListKind,
    /// In which programme.
    pub programme: ProgrammeId,
    /// The team that walks it: `Tổ 1`.
    pub team: Option<String>,
    /// The day on which people stood like this.
    pub as_of: NaiveDate,
    /// Who made it; nobody where it was made on the machine.
    pub account: Option<AccountId>,
    /// When.
    pub created_at: DateTime<Utc>,
    /// When it was closed: nothing is written into it any more.
    pub closed_at: Option<DateTime<Utc>>,
}

/// A line, numbered for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkListLine {
    /// From 1.
    pub number: i32,
    /// Who; nobody once the person was erased.
    pub person: Option<PersonId>,
}

/// What came of a visit, as written into a list. The latest of a line holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineResult {
    /// Identity; a later one is larger.
    pub id: i64,
    /// The line.
    pub line: i32,
    /// What came of it; nothing where the result before was taken back.
    pub outcome: Option<Outcome>,
    /// The day of the visit.
    pub on: NaiveDate,
    /// How it came in.
    pub source: ResultSource,
    /// The event that it wrote.
    pub event: Option<EventId>,
    /// The cause that it noted, where it was not noted before.
    pub noted: Option<String>,
    /// Who wrote it.
    pub account: AccountId,
    /// When.
    pub recorded_at: DateTime<Utc>,
}

/// How a result came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResultSource {
    /// Typed back from paper.
    Paper,
    /// Ticked on the phone page.
    Phone,
    /// Through the API.
    Api,
}

impl ResultSource {
    const ALL: [Self; 3] = [Self::Paper, Self::Phone, Self::Api];

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Paper => "paper",
            Self::Phone => "phone",
            Self::Api => "api",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.as_str() == word)
    }

    /// As a clerk says it.
    pub fn vietnamese(self) -> &'static str {
        match self {
            Self::Paper => "nhập từ bản giấy",
            Self::Phone => "đánh dấu trên điện thoại",
            Self::Api => "gửi qua giao diện lập trình",
        }
    }
}

/// One of the nine results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Outcome {
    /// Done: the milestone of the list is recorded.
    Done,
    /// Not done, for the cause at this place of [`CAUSES`].
    Barrier(Cause),
}

/// The causes that a team can tell at the door, in the order of their digits: the five causes of the source documents as far as they are about one
/// person. Code of the catalogue, words on paper.
const CAUSES: [(Cause, &str, &str); 8] = [
    (Cause::Away, "absent", "vắng mặt"),
    (Cause::NoSmartphone, "no_smartphone", "không có điện thoại thông minh"),
    (Cause::SimNotOwn, "sim_not_own", "SIM không chính chủ, CMND 9 số"),
    (Cause::SimChanged, "sim_changed", "đổi SIM, đổi điện thoại"),
    (Cause::DataMismatch, "data_mismatch", "thông tin chưa khớp"),
    (Cause::MissedMessage, "missed_sms", "quên, lỡ tin nhắn"),
    (Cause::NoSkill, "no_skill", "chưa biết thao tác"),
    (Cause::Refused, "refused", "không đồng ý"),
];

/// Why somebody is not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Cause {
    /// Not at home, away from the village.
    Away,
    /// No smartphone.
    NoSmartphone,
    /// The SIM is not in the own name, or on the old nine-digit number.
    SimNotOwn,
    /// Other SIM or other phone.
    SimChanged,
    /// The data do not match.
    DataMismatch,
    /// Missed or forgot the message.
    MissedMessage,
    /// Does not know how.
    NoSkill,
    /// Refuses.
    Refused,
}

impl Outcome {
    /// All results, in the order of their digits.
    pub fn all() -> impl Iterator<Item = Self> {
        std::iter::once(Self::Done).chain(CAUSES.iter().map(|(cause, ..)| Self::Barrier(*cause)))
    }

    /// The digit on paper, 1–9.
    pub fn digit(self) -> u8 {
        (1..).zip(Self::all()).find(|(_, outcome)| *outcome == self).map_or(1, |(digit, _)| digit)
    }

    /// The result of a digit.
    pub fn of_digit(digit: u8) -> Option<Self> {
        Self::all().nth(usize::from(digit).checked_sub(1)?)
    }

    /// As it is printed at the foot of a list.
    pub fn vietnamese(self) -> &'static str {
        match self {
            Self::Done => "đã hoàn thành",
            Self::Barrier(cause) => CAUSES.iter().find(|(known, ..)| *known == cause).map_or("", |(.., words)| words),
        }
    }

    /// The cause in the catalogue that it notes about the person.
    pub fn barrier(self) -> Option<&'static str> {
        match self {
            Self::Done => None,
            Self::Barrier(cause) => CAUSES.iter().find(|(known, ..)| *known == cause).map(|(_, code, _)| *code),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn there_are_nine_results_and_each_has_its_digit() {
        let all: Vec<Outcome> = Outcome::all().collect();
        assert_eq!(all.len(), 9);
        for digit in 1..=9 {
            assert_eq!(Outcome::of_digit(digit).map(Outcome::digit), Some(digit));
        }
        assert_eq!((Outcome::of_digit(0), Outcome::of_digit(10)), (None, None));
        assert_eq!(Outcome::of_digit(1), Some(Outcome::Done));
        let mut words: Vec<&str> = all.iter().map(|outcome| outcome.vietnamese()).collect();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), 9);
    }

    #[test]
    fn the_catalogue_that_is_shipped_knows_every_cause() {
        let catalogue = include_str!("../../seed/barriers.json");
        let codes: Vec<&str> = Outcome::all().filter_map(Outcome::barrier).collect();
        assert_eq!(codes.len(), 8);
        for code in codes {
            assert!(catalogue.contains(&format!("\"code\": \"{code}\"")), "{code}");
        }
    }

    #[test]
    fn words_are_read_as_they_are_written() {
        for kind in WorkListKind::ALL {
            assert_eq!(WorkListKind::parse(kind.as_str()), Some(kind));
        }
        for source in ResultSource::ALL {
            assert_eq!(ResultSource::parse(source.as_str()), Some(source));
        }
        assert_eq!(WorkListKind::parse("everybody"), None);
    }
}
