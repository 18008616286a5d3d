//! Imports as the API tells them. ID numbers and phones are masked, values of cells are not repeated.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::import_file_json::FileJson;
use crate::model::id::{MilestoneId, UnitId};
use crate::model::programme::Catalogue;
use crate::roster::finding::FindingCode;
use crate::roster::staged::{Counts, StagedRow, Target};
use crate::roster::{BatchLine, Change, Field, StagedPage};
use crate::vn::national_id::NationalId;
use crate::vn::phone::Phone;

/// Rows per class.
#[derive(Serialize, ToSchema)]
pub struct CountsJson {
    /// Rows that are people.
    rows: u32,
    /// People nobody knew.
    new: u32,
    /// Known people, something is different.
    changed: u32,
    /// Known people, nothing is different.
    unchanged: u32,
    /// The ID number belongs to somebody else; not applied.
    conflict: u32,
    /// Held back because of an error in the row; not applied.
    held: u32,
    /// Rows with a warning that are applied all the same.
    warned: u32,
}

/// An import.
#[derive(Serialize, ToSchema)]
pub struct ImportJson {
    /// Number.
    id: i64,
    /// Name of the file.
    file_name: String,
    /// Slug of the unit.
    unit: String,
    /// Name of the unit.
    unit_name: String,
    /// Who uploaded it; null for a command on the machine.
    uploaded_by: Option<String>,
    /// The day the list was drawn up.
    listed_on: NaiveDate,
    /// `reading`, `previewed`, `committed`, `failed`, `undone` or `discarded`.
    state: &'static str,
    /// Rows per class.
    counts: CountsJson,
    /// When it was uploaded.
    created_at: DateTime<Utc>,
    /// When it was applied.
    committed_at: Option<DateTime<Utc>>,
    /// Number of the import whose corrected file this is.
    continues: Option<i64>,
}

/// An import with a page of its rows.
#[derive(Serialize, ToSchema)]
pub struct ImportPage {
    /// The import.
    #[serde(flatten)]
    import: ImportJson,
    /// To be shown when it is committed; only while it waits for that.
    token: Option<String>,
    /// What was found about the file.
    file: FileJson,
    /// Why it failed, where it did.
    failure: Option<String>,
    /// Rows of the page.
    rows: Vec<RowJson>,
    /// Rows that the filter lets through, on all pages.
    total: u32,
    /// This page, from 1.
    page: u32,
}

/// One row of a list.
#[derive(Serialize, ToSchema)]
pub struct RowJson {
    /// Which sheet, from 0.
    sheet: u32,
    /// Row of the sheet, from 1.
    row: u32,
    /// First column of the table, from 1.
    c0: u16,
    /// `new`, `changed`, `unchanged`, `conflict` or `held`.
    class: &'static str,
    /// Identity of the person it stands for, where known.
    person: Option<i64>,
    /// Name.
    full_name: Option<String>,
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    birth_date: Option<String>,
    /// Masked.
    national_id: Option<String>,
    /// Masked.
    phone: Option<String>,
    /// Village it stands for.
    village: Option<String>,
    /// Office it stands for.
    office: Option<String>,
    /// What would be different.
    changes: Vec<ChangeJson>,
    /// What was found in the row.
    findings: Vec<FindingJson>,
    /// Why it is not applied, where that is not in the findings.
    reason: Option<String>,
}

/// One change.
#[derive(Serialize, ToSchema)]
pub struct ChangeJson {
    /// What: `name`, `birth_date`, `national_id`, `milestone`…
    #[schema(value_type = String)]
    field: Field,
    /// The milestone or cause, where it is one.
    detail: Option<String>,
    /// Before; numbers masked.
    old: Option<String>,
    /// After; numbers masked.
    new: Option<String>,
}

/// One finding.
#[derive(Serialize, ToSchema)]
pub struct FindingJson {
    /// What was found.
    #[schema(value_type = String, example = "PHONE_SEPARATORS")]
    code: FindingCode,
    /// Column, from 1, where it concerns one cell.
    col: Option<u16>,
    /// `info`, `fix`, `warn` or `error`.
    #[schema(value_type = String)]
    severity: crate::roster::reading::Severity,
}

/// What changes are told with instead of identities.
pub struct Names {
    /// Units by identity.
    pub units: BTreeMap<UnitId, String>,
    /// Programmes.
    pub catalogue: Catalogue,
}

impl Names {
    fn unit(&self, id: UnitId) -> Option<String> {
        self.units.get(&id).cloned()
    }

    /// A value of a change.
    fn value(&self, field: Field, value: String) -> String {
        match field {
            Field::Village | Field::Office => {
                value.parse().ok().and_then(|id| self.unit(UnitId(id))).unwrap_or_default()
            }
            _ if field.is_number() => masked(&value),
            _ => value,
        }
    }

    fn detail(&self, field: Field, detail: String) -> String {
        if field != Field::Milestone {
            return detail;
        }
        let known = detail.parse().ok().and_then(|id| self.catalogue.milestone_by_id(MilestoneId(id)));
        known.map_or(detail, |(programme, milestone)| format!("{}.{}", programme.code, milestone.code))
    }

    fn change(&self, change: Change) -> ChangeJson {
        let Change { field, detail, old, new } = change;
        ChangeJson {
            field,
            detail: detail.map(|detail| self.detail(field, detail)),
            old: old.map(|value| self.value(field, value)),
            new: new.map(|value| self.value(field, value)),
        }
    }
}

/// A number that may be an ID number or a phone; anything else is hidden whole.
fn masked(number: &str) -> String {
    let as_id = NationalId::parse(number).ok().map(|id| id.masked());
    as_id.or_else(|| Phone::parse(number).map(|phone| phone.masked())).unwrap_or_else(|| "*****".to_owned())
}

impl From<Counts> for CountsJson {
    fn from(counts: Counts) -> Self {
        let Counts { rows, new, changed, unchanged, conflict, held, warned } = counts;
        Self { rows, new, changed, unchanged, conflict, held, warned }
    }
}

impl From<BatchLine> for ImportJson {
    fn from(batch: BatchLine) -> Self {
        Self {
            id: batch.id.0,
            file_name: batch.file_name,
            unit: batch.unit,
            unit_name: batch.unit_name,
            uploaded_by: batch.uploaded_by,
            listed_on: batch.listed_on,
            state: batch.state.as_str(),
            counts: batch.counts.into(),
            created_at: batch.created_at.and_utc(),
            committed_at: batch.committed_at.map(|at| at.and_utc()),
            continues: batch.continues.map(|earlier| earlier.0),
        }
    }
}

impl ImportPage {
    /// A page of a batch.
    pub fn of(staged: StagedPage, names: &Names, page: u32) -> Self {
        Self {
            import: staged.batch.into(),
            token: staged.token,
            file: staged.file.into(),
            failure: staged.failure,
            rows: staged.rows.into_iter().map(|row| RowJson::of(row, names)).collect(),
            total: staged.total,
            page,
        }
    }
}

impl RowJson {
    fn of(staged: StagedRow, names: &Names) -> Self {
        let row = staged.row;
        let finding = |found: crate::roster::reading::Finding| FindingJson {
            code: found.code,
            col: found.column,
            severity: found.code.severity(),
        };
        Self {
            sheet: staged.sheet,
            row: row.row,
            c0: row.c0,
            class: staged.class.as_str(),
            person: match staged.target {
                Target::Known(person) => Some(person.0),
                Target::New(_) | Target::Nobody => None,
            },
            full_name: row.full_name,
            birth_date: row.dob.map(|date| date.to_iso()),
            national_id: row.cccd.as_deref().map(masked),
            phone: row.phone.as_deref().map(masked),
            village: staged.village.and_then(|id| names.unit(id)),
            office: staged.office.and_then(|id| names.unit(id)),
            changes: staged.changes.into_iter().map(|change| names.change(change)).collect(),
            findings: row.codes.into_iter().map(finding).collect(),
            reason: staged.reason.as_ref().map(crate::messages::imports::reason),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_number_is_told_whole() {
        assert_eq!(masked("038138272855"), "038*****2855");
        assert_eq!(masked("0795838271"), "079****271");
        assert_eq!(masked("171234523"), "*****");
        assert_eq!(masked(""), "*****");
    }
}
