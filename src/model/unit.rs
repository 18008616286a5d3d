//! Organisational units: provinces, communes, villages, offices; their validity in time and the changes between them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::id::UnitId;

/// Kinds of units. The word in the database and in data files is the serialised form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// Cả nước.
    Country,
    /// Tỉnh.
    Province,
    /// Thành phố trực thuộc trung ương.
    Municipality,
    /// Huyện, quận, thị xã, thành phố thuộc tỉnh: history since 1/7/2025.
    District,
    /// Cụm, khu vực: a working group of units between two levels.
    Group,
    /// Xã.
    Commune,
    /// Phường.
    Ward,
    /// Đặc khu.
    SpecialZone,
    /// Thị trấn: history since 1/7/2025.
    Township,
    /// Thôn, làng, ấp, bản, buôn, tổ dân phố, khu phố.
    Village,
    /// Phòng, ban, trung tâm of an authority.
    Office,
    /// Đoàn thể.
    MassOrganisation,
    /// Trường học.
    School,
    /// Trạm y tế.
    HealthStation,
    /// Doanh nghiệp, hợp tác xã.
    Enterprise,
    /// Công an.
    Police,
}

impl UnitKind {
    /// All kinds.
    pub const ALL: [Self; 16] = [
        Self::Country,
        Self::Province,
        Self::Municipality,
        Self::District,
        Self::Group,
        Self::Commune,
        Self::Ward,
        Self::SpecialZone,
        Self::Township,
        Self::Village,
        Self::Office,
        Self::MassOrganisation,
        Self::School,
        Self::HealthStation,
        Self::Enterprise,
        Self::Police,
    ];

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Province => "province",
            Self::Municipality => "municipality",
            Self::District => "district",
            Self::Group => "group",
            Self::Commune => "commune",
            Self::Ward => "ward",
            Self::SpecialZone => "special_zone",
            Self::Township => "township",
            Self::Village => "village",
            Self::Office => "office",
            Self::MassOrganisation => "mass_organisation",
            Self::School => "school",
            Self::HealthStation => "health_station",
            Self::Enterprise => "enterprise",
            Self::Police => "police",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// Whether people live in such a unit (the end of the residence tree).
    pub fn is_village(self) -> bool {
        self == Self::Village
    }

    /// Whether people work in such a unit.
    pub fn is_workplace(self) -> bool {
        matches!(
            self,
            Self::Office
                | Self::MassOrganisation
                | Self::School
                | Self::HealthStation
                | Self::Enterprise
                | Self::Police
        )
    }

    /// Whether it is an administrative level of its own (a place that is divided into villages).
    pub fn is_commune_level(self) -> bool {
        matches!(self, Self::Commune | Self::Ward | Self::SpecialZone | Self::Township)
    }

    /// Whether such a unit may stand directly below one of another kind.
    pub fn may_stand_below(self, parent: Self) -> bool {
        let province = matches!(parent, Self::Province | Self::Municipality);
        match self {
            Self::Country => false,
            Self::Province | Self::Municipality => parent == Self::Country,
            Self::District => province || parent == Self::Group,
            Self::Commune | Self::Ward | Self::SpecialZone | Self::Township => {
                province || matches!(parent, Self::District | Self::Group)
            }
            Self::Village => parent.is_commune_level() || parent == Self::Group,
            Self::Group => !parent.is_village() && !parent.is_workplace(),
            Self::Office
            | Self::MassOrganisation
            | Self::School
            | Self::HealthStation
            | Self::Enterprise
            | Self::Police => !parent.is_village() && !parent.is_workplace(),
        }
    }

    /// Whether units of both kinds may become one: places people live in, offices, or authorities of one level.
    pub fn is_like(self, other: Self) -> bool {
        let level = |kind: Self| match kind {
            Self::Country => 0,
            Self::Province | Self::Municipality => 1,
            Self::District => 2,
            Self::Group => 3,
            kind if kind.is_commune_level() => 4,
            Self::Village => 5,
            _ => 6,
        };
        level(self) == level(other)
    }

    /// The Vietnamese word for such a unit.
    pub fn vietnamese(self) -> &'static str {
        match self {
            Self::Country => "cả nước",
            Self::Province => "tỉnh",
            Self::Municipality => "thành phố",
            Self::District => "cấp huyện (cũ)",
            Self::Group => "cụm",
            Self::Commune => "xã",
            Self::Ward => "phường",
            Self::SpecialZone => "đặc khu",
            Self::Township => "thị trấn (cũ)",
            Self::Village => "thôn, tổ dân phố",
            Self::Office => "cơ quan, phòng ban",
            Self::MassOrganisation => "đoàn thể",
            Self::School => "trường học",
            Self::HealthStation => "trạm y tế",
            Self::Enterprise => "doanh nghiệp, hợp tác xã",
            Self::Police => "công an",
        }
    }
}

/// The days on which something holds, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Validity {
    /// First day; `NaiveDate::MIN`-like "always" is [`Validity::BEGINNING`].
    pub from: NaiveDate,
    /// Last day; [`Validity::END`] while it still holds.
    pub to: NaiveDate,
}

impl Validity {
    /// The day before which nothing is dated: stands for "has always been".
    pub const BEGINNING: NaiveDate = match NaiveDate::from_ymd_opt(1900, 1, 1) {
        Some(day) => day,
        None => NaiveDate::MIN,
    };
    /// Stands for "still holds".
    pub const END: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
        Some(day) => day,
        None => NaiveDate::MAX,
    };
    /// Always.
    pub const ALWAYS: Self = Self { from: Self::BEGINNING, to: Self::END };

    /// Whether a day lies within.
    pub fn contains(self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.to
    }

    /// The common days of two validities.
    pub fn intersect(self, other: Self) -> Option<Self> {
        let both = Self { from: self.from.max(other.from), to: self.to.min(other.to) };
        (both.from <= both.to).then_some(both)
    }
}

/// A unit as it stands on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Identity.
    pub id: UnitId,
    /// Name in addresses and commands, unique for ever: `cam-ngoc/ngoc-binh`.
    pub slug: String,
    /// Kind on that day.
    pub kind: UnitKind,
    /// Name as issued, with its kind: `Xã Cẩm Ngọc`.
    pub name: String,
    /// Official code; unique only within a period.
    pub official_code: Option<String>,
    /// The unit above.
    pub parent: Option<UnitId>,
    /// Line superior besides the parent (police report to the upper police too).
    pub line_superior: Option<UnitId>,
    /// Order among its siblings in annexes.
    pub local_order: i32,
    /// When this state holds.
    pub validity: Validity,
}

/// What a change between units was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitChangeKind {
    /// Several became one.
    Merge,
    /// One became several.
    Split,
    /// Only the name changed.
    Rename,
    /// The kind changed (xã → phường).
    Reclassify,
    /// It moved under another parent.
    Transfer,
}

impl UnitChangeKind {
    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Merge => "merge",
            Self::Split => "split",
            Self::Rename => "rename",
            Self::Reclassify => "reclassify",
            Self::Transfer => "transfer",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        let all = [Self::Merge, Self::Split, Self::Rename, Self::Reclassify, Self::Transfer];
        all.into_iter().find(|kind| kind.as_str() == word)
    }

    /// As a clerk calls it.
    pub fn vietnamese(self) -> &'static str {
        match self {
            Self::Merge => "sáp nhập",
            Self::Split => "chia tách",
            Self::Rename => "đổi tên",
            Self::Reclassify => "chuyển loại",
            Self::Transfer => "chuyển về đơn vị khác",
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn stored_words_are_read_back() {
        for kind in UnitKind::ALL {
            assert_eq!(UnitKind::parse(kind.as_str()), Some(kind));
        }
        assert_eq!(UnitKind::parse("xã"), None);
    }

    #[test]
    fn validities_intersect_in_their_common_days() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let old = Validity { from: Validity::BEGINNING, to: day("2025-06-30") };
        let new = Validity { from: day("2025-07-01"), to: Validity::END };
        assert_eq!(old.intersect(new), None);
        assert_eq!(old.intersect(Validity::ALWAYS), Some(old));
        assert!(new.contains(day("2025-07-01")) && !old.contains(day("2025-07-01")));
    }
}
