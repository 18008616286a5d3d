//! A natural person: who they are, where they live and work.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::id::{PersonId, UnitId};
use crate::vn::date::PartialDate;
use crate::vn::national_id::Sex;

/// A person as the store keeps one. ID number and phones are opened from their seals.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    /// Identity.
    pub id: PersonId,
    /// Everything a list can say about the person.
    pub particulars: Particulars,
    /// Dead or alive.
    pub life: Life,
    /// Where the person lives.
    pub residence: Option<Residence>,
    /// Where the person works.
    pub workplace: Option<Workplace>,
    /// The day of the list that gave the particulars.
    pub listed_on: Option<NaiveDate>,
}

/// What identifies and describes a person.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Particulars {
    /// Name in NFC.
    pub full_name: String,
    /// Sex.
    pub sex: Option<Sex>,
    /// Birth date as far as known.
    pub birth_date: Option<PartialDate>,
    /// Twelve-digit number.
    pub national_id: Option<String>,
    /// Nine-digit number of the old card.
    pub old_card: Option<String>,
    /// Mobile number.
    pub phone: Option<String>,
    /// Second mobile number.
    pub second_phone: Option<String>,
}

/// Dead or alive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Life {
    /// Alive as far as known.
    #[default]
    Alive,
    /// Dead; without a day it holds for every as-of date ("with today's knowledge").
    Dead(Option<NaiveDate>),
}

/// How a person belongs to the village.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum ResidenceKind {
    /// Thường trú.
    Permanent,
    /// Tạm trú.
    Temporary,
    /// Đang ở nhưng chưa đăng ký.
    Unregistered,
    /// Vắng mặt: still of the village.
    Absent,
    /// Not told.
    #[default]
    Unknown,
    /// Đã chuyển đi: kept on the list, counted nowhere.
    Departed,
}

impl ResidenceKind {
    const ALL: [Self; 6] =
        [Self::Permanent, Self::Temporary, Self::Unregistered, Self::Absent, Self::Unknown, Self::Departed];

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Permanent => "permanent",
            Self::Temporary => "temporary",
            Self::Unregistered => "unregistered",
            Self::Absent => "absent",
            Self::Unknown => "unknown",
            Self::Departed => "departed",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// As a clerk writes it.
    pub fn vietnamese(self) -> &'static str {
        match self {
            Self::Permanent => "thường trú",
            Self::Temporary => "tạm trú",
            Self::Unregistered => "đang ở, chưa đăng ký cư trú",
            Self::Absent => "vắng mặt tại địa phương",
            Self::Unknown => "chưa rõ",
            Self::Departed => "đã chuyển đi",
        }
    }

    /// What somebody who is added can be: everything but gone.
    pub const OF_NEWCOMERS: [Self; 4] = [Self::Permanent, Self::Temporary, Self::Unregistered, Self::Unknown];

    /// Whether the person belongs to the residents of the village.
    pub fn counts(self) -> bool {
        self != Self::Departed
    }
}

/// Where a person lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Residence {
    /// The village.
    pub unit: UnitId,
    /// How the person belongs to it.
    pub kind: ResidenceKind,
    /// First day there, once it is known.
    pub since: Option<NaiveDate>,
    /// Head or number of the household, as written.
    pub household: Option<String>,
    /// Address line, as written.
    pub address_line: Option<String>,
}

/// Categories of staff (Luật Cán bộ, công chức; Luật Viên chức; Bộ luật Lao động).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StaffCategory {
    /// Cán bộ.
    Cadre,
    /// Công chức.
    CivilServant,
    /// Viên chức.
    PublicEmployee,
    /// Người lao động.
    Worker,
}

impl StaffCategory {
    /// Every category.
    pub const ALL: [Self; 4] = [Self::Cadre, Self::CivilServant, Self::PublicEmployee, Self::Worker];

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cadre => "cadre",
            Self::CivilServant => "civil_servant",
            Self::PublicEmployee => "public_employee",
            Self::Worker => "worker",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.as_str() == word)
    }

    /// The category that the text of a post names: `Công chức Tư pháp - Hộ tịch`. Most posts (`Giáo viên`) name none: which one holds is then not
    /// known, because schools have both public employees and workers under contract.
    pub fn named_in(post: &str) -> Option<Self> {
        let post = crate::vn::fold::fold(post);
        Self::ALL.into_iter().find(|category| post.starts_with(&crate::vn::fold::fold(category.vietnamese())))
    }

    /// As a clerk writes it.
    pub fn vietnamese(self) -> &'static str {
        match self {
            Self::Cadre => "cán bộ",
            Self::CivilServant => "công chức",
            Self::PublicEmployee => "viên chức",
            Self::Worker => "người lao động",
        }
    }

    /// As a group of people whom a measure counts; of the word «cán bộ» alone nobody could tell whether it means all staff.
    pub fn as_group(self) -> &'static str {
        match self {
            Self::Cadre => "riêng cán bộ",
            Self::CivilServant => "riêng công chức",
            Self::PublicEmployee => "riêng viên chức",
            Self::Worker => "riêng người lao động",
        }
    }
}

/// Where a person works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workplace {
    /// The office.
    pub unit: UnitId,
    /// Post, as written.
    pub post: Option<String>,
    /// Category, where it is known.
    pub category: Option<StaffCategory>,
    /// Member of the Party.
    pub party_member: bool,
}

/// The first day on which a person is `age` years old.
///
/// A birth date known only to the year or month is taken at its first day, as the civil status rules do when day and month are unknown;
/// without any date the person is taken as old enough (lists of a campaign name people who are asked to enrol).
pub fn day_of_age(birth_date: Option<PartialDate>, age: u8) -> Option<NaiveDate> {
    let (year, month, day) = match birth_date? {
        PartialDate::Year(year) => (year, 1, 1),
        PartialDate::Month(year, month) => (year, month, 1),
        PartialDate::Day(date) => (date.year(), date.month(), date.day()),
    };
    let year = year + i32::from(age);
    NaiveDate::from_ymd_opt(year, month, day).or_else(|| NaiveDate::from_ymd_opt(year, 3, 1))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_post_names_a_category_or_none() {
        assert_eq!(StaffCategory::named_in("CÔNG CHỨC Tư pháp"), Some(StaffCategory::CivilServant));
        assert_eq!(StaffCategory::named_in("Người lao động"), Some(StaffCategory::Worker));
        assert_eq!(StaffCategory::named_in("Giáo viên"), None);
    }

    #[test]
    fn the_day_of_an_age() {
        let of = |text: &str| day_of_age(PartialDate::parse_iso(text), 14).map(|day| day.to_string());
        assert_eq!(of("2009-05-31").as_deref(), Some("2023-05-31"));
        assert_eq!(of("2009").as_deref(), Some("2023-01-01"));
        assert_eq!(of("2009-06").as_deref(), Some("2023-06-01"));
        assert_eq!(of("2008-02-29").as_deref(), Some("2022-03-01"), "born on a leap day");
        assert_eq!(day_of_age(None, 14), None);
    }
}
