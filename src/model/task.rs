//! Tasks: what a document asks of an addressee by a day.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::id::{AccountId, BlobId, CampaignId, TaskId, UnitId};

/// How far a task is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskState {
    /// Chưa làm.
    Open,
    /// Đang làm.
    Doing,
    /// Xong.
    Done,
    /// Không còn yêu cầu.
    Dropped,
}

impl TaskState {
    /// All states, in order.
    pub const ALL: [Self; 4] = [Self::Open, Self::Doing, Self::Done, Self::Dropped];

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Doing => "doing",
            Self::Done => "done",
            Self::Dropped => "dropped",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// As a clerk calls it.
    pub fn vietnamese(self) -> &'static str {
        match self {
            Self::Open => "chưa làm",
            Self::Doing => "đang làm",
            Self::Done => "xong",
            Self::Dropped => "không còn yêu cầu",
        }
    }

    /// Whether something still has to be done.
    pub fn is_pending(self) -> bool {
        matches!(self, Self::Open | Self::Doing)
    }
}

/// A task (nhiệm vụ giao).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Identity.
    pub id: TaskId,
    /// The campaign.
    pub campaign: CampaignId,
    /// Order, as in the document.
    pub position: i32,
    /// Whom it is asked of, as in the document: `Các trường học trên địa bàn xã`.
    pub addressee: String,
    /// The same as a unit, where it is one.
    pub unit: Option<UnitId>,
    /// What is asked.
    pub content: String,
    /// The last day that counts; none where it is asked for all the time (thường xuyên).
    pub due_on: Option<NaiveDate>,
    /// The deadline as the document says it: `trước ngày 15/6/2023`.
    pub due_wording: Option<String>,
    /// The document that asks, as cited.
    pub document: Option<String>,
    /// How far it is.
    pub state: TaskState,
    /// The day on which it was done or dropped.
    pub done_on: Option<NaiveDate>,
    /// The document that answers, as cited.
    pub answer: Option<String>,
    /// Counts the changes.
    pub revision: i64,
}

/// A word about a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskNote {
    /// The state it put the task into.
    pub state: TaskState,
    /// What was said.
    pub note: Option<String>,
    /// The file that proves it.
    pub file: Option<(BlobId, String)>,
    /// Who.
    pub account: Option<AccountId>,
    /// When.
    pub noted_at: DateTime<Utc>,
}

impl Task {
    /// The state on a day: what was done later was still being done then.
    pub fn state_on(&self, day: NaiveDate) -> TaskState {
        match self.done_on {
            Some(done) if done > day && !self.state.is_pending() => TaskState::Doing,
            _ => self.state,
        }
    }

    /// Whether it was still to be done on a day although its last day had passed.
    pub fn is_overdue(&self, day: NaiveDate) -> bool {
        self.state_on(day).is_pending() && self.due_on.is_some_and(|due| due < day)
    }

    /// Days by which it was done too late; `None` where it was not, or is not done.
    pub fn days_late(&self) -> Option<i64> {
        let late = self.done_on?.signed_duration_since(self.due_on?).num_days();
        (self.state == TaskState::Done && late > 0).then_some(late)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_task_is_overdue_after_its_last_day_until_it_is_done() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let task = |state, due: Option<&str>, done: Option<&str>| Task {
            id: TaskId(1),
            campaign: CampaignId(1),
            position: 1,
            addressee: String::new(),
            unit: None,
            content: String::new(),
            due_on: due.map(day),
            due_wording: None,
            document: None,
            state,
            done_on: done.map(day),
            answer: None,
            revision: 1,
        };
        let open = task(TaskState::Open, Some("2023-06-14"), None);
        assert!(!open.is_overdue(day("2023-06-14")) && open.is_overdue(day("2023-06-15")));
        assert!(!task(TaskState::Doing, None, None).is_overdue(day("2023-12-31")), "asked for all the time");
        let done = task(TaskState::Done, Some("2023-06-14"), Some("2023-06-20"));
        assert!(done.is_overdue(day("2023-06-19")) && !done.is_overdue(day("2023-06-20")), "as it stood then");
        assert_eq!((done.state_on(day("2023-06-19")), done.days_late()), (TaskState::Doing, Some(6)));
        assert!(!task(TaskState::Dropped, Some("2023-06-14"), Some("2023-06-10")).is_overdue(day("2023-07-01")));
        assert!(TaskState::ALL.iter().all(|state| TaskState::parse(state.as_str()) == Some(*state)));
    }
}
