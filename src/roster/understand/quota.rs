//! Tables of quotas per unit: `Thôn | Chỉ tiêu mức 1 | Chỉ tiêu mức 2`.

use super::super::grid::{Cell, Row, Sheet, Value};
use super::super::quota_sheet::FORM_HEADER;
use super::super::reading::{OtherQuota, QuotaRow};
use super::header_words::{has, has_any};
use super::milestones::level_in_words;
use super::sheet_text::{SheetText, is_blank};
use crate::vn::fold::fold;
use crate::vn::number::parse_integer;
use crate::vn::text::tidy;

/// Words of a header that is about the staff of offices.
const STAFF: [&str; 4] = ["can bo", "cong chuc", "vien chuc", "nguoi lao dong"];

/// Names of offices and of their work that hold a word of totals.
const OFFICES: [&str; 8] =
    ["cong an", "cong ty", "cong doan", "cong chuc", "cong nghe", "cong thuong", "tong hop", "cong dong"];

/// A table of quotas, or of quotas and results.
pub(super) struct QuotaTable {
    /// Number of the row that names the levels.
    pub header_row: u32,
    /// Whether it also holds results: then it is a summary, and its figures are somebody else's sums.
    pub has_results: bool,
    /// The units with their quotas.
    pub rows: Vec<QuotaRow>,
}

/// The columns of such a table.
#[derive(Default)]
struct Layout {
    unit: Option<u16>,
    m1: Option<u16>,
    m2: Option<u16>,
    others: Vec<(u16, String)>,
    results: bool,
    quota_words: bool,
    /// Whether it is the form of this program, whose heads say what they mean.
    ours: bool,
}

impl Layout {
    /// Whether it names a column of quotas, or of results beside them.
    fn is_of_quotas(&self) -> bool {
        self.m1.is_some() || self.m2.is_some() || self.results || !self.others.is_empty()
    }
}

/// Finds a table of quotas on a sheet.
pub(super) fn find(sheet: &Sheet, text: &SheetText) -> Option<QuotaTable> {
    for (at, row) in sheet.rows.iter().enumerate().take(40) {
        let top = layout_of(row, text, &Layout::default());
        if top.unit.is_none() || !top.quota_words && !top.results {
            continue;
        }
        let (layout, next) = match sheet.rows.get(at + 1) {
            Some(below) if top.m1.is_none() && top.m2.is_none() && !top.results && !top.ours => {
                let second = layout_of(below, text, &top);
                // A row of numbers is no second row of headers.
                if second.is_of_quotas() { (second, at + 2) } else { (top, at + 1) }
            }
            _ => (top, at + 1),
        };
        let rows: Vec<QuotaRow> =
            sheet.rows.iter().skip(next).filter_map(|row| quota_row(row, &layout, text)).collect();
        if layout.is_of_quotas() {
            return Some(QuotaTable { header_row: row.number, has_results: layout.results, rows });
        }
    }
    None
}

fn layout_of(row: &Row, text: &SheetText, above: &Layout) -> Layout {
    let mut layout =
        Layout { unit: above.unit, quota_words: above.quota_words, results: above.results, ..Layout::default() };
    for cell in &row.cells {
        let Some(key) = key_of(cell, text) else { continue };
        if key.chars().count() > 80 {
            continue;
        }
        if let Some(header) = header_of(cell, text).filter(|header| header.starts_with(FORM_HEADER)) {
            (layout.ours, layout.quota_words) = (true, true);
            layout.others.push((cell.column, header));
            continue;
        }
        let quota = has_any(&key, &["chi tieu", "giao", "ke hoach"]);
        if has_any(
            &key,
            &["ty le", "da cap", "da thuc hien", "thuc hien", "ket qua", "luy ke", "con lai", "kich hoat", "dat"],
        ) {
            layout.results = true;
        } else if quota || above.quota_words && layout.unit != Some(cell.column) {
            layout.quota_words |= quota;
            // The levels alone mean those of residents; a quota of staff is a column of its own name.
            match level_in_words(&key).filter(|_| !has_any(&key, &STAFF)) {
                Some(1) => layout.m1 = layout.m1.or(Some(cell.column)),
                Some(_) => layout.m2 = layout.m2.or(Some(cell.column)),
                None => layout.others.extend(header_of(cell, text).map(|header| (cell.column, header))),
            }
        } else if layout.unit.is_none()
            && has_any(
                &key,
                &[
                    "thon",
                    "don vi",
                    "xom",
                    "ap",
                    "khu pho",
                    "to dan pho",
                    "ban",
                    "xa",
                    "phuong",
                    "dia ban",
                    "ten thon",
                    "buon",
                    "lang",
                ],
            )
        {
            layout.unit = Some(cell.column);
        }
    }
    layout
}

/// What stands above a column; `None` where it is no word, like the numbers under a header.
fn header_of(cell: &Cell, text: &SheetText) -> Option<String> {
    let Value::Text(raw) = &cell.value else { return None };
    let header = tidy(&text.decode(cell, raw).text).text;
    header.chars().any(char::is_alphabetic).then_some(header)
}

fn key_of(cell: &Cell, text: &SheetText) -> Option<String> {
    match &cell.value {
        Value::Text(raw) if !is_blank(&cell.value) => Some(fold(&text.decode(cell, raw).text)),
        _ => None,
    }
}

/// Whether a row adds up the others. Offices whose names begin alike (Công an xã, Tổng hợp) do not.
fn is_total(folded: &str) -> bool {
    let office = OFFICES.iter().any(|office| has(folded, office));
    let begins = ["tong", "cong"].iter().any(|word| folded.split(' ').next() == Some(word));
    begins && !office || has_any(folded, &["tong cong", "tong so", "toan xa"]) && !office
}

fn quota_row(row: &Row, layout: &Layout, text: &SheetText) -> Option<QuotaRow> {
    let cell = |column: Option<u16>| row.cells.iter().find(|c| Some(c.column) == column);
    let number = |column| match &cell(column)?.value {
        Value::Number(n) if n.fract() == 0.0 && (0.0..4e9).contains(n) => Some(*n as u32),
        Value::Text(raw) => parse_integer(raw).and_then(|n| u32::try_from(n).ok()),
        _ => None,
    };
    let unit = match &cell(layout.unit)?.value {
        Value::Text(raw) if !is_blank(&cell(layout.unit)?.value) => {
            tidy(&text.decode(cell(layout.unit)?, raw).text).text
        }
        _ => return None,
    };
    let (m1, m2) = (number(layout.m1), number(layout.m2));
    let total = is_total(&fold(&unit));
    let other =
        |(column, header): &(u16, String)| Some(OtherQuota { header: header.clone(), number: number(Some(*column))? });
    let others: Vec<OtherQuota> = layout.others.iter().filter_map(other).collect();
    let any = m1.is_some() || m2.is_some() || !others.is_empty();
    (!total && any).then_some(QuotaRow { row: row.number, unit, m1, m2, others })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offices_are_no_totals() {
        for total in ["Cộng", "TỔNG", "Tổng cộng", "Cộng toàn xã", "Toàn xã", "I. Tổng số"] {
            assert!(is_total(&fold(total)), "{total}");
        }
        for unit in ["Công an xã", "Phòng Tổng hợp", "Công ty A", "Công đoàn", "Thôn Công Bình", "Ngọc Bình"]
        {
            assert!(!is_total(&fold(unit)), "{unit}");
        }
    }
}
