//! PDFs of strangers. They are opened in a child process under limits of memory, processor time and output: there it is told how many pages they have, they
//! are set once for trial, and their pages are drawn. The server itself sets a file into a document only after a child has done the same with the same
//! bytes in less memory and on a smaller stack.

pub mod child;

use serde::{Deserialize, Serialize};

use super::error::DocumentError;
use crate::roster::sandbox::{SandboxError, SandboxSettings, ask_in_child};

/// The hidden first argument that makes the program a child that opens a PDF.
pub const ARGUMENT: &str = "__pdf";
/// The most bytes of a PDF that is attached.
pub const MOST_BYTES: usize = super::issue::MOST_BYTES;
/// The most pages of one.
pub const MOST_PAGES: u32 = 100;
/// The most bytes of what a child tells about a file.
const TOLD_BYTES: u64 = 4 << 10;
/// The most bytes of a page that is drawn.
const PICTURE_BYTES: u64 = 24 << 20;

/// What a child is asked.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
enum Ask {
    /// Whether it can be attached, and how many pages it has.
    Inspect,
    /// The picture of a page, the first being 1.
    Draw(u32),
}

/// What a child tells about a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Told {
    /// It can be attached.
    Pages(u32),
    /// It cannot.
    Refused(Refusal),
}

/// Why a PDF cannot be attached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// It wants a password.
    Encrypted,
    /// It is none, or cannot be read.
    Damaged,
    /// It has none, or too many pages.
    Pages,
    /// A page is smaller than a stamp or larger than any paper.
    Size,
    /// Its pages cannot be set into another document.
    Unfit,
    /// It asks for more memory or time than a paper needs.
    TooMuch,
}

impl Refusal {
    /// What it is and what to do.
    pub fn vietnamese(self) -> &'static str {
        match self {
            Self::Encrypted => "tệp có mật khẩu. Hãy bỏ mật khẩu (mở tệp, in lại ra PDF) rồi chọn lại",
            Self::Damaged => "tệp hỏng hoặc không phải PDF. Hãy tải lại tệp từ nơi gửi, hoặc quét lại văn bản",
            Self::Pages => "tệp không có trang nào hoặc có quá 100 trang. Hãy tách phần cần gửi kèm thành tệp riêng",
            Self::Size => "trong tệp có trang nhỏ hơn 1 cm hoặc lớn hơn khổ A0. Hãy in lại ra PDF khổ A4 rồi chọn lại",
            Self::Unfit => {
                "tệp dùng tính năng PDF không ghép được vào văn bản khác. Hãy mở tệp, in lại ra PDF rồi chọn lại"
            }
            Self::TooMuch => {
                "tệp cần quá nhiều bộ nhớ hoặc thời gian để đọc. Hãy in lại ra PDF, hoặc quét lại ở 200 dpi rồi chọn lại"
            }
        }
    }
}

/// How many pages a PDF has that can be attached.
///
/// # Errors
/// It cannot be, or the system is too busy to say.
pub fn inspect(bytes: &[u8], settings: &SandboxSettings) -> Result<u32, DocumentError> {
    if bytes.len() > MOST_BYTES {
        return Err(DocumentError::TooBig);
    }
    if !bytes.starts_with(b"%PDF-") {
        return Err(DocumentError::BadPdf(Refusal::Damaged));
    }
    let answer = ask_in_child(ARGUMENT, &Ask::Inspect, bytes, TOLD_BYTES, settings).map_err(refused)?;
    match serde_json::from_slice(&answer) {
        Ok(Told::Pages(pages)) => Ok(pages),
        Ok(Told::Refused(why)) => Err(DocumentError::BadPdf(why)),
        Err(_) => Err(DocumentError::BadPdf(Refusal::Damaged)),
    }
}

/// A page of a PDF as a picture (SVG), the first being 1.
///
/// # Errors
/// As [`inspect`].
pub fn draw(bytes: &[u8], page: u32, settings: &SandboxSettings) -> Result<Vec<u8>, DocumentError> {
    ask_in_child(ARGUMENT, &Ask::Draw(page), bytes, PICTURE_BYTES, settings).map_err(refused)
}

/// What ended a child is told as a fault of the file; what kept it from beginning is none.
fn refused(error: SandboxError) -> DocumentError {
    match error {
        SandboxError::Memory | SandboxError::TooSlow | SandboxError::OutputTooBig => {
            DocumentError::BadPdf(Refusal::TooMuch)
        }
        SandboxError::Crashed => DocumentError::BadPdf(Refusal::Damaged),
        other => DocumentError::Sandbox(other),
    }
}
