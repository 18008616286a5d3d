//! What the style of a cell says about its value.

use std::collections::HashMap;

use quick_xml::events::Event;

use super::super::xml::{self, XmlEvents};
use super::super::{Limits, ReadError, legacy_font, number_format, text_encoding};
use crate::roster::grid::LegacyFont;

/// What matters of a cell style.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CellStyle {
    /// The number format shows a date.
    pub is_date: bool,
    /// Typed with a leading apostrophe.
    pub is_quoted: bool,
    /// Font with a legacy encoding.
    pub legacy_font: Option<LegacyFont>,
}

/// Reads the cell styles of the styles part, in the order cells refer to them.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Vec<CellStyle>, ReadError> {
    let text = text_encoding::decode_xml(bytes);
    let mut events = XmlEvents::of(&text, limits.xml_depth);
    let mut date_formats: HashMap<u32, bool> = HashMap::new();
    let mut fonts: Vec<Option<LegacyFont>> = Vec::new();
    let mut styles = Vec::new();
    let (mut in_fonts, mut in_cell_styles) = (false, false);
    loop {
        let event = events.next()?;
        match &event {
            Event::Start(element) | Event::Empty(element) => {
                let raw = element.attributes_raw();
                let opens = matches!(event, Event::Start(_));
                match element.local_name().as_ref() {
                    "numFmt" => {
                        let code = xml::attribute(raw, "formatCode").unwrap_or_default();
                        date_formats.insert(number(raw, "numFmtId"), number_format::shows_date(&code));
                    }
                    "fonts" => in_fonts = opens,
                    "font" if in_fonts => fonts.push(None),
                    "name" if in_fonts => {
                        if let (Some(font), Some(name)) = (fonts.last_mut(), xml::attribute(raw, "val")) {
                            *font = legacy_font::of_font_name(&name);
                        }
                    }
                    "cellXfs" => in_cell_styles = opens,
                    "xf" if in_cell_styles => {
                        let format = number(raw, "numFmtId");
                        let is_date = date_formats.get(&format).copied();
                        styles.push(CellStyle {
                            is_date: is_date.unwrap_or_else(|| number_format::is_builtin_date(format)),
                            is_quoted: xml::attribute(raw, "quotePrefix").is_some_and(|value| xml::is_true(&value)),
                            legacy_font: fonts.get(number(raw, "fontId") as usize).copied().flatten(),
                        });
                    }
                    _ => {}
                }
            }
            Event::End(element) => match element.local_name().as_ref() {
                "fonts" => in_fonts = false,
                "cellXfs" => in_cell_styles = false,
                _ => {}
            },
            Event::Eof => return Ok(styles),
            _ => {}
        }
    }
}

fn number(raw: &str, name: &str) -> u32 {
    xml::attribute(raw, name).and_then(|value| value.parse().ok()).unwrap_or(0)
}
