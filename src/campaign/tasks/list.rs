//! Use cases: the tasks of a campaign as they stood on a day, and one of them with everything that was said about it.

use crate::access::{Actor, allowed, scope};
use crate::campaign::campaign_error::CampaignError;
use crate::campaign::subject::{campaign_run, campaign_seen, day_meant};
use crate::model::as_of::AsOf;
use crate::model::campaign::Campaign;
use crate::model::id::TaskId;
use crate::model::role::Operation;
use crate::model::task::{Task, TaskNote, TaskState};
use crate::model::unit::Unit;
use crate::store::{Conn, Db, accounts, tasks, units};

/// The tasks of a campaign.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskList {
    /// The campaign.
    pub campaign: Campaign,
    /// The day as of which states and deadlines are told.
    pub as_of: AsOf,
    /// In the order of the documents.
    pub tasks: Vec<TaskLine>,
    /// Whether the actor may add tasks and change them.
    pub may_change: bool,
}

/// A task as it stood on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskLine {
    /// The task.
    pub task: Task,
    /// The unit it is asked of, where it is one.
    pub unit: Option<Unit>,
    /// Its state on the day.
    pub state: TaskState,
    /// Whether its last day had passed.
    pub overdue: bool,
    /// The last word about it.
    pub last_note: Option<String>,
}

/// One task with everything that was said about it.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskSheet {
    /// The campaign.
    pub campaign: Campaign,
    /// The task.
    pub line: TaskLine,
    /// First to last, each with the name of whoever said it.
    pub notes: Vec<(TaskNote, Option<String>)>,
    /// Whether the actor may change what it asks.
    pub may_change: bool,
    /// Whether the actor may note how it goes on.
    pub may_note: bool,
}

/// The tasks of a campaign.
///
/// # Errors
/// No such campaign, or not to be seen by the actor.
pub fn list(
    db: &Db,
    actor: &Actor,
    code: &str,
    (as_of, today): (Option<AsOf>, AsOf),
) -> Result<TaskList, CampaignError> {
    db.read(|conn| {
        let campaign = campaign_seen(conn, actor, code)?;
        let as_of = day_meant(&campaign, as_of, today);
        let mut lines = Vec::new();
        for task in tasks::of_campaign(conn, campaign.id)? {
            lines.push(line(conn, task, as_of)?);
        }
        let may_change = may(campaign_run(conn, actor, code))?;
        Ok(TaskList { campaign, as_of, tasks: lines, may_change })
    })
}

/// One task.
///
/// # Errors
/// No such campaign or task, or not to be seen by the actor.
pub fn show(
    db: &Db,
    actor: &Actor,
    (code, id): (&str, TaskId),
    (as_of, today): (Option<AsOf>, AsOf),
) -> Result<TaskSheet, CampaignError> {
    db.read(|conn| {
        let campaign = campaign_seen(conn, actor, code)?;
        let as_of = day_meant(&campaign, as_of, today);
        let task = task_of(conn, &campaign, id)?;
        let mut notes = Vec::new();
        for note in tasks::notes(conn, id)? {
            let account = note.account.map(|account| accounts::get(conn, account)).transpose()?.flatten();
            notes.push((note, account.map(|account| account.display_name)));
        }
        let may_change = may(campaign_run(conn, actor, code))?;
        let may_note = may_change || may_note(conn, actor, &task)?;
        Ok(TaskSheet { line: line(conn, task, as_of)?, campaign, notes, may_change, may_note })
    })
}

/// A task of the campaign.
pub(super) fn task_of(conn: &mut Conn, campaign: &Campaign, id: TaskId) -> Result<Task, CampaignError> {
    let task = tasks::get(conn, id)?.filter(|task| task.campaign == campaign.id);
    task.ok_or(CampaignError::Gone("Nhiệm vụ này"))
}

/// Whoever reports for the addressee says how the task goes on.
pub(super) fn may_note(conn: &mut Conn, actor: &Actor, task: &Task) -> Result<bool, CampaignError> {
    if allowed(actor, Operation::SubmitReport).is_err() {
        return Ok(false);
    }
    match (scope(actor), task.unit) {
        (None, _) => Ok(true),
        (Some(own), Some(unit)) => Ok(units::is_below(conn, unit, own)?),
        (Some(_), None) => Ok(false),
    }
}

fn may<T>(checked: Result<T, CampaignError>) -> Result<bool, CampaignError> {
    match checked {
        Ok(_) => Ok(true),
        Err(CampaignError::Store(error)) => Err(error.into()),
        Err(_) => Ok(false),
    }
}

fn line(conn: &mut Conn, task: Task, as_of: AsOf) -> Result<TaskLine, CampaignError> {
    let unit = match task.unit {
        Some(unit) => units::get(conn, unit, as_of.day())?,
        None => None,
    };
    let last_note = tasks::notes(conn, task.id)?.into_iter().rev().find_map(|note| note.note);
    let (state, overdue) = (task.state_on(as_of.day()), task.is_overdue(as_of.day()));
    Ok(TaskLine { unit, state, overdue, last_note, task })
}
