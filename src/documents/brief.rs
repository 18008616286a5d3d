//! What a document is composed from: the frozen figures, the office that writes, and what the campaign holds beside figures.

use chrono::NaiveDate;

use super::office::Office;
use crate::model::campaign::{CampaignContact, CampaignSession, LegalGround};
use crate::model::id::UnitId;
use crate::model::task::Task;
use crate::progress::frozen::Frozen;
use crate::rounds::ChasingData;

/// Everything that a composer may use. Nothing else reaches a document, so that the same brief gives the same document.
#[derive(Debug, Clone)]
pub struct Brief {
    /// The figures.
    pub frozen: Frozen,
    /// The unit whose body writes.
    pub unit: UnitId,
    /// Who writes.
    pub office: Office,
    /// The day of the draft.
    pub drafted_on: NaiveDate,
    /// The campaign beside its figures.
    pub campaign: CampaignSide,
    /// What holds people back, most frequent first.
    pub causes: Vec<Cause>,
    /// Who owes reports, where rounds are open.
    pub chasing: Option<ChasingData>,
    /// Staff without the account that is asked of them; read for the list that goes to the police only.
    pub missing_staff: Vec<MissingStaff>,
    /// The session that is invited to, by its place among those of the campaign; read for an invitation only.
    pub invited_to: Option<usize>,
}

/// What a campaign holds beside figures.
#[derive(Debug, Clone, Default)]
pub struct CampaignSide {
    /// Documents it rests on, in order.
    pub grounds: Vec<LegalGround>,
    /// What is asked of whom.
    pub tasks: Vec<Task>,
    /// Whom people ask.
    pub contacts: Vec<CampaignContact>,
    /// Where and when people are served, each with the name of the unit it is for.
    pub sessions: Vec<(CampaignSession, Option<String>)>,
    /// Where people find help.
    pub support_link: Option<String>,
    /// Packages of the programmes that the campaign counts.
    pub offers: Vec<Offer>,
}

/// A package that people choose when they enrol.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Code of the programme: `smartca`.
    pub programme: String,
    /// Its name.
    pub name: String,
    /// Who offers it.
    pub provider: Option<String>,
    /// What it costs, in đồng.
    pub price_dong: Option<i64>,
    /// Months that it runs.
    pub term_months: Option<u16>,
}

/// Somebody on the staff of an office who does not have the account yet. Neither the ID number nor the phone is held here: the document must not tell them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingStaff {
    /// Name.
    pub full_name: String,
    /// Year of birth, where it is known.
    pub birth_year: Option<i32>,
    /// Name of the office.
    pub office: String,
    /// Has the account, not activated.
    pub issued: bool,
}

/// A cause with how often it was noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// Its name.
    pub name: String,
    /// People or units it holds back.
    pub count: i64,
    /// Whether units are counted instead of people.
    pub of_units: bool,
}
