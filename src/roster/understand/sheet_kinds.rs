//! Sheets that are no list of people: what they are.

use super::super::finding::FindingCode as Code;
use super::super::grid::{Sheet, Value};
use super::super::reading::{SheetKind, SheetReading};
use super::header_words::has_any;
use super::quota;
use super::sheet_text::{SheetText, is_blank};
use crate::vn::fold::fold;

/// Says what a sheet without a roster header is, and reads quotas where it holds them.
pub(super) fn describe(out: &mut SheetReading, sheet: &Sheet, text: &SheetText) {
    let filled: usize = sheet.rows.iter().map(|row| row.cells.iter().filter(|c| !is_blank(&c.value)).count()).sum();
    if filled == 0 {
        out.kind = SheetKind::Empty;
        out.codes.push(Code::SheetEmpty);
        return;
    }
    if let Some(table) = quota::find(sheet, text) {
        out.header_rows = vec![table.header_row];
        if table.has_results {
            out.kind = SheetKind::Summary;
        } else {
            out.kind = SheetKind::Quota;
            out.quotas = table.rows;
            return;
        }
    } else {
        out.kind = kind_by_shape(sheet, text, filled);
    }
    out.codes.push(Code::SheetNotRoster);
}

fn kind_by_shape(sheet: &Sheet, text: &SheetText, filled: usize) -> SheetKind {
    let mut words = String::new();
    let (mut numbers, mut long) = (0usize, 0usize);
    for cell in sheet.rows.iter().take(200).flat_map(|row| &row.cells) {
        match &cell.value {
            Value::Text(raw) => {
                long += usize::from(raw.chars().count() > 60);
                if words.len() < 4000 {
                    words.push_str(&fold(&text.decode(cell, raw).text));
                    words.push(' ');
                }
            }
            Value::Number(_) => numbers += 1,
            _ => {}
        }
    }
    let rows = sheet.rows.len();
    if has_any(&words, &["huong dan", "cach nhap", "cach dien", "luu y", "quy dinh nhap"])
        || long >= 3 && numbers < rows
    {
        SheetKind::Instructions
    } else if rows >= 3
        && (numbers * 3 >= filled || has_any(&words, &["tong hop", "chi tieu", "ty le", "tong cong"]))
        && !sheet.hidden
    {
        SheetKind::Summary
    } else if rows >= 3 && filled >= rows * 2 {
        SheetKind::Lookup
    } else {
        SheetKind::Cover
    }
}
