//! What parent and child say to each other: a request line, then the bytes of the file; back come frames, the last of which counts the rows.
//!
//! A frame is a byte for its kind, four for its length (little end first), and that many bytes of the form of [`wire`]. Rows come many in a frame.

use std::io::{self, Write};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::roster::choices::ReadingChoices;
use crate::roster::reading::{ReadingEvent, RosterRow};
use crate::roster::understand::UnderstandOptions;
use crate::roster::wire::{self, WireError};

/// Bytes the request line may have (thousands of village names fit).
pub const REQUEST_LINE_BYTES: u64 = 4 << 20;

/// Bytes of rows that are gathered before they are sent.
const ROWS_BYTES: usize = 64 << 10;

/// Bytes in front of the content of a frame.
pub const HEAD_BYTES: usize = 5;

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

/// What a frame holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrameKind {
    /// Findings about the file: the first frame, and only that.
    File,
    /// A sheet, without rows.
    Sheet,
    /// Rows of the last sheet, their number in front.
    Rows,
    /// All has been said; the number of rows.
    End,
}

impl FrameKind {
    const ALL: [Self; 4] = [Self::File, Self::Sheet, Self::Rows, Self::End];

    fn byte(self) -> u8 {
        self as u8 + 1
    }

    /// Kind and length that the head of a frame names; no kind for a head that makes no sense.
    pub fn of_head(head: [u8; HEAD_BYTES]) -> (Option<Self>, u32) {
        let [kind, a, b, c, d] = head;
        (Self::ALL.into_iter().find(|known| known.byte() == kind), u32::from_le_bytes([a, b, c, d]))
    }
}

/// Writes the frames of one reading.
pub struct FrameWriter<W> {
    output: W,
    rows: Vec<u8>,
    rows_in_frame: u32,
    rows_in_all: u64,
}

impl<W: Write> FrameWriter<W> {
    /// Nothing said yet.
    pub fn new(output: W) -> Self {
        Self { output, rows: Vec::with_capacity(2 * ROWS_BYTES), rows_in_frame: 0, rows_in_all: 0 }
    }

    /// Says the next piece.
    ///
    /// # Errors
    /// Where the parent does not listen any more.
    pub fn say(&mut self, event: ReadingEvent) -> io::Result<()> {
        match event {
            ReadingEvent::File(codes) => self.value(FrameKind::File, &codes),
            ReadingEvent::Sheet(sheet) => {
                self.flush_rows()?;
                self.value(FrameKind::Sheet, &sheet)
            }
            ReadingEvent::Row(row) => self.row(&row),
        }
    }

    fn row(&mut self, row: &RosterRow) -> io::Result<()> {
        wire::append(&mut self.rows, row).map_err(unwritten)?;
        self.rows_in_frame += 1;
        self.rows_in_all += 1;
        if self.rows.len() >= ROWS_BYTES { self.flush_rows() } else { Ok(()) }
    }

    /// All has been said.
    ///
    /// # Errors
    /// Where the parent does not listen any more.
    pub fn end(mut self) -> io::Result<()> {
        self.flush_rows()?;
        self.value(FrameKind::End, &self.rows_in_all.clone())?;
        self.output.flush()
    }

    fn flush_rows(&mut self) -> io::Result<()> {
        if self.rows_in_frame == 0 {
            return Ok(());
        }
        let mut number = Vec::with_capacity(HEAD_BYTES);
        wire::append(&mut number, &self.rows_in_frame).map_err(unwritten)?;
        head(&mut self.output, FrameKind::Rows, number.len() + self.rows.len())?;
        self.output.write_all(&number)?;
        self.output.write_all(&self.rows)?;
        self.rows.clear();
        self.rows_in_frame = 0;
        Ok(())
    }

    fn value<T: Serialize + ?Sized>(&mut self, kind: FrameKind, value: &T) -> io::Result<()> {
        let mut bytes = Vec::new();
        wire::append(&mut bytes, value).map_err(unwritten)?;
        head(&mut self.output, kind, bytes.len())?;
        self.output.write_all(&bytes)
    }
}

fn head(output: &mut impl Write, kind: FrameKind, length: usize) -> io::Result<()> {
    let length = u32::try_from(length).map_err(io::Error::other)?;
    output.write_all(&[kind.byte()])?;
    output.write_all(&length.to_le_bytes())
}

fn unwritten(error: WireError) -> io::Error {
    io::Error::other(error)
}
