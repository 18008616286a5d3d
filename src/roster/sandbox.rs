//! Files are hostile, so they are read in a child process of the same program, under limits of memory, processor time, wall clock and output.
//!
//! The parent ([`read_in_child_streaming`]) writes one request line and the bytes of the file, as they come, to the child and takes frames of rows
//! back, so it never holds more than a piece of the file and a frame. There is no second way to read a file.

use std::io::Read;
use std::path::PathBuf;
use std::time::Duration;

pub use super::reading::ReadingEvent;

use super::annotate::notes::WorkbookNotes;
use super::reading::Reading;
use super::understand::UnderstandOptions;

pub mod annotate_child;
mod annotate_parent;
mod annotate_protocol;
mod ask;
pub mod cells;
pub mod child;
mod listen;
mod parent;
mod protocol;
mod slots;

pub use ask::{Question, ask_in_child, asked, file_of};
pub use slots::CHILDREN_AT_ONCE;

#[cfg_attr(unix, path = "sandbox/limits_unix.rs")]
#[cfg_attr(windows, path = "sandbox/limits_windows.rs")]
mod limits;

/// The hidden first argument that makes the program a child that parses.
pub const CHILD_ARGUMENT: &str = "__parse";

/// The hidden first argument that makes the program a child that marks a workbook.
pub const ANNOTATE_ARGUMENT: &str = "__annotate";

/// The hidden first argument that makes the program a child that tells the cells of a workbook.
pub const CELLS_ARGUMENT: &str = "__cells";

/// Environment variable that names the program to start instead of the running one (for test programs, which are not `tiendo`).
pub const PARSER_VARIABLE: &str = "TIENDO_PARSER_EXE";

/// How a child is started and what it may use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SandboxSettings {
    /// Program to start; `None` for the one that [`PARSER_VARIABLE`] names, else the running one.
    pub program: Option<PathBuf>,
    /// Address space of the child in bytes; for text the size of the file is added.
    pub memory_bytes: u64,
    /// Processor time for workbooks, and for small texts.
    pub processor_time: Duration,
    /// Processor time for delimited text of the greatest size; smaller ones get as much less as they are smaller.
    pub processor_time_of_text: Duration,
    /// What the wall clock may show beyond the processor time.
    pub waiting_time: Duration,
    /// Calls that may wait for a free child; further ones are refused at once.
    pub most_waiting: usize,
    /// Bytes of one frame the child may send, and of everything it may say that is no row.
    pub frame_bytes: u64,
    /// Bytes the child may send in all.
    pub output_bytes: u64,
}

/// A build without optimisation, as tests use it, reads some eight times slower.
const SLOWNESS: u32 = if cfg!(debug_assertions) { 6 } else { 1 };

impl Default for SandboxSettings {
    fn default() -> Self {
        SandboxSettings {
            program: None,
            memory_bytes: 512 << 20,
            // A workbook of 200.000 rows, the most we take, is read in half of it; a hostile one must end within ten seconds.
            processor_time: SLOWNESS * Duration::from_secs(8),
            processor_time_of_text: SLOWNESS * Duration::from_secs(180),
            waiting_time: Duration::from_secs(10),
            // Each waits on one of the threads that also wait for the database.
            most_waiting: 8,
            frame_bytes: 8 << 20,
            output_bytes: 1 << 30,
        }
    }
}

/// Why a file could not be read in a child. The sentences say what the person can do.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// The child wanted more memory than it may have, or the system killed it.
    #[error(
        "Tệp cần quá nhiều bộ nhớ để đọc nên đã dừng lại, chưa ghi gì. Hãy chia danh sách thành nhiều tệp nhỏ hơn, hoặc chép riêng bảng sang một tệp mới rồi nhập lại."
    )]
    Memory,
    /// The child took too long.
    #[error(
        "Đọc tệp quá lâu nên đã dừng lại, chưa ghi gì. Hãy chia danh sách thành nhiều tệp nhỏ hơn, hoặc chép riêng bảng sang một tệp mới rồi nhập lại."
    )]
    TooSlow,
    /// The child ended without a complete answer.
    #[error("Không đọc được tệp: tệp hỏng hoặc có cấu trúc lạ. Hãy mở tệp, lưu lại dưới dạng .xlsx rồi nhập lại.")]
    Crashed,
    /// The child sent more than it may.
    #[error("Tệp chứa quá nhiều dữ liệu. Hãy chia danh sách thành nhiều tệp nhỏ hơn rồi nhập lại.")]
    OutputTooBig,
    /// The file could not be read to its end on its way into the child.
    #[error("Không đọc được tệp đã lưu ({0}). Hãy tải tệp lên lần nữa.")]
    Unreadable(String),
    /// Too many files are waiting to be read.
    #[error("Máy chủ đang đọc nhiều tệp cùng lúc. Đợi một phút rồi tải lại tệp; chưa ghi gì.")]
    Busy,
    /// The program could not be started as a child.
    #[error("Máy chủ không khởi động được bộ đọc tệp ({0}). Hãy báo người quản trị hệ thống.")]
    CannotStart(String),
}

/// Reads a file of `file_bytes` bytes in a child, handing over piece by piece. An error of `take` ends the child and comes back as it is.
///
/// At most two children run at once; as many further calls as the settings say wait, the others are refused.
///
/// # Errors
/// [`SandboxError`] (as `E`), or the error of `take`. After an error the pieces handed over so far are not the whole file.
pub fn read_in_child_streaming<E: From<SandboxError>>(
    file: &mut (dyn Read + Send),
    file_bytes: u64,
    options: &UnderstandOptions,
    settings: &SandboxSettings,
    take: &mut dyn FnMut(ReadingEvent) -> Result<(), E>,
) -> Result<(), E> {
    let _slot = slots::take(settings.most_waiting).ok_or(SandboxError::Busy)?;
    parent::run(file, file_bytes, options, settings, take)
}

/// Reads a file that is at hand in a child into one value.
///
/// # Errors
/// [`SandboxError`].
pub fn read_in_child(
    mut file: &[u8],
    options: &UnderstandOptions,
    settings: &SandboxSettings,
) -> Result<Reading, SandboxError> {
    let mut reading = Reading::default();
    let file_bytes = file.len() as u64;
    read_in_child_streaming(&mut file, file_bytes, options, settings, &mut |event| {
        match event {
            ReadingEvent::File(codes) => reading.file_codes = codes,
            ReadingEvent::Sheet(sheet) => reading.sheets.push(sheet),
            ReadingEvent::Row(row) => reading.sheets.last_mut().ok_or(SandboxError::Crashed)?.rows.push(*row),
        }
        Ok(())
    })?;
    Ok(reading)
}

/// A workbook with notes written into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkedWorkbook {
    /// The extension that fits it, without the dot.
    pub extension: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Writes notes into a workbook in a child: the file is as hostile when it is written back as when it is read.
///
/// # Errors
/// [`SandboxError`].
pub fn annotate_in_child(
    file: &mut (dyn Read + Send),
    file_bytes: u64,
    file_name: &str,
    notes: &WorkbookNotes,
    settings: &SandboxSettings,
) -> Result<MarkedWorkbook, SandboxError> {
    let _slot = slots::take(settings.most_waiting).ok_or(SandboxError::Busy)?;
    annotate_parent::run(file, file_bytes, file_name, notes, settings)
}
