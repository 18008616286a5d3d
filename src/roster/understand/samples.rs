//! What a person needs to see in order to judge how columns were understood: a few values of each, and the words nobody understood.

use std::collections::HashMap;

use super::super::choices::word_key;
use super::super::finding::FindingCode as Code;
use super::super::grid::Row;
use super::super::reading::{ColumnReading, ColumnRole as Role, RosterRow, UnknownWord};
use super::sheet_text::{SheetText, is_blank, shown};
use super::table::Table;

/// Values shown of a column.
const SAMPLES: usize = 3;
/// People of a table among whom values are looked for.
pub(super) const PEOPLE_SAMPLED: u32 = 200;
/// Characters of a value that are shown.
const CHARACTERS: usize = 40;
/// Figures in a row from which a value is taken for somebody's number.
const NUMBER_DIGITS: usize = 9;
/// Figures of a number that are shown at its end.
const DIGITS_SHOWN: usize = 3;
/// Words that nobody understood, per sheet; more would be free text.
const WORDS: usize = 200;
/// Figures from which a text is no word.
const DIGITS_IN_WORD: usize = 5;

/// Adds columns that are not known yet; values are handed on to those that are.
pub(super) fn add_columns(known: &mut Vec<ColumnReading>, columns: &[ColumnReading]) {
    for column in columns {
        let same =
            |k: &&mut ColumnReading| (k.column, &k.header, k.role) == (column.column, &column.header, column.role);
        match known.iter_mut().find(same) {
            Some(known) if known.samples.is_empty() => known.samples.clone_from(&column.samples),
            Some(_) => {}
            None => known.push(column.clone()),
        }
    }
}

/// Takes the values of a person's row as samples of their columns. A refused column gives none.
pub(super) fn take(columns: &mut [ColumnReading], row: &Row, text: &SheetText) {
    for column in columns.iter_mut().filter(|c| c.role != Role::Refused && c.samples.len() < SAMPLES) {
        let Some(cell) = row.cells.iter().find(|cell| cell.column == column.column && !is_blank(&cell.value)) else {
            continue;
        };
        let raw = shown(&cell.value);
        let value = presentable(text.decode(cell, &raw).text.trim());
        if !value.is_empty() && !column.samples.contains(&value) {
            column.samples.push(value);
        }
    }
}

/// A value short enough for a table; the number of a person keeps its last figures only, because samples are shown and kept openly.
fn presentable(value: &str) -> String {
    let figures: Vec<usize> = value.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at).collect();
    let others = value.chars().filter(|c| !c.is_ascii_digit() && !matches!(c, ' ' | '.' | '-' | '+' | '\'')).count();
    let hidden = match figures.len() {
        many if many >= NUMBER_DIGITS && others <= many / 2 && !value.contains([':', '/']) => many - DIGITS_SHOWN,
        _ => 0,
    };
    let last = hidden.checked_sub(1).and_then(|at| figures.get(at)).copied();
    let shown =
        |(at, c): (usize, char)| if c.is_ascii_digit() && last.is_some_and(|last| at <= last) { '*' } else { c };
    value.char_indices().map(shown).take(CHARACTERS).collect()
}

/// Words of mark, level and status columns that nobody understood.
#[derive(Debug, Default)]
pub(super) struct UnknownWords(HashMap<(Role, String), UnknownWord>);

impl UnknownWords {
    /// Takes those of a row.
    pub(super) fn take(&mut self, table: &Table, row: &RosterRow) {
        for finding in &row.codes {
            let (Code::MarkUnknown | Code::StatusUnknown, Some(column), Some(given)) =
                (finding.code, finding.column, &finding.given)
            else {
                continue;
            };
            if given.bytes().filter(u8::is_ascii_digit).count() >= DIGITS_IN_WORD {
                continue;
            }
            let role = table.role_at(column);
            let full = self.0.len() >= WORDS;
            let key = (role, word_key(given));
            match self.0.get_mut(&key) {
                Some(word) => word.rows += 1,
                None if full => {}
                None => {
                    self.0.insert(key, UnknownWord { role, word: given.trim().to_owned(), rows: 1 });
                }
            }
        }
    }

    /// The most frequent first.
    pub(super) fn most_frequent_first(self) -> Vec<UnknownWord> {
        let mut words: Vec<UnknownWord> = self.0.into_values().collect();
        words.sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| (a.role, &a.word).cmp(&(b.role, &b.word))));
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_people_are_not_shown() {
        for (value, shown) in [
            ("038085001234", "*********234"),
            ("0912.345.678", "****.***.678"),
            ("+84 912 345 678", "+** *** *** 678"),
            ("12/03/1985", "12/03/1985"),
            ("2023-03-12 00:00:00", "2023-03-12 00:00:00"),
            ("Nguyễn Văn An", "Nguyễn Văn An"),
            ("1985", "1985"),
        ] {
            assert_eq!(presentable(value), shown);
        }
    }
}
