//! What can be said of a row only when the whole file is known: the spelling of its village, whether the person is listed twice, whether others have
//! the same phone. Rows are noted one by one ([`WholeFile::note`]), and when all are, each is settled in the same order ([`Verdicts::settle`]): so the
//! rows themselves need not stay in memory.

use super::super::finding::FindingCode as Code;
use super::super::reading::{ColumnRole as Role, RosterRow, SheetReading};
use super::draft::add_finding;
use super::duplicates::{Twin, find_duplicates};
use super::facts::Facts;
use super::shared_phones::find_shared;
use super::villages::{PlainSpellings, Settled};
use super::words::Words;

/// A sheet whose rows have been noted.
#[derive(Debug, Default)]
struct NotedSheet {
    columns: Vec<(u16, Role, String)>,
    hidden: bool,
    form: bool,
    /// Spelling of the village of all rows, where the sheet names none.
    stand_in: u32,
    /// By spelling, the first column of the table in which it stands first; 0 where it does not stand in the sheet.
    tables: Vec<u16>,
    rows: u32,
}

impl NotedSheet {
    /// The first column of one of these meanings in the table that starts at `c0`.
    fn column(&self, role: Role, c0: u16) -> Option<u16> {
        self.columns.iter().find(|(column, of, _)| *of == role && *column >= c0).map(|(column, ..)| *column)
    }
}

/// Everything that has been noted of a file.
#[derive(Debug, Default)]
pub(super) struct WholeFile {
    facts: Vec<Facts>,
    spellings: Words,
    units: Words,
    counts: Vec<u32>,
    sheets: Vec<NotedSheet>,
    open: NotedSheet,
}

impl WholeFile {
    /// Notes the next row of the sheet.
    pub(super) fn note(&mut self, row: &RosterRow) {
        let village = self.spellings.number(row.village.as_deref());
        let unit = self.units.number(row.unit.as_deref());
        self.count(village, row.c0, 1);
        self.open.rows += 1;
        let sheet = u16::try_from(self.sheets.len()).unwrap_or(u16::MAX);
        self.facts.push(Facts::of(row, sheet, village, unit));
    }

    fn count(&mut self, village: u32, c0: u16, rows: u32) {
        let at = village as usize;
        self.counts.resize(self.counts.len().max(at + 1), 0);
        self.open.tables.resize(self.open.tables.len().max(at + 1), 0);
        if let (Some(count), Some(table)) = (self.counts.get_mut(at), self.open.tables.get_mut(at)) {
            *count += rows;
            if *table == 0 {
                *table = c0;
            }
        }
    }

    /// Ends the sheet. `stand_in` is the village of its rows if the sheet names no place anywhere.
    pub(super) fn end_sheet(&mut self, sheet: &SheetReading, stand_in: Option<&str>) {
        let has = |role| sheet.columns.iter().any(|column| column.role == role);
        let own = self.facts.len() - self.open.rows as usize;
        let rows = self.facts.get(own..).unwrap_or_default();
        let placed = has(Role::Village) || rows.iter().any(|facts| facts.village != 0 || facts.unit != 0);
        if let Some(village) = stand_in.filter(|_| !placed && !rows.is_empty()) {
            let (number, rows) = (self.spellings.number(Some(village)), self.open.rows);
            self.count(number, 1, rows);
            self.open.stand_in = number;
            for facts in self.facts.get_mut(own..).unwrap_or_default() {
                facts.village = number;
            }
        }
        let columns = sheet.columns.iter().map(|c| (c.column, c.role, c.header.clone())).collect();
        let (hidden, form) = (sheet.codes.contains(&Code::SheetHidden), has(Role::SubmittedAt));
        self.sheets.push(NotedSheet { columns, hidden, form, ..std::mem::take(&mut self.open) });
    }

    /// Decides about all rows. `known` are the villages of the unit.
    pub(super) fn decide(mut self, known: &[String]) -> Verdicts {
        let counts =
            self.spellings.iter().map(|(number, text)| (text, self.counts.get(number as usize).copied().unwrap_or(0)));
        let plain = PlainSpellings::of(counts, known);
        let settled: Vec<Vec<Settled>> = self.sheets.iter().map(|sheet| self.settle_spellings(sheet, &plain)).collect();
        let villages = self.facts.iter().map(|facts| facts.village).collect();
        let mut names = Words::default();
        for facts in &mut self.facts {
            let name = settled_as(&settled, facts.sheet.into(), facts.village).and_then(|s| s.name.as_deref());
            facts.village = names.number(name);
        }
        let order = self.order();
        let people = People { facts: &self.facts, order: &order, sheets: &self.sheets };
        let twins = find_duplicates(&people);
        let shared = find_shared(&people);
        Verdicts {
            spellings: self.spellings,
            sheets: self.sheets,
            settled,
            villages,
            twins,
            shared,
            ..Verdicts::default()
        }
    }

    /// What each spelling means in a sheet; by number.
    fn settle_spellings(&self, sheet: &NotedSheet, plain: &PlainSpellings) -> Vec<Settled> {
        let texts = self.spellings.iter().take(sheet.tables.len().saturating_sub(1));
        let written = texts.map(|(number, text)| {
            let table = sheet.tables.get(number as usize).copied().filter(|c0| *c0 != 0);
            let column = table
                .and_then(|c0| sheet.columns.iter().find(|(column, role, _)| *role == Role::Village && *column >= c0));
            (table, text, column.map(|(.., header)| header.as_str()))
        });
        let none = || Settled { name: None, code: None };
        let here: Vec<_> = written.collect();
        let mut decided =
            plain.settle(here.iter().filter(|(table, ..)| table.is_some()).map(|(_, text, header)| (*text, *header)));
        here.iter()
            .map(|(table, ..)| if table.is_some() { decided.next().unwrap_or_else(none) } else { none() })
            .collect()
    }

    /// All rows, those of hidden sheets last: what a hidden sheet repeats is old, and never the finding of a visible row.
    fn order(&self) -> Vec<u32> {
        let hidden = |place: &u32| {
            let sheet = self.facts.get(*place as usize).map(|facts| usize::from(facts.sheet));
            sheet.and_then(|sheet| self.sheets.get(sheet)).is_some_and(|sheet| sheet.hidden)
        };
        let mut order: Vec<u32> = (0..u32::try_from(self.facts.len()).unwrap_or(u32::MAX)).collect();
        if self.sheets.iter().any(|sheet| sheet.hidden) {
            order.sort_by_key(hidden);
        }
        order
    }
}

fn settled_as(settled: &[Vec<Settled>], sheet: usize, spelling: u32) -> Option<&Settled> {
    settled.get(sheet)?.get((spelling as usize).checked_sub(1)?)
}

/// All rows of a file, to be compared with each other.
pub(super) struct People<'w> {
    /// In the order of the file.
    pub facts: &'w [Facts],
    order: &'w [u32],
    sheets: &'w [NotedSheet],
}

impl People<'_> {
    /// Places and rows in the order of comparison.
    pub(super) fn in_order(&self) -> impl Iterator<Item = (u32, &Facts)> {
        self.order.iter().filter_map(|place| Some((*place, self.facts.get(*place as usize)?)))
    }

    /// The row of a rank in that order, and its place in the file.
    pub(super) fn ranked(&self, rank: u32) -> Option<(u32, &Facts)> {
        let place = *self.order.get(rank as usize)?;
        Some((place, self.facts.get(place as usize)?))
    }

    /// Whether the row stands in a hidden sheet.
    pub(super) fn is_hidden(&self, facts: &Facts) -> bool {
        self.sheets.get(usize::from(facts.sheet)).is_some_and(|sheet| sheet.hidden)
    }

    /// Whether the row was sent in by an online form.
    pub(super) fn is_form(&self, facts: &Facts) -> bool {
        self.sheets.get(usize::from(facts.sheet)).is_some_and(|sheet| sheet.form)
    }
}

/// What has been decided about all rows of a file.
#[derive(Default)]
pub(super) struct Verdicts {
    spellings: Words,
    sheets: Vec<NotedSheet>,
    settled: Vec<Vec<Settled>>,
    /// Spelling of the village of each row.
    villages: Vec<u32>,
    /// By place.
    twins: Vec<Twin>,
    /// Places of rows that share a phone, ascending.
    shared: Vec<u32>,
    sheet: usize,
    rows_of_sheet: u32,
    place: u32,
    next_twin: usize,
    next_shared: usize,
}

impl Verdicts {
    /// Puts the next row right; rows come as they were noted.
    pub(super) fn settle(&mut self, row: &mut RosterRow) {
        while self.sheets.get(self.sheet).is_some_and(|sheet| self.rows_of_sheet >= sheet.rows) {
            self.sheet += 1;
            self.rows_of_sheet = 0;
        }
        self.settle_village(row);
        let Some(sheet) = self.sheets.get(self.sheet) else { return };
        while let Some(twin) = self.twins.get(self.next_twin).filter(|twin| twin.place == self.place) {
            add_finding(row, twin.code, twin_column(sheet, twin.code, row.c0), Some(&format!("dòng {}", twin.other)));
            self.next_twin += 1;
        }
        if self.shared.get(self.next_shared) == Some(&self.place) {
            let phone = row.phone.clone();
            add_finding(row, Code::PhoneShared, sheet.column(Role::Phone, 0), phone.as_deref());
            self.next_shared += 1;
        }
        self.rows_of_sheet += 1;
        self.place += 1;
    }

    fn settle_village(&self, row: &mut RosterRow) {
        let Some(sheet) = self.sheets.get(self.sheet) else { return };
        let spelling = self.villages.get(self.place as usize).copied().unwrap_or(0);
        let Some(settled) = settled_as(&self.settled, self.sheet, spelling) else { return };
        row.village.clone_from(&settled.name);
        let Some(code) = settled.code else { return };
        let column = sheet.column(Role::Village, row.c0);
        if column.is_some() || code == Code::VillageUnknown {
            add_finding(row, code, column, self.spellings.text(spelling));
        }
    }
}

fn twin_column(sheet: &NotedSheet, code: Code, c0: u16) -> Option<u16> {
    let by_id =
        matches!(code, Code::DupExact | Code::DupMerge | Code::DupConflict | Code::DupCmndCccd | Code::Resubmit);
    sheet.column(if by_id { Role::Cccd } else { Role::Name }, c0)
}
