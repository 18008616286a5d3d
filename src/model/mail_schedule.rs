//! Schedules of mails (lịch gửi thư): when one is due by Vietnam's clock, when mail rests, and who a recipient is.

mod due;
mod sends;

use chrono::{NaiveTime, Weekday};

pub use due::{Occasions, Overdue, next_due, opens, overdue, rests};
pub use sends::Sends;

use super::id::{AddressId, UnitId};
use super::role::Role;

/// The most days ahead of a deadline that a schedule may be set to.
pub const MOST_DAYS_BEFORE: u16 = 60;
/// The first hour at which mail may come without anybody having asked for it.
pub const MORNING: u32 = 7;
/// The hour from which mail rests until the morning.
pub const EVENING: u32 = 20;

/// How often a schedule sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rhythm {
    /// Every day, Saturdays and Sundays included.
    Daily,
    /// Monday to Friday.
    Weekdays,
    /// On one day of the week.
    Weekly(Weekday),
    /// So many days before each deadline of the campaign.
    BeforeDeadline(u16),
    /// After a round of reports has closed.
    AfterRound,
    /// Once, as soon as it is set up.
    AtOnce,
}

/// The days of the week in Vietnamese order with their stored numbers (ISO 8601: Monday is 1).
pub const WEEKDAYS: [(Weekday, &str); 7] = [
    (Weekday::Mon, "thứ Hai"),
    (Weekday::Tue, "thứ Ba"),
    (Weekday::Wed, "thứ Tư"),
    (Weekday::Thu, "thứ Năm"),
    (Weekday::Fri, "thứ Sáu"),
    (Weekday::Sat, "thứ Bảy"),
    (Weekday::Sun, "Chủ nhật"),
];

/// A day of the week by its number in ISO 8601.
pub fn weekday(number: u32) -> Option<Weekday> {
    WEEKDAYS.into_iter().map(|(day, _)| day).find(|day| day.number_from_monday() == number)
}

impl Rhythm {
    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::Weekdays => "weekdays",
            Self::Weekly(_) => "weekly",
            Self::BeforeDeadline(_) => "before_deadline",
            Self::AfterRound => "after_round",
            Self::AtOnce => "at_once",
        }
    }

    /// Reads the stored word with the day of the week and the number of days that belong to it.
    pub fn parse(word: &str, day: Option<Weekday>, days_before: Option<u16>) -> Option<Self> {
        match word {
            "daily" => Some(Self::Daily),
            "weekdays" => Some(Self::Weekdays),
            "weekly" => day.map(Self::Weekly),
            "before_deadline" => days_before.filter(|days| *days <= MOST_DAYS_BEFORE).map(Self::BeforeDeadline),
            "after_round" => Some(Self::AfterRound),
            "at_once" => Some(Self::AtOnce),
            _ => None,
        }
    }

    /// As a clerk says it.
    pub fn vietnamese(self) -> String {
        match self {
            Self::Daily => "hằng ngày".to_owned(),
            Self::Weekdays => "các ngày làm việc".to_owned(),
            Self::Weekly(day) => {
                let name = WEEKDAYS.iter().find(|(known, _)| *known == day).map_or("", |(_, name)| name);
                format!("{name} hằng tuần")
            }
            Self::BeforeDeadline(0) => "vào ngày đến hạn".to_owned(),
            Self::BeforeDeadline(days) => format!("trước hạn {days} ngày"),
            Self::AfterRound => "sau khi đợt báo cáo hết hạn".to_owned(),
            Self::AtOnce => "một lần, ngay khi lập".to_owned(),
        }
    }
}

/// When a schedule sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing {
    /// How often.
    pub rhythm: Rhythm,
    /// At what hour.
    pub hour: NaiveTime,
    /// Also on Saturdays and Sundays.
    pub weekends: bool,
    /// Also between 20:00 and 07:00.
    pub any_hour: bool,
}

impl Timing {
    /// As a clerk says it: «các ngày làm việc, 7 giờ 30».
    pub fn vietnamese(&self) -> String {
        match self.rhythm {
            Rhythm::AtOnce => self.rhythm.vietnamese(),
            rhythm => format!("{}, {}", rhythm.vietnamese(), self.hour.format("%-H giờ %M")),
        }
    }
}

/// Who gets a mail of a schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Addressee {
    /// A confirmed address.
    Address(AddressId),
    /// Everybody who holds a role in a unit and has a confirmed address.
    Role {
        /// The unit.
        unit: UnitId,
        /// The role.
        role: Role,
    },
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_is_read_back() {
        for rhythm in [
            Rhythm::Daily,
            Rhythm::Weekdays,
            Rhythm::Weekly(Weekday::Fri),
            Rhythm::BeforeDeadline(3),
            Rhythm::AfterRound,
            Rhythm::AtOnce,
        ] {
            assert_eq!(Rhythm::parse(rhythm.as_str(), Some(Weekday::Fri), Some(3)), Some(rhythm));
        }
        assert_eq!(Rhythm::parse("weekly", None, Some(3)), None);
        assert_eq!(Rhythm::parse("before_deadline", None, Some(61)), None);
        assert_eq!(Rhythm::parse("hourly", None, None), None);
        assert_eq!((weekday(1), weekday(7), weekday(8)), (Some(Weekday::Mon), Some(Weekday::Sun), None));
    }

    #[test]
    fn a_schedule_is_told_as_a_clerk_says_it() {
        let at = |rhythm| Timing {
            rhythm,
            hour: NaiveTime::from_hms_opt(7, 30, 0).unwrap(),
            weekends: false,
            any_hour: false,
        };
        assert_eq!(at(Rhythm::Weekdays).vietnamese(), "các ngày làm việc, 7 giờ 30");
        assert_eq!(at(Rhythm::Weekly(Weekday::Sun)).vietnamese(), "Chủ nhật hằng tuần, 7 giờ 30");
        assert_eq!(at(Rhythm::BeforeDeadline(3)).vietnamese(), "trước hạn 3 ngày, 7 giờ 30");
        assert_eq!(at(Rhythm::AtOnce).vietnamese(), "một lần, ngay khi lập");
    }
}
