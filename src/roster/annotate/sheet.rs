//! One worksheet part: copied as it stands except for the cells, the column and the link that the plan changes.

use std::collections::VecDeque;
use std::io::{Read, Write};

use quick_xml::events::{BytesStart, Event};

use super::raw_xml::{RawEvents, attribute_of, escaped, prefix_of, with_attribute, without_attribute};
use super::sheet_columns::ColumnWidths;
use super::sheet_plan::{Edit, SheetPlan};
use super::style_book::StyleBook;
use crate::messages::findings::column_letters;
use crate::roster::read::xlsx::column_of;
use crate::roster::read::xml_windows::XmlWindows;
use crate::roster::read::{Limits, ReadError, xml};

/// Elements that may stand behind the link to the comments (ECMA-376 part 1, 18.3.1.99).
const BEHIND_DRAWING: [&str; 10] = [
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "AlternateContent",
    "webPublishItems",
    "tableParts",
    "extLst",
    "worksheet",
];

/// Letters of a line in the column of sentences.
const LINE_LETTERS: usize = 72;
/// Height of a line in points.
const LINE_POINTS: u32 = 15;
/// Lines that a row is made high enough for.
const MOST_LINES: usize = 12;

/// What a changed worksheet tells.
#[derive(Debug, Default)]
pub struct SheetOutcome {
    /// Identity of the relation to the drawing of its comments, where it already had one.
    pub drawing: Option<String>,
}

/// Rewrites a worksheet. `new_drawing` is the identity of the relation to its drawing where it has none yet; `relations` their namespace.
///
/// # Errors
/// Broken XML and the limits of reading.
pub fn rewrite(
    part: impl Read,
    plan: SheetPlan,
    styles: &mut StyleBook,
    new_drawing: Option<(&str, &str)>,
    limits: &Limits,
    out: &mut dyn Write,
) -> Result<SheetOutcome, ReadError> {
    let mut rewriter = Rewriter {
        widths: ColumnWidths::new(plan.column),
        plan,
        styles,
        new_drawing,
        out,
        prefix: String::new(),
        row: 0,
        column: 0,
        edits: VecDeque::new(),
        dropping: None,
        outcome: SheetOutcome::default(),
    };
    let mut windows = XmlWindows::new(part, "</row>", limits);
    let mut depth = 0;
    let mut first = true;
    while let Some(window) = windows.next()? {
        let window = if first { super::package::utf_8_declared(&window) } else { window };
        first = false;
        let mut events = RawEvents::of_piece(&window, depth, limits.xml_depth);
        loop {
            let (event, raw) = events.next()?;
            if matches!(event, Event::Eof) {
                break;
            }
            rewriter.take(&event, raw, events.depth())?;
        }
        depth = events.depth();
    }
    Ok(rewriter.outcome)
}

struct Rewriter<'s> {
    widths: ColumnWidths,
    plan: SheetPlan,
    styles: &'s mut StyleBook,
    new_drawing: Option<(&'s str, &'s str)>,
    out: &'s mut dyn Write,
    prefix: String,
    row: u32,
    column: u32,
    /// Changes of the open row that are still to be made.
    edits: VecDeque<(u16, Edit)>,
    /// Depth of the element whose content is left out.
    dropping: Option<usize>,
    outcome: SheetOutcome,
}

impl Rewriter<'_> {
    fn write(&mut self, text: &str) -> Result<(), ReadError> {
        Ok(self.out.write_all(text.as_bytes())?)
    }

    fn take(&mut self, event: &Event<'_>, raw: &str, depth: usize) -> Result<(), ReadError> {
        if let Some(dropped) = self.dropping {
            if matches!(event, Event::End(_)) && depth < dropped {
                self.dropping = None;
            }
            return Ok(());
        }
        match event {
            Event::Start(element) => self.element(element, raw, depth, false),
            Event::Empty(element) => self.element(element, raw, depth + 1, true),
            Event::End(element) => self.end(xml::local(element.name().as_ref()), raw, depth),
            _ => self.write(raw),
        }
    }

    /// A start tag, or an element without content (`empty`), at this depth.
    fn element(&mut self, element: &BytesStart<'_>, raw: &str, depth: usize, empty: bool) -> Result<(), ReadError> {
        let name = element.name();
        match xml::local(name.as_ref()) {
            "worksheet" => {
                self.prefix = prefix_of(name.as_ref()).to_owned();
                self.write(raw)
            }
            // Only a hint, and wrong once there is a column more.
            "dimension" if self.plan.column.is_some() => self.drop_element(depth, empty),
            "col" => {
                let columns = self.widths.covering(raw, &self.prefix);
                self.write(&columns)?;
                self.drop_element(depth, empty)
            }
            "sheetData" => self.start_data(raw, empty),
            "row" => self.start_row(raw, empty),
            "c" => self.start_cell(raw, depth, empty),
            "legacyDrawing" if depth == 2 => {
                self.outcome.drawing = attribute_of(raw, "id");
                self.new_drawing = None;
                self.write(raw)
            }
            name if depth == 2 && BEHIND_DRAWING.contains(&name) => {
                self.link_drawing()?;
                self.write(raw)
            }
            _ => self.write(raw),
        }
    }

    fn drop_element(&mut self, depth: usize, empty: bool) -> Result<(), ReadError> {
        self.dropping = (!empty).then_some(depth);
        Ok(())
    }

    fn end(&mut self, name: &str, raw: &str, depth: usize) -> Result<(), ReadError> {
        match name {
            "cols" => {
                let last = self.widths.last(&self.prefix);
                self.write(&last)?;
            }
            "row" => self.edits_before(u32::MAX)?,
            "sheetData" => self.rows_before(u32::MAX)?,
            "worksheet" if depth == 0 => self.link_drawing()?,
            _ => {}
        }
        self.write(raw)
    }

    fn start_data(&mut self, raw: &str, empty: bool) -> Result<(), ReadError> {
        let columns = self.widths.whole(&self.prefix);
        self.write(&columns)?;
        if !empty {
            return self.write(raw);
        }
        let prefix = self.prefix.clone();
        self.write(&format!("<{prefix}sheetData>"))?;
        self.rows_before(u32::MAX)?;
        self.write(&format!("</{prefix}sheetData>"))
    }

    fn start_row(&mut self, raw: &str, empty: bool) -> Result<(), ReadError> {
        let number = attribute_of(raw, "r").and_then(|number| number.trim().parse().ok());
        let number = number.unwrap_or_else(|| self.row.saturating_add(1));
        self.rows_before(number)?;
        (self.row, self.column) = (number, 0);
        self.edits = self.plan.of_row(number);
        if self.edits.is_empty() {
            return self.write(raw);
        }
        // Only a hint, and wrong once there is a cell more.
        let mut tag = without_attribute(raw, "spans");
        let height = attribute_of(raw, "ht").and_then(|height| height.trim().parse::<f64>().ok());
        if let Some(needed) = height_of(&self.edits).filter(|needed| height.unwrap_or(0.0) < f64::from(*needed)) {
            tag = with_attribute(&tag, "ht", &needed.to_string());
        }
        if !empty {
            return self.write(&tag);
        }
        let prefix = self.prefix.clone();
        self.write(&format!("{}>", tag.trim_end_matches('>').trim_end_matches('/')))?;
        self.edits_before(u32::MAX)?;
        self.write(&format!("</{prefix}row>"))
    }

    /// Writes the rows above this one that the sheet does not have.
    fn rows_before(&mut self, row: u32) -> Result<(), ReadError> {
        while let Some((number, edits)) = self.plan.next_above(row) {
            let prefix = self.prefix.clone();
            (self.row, self.edits) = (number, edits);
            let height = height_of(&self.edits).map(|height| format!(" ht=\"{height}\"")).unwrap_or_default();
            self.write(&format!("<{prefix}row r=\"{number}\"{height}>"))?;
            self.edits_before(u32::MAX)?;
            self.write(&format!("</{prefix}row>"))?;
        }
        Ok(())
    }

    /// Writes the cells left of this column that the row does not have.
    fn edits_before(&mut self, column: u32) -> Result<(), ReadError> {
        while let Some((_, edit)) = self.edits.front().filter(|(next, _)| u32::from(*next) < column) {
            let edit = edit.clone();
            let Some((next, _)) = self.edits.pop_front() else { return Ok(()) };
            self.write_own(next, &edit)?;
        }
        Ok(())
    }

    fn write_own(&mut self, column: u16, edit: &Edit) -> Result<(), ReadError> {
        let p = self.prefix.clone();
        let reference = format!("{}{}", column_letters(column), self.row);
        match edit {
            Edit::Mark(level) => {
                let style = self.styles.marked(0, *level);
                self.write(&format!("<{p}c r=\"{reference}\" s=\"{style}\"/>"))
            }
            Edit::Text(style, text) => self.write(&format!(
                "<{p}c r=\"{reference}\" s=\"{style}\" t=\"inlineStr\"><{p}is><{p}t xml:space=\"preserve\">{}</{p}t></{p}is></{p}c>",
                escaped(text)
            )),
        }
    }

    fn start_cell(&mut self, raw: &str, depth: usize, empty: bool) -> Result<(), ReadError> {
        let column = attribute_of(raw, "r").and_then(|reference| column_of(&reference));
        let column = column.unwrap_or_else(|| self.column.saturating_add(1));
        self.column = column;
        self.edits_before(column)?;
        let style: usize = attribute_of(raw, "s").and_then(|style| style.parse().ok()).unwrap_or(0);
        let edit = match self.edits.front() {
            Some((next, _)) if u32::from(*next) == column => self.edits.pop_front(),
            _ => None,
        };
        let is_sentence = self.plan.column.map(u32::from) == Some(column);
        match edit {
            Some((_, Edit::Mark(level))) => {
                let marked = self.styles.marked(style, level).to_string();
                self.write(&with_attribute(raw, "s", &marked))
            }
            Some((column, own)) => {
                self.write_own(column, &own)?;
                self.drop_element(depth, empty)
            }
            None if self.plan.was_marked && is_sentence => self.drop_element(depth, empty),
            None if self.plan.was_marked => match self.styles.unmarked(style) {
                Some(plain) => self.write(&with_attribute(raw, "s", &plain.to_string())),
                None => self.write(raw),
            },
            None => self.write(raw),
        }
    }

    fn link_drawing(&mut self) -> Result<(), ReadError> {
        let Some((identity, namespace)) = self.new_drawing.take() else { return Ok(()) };
        let prefix = self.prefix.clone();
        self.write(&format!("<{prefix}legacyDrawing xmlns:r=\"{namespace}\" r:id=\"{identity}\"/>"))
    }
}

/// The height in points that the sentences of a row need; `None` where one line is enough, which every row has room for.
fn height_of(edits: &VecDeque<(u16, Edit)>) -> Option<u32> {
    let texts = edits.iter().filter_map(|(_, edit)| match edit {
        Edit::Text(_, text) => Some(text),
        Edit::Mark(_) => None,
    });
    let lines =
        |text: &String| text.lines().map(|line| line.chars().count().div_ceil(LINE_LETTERS).max(1)).sum::<usize>();
    let lines = texts.map(lines).max().unwrap_or(1).min(MOST_LINES);
    (lines > 1).then(|| u32::try_from(lines).unwrap_or(1) * LINE_POINTS)
}

#[cfg(test)]
#[path = "sheet_tests.rs"]
mod tests;
