//! Whom a measure counts.

use serde::{Deserialize, Serialize};

use super::person::StaffCategory;
use super::unit::UnitKind;

/// Who belongs to the base of a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Audience {
    /// People by the village they live in.
    Residents,
    /// People by the office they work in.
    Staff,
    /// Of these only one category.
    StaffOf(StaffCategory),
    /// Residents and staff, each person once per total.
    All,
}

impl Audience {
    /// Every audience.
    pub const ALL: [Self; 7] = [
        Self::Residents,
        Self::Staff,
        Self::StaffOf(StaffCategory::Cadre),
        Self::StaffOf(StaffCategory::CivilServant),
        Self::StaffOf(StaffCategory::PublicEmployee),
        Self::StaffOf(StaffCategory::Worker),
        Self::All,
    ];

    /// The word of the database, of addresses and of the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Residents => "residents",
            Self::Staff => "staff",
            Self::StaffOf(StaffCategory::Cadre) => "staff:cadre",
            Self::StaffOf(StaffCategory::CivilServant) => "staff:civil_servant",
            Self::StaffOf(StaffCategory::PublicEmployee) => "staff:public_employee",
            Self::StaffOf(StaffCategory::Worker) => "staff:worker",
            Self::All => "all",
        }
    }

    /// Reads that word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|audience| audience.as_str() == word)
    }

    /// Of this audience one category only; `None` where it has no categories, or is of another one already.
    pub fn of_category(self, category: Option<StaffCategory>) -> Option<Self> {
        match (self, category) {
            (any, None) => Some(any),
            (Self::Staff, Some(category)) => Some(Self::StaffOf(category)),
            (Self::StaffOf(own), Some(category)) => (own == category).then_some(self),
            (Self::Residents | Self::All, Some(_)) => None,
        }
    }

    /// The category it is narrowed to.
    pub fn category(self) -> Option<StaffCategory> {
        match self {
            Self::StaffOf(category) => Some(category),
            Self::Residents | Self::Staff | Self::All => None,
        }
    }

    /// All of it, whatever the category. Lists name the staff of an office as a whole, so this is whose list counts.
    pub fn of_every_category(self) -> Self {
        match self {
            Self::StaffOf(_) => Self::Staff,
            other => other,
        }
    }

    /// Whether people are in it by where they live.
    pub fn has_residents(self) -> bool {
        matches!(self, Self::Residents | Self::All)
    }

    /// Whether people of a category are in it by where they work.
    pub fn has_staff(self, category: Option<StaffCategory>) -> bool {
        match self {
            Self::Residents => false,
            Self::Staff | Self::All => true,
            Self::StaffOf(wanted) => category == Some(wanted),
        }
    }

    /// Whether it is counted in units of a kind: residents are not counted in offices, staff not in villages.
    pub fn suits(self, kind: UnitKind) -> bool {
        match self {
            Self::Residents => !kind.is_workplace(),
            Self::Staff | Self::StaffOf(_) => !kind.is_village(),
            Self::All => true,
        }
    }

    /// As a clerk calls them.
    pub fn vietnamese(self) -> &'static str {
        match self {
            Self::Residents => "công dân",
            Self::Staff => "cán bộ",
            Self::StaffOf(category) => category.as_group(),
            Self::All => "công dân và cán bộ",
        }
    }
}

impl From<Audience> for String {
    fn from(audience: Audience) -> Self {
        audience.as_str().to_owned()
    }
}

impl TryFrom<String> for Audience {
    type Error = String;

    fn try_from(word: String) -> Result<Self, String> {
        let known = || Self::ALL.map(Self::as_str).join(", ");
        Self::parse(&word).ok_or_else(|| format!("không có đối tượng «{word}»; ghi một trong: {}", known()))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_word_says_whom() {
        for audience in Audience::ALL {
            assert_eq!(Audience::parse(audience.as_str()), Some(audience));
            let written = serde_json::to_string(&audience).unwrap();
            assert_eq!(written, format!("\"{}\"", audience.as_str()));
            assert_eq!(serde_json::from_str::<Audience>(&written).unwrap(), audience);
            assert_eq!(audience.of_every_category().of_category(audience.category()), Some(audience));
        }
        let refused = serde_json::from_str::<Audience>("\"staff:nobody\"").unwrap_err().to_string();
        assert!(refused.contains("staff:public_employee"), "{refused}");
    }

    #[test]
    fn only_staff_have_categories() {
        let (teacher, cadre) = (Some(StaffCategory::PublicEmployee), Some(StaffCategory::Cadre));
        let teachers = Audience::StaffOf(StaffCategory::PublicEmployee);
        assert_eq!(Audience::Staff.of_category(teacher), Some(teachers));
        assert_eq!((teachers.of_category(teacher), teachers.of_category(cadre)), (Some(teachers), None));
        assert_eq!((Audience::Residents.of_category(cadre), Audience::All.of_category(cadre)), (None, None));
        assert_eq!(
            (teachers.has_staff(teacher), teachers.has_staff(cadre), teachers.has_staff(None)),
            (true, false, false)
        );
        assert!(Audience::All.has_staff(None) && Audience::All.has_residents() && !Audience::Staff.has_residents());
    }
}
