//! Findings about single cells whatever they mean: formulas, error values, merged areas, texts that a spreadsheet would run as a formula, long notes.

use super::super::finding::FindingCode as Code;
use super::super::grid::{Cell, Origin, Row, Value};
use super::super::reading::ColumnRole as Role;
use super::ditto::is_ditto;
use super::draft::Draft;
use super::picked::Picked;
use super::table::Table;

/// From how many characters on a note is called long.
const LONG_NOTE: usize = 2000;

/// Error values and formulas in the columns that are read.
pub(super) fn read_cell_states(draft: &mut Draft, table: &Table, row: &Row) {
    for cell in &row.cells {
        if cell.origin == Origin::Typed && !matches!(cell.value, Value::Error(_) | Value::NotCalculated) {
            continue;
        }
        let role = table.role_at(cell.column);
        if matches!(role, Role::Ignored | Role::Refused | Role::Stt) || is_part_of_name(role, table) {
            continue;
        }
        match (&cell.value, cell.origin) {
            (Value::Error(shown), _) => draft.find(Code::CellError, Some(cell.column), Some(shown)),
            (Value::NotCalculated, _) => draft.find(Code::FormulaNoCache, Some(cell.column), None),
            (_, Origin::ConstantFormula) => draft.find(Code::FormulaText, Some(cell.column), None),
            // a name put together from the cells beside it is text like any other; what comes from elsewhere may be out of date
            (_, Origin::ReferenceFormula) if role == Role::Name => {
                draft.find(Code::FormulaText, Some(cell.column), None)
            }
            (_, Origin::ReferenceFormula) => draft.find(Code::FormulaXref, Some(cell.column), None),
            (_, Origin::Typed | Origin::QuotedText) => {}
        }
    }
}

/// Family and given name beside a full name are not read.
fn is_part_of_name(role: Role, table: &Table) -> bool {
    matches!(role, Role::FamilyName | Role::GivenName) && table.column_of(Role::Name).is_some()
}

/// Values that came down from merged areas.
pub(super) fn note_merged(draft: &mut Draft, picked: &Picked) {
    for (_, column) in &picked.merged {
        let given = picked.text_at(*column);
        draft.find(Code::MergedData, Some(*column), given.as_deref());
    }
}

/// Free texts that a spreadsheet would run when they are written back.
pub(super) fn note_injections(draft: &mut Draft, picked: &Picked) {
    for role in [
        Role::Note,
        Role::Name,
        Role::Address,
        Role::Unit,
        Role::Position,
        Role::Household,
        Role::Provider,
        Role::Village,
    ] {
        if let Some(cell) = picked.cell(role).filter(|cell| starts_like_formula(cell)) {
            let text = picked.decoded(cell).text;
            if is_ditto(&text) {
                continue;
            }
            draft.find(Code::CsvInjection, Some(cell.column), Some(&text));
        }
    }
}

fn starts_like_formula(cell: &Cell) -> bool {
    let Value::Text(text) = &cell.value else { return false };
    let alone = || text.trim().chars().nth(1).is_none();
    text.starts_with(['=', '+', '-', '@', '\t', '\r']) && !Picked::is_formula(cell) && !alone()
}

/// The note as written, and what is to say about its length.
pub(super) fn read_note_text(draft: &mut Draft, picked: &Picked) -> Option<String> {
    let (cell, text) = picked.get(Role::Note)?;
    if text.chars().nth(LONG_NOTE).is_some() {
        draft.find(Code::LongNote, Some(cell.column), Some(&text));
    }
    Some(text.into_owned())
}
