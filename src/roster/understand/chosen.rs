//! What people decided about columns and words, applied to a table.

use std::collections::HashMap;

use super::super::choices::{ColumnChoice, WordChoice, WordMeaning, word_key};
use super::super::reading::{ColumnReading, ColumnRole as Role};

/// Words that people explained, by the meaning of their column.
#[derive(Debug, Default)]
pub(super) struct ChosenWords(HashMap<Role, HashMap<String, WordMeaning>>);

impl ChosenWords {
    /// The words of these decisions.
    pub(super) fn of(choices: &[WordChoice]) -> Self {
        let mut words: HashMap<Role, HashMap<String, WordMeaning>> = HashMap::new();
        for choice in choices {
            words.entry(choice.role).or_default().insert(choice.word.clone(), choice.meaning);
        }
        Self(words)
    }

    /// Whether nothing was explained, as is usual.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What a word in a column of this meaning was said to mean.
    pub(super) fn meaning(&self, role: Role, text: &str) -> Option<WordMeaning> {
        self.0.get(&role)?.get(&word_key(text)).copied()
    }
}

/// Gives columns the meanings chosen for them. Refused columns stay refused: what must not be kept is not read under another name. A meaning that
/// stands once in a table leaves the column that had it.
pub(super) fn override_roles(columns: &mut [ColumnReading], choices: &[ColumnChoice], sheet: &str) {
    let here: HashMap<u16, Role> =
        choices.iter().filter(|choice| choice.sheet == sheet).map(|choice| (choice.column, choice.role)).collect();
    if here.is_empty() {
        return;
    }
    let mut moved = Vec::new();
    for column in columns.iter_mut().filter(|column| column.role != Role::Refused) {
        if let Some(role) = here.get(&column.column).copied().filter(|role| *role != Role::Refused) {
            column.role = role;
            moved.push(role);
        }
    }
    for column in columns.iter_mut().filter(|column| !here.contains_key(&column.column)) {
        if column.role.stands_once() && moved.contains(&column.role) {
            column.role = Role::Ignored;
        }
    }
}
