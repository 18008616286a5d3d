//! One page of the list of people.

use crate::model::id::PersonId;
use crate::model::person::{Life, ResidenceKind};
use crate::vn::date::PartialDate;
use crate::vn::national_id::Sex;

use super::sheet::BarrierName;
use super::state_word::StateWord;

/// The people of one page, given name first, in Vietnamese order.
#[derive(Debug, Clone, PartialEq)]
pub struct PeoplePage {
    /// The people.
    pub people: Vec<PersonLine>,
    /// How many were found.
    pub total: usize,
    /// There are more than `total`: "hơn 10.000". Only the first `total` can be paged through; narrow the search.
    pub more: bool,
    /// From 1.
    pub page: usize,
    /// The last page that can be shown; 1 when nothing was found.
    pub last_page: usize,
}

/// A person as a row of the list shows them. Numbers are masked.
#[derive(Debug, Clone, PartialEq)]
pub struct PersonLine {
    /// Identity.
    pub id: PersonId,
    /// Name.
    pub full_name: String,
    /// Birth date as far as known.
    pub birth_date: Option<PartialDate>,
    /// Sex.
    pub sex: Option<Sex>,
    /// `038*****2855`.
    pub national_id: Option<String>,
    /// `091****000`.
    pub phone: Option<String>,
    /// Name of the village.
    pub village: Option<String>,
    /// How the person belongs to it.
    pub residence_kind: Option<ResidenceKind>,
    /// Name of the office.
    pub office: Option<String>,
    /// Where the person stands on the as-of date, in the order of the catalogue; programmes without anything are left out, and of a ladder only the
    /// highest level is told.
    pub states: Vec<StateWord>,
    /// Causes noted.
    pub barriers: Vec<BarrierName>,
    /// Dead or alive.
    pub life: Life,
}

impl PersonLine {
    /// Marked as having moved away.
    pub fn has_departed(&self) -> bool {
        self.residence_kind == Some(ResidenceKind::Departed)
    }
}
