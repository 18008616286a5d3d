//! Tasks of campaigns, by their place in the file: one that is there already keeps how far it is.

use crate::campaign::campaign_error::CampaignError;
use crate::campaign::error::LoadError;
use crate::campaign::files::{CampaignData, Located, TaskData};
use crate::campaign::tasks::{TaskDraft, checked_draft};
use crate::model::id::CampaignId;
use crate::model::task::Task;
use crate::store::tasks::TaskEntry;
use crate::store::{Conn, campaigns, tasks};

/// Loads the tasks of a campaign; says how many the file has. Tasks that were added elsewhere stay.
pub fn load(conn: &mut Conn, of: CampaignId, file: &Located<CampaignData>) -> Result<usize, LoadError> {
    let Some(campaign) = campaigns::get(conn, of)? else { return Ok(0) };
    let present = tasks::of_campaign(conn, of)?;
    for (place, task) in file.tasks.iter().enumerate() {
        let entry = checked_draft(conn, &campaign, &draft(task)).map_err(|error| match error {
            CampaignError::Store(error) => error.into(),
            error => file.place.refuse(format!("nhiệm vụ {}: {error}", place + 1)),
        })?;
        match present.get(place) {
            None => {
                tasks::add(conn, of, &entry)?;
            }
            Some(held) if asked(held) != entry => {
                tasks::change(conn, held.id, held.revision, &entry)?;
            }
            Some(_) => {}
        }
    }
    Ok(file.tasks.len())
}

fn draft(task: &TaskData) -> TaskDraft {
    TaskDraft {
        addressee: task.addressee.clone(),
        unit: task.unit.clone(),
        content: task.content.clone(),
        due_on: task.due_on,
        due_wording: task.due_wording.clone(),
        document: task.document.clone(),
    }
}

fn asked(task: &Task) -> TaskEntry {
    TaskEntry {
        addressee: task.addressee.clone(),
        unit: task.unit,
        content: task.content.clone(),
        due_on: task.due_on,
        due_wording: task.due_wording.clone(),
        document: task.document.clone(),
    }
}
