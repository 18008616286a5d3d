//! Reported figures: totals that units report, kept beside what is counted from lists.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::id::{AccountId, MeasureId, ReportedFigureId, SubmissionId, UnitId};

/// How a reported figure came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportSource {
    /// Typed by an officer, from paper or a message.
    Typed,
    /// Out of the workbook form of a round.
    Form,
    /// By the unit itself, through the link of a round or its account.
    Unit,
    /// Out of another workbook or data file.
    File,
}

impl ReportSource {
    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Typed => "typed",
            Self::Form => "form",
            Self::Unit => "unit",
            Self::File => "file",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Typed, Self::Form, Self::Unit, Self::File].into_iter().find(|source| source.as_str() == word)
    }
}

/// A total that a unit reports (số liệu báo cáo).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportedFigure {
    /// Identity.
    pub id: ReportedFigureId,
    /// What it says how much of.
    pub measure: MeasureId,
    /// Whose total it is: the unit with everything below it.
    pub unit: UnitId,
    /// The day up to which it counts.
    pub as_of: NaiveDate,
    /// The total; of a share, the part.
    pub value: i64,
    /// Of a share, the whole; of people, the eligible base where it was reported too.
    pub base: Option<i64>,
    /// How it came in.
    pub source: ReportSource,
    /// The report it is part of.
    pub submission: Option<SubmissionId>,
    /// What was said about it.
    pub note: Option<String>,
    /// Who recorded it.
    pub account: Option<AccountId>,
    /// When.
    pub recorded_at: DateTime<Utc>,
}
