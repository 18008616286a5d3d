//! Percentages as official papers print them: two decimals, truncated unless the campaign says otherwise.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How the third decimal is treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// Cut off, so that 100 % appears only when it is reached; reproduces the Cẩm Ngọc dispatch (1.068 / 1.273 = 83,89 %).
    #[default]
    Truncate,
    /// Half up.
    HalfUp,
}

impl Rounding {
    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Truncate => "truncate",
            Self::HalfUp => "half_up",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "truncate" => Some(Self::Truncate),
            "half_up" => Some(Self::HalfUp),
            _ => None,
        }
    }
}

/// A share in hundredths of a percent: 8389 is 83,89 %. May exceed 100 %: it is shown as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(i64);

impl Percent {
    /// `part` of `whole`; `None` where there is no whole to compare with.
    pub fn of(part: i64, whole: i64, rounding: Rounding) -> Option<Self> {
        if whole <= 0 {
            return None;
        }
        let (part, whole) = (i128::from(part), i128::from(whole));
        let doubled = part * 20_000;
        let hundredths = match rounding {
            Rounding::Truncate => doubled / (2 * whole),
            Rounding::HalfUp => (doubled + whole).div_euclid(2 * whole),
        };
        i64::try_from(hundredths).ok().map(Self)
    }

    /// Reads a share as people write it: `95`, `95,5`, `95.50`, with or without `%`; at most two decimals.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_end_matches('%').trim_end();
        let (whole, decimals) = text.split_once([',', '.']).unwrap_or((text, ""));
        let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || whole.len() > 9 || decimals.len() > 2 || !is_number(whole) || !is_number(decimals) {
            return None;
        }
        let decimals = format!("{decimals:0<2}");
        Some(Self(whole.parse::<i64>().ok()? * 100 + decimals.parse::<i64>().ok()?))
    }

    /// From hundredths of a percent.
    pub fn from_hundredths(hundredths: i64) -> Self {
        Self(hundredths)
    }

    /// Hundredths of a percent.
    pub fn hundredths(self) -> i64 {
        self.0
    }

    /// This share of a number of people, rounded up: 100 % of 46 is 46, 50 % of 3 is 2.
    pub fn of_people(self, people: i64) -> i64 {
        let product = i128::from(self.0) * i128::from(people);
        i64::try_from((product + 9_999).div_euclid(10_000)).unwrap_or(i64::MAX)
    }

    /// As in Vietnamese text, without the sign: `83,89`.
    pub fn vietnamese(self) -> String {
        crate::vn::number::decimal_comma(self.0)
    }
}

impl fmt::Display for Percent {
    /// With a decimal point: `83.89`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}{}.{:02}", self.0.abs() / 100, self.0.abs() % 100)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_dispatch_of_cam_ngoc_is_reproduced() {
        for (part, whole, printed) in [(1068, 1273, "83.89"), (119, 2650, "4.49"), (0, 10, "0.00"), (13, 10, "130.00")]
        {
            assert_eq!(Percent::of(part, whole, Rounding::Truncate).unwrap().to_string(), printed);
        }
        assert_eq!(Percent::of(1068, 1273, Rounding::HalfUp).unwrap().to_string(), "83.90");
        assert_eq!(Percent::of(1, 0, Rounding::Truncate), None);
    }

    #[test]
    fn shares_are_read_as_people_write_them() {
        for (text, hundredths) in [("95", 9_500), (" 95,5 %", 9_550), ("95.50", 9_550), ("0,05%", 5), ("100%", 10_000)]
        {
            assert_eq!(Percent::parse(text), Some(Percent(hundredths)), "{text}");
        }
        for text in ["", "%", "-5", "95,555", "1.000,5", "một", "95 5", "1e3"] {
            assert_eq!(Percent::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_percent_of_people_is_rounded_up() {
        assert_eq!(Percent::from_hundredths(10_000).of_people(46), 46);
        assert_eq!(Percent::from_hundredths(5_000).of_people(3), 2);
        assert_eq!(Percent::from_hundredths(7_000).of_people(0), 0);
    }

    proptest! {
        #[test]
        fn one_hundred_appears_only_when_reached(whole in 1i64..5_000_000, missing in 1i64..1000) {
            let percent = Percent::of((whole - missing).max(0), whole, Rounding::Truncate).unwrap();
            prop_assert!(percent.hundredths() < 10_000);
        }
    }
}
