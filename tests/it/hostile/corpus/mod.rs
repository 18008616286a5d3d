//! Hostile files, made when they are wanted: small recipes of files that lie about themselves, grow, loop, or are something else.

mod container;
mod foreign;
mod old_excel;
mod open_document;
mod texts;
mod workbooks;
mod zips;

/// One kind of hostile file.
pub struct Kind {
    /// What it is.
    pub name: &'static str,
    /// Name under which it is uploaded.
    pub file: &'static str,
    /// Makes it.
    pub make: fn() -> Vec<u8>,
    /// What must be told.
    pub told: Told,
    /// A program without optimisation works for seconds on it.
    pub heavy: bool,
}

/// What must be told about a file.
#[derive(Clone, Copy)]
pub enum Told {
    /// It is read: this many people, and this finding about the file.
    Taken(u64, &'static str),
    /// It is refused with a sentence that holds these words.
    Refused(&'static str),
    /// It is refused before it is read: too large to be taken in.
    TooLarge,
}

/// Words of the sentences about files.
pub const TOO_BIG: Told = Told::Refused("tệp quá lớn");
pub const UNSAFE: Told = Told::Refused("cấu trúc không an toàn");
pub const DAMAGED: Told = Told::Refused("tệp hỏng hoặc bị cắt");
pub const PASSWORD: Told = Told::Refused("đặt mật khẩu");
pub const UNKNOWN: Told = Told::Refused("không nhận ra loại tệp");
pub const EMPTY: Told = Told::Refused("không có dữ liệu");
pub const NOBODY: Told = Told::Refused("không có danh sách người nào");

/// All kinds.
pub fn kinds() -> Vec<Kind> {
    [zips::kinds(), workbooks::kinds(), open_document::kinds(), old_excel::kinds(), texts::kinds(), foreign::kinds()]
        .into_iter()
        .flatten()
        .collect()
}

fn kind(name: &'static str, file: &'static str, told: Told, make: fn() -> Vec<u8>) -> Kind {
    Kind { name, file, make, told, heavy: false }
}

fn heavy(name: &'static str, file: &'static str, told: Told, make: fn() -> Vec<u8>) -> Kind {
    Kind { heavy: true, ..kind(name, file, told, make) }
}

/// How many times less a program without optimisation is given to read; the full size is for the measurement.
const LESS: usize = if cfg!(debug_assertions) { 10 } else { 1 };

/// Head of a list of people as rows of text.
const HEAD: [&str; 5] = ["TT", "Họ và tên", "Ngày sinh", "Số CCCD", "Thôn"];
/// Somebody on such a list.
const PERSON: [&str; 5] = ["1", "Nguyễn Văn An", "01/02/1990", "038090000001", "Thôn 1"];
