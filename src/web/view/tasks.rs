//! Tasks: the list, one of them, the register.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::day;
use super::form::FieldError;
use super::frame::Choice;
use super::links::Links;
use super::quotas::{Tab, tabs};
use crate::campaign::tasks::{TaskLine, TaskList, TaskSheet, due_text};
use crate::model::as_of::in_vietnam;
use crate::model::task::{TaskNote, TaskState};

/// The list.
#[derive(Debug, Serialize)]
pub struct TasksView {
    /// What is not right.
    pub errors: Vec<FieldError>,
    /// The pages about campaigns.
    pub tabs: Vec<Tab>,
    /// Title of the campaign.
    pub campaign: String,
    /// «8 nhiệm vụ: 2 xong, 6 chưa xong, trong đó 3 quá hạn đến 20/06/2023».
    pub summary: String,
    /// Which are shown.
    pub filters: Vec<Choice>,
    /// In the order of the documents; overdue ones only where that is asked.
    pub tasks: Vec<TaskRow>,
    /// Where the register is.
    pub register_href: String,
    /// Where one is added; none where the reader may not.
    pub action: Option<String>,
    /// What was typed.
    pub typed: TypedTask,
    /// Units that may be asked.
    pub units: Vec<Choice>,
}

/// A task in the list.
#[derive(Debug, Serialize)]
pub struct TaskRow {
    href: String,
    content: String,
    addressee: String,
    due: String,
    overdue: bool,
    state: &'static str,
    shape: &'static str,
    kind: &'static str,
    late: Option<String>,
    answer: String,
    note: Option<String>,
}

impl TaskRow {
    fn of(line: &TaskLine, links: &Links) -> Self {
        let (shape, kind) = look(line.state, line.overdue);
        Self {
            href: links.to(&format!("/nhiem-vu/{}", line.task.id)),
            content: line.task.content.clone(),
            addressee: line.task.addressee.clone(),
            due: due_text(&line.task),
            overdue: line.overdue,
            state: line.state.vietnamese(),
            shape,
            kind,
            late: line.task.days_late().map(|days| format!("chậm {days} ngày")),
            answer: line.task.answer.clone().unwrap_or_default(),
            note: line.last_note.clone(),
        }
    }
}

fn look(state: TaskState, overdue: bool) -> (&'static str, &'static str) {
    match state {
        _ if overdue => ("■", "unlikely"),
        TaskState::Open => ("◆", "at_risk"),
        TaskState::Doing => ("▲", "on_track"),
        TaskState::Done => ("●", "met"),
        TaskState::Dropped => ("○", "no_data"),
    }
}

impl TasksView {
    /// The list; `only_overdue` leaves out what is in time.
    pub fn of(list: &TaskList, only_overdue: bool, links: &Links) -> Self {
        let count = |test: &dyn Fn(&TaskLine) -> bool| list.tasks.iter().filter(|line| test(line)).count();
        let overdue = count(&|line| line.overdue);
        let summary = format!(
            "{} nhiệm vụ: {} xong, {} chưa xong, trong đó {overdue} quá hạn đến {}.",
            list.tasks.len(),
            count(&|line| line.state == TaskState::Done),
            count(&|line| line.state.is_pending()),
            day(list.as_of.day())
        );
        let chosen = if only_overdue { "qua-han" } else { "" };
        let shown = list.tasks.iter().filter(|line| line.overdue || !only_overdue);
        Self {
            errors: Vec::new(),
            tabs: tabs(links, "/nhiem-vu"),
            campaign: list.campaign.title.clone(),
            summary,
            filters: vec![Choice::new("", "Tất cả", chosen), Choice::new("qua-han", "Quá hạn", chosen)],
            tasks: shown.map(|line| TaskRow::of(line, links)).collect(),
            register_href: links.to("/nhiem-vu/so-theo-doi"),
            action: list.may_change.then(|| links.to("/nhiem-vu")),
            typed: TypedTask::default(),
            units: Vec::new(),
        }
    }
}

/// What is typed about a task.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct TypedTask {
    /// Revision that was looked at.
    #[serde(rename(deserialize = "ban"), default)]
    pub revision: i64,
    /// Whom it is asked of.
    #[serde(rename(deserialize = "noi-nhan"), default)]
    pub addressee: String,
    /// The same as a unit.
    #[serde(rename(deserialize = "don-vi"), default)]
    pub unit: String,
    /// What is asked.
    #[serde(rename(deserialize = "noi-dung"), default)]
    pub content: String,
    /// Last day; empty for all the time.
    #[serde(rename(deserialize = "han"), default)]
    pub due_on: String,
    /// Deadline as the document says it.
    #[serde(rename(deserialize = "loi-van"), default)]
    pub due_wording: String,
    /// Document.
    #[serde(rename(deserialize = "van-ban"), default)]
    pub document: String,
}

impl TypedTask {
    fn of(line: &TaskLine) -> Self {
        let task = &line.task;
        Self {
            revision: task.revision,
            addressee: task.addressee.clone(),
            unit: line.unit.as_ref().map_or_else(String::new, |unit| unit.slug.clone()),
            content: task.content.clone(),
            due_on: task.due_on.map_or_else(String::new, day),
            due_wording: task.due_wording.clone().unwrap_or_default(),
            document: task.document.clone().unwrap_or_default(),
        }
    }
}

/// One task.
#[derive(Debug, Serialize)]
pub struct TaskView {
    /// What is not right.
    pub errors: Vec<FieldError>,
    /// The pages about campaigns.
    pub tabs: Vec<Tab>,
    /// The task.
    pub task: TaskRow,
    /// The document that asks.
    pub document: Option<String>,
    /// What was said, last first.
    pub notes: Vec<NoteRow>,
    /// The revision that is shown.
    pub revision: i64,
    /// States to choose.
    pub states: Vec<Choice>,
    /// Day of completion as usually typed.
    pub done_on: String,
    /// Where a note goes; none where the reader may not.
    pub note_action: Option<String>,
    /// Where a change goes; none where the reader may not.
    pub change_action: Option<String>,
    /// What was typed, or what holds.
    pub typed: TypedTask,
    /// Units that may be asked.
    pub units: Vec<Choice>,
    /// Back to the list.
    pub back: String,
}

/// A word about a task.
#[derive(Debug, Serialize)]
pub struct NoteRow {
    at: String,
    by: String,
    state: &'static str,
    text: Option<String>,
    file: Option<String>,
    file_href: String,
}

impl NoteRow {
    fn of((place, (note, by)): (usize, &(TaskNote, Option<String>)), base: &str, links: &Links) -> Self {
        Self {
            at: in_vietnam(note.noted_at).format("%H:%M %d/%m/%Y").to_string(),
            by: by.clone().unwrap_or_else(|| "nạp từ tệp".to_owned()),
            state: note.state.vietnamese(),
            text: note.note.clone(),
            file: note.file.as_ref().map(|(_, name)| name.clone()),
            file_href: links.to(&format!("{base}/tep/{}", place + 1)),
        }
    }
}

impl TaskView {
    /// A task; choices of units are added by the page.
    pub fn of(sheet: &TaskSheet, today: NaiveDate, links: &Links) -> Self {
        let base = format!("/nhiem-vu/{}", sheet.line.task.id);
        let chosen = sheet.line.task.state.as_str();
        let states = TaskState::ALL.iter().map(|state| Choice::new(state.as_str(), state.vietnamese(), chosen));
        Self {
            errors: Vec::new(),
            tabs: tabs(links, "/nhiem-vu"),
            task: TaskRow::of(&sheet.line, links),
            document: sheet.line.task.document.clone(),
            notes: sheet.notes.iter().enumerate().rev().map(|note| NoteRow::of(note, &base, links)).collect(),
            revision: sheet.line.task.revision,
            states: states.collect(),
            done_on: day(today),
            note_action: sheet.may_note.then(|| links.to(&format!("{base}/ghi"))),
            change_action: sheet.may_change.then(|| links.to(&base)),
            typed: TypedTask::of(&sheet.line),
            units: Vec::new(),
            back: links.to("/nhiem-vu"),
        }
    }
}

/// The follow-up register of incoming documents (Nghị định 30/2020/NĐ-CP, Phụ lục IV): seven columns.
#[derive(Debug, Serialize)]
pub struct RegisterView {
    /// The pages about campaigns.
    pub tabs: Vec<Tab>,
    /// Name of the unit.
    pub unit: String,
    /// Title of the campaign.
    pub campaign: String,
    /// The day as of which it is told.
    pub as_of: String,
    /// Heads of the columns.
    pub heads: Vec<&'static str>,
    /// Seven cells each.
    pub rows: Vec<Vec<String>>,
    /// Where it is downloaded, if the reader may.
    pub download_href: Option<String>,
}
