//! Birth dates: Excel dates, numbers, texts, year columns per sex, dates split over three columns.

use chrono::{Datelike, NaiveDate};

use super::super::finding::FindingCode as Code;
use super::super::grid::{Cell, Sheet, Value};
use super::super::reading::ColumnRole as Role;
use super::draft::Draft;
use super::picked::Picked;
use super::sheet_text::number_text;
use super::table::Table;
use crate::vn::birth_date::{DateForm, DateProblem, from_serial, read_date};
use crate::vn::date::PartialDate;
use crate::vn::national_id::Sex;

/// Earliest year of birth that can be true of a living person's list.
const FIRST_YEAR: i32 = 1900;

/// A birth date as read, before it is checked against the calendar of the list.
struct Read {
    date: PartialDate,
    code: Option<Code>,
}

/// Reads the birth date (and the sex, where the position of the year tells it) into the draft. `century` is the full year of birth that the ID
/// number holds. `swapped` says that the whole column shows day and month the wrong way round.
pub(super) fn read_birth_date(
    draft: &mut Draft,
    picked: &Picked,
    century: Option<i32>,
    listed_on: NaiveDate,
    swapped: bool,
) {
    let by_sex = [(Role::DobMale, Sex::Male), (Role::DobFemale, Sex::Female)]
        .into_iter()
        .find_map(|(role, sex)| Some((picked.cell(role)?, sex)));
    let cell = match (picked.cell(Role::Dob), by_sex) {
        (Some(cell), _) => Some(cell),
        (None, Some((cell, sex))) => {
            draft.row.sex = Some(sex);
            Some(cell)
        }
        (None, None) => None,
    };
    if let Some(cell) = cell {
        let text = picked.decoded(cell).text;
        let read = of_cell(cell, &text, century, swapped);
        settle(draft, read, Some(cell.column), &text, listed_on);
    } else if picked.has_column(Role::DobYear) {
        from_three_columns(draft, picked, century, listed_on);
    } else if let Some(column) =
        picked.column(Role::Dob).or(picked.column(Role::DobMale)).filter(|column| !draft.has_cell_problem(*column))
    {
        draft.find(Code::DobMissing, Some(column), None);
    }
}

fn of_cell(cell: &Cell, text: &str, century: Option<i32>, swapped: bool) -> Result<Read, DateProblem> {
    match &cell.value {
        Value::DateTime(moment) => Ok(of_date_cell(moment.date(), century, swapped)),
        Value::Number(number) => of_number(*number, century),
        Value::Text(_) => match swap_text(text).filter(|_| swapped) {
            Some(turned) => of_text(&turned, century).map(|read| Read { code: Some(Code::DobUsSwapped), ..read }),
            None => of_text(text, century),
        },
        _ => of_text(text, century),
    }
}

fn of_date_cell(date: NaiveDate, century: Option<i32>, swapped: bool) -> Read {
    // a bare year in a cell formatted as a date shows a day of 1905
    if let Some(year) = century.filter(|year| from_serial_days(date) == Some(*year)) {
        return Read { date: PartialDate::Year(year), code: Some(Code::DobYearOnly) };
    }
    let turned = swapped.then(|| NaiveDate::from_ymd_opt(date.year(), date.day(), date.month())).flatten();
    match turned {
        Some(turned) => Read { date: PartialDate::Day(turned), code: Some(Code::DobUsSwapped) },
        None => Read { date: PartialDate::Day(date), code: None },
    }
}

/// The serial number of a date in the 1900 system where it lies among years (1900–2100).
fn from_serial_days(date: NaiveDate) -> Option<i32> {
    let days = date.signed_duration_since(NaiveDate::from_ymd_opt(1899, 12, 30)?).num_days();
    i32::try_from(days).ok().filter(|days| (1900..=2100).contains(days))
}

fn of_number(number: f64, century: Option<i32>) -> Result<Read, DateProblem> {
    if number.fract() == 0.0 && (1800.0..=2199.0).contains(&number) {
        return of_text(&number_text(number), century);
    }
    if let Some(day) = from_serial(number) {
        return Ok(Read { date: PartialDate::Day(day), code: Some(Code::DobSerial) });
    }
    if number.fract() == 0.0 && (1_000_000.0..100_000_000.0).contains(&number) {
        return of_text(&format!("{number:08.0}"), century);
    }
    of_text(&number_text(number), century)
}

fn of_text(text: &str, century: Option<i32>) -> Result<Read, DateProblem> {
    let (date, form) = read_date(text, century)?;
    let code = match form {
        DateForm::Day | DateForm::Iso => None,
        DateForm::TwoDigitYear => Some(Code::Dob2digit),
        // year first is the order of ISO, which needs no repair
        DateForm::Compact if text.trim().starts_with(&format!("{:04}", date.year())) => None,
        DateForm::Compact => Some(Code::DobCompact),
        DateForm::Words => Some(Code::DobWords),
        DateForm::ZeroDayMonth => Some(Code::DobZeroDayMonth),
        DateForm::MonthYear => Some(Code::DobMonthYear),
        DateForm::YearOnly => Some(Code::DobYearOnly),
    };
    Ok(Read { date, code })
}

/// Checks a date and puts it into the draft.
fn settle(draft: &mut Draft, read: Result<Read, DateProblem>, column: Option<u16>, text: &str, listed_on: NaiveDate) {
    let code = match read {
        Err(DateProblem::Impossible) => Code::DobImpossible,
        Err(DateProblem::Unreadable) => Code::DobUnreadable,
        Ok(Read { date, .. }) if date.year() < FIRST_YEAR => Code::DobTooOld,
        Ok(Read { date, .. }) if is_after(date, listed_on) => Code::DobFuture,
        Ok(Read { date, code }) => {
            draft.row.dob = Some(date);
            if let Some(code) = code {
                draft.find(code, column, Some(text));
            }
            return;
        }
    };
    draft.find(code, column, Some(text));
}

fn is_after(date: PartialDate, limit: NaiveDate) -> bool {
    match date {
        PartialDate::Day(day) => day > limit,
        PartialDate::Month(year, month) => (year, month) > (limit.year(), limit.month()),
        PartialDate::Year(year) => year > limit.year(),
    }
}

/// Day, month and year in three columns; an empty day or month leaves the year.
fn from_three_columns(draft: &mut Draft, picked: &Picked, century: Option<i32>, listed_on: NaiveDate) {
    let part =
        |role| picked.get(role).map(|(_, text)| text.trim().to_owned()).filter(|t| !t.trim_matches('0').is_empty());
    let column = picked.column(Role::DobYear);
    let Some(year) = part(Role::DobYear) else {
        draft.find(Code::DobMissing, column, None);
        return;
    };
    let text = match (part(Role::DobDay), part(Role::DobMonth)) {
        (Some(day), Some(month)) => format!("{day}/{month}/{year}"),
        (None, Some(month)) => format!("{month}/{year}"),
        _ => year,
    };
    settle(draft, of_text(&text, century), column, &text, listed_on);
}

/// Whether a column shows day and month swapped by a machine with American settings: either real dates all have days up to 12 while texts that
/// could not be taken for dates all have days from 13, or texts only make sense as month/day/year.
pub(super) fn is_swapped(table: &Table, sheet: &Sheet, from: usize) -> bool {
    let Some(column) = table.column_of(Role::Dob) else { return false };
    let (mut dates, mut late_days, mut texts, mut texts_from_13, mut american) =
        (0usize, 0usize, 0usize, 0usize, 0usize);
    for row in sheet.rows.iter().skip(from).take(2000) {
        let Some(cell) = row.cells.iter().find(|c| c.column == column) else { continue };
        match &cell.value {
            Value::DateTime(moment) => {
                dates += 1;
                late_days += usize::from(moment.date().day() > 12);
            }
            Value::Text(text) => {
                if let Some((first, second)) = two_numbers(text) {
                    texts += 1;
                    texts_from_13 += usize::from((13..=31).contains(&first) && second <= 12);
                    american += usize::from(first <= 12 && (13..=31).contains(&second));
                }
            }
            _ => {}
        }
    }
    let half_converted = dates >= 5 && late_days == 0 && texts >= 5 && texts_from_13 == texts;
    let all_american = american >= 4 && texts_from_13 == 0 && late_days == 0 && american * 3 >= texts;
    half_converted && american == 0 || all_american && dates == 0
}

/// The first two of three numbers of a written date.
fn two_numbers(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.trim().split(['/', '-', '.']).map(str::trim);
    let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
    if year.len() < 2 || first.len() > 2 {
        return None;
    }
    Some((first.parse().ok()?, second.parse().ok()?))
}

/// `month/day/year` turned to `day/month/year`; `None` where the text is already so.
fn swap_text(text: &str) -> Option<String> {
    let (first, second) = two_numbers(text)?;
    let year = text.trim().rsplit(['/', '-', '.']).next()?;
    (first <= 12).then(|| format!("{second}/{first}/{year}"))
}
