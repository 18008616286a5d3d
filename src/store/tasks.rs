//! Tasks of campaigns, and what was said about them.

use chrono::{NaiveDate, NaiveDateTime, Utc};
use diesel::dsl::max;
use diesel::prelude::*;

use super::connection::Conn;
use super::error::StoreError;
use super::schema::{campaign_task, task_note};
use crate::model::id::{AccountId, BlobId, CampaignId, TaskId, UnitId};
use crate::model::task::{Task, TaskNote, TaskState};

#[derive(Queryable)]
struct Row {
    id: i64,
    campaign_id: i64,
    position: i32,
    addressee: String,
    unit_id: Option<i64>,
    content: String,
    due_on: Option<NaiveDate>,
    due_wording: Option<String>,
    document: Option<String>,
    state: String,
    done_on: Option<NaiveDate>,
    answer: Option<String>,
    revision: i64,
    _created_at: NaiveDateTime,
}

impl TryFrom<Row> for Task {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: TaskId(row.id),
            campaign: CampaignId(row.campaign_id),
            position: row.position,
            addressee: row.addressee,
            unit: row.unit_id.map(UnitId),
            content: row.content,
            due_on: row.due_on,
            due_wording: row.due_wording,
            document: row.document,
            state: state(&row.state)?,
            done_on: row.done_on,
            answer: row.answer,
            revision: row.revision,
        })
    }
}

fn state(word: &str) -> Result<TaskState, StoreError> {
    TaskState::parse(word).ok_or_else(|| StoreError::corrupt(format!("tình trạng nhiệm vụ {word}")))
}

/// What a task asks, as it is written; its fields are those of [`Task`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "explained at model::task::Task")]
pub struct TaskEntry {
    pub addressee: String,
    pub unit: Option<UnitId>,
    pub content: String,
    pub due_on: Option<NaiveDate>,
    pub due_wording: Option<String>,
    pub document: Option<String>,
}

/// How a task went on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteEntry {
    /// The state it is in from now on.
    pub state: TaskState,
    /// The day on which it was done or dropped.
    pub done_on: Option<NaiveDate>,
    /// The document that answers.
    pub answer: Option<String>,
    /// What was said.
    pub note: Option<String>,
    /// The file that proves it.
    pub file: Option<(BlobId, String)>,
    /// Who.
    pub account: Option<AccountId>,
}

/// The tasks of a campaign, in order.
pub fn of_campaign(conn: &mut Conn, of: CampaignId) -> Result<Vec<Task>, StoreError> {
    let rows: Vec<Row> = campaign_task::table
        .filter(campaign_task::campaign_id.eq(of.0))
        .order((campaign_task::position, campaign_task::id))
        .load(&mut *conn.any)?;
    rows.into_iter().map(Task::try_from).collect()
}

/// How many tasks of a campaign were still to be done on a day although their last day had passed; the rule is that of [`Task::is_overdue`].
pub fn overdue(conn: &mut Conn, of: CampaignId, day: NaiveDate) -> Result<i64, StoreError> {
    let pending = campaign_task::state.eq_any([TaskState::Open.as_str(), TaskState::Doing.as_str()]);
    let query = campaign_task::table
        .filter(campaign_task::campaign_id.eq(of.0).and(campaign_task::due_on.lt(day)))
        .filter(pending.nullable().or(campaign_task::done_on.gt(day)))
        .count();
    Ok(query.get_result(&mut *conn.any)?)
}

/// A task.
pub fn get(conn: &mut Conn, id: TaskId) -> Result<Option<Task>, StoreError> {
    let row: Option<Row> = campaign_task::table.find(id.0).first(&mut *conn.any).optional()?;
    row.map(Task::try_from).transpose()
}

/// Adds a task behind the others.
pub fn add(conn: &mut Conn, of: CampaignId, entry: &TaskEntry) -> Result<TaskId, StoreError> {
    let last: Option<i32> = campaign_task::table
        .filter(campaign_task::campaign_id.eq(of.0))
        .select(max(campaign_task::position))
        .first(&mut *conn.any)?;
    let row = (
        campaign_task::campaign_id.eq(of.0),
        campaign_task::position.eq(last.unwrap_or(0) + 1),
        campaign_task::state.eq(TaskState::Open.as_str()),
        campaign_task::revision.eq(1),
        campaign_task::created_at.eq(Utc::now().naive_utc()),
        columns(entry),
    );
    let id: i64 = on_each!(&mut *conn.any, |c| diesel::insert_into(campaign_task::table)
        .values(row)
        .returning(campaign_task::id)
        .get_result(c)?);
    Ok(TaskId(id))
}

type Columns<'a> = (
    diesel::dsl::Eq<campaign_task::addressee, &'a str>,
    diesel::dsl::Eq<campaign_task::unit_id, Option<i64>>,
    diesel::dsl::Eq<campaign_task::content, &'a str>,
    diesel::dsl::Eq<campaign_task::due_on, Option<NaiveDate>>,
    diesel::dsl::Eq<campaign_task::due_wording, Option<&'a str>>,
    diesel::dsl::Eq<campaign_task::document, Option<&'a str>>,
);

fn columns(entry: &TaskEntry) -> Columns<'_> {
    (
        campaign_task::addressee.eq(entry.addressee.as_str()),
        campaign_task::unit_id.eq(entry.unit.map(|unit| unit.0)),
        campaign_task::content.eq(entry.content.as_str()),
        campaign_task::due_on.eq(entry.due_on),
        campaign_task::due_wording.eq(entry.due_wording.as_deref()),
        campaign_task::document.eq(entry.document.as_deref()),
    )
}

/// Changes what a task asks, if nobody has changed the task since the revision that is known. Says whether it was so.
pub fn change(conn: &mut Conn, id: TaskId, known: i64, entry: &TaskEntry) -> Result<bool, StoreError> {
    let same = campaign_task::table.filter(campaign_task::id.eq(id.0).and(campaign_task::revision.eq(known)));
    let changed =
        diesel::update(same).set((columns(entry), campaign_task::revision.eq(known + 1))).execute(&mut *conn.any)?;
    Ok(changed == 1)
}

/// Notes how a task went on, if nobody has changed the task since the revision that is known. Says whether it was so.
pub fn note(conn: &mut Conn, id: TaskId, known: i64, entry: &NoteEntry) -> Result<bool, StoreError> {
    let same = campaign_task::table.filter(campaign_task::id.eq(id.0).and(campaign_task::revision.eq(known)));
    let changed = diesel::update(same)
        .set((
            campaign_task::state.eq(entry.state.as_str()),
            campaign_task::done_on.eq(entry.done_on),
            campaign_task::answer.eq(entry.answer.as_deref()),
            campaign_task::revision.eq(known + 1),
        ))
        .execute(&mut *conn.any)?;
    if changed == 0 {
        return Ok(false);
    }
    diesel::insert_into(task_note::table)
        .values((
            task_note::task_id.eq(id.0),
            task_note::state.eq(entry.state.as_str()),
            task_note::note.eq(entry.note.as_deref()),
            task_note::blob_id.eq(entry.file.as_ref().map(|(blob, _)| blob.0)),
            task_note::file_name.eq(entry.file.as_ref().map(|(_, name)| name.as_str())),
            task_note::account_id.eq(entry.account.map(|account| account.0)),
            task_note::noted_at.eq(Utc::now().naive_utc()),
        ))
        .execute(&mut *conn.any)?;
    Ok(true)
}

/// What was said about a task, first to last.
pub fn notes(conn: &mut Conn, of: TaskId) -> Result<Vec<TaskNote>, StoreError> {
    type Row = (String, Option<String>, Option<i64>, Option<String>, Option<i64>, NaiveDateTime);
    let rows: Vec<Row> = task_note::table
        .filter(task_note::task_id.eq(of.0))
        .order(task_note::id)
        .select((
            task_note::state,
            task_note::note,
            task_note::blob_id,
            task_note::file_name,
            task_note::account_id,
            task_note::noted_at,
        ))
        .load(&mut *conn.any)?;
    rows.into_iter()
        .map(|(word, note, blob, name, account, noted_at)| {
            let file = blob.map(BlobId).zip(name);
            let account = account.map(AccountId);
            Ok(TaskNote { state: state(&word)?, note, file, account, noted_at: noted_at.and_utc() })
        })
        .collect()
}
