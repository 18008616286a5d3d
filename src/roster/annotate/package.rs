//! A workbook as a set of parts: some are changed or added, all others are copied byte by byte.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use zip::write::{PreparedZipFile, SimpleFileOptions, ZipFileBuilder};
use zip::{ZipArchive, ZipWriter};

use super::raw_xml::{before_last_end_tag, escaped};
use crate::roster::read::archive::Archive;
use crate::roster::read::{Limits, ReadError, text_encoding, xlsx};

/// Where the types of parts are listed.
const CONTENT_TYPES: &str = "[Content_Types].xml";

/// An opened workbook with the parts that changed.
pub struct Package<'a> {
    /// The workbook as it came.
    pub archive: Archive<'a>,
    bytes: &'a [u8],
    limits: &'a Limits,
    /// Changed small parts as text, by lower-case name, with the name to write.
    texts: BTreeMap<String, (String, String)>,
    /// Changed large parts, compressed already.
    prepared: BTreeMap<String, PreparedZipFile>,
}

impl<'a> Package<'a> {
    /// Opens a container.
    ///
    /// # Errors
    /// As [`Archive::open`].
    pub fn open(bytes: &'a [u8], limits: &'a Limits) -> Result<Self, ReadError> {
        let archive = Archive::open(bytes, limits)?;
        Ok(Package { archive, bytes, limits, texts: BTreeMap::new(), prepared: BTreeMap::new() })
    }

    /// Whether there is such a part, old or new.
    pub fn contains(&self, name: &str) -> bool {
        let key = name.to_lowercase();
        self.texts.contains_key(&key) || self.prepared.contains_key(&key) || self.archive.contains(name)
    }

    /// The text of a part as it is now.
    ///
    /// # Errors
    /// As [`Archive::read_part`].
    pub fn text(&mut self, name: &str) -> Result<String, ReadError> {
        if let Some((_, text)) = self.texts.get(&name.to_lowercase()) {
            return Ok(text.clone());
        }
        let bytes = self.archive.read_part(name)?;
        Ok(utf_8_declared(&text_encoding::decode_xml(&bytes)).into_owned())
    }

    /// Changes or adds a part.
    pub fn set(&mut self, name: &str, text: String) {
        self.texts.insert(name.to_lowercase(), (name.to_owned(), text));
    }

    /// Changes a large part, which is compressed while it is written.
    ///
    /// # Errors
    /// What `write` raises.
    pub fn set_large(
        &mut self,
        name: &str,
        write: impl FnOnce(&mut Archive<'a>, &mut dyn Write) -> Result<(), ReadError>,
    ) -> Result<(), ReadError> {
        let mut builder = ZipFileBuilder::new(name, options())?;
        write(&mut self.archive, &mut builder)?;
        self.prepared.insert(name.to_lowercase(), builder.finish()?);
        Ok(())
    }

    /// A name that no part has: `xl/comments{n}.xml` with the lowest free n.
    pub fn free_name(&self, start: &str, end: &str) -> String {
        let name = |number: u32| format!("{start}{number}{end}");
        (1..).map(name).find(|name| !self.contains(name)).unwrap_or_default()
    }

    /// An identity that no relation of a part has.
    ///
    /// # Errors
    /// Where the relations cannot be read.
    pub fn free_identity(&mut self, from: &str) -> Result<String, ReadError> {
        let text = self.relations_text(from)?;
        let free = (1..).map(|number| format!("rId{number}")).find(|id| !text.contains(&format!("\"{id}\"")));
        Ok(free.unwrap_or_default())
    }

    /// Adds a relation with this identity from a part to another.
    ///
    /// # Errors
    /// Where the relations cannot be read.
    pub fn relate(&mut self, from: &str, identity: &str, kind: &str, target: &str) -> Result<(), ReadError> {
        let (kind, target) = (escaped(kind), escaped(target));
        let relation =
            |prefix: &str| format!("<{prefix}Relationship Id=\"{identity}\" Type=\"{kind}\" Target=\"/{target}\"/>");
        let text = before_last_end_tag(&self.relations_text(from)?, relation)?;
        self.set(&relations_part(from), text);
        Ok(())
    }

    /// The relations of a part; an empty list where there are none.
    fn relations_text(&mut self, from: &str) -> Result<String, ReadError> {
        let part = relations_part(from);
        let text = if self.contains(&part) { self.text(&part)? } else { String::new() };
        // A list without relations may be in the short form.
        Ok(if text.contains("</") { text } else { NO_RELATIONS.to_owned() })
    }

    /// The relations of a part: identity, kind and target.
    ///
    /// # Errors
    /// Where the relations cannot be read.
    pub fn relations(&mut self, from: &str) -> Result<Vec<(String, xlsx::Relation)>, ReadError> {
        let part = relations_part(from);
        if !self.contains(&part) {
            return Ok(Vec::new());
        }
        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        Ok(xlsx::parse_relations(self.text(&part)?.as_bytes(), folder, self.limits)?.into_iter().collect())
    }

    /// Lists the type of a part, or of an extension (`default`).
    ///
    /// # Errors
    /// Where the list of types cannot be read.
    pub fn declare(&mut self, part: &str, content_type: &str) -> Result<(), ReadError> {
        self.add_type(&format!("Override PartName=\"/{}\" ContentType=\"{content_type}\"/>", escaped(part)))
    }

    /// Lists the type of an extension, unless it is listed.
    ///
    /// # Errors
    /// Where the list of types cannot be read.
    pub fn declare_extension(&mut self, extension: &str, content_type: &str) -> Result<(), ReadError> {
        let listed = format!("extension=\"{extension}\"");
        if self.text(CONTENT_TYPES)?.to_lowercase().contains(&listed) {
            return Ok(());
        }
        self.add_type(&format!("Default Extension=\"{extension}\" ContentType=\"{content_type}\"/>"))
    }

    /// The list of types.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn types(&mut self) -> Result<String, ReadError> {
        self.text(CONTENT_TYPES)
    }

    fn add_type(&mut self, entry: &str) -> Result<(), ReadError> {
        let text = before_last_end_tag(&self.text(CONTENT_TYPES)?, |prefix| format!("<{prefix}{entry}"))?;
        self.set(CONTENT_TYPES, text);
        Ok(())
    }

    /// The bytes of the changed workbook: parts in their order, new ones at the end.
    ///
    /// # Errors
    /// Where the container cannot be copied.
    pub fn finish(mut self) -> Result<Vec<u8>, ReadError> {
        self.archive.check_unread_parts()?;
        let mut old = ZipArchive::new(Cursor::new(self.bytes))?;
        let mut new = ZipWriter::new(Cursor::new(Vec::with_capacity(self.bytes.len())));
        for index in 0..old.len() {
            let entry = old.by_index_raw(index)?;
            let key = String::from_utf8_lossy(entry.name_raw()).replace('\\', "/").to_lowercase();
            if let Some((name, text)) = self.texts.remove(&key) {
                write_text(&mut new, &name, &text)?;
            } else if let Some(part) = self.prepared.remove(&key) {
                new.add_prepared_file(part)?;
            } else {
                new.raw_copy_file(entry)?;
            }
        }
        for (name, text) in self.texts.into_values() {
            write_text(&mut new, &name, &text)?;
        }
        for part in self.prepared.into_values() {
            new.add_prepared_file(part)?;
        }
        Ok(new.finish()?.into_inner())
    }
}

/// A list of no relations.
const NO_RELATIONS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
    <Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"></Relationships>";

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated)
}

fn write_text(zip: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str, text: &str) -> Result<(), ReadError> {
    zip.start_file(name, options())?;
    zip.write_all(text.as_bytes())?;
    Ok(())
}

/// Where the relations of a part are listed.
fn relations_part(part: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, file)) => format!("{folder}/_rels/{file}.rels"),
        None => format!("_rels/{part}.rels"),
    }
}

/// What was decoded is written as UTF-8, so it must not declare anything else.
pub fn utf_8_declared(text: &str) -> Cow<'_, str> {
    let declaration = text.get(..text.find("?>").unwrap_or(0)).unwrap_or_default();
    if !declaration.to_lowercase().contains("utf-16") {
        return Cow::Borrowed(text);
    }
    let rest = text.get(declaration.len() + 2..).unwrap_or_default();
    Cow::Owned(format!("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>{rest}"))
}
