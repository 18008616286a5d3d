//! One worksheet part in one pass: values, formulas, hidden rows and columns, merged areas.

use std::collections::HashMap;
use std::io::Read;

use quick_xml::events::{BytesStart, Event};

use super::super::sheet_builder::SheetBuilder;
use super::super::xml::{self, XmlEvents};
use super::super::xml_windows::XmlWindows;
use super::super::{Limits, ReadError, formula, number_format};
use super::Shared;
use super::styles::CellStyle;
use crate::roster::grid::{Origin, Value};

/// Reads the worksheet into the builder.
pub fn read(
    part: impl Read,
    shared: &Shared,
    limits: &Limits,
    builder: &mut SheetBuilder<'_>,
) -> Result<(), ReadError> {
    let mut pass = SheetPass::new(shared);
    let mut windows = XmlWindows::new(part, "</row>", limits);
    let mut depth = 0;
    while let Some(window) = windows.next()? {
        let mut events = XmlEvents::of_piece(&window, depth, limits.xml_depth);
        loop {
            match events.next()? {
                Event::Start(element) => pass.start(&element, builder)?,
                Event::Empty(element) => pass.empty(&element, builder)?,
                Event::End(element) => pass.end(xml::local(element.name().as_ref()), builder)?,
                Event::Eof => break,
                event => pass.text(&event),
            }
        }
        depth = events.depth();
    }
    if pass.seen_root && depth == 0 { Ok(()) } else { Err(ReadError::corrupt("a worksheet that breaks off")) }
}

/// Stored type of a cell (attribute `t`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum StoredType {
    #[default]
    Number,
    SharedText,
    Text,
    Boolean,
    Error,
    IsoDate,
}

/// What the text at hand belongs to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Inside {
    #[default]
    Nothing,
    Value,
    Formula,
}

/// The cell being read.
#[derive(Debug, Default)]
struct OpenCell {
    column: u32,
    style: usize,
    stored_type: StoredType,
    formula: Option<Origin>,
}

struct SheetPass<'s> {
    shared: &'s Shared,
    row: u32,
    cell: OpenCell,
    inside: Inside,
    in_phonetic: bool,
    seen_root: bool,
    value: String,
    formula: String,
    /// Number of a shared formula whose text is being read.
    shared_formula: Option<u32>,
    shared_formulas: HashMap<u32, Origin>,
}

impl<'s> SheetPass<'s> {
    fn new(shared: &'s Shared) -> Self {
        SheetPass {
            shared,
            row: 0,
            cell: OpenCell::default(),
            inside: Inside::Nothing,
            in_phonetic: false,
            seen_root: false,
            value: String::new(),
            formula: String::new(),
            shared_formula: None,
            shared_formulas: HashMap::new(),
        }
    }

    #[inline]
    fn start(&mut self, element: &BytesStart<'_>, builder: &mut SheetBuilder<'_>) -> Result<(), ReadError> {
        match xml::local(element.name().as_ref()) {
            "c" => self.start_cell(element.attributes_raw()),
            "v" => self.inside = Inside::Value,
            "t" if !self.in_phonetic => self.inside = Inside::Value,
            "f" => self.start_formula(element.attributes_raw()),
            "rPh" => self.in_phonetic = true,
            "worksheet" => self.seen_root = true,
            _ => self.empty(element, builder)?,
        }
        Ok(())
    }

    fn empty(&mut self, element: &BytesStart<'_>, builder: &mut SheetBuilder<'_>) -> Result<(), ReadError> {
        let raw = element.attributes_raw();
        match xml::local(element.name().as_ref()) {
            // A cell without content still takes its place among cells without references.
            "c" => self.start_cell(raw),
            "row" => self.start_row(raw, builder)?,
            "f" => {
                self.start_formula(raw);
                self.end_formula();
            }
            "col" => hide_columns(raw, builder),
            "mergeCell" => {
                if let Some(area) = xml::attribute(raw, "ref") {
                    merge(&area, builder)?;
                }
            }
            "worksheet" => self.seen_root = true,
            _ => {}
        }
        Ok(())
    }

    #[inline]
    fn end(&mut self, name: &str, builder: &mut SheetBuilder<'_>) -> Result<(), ReadError> {
        match name {
            "v" | "t" => self.inside = Inside::Nothing,
            "f" => self.end_formula(),
            "rPh" => self.in_phonetic = false,
            "c" => self.end_cell(builder)?,
            _ => {}
        }
        Ok(())
    }

    #[inline]
    fn text(&mut self, event: &Event<'_>) {
        match self.inside {
            Inside::Value => xml::push_text(event, &mut self.value),
            Inside::Formula => xml::push_text(event, &mut self.formula),
            Inside::Nothing => {}
        }
    }

    fn start_row(&mut self, raw: &str, builder: &mut SheetBuilder<'_>) -> Result<(), ReadError> {
        self.row = self.row.saturating_add(1);
        let mut hidden = false;
        for (key, value) in xml::attributes(raw) {
            match key {
                "r" => self.row = value.trim().parse().map_err(|_| ReadError::corrupt("a row number"))?,
                "hidden" => hidden = xml::is_true(value),
                _ => {}
            }
        }
        self.cell = OpenCell::default();
        if hidden {
            builder.hide_row(self.row);
        }
        Ok(())
    }

    #[inline]
    fn start_cell(&mut self, raw: &str) {
        let mut cell = OpenCell { column: self.cell.column.saturating_add(1), ..OpenCell::default() };
        for (key, value) in xml::attributes(raw) {
            match key {
                "r" => cell.column = column_of(value).unwrap_or(u32::MAX),
                "s" => cell.style = value.parse().unwrap_or(0),
                "t" => {
                    cell.stored_type = match value {
                        "s" => StoredType::SharedText,
                        "str" | "inlineStr" => StoredType::Text,
                        "b" => StoredType::Boolean,
                        "e" => StoredType::Error,
                        "d" => StoredType::IsoDate,
                        _ => StoredType::Number,
                    }
                }
                _ => {}
            }
        }
        self.cell = cell;
        self.value.clear();
    }

    fn start_formula(&mut self, raw: &str) {
        self.inside = Inside::Formula;
        self.formula.clear();
        self.shared_formula = (xml::attribute(raw, "t").as_deref() == Some("shared"))
            .then(|| xml::attribute(raw, "si").and_then(|number| number.parse().ok()))
            .flatten();
    }

    /// A shared formula has its text only in its first cell; the others carry its number.
    fn end_formula(&mut self) {
        self.inside = Inside::Nothing;
        let own = (!self.formula.is_empty()).then(|| formula::origin_of(&self.formula, '!'));
        let shared = self.shared_formula.take();
        if let (Some(number), Some(origin)) = (shared, own) {
            self.shared_formulas.insert(number, origin);
        }
        let of_first = shared.and_then(|number| self.shared_formulas.get(&number).copied());
        self.cell.formula = Some(own.or(of_first).unwrap_or(Origin::ConstantFormula));
    }

    #[inline]
    fn end_cell(&mut self, builder: &mut SheetBuilder<'_>) -> Result<(), ReadError> {
        let style = self.shared.styles.get(self.cell.style).copied().unwrap_or_default();
        let Some(value) = self.stored_value(style)? else { return Ok(()) };
        let origin = match (self.cell.formula, &value) {
            (Some(formula), _) => formula,
            (None, Value::Text(_)) if style.is_quoted => Origin::QuotedText,
            _ => Origin::Typed,
        };
        builder.put(self.row, self.cell.column, value, origin, style.legacy_font)
    }

    fn stored_value(&mut self, style: CellStyle) -> Result<Option<Value>, ReadError> {
        let text = self.value.as_str();
        if text.is_empty() {
            // A text formula may well have an empty result; any other one without a result was never calculated.
            let uncalculated = self.cell.formula.is_some() && self.cell.stored_type != StoredType::Text;
            return Ok(uncalculated.then_some(Value::NotCalculated));
        }
        let value = match self.cell.stored_type {
            StoredType::SharedText => {
                let number = text.trim().parse().map_err(|_| ReadError::corrupt("number of a shared string"))?;
                let text =
                    self.shared.strings.get(number).ok_or_else(|| ReadError::corrupt("a shared string is missing"))?;
                Value::Text(decode_escapes(text))
            }
            StoredType::Text => Value::Text(decode_escapes(text)),
            StoredType::Boolean => Value::Boolean(xml::is_true(text.trim())),
            StoredType::Error => Value::Error(text.to_owned()),
            StoredType::IsoDate => match number_format::date_of_iso(text) {
                Some(date) => Value::DateTime(date),
                None => Value::Text(text.to_owned()),
            },
            StoredType::Number => self.number(text, style),
        };
        Ok(Some(value))
    }

    #[inline]
    fn number(&self, text: &str, style: CellStyle) -> Value {
        match text.trim().parse::<f64>() {
            Ok(number) if number.is_finite() => {
                let date =
                    if style.is_date { number_format::date_of_serial(number, self.shared.is_1904) } else { None };
                date.map_or(Value::Number(number), Value::DateTime)
            }
            _ => Value::Text(text.to_owned()),
        }
    }
}

/// Column number of a reference (`AB12` → 28); `None` where there is none or it is absurd.
#[inline]
pub fn column_of(reference: &str) -> Option<u32> {
    let mut column: u32 = 0;
    for byte in reference.bytes() {
        match byte {
            b'A'..=b'Z' => column = column.checked_mul(26)?.checked_add(u32::from(byte - b'A') + 1)?,
            b'a'..=b'z' => column = column.checked_mul(26)?.checked_add(u32::from(byte - b'a') + 1)?,
            b'$' => {}
            _ => break,
        }
    }
    (column > 0).then_some(column)
}

fn row_of(reference: &str) -> Option<u32> {
    reference.trim_start_matches(|c: char| c.is_ascii_alphabetic() || c == '$').parse().ok()
}

fn merge(area: &str, builder: &mut SheetBuilder<'_>) -> Result<(), ReadError> {
    let (first, last) = area.split_once(':').unwrap_or((area, area));
    match (row_of(first), column_of(first), row_of(last), column_of(last)) {
        (Some(top), Some(left), Some(bottom), Some(right)) => builder.merge(top, left, bottom, right),
        _ => Ok(()),
    }
}

fn hide_columns(raw: &str, builder: &mut SheetBuilder<'_>) {
    let number = |name| xml::attribute(raw, name).and_then(|value| value.parse::<u32>().ok());
    if xml::attribute(raw, "hidden").is_some_and(|value| xml::is_true(&value))
        && let (Some(first), Some(last)) = (number("min"), number("max"))
    {
        builder.hide_columns(first, last);
    }
}

/// Resolves `_x000D_`, the form in which Excel stores control characters (ECMA-376 part 1, 22.9.2.19).
fn decode_escapes(text: &str) -> String {
    if !text.as_bytes().contains(&b'_') {
        return text.to_owned();
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("_x") {
        let (before, escape) = rest.split_at(start);
        decoded.push_str(before);
        let digits = escape.get(2..6).filter(|_| escape.get(6..7) == Some("_"));
        match digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()).and_then(char::from_u32) {
            Some(character) => {
                decoded.push(character);
                rest = escape.get(7..).unwrap_or_default();
            }
            None => {
                decoded.push_str("_x");
                rest = escape.get(2..).unwrap_or_default();
            }
        }
    }
    decoded.push_str(rest);
    decoded
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn references() {
        assert_eq!((column_of("AB12"), row_of("AB12")), (Some(28), Some(12)));
        assert_eq!((column_of("$XFD$1048576"), row_of("$XFD$1048576")), (Some(16_384), Some(1_048_576)));
        assert_eq!((column_of("12"), row_of("A")), (None, None));
        assert_eq!(column_of("ZZZZZZZZZZZZ1"), None);
    }

    #[test]
    fn escapes_of_control_characters() {
        assert_eq!(decode_escapes("a_x000D_b_x005F_x000A_"), "a\rb_x000A_");
        assert_eq!(decode_escapes("_x12"), "_x12");
        assert_eq!(decode_escapes("họ_xtên_xÀÀÀÀ_"), "họ_xtên_xÀÀÀÀ_");
    }
}
