//! Reading birth dates and milestone dates from the text of list cells. Typed spreadsheet dates are the caller's.

use chrono::{Days, NaiveDate};

use super::date::PartialDate;
use super::fold::fold;
use super::letter::is_invisible;

/// How a date was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateForm {
    /// Day, month and year of four digits: `4/6/1938`, `04-06-1938`, `04.06.1938`.
    Day,
    /// A year of two digits: `4/6/38`.
    TwoDigitYear,
    /// Without separators: `04061938`, also without its first zero.
    Compact,
    /// `ngày 04 tháng 6 năm 1938`.
    Words,
    /// Year first: `1938-06-04`.
    Iso,
    /// Zeros for what is not known: `00/00/1938`, `00/06/1938`.
    ZeroDayMonth,
    /// `06/1938`.
    MonthYear,
    /// `1938`.
    YearOnly,
}

/// Why a cell is no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateProblem {
    /// Written as a date that the calendar does not have: `30/02/1993`, `15/13/1972`.
    Impossible,
    /// Not written as a date.
    Unreadable,
}

/// Without a hint, years of two digits below this are after 2000. Nobody on a list is born in the last years before 1930 and writes two digits,
/// while milestones are all after 2000.
const FIRST_TWO_DIGIT_YEAR: i32 = 1930;

/// Years a bare number of four digits can mean.
const YEARS: std::ops::RangeInclusive<i32> = 1800..=2199;

/// Reads a date from text, day before month.
///
/// `century_hint` is a full year that settles the century of a year of two digits: the birth year of the ID number, or for milestones the year of the list.
pub fn read_date(text: &str, century_hint: Option<i32>) -> Result<(PartialDate, DateForm), DateProblem> {
    let visible: String = super::letter::composed(text).chars().filter(|c| !is_invisible(*c)).collect();
    let text = without_time(visible.trim().trim_matches('\''));
    if text.chars().any(char::is_alphabetic) {
        return read_words(text, century_hint);
    }
    let text = text.strip_suffix(".0").or_else(|| text.strip_suffix('.')).unwrap_or(text);
    let groups: Vec<&str> = text.split(is_separator).map(str::trim).filter(|group| !group.is_empty()).collect();
    if text.chars().any(|c| !c.is_ascii_digit() && !is_separator(c)) || is_cut_off(text) {
        return Err(DateProblem::Unreadable);
    }
    read_groups(&groups, century_hint)
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '/' | '-' | '.' | ',' | '\\' | '\u{2010}'..='\u{2015}')
}

/// `19..`, `/1965`, `12//1965`: something is missing between, before or after the separators.
fn is_cut_off(text: &str) -> bool {
    let marks: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    let mark = |c: Option<&char>| c.is_some_and(|c| is_separator(*c));
    mark(marks.first()) || mark(marks.last()) || marks.windows(2).any(|pair| pair.iter().all(|c| is_separator(*c)))
}

/// Cuts the time that programs add: `1938-06-04 00:00:00`, `1938-06-04T00:00`, `4/6/1938 12:00:00 SA`.
fn without_time(text: &str) -> &str {
    let Some((date, time)) = text.split_once([' ', 'T']) else { return text };
    let is_time = time.contains(':')
        && time
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, ':' | '.' | ' ' | 'Z' | 'A' | 'P' | 'M' | 'S' | 'C' | 'H'));
    if is_time && !date.is_empty() { date } else { text }
}

fn read_groups(groups: &[&str], century_hint: Option<i32>) -> Result<(PartialDate, DateForm), DateProblem> {
    match groups {
        [single] => read_run(single),
        [month, year] if is_short(month) && year.len() == 4 => {
            month_of(year, month).map(|date| (date, DateForm::MonthYear))
        }
        [year, month] if year.len() == 4 && is_short(month) => {
            month_of(year, month).map(|date| (date, DateForm::MonthYear))
        }
        [year, month, day] if year.len() == 4 && is_short(month) && is_short(day) => {
            calendar_day(number(year), number(month), number(day)).map(|date| (date, DateForm::Iso))
        }
        [day, month, year] if is_short(day) && is_short(month) && year.len() == 4 => {
            day_month_year(number(day), number(month), number(year))
        }
        [day, month, year] if is_short(day) && is_short(month) && year.len() == 2 => {
            let year = full_year(number(year), century_hint);
            calendar_day(year, number(month), number(day)).map(|date| (date, DateForm::TwoDigitYear))
        }
        _ => Err(DateProblem::Unreadable),
    }
}

/// Digits without separators: a year, `ddmmyyyy` with or without its first zero, `yyyymmdd`.
fn read_run(digits: &str) -> Result<(PartialDate, DateForm), DateProblem> {
    let value = number(digits);
    match digits.len() {
        4 if YEARS.contains(&value) => Ok((PartialDate::Year(value), DateForm::YearOnly)),
        7 | 8 => {
            let day_first = (value % 10_000, value / 10_000 % 100, value / 1_000_000);
            let year_first = (value / 10_000, value / 100 % 100, value % 100);
            let candidates = [day_first, year_first].into_iter().filter(|(year, _, _)| YEARS.contains(year));
            let mut dates = candidates.map(|(year, month, day)| calendar_day(year, month, day)).peekable();
            let problem = if dates.peek().is_some() { DateProblem::Impossible } else { DateProblem::Unreadable };
            dates.find_map(Result::ok).map(|date| (date, DateForm::Compact)).ok_or(problem)
        }
        _ => Err(DateProblem::Unreadable),
    }
}

/// Day, month and full year, where zeros say "not known".
fn day_month_year(day: i32, month: i32, year: i32) -> Result<(PartialDate, DateForm), DateProblem> {
    match (day, month) {
        (0, 0) => Ok((PartialDate::Year(year), DateForm::ZeroDayMonth)),
        (0, 1..=12) => Ok((PartialDate::Month(year, month.unsigned_abs()), DateForm::ZeroDayMonth)),
        _ => calendar_day(year, month, day).map(|date| (date, DateForm::Day)),
    }
}

fn month_of(year: &str, month: &str) -> Result<PartialDate, DateProblem> {
    match number(month) {
        0 => Ok(PartialDate::Year(number(year))),
        month @ 1..=12 => Ok(PartialDate::Month(number(year), month.unsigned_abs())),
        _ => Err(DateProblem::Impossible),
    }
}

fn calendar_day(year: i32, month: i32, day: i32) -> Result<PartialDate, DateProblem> {
    let date = NaiveDate::from_ymd_opt(year, month.unsigned_abs(), day.unsigned_abs());
    date.map(PartialDate::Day).ok_or(DateProblem::Impossible)
}

/// The full year for two digits: the one nearest to the hint, else the one within a hundred years from [`FIRST_TWO_DIGIT_YEAR`].
fn full_year(two_digits: i32, century_hint: Option<i32>) -> i32 {
    let first = century_hint.map_or(FIRST_TWO_DIGIT_YEAR, |year| year.saturating_sub(50));
    first.saturating_add(two_digits.saturating_sub(first).rem_euclid(100))
}

/// Dates with their units in words. Other words ("khoảng 1950", "tuổi Tý") make the date unreadable.
fn read_words(text: &str, century_hint: Option<i32>) -> Result<(PartialDate, DateForm), DateProblem> {
    let folded = fold(text);
    let words: Vec<&str> = folded.split(' ').collect();
    let words = match words.as_slice() {
        ["sinh", rest @ ..] | ["ns", rest @ ..] => rest,
        all => all,
    };
    let english = words.get(1).and_then(|word| english_month(word));
    let numbers = match (words, english) {
        ([day, _, year], Some(month)) => vec![*day, month, *year],
        (
            ["ngay", day, "thang", month, "nam", year]
            | [day, "thang", month, "nam", year]
            | ["ngay", day, month, year]
            | [day, month, year],
            None,
        ) => vec![*day, *month, *year],
        (["thang", month, "nam", year], None) => vec![*month, *year],
        (["nam", year] | [year], None) => vec![*year],
        _ => return Err(DateProblem::Unreadable),
    };
    if !numbers.iter().all(|number| super::digits::is_digits(number)) {
        return Err(DateProblem::Unreadable);
    }
    let (date, form) = read_groups(&numbers, century_hint)?;
    Ok((date, if form == DateForm::Day { DateForm::Words } else { form }))
}

/// Months as spreadsheets with English settings write them: `04-Jun-1938`.
fn english_month(word: &str) -> Option<&'static str> {
    let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let numbers = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"];
    months.into_iter().zip(numbers).find_map(|(month, number)| (word == month).then_some(number))
}

fn is_short(group: &str) -> bool {
    matches!(group.len(), 1 | 2)
}

/// Groups are digits only and at most eight of them count, so this does not fail; a longer one becomes a number no rule accepts.
fn number(digits: &str) -> i32 {
    digits.parse().unwrap_or(i32::MAX)
}

/// Serial numbers that can be a date on a list: 18/5/1927 to 8/4/2064. Below are years and ages, above are other numbers.
const SERIALS: std::ops::RangeInclusive<f64> = 10_000.0..=60_000.0;

/// A date stored as a day number of the 1900 date system of spreadsheets, seen where the date format got lost. The time of day is cut.
pub fn from_serial(serial: f64) -> Option<NaiveDate> {
    // Day 1 is 1/1/1900 and the system counts a 29/2/1900 that never was, so counting starts two days earlier.
    let start = NaiveDate::from_ymd_opt(1899, 12, 30)?;
    SERIALS.contains(&serial).then_some(())?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked to lie in a small positive range"
    )]
    start.checked_add_days(Days::new(serial as u64))
}

#[cfg(test)]
mod tests;
