//! Rows as bytes: what the child sends to the server, and what the sealed pieces of a preview hold.
//!
//! The form is MessagePack. Structs are written as lists of their fields in order, enums by their fixed names, dates as numbers. So a piece kept in
//! the database survives new codes, new enum members in any order and new fields at the end (`#[serde(default)]`); a field may never be left out
//! when it is written (`skip_serializing_if`) unless it is the last. Whatever else changes raises [`FORMAT`], and a piece of another format is
//! refused instead of being read wrongly.

use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};

/// Number of the form, the first byte of every list.
pub const FORMAT: u8 = 1;

/// Bytes that are no list of such things, or of another format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not in the form of rows: {0}")]
pub struct WireError(String);

impl WireError {
    fn of(reason: impl std::fmt::Display) -> Self {
        Self(reason.to_string())
    }
}

/// A list as bytes.
///
/// # Errors
/// None for the types of this room; [`WireError`] for a type that cannot be written.
pub fn encode<T: Serialize>(list: &[T]) -> Result<Vec<u8>, WireError> {
    let mut bytes = Vec::with_capacity(64 + list.len() * 256);
    bytes.push(FORMAT);
    append(&mut bytes, &list)?;
    Ok(bytes)
}

/// The list that [`encode`] wrote.
///
/// # Errors
/// [`WireError`] for bytes of another format and for damaged ones.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<Vec<T>, WireError> {
    match bytes.split_first() {
        Some((&FORMAT, list)) => read(list),
        Some((format, _)) => Err(WireError::of(format_args!("format {format}"))),
        None => Err(WireError::of("no bytes")),
    }
}

/// Appends one value, without the format byte.
pub(super) fn append<T: Serialize + ?Sized>(bytes: &mut Vec<u8>, value: &T) -> Result<(), WireError> {
    rmp_serde::encode::write(bytes, value).map_err(WireError::of)
}

/// One value that fills the bytes.
pub(super) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, WireError> {
    let mut values = Values::of(bytes);
    let value = values.next()?;
    values.end()?;
    Ok(value)
}

/// Values one after the other.
pub(super) struct Values<'b>(rmp_serde::Deserializer<rmp_serde::decode::ReadRefReader<'b, [u8]>>);

impl<'b> Values<'b> {
    /// The values in these bytes.
    pub(super) fn of(bytes: &'b [u8]) -> Self {
        Self(rmp_serde::Deserializer::from_read_ref(bytes))
    }

    /// The next value. Takes at least one byte, and never more memory than a small multiple of the bytes.
    pub(super) fn next<T: Deserialize<'b>>(&mut self) -> Result<T, WireError> {
        T::deserialize(&mut self.0).map_err(WireError::of)
    }

    /// Makes sure that nothing follows.
    pub(super) fn end(mut self) -> Result<(), WireError> {
        match self.next::<IgnoredAny>() {
            Ok(_) => Err(WireError::of("more than was said")),
            Err(_) => Ok(()),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use std::collections::BTreeMap;

    use chrono::NaiveDate;

    use super::*;
    use crate::roster::reading::{Finding, FindingCode, Mark, MarkReading, NoteStatus, RosterRow, RowResult};
    use crate::vn::date::PartialDate;
    use crate::vn::national_id::Sex;

    fn row() -> RosterRow {
        RosterRow {
            row: 10,
            c0: 1,
            result: RowResult::Warn,
            full_name: Some("Phạm Thị Bình".to_owned()),
            dob: Some(PartialDate::Month(1938, 6)),
            sex: Some(Sex::Female),
            milestones: BTreeMap::from([
                (Mark::M2, MarkReading { done: Some(true), date: NaiveDate::from_ymd_opt(2023, 3, 25) }),
                (Mark::CksAct, MarkReading { done: None, date: None }),
            ]),
            status: vec![NoteStatus::NoSmartphone],
            codes: vec![Finding { code: FindingCode::DobMonthYear, column: Some(3), given: Some("6/1938".to_owned()) }],
            ..RosterRow::default()
        }
    }

    #[test]
    fn rows_come_back_as_they_were() {
        let dates = ["1938-06-04", "1938-06", "1938"].map(PartialDate::parse_iso);
        let rows: Vec<RosterRow> =
            dates.into_iter().map(|dob| RosterRow { dob, ..row() }).chain([RosterRow::default()]).collect();
        assert_eq!(decode::<RosterRow>(&encode(&rows).unwrap()).unwrap(), rows);
    }

    /// Pieces of this form lie in databases. Whoever changes it raises [`FORMAT`].
    #[test]
    fn the_form_stays() {
        let bytes = encode(&[row()]).unwrap();
        assert_eq!(
            crate::model::hexadecimal::hexadecimal(&bytes),
            "0191dc00150a01a47761726eb25068e1baa16d205468e1bb8b2042c3ac6e68ce0127b978a26e75c0c0c0c0c0c0c0c0c0c0c082a26d3292c3ce000b452c\
             a7636b735f61637492c0c091ad6e6f5f736d61727470686f6e659193ae444f425f4d4f4e54485f5945415203a6362f3139333890"
        );
    }

    #[test]
    fn a_field_added_at_the_end_is_filled_in() {
        #[derive(Debug, PartialEq, Deserialize)]
        struct Later(u32, u16, #[serde(default)] Option<String>);
        assert_eq!(decode::<Later>(&encode(&[(7_u32, 1_u16)]).unwrap()).unwrap(), [Later(7, 1, None)]);
    }

    #[test]
    fn other_bytes_are_refused() {
        let good = encode(&[row()]).unwrap();
        let other_format = [&[FORMAT + 1], good.get(1..).unwrap()].concat();
        let longer = [good.as_slice(), &[0xc0]].concat();
        for bytes in [&[] as &[u8], &[FORMAT], &[FORMAT, 0xc1], &other_format, &longer] {
            assert!(decode::<RosterRow>(bytes).is_err(), "{bytes:?}");
        }
        for end in 0..good.len() {
            assert!(decode::<RosterRow>(good.get(..end).unwrap()).is_err());
        }
        // a list that claims four thousand million rows takes no memory for them
        assert!(decode::<RosterRow>(&[FORMAT, 0xdd, 0xff, 0xff, 0xff, 0xff]).is_err());
    }
}
