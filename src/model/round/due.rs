//! Deadlines as documents word them, and instants of Vietnam's clock.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::model::as_of::{AsOf, in_vietnam};
use crate::vn::date::in_text;

/// How a document words a deadline: «trước ngày 11/11/2022» ends a day earlier than «đến hết ngày 11/11/2022».
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DueWording {
    /// Trước.
    Before,
    /// Đến hết.
    #[default]
    Through,
}

impl DueWording {
    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::Through => "through",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Before, Self::Through].into_iter().find(|wording| wording.as_str() == word)
    }
}

/// A deadline of Vietnam's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Due {
    /// The last day that counts.
    pub day: NaiveDate,
    /// The hour on that day; the whole day where none is given.
    pub time: Option<NaiveTime>,
    /// How the document says it.
    pub wording: DueWording,
}

impl Due {
    /// From what a document says: «trước ngày 11/11/2022» is `(11/11/2022, None, Before)` and ends on 10/11/2022.
    pub fn worded(day: NaiveDate, time: Option<NaiveTime>, wording: DueWording) -> Self {
        let day = match (time, wording) {
            (None, DueWording::Before) => day.pred_opt().unwrap_or(day),
            _ => day,
        };
        Self { day, time, wording }
    }

    /// The day that the document names.
    pub fn named_day(self) -> NaiveDate {
        match (self.time, self.wording) {
            (None, DueWording::Before) => self.day.succ_opt().unwrap_or(self.day),
            _ => self.day,
        }
    }

    /// The first instant that is too late.
    pub fn ends_at(self) -> DateTime<Utc> {
        match (self.time, self.wording) {
            (None, _) => instant(self.day.checked_add_days(Days::new(1)).unwrap_or(self.day), NaiveTime::MIN),
            (Some(time), DueWording::Before) => instant(self.day, time),
            (Some(time), DueWording::Through) => instant(self.day, time) + TimeDelta::minutes(1),
        }
    }

    /// As the document says it: «trước ngày 11/11/2022», «đến 16 giờ 00 ngày 08/12/2022».
    pub fn vietnamese(self) -> String {
        let day = in_text(self.named_day());
        let word = match self.wording {
            DueWording::Before => "trước",
            DueWording::Through if self.time.is_some() => "đến",
            DueWording::Through => "đến hết",
        };
        match self.time {
            Some(time) => format!("{word} {} ngày {day}", time.format("%H giờ %M")),
            None => format!("{word} ngày {day}"),
        }
    }
}

/// An instant of Vietnam's clock.
pub fn instant(day: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    // UTC+7 all the year: what in_vietnam adds is taken off here.
    let offset = in_vietnam(DateTime::UNIX_EPOCH).offset().local_minus_utc();
    (day.and_time(time) - TimeDelta::seconds(i64::from(offset))).and_utc()
}

/// The instant at which a round is looked at: now for today, the end of the day for any other.
pub fn looked_at(as_of: AsOf, now: DateTime<Utc>) -> DateTime<Utc> {
    if as_of == AsOf::of_instant(now) {
        return now;
    }
    let next = as_of.day().checked_add_days(Days::new(1)).unwrap_or(as_of.day());
    instant(next, NaiveTime::MIN) - TimeDelta::seconds(1)
}
