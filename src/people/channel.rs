//! The way in which somebody enrolled in a programme: through VNeID, through the application of the provider.

use super::error::PeopleError;
use super::record::RecordMilestone;
use crate::model::id::{PersonId, ProgrammeId};
use crate::store::channels::{self, Channel};
use crate::store::{Conn, Db, StoreError, catalogue};

/// The way that is told, or else the one that is known.
pub(super) struct Way {
    programme: Option<ProgrammeId>,
    told: Option<String>,
    known: Option<String>,
}

impl Way {
    /// Reads what is told with a milestone, and what was known before.
    pub fn of(conn: &mut Conn, new: &RecordMilestone, told: Option<&str>) -> Result<Self, PeopleError> {
        let told = told.map(str::trim).filter(|code| !code.is_empty()).map(str::to_owned);
        let catalogue = catalogue::load(conn)?;
        let programme = catalogue.milestone(&new.milestone).map(|(programme, _)| programme.id);
        let Some(programme) = programme else { return Ok(Self { programme: None, told: None, known: None }) };
        if let Some(code) = &told
            && !channels::of(conn, programme)?.iter().any(|channel| channel.code == *code)
        {
            return Err(PeopleError::UnknownChannel(code.clone()));
        }
        let known = channels::taken_by(conn, new.person)?.remove(&programme);
        Ok(Self { programme: Some(programme), told, known })
    }

    /// Whether a rule for a channel (`""`: for all) holds for this way. What only one channel needs cannot be asked of somebody whose channel is not
    /// known.
    pub fn needs(&self, channel: &str) -> bool {
        channel.is_empty() || self.told.as_deref().or(self.known.as_deref()) == Some(channel)
    }

    /// Keeps what was told; whether that is new.
    pub fn keep(&self, conn: &mut Conn, person: PersonId) -> Result<bool, StoreError> {
        match (self.programme, &self.told) {
            (Some(programme), Some(told)) if self.known.as_ref() != Some(told) => {
                channels::set_taken(conn, person, programme, Some(told))?;
                Ok(true)
            }
            _ => Ok(false),
        }
    }
}

/// The ways to enrol in the programmes that have several, by code of the programme.
///
/// # Errors
/// Those of the database.
pub fn channels_by_programme(db: &Db) -> Result<Vec<(String, String, Vec<Channel>)>, PeopleError> {
    db.read(|conn| {
        let mut all = channels::all(conn)?;
        let catalogue = catalogue::load(conn)?;
        let of = |programme: &crate::model::programme::Programme| {
            Some((programme.code.clone(), programme.name.clone(), all.remove(&programme.id)?))
        };
        Ok(catalogue.programmes().iter().filter_map(of).collect())
    })
}
