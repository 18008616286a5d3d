//! One table of an OpenDocument spreadsheet (OpenDocument 1.2 part 1, chapter 9).

use quick_xml::events::{BytesStart, Event};

use super::super::sheet_builder::{GRID_COLUMNS, GRID_ROWS, SheetBuilder};
use super::super::{Limits, ReadError, formula, number_format, xml};
use super::Styles;
use crate::roster::grid::{LegacyFont, Origin, Sheet, Value};

/// The cell being read.
#[derive(Debug, Default)]
struct OpenCell {
    depth: usize,
    repeated: u32,
    value_type: String,
    stored: Option<String>,
    formula: Option<Origin>,
    legacy_font: Option<LegacyFont>,
    text: String,
    paragraphs: u32,
    is_error: bool,
}

/// The row being read.
#[derive(Debug, Default)]
struct OpenRow {
    repeated: u32,
    hidden: bool,
    next_column: u32,
    cells: Vec<(u32, Value, Origin, Option<LegacyFont>)>,
}

/// The pass over one table.
pub struct TablePass<'a> {
    builder: SheetBuilder<'a>,
    limits: &'a Limits,
    depth: usize,
    next_row: u32,
    next_column: u32,
    column_styles: Vec<(u32, String)>,
    row: OpenRow,
    cell: Option<OpenCell>,
    /// Depth of an element whose content is not cell text: an annotation, a drawing, the record of changes.
    skipped: Option<usize>,
}

impl<'a> TablePass<'a> {
    /// A table whose element is open at this depth.
    pub fn new(builder: SheetBuilder<'a>, depth: usize, limits: &'a Limits) -> Self {
        TablePass {
            builder,
            limits,
            depth,
            next_row: 1,
            next_column: 1,
            column_styles: Vec::new(),
            row: OpenRow::default(),
            cell: None,
            skipped: None,
        }
    }

    /// The finished sheet.
    pub fn finish(self) -> Sheet {
        self.builder.finish()
    }

    /// Takes an event; `depth` counts the open elements after it. Returns whether the table has ended.
    pub fn event(&mut self, event: &Event<'_>, depth: usize, styles: &Styles) -> Result<bool, ReadError> {
        if let Some(skipped) = self.skipped {
            if matches!(event, Event::End(_)) && depth < skipped {
                self.skipped = None;
            }
            return Ok(false);
        }
        match event {
            Event::Start(element) => self.start(element, depth, styles)?,
            Event::Empty(element) => self.empty(element, depth, styles)?,
            Event::End(element) => {
                if depth < self.depth {
                    return Ok(true);
                }
                match element.local_name().as_ref() {
                    "table-row" => self.end_row()?,
                    "table-cell" | "covered-table-cell" => self.end_cell()?,
                    _ => {}
                }
            }
            text => {
                // Text stands in paragraphs only; white space between elements is layout of the file.
                if let Some(cell) = self.cell.as_mut().filter(|cell| depth > cell.depth) {
                    xml::push_text(text, &mut cell.text);
                }
            }
        }
        Ok(false)
    }

    fn start(&mut self, element: &BytesStart<'_>, depth: usize, styles: &Styles) -> Result<(), ReadError> {
        match element.local_name().as_ref() {
            "table-row" => self.start_row(element.attributes_raw()),
            "table-cell" | "covered-table-cell" => self.start_cell(element, depth, styles)?,
            "annotation" | "shapes" | "tracked-changes" | "frame" | "custom-shape" | "table" => {
                self.skipped = Some(depth)
            }
            _ => self.empty(element, depth, styles)?,
        }
        Ok(())
    }

    fn empty(&mut self, element: &BytesStart<'_>, depth: usize, styles: &Styles) -> Result<(), ReadError> {
        let raw = element.attributes_raw();
        match element.local_name().as_ref() {
            "table-column" => self.column(raw),
            "table-row" => {
                self.start_row(raw);
                self.end_row()?;
            }
            "table-cell" | "covered-table-cell" => {
                self.start_cell(element, depth, styles)?;
                self.end_cell()?;
            }
            name => {
                if let Some(cell) = &mut self.cell {
                    push_inline(cell, name, raw, self.limits.cell_chars);
                }
            }
        }
        Ok(())
    }

    fn column(&mut self, raw: &str) {
        let repeated = number(raw, "number-columns-repeated").min(GRID_COLUMNS);
        let last = self.next_column.saturating_add(repeated - 1);
        if is_hidden(raw) {
            self.builder.hide_columns(self.next_column, last);
        }
        // Cells beyond the columns that count are refused, so their styles need not be kept.
        if self.next_column <= u32::from(self.limits.columns) {
            let style = xml::attribute(raw, "default-cell-style-name").unwrap_or_default().into_owned();
            self.column_styles.push((last, style));
        }
        self.next_column = last.saturating_add(1);
    }

    fn start_row(&mut self, raw: &str) {
        self.row = OpenRow {
            repeated: number(raw, "number-rows-repeated"),
            hidden: is_hidden(raw),
            next_column: 1,
            cells: Vec::new(),
        };
    }

    /// A repeated row with content comes as often as it says, under the caps; without content it only moves on.
    fn end_row(&mut self) -> Result<(), ReadError> {
        let row = std::mem::take(&mut self.row);
        let last = self.next_row.saturating_add(row.repeated.max(1) - 1);
        let has_content = !row.cells.is_empty();
        if has_content && last > GRID_ROWS {
            return Err(ReadError::TooBig("the number of rows"));
        }
        if has_content {
            for number in self.next_row..=last {
                for (column, value, origin, legacy_font) in &row.cells {
                    self.builder.put(number, *column, value.clone(), *origin, *legacy_font)?;
                }
            }
        }
        if row.hidden {
            (self.next_row..=last.min(GRID_ROWS)).for_each(|number| self.builder.hide_row(number));
        }
        self.next_row = last.saturating_add(1);
        Ok(())
    }

    fn start_cell(&mut self, element: &BytesStart<'_>, depth: usize, styles: &Styles) -> Result<(), ReadError> {
        let mut cell = OpenCell { depth, repeated: 1, ..OpenCell::default() };
        let (mut wide, mut high, mut style) = (1, 1, None);
        for (key, value) in xml::attributes(element.attributes_raw()) {
            match xml::local(key) {
                "number-columns-repeated" => cell.repeated = value.parse().unwrap_or(1).clamp(1, GRID_COLUMNS),
                "number-columns-spanned" => wide = value.parse().unwrap_or(1),
                "number-rows-spanned" => high = value.parse().unwrap_or(1),
                "style-name" => style = Some(xml::unescaped(value)),
                "formula" => cell.formula = Some(formula::origin_of(&xml::unescaped(value), '.')),
                // LibreOffice repeats the type in a namespace of its own, where it tells errors apart.
                "value-type" if value == "error" => cell.is_error = true,
                "value-type" => value.clone_into(&mut cell.value_type),
                "value" | "date-value" | "time-value" | "boolean-value" | "string-value" => {
                    cell.stored = Some(xml::unescaped(value).into_owned());
                }
                _ => {}
            }
        }
        let column = self.row.next_column;
        let column_style =
            || self.column_styles.iter().find(|(last, _)| *last >= column).map(|(_, style)| style.as_str());
        cell.legacy_font = styles.legacy_font(style.as_deref().or_else(column_style));
        if wide > 1 || high > 1 {
            let (bottom, right) =
                (self.next_row.saturating_add(high.max(1) - 1), column.saturating_add(wide.max(1) - 1));
            self.builder.merge(self.next_row, column, bottom, right)?;
        }
        self.cell = Some(cell);
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), ReadError> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        let first = self.row.next_column;
        self.row.next_column = first.saturating_add(cell.repeated);
        let Some(value) = value_of(&cell) else { return Ok(()) };
        let origin = cell.formula.unwrap_or(Origin::Typed);
        if self.row.next_column - 1 > u32::from(self.limits.columns) {
            return Err(ReadError::TooBig("the number of columns"));
        }
        self.row
            .cells
            .extend((first..self.row.next_column).map(|column| (column, value.clone(), origin, cell.legacy_font)));
        Ok(())
    }
}

fn value_of(cell: &OpenCell) -> Option<Value> {
    let stored = cell.stored.as_deref();
    let shown = || (!cell.text.is_empty()).then(|| Value::Text(cell.text.clone()));
    if cell.is_error || (cell.formula.is_some() && cell.text.starts_with("#")) {
        return Some(Value::Error(cell.text.clone()));
    }
    match cell.value_type.as_str() {
        "float" | "percentage" | "currency" => match stored.and_then(|text| text.trim().parse::<f64>().ok()) {
            Some(number) if number.is_finite() => Some(Value::Number(number)),
            _ => shown(),
        },
        "date" => match stored.and_then(number_format::date_of_iso) {
            Some(date) => Some(Value::DateTime(date)),
            None => shown(),
        },
        "boolean" => stored.map(|text| Value::Boolean(xml::is_true(text.trim()))).or_else(shown),
        "" if cell.formula.is_some() && cell.text.is_empty() => Some(Value::NotCalculated),
        _ => shown().or_else(|| stored.filter(|text| !text.is_empty()).map(|text| Value::Text(text.to_owned()))),
    }
}

/// Elements inside a cell that stand for characters.
fn push_inline(cell: &mut OpenCell, name: &str, raw: &str, most: usize) {
    match name {
        "p" => {
            if cell.paragraphs > 0 {
                cell.text.push('\n');
            }
            cell.paragraphs += 1;
        }
        "s" => {
            let spaces = (number(raw, "c") as usize).min(most);
            cell.text.extend(std::iter::repeat_n(' ', spaces));
        }
        "tab" => cell.text.push('\t'),
        "line-break" => cell.text.push('\n'),
        _ => {}
    }
}

fn is_hidden(raw: &str) -> bool {
    xml::attribute(raw, "visibility").is_some_and(|value| matches!(&*value, "collapse" | "filter"))
}

/// A count, at least 1 and at most the rows of the grid.
fn number(raw: &str, name: &str) -> u32 {
    xml::attribute(raw, name).and_then(|value| value.trim().parse().ok()).unwrap_or(1).clamp(1, GRID_ROWS)
}
