//! The only door to ZIP containers: names and counts are checked before anything is inflated, and bytes are counted while inflating.
//!
//! Bounds against sparse bombs, nested ratios, many entries, overlapping entries and path tricks.

use std::collections::{HashMap, HashSet};
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::read::ZipFile;

use super::{Limits, ReadError};

/// From this size on an entry must not be compressed more than [`Limits::inflation_ratio`].
const RATIO_FROM_BYTES: u64 = 1 << 20;

/// An opened container.
pub struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Lower-case name with `/` → index.
    index_by_name: HashMap<String, usize>,
    read: HashSet<usize>,
    inflated: u64,
    limits: &'a Limits,
}

impl<'a> Archive<'a> {
    /// Opens the container and checks what its directory tells.
    ///
    /// # Errors
    /// [`ReadError::Corrupt`], [`ReadError::Encrypted`], or [`ReadError::Unsafe`] for too many entries and names that are tricks.
    pub fn open(bytes: &'a [u8], limits: &'a Limits) -> Result<Self, ReadError> {
        let mut zip = ZipArchive::new(Cursor::new(bytes))?;
        if zip.len() > limits.archive_entries {
            return Err(ReadError::Unsafe("number of entries"));
        }
        if zip.has_duplicate_names() {
            return Err(ReadError::Unsafe("entry name twice"));
        }
        if zip.has_overlapping_files()? {
            return Err(ReadError::Unsafe("overlapping entries"));
        }
        let mut index_by_name = HashMap::with_capacity(zip.len());
        for index in 0..zip.len() {
            let entry = zip.by_index_raw(index)?;
            if entry.encrypted() {
                return Err(ReadError::Encrypted);
            }
            let name = String::from_utf8_lossy(entry.name_raw()).replace('\\', "/");
            if !is_plain_path(&name) {
                return Err(ReadError::Unsafe("entry name"));
            }
            if index_by_name.insert(name.to_lowercase(), index).is_some() {
                return Err(ReadError::Unsafe("entry name twice"));
            }
        }
        Ok(Archive { zip, index_by_name, read: HashSet::new(), inflated: 0, limits })
    }

    /// Whether there is such a part; case does not matter.
    pub fn contains(&self, name: &str) -> bool {
        self.index_by_name.contains_key(&name.to_lowercase())
    }

    /// Names of all parts, lower-case.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.index_by_name.keys().map(String::as_str)
    }

    /// A part as a stream that counts.
    ///
    /// # Errors
    /// [`ReadError::Corrupt`] where the part is missing or cannot be inflated.
    pub fn part(&mut self, name: &str) -> Result<Part<'_, 'a>, ReadError> {
        let index = *self
            .index_by_name
            .get(&name.to_lowercase())
            .ok_or_else(|| ReadError::Corrupt(format!("part {name} is missing")))?;
        self.part_by_index(index)
    }

    fn part_by_index(&mut self, index: usize) -> Result<Part<'_, 'a>, ReadError> {
        self.read.insert(index);
        let file = self.zip.by_index(index)?;
        let compressed = file.compressed_size();
        Ok(Part { file, compressed, produced: 0, total: &mut self.inflated, limits: self.limits })
    }

    /// A whole part.
    ///
    /// # Errors
    /// As [`Archive::part`], and the limits of inflating.
    pub fn read_part(&mut self, name: &str) -> Result<Vec<u8>, ReadError> {
        let mut bytes = Vec::new();
        self.part(name)?.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Inflates what no reader asked for, only to count it and to look for entity declarations.
    ///
    /// # Errors
    /// The limits of inflating; [`ReadError::Unsafe`] for a DOCTYPE.
    pub fn check_unread_parts(&mut self) -> Result<(), ReadError> {
        let mut names: Vec<(String, usize)> =
            self.index_by_name.iter().map(|(name, index)| (name.clone(), *index)).collect();
        names.retain(|(_, index)| !self.read.contains(index));
        for (name, index) in names {
            let is_xml = [".xml", ".rels", ".vml"].iter().any(|suffix| name.ends_with(suffix));
            let mut part = self.part_by_index(index)?;
            if is_xml {
                refuse_doctype(&mut part)?;
            } else {
                std::io::copy(&mut part, &mut std::io::sink())?;
            }
        }
        Ok(())
    }
}

/// Relative, without `..`, drive letters or control characters.
fn is_plain_path(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with('/')
        && !name.contains(':')
        && !name.chars().any(char::is_control)
        && !name.split('/').any(|component| component == "..")
}

/// Reads a stream to its end, looking for `<!DOCTYPE` (also in UTF-16, where the letters have zero bytes between them).
fn refuse_doctype(stream: &mut impl Read) -> Result<(), ReadError> {
    const NEEDLE: &[u8] = b"<!DOCTYPE";
    let mut matched = 0;
    let mut chunk = [0u8; 16 << 10];
    loop {
        let length = stream.read(&mut chunk)?;
        if length == 0 {
            return Ok(());
        }
        for byte in chunk.iter().take(length).filter(|byte| **byte != 0) {
            let upper = byte.to_ascii_uppercase();
            matched = match NEEDLE.get(matched) {
                Some(expected) if *expected == upper => matched + 1,
                _ => usize::from(upper == b'<'),
            };
            if matched == NEEDLE.len() {
                return Err(ReadError::Unsafe("DOCTYPE"));
            }
        }
    }
}

/// One part of the container, counted while it is inflated.
pub struct Part<'z, 'a> {
    file: ZipFile<'z, Cursor<&'a [u8]>>,
    compressed: u64,
    produced: u64,
    total: &'z mut u64,
    limits: &'a Limits,
}

impl Read for Part<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = self.file.read(buffer)?;
        self.produced += length as u64;
        *self.total += length as u64;
        if *self.total > self.limits.inflated_bytes {
            return Err(ReadError::TooBig("inflated size").into());
        }
        let allowed = self.compressed.saturating_mul(self.limits.inflation_ratio);
        if self.produced > RATIO_FROM_BYTES && self.produced > allowed {
            return Err(ReadError::Unsafe("inflation ratio").into());
        }
        Ok(length)
    }
}
