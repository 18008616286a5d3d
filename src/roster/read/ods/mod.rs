//! `.ods`: one streaming pass over `content.xml`. Own reading because calamine builds dense ranges and passes on neither merged areas nor hidden
//! rows, and reads TRUE as a number.

use std::collections::{HashMap, HashSet};

use quick_xml::events::{BytesStart, Event};

use super::archive::Archive;
use super::sheet_builder::{SheetBuilder, Usage};
use super::xml::{self, XmlEvents};
use super::xml_windows::XmlWindows;
use super::{Limits, ReadError, legacy_font, text_encoding};
use crate::roster::grid::{LegacyFont, Sheet, Workbook};

mod table;

use table::TablePass;

/// Reads the workbook.
pub fn read(bytes: &[u8], limits: &Limits, workbook: &mut Workbook) -> Result<(), ReadError> {
    let mut archive = Archive::open(bytes, limits)?;
    if archive.contains("META-INF/manifest.xml") {
        let manifest = archive.read_part("META-INF/manifest.xml")?;
        refuse_encryption(&text_encoding::decode_xml(&manifest), limits)?;
    }
    workbook.sheets = read_content(&mut archive, limits)?;
    archive.check_unread_parts()
}

fn refuse_encryption(manifest: &str, limits: &Limits) -> Result<(), ReadError> {
    let mut events = XmlEvents::of(manifest, limits.xml_depth);
    loop {
        match events.next()? {
            Event::Start(element) | Event::Empty(element) if element.local_name().as_ref() == "encryption-data" => {
                return Err(ReadError::Encrypted);
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn read_content(archive: &mut Archive<'_>, limits: &Limits) -> Result<Vec<Sheet>, ReadError> {
    let mut windows = XmlWindows::new(archive.part("content.xml")?, "</table:table-row>", limits);
    let usage = Usage::default();
    let mut content = Content { styles: Styles::default(), sheets: Vec::new(), table: None, limits, usage: &usage };
    let mut depth = 0;
    while let Some(window) = windows.next()? {
        let mut events = XmlEvents::of_piece(&window, depth, limits.xml_depth);
        loop {
            match events.next()? {
                Event::Eof => break,
                event => content.event(&event, events.depth())?,
            }
        }
        depth = events.depth();
    }
    if depth == 0 { Ok(content.sheets) } else { Err(ReadError::corrupt("content.xml breaks off")) }
}

/// The pass over the content: styles first, then one table after the other.
struct Content<'a> {
    styles: Styles,
    sheets: Vec<Sheet>,
    table: Option<TablePass<'a>>,
    limits: &'a Limits,
    usage: &'a Usage,
}

impl Content<'_> {
    /// Takes an event; `depth` counts the open elements after it.
    fn event(&mut self, event: &Event<'_>, depth: usize) -> Result<(), ReadError> {
        if let Some(table) = &mut self.table {
            if table.event(event, depth, &self.styles)? {
                self.sheets.extend(self.table.take().map(TablePass::finish));
            }
            return Ok(());
        }
        match event {
            Event::Start(element) if element.local_name().as_ref() == "table" => self.start_table(element, depth),
            Event::Start(element) | Event::Empty(element) => {
                self.styles.start(element);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn start_table(&mut self, element: &BytesStart<'_>, depth: usize) -> Result<(), ReadError> {
        if self.sheets.len() >= self.limits.sheets {
            return Err(ReadError::TooBig("the number of sheets"));
        }
        let raw = element.attributes_raw();
        let name = xml::attribute(raw, "name").unwrap_or_default();
        let hidden = xml::attribute(raw, "style-name").is_some_and(|style| self.styles.hidden_tables.contains(&*style));
        let builder = SheetBuilder::new(name, hidden, self.limits, self.usage);
        self.table = Some(TablePass::new(builder, depth, self.limits));
        Ok(())
    }
}

/// What the automatic styles say about tables and cells.
#[derive(Debug, Default)]
struct Styles {
    /// Style whose properties are being read.
    current: String,
    hidden_tables: HashSet<String>,
    legacy_fonts: HashMap<String, LegacyFont>,
}

impl Styles {
    fn start(&mut self, element: &BytesStart<'_>) {
        let raw = element.attributes_raw();
        match element.local_name().as_ref() {
            "style" => self.current = xml::attribute(raw, "name").unwrap_or_default().into_owned(),
            "table-properties" if xml::attribute(raw, "display").as_deref() == Some("false") => {
                self.hidden_tables.insert(self.current.clone());
            }
            "text-properties" => {
                let name = xml::attribute(raw, "font-name").or_else(|| xml::attribute(raw, "font-family"));
                if let Some(font) = name.and_then(|name| legacy_font::of_font_name(name.trim_matches('\''))) {
                    self.legacy_fonts.insert(self.current.clone(), font);
                }
            }
            _ => {}
        }
    }

    fn legacy_font(&self, style: Option<&str>) -> Option<LegacyFont> {
        self.legacy_fonts.get(style?).copied()
    }
}
