//! What was asked about a card, and answered.

use crate::model::id::PersonId;
use crate::model::person::ResidenceKind;

/// The answers so far; none at first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answers {
    /// The card is that of this person, who was suggested.
    pub person: Option<PersonId>,
    /// The card is that of somebody new.
    pub add: Option<NewResident>,
    /// What to do with what the card says otherwise.
    pub differences: Option<Settle>,
    /// The milestone that is needed first is recorded too, on the same day.
    pub first_too: bool,
}

/// Somebody who is added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewResident {
    /// The name, as compared with the card.
    pub full_name: String,
    /// Slug of the village.
    pub village: String,
    /// How the person belongs to it.
    pub kind: ResidenceKind,
}

/// Which of two sayings holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settle {
    /// What was known before.
    Keep,
    /// What the card says.
    Take,
}

impl Settle {
    /// Reads the word of forms and the API.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "keep" => Some(Self::Keep),
            "take" => Some(Self::Take),
            _ => None,
        }
    }
}
