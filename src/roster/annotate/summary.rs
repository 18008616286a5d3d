//! The summary sheet: which batch, what is wrong how often, what to do next.

use super::notes::{Level, SummaryLine, WorkbookNotes};
use super::raw_xml::escaped;
use super::style_book::{ERROR_LETTERS, Look, StyleBook, WARNING_LETTERS, fill_of};
use crate::messages::findings::column_letters;
use crate::roster::own_marks::BATCH_PREFIX;

/// Widths of the columns in letters: number, level, sentence, sheet, rows, where.
const WIDTHS: [u16; 6] = [6, 12, 62, 20, 9, 40];
/// Background of column heads.
const HEAD_FILL: &str = "FFE3ECF4";

/// A cell of the sheet.
enum Content<'t> {
    Text(&'t str),
    Number(u32),
    Blank,
}

struct Writer {
    rows: String,
    row: usize,
    merges: Vec<String>,
}

impl Writer {
    /// Writes a row of cells with their styles. `height` in points.
    fn row(&mut self, cells: &[(usize, Content<'_>)], height: usize) {
        self.row += 1;
        let number = self.row;
        self.rows.push_str(&format!("<row r=\"{number}\" ht=\"{height}\" customHeight=\"1\">"));
        for (column, (style, content)) in (1..).zip(cells) {
            let reference = format!("{}{number}", column_letters(column));
            let cell = match content {
                Content::Text(text) => format!(
                    "<c r=\"{reference}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
                    escaped(text)
                ),
                Content::Number(value) => format!("<c r=\"{reference}\" s=\"{style}\"><v>{value}</v></c>"),
                Content::Blank => format!("<c r=\"{reference}\" s=\"{style}\"/>"),
            };
            self.rows.push_str(&cell);
        }
        self.rows.push_str("</row>");
    }

    /// A text over columns `from` to the last; `style` for all of them.
    fn wide(&mut self, style: usize, label: Option<(usize, &str)>, text: &str) {
        let from = if label.is_some() { 2 } else { 0 };
        let letters: u16 = WIDTHS.iter().skip(from).sum();
        let mut cells: Vec<(usize, Content<'_>)> = Vec::with_capacity(WIDTHS.len());
        if let Some((style, label)) = label {
            cells.extend([(style, Content::Text(label)), (style, Content::Blank)]);
            self.merges.push(format!("A{0}:B{0}", self.row + 1));
        }
        cells.push((style, Content::Text(text)));
        while cells.len() < WIDTHS.len() {
            cells.push((style, Content::Blank));
        }
        self.merges.push(format!("{}{1}:F{1}", if from == 0 { "A" } else { "C" }, self.row + 1));
        self.row(&cells, 18 * lines(text, usize::from(letters)));
    }
}

/// Lines that a text takes in a column of this many letters.
fn lines(text: &str, letters: usize) -> usize {
    text.lines().map(|line| line.chars().count().div_ceil(letters).max(1)).sum::<usize>().clamp(1, 20)
}

/// The whole part, in the namespace `main`.
pub fn sheet(notes: &WorkbookNotes, styles: &mut StyleBook, main: &str) -> String {
    let plain = Look { size: 12, ..Look::default() };
    let title = styles.own(Look { size: 16, bold: true, ..plain });
    let batch = styles.own(Look { size: 13, bold: true, ..plain });
    let label = styles.own(Look { bold: true, ..plain });
    let text = styles.own(plain);
    let mut writer = Writer { rows: String::new(), row: 0, merges: Vec::new() };
    writer.wide(title, None, "TÓM TẮT LỖI");
    writer.wide(batch, None, &format!("{BATCH_PREFIX}{}", notes.batch));
    for (name, value) in &notes.summary.facts {
        writer.wide(text, Some((label, name)), value);
    }
    writer.wide(text, None, "");
    table(&mut writer, &notes.summary.lines, styles);
    writer.wide(text, None, "");
    writer.wide(label, None, "Cách sửa");
    for (number, step) in (1..).zip(&notes.summary.steps) {
        writer.wide(text, None, &format!("{number}. {step}"));
    }
    part(&writer, main)
}

fn table(writer: &mut Writer, lines_of_table: &[SummaryLine], styles: &mut StyleBook) {
    let framed = Look { size: 12, framed: true, ..Look::default() };
    let head = styles.own(Look { bold: true, centred: true, fill: Some(HEAD_FILL), ..framed });
    let (text, middle) = (styles.own(framed), styles.own(Look { centred: true, ..framed }));
    let level =
        |level, colour| Look { bold: true, centred: true, fill: Some(fill_of(level)), colour: Some(colour), ..framed };
    let error = styles.own(level(Level::Error, ERROR_LETTERS));
    let warning = styles.own(level(Level::Warning, WARNING_LETTERS));
    let heads = ["STT", "Mức", "Điểm cần sửa hoặc kiểm tra", "Trang tính", "Số dòng", "Ở các dòng"];
    writer.row(&heads.map(|name| (head, Content::Text(name))), 20);
    for (number, line) in (1..).zip(lines_of_table) {
        let style = if line.level == Level::Error { error } else { warning };
        let height =
            [(&line.sentence, 60), (&line.sheet, 18), (&line.places, 38)].map(|(text, width)| lines(text, width));
        let cells = [
            (middle, Content::Number(number)),
            (style, Content::Text(line.level.vietnamese())),
            (text, Content::Text(&line.sentence)),
            (text, Content::Text(&line.sheet)),
            (middle, Content::Number(line.rows)),
            (text, Content::Text(&line.places)),
        ];
        writer.row(&cells, 17 * height.into_iter().max().unwrap_or(1) + 2);
    }
}

fn part(writer: &Writer, main: &str) -> String {
    let width = |(column, width): (usize, &u16)| {
        format!("<col min=\"{column}\" max=\"{column}\" width=\"{width}\" customWidth=\"1\"/>")
    };
    let columns: String = (1..).zip(&WIDTHS).map(width).collect();
    let merges: String = writer.merges.iter().map(|area| format!("<mergeCell ref=\"{area}\"/>")).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\"{main}\">\
         <sheetPr><tabColor rgb=\"FFC0392B\"/><pageSetUpPr fitToPage=\"1\"/></sheetPr>\
         <sheetViews><sheetView showGridLines=\"0\" workbookViewId=\"0\"/></sheetViews><sheetFormatPr defaultRowHeight=\"18\"/>\
         <cols>{columns}</cols><sheetData>{}</sheetData><mergeCells count=\"{}\">{merges}</mergeCells>\
         <pageMargins left=\"0.6\" right=\"0.4\" top=\"0.6\" bottom=\"0.6\" header=\"0.3\" footer=\"0.3\"/>\
         <pageSetup paperSize=\"9\" orientation=\"landscape\" fitToHeight=\"0\"/></worksheet>",
        writer.rows,
        writer.merges.len()
    )
}
