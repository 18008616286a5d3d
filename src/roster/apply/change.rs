//! What can be different about a person, and what is different between two states of one.

use serde::{Deserialize, Serialize};

use crate::model::person::{Life, Person, Residence, Workplace};

/// What a row can change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is the field of that name")]
pub enum Field {
    Name,
    BirthDate,
    Sex,
    NationalId,
    OldCard,
    Phone,
    SecondPhone,
    Village,
    ResidenceKind,
    Household,
    Address,
    Office,
    Post,
    Life,
    Milestone,
    Barrier,
}

impl Field {
    /// Whether the value is an ID number or phone, shown masked.
    pub fn is_number(self) -> bool {
        matches!(self, Self::NationalId | Self::OldCard | Self::Phone | Self::SecondPhone)
    }
}

/// One change: old → new. Units and milestones are written as their identities, dates as ISO.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// What.
    pub field: Field,
    /// The milestone or cause, where `field` is one of them.
    #[serde(default)]
    pub detail: Option<String>,
    /// Before.
    pub old: Option<String>,
    /// After.
    pub new: Option<String>,
}

/// What differs between two states of a person.
pub(super) fn between(before: &Person, after: &Person) -> Vec<Change> {
    let mut found = Vec::new();
    let mut compare = |field: Field, old: Option<String>, new: Option<String>| {
        if old != new {
            found.push(Change { field, detail: None, old, new });
        }
    };
    let (old, new) = (&before.particulars, &after.particulars);
    let filled = |name: &str| (!name.is_empty()).then(|| name.to_owned());
    compare(Field::Name, filled(&old.full_name), filled(&new.full_name));
    compare(Field::BirthDate, old.birth_date.map(|d| d.to_iso()), new.birth_date.map(|d| d.to_iso()));
    compare(Field::Sex, old.sex.map(|s| s.as_str().to_owned()), new.sex.map(|s| s.as_str().to_owned()));
    compare(Field::NationalId, old.national_id.clone(), new.national_id.clone());
    compare(Field::OldCard, old.old_card.clone(), new.old_card.clone());
    compare(Field::Phone, old.phone.clone(), new.phone.clone());
    compare(Field::SecondPhone, old.second_phone.clone(), new.second_phone.clone());
    let home = |p: &Person, get: &dyn Fn(&Residence) -> Option<String>| p.residence.as_ref().and_then(get);
    let mut of_home =
        |field, get: &dyn Fn(&Residence) -> Option<String>| compare(field, home(before, get), home(after, get));
    of_home(Field::Village, &|r| Some(r.unit.to_string()));
    of_home(Field::ResidenceKind, &|r| Some(r.kind.as_str().to_owned()));
    of_home(Field::Household, &|r| r.household.clone());
    of_home(Field::Address, &|r| r.address_line.clone());
    let work = |p: &Person, get: &dyn Fn(&Workplace) -> Option<String>| p.workplace.as_ref().and_then(get);
    let mut at_work =
        |field, get: &dyn Fn(&Workplace) -> Option<String>| compare(field, work(before, get), work(after, get));
    at_work(Field::Office, &|w| Some(w.unit.to_string()));
    at_work(Field::Post, &|w| w.post.clone());
    let life = |life: Life| matches!(life, Life::Dead(_)).then(|| "dead".to_owned());
    compare(Field::Life, life(before.life), life(after.life));
    found
}
