//! One table on a sheet: its columns with their meanings. Tables can stand beside each other under one header row.

use std::sync::Arc;

use super::super::choices::ColumnChoice;
use super::super::reading::{ColumnReading, ColumnRole as Role};
use super::chosen::{self, ChosenWords};
use super::columns::decide;
use super::header::{Header, HeaderColumn};
use super::header_splits::counts;
use super::header_words::Guess;
use super::milestones::level_in_words;
use super::picked::ROLES;
use super::view::SheetView;
use crate::vn::fold::fold;

/// The columns of a table.
#[derive(Debug, Clone)]
pub(super) struct Table {
    /// First column.
    pub first: u16,
    /// Last column.
    pub last: u16,
    /// Columns in order.
    pub columns: Vec<ColumnReading>,
    /// Folded headers, for recognising the header when it is repeated.
    pub keys: Vec<String>,
    /// Columns of those activated or not whose header names the level: `Kích hoạt mức 2`.
    pub activation_levels: Vec<(u16, u8)>,
    /// Words that people explained.
    pub words: Arc<ChosenWords>,
    by_role: [Option<u16>; ROLES],
}

impl Table {
    fn new(header: &[HeaderColumn], roles: &[Role]) -> Self {
        let columns: Vec<ColumnReading> = header
            .iter()
            .zip(roles)
            .map(|(h, role)| ColumnReading {
                column: h.column,
                header: h.header.clone(),
                role: *role,
                samples: Vec::new(),
            })
            .collect();
        let first = header.first().map_or(1, |h| h.column);
        let last = header.last().map_or(first, |h| h.column);
        let mut table = Self {
            first,
            last,
            columns,
            keys: header.iter().map(|h| h.key.clone()).collect(),
            activation_levels: Vec::new(),
            words: Arc::default(),
            by_role: [None; ROLES],
        };
        table.index();
        table
    }

    /// What follows from the roles of the columns.
    fn index(&mut self) {
        self.by_role = [None; ROLES];
        for column in self.columns.iter().rev() {
            if let Some(place) = self.by_role.get_mut(column.role as usize) {
                *place = Some(column.column);
            }
        }
        let activations = self.columns.iter().filter(|c| matches!(c.role, Role::Act | Role::ActDate | Role::NotAct));
        self.activation_levels =
            activations.filter_map(|c| Some((c.column, level_in_words(&fold(&c.header))?))).collect();
    }

    /// Gives the columns the meanings that people chose for them.
    pub(super) fn choose(&mut self, choices: &[ColumnChoice], sheet: &str) {
        chosen::override_roles(&mut self.columns, choices, sheet);
        self.index();
    }

    /// The meaning of a column; `Ignored` outside the table.
    pub(super) fn role_at(&self, column: u16) -> Role {
        if column < self.first || column > self.last {
            return Role::Ignored;
        }
        let guess = usize::from(column - self.first);
        match self.columns.get(guess).filter(|c| c.column == column) {
            Some(found) => found.role,
            None => self.columns.iter().find(|c| c.column == column).map_or(Role::Ignored, |c| c.role),
        }
    }

    /// The first column of a meaning.
    pub(super) fn column_of(&self, role: Role) -> Option<u16> {
        self.by_role.get(role as usize).copied().flatten()
    }
}

/// The tables under one header.
pub(super) fn tables_of(header: &Header, view: &SheetView) -> Vec<Table> {
    split(&header.columns)
        .into_iter()
        .filter(|part| part.iter().any(names_people))
        .map(|part| Table::new(part, &decide(part, view.sheet, header.next, &view.text)))
        .collect()
}

/// Whether a header only repeats the one that the open tables have, as printed lists do on each page.
pub(super) fn repeats(header: &Header, open: &[&Table]) -> bool {
    let parts: Vec<&[HeaderColumn]> =
        split(&header.columns).into_iter().filter(|part| part.iter().any(names_people)).collect();
    parts.len() == open.len()
        && parts.iter().zip(open).all(|(part, table)| {
            part.len() == table.keys.len() && part.iter().zip(&table.keys).all(|(column, key)| column.key == *key)
        })
}

fn names_people(column: &HeaderColumn) -> bool {
    use super::header_words::Unsure;
    matches!(column.guess, Guess::Sure(Role::Name | Role::FamilyName) | Guess::Unsure(Unsure::Name))
}

/// Cuts the columns where the first header comes again after a name column: two lists side by side, or a list and a table of totals.
fn split(columns: &[HeaderColumn]) -> Vec<&[HeaderColumn]> {
    let mut parts = Vec::new();
    let mut start = 0;
    for at in 1..columns.len() {
        let (Some(part), Some(rest)) = (columns.get(start..at), columns.get(at..)) else { continue };
        let (Some(first), Some(next)) = (part.first(), rest.first()) else { continue };
        let begins_again = first.guess != Guess::Unknown
            && (next.key == first.key || next.guess == first.guess && first.guess == Guess::Sure(Role::Stt));
        let gap = part.last().is_some_and(|last| next.column > last.column + 1);
        let named = |c: &HeaderColumn| matches!(c.guess, Guess::Sure(Role::Name | Role::FamilyName));
        let named_after = rest.iter().any(named) || begins_again && rest.iter().any(names_people);
        // a table of totals beside the list has its own ordinals, or stands apart and counts
        let ordinals_again = begins_again && next.guess == Guess::Sure(Role::Stt);
        let other_kind = ordinals_again || gap && rest.iter().any(|c| counts(&c.key));
        if part.iter().any(names_people) && (named_after && (begins_again || gap) || other_kind) {
            parts.push(part);
            start = at;
        }
    }
    parts.extend(columns.get(start..).filter(|rest| !rest.is_empty()));
    parts
}
