//! The twelve-digit personal number (số định danh cá nhân) and the nine-digit number of the old card.
//!
//! Form: Nghị định 137/2015/NĐ-CP Điều 13, Thông tư 07/2016/TT-BCA Điều 7; kept by Luật Căn cước 26/2023/QH15. There is no check digit.

use std::fmt;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

pub use super::id_reading::{IdReading, Repair, read_id};

/// Sex as the number and the lists know it. Serialised as in the lists: `nam`, `nu`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Sex {
    /// Nam.
    #[serde(rename = "nam")]
    Male,
    /// Nữ.
    #[serde(rename = "nu")]
    Female,
}

impl Sex {
    /// The word of lists and of the database: `nam`, `nu`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Male => "nam",
            Self::Female => "nu",
        }
    }

    /// Reads that word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Male, Self::Female].into_iter().find(|sex| sex.as_str() == word)
    }

    /// As a form prints it.
    pub fn vietnamese(self) -> &'static str {
        match self {
            Self::Male => "Nam",
            Self::Female => "Nữ",
        }
    }
}

/// Codes and names of the 63 provinces as they were when numbers got their prefixes; numbers do not change when provinces merge.
static PROVINCES: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    let lines = include_str!("data/cccd_province_codes.csv").lines().skip(1);
    lines
        .filter_map(|line| line.split_once(',').map(|(code, rest)| (code, rest.split(',').next().unwrap_or(rest))))
        .collect()
});

fn province(code: &str) -> Option<&'static str> {
    PROVINCES
        .binary_search_by_key(&code, |(known, _)| known)
        .ok()
        .and_then(|index| PROVINCES.get(index))
        .map(|(_, name)| *name)
}

/// Why a text is not a personal number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NationalIdError {
    /// Something else than digits.
    #[error("số định danh chỉ gồm chữ số")]
    NotDigits,
    /// Not twelve digits; how many.
    #[error("số định danh phải có 12 chữ số, ở đây có {0}")]
    Length(usize),
    /// The first three digits are no province of the list.
    #[error("không có mã tỉnh {0} trong danh mục mã số định danh")]
    Province(String),
    /// The fourth digit says that the person is born in 2100 or later.
    #[error("chữ số thứ tư chỉ thế kỷ sinh chưa đến")]
    Century,
}

/// A personal number of correct form. Compares and sorts as its digits; its debug form is masked because it lands in logs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NationalId([u8; 12]);

impl NationalId {
    /// Parses exactly twelve ASCII digits. Damaged cells are read by [`read_id`].
    pub fn parse(digits: &str) -> Result<Self, NationalIdError> {
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NationalIdError::NotDigits);
        }
        let bytes: [u8; 12] = digits.as_bytes().try_into().map_err(|_| NationalIdError::Length(digits.len()))?;
        let id = Self(bytes);
        if province(id.province_code()).is_none() {
            return Err(NationalIdError::Province(id.province_code().to_owned()));
        }
        if id.digit(3) > 3 { Err(NationalIdError::Century) } else { Ok(id) }
    }

    /// The twelve digits.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Three digits of the province where the birth was registered. Says nothing about residence.
    pub fn province_code(&self) -> &str {
        self.as_str().get(..3).unwrap_or_default()
    }

    /// Name of that province before the mergers of 2025, such as `Tỉnh Thanh Hóa`.
    pub fn province_name(&self) -> &'static str {
        province(self.province_code()).unwrap_or_default()
    }

    /// Sex by the fourth digit.
    pub fn sex(&self) -> Sex {
        if self.digit(3).is_multiple_of(2) { Sex::Male } else { Sex::Female }
    }

    /// Full birth year by the fourth to sixth digits.
    pub fn birth_year(&self) -> i32 {
        1900 + 100 * i32::from(self.digit(3) / 2) + 10 * i32::from(self.digit(4)) + i32::from(self.digit(5))
    }

    /// First three and last four digits, `038*****2855`: enough to tell neighbours apart on a screen.
    pub fn masked(&self) -> String {
        let digits = self.as_str();
        format!("{}*****{}", digits.get(..3).unwrap_or_default(), digits.get(8..).unwrap_or_default())
    }

    fn digit(&self, index: usize) -> u8 {
        self.0.get(index).map_or(0, |byte| byte - b'0')
    }
}

impl fmt::Debug for NationalId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "NationalId({})", self.masked())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn parses() {
        for (digits, code, name, sex, year) in [
            ("038089478029", "038", "Tỉnh Thanh Hóa", Sex::Male, 1989),
            ("001203231375", "001", "Thành phố Hà Nội", Sex::Male, 2003),
            ("096300000000", "096", "Tỉnh Cà Mau", Sex::Female, 2000),
            ("046199999999", "046", "Thành phố Huế", Sex::Female, 1999),
        ] {
            let id = NationalId::parse(digits).unwrap();
            assert_eq!(
                (id.as_str(), id.province_code(), id.province_name(), id.sex(), id.birth_year()),
                (digits, code, name, sex, year)
            );
        }
        assert_eq!(PROVINCES.len(), 63);
        assert!(PROVINCES.is_sorted(), "looked up by binary search");
    }

    #[test]
    fn refuses() {
        for (digits, error) in [
            ("", NationalIdError::Length(0)),
            ("38089478029", NationalIdError::Length(11)),
            ("0380894780290", NationalIdError::Length(13)),
            ("03808947802x", NationalIdError::NotDigits),
            ("０38089478029", NationalIdError::NotDigits),
            ("007055195203", NationalIdError::Province("007".to_owned())),
            ("038489478029", NationalIdError::Century),
        ] {
            assert_eq!(NationalId::parse(digits), Err(error), "{digits}");
        }
    }

    #[test]
    fn never_shows_the_middle() {
        let id = NationalId::parse("038089472855").unwrap();
        assert_eq!(id.masked(), "038*****2855");
        assert_eq!(format!("{id:?}"), "NationalId(038*****2855)");
    }

    proptest! {
        #[test]
        fn never_panics(text in any::<String>(), digits in "[0-9]{10,13}") {
            let _ = NationalId::parse(&text);
            if let Ok(id) = NationalId::parse(&digits) {
                prop_assert_eq!(id.as_str(), digits.as_str());
                prop_assert!((1900..2100).contains(&id.birth_year()));
            }
        }
    }
}
