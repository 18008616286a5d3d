//! `.xlsx` and `.xlsm`: one streaming pass per part.

use std::collections::HashMap;

use quick_xml::events::Event;

use super::archive::Archive;
use super::sheet_builder::{SheetBuilder, Usage};
use super::xml::{self, XmlEvents};
use super::{Limits, ReadError};
use crate::roster::finding::FindingCode;
use crate::roster::grid::Workbook;

mod sheet;
mod strings;
mod styles;

pub use sheet::column_of;
use strings::SharedStrings;
use styles::CellStyle;

/// What all sheets share.
struct Shared {
    strings: SharedStrings,
    styles: Vec<CellStyle>,
    is_1904: bool,
}

/// A sheet as the workbook part lists it.
pub struct SheetEntry {
    /// Name as stored.
    pub name: String,
    /// Identity of the relation to its part.
    pub relation: String,
    hidden: bool,
}

/// Target and kind of a relation.
pub struct Relation {
    /// Name of the part.
    pub target: String,
    /// Last word of the relation's type: `worksheet`, `comments`.
    pub kind: String,
}

/// Reads the workbook.
pub fn read(bytes: &[u8], limits: &Limits, workbook: &mut Workbook) -> Result<(), ReadError> {
    let mut archive = Archive::open(bytes, limits)?;
    if archive.contains("xl/vbaProject.bin") {
        workbook.file_codes.push(FindingCode::FileMacros);
    }
    let workbook_part = workbook_part_name(&mut archive, limits)?;
    let relations = read_relations(&mut archive, &workbook_part, limits)?;
    let (entries, is_1904) = read_sheet_list(&mut archive, &workbook_part, limits)?;
    if entries.len() > limits.sheets {
        return Err(ReadError::TooBig("the number of sheets"));
    }
    let part_of_kind =
        |kind: &str| relations.values().find(|relation| relation.kind == kind).map(|relation| &relation.target);
    let styles = match part_of_kind("styles").filter(|part| archive.contains(part)) {
        Some(part) => styles::read(&archive.read_part(part)?, limits)?,
        None => Vec::new(),
    };
    let strings = match part_of_kind("sharedStrings").filter(|part| archive.contains(part)) {
        Some(part) => SharedStrings::read(archive.part(part)?, limits)?,
        None => SharedStrings::default(),
    };
    let shared = Shared { strings, styles, is_1904 };
    let usage = Usage::default();
    for entry in entries {
        let Some(relation) = relations.get(&entry.relation) else {
            return Err(ReadError::corrupt("a sheet without its part"));
        };
        if relation.kind != "worksheet" {
            continue;
        }
        let mut builder = SheetBuilder::new(entry.name, entry.hidden, limits, &usage);
        sheet::read(archive.part(&relation.target)?, &shared, limits, &mut builder)?;
        workbook.sheets.push(builder.finish());
    }
    archive.check_unread_parts()
}

/// Name of the workbook part: as the relations of the package say, or the usual one.
pub fn workbook_part_name(archive: &mut Archive<'_>, limits: &Limits) -> Result<String, ReadError> {
    if archive.contains("_rels/.rels") {
        let relations = parse_relations(&archive.read_part("_rels/.rels")?, "", limits)?;
        let target =
            relations.into_values().find(|relation| relation.kind == "officeDocument").map(|relation| relation.target);
        if let Some(target) = target.filter(|target| archive.contains(target)) {
            return Ok(target);
        }
    }
    Ok("xl/workbook.xml".to_owned())
}

/// The relations of a part, by identity.
pub fn read_relations(
    archive: &mut Archive<'_>,
    workbook_part: &str,
    limits: &Limits,
) -> Result<HashMap<String, Relation>, ReadError> {
    let (folder, file) = workbook_part.rsplit_once('/').unwrap_or(("", workbook_part));
    let bytes = archive.read_part(format!("{folder}/_rels/{file}.rels").trim_start_matches('/'))?;
    parse_relations(&bytes, folder, limits)
}

/// The relations that a relations part of this folder lists.
pub fn parse_relations(bytes: &[u8], folder: &str, limits: &Limits) -> Result<HashMap<String, Relation>, ReadError> {
    let text = super::text_encoding::decode_xml(bytes);
    let mut events = XmlEvents::of(&text, limits.xml_depth);
    let mut relations = HashMap::new();
    loop {
        match events.next()? {
            Event::Start(element) | Event::Empty(element) if element.local_name().as_ref() == "Relationship" => {
                let raw = element.attributes_raw();
                let (Some(id), Some(target)) = (xml::attribute(raw, "Id"), xml::attribute(raw, "Target")) else {
                    continue;
                };
                let kind = xml::attribute(raw, "Type").unwrap_or_default();
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                relations.insert(id.into_owned(), Relation { target: resolve(folder, &target), kind });
            }
            Event::Eof => return Ok(relations),
            _ => {}
        }
    }
}

/// A target relative to the folder of its source, as a part name.
fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut components: Vec<&str> = folder.split('/').filter(|component| !component.is_empty()).collect();
    for component in target.split('/') {
        match component {
            "" | "." => {}
            ".." => {
                components.pop();
            }
            name => components.push(name),
        }
    }
    components.join("/")
}

/// The sheets in their order, and whether days count from 1904.
pub fn read_sheet_list(
    archive: &mut Archive<'_>,
    workbook_part: &str,
    limits: &Limits,
) -> Result<(Vec<SheetEntry>, bool), ReadError> {
    let bytes = archive.read_part(workbook_part)?;
    let text = super::text_encoding::decode_xml(&bytes);
    let mut events = XmlEvents::of(&text, limits.xml_depth);
    let (mut entries, mut is_1904) = (Vec::new(), false);
    loop {
        match events.next()? {
            Event::Start(element) | Event::Empty(element) => {
                let raw = element.attributes_raw();
                match element.local_name().as_ref() {
                    "sheet" => entries.push(SheetEntry {
                        name: xml::attribute(raw, "name").unwrap_or_default().into_owned(),
                        relation: xml::attribute(raw, "id").unwrap_or_default().into_owned(),
                        hidden: xml::attribute(raw, "state")
                            .is_some_and(|state| state.to_lowercase().contains("hidden")),
                    }),
                    "workbookPr" => is_1904 = xml::attribute(raw, "date1904").is_some_and(|value| xml::is_true(&value)),
                    _ => {}
                }
            }
            Event::Eof => return Ok((entries, is_1904)),
            _ => {}
        }
    }
}
