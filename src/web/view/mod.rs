//! What templates show: plain values, already in Vietnamese form. Made from the outputs of use cases; nothing here decides or counts.

pub mod campaigns;
pub mod checks;
pub mod compare;
pub mod document_office;
pub mod document_pages;
pub mod document_registers;
pub mod document_templates;
pub mod documents;
pub mod form;
pub mod frame;
pub mod import_absent;
pub mod import_batch;
pub mod import_change;
pub mod import_columns;
pub mod import_decisions;
pub mod import_discard;
pub mod import_meanings;
pub mod import_reading;
pub mod import_rows;
pub mod import_undo;
pub mod imports;
pub mod links;
pub mod mailing;
pub mod outbox;
pub mod overview;
pub mod pager;
pub mod people;
pub mod person;
pub mod person_move;
pub mod quick_entry;
pub mod quota_import;
pub mod quota_split;
pub mod quotas;
pub mod reconciliation;
pub mod reports;
pub mod round_forms;
pub mod rounds;
pub mod snapshots;
pub mod tasks;
pub mod tile;
pub mod unit_assign;
pub mod unit_barriers;
pub mod unit_cells;
pub mod unit_change;
pub mod unit_order;
pub mod unit_table;
pub mod units;
pub mod work_lists;

use chrono::NaiveDate;

use crate::vn;

/// `2.650`.
pub fn number(value: i64) -> String {
    vn::number::group_thousands(value)
}

/// `31/05/2023`, as in tables.
pub fn day(value: NaiveDate) -> String {
    vn::date::in_table(value)
}

/// `31/5/2023`, as in sentences.
pub fn day_in_text(value: NaiveDate) -> String {
    vn::date::in_text(value)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod sample;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests;
