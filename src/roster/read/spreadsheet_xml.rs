//! XML spreadsheets of Excel 2003 (SpreadsheetML, `.xml` or saved as `.xls`): one streaming pass over the text.

use std::collections::HashMap;

use quick_xml::events::Event;

use super::sheet_builder::{SheetBuilder, Usage};
use super::xml::{self, XmlEvents};
use super::xml_windows::XmlWindows;
use super::{Limits, ReadError, formula, legacy_font, number_format};
use crate::roster::grid::{LegacyFont, Origin, Sheet, Value, Workbook};

/// The name space that such a file declares.
pub const NAME_SPACE: &str = "urn:schemas-microsoft-com:office:spreadsheet";

/// Reads the workbook.
pub fn read(bytes: &[u8], limits: &Limits, workbook: &mut Workbook) -> Result<(), ReadError> {
    let mut windows = XmlWindows::new(bytes, "</Row>", limits);
    let usage = Usage::default();
    let mut pass = Pass::new(limits, &usage);
    let mut depth = 0;
    while let Some(window) = windows.next()? {
        let mut events = XmlEvents::of_piece(&window, depth, limits.xml_depth);
        loop {
            match events.next()? {
                Event::Eof => break,
                event => pass.event(&event)?,
            }
        }
        depth = events.depth();
    }
    workbook.sheets = pass.sheets;
    if depth == 0 { Ok(()) } else { Err(ReadError::corrupt("the file breaks off")) }
}

/// The cell being read.
#[derive(Default)]
struct OpenCell {
    column: u32,
    formula: Option<Origin>,
    font: Option<LegacyFont>,
    kind: String,
    text: String,
    has_data: bool,
    in_data: bool,
}

/// The pass over the file: styles first, then the sheets.
struct Pass<'a> {
    limits: &'a Limits,
    usage: &'a Usage,
    fonts: HashMap<String, LegacyFont>,
    style: String,
    sheet: Option<SheetBuilder<'a>>,
    sheets: Vec<Sheet>,
    row: u32,
    next_column: u32,
    next_sheet_column: u32,
    cell: Option<OpenCell>,
    in_comment: bool,
    in_visible: bool,
}

impl<'a> Pass<'a> {
    fn new(limits: &'a Limits, usage: &'a Usage) -> Self {
        Pass {
            limits,
            usage,
            fonts: HashMap::new(),
            style: String::new(),
            sheet: None,
            sheets: Vec::new(),
            row: 0,
            next_column: 1,
            next_sheet_column: 1,
            cell: None,
            in_comment: false,
            in_visible: false,
        }
    }

    fn event(&mut self, event: &Event<'_>) -> Result<(), ReadError> {
        match event {
            Event::Start(element) => self.start(element.local_name().as_ref(), element.attributes_raw()),
            Event::Empty(element) => {
                self.start(element.local_name().as_ref(), element.attributes_raw())?;
                self.end(element.local_name().as_ref())
            }
            Event::End(element) => self.end(element.local_name().as_ref()),
            text => {
                if self.in_visible {
                    self.visibility(text);
                } else if let Some(cell) = self.cell.as_mut().filter(|cell| cell.in_data) {
                    xml::push_text(text, &mut cell.text);
                }
                Ok(())
            }
        }
    }

    fn start(&mut self, name: &str, raw: &str) -> Result<(), ReadError> {
        match name {
            "Style" => self.style = xml::attribute(raw, "ID").unwrap_or_default().into_owned(),
            "Font" if self.sheet.is_none() => {
                let font = xml::attribute(raw, "FontName").and_then(|name| legacy_font::of_font_name(&name));
                self.fonts.extend(font.map(|font| (self.style.clone(), font)));
            }
            "Worksheet" => {
                if self.sheets.len() >= self.limits.sheets {
                    return Err(ReadError::TooBig("the number of sheets"));
                }
                let name = xml::attribute(raw, "Name").unwrap_or_default();
                self.sheet = Some(SheetBuilder::new(name, false, self.limits, self.usage));
                (self.row, self.next_sheet_column) = (0, 1);
            }
            "Column" => self.column(raw),
            "Row" => self.start_row(raw),
            "Cell" => self.start_cell(raw)?,
            "Comment" => self.in_comment = true,
            "Data" if !self.in_comment => {
                if let Some(cell) = &mut self.cell {
                    cell.kind = xml::attribute(raw, "Type").unwrap_or_default().into_owned();
                    (cell.has_data, cell.in_data) = (true, true);
                }
            }
            "Visible" => self.in_visible = true,
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), ReadError> {
        match name {
            "Worksheet" => self.sheets.extend(self.sheet.take().map(SheetBuilder::finish)),
            "Cell" => self.end_cell()?,
            "Comment" => self.in_comment = false,
            "Data" => self.cell.iter_mut().for_each(|cell| cell.in_data = false),
            "Visible" => self.in_visible = false,
            _ => {}
        }
        Ok(())
    }

    /// Columns and rows without an index follow the one before; `Span` covers that many more.
    fn column(&mut self, raw: &str) {
        let first = number(raw, "Index").unwrap_or(self.next_sheet_column);
        let last = first.saturating_add(number(raw, "Span").unwrap_or(0));
        if let Some(sheet) = self.sheet.as_mut().filter(|_| is_hidden(raw)) {
            sheet.hide_columns(first, last);
        }
        self.next_sheet_column = last.saturating_add(1);
    }

    fn start_row(&mut self, raw: &str) {
        // rows only go down, so that a file cannot name the same rows again and again
        let following = self.row.saturating_add(1);
        let first = number(raw, "Index").unwrap_or(following).max(following);
        let last = first.saturating_add(number(raw, "Span").unwrap_or(0)).min(super::sheet_builder::GRID_ROWS);
        if let Some(sheet) = self.sheet.as_mut().filter(|_| is_hidden(raw)) {
            (first..=last).for_each(|row| sheet.hide_row(row));
        }
        (self.row, self.next_column) = (last.max(first), 1);
    }

    fn start_cell(&mut self, raw: &str) -> Result<(), ReadError> {
        let column = number(raw, "Index").unwrap_or(self.next_column);
        let (wide, high) = (number(raw, "MergeAcross").unwrap_or(0), number(raw, "MergeDown").unwrap_or(0));
        self.next_column = column.saturating_add(wide).saturating_add(1);
        if let Some(sheet) = &mut self.sheet {
            sheet.merge(self.row, column, self.row.saturating_add(high), column.saturating_add(wide))?;
        }
        let formula = xml::attribute(raw, "Formula").map(|formula| formula::origin_of(&formula, '!'));
        let font = xml::attribute(raw, "StyleID").and_then(|style| self.fonts.get(&*style).copied());
        self.cell = Some(OpenCell { column, formula, font, ..OpenCell::default() });
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), ReadError> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        let value = match (cell.has_data, cell.formula) {
            (true, _) => value_of(&cell.kind, cell.text),
            (false, Some(_)) => Value::NotCalculated,
            (false, None) => return Ok(()),
        };
        match &mut self.sheet {
            Some(sheet) => sheet.put(self.row, cell.column, value, cell.formula.unwrap_or_default(), cell.font),
            None => Ok(()),
        }
    }

    fn visibility(&mut self, event: &Event<'_>) {
        let mut word = String::new();
        xml::push_text(event, &mut word);
        if let Some(sheet) = self.sheet.as_mut().filter(|_| word.trim().ends_with("Hidden")) {
            sheet.hide();
        }
    }
}

fn value_of(kind: &str, text: String) -> Value {
    match kind {
        "Number" => text.trim().parse().ok().filter(|n: &f64| n.is_finite()).map_or(Value::Text(text), Value::Number),
        "DateTime" => number_format::date_of_iso(text.trim()).map_or(Value::Text(text), Value::DateTime),
        "Boolean" => Value::Boolean(xml::is_true(text.trim())),
        "Error" => Value::Error(text),
        _ => Value::Text(text),
    }
}

fn number(raw: &str, name: &str) -> Option<u32> {
    xml::attribute(raw, name)?.trim().parse().ok()
}

fn is_hidden(raw: &str) -> bool {
    xml::attribute(raw, "Hidden").is_some_and(|hidden| xml::is_true(&hidden))
}
