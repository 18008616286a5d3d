//! Web pages saved as `.xls`: the tables of the page on one sheet, read tolerantly.

use super::sheet_builder::{GRID_COLUMNS, SheetBuilder, Usage};
use super::{Limits, ReadError, html_entities, text_encoding, xml};
use crate::roster::grid::{Origin, Sheet, Value, Workbook};

/// Columns or rows one cell may span at most (the bound of the HTML standard for columns).
const MAX_SPAN: u32 = 1_000;
/// Longer texts between tables are prose, not titles.
const LOOSE_CHARACTERS: usize = 400;

/// Reads the page as spreadsheets open it: its tables below each other on one sheet, the texts between them in rows of their own. Tables inside a
/// cell count as its text.
pub fn read(bytes: &[u8], limits: &Limits, workbook: &mut Workbook) -> Result<(), ReadError> {
    let text = text_encoding::decode(bytes);
    let usage = Usage::default();
    let mut page = Table::new(SheetBuilder::new(sheet_name(&text), false, limits, &usage), limits);
    let mut has_table = false;
    let mut loose = String::new();
    let mut rest = &*text;
    while let Some((tag, after)) = next_tag(rest) {
        rest = after;
        push_collapsed(&mut loose, &html_entities::unescaped(tag.before));
        match (tag.name.as_str(), tag.closes) {
            ("script" | "style" | "title" | "xml", false) => rest = skip_element(&tag, after),
            ("table", false) => {
                page.loose_text(&mut loose)?;
                has_table = true;
                rest = page.read(after)?;
            }
            ("p" | "div" | "br" | "center" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "body", _) => {
                page.loose_text(&mut loose)?;
            }
            _ => {}
        }
    }
    if has_table {
        push_collapsed(&mut loose, &html_entities::unescaped(rest));
        page.loose_text(&mut loose)?;
        workbook.sheets.push(page.finish());
    }
    Ok(())
}

/// The name that Excel writes into its pages.
fn sheet_name(text: &str) -> String {
    let named = text.split_once("<x:Name>").and_then(|(_, after)| after.split_once("</x:Name>"));
    named.map_or_else(|| "Sheet1".to_owned(), |(name, _)| html_entities::unescaped(name.trim()))
}

/// A tag; `before` is the text in front of it.
struct Tag<'t> {
    before: &'t str,
    name: String,
    closes: bool,
    attributes: &'t str,
}

/// The next tag and what follows it. Comments are passed over; a `<` that opens no tag belongs to the text of a later call.
fn next_tag(text: &str) -> Option<(Tag<'_>, &str)> {
    let start = text.find('<')?;
    let (before, opened) = text.split_at(start);
    if let Some(comment) = opened.strip_prefix("<!--") {
        let after = comment.split_once("-->").map_or("", |(_, after)| after);
        return Some((Tag { before, name: String::new(), closes: false, attributes: "" }, after));
    }
    let inner = opened.get(1..)?;
    let (content, after) = inner.split_once('>').unwrap_or((inner, ""));
    let closes = content.starts_with('/');
    let content = content.trim_start_matches('/');
    let end = content.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(content.len());
    let (name, attributes) = content.split_at(end);
    Some((Tag { before, name: name.to_ascii_lowercase(), closes, attributes }, after))
}

fn skip_element<'t>(tag: &Tag<'_>, after: &'t str) -> &'t str {
    let mut rest = after;
    while let Some((inner, after)) = next_tag(rest) {
        rest = after;
        if inner.closes && inner.name == tag.name {
            return rest;
        }
    }
    ""
}

/// A table under construction.
struct Table<'a> {
    builder: SheetBuilder<'a>,
    row: u32,
    /// Cell that is open: its column, spans and text so far.
    cell: Option<(u32, u32, u32, String)>,
    next_column: u32,
    /// For each column (1-based) that counts, the last row that a cell above spans.
    spanned_until: Vec<u32>,
    nested: u32,
}

impl<'a> Table<'a> {
    fn new(builder: SheetBuilder<'a>, limits: &Limits) -> Self {
        // Beyond the last column that counts, spans only cost time.
        let columns = usize::from(limits.columns) + 2;
        Table { builder, row: 0, cell: None, next_column: 1, spanned_until: vec![0; columns], nested: 0 }
    }

    /// Reads up to the end of the table; returns what follows.
    fn read<'t>(&mut self, text: &'t str) -> Result<&'t str, ReadError> {
        let mut rest = text;
        while let Some((tag, after)) = next_tag(rest) {
            rest = after;
            self.text(tag.before);
            match (tag.name.as_str(), tag.closes) {
                ("script" | "style", false) => rest = skip_element(&tag, after),
                ("table", false) => self.nested += 1,
                ("table", true) if self.nested > 0 => self.nested -= 1,
                ("table", true) => {
                    self.end_cell()?;
                    self.spanned_until.fill(0);
                    return Ok(rest);
                }
                _ if self.nested > 0 => {}
                ("tr", closes) => {
                    self.end_cell()?;
                    if !closes {
                        self.row += 1;
                        self.next_column = 1;
                    }
                }
                ("td" | "th", closes) => {
                    self.end_cell()?;
                    if !closes {
                        self.start_cell(tag.attributes);
                    }
                }
                ("br", _) | ("p" | "div" | "li", true) => self.line_break(),
                _ => {}
            }
        }
        self.end_cell()?;
        Ok("")
    }

    /// Puts a text that stands outside of tables into a row of its own.
    fn loose_text(&mut self, text: &mut String) -> Result<(), ReadError> {
        let own = std::mem::take(text);
        let own = own.trim();
        if own.is_empty() || own.chars().nth(LOOSE_CHARACTERS).is_some() {
            return Ok(());
        }
        self.row += 1;
        self.builder.put(self.row, 1, Value::Text(own.to_owned()), Origin::Typed, None)
    }

    fn text(&mut self, raw: &str) {
        if let Some((.., text)) = &mut self.cell {
            push_collapsed(text, &html_entities::unescaped(raw));
        }
    }

    fn line_break(&mut self) {
        if let Some((.., text)) = &mut self.cell
            && !text.is_empty()
        {
            text.push('\n');
        }
    }

    fn start_cell(&mut self, raw: &str) {
        let span = |name| {
            let value =
                xml::attributes(raw).find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_owned());
            let value = value.or_else(|| unquoted_attribute(raw, name));
            value.and_then(|value| value.trim().parse::<u32>().ok()).unwrap_or(1).clamp(1, MAX_SPAN)
        };
        while self.spanned_until.get(self.next_column as usize).is_some_and(|last| *last >= self.row) {
            self.next_column += 1;
        }
        self.cell = Some((self.next_column, span("colspan"), span("rowspan"), String::new()));
    }

    fn end_cell(&mut self) -> Result<(), ReadError> {
        let Some((column, wide, high, text)) = self.cell.take() else { return Ok(()) };
        self.row = self.row.max(1);
        self.next_column = column + wide;
        if self.next_column > GRID_COLUMNS {
            return Err(ReadError::TooBig("the number of columns"));
        }
        if high > 1 {
            for last in self.spanned_until.iter_mut().take(self.next_column as usize).skip(column as usize) {
                *last = self.row + high - 1;
            }
        }
        let text = text.trim().to_owned();
        self.builder.put(self.row, column, Value::Text(text), Origin::Typed, None)?;
        self.builder.merge(self.row, column, self.row + high - 1, column + wide - 1)
    }

    fn finish(self) -> Sheet {
        self.builder.finish()
    }
}

/// `colspan=2`, as Excel itself writes it.
fn unquoted_attribute(raw: &str, name: &str) -> Option<String> {
    let lower = raw.to_ascii_lowercase();
    let (_, after) = lower.split_once(&format!("{name}="))?;
    Some(after.trim_start_matches(['"', '\'']).chars().take_while(char::is_ascii_digit).collect())
}

/// Appends text with runs of white space as one space; no-break spaces stay.
fn push_collapsed(text: &mut String, raw: &str) {
    for character in raw.chars() {
        if matches!(character, ' ' | '\t' | '\n' | '\r') {
            if !text.is_empty() && !text.ends_with([' ', '\n']) {
                text.push(' ');
            }
        } else {
            text.push(character);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn sheets(page: &str) -> Vec<Sheet> {
        let mut workbook = Workbook::default();
        read(page.as_bytes(), &Limits::default(), &mut workbook).unwrap();
        workbook.sheets
    }

    fn texts(sheet: &Sheet) -> Vec<(u32, u16, &str)> {
        let mut texts = Vec::new();
        for row in &sheet.rows {
            for cell in &row.cells {
                let Value::Text(text) = &cell.value else { panic!("{cell:?}") };
                texts.push((row.number, cell.column, text.as_str()));
            }
        }
        texts
    }

    #[test]
    fn cells_spans_entities_and_sloppy_tags() {
        let sheets = sheets(
            "<html><style>td{color:red}</style><TABLE border=1><TR><TH rowspan=2>TT<TH colspan=\"2\">Tài khoản</TR>
            <tr><td>M\u{1ee9}c 1<td>M\u{1ee9}c&nbsp;2</tr><!-- <td>no</td> --><tr><td>1</td><td></td><td>L\u{ea} &amp;\n <b>V\u{103}n</b><br>A</td></tr></TABLE>
            <table><tr><td>b</table>",
        );
        assert_eq!(sheets.len(), 1);
        let wanted = [
            (1, 1, "TT"),
            (1, 2, "Tài khoản"),
            (2, 2, "Mức 1"),
            (2, 3, "Mức\u{a0}2"),
            (3, 1, "1"),
            (3, 3, "Lê & Văn\nA"),
            (4, 1, "b"),
        ];
        assert_eq!(texts(&sheets[0]), wanted);
        let merges: Vec<_> =
            sheets[0].merges.iter().map(|area| (area.top, area.left, area.bottom, area.right)).collect();
        assert_eq!(merges, [(1, 1, 2, 1), (1, 2, 1, 3)]);
    }

    #[test]
    fn titles_between_tables_have_rows_of_their_own() {
        let sheets = sheets(
            "<html><head><title>x</title><!--[if gte mso 9]><xml><x:Name>DS</x:Name></xml><![endif]--></head><body>
            <h3>DANH S&Aacute;CH<br>TH&Ocirc;N 7</h3><table><tr><td rowspan=9>a</td></tr></table>\n<p>Ghi chú</p><table><tr><td>b</table></body></html>",
        );
        assert_eq!(sheets[0].name, "DS");
        assert_eq!(
            texts(&sheets[0]),
            [(1, 1, "DANH SÁCH"), (2, 1, "THÔN 7"), (3, 1, "a"), (4, 1, "Ghi chú"), (5, 1, "b")]
        );
    }

    #[test]
    fn a_page_without_end_or_table_does_not_hang() {
        assert!(sheets("<html><body>Không có bảng").is_empty());
        assert_eq!(texts(&sheets("<table><tr><td colspan=99999999>a<")[0]), [(1, 1, "a")]);
        assert_eq!(sheets(&"<table>".repeat(5_000)).len(), 1);
    }
}
