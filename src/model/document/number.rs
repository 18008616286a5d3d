//! Number and symbol of a document (số, ký hiệu văn bản): Nghị định 30/2020/NĐ-CP, Điều 15 and Phụ lục I, Mục II.3.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::Form;

/// What stands after the number: `UBND-CA`, `BC-UBND`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Symbol(String);

/// A number within a year with its symbol: `05/BC-UBND`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DocumentNumber {
    /// From 1 on 1 January.
    pub number: u32,
    /// The symbol.
    pub symbol: Symbol,
}

/// Why a number or symbol cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NumberError {
    /// Not letters joined by hyphens.
    #[error(
        "«{0}» không phải ký hiệu văn bản; hãy ghi các nhóm chữ nối bằng dấu gạch ngang, ví dụ UBND-CA hoặc BC-UBND"
    )]
    BadSymbol(String),
    /// Not `number/symbol`.
    #[error("«{0}» không phải số, ký hiệu văn bản; hãy ghi như 141/UBND-CA hoặc 05/BC-UBND")]
    BadNumber(String),
}

/// The longest symbol.
const LONGEST: usize = 40;

impl Symbol {
    /// The symbol of an agency's document: `loại-cơ quan` for one with a name, `cơ quan-đơn vị soạn` for a công văn. `drafter` is empty where nobody
    /// is named.
    pub fn of(form: Form, agency: &str, drafter: &str) -> Result<Self, NumberError> {
        let text = match form.abbreviation() {
            Some(name) => format!("{name}-{agency}"),
            None if drafter.is_empty() => agency.to_owned(),
            None => format!("{agency}-{drafter}"),
        };
        Self::parse(&text)
    }

    /// Reads a symbol; spaces around hyphens, which many write, are taken out.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        let joined = text.split('-').map(str::trim).collect::<Vec<_>>().join("-");
        let group = |group: &str| !group.is_empty() && group.chars().all(char::is_alphanumeric);
        let fits = joined.chars().count() <= LONGEST && joined.split('-').all(group);
        if fits { Ok(Self(joined)) } else { Err(NumberError::BadSymbol(text.to_owned())) }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl DocumentNumber {
    /// Reads `141/UBND-CA`.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        let bad = || NumberError::BadNumber(text.to_owned());
        let (number, symbol) = text.split_once('/').ok_or_else(bad)?;
        let number = number.trim();
        if !crate::vn::digits::is_digits(number) {
            return Err(bad());
        }
        let number = number.parse().ok().filter(|number| *number > 0).ok_or_else(bad)?;
        Ok(Self { number, symbol: Symbol::parse(symbol).map_err(|_| bad())? })
    }
}

impl fmt::Display for DocumentNumber {
    /// A zero before numbers below ten, nothing before others.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}/{}", self.number, self.symbol.0)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn symbols_follow_the_two_grammars() {
        for (form, agency, drafter, symbol) in [
            (Form::Letter, "UBND", "CA", "UBND-CA"),
            (Form::Letter, "UBND", "", "UBND"),
            (Form::Report, "UBND", "CA", "BC-UBND"),
            (Form::Plan, "TCTTKĐA06", "", "KH-TCTTKĐA06"),
            (Form::Proposal, "CAX", "", "TTr-CAX"),
        ] {
            assert_eq!(Symbol::of(form, agency, drafter).unwrap().as_str(), symbol);
        }
    }

    #[test]
    fn numbers_are_printed_and_read() {
        for (text, printed) in
            [("141/UBND-CA", "141/UBND-CA"), ("5/BC-UBND", "05/BC-UBND"), (" 007 / UBND - VHXH ", "07/UBND-VHXH")]
        {
            assert_eq!(DocumentNumber::parse(text).unwrap().to_string(), printed);
        }
        for text in ["", "141", "/UBND", "0/UBND", "-1/UBND", "141/", "141/UBND-", "141/UBND--CA", "141/U B", "1x/UBND"]
        {
            assert!(DocumentNumber::parse(text).is_err(), "{text}");
        }
    }
}
