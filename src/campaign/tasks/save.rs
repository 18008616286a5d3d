//! Use cases: add a task, change what it asks.

use chrono::NaiveDate;

use super::list::task_of;
use crate::access::{self, Actor, AuditEvent};
use crate::campaign::campaign_error::CampaignError;
use crate::campaign::subject::campaign_run;
use crate::model::campaign::Campaign;
use crate::model::id::TaskId;
use crate::store::tasks::{self, TaskEntry};
use crate::store::{Conn, Db, units};
use crate::vn::date::in_text;

/// The longest of every text.
const LONGEST: usize = 2_000;

/// What a task asks, as it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TaskDraft {
    /// Whom it is asked of, as in the document.
    pub addressee: String,
    /// The same as a unit: its slug.
    pub unit: Option<String>,
    /// What is asked.
    pub content: String,
    /// The last day that counts; none where it is asked for all the time.
    pub due_on: Option<NaiveDate>,
    /// The deadline as the document says it.
    pub due_wording: Option<String>,
    /// The document that asks, as cited.
    pub document: Option<String>,
}

/// Adds a task to a campaign.
///
/// # Errors
/// Not within the actor's rights; a field that does not fit.
pub fn add(db: &Db, actor: &Actor, code: &str, draft: &TaskDraft) -> Result<TaskId, CampaignError> {
    db.write(|conn| {
        let campaign = campaign_run(conn, actor, code)?;
        let entry = checked(conn, &campaign, draft)?;
        let id = tasks::add(conn, campaign.id, &entry)?;
        noted(conn, actor, &campaign, "task.add", id)?;
        Ok(id)
    })
}

/// Changes what a task asks. `known` is the revision that was looked at.
///
/// # Errors
/// As [`add`]; no such task; [`CampaignError::Stale`] where somebody else was faster.
pub fn change(
    db: &Db,
    actor: &Actor,
    (code, id): (&str, TaskId),
    known: i64,
    draft: &TaskDraft,
) -> Result<(), CampaignError> {
    db.write(|conn| {
        let campaign = campaign_run(conn, actor, code)?;
        let task = task_of(conn, &campaign, id)?;
        let entry = checked(conn, &campaign, draft)?;
        if !tasks::change(conn, id, known, &entry)? {
            let due = task.due_on.map_or_else(|| "thường xuyên".to_owned(), in_text);
            let now = vec![
                format!("giao cho «{}»", task.addressee),
                format!("hạn {due}"),
                format!("tình trạng {}", task.state.vietnamese()),
            ];
            return Err(CampaignError::Stale { now });
        }
        noted(conn, actor, &campaign, "task.change", id)
    })
}

/// A task that can be written.
pub(in crate::campaign) fn checked(
    conn: &mut Conn,
    campaign: &Campaign,
    draft: &TaskDraft,
) -> Result<TaskEntry, CampaignError> {
    let required = |field, text: &str, missing: &str| match text.trim() {
        "" => Err(CampaignError::unfit(field, missing)),
        text => short(field, text),
    };
    let unit = match draft.unit.as_deref().map(str::trim).filter(|slug| !slug.is_empty()) {
        None => None,
        Some(slug) => {
            let no_unit = || CampaignError::NoUnit(slug.to_owned());
            let unit = units::find_by_slug(conn, slug, campaign.starts_on)?.ok_or_else(no_unit)?;
            let within = units::is_below(conn, unit.id, campaign.unit)?;
            Some(within.then_some(unit.id).ok_or_else(no_unit)?)
        }
    };
    Ok(TaskEntry {
        addressee: required("addressee", &draft.addressee, "Ghi nơi nhận nhiệm vụ.")?,
        unit,
        content: required("content", &draft.content, "Ghi nội dung nhiệm vụ.")?,
        due_on: draft.due_on,
        due_wording: optional("due_wording", draft.due_wording.as_deref())?,
        document: optional("document", draft.document.as_deref())?,
    })
}

fn short(field: &'static str, text: &str) -> Result<String, CampaignError> {
    if text.chars().count() > LONGEST {
        return Err(CampaignError::unfit(field, format!("Nội dung dài quá {LONGEST} chữ. Rút gọn lại.")));
    }
    Ok(text.to_owned())
}

pub(super) fn optional(field: &'static str, text: Option<&str>) -> Result<Option<String>, CampaignError> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(|text| short(field, text)).transpose()
}

pub(super) fn noted(
    conn: &mut Conn,
    actor: &Actor,
    campaign: &Campaign,
    action: &str,
    id: TaskId,
) -> Result<(), CampaignError> {
    let (object, object_id, unit) = ("task", Some(id.0), Some(campaign.unit));
    let detail = serde_json::json!({ "campaign": campaign.id });
    Ok(access::audit(conn, actor, AuditEvent { action, object, object_id, unit, detail })?)
}
