//! Batches that were imported, and the rows of one.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, NaiveDateTime};

use super::commit::authorised_batch;
use super::error::RosterError;
use super::person_summary::{PersonSummary, summaries, visible_name};
use super::reading::FindingCode;
use super::staged::{Counts, FileSummary, RowClass, StagedRow};
use super::staged_rows::rows;
use crate::access::{self, Actor};
use crate::model::id::{AccountId, BatchId, PersonId, UnitId};
use crate::model::role::Operation;
use crate::store::batches::{self, Batch, BatchState};
use crate::store::{Conn, Db, StoreError, accounts, people, units};

/// One line of the history.
#[derive(Debug, Clone, PartialEq)]
pub struct BatchLine {
    /// The batch.
    pub id: BatchId,
    /// Name of the file as given.
    pub file_name: String,
    /// Slug of the unit.
    pub unit: String,
    /// Name of the unit.
    pub unit_name: String,
    /// Who uploaded it; `None` for a command on the machine.
    pub uploaded_by: Option<String>,
    /// The day the list was drawn up.
    pub listed_on: NaiveDate,
    /// Where it stands.
    pub state: BatchState,
    /// Rows per class; zeros while it is being read or when it failed.
    pub counts: Counts,
    /// When it was uploaded (UTC).
    pub created_at: NaiveDateTime,
    /// When it was applied (UTC).
    pub committed_at: Option<NaiveDateTime>,
    /// What whoever uploaded it said about it.
    pub comment: Option<String>,
    /// When it was taken back (UTC).
    pub undone_at: Option<NaiveDateTime>,
    /// Who took it back; `None` for a command on the machine.
    pub undone_by: Option<String>,
    /// The batch whose corrected file this is.
    pub continues: Option<BatchId>,
    /// Whether the file as it was uploaded is still there.
    pub original: bool,
    /// Another batch that applied the same file for the same unit.
    pub twin: Option<BatchId>,
}

/// Which rows of a batch. Everything that is given has to hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StagedFilter {
    /// Only rows of this class.
    pub class: Option<RowClass>,
    /// Only rows with this finding.
    pub code: Option<FindingCode>,
    /// Only rows of this sheet, from 0.
    pub sheet: Option<u32>,
    /// Only rows whose name contains this, without regard to case and marks.
    pub name: Option<String>,
    /// Only new rows that may stand for somebody known, where nobody has decided yet.
    pub undecided: bool,
    /// Page, from 1.
    pub page: u32,
    /// Rows per page.
    pub per_page: u32,
}

/// A page of the rows of a batch.
#[derive(Debug, Clone, PartialEq)]
pub struct StagedPage {
    /// The batch.
    pub batch: BatchLine,
    /// What a commit has to show; only while it waits for one.
    pub token: Option<String>,
    /// Findings about the file and its sheets.
    pub file: FileSummary,
    /// Why it failed, where it did.
    pub failure: Option<String>,
    /// Rows of the page.
    pub rows: Vec<StagedRow>,
    /// Rows that the filter lets through, on all pages.
    pub total: u32,
    /// Names of the units that the rows and their changes speak of, as far as the reader may know them.
    pub unit_names: BTreeMap<UnitId, String>,
    /// Names of the people that changed rows stand for, as they are now.
    pub person_names: BTreeMap<PersonId, String>,
    /// The people whom rows may stand for, as they are now.
    pub suggested: BTreeMap<PersonId, PersonSummary>,
}

/// Batches of the actor's units, latest first.
pub fn history(db: &Db, actor: &Actor, page: u32, per_page: u32) -> Result<Vec<BatchLine>, RosterError> {
    access::allowed(actor, Operation::ImportRoster)?;
    db.read(|conn| {
        let offset = i64::from(page.saturating_sub(1)) * i64::from(per_page);
        let found = batches::below(conn, access::scope(actor), i64::from(per_page), offset)?;
        found.iter().map(|batch| line(conn, batch)).collect()
    })
}

/// A page of the rows of one batch.
pub fn staged(db: &Db, actor: &Actor, batch: BatchId, filter: &StagedFilter) -> Result<StagedPage, RosterError> {
    db.read(|conn| {
        let found = authorised_batch(conn, actor, batch)?;
        let (rows, total) = rows(conn, batch, filter)?;
        let failed = found.state == BatchState::Failed;
        let failure: Option<serde_json::Value> = failed.then(|| serde_json::from_str(&found.sheets).ok()).flatten();
        let file = if failed { None } else { serde_json::from_str(&found.sheets).ok() };
        Ok(StagedPage {
            batch: line(conn, &found)?,
            token: (found.state == BatchState::Previewed).then(|| found.token.clone()),
            file: file.unwrap_or_default(),
            failure: failure.and_then(|note| note.get("error")?.as_str().map(str::to_owned)),
            unit_names: unit_names(conn, actor, &found, &rows)?,
            person_names: person_names(conn, &rows)?,
            suggested: suggested(conn, actor, &found, &rows)?,
            rows,
            total,
        })
    })
}

fn line(conn: &mut Conn, batch: &Batch) -> Result<BatchLine, RosterError> {
    let unit = units::get(conn, batch.unit, batch.listed_on)?;
    let mut name = |account: Option<AccountId>| match account {
        Some(account) => Ok::<_, StoreError>(accounts::get(conn, account)?.map(|account| account.display_name)),
        None => Ok(None),
    };
    let (uploaded_by, undone_by) = (name(batch.account)?, name(batch.undone_by)?);
    let twin = batches::committed_twin(conn, batch.unit, &batch.file_sha256)?;
    Ok(BatchLine {
        id: batch.id,
        file_name: batch.file_name.clone(),
        unit: unit.as_ref().map_or_else(String::new, |unit| unit.slug.clone()),
        unit_name: unit.map_or_else(String::new, |unit| unit.name),
        uploaded_by,
        listed_on: batch.listed_on,
        state: batch.state,
        counts: serde_json::from_str(&batch.counts).unwrap_or_default(),
        created_at: batch.created_at,
        committed_at: batch.committed_at,
        comment: batch.comment.clone(),
        undone_at: batch.undone_at,
        undone_by,
        continues: batch.continues,
        original: batch.file.is_some(),
        twin: twin.filter(|twin| *twin != batch.id),
    })
}

/// Names of units within the reader's scope; a person who comes from elsewhere is not told from where.
fn unit_names(
    conn: &mut Conn,
    actor: &Actor,
    batch: &Batch,
    rows: &[StagedRow],
) -> Result<BTreeMap<UnitId, String>, RosterError> {
    use super::apply::Field;
    let of_changes =
        rows.iter().flat_map(|row| &row.changes).filter(|c| matches!(c.field, Field::Village | Field::Office));
    let ids = of_changes.flat_map(|change| [&change.old, &change.new]).flatten().filter_map(|id| id.parse().ok());
    let mut wanted: BTreeSet<UnitId> = ids.map(UnitId).collect();
    wanted.extend(rows.iter().flat_map(|row| [row.village, row.office]).flatten());
    let mut names = BTreeMap::new();
    for id in wanted {
        if let Some(name) = visible_name(conn, actor, id, batch.listed_on)? {
            names.insert(id, name);
        }
    }
    Ok(names)
}

fn suggested(
    conn: &mut Conn,
    actor: &Actor,
    batch: &Batch,
    rows: &[StagedRow],
) -> Result<BTreeMap<PersonId, PersonSummary>, RosterError> {
    let ids: Vec<PersonId> = rows.iter().flat_map(|row| &row.suggestions).map(|suggestion| suggestion.person).collect();
    let found = summaries(conn, actor, &ids, batch.listed_on)?;
    Ok(found.into_iter().map(|person| (person.id, person)).collect())
}

fn person_names(conn: &mut Conn, rows: &[StagedRow]) -> Result<BTreeMap<PersonId, String>, RosterError> {
    use super::staged::Target;
    let known = rows.iter().filter_map(|row| match row.target {
        Target::Known(person) => Some(person),
        Target::New(_) | Target::Nobody => None,
    });
    let ids: Vec<PersonId> = known.collect();
    let people = people::by_ids(conn, &ids)?;
    Ok(people.into_iter().map(|person| (person.id, person.particulars.full_name)).collect())
}
