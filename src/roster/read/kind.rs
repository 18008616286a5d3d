//! The format of a file by its content, never by its name.

use super::archive::Archive;
use super::compound::CompoundFile;
use super::{Limits, ReadError};
use super::{spreadsheet_xml, text_encoding};

/// How ZIP containers start.
const ARCHIVE: &[u8] = b"PK";
/// How compound files start.
const COMPOUND: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0];

/// How files start that people take for spreadsheets by mistake: PDF, RTF, pictures, other archives, programs.
const FOREIGN: [&[u8]; 11] = [
    b"%PDF-",
    b"{\\rtf",
    b"\x89PNG",
    &[0xFF, 0xD8, 0xFF],
    b"GIF8",
    b"BM",
    b"RIFF",
    b"Rar!",
    b"7z\xBC\xAF",
    &[0x1F, 0x8B],
    b"MZ",
];

/// Whether a file that starts so may be delimited text, and as big as that may be: it is no binary container and no page.
pub fn may_be_text(first: &[u8]) -> bool {
    let visible = first.iter().find(|byte| byte.is_ascii_graphic());
    !first.starts_with(ARCHIVE) && !first.starts_with(COMPOUND) && visible != Some(&b'<') && !is_foreign(first)
}

/// A few letters are not enough to tell a picture from a list whose first word is `BM`: then a zero has to follow soon.
fn is_foreign(first: &[u8]) -> bool {
    let start = first.get(..16).unwrap_or(first);
    FOREIGN.iter().any(|signature| first.starts_with(signature) && (signature.len() > 2 || start.contains(&0)))
}

/// The formats we read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// Office Open XML (`.xlsx`, `.xlsm`).
    Xlsx,
    /// Office Open XML with binary parts.
    Xlsb,
    /// OpenDocument spreadsheet.
    Ods,
    /// BIFF in a compound file.
    Xls,
    /// A web page, mostly saved by other programs as `.xls`.
    Html,
    /// XML spreadsheet of Excel 2003.
    SpreadsheetXml,
    /// Delimited text.
    Csv,
}

impl FileKind {
    /// Whether the extension of the name belongs to this kind. A name without extension claims nothing.
    pub fn fits_extension_of(self, file_name: &str) -> bool {
        let Some(extension) = extension(file_name) else { return true };
        let own: &[&str] = match self {
            FileKind::Xlsx => &["xlsx", "xlsm", "xltx", "xltm"],
            FileKind::Xlsb => &["xlsb"],
            FileKind::Ods => &["ods", "ots"],
            FileKind::Xls => &["xls", "xlt", "et"],
            FileKind::Html => &["html", "htm"],
            FileKind::SpreadsheetXml => &["xml"],
            FileKind::Csv => &["csv", "txt", "tsv", "tab"],
        };
        own.contains(&extension.as_str())
    }
}

/// Lower-case extension of a name, without the dot.
fn extension(file_name: &str) -> Option<String> {
    let base = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
    base.rsplit_once('.')
        .map(|(_, extension)| extension.trim().to_lowercase())
        .filter(|extension| !extension.is_empty())
}

/// Whether the name claims a binary spreadsheet, so that unreadable bytes mean a damaged one rather than some other kind of file.
fn claims_spreadsheet(file_name: &str) -> bool {
    extension(file_name).is_some_and(|extension| {
        ["xlsx", "xlsm", "xlsb", "xls", "ods", "xltx", "xlt", "et"].contains(&extension.as_str())
    })
}

/// Tells the format.
///
/// # Errors
/// [`ReadError::Encrypted`] for password-protected OOXML, [`ReadError::Unknown`] for files that are no spreadsheet, [`ReadError::Corrupt`] for
/// containers that cannot be opened.
pub fn detect(bytes: &[u8], file_name: &str, limits: &Limits) -> Result<FileKind, ReadError> {
    if bytes.starts_with(ARCHIVE) {
        return detect_archive(bytes, limits);
    }
    if bytes.starts_with(COMPOUND) {
        return detect_compound(bytes);
    }
    if is_foreign(bytes) {
        return Err(ReadError::Unknown);
    }
    if bytes.is_empty() && claims_spreadsheet(file_name) {
        return Err(ReadError::corrupt("no bytes"));
    }
    if !text_encoding::looks_like_text(bytes) {
        return Err(if claims_spreadsheet(file_name) {
            ReadError::corrupt("no known signature")
        } else {
            ReadError::Unknown
        });
    }
    let start = text_encoding::decode(bytes.get(..4096).unwrap_or(bytes));
    let start = start.trim_start_matches('\u{feff}').trim_start();
    if !start.starts_with('<') {
        return Ok(FileKind::Csv);
    }
    let lower = start.to_lowercase();
    if start.contains(spreadsheet_xml::NAME_SPACE) && !lower.contains("<html") {
        return Ok(FileKind::SpreadsheetXml);
    }
    if ["<html", "<table", "<!doctype html", "<meta", "<head", "<body", "<style", "<div"]
        .iter()
        .any(|tag| lower.contains(tag))
    {
        Ok(FileKind::Html)
    } else if lower.starts_with("<?xml") {
        Err(ReadError::Unknown)
    } else {
        Ok(FileKind::Csv)
    }
}

fn detect_archive(bytes: &[u8], limits: &Limits) -> Result<FileKind, ReadError> {
    let mut archive = Archive::open(bytes, limits)?;
    if archive.contains("xl/workbook.bin") {
        return Ok(FileKind::Xlsb);
    }
    if archive.contains("content.xml") && archive.contains("mimetype") {
        let mimetype = archive.read_part("mimetype")?;
        return if mimetype.starts_with(b"application/vnd.oasis.opendocument.spreadsheet") {
            Ok(FileKind::Ods)
        } else {
            Err(ReadError::Unknown)
        };
    }
    if archive.contains("xl/workbook.xml") {
        return Ok(FileKind::Xlsx);
    }
    if archive.contains("word/document.xml") || archive.contains("ppt/presentation.xml") {
        return Err(ReadError::Unknown);
    }
    // Some writers name the workbook part otherwise; the relations of the package tell it.
    if archive.contains("_rels/.rels") && archive.names().any(|name| name.starts_with("xl/")) {
        return Ok(FileKind::Xlsx);
    }
    Err(ReadError::Unknown)
}

fn detect_compound(bytes: &[u8]) -> Result<FileKind, ReadError> {
    let file = CompoundFile::open(bytes)?;
    if file.contains("EncryptedPackage") {
        Err(ReadError::Encrypted)
    } else if file.contains("Workbook") || file.contains("Book") {
        Ok(FileKind::Xls)
    } else if file.is_empty() {
        Err(ReadError::corrupt("a directory without entries"))
    } else {
        Err(ReadError::Unknown)
    }
}
