//! What becomes of a scan: done, asked, or refused.

use super::compare::{Difference, Particular};
use super::{Entry, Settled};
use crate::access::AccessError;
use crate::model::id::PersonId;
use crate::model::person::{Person, ResidenceKind};
use crate::people::error::PeopleError;
use crate::people::mask;
use crate::people::record::Recorded;
use crate::store::{AsStoreError, Conn, StoreError, people, units};
use crate::vn::card_qr::CardQr;
use crate::vn::date::PartialDate;

/// What became of a scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Everything is written.
    Entered(Box<Entered>),
    /// Nothing is written; something has to be answered first.
    Asked(Box<Asked>),
}

/// What has to be answered, and what the answer is sent with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// What.
    pub question: Question,
    /// The card, sealed, to be sent again with the answer.
    pub held: String,
    /// What the card says, for whoever has it in hand.
    pub card: CardShown,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entered {
    /// To whom.
    pub who: Who,
    /// Whether the milestone was written, or holds already.
    pub recorded: Recorded,
    /// The milestone that was written before it, in words.
    pub first: Option<String>,
    /// The person was not known before.
    pub added: bool,
    /// What was not known and is taken from the card.
    pub filled: Vec<Particular>,
    /// What was known otherwise and is taken from the card now.
    pub corrected: Vec<Particular>,
    /// The lists say that the person has moved away.
    pub departed: bool,
    /// What the scanner typed had to be put right.
    pub repaired: bool,
}

/// What has to be answered before anything is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// Nobody has the number; these may be meant.
    Which {
        /// People within reach.
        suggested: Vec<Suggested>,
        /// Whether the answer may also be that it is somebody new.
        may_add: bool,
    },
    /// Nobody is known who could be meant: where does the person live?
    New,
    /// The card says something otherwise than the lists.
    Differs {
        /// About whom.
        who: Who,
        /// What.
        differences: Vec<Difference>,
        /// Whether the actor may take what the card says.
        may_take: bool,
    },
    /// Another milestone of the same programme is needed first.
    First {
        /// Of whom.
        who: Who,
        /// The one that is needed, in words.
        first: String,
        /// The one to be recorded, in words.
        wanted: String,
    },
}

/// Somebody who may be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggested {
    /// Who.
    pub who: Who,
    /// Has the number of the old card; otherwise name and birth are the same.
    pub by_old_card: bool,
}

/// A person in one line, numbers masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    /// Identity.
    pub id: PersonId,
    /// Name.
    pub full_name: String,
    /// Birth date as far as known.
    pub birth_date: Option<PartialDate>,
    /// `038*****2855`.
    pub national_id: Option<String>,
    /// Name of the village.
    pub village: Option<String>,
}

/// What a card says, the number masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardShown {
    /// Name.
    pub full_name: String,
    /// Birth date.
    pub birth_date: PartialDate,
    /// `Nam`, `Nữ`.
    pub sex: &'static str,
    /// `038*****2855`.
    pub national_id: String,
    /// Place of permanent residence.
    pub address: Option<String>,
    /// Name or address may have been changed by an input method.
    pub doubtful: bool,
}

impl CardShown {
    pub(super) fn of(card: &CardQr) -> Self {
        Self {
            full_name: card.full_name.clone(),
            birth_date: PartialDate::Day(card.birth_date),
            sex: card.sex.vietnamese(),
            national_id: card.national_id.masked(),
            address: card.address.clone(),
            doubtful: card.doubtful,
        }
    }
}

/// Why an entry stops, so that its transaction leaves nothing behind.
#[derive(Debug)]
pub(super) enum Halt {
    /// Something has to be answered.
    Asked(Box<Question>),
    /// It is refused.
    Failed(PeopleError),
}

impl Halt {
    pub(super) fn asked(question: Question) -> Self {
        Self::Asked(Box::new(question))
    }
}

impl From<PeopleError> for Halt {
    fn from(error: PeopleError) -> Self {
        Self::Failed(error)
    }
}

impl From<StoreError> for Halt {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

impl AsStoreError for Halt {
    fn as_store(&self) -> Option<&StoreError> {
        match self {
            Self::Asked(_) => None,
            Self::Failed(error) => error.as_store(),
        }
    }
}

/// A person in one line.
pub(super) fn who(conn: &mut Conn, person: &Person, entry: &Entry<'_>) -> Result<Who, StoreError> {
    line(conn, person, entry.new.on)
}

/// A person in one line, with the name that the village has on a day.
pub(super) fn line(conn: &mut Conn, person: &Person, on: chrono::NaiveDate) -> Result<Who, StoreError> {
    let village = match &person.residence {
        Some(home) => units::get(conn, home.unit, on)?.map(|unit| unit.name),
        None => None,
    };
    let who = &person.particulars;
    Ok(Who {
        id: person.id,
        full_name: who.full_name.clone(),
        birth_date: who.birth_date,
        national_id: who.national_id.as_deref().map(mask::national_id),
        village,
    })
}

/// What was done, with the person as they are now.
pub(super) fn entered(
    conn: &mut Conn,
    entry: &Entry<'_>,
    settled: Settled,
    recorded: Recorded,
    first: Option<String>,
) -> Result<Entered, Halt> {
    let person = people::by_id(conn, settled.person)?.ok_or(AccessError::NotFound).map_err(PeopleError::from)?;
    let departed = person.residence.as_ref().is_some_and(|home| home.kind == ResidenceKind::Departed);
    Ok(Entered {
        who: who(conn, &person, entry)?,
        recorded,
        first,
        added: settled.added,
        filled: settled.filled,
        corrected: settled.corrected,
        departed,
        repaired: entry.card.repaired,
    })
}
