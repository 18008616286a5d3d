//! The file as an archive of parts (ECMA-376, part 2): opened under limits, refused where it holds what no template of an office needs.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::refusal::{PartKind, TemplateError};

/// The most bytes of a file.
pub const MOST_BYTES: usize = 10 << 20;
/// The most parts.
const MOST_PARTS: usize = 1000;
/// The most bytes of all parts once unpacked.
const MOST_UNPACKED: u64 = 64 << 20;
/// The most bytes of one part that people read.
const MOST_TEXT: usize = 12 << 20;
/// What the content types of parts that people read begin with.
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.";
/// Relations to what is packed into a file beside its text, by the last word of their type.
const EMBEDDED: [&str; 8] = [
    "oleObject",
    "package",
    "control",
    "activeXControlBinary",
    "aFChunk",
    "attachedToolbars",
    "subDocument",
    "customUI",
];

/// The parts of a file by their names.
pub(super) struct Package {
    parts: BTreeMap<String, Vec<u8>>,
}

impl Package {
    /// Opens a file.
    ///
    /// # Errors
    /// Not a Word document, too big, or with something in it that is not taken.
    pub fn open(bytes: &[u8]) -> Result<Self, TemplateError> {
        if bytes.len() > MOST_BYTES {
            return Err(TemplateError::TooBig);
        }
        if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
            return Err(TemplateError::OldOrLocked);
        }
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| TemplateError::NotDocx)?;
        if archive.len() > MOST_PARTS {
            return Err(TemplateError::TooMuch("quá nhiều phần trong tệp"));
        }
        let (mut parts, mut room) = (BTreeMap::new(), MOST_UNPACKED);
        for at in 0..archive.len() {
            let damaged = |_| TemplateError::Damaged("không giải nén được");
            let part = archive.by_index(at).map_err(damaged)?;
            let name = part.name().map_err(damaged)?.into_owned();
            let mut content = Vec::new();
            let read = part.take(room + 1).read_to_end(&mut content);
            let read = read.map_err(|_| TemplateError::Damaged("không giải nén được"))? as u64;
            room = room.checked_sub(read).ok_or(TemplateError::TooMuch("sau khi giải nén"))?;
            parts.insert(name, content);
        }
        let package = Self { parts };
        package.checked()?;
        Ok(package)
    }

    fn checked(&self) -> Result<(), TemplateError> {
        for (name, content) in &self.parts {
            let lower = name.to_lowercase();
            if lower.contains("vbaproject") || lower.contains("vbadata") {
                return Err(TemplateError::Macro);
            }
            let is_xml = [".xml", ".rels", ".vml"].iter().any(|end| lower.ends_with(end));
            if is_xml && contains(content, b"<!DOCTYPE") {
                return Err(TemplateError::Declares);
            }
            if lower.ends_with(".rels") {
                relations(text(content)?)?;
            }
        }
        Ok(())
    }

    /// The parts that people read, with what each is, the text itself first.
    ///
    /// # Errors
    /// There is no text, or it is that of a file with macros or of a Word template.
    pub fn read_by_people(&self) -> Result<Vec<(String, PartKind, String)>, TemplateError> {
        let types = self.parts.get("[Content_Types].xml").ok_or(TemplateError::NotDocx)?;
        let mut found = Vec::new();
        for (name, content_type) in overrides(text(types)?)? {
            if content_type.contains("macroEnabled") {
                return Err(TemplateError::Macro);
            }
            let kind = match content_type.strip_prefix(WORD) {
                Some("template.main+xml") => return Err(TemplateError::WordTemplate),
                Some("document.main+xml") => PartKind::Body,
                Some("header+xml") => PartKind::Header,
                Some("footer+xml") => PartKind::Footer,
                Some("footnotes+xml") => PartKind::Footnotes,
                Some("endnotes+xml") => PartKind::Endnotes,
                _ => continue,
            };
            let name = name.trim_start_matches('/').to_owned();
            // A declaration of a part that is not there is no fault of the text.
            let Some(content) = self.parts.get(&name) else { continue };
            if content.len() > MOST_TEXT {
                return Err(TemplateError::TooMuch("phần chữ"));
            }
            found.push((name, kind, text(content)?.to_owned()));
        }
        let bodies = found.iter().filter(|(_, kind, _)| *kind == PartKind::Body).count();
        found.sort_by_key(|(name, kind, _)| (*kind != PartKind::Body, name.clone()));
        if bodies == 1 { Ok(found) } else { Err(TemplateError::NotDocx) }
    }

    /// Names of drawn parts that hold something like a mark: charts, diagrams, comments.
    pub fn drawn_with_marks(&self) -> bool {
        let drawn = ["word/charts/", "word/diagrams/", "word/comments"];
        let mut of_words = self.parts.iter().filter(|(name, _)| drawn.iter().any(|folder| name.starts_with(folder)));
        of_words.any(|(name, content)| name.ends_with(".xml") && contains(content, b"{{"))
    }
}

/// The file with some of its parts replaced. All others keep their bytes.
pub(super) fn with_parts(bytes: &[u8], replaced: &BTreeMap<&str, String>) -> Result<Vec<u8>, TemplateError> {
    let failed = |error: zip::result::ZipError| TemplateError::Unwritten(error.to_string());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(failed)?;
    let mut out = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len())));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for at in 0..archive.len() {
        let part = archive.by_index_raw(at).map_err(failed)?;
        let name = part.name().map_err(failed)?.into_owned();
        match replaced.get(name.as_str()) {
            None => out.raw_copy_file(part).map_err(failed)?,
            Some(xml) => {
                out.start_file(name, options).map_err(failed)?;
                out.write_all(xml.as_bytes()).map_err(|error| TemplateError::Unwritten(error.to_string()))?;
            }
        }
    }
    Ok(out.finish().map_err(failed)?.into_inner())
}

fn contains(content: &[u8], word: &[u8]) -> bool {
    content.windows(word.len()).any(|window| window == word)
}

fn text(content: &[u8]) -> Result<&str, TemplateError> {
    std::str::from_utf8(content).map_err(|_| TemplateError::Damaged("không dùng bảng mã UTF-8"))
}

/// Calls something for every element of a small part.
fn each_element(
    xml: &str,
    mut seen: impl FnMut(&BytesStart<'_>) -> Result<(), TemplateError>,
) -> Result<(), TemplateError> {
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event().map_err(|_| TemplateError::Damaged("XML sai cú pháp"))? {
            Event::Start(tag) | Event::Empty(tag) => seen(&tag)?,
            Event::DocType(_) => return Err(TemplateError::Declares),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|attribute| attribute.key.as_ref() == name)?;
    Some(quick_xml::escape::unescape(&found.value).ok()?.into_owned())
}

/// Names of parts with their types.
fn overrides(xml: &str) -> Result<Vec<(String, String)>, TemplateError> {
    let mut found = Vec::new();
    each_element(xml, |tag| {
        if tag.local_name().as_ref() == "Override" {
            found.extend(attribute(tag, "PartName").zip(attribute(tag, "ContentType")));
        }
        Ok(())
    })?;
    Ok(found)
}

/// Refuses relations to what is fetched from elsewhere, and to what is packed in beside the text. Links that a reader follows by hand are none.
fn relations(xml: &str) -> Result<(), TemplateError> {
    each_element(xml, |tag| {
        if tag.local_name().as_ref() != "Relationship" {
            return Ok(());
        }
        let (kind, target) = (attribute(tag, "Type").unwrap_or_default(), attribute(tag, "Target").unwrap_or_default());
        let kind = kind.rsplit('/').next().unwrap_or_default();
        if kind == "vbaProject" || kind == "wordVbaData" {
            return Err(TemplateError::Macro);
        }
        let lower = target.to_lowercase();
        let outside = attribute(tag, "TargetMode").is_some_and(|mode| mode.eq_ignore_ascii_case("External"))
            || lower.contains("://")
            || lower.starts_with("file:")
            || lower.starts_with("\\\\");
        let followed = ["http://", "https://", "mailto:", "#"].iter().any(|begin| lower.starts_with(begin));
        if outside && !(kind == "hyperlink" && followed) {
            return Err(TemplateError::External(super::refusal::shortened(&target)));
        }
        if EMBEDDED.contains(&kind) {
            return Err(TemplateError::Embedded(super::refusal::shortened(&target)));
        }
        Ok(())
    })
}
