//! Word files of an office as templates: fields like `{{so}}` and lists like `{{#don-vi}} … {{/don-vi}}` are filled with what one document says, everything
//! else stays as the office made it. Pure: bytes and values in, bytes out.
//!
//! A file is hostile until it has been read: [`Template::read`] refuses macros, embedded objects, links to elsewhere, declarations of entities, changes that
//! nobody has decided on, and files that are larger than any dispatch. What a field is filled with is text, never markup, and is not searched for fields.

mod loops;
mod marks;
mod package;
mod paragraphs;
mod part;
mod refusal;
#[cfg(test)]
mod test_docx;
#[cfg(test)]
mod tests;
mod tree;
mod values;
mod vocabulary;
mod write;

use std::collections::BTreeMap;

use self::package::Package;
use self::part::Part;

pub use package::MOST_BYTES;
pub use refusal::{Finding, PartKind, Place, Problem, TemplateError};
pub use values::{Row, Values};
pub use vocabulary::{FIELDS, Field, LISTS, List, MEASURED, Repeats};

/// A Word file that was read.
#[derive(Debug)]
pub struct Template<'a> {
    bytes: &'a [u8],
    /// Parts with marks, the text first.
    parts: Vec<Part>,
    /// Something like a mark stands where nothing is filled.
    elsewhere: bool,
}

impl<'a> Template<'a> {
    /// Reads a file.
    ///
    /// # Errors
    /// Not a Word document, or one that is not taken; see [`TemplateError`].
    pub fn read(bytes: &'a [u8]) -> Result<Self, TemplateError> {
        let package = Package::open(bytes)?;
        let mut parts = Vec::new();
        for (name, kind, xml) in package.read_by_people()? {
            let part = Part::read(name, kind, xml)?;
            if !part.paragraphs.is_empty() || !part.findings.is_empty() {
                parts.push(part);
            }
        }
        if parts.is_empty() {
            return Err(TemplateError::NoField);
        }
        Ok(Self { bytes, parts, elsewhere: package.drawn_with_marks() })
    }

    /// Whether every mark can be filled. `measures` are the codes that campaigns know, in small letters.
    ///
    /// # Errors
    /// All places that cannot be filled, in the order of the file.
    pub fn check(&self, measures: &[String]) -> Result<(), TemplateError> {
        let mut findings: Vec<Finding> = self.parts.iter().flat_map(|part| part.check(measures)).collect();
        if self.elsewhere {
            let place = Place { part: PartKind::Drawn, row: None, boxed: false };
            findings.push(Finding { place, text: String::new(), problem: Problem::NotFilled });
        }
        if findings.is_empty() { Ok(()) } else { Err(TemplateError::Findings(findings)) }
    }

    /// The file filled with values.
    ///
    /// # Errors
    /// Fields that the values have nothing for, or a file that grows too large.
    pub fn fill(&self, values: &Values) -> Result<Vec<u8>, TemplateError> {
        let mut findings = Vec::new();
        let mut replaced: BTreeMap<&str, String> = BTreeMap::new();
        for part in &self.parts {
            match write::filled(part, values) {
                Ok(xml) => {
                    replaced.insert(&part.name, xml);
                }
                Err(TemplateError::Findings(more)) => findings.extend(more),
                Err(error) => return Err(error),
            }
        }
        if !findings.is_empty() {
            return Err(TemplateError::Findings(findings));
        }
        package::with_parts(self.bytes, &replaced)
    }
}
