//! Dates as people write them and as official papers print them.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::digits::is_digits;

/// A birth date as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartialDate {
    /// Only the year.
    Year(i32),
    /// Month and year.
    Month(i32, u32),
    /// The whole date.
    Day(NaiveDate),
}

/// ISO text for readers, the digits of it as one number (`19650302`, zeros where nothing is known) in binary forms.
impl Serialize for PartialDate {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.serialize_str(&self.to_iso())
        } else {
            serializer.serialize_i64(self.to_digits())
        }
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !deserializer.is_human_readable() {
            let digits = i64::deserialize(deserializer)?;
            return Self::of_digits(digits).ok_or_else(|| serde::de::Error::custom("expected the digits of a date"));
        }
        let text = String::deserialize(deserializer)?;
        Self::parse_iso(&text).ok_or_else(|| serde::de::Error::custom("expected YYYY, YYYY-MM or YYYY-MM-DD"))
    }
}

impl PartialDate {
    /// Reads `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub fn parse_iso(text: &str) -> Option<Self> {
        let number =
            |part: &str, length: usize| (part.len() == length && is_digits(part)).then(|| part.parse().ok()).flatten();
        let parts: Vec<&str> = text.split('-').collect();
        let (year, month, day) = match parts.as_slice() {
            [year] => (year, None, None),
            [year, month] => (year, Some(month), None),
            [year, month, day] => (year, Some(month), Some(day)),
            _ => return None,
        };
        let year = i32::try_from(number(year, 4)?).ok()?;
        let Some(month) = month else { return Some(Self::Year(year)) };
        let month: u32 = number(month, 2).filter(|month| (1..=12).contains(month))?;
        let Some(day) = day else { return Some(Self::Month(year, month)) };
        NaiveDate::from_ymd_opt(year, month, number(day, 2)?).map(Self::Day)
    }

    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub fn to_iso(self) -> String {
        match self {
            Self::Year(year) => format!("{year:04}"),
            Self::Month(year, month) => format!("{year:04}-{month:02}"),
            Self::Day(day) => day.format("%Y-%m-%d").to_string(),
        }
    }

    fn to_digits(self) -> i64 {
        let of = |year: i32, month: u32, day: u32| i64::from(year) * 10_000 + i64::from(month) * 100 + i64::from(day);
        match self {
            Self::Year(year) => of(year, 0, 0),
            Self::Month(year, month) => of(year, month, 0),
            Self::Day(day) => of(day.year(), day.month(), day.day()),
        }
    }

    fn of_digits(digits: i64) -> Option<Self> {
        let part = |number: i64| u32::try_from(number).ok();
        let year = i32::try_from(digits / 10_000).ok()?;
        let (month, day) = (part(digits / 100 % 100)?, part(digits % 100)?);
        match (month, day) {
            (0, 0) => Some(Self::Year(year)),
            (1..=12, 0) => Some(Self::Month(year, month)),
            _ => NaiveDate::from_ymd_opt(year, month, day).map(Self::Day),
        }
    }

    /// Whether this date says the same and more: `1965-03-02` refines `1965-03` and `1965`.
    pub fn refines(self, other: Self) -> bool {
        let (mine, theirs) = (self.to_iso(), other.to_iso());
        mine.len() > theirs.len() && mine.starts_with(&theirs)
    }

    /// The year.
    pub fn year(self) -> i32 {
        match self {
            Self::Year(year) | Self::Month(year, _) => year,
            Self::Day(day) => day.year(),
        }
    }

    /// As tables show it: `1965`, `03/1965`, `04/06/1938`.
    pub fn in_table(self) -> String {
        match self {
            Self::Year(year) => year.to_string(),
            Self::Month(year, month) => format!("{month:02}/{year}"),
            Self::Day(day) => in_table(day),
        }
    }
}

/// `#[serde(with)]` for a day that is often absent: ISO text for readers, days since 1/1/1 in binary forms.
pub mod optional_day {
    use chrono::{Datelike, NaiveDate};
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

    /// Writes the day.
    ///
    /// # Errors
    /// Those of the form.
    pub fn serialize<S: Serializer>(day: &Option<NaiveDate>, serializer: S) -> Result<S::Ok, S::Error> {
        match day {
            day if serializer.is_human_readable() => day.serialize(serializer),
            Some(day) => serializer.serialize_some(&day.num_days_from_ce()),
            None => serializer.serialize_none(),
        }
    }

    /// Reads the day.
    ///
    /// # Errors
    /// Those of the form, and a number that is no day.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
        if deserializer.is_human_readable() {
            return Option::deserialize(deserializer);
        }
        let Some(days) = Option::<i32>::deserialize(deserializer)? else { return Ok(None) };
        let day = NaiveDate::from_num_days_from_ce_opt(days);
        day.map(Some).ok_or_else(|| de::Error::custom("expected the number of a day"))
    }
}

/// A date in running text, in the style of official papers: `05/9/2022`, `31/5/2023`, `07/01/2025`.
///
/// Nghị định 30/2020/NĐ-CP, Phụ lục I writes a zero before days below 10 and before the months 1 and 2 only.
pub fn in_text(date: NaiveDate) -> String {
    format!("{:02}/{}/{}", date.day(), month_in_text(date), date.year())
}

/// A date in a table, where columns should align: `31/05/2023`.
pub fn in_table(date: NaiveDate) -> String {
    format!("{:02}/{:02}/{}", date.day(), date.month(), date.year())
}

/// The date line of an official paper: `ngày 05 tháng 01 năm 2020`. The place before it is the caller's.
pub fn in_letterhead(date: NaiveDate) -> String {
    format!("ngày {:02} tháng {} năm {}", date.day(), month_in_text(date), date.year())
}

fn month_in_text(date: NaiveDate) -> String {
    let month = date.month();
    if month <= 2 { format!("{month:02}") } else { month.to_string() }
}

/// A whole date as a user types it in a form: `5/9/2022`, `05-09-2022`, `5.9.22`, `2022-09-05`. `None` when the day is missing or does not exist.
pub fn parse_typed(text: &str) -> Option<NaiveDate> {
    match super::birth_date::read_date(text, None) {
        Ok((PartialDate::Day(date), _)) => Some(date),
        _ => None,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn prints() {
        for (date, text, table, letterhead) in [
            (day(2023, 5, 31), "31/5/2023", "31/05/2023", "ngày 31 tháng 5 năm 2023"),
            (day(2022, 9, 5), "05/9/2022", "05/09/2022", "ngày 05 tháng 9 năm 2022"),
            (day(2020, 1, 5), "05/01/2020", "05/01/2020", "ngày 05 tháng 01 năm 2020"),
            (day(2024, 2, 29), "29/02/2024", "29/02/2024", "ngày 29 tháng 02 năm 2024"),
            (day(2022, 12, 9), "09/12/2022", "09/12/2022", "ngày 09 tháng 12 năm 2022"),
        ] {
            assert_eq!(
                (in_text(date), in_table(date), in_letterhead(date)),
                (text.to_owned(), table.to_owned(), letterhead.to_owned())
            );
        }
    }

    #[test]
    fn partial_dates() {
        for (iso, table, year) in
            [("1965", "1965", 1965), ("1965-03", "03/1965", 1965), ("1938-06-04", "04/06/1938", 1938)]
        {
            let date = PartialDate::parse_iso(iso).unwrap();
            assert_eq!(
                (date.in_table(), date.year(), serde_json::to_string(&date).unwrap()),
                (table.to_owned(), year, format!("\"{iso}\""))
            );
        }
        for text in ["", "x", "65", "+965", "1965-13", "1965-2", "1965-02-30", "1965-02-01-01"] {
            assert_eq!(PartialDate::parse_iso(text), None, "{text}");
        }
    }

    #[test]
    fn typed_dates() {
        for text in ["5/9/2022", "05-09-2022", "5.9.22", "2022-09-05", " 05/9/2022 ", "ngày 05 tháng 9 năm 2022"] {
            assert_eq!(parse_typed(text), Some(day(2022, 9, 5)), "{text}");
        }
        for text in ["", "9/2022", "2022", "31/2/2022", "mai", "00/00/2022"] {
            assert_eq!(parse_typed(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read(days in 0i64..73_000) {
            let date = day(1900, 1, 1) + chrono::Duration::days(days);
            prop_assert_eq!(parse_typed(&in_text(date)), Some(date));
            prop_assert_eq!(parse_typed(&in_table(date)), Some(date));
            prop_assert_eq!(parse_typed(&in_letterhead(date)), Some(date));
        }
    }
}
