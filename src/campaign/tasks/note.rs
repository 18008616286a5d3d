//! Use cases: how a task goes on, with the file that proves it.

use chrono::NaiveDate;

use super::list::{may_note, task_of};
use super::save::{noted, optional};
use crate::access::{AccessError, Actor};
use crate::campaign::campaign_error::CampaignError;
use crate::campaign::evidence;
use crate::campaign::subject::{campaign_run, campaign_seen};
use crate::model::as_of::AsOf;
use crate::model::id::TaskId;
use crate::model::task::TaskState;
use crate::store::tasks::{self, NoteEntry};
use crate::store::{Conn, Db};

/// How a task went on, as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewNote {
    /// The revision that was looked at.
    pub known: i64,
    /// The state it is in from now on.
    pub state: TaskState,
    /// The day on which it was done or dropped; today where none is given.
    pub done_on: Option<NaiveDate>,
    /// The document that answers.
    pub answer: Option<String>,
    /// What was said.
    pub note: Option<String>,
    /// The file that proves it: name and content.
    pub file: Option<(String, Vec<u8>)>,
    /// Today.
    pub today: AsOf,
}

/// Notes how a task went on: whoever runs the campaign, or reports for the unit it is asked of.
///
/// # Errors
/// Not within the actor's rights; no such task; a day in the future; somebody else was faster.
pub fn note(db: &Db, actor: &Actor, (code, id): (&str, TaskId), new: &NewNote) -> Result<(), CampaignError> {
    let file_name = new.file.as_ref().map(|(name, bytes)| evidence::checked_name(name, bytes)).transpose()?;
    db.write(|conn| {
        let campaign = campaign_seen(conn, actor, code)?;
        let task = task_of(conn, &campaign, id)?;
        check_right(conn, actor, code, &task)?;
        let done_on = match new.state.is_pending() {
            true => None,
            false => Some(new.done_on.unwrap_or(new.today.day())),
        };
        if done_on.is_some_and(|day| day > new.today.day()) {
            return Err(CampaignError::unfit("done_on", "Ngày hoàn thành không được sau hôm nay."));
        }
        let blob = match &new.file {
            Some((_, bytes)) => Some(evidence::keep(conn, bytes)?),
            None => None,
        };
        let entry = NoteEntry {
            state: new.state,
            done_on,
            answer: optional("answer", new.answer.as_deref())?,
            note: optional("note", new.note.as_deref())?,
            file: blob.zip(file_name.clone()),
            account: actor.account(),
        };
        if !tasks::note(conn, id, new.known, &entry)? {
            let now = vec![format!("tình trạng {}", task.state.vietnamese())];
            return Err(CampaignError::Stale { now });
        }
        noted(conn, actor, &campaign, "task.note", id)
    })
}

fn check_right(
    conn: &mut Conn,
    actor: &Actor,
    code: &str,
    task: &crate::model::task::Task,
) -> Result<(), CampaignError> {
    match campaign_run(conn, actor, code) {
        Ok(_) => Ok(()),
        Err(CampaignError::Access(AccessError::Forbidden)) if may_note(conn, actor, task)? => Ok(()),
        Err(error) => Err(error),
    }
}

/// The file of the note at a place (1 is the first), for whoever sees the campaign.
///
/// # Errors
/// No such campaign, task, note or file.
pub fn note_file(
    db: &Db,
    actor: &Actor,
    (code, id): (&str, TaskId),
    place: usize,
) -> Result<(String, Vec<u8>), CampaignError> {
    db.read(|conn| {
        let campaign = campaign_seen(conn, actor, code)?;
        let task = task_of(conn, &campaign, id)?;
        let notes = tasks::notes(conn, task.id)?;
        let file = place.checked_sub(1).and_then(|index| notes.into_iter().nth(index)).and_then(|note| note.file);
        let (blob, name) = file.ok_or(CampaignError::Gone("Tệp này"))?;
        Ok((name, evidence::open(conn, blob)?))
    })
}
