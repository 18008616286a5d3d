//! Values of calamine as values of the grid, and its panics as errors.

use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::Data;

use super::number_format;
use super::{Limits, ReadError};
use crate::roster::grid::Value;

/// Runs code of calamine. Damaged `.xls` and `.xlsb` files make it panic; that means a damaged file, not a failing program.
pub fn without_panic<T>(read: impl FnOnce() -> Result<T, ReadError>) -> Result<T, ReadError> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(ReadError::corrupt("the reader gave up")))
}

/// A value of the grid; `None` for an empty cell.
///
/// # Errors
/// [`ReadError::TooBig`] for too long texts, before they are copied.
pub fn value_of(data: &Data, limits: &Limits) -> Result<Option<Value>, ReadError> {
    Ok(Some(match data {
        Data::Empty => return Ok(None),
        Data::String(text) | Data::DurationIso(text) if text.len() > 4 * limits.cell_chars => {
            return Err(ReadError::TooBig("the text of a cell"));
        }
        Data::String(text) | Data::DurationIso(text) => Value::Text(text.clone()),
        Data::DateTimeIso(text) => {
            number_format::date_of_iso(text).map_or_else(|| Value::Text(text.clone()), Value::DateTime)
        }
        #[expect(clippy::cast_precision_loss, reason = "spreadsheets store doubles")]
        Data::Int(number) => Value::Number(*number as f64),
        Data::Float(number) => Value::Number(*number),
        Data::Bool(yes) => Value::Boolean(*yes),
        Data::Error(error) => Value::Error(error.to_string()),
        Data::DateTime(date) => {
            let day = if date.is_datetime() && date.as_f64() >= 1.0 { date.as_datetime() } else { None };
            day.map_or(Value::Number(date.as_f64()), Value::DateTime)
        }
    }))
}
