//! The list as delimited text, made while it is read: it is never in memory as a whole.

use std::io::{self, Read};

use chrono::NaiveDate;

use super::people::{self, Row};

const HEAD: &str =
    "STT,Họ và tên,Ngày sinh,Giới tính,Số CCCD,Số điện thoại,Thôn,Ngày cấp mức 1,Ngày cấp mức 2,Ngày kích hoạt,Số hộ\n";

/// A list of so many people.
pub struct Text {
    rows: u32,
    made: u32,
    piece: Vec<u8>,
    taken: usize,
}

impl Text {
    /// From its start.
    pub fn new(rows: u32) -> Self {
        Self { rows, made: 0, piece: HEAD.as_bytes().to_vec(), taken: 0 }
    }

    /// Bytes of the whole text.
    pub fn bytes(rows: u32) -> u64 {
        io::copy(&mut Self::new(rows), &mut io::sink()).unwrap()
    }
}

impl Read for Text {
    fn read(&mut self, place: &mut [u8]) -> io::Result<usize> {
        if self.taken == self.piece.len() && self.made < self.rows {
            self.made += 1;
            self.piece = line(self.made, &people::row(self.made)).into_bytes();
            self.taken = 0;
        }
        let length = (&self.piece[self.taken..]).read(place)?;
        self.taken += length;
        Ok(length)
    }
}

fn line(number: u32, row: &Row) -> String {
    let day = |day: Option<NaiveDate>| day.map(|day| day.format("%d/%m/%Y").to_string()).unwrap_or_default();
    format!(
        "{number},{},{},{},{},{},{},{},{},{},{}\n",
        row.full_name,
        day(Some(row.born)),
        row.sex,
        row.national_id,
        row.phone,
        row.village,
        day(row.level_1),
        day(row.level_2),
        day(row.activated),
        row.household
    )
}
