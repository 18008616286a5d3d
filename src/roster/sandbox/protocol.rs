//! What parent and child say to each other: a request line, then the bytes of the file; back come lines, the last of which counts the rows.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::roster::choices::ReadingChoices;
use crate::roster::reading::{FindingCode, RosterRow, SheetReading};
use crate::roster::understand::UnderstandOptions;

/// Bytes the request line may have (thousands of village names fit).
pub const REQUEST_LINE_BYTES: u64 = 4 << 20;

/// The first line the child gets.
#[derive(Debug, Serialize, Deserialize)]
pub struct Request {
    /// Bytes of the file that follow the line.
    pub file_bytes: u64,
    file_name: String,
    listed_on: NaiveDate,
    today: NaiveDate,
    default_unit_name: Option<String>,
    known_villages: Vec<String>,
    known_offices: Vec<String>,
    choices: ReadingChoices,
}

impl Request {
    /// The request for a file of this size.
    pub fn new(options: &UnderstandOptions, file_bytes: u64) -> Self {
        Request {
            file_bytes,
            file_name: options.file_name.clone(),
            listed_on: options.listed_on,
            today: options.today,
            default_unit_name: options.default_unit_name.clone(),
            known_villages: options.known_villages.clone(),
            known_offices: options.known_offices.clone(),
            choices: options.choices.clone(),
        }
    }

    /// What understanding needs.
    pub fn into_options(self) -> UnderstandOptions {
        UnderstandOptions {
            listed_on: self.listed_on,
            today: self.today,
            default_unit_name: self.default_unit_name,
            known_villages: self.known_villages,
            known_offices: self.known_offices,
            file_name: self.file_name,
            choices: self.choices,
        }
    }
}

/// A line of the child, as it is written.
#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LineOut<'a> {
    /// Findings about the file.
    File(&'a [FindingCode]),
    /// A sheet, without rows.
    Sheet(&'a SheetReading),
    /// A row of the last sheet.
    Row(&'a RosterRow),
    /// All has been said; the number of rows.
    End(u64),
}

/// A line of the child, as it is read.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineIn {
    /// Findings about the file.
    File(Vec<FindingCode>),
    /// A sheet, without rows.
    Sheet(SheetReading),
    /// A row of the last sheet.
    Row(Box<RosterRow>),
    /// All has been said; the number of rows.
    End(u64),
}
