//! Use case: quick entry. The QR code of an identity card finds a person or makes one, and a milestone is recorded, scan after scan.
//!
//! Everything that is not plain is asked, and nothing is written until it is answered: a question ends the transaction, and the same entry comes again
//! with the answer. The payload of the card is never kept; between question and answer it travels sealed.

mod answers;
mod compare;
mod find;
mod hold;
mod latest;
mod outcome;
mod photo;
mod villages;

pub use answers::{Answers, NewResident, Settle};
pub use compare::{Difference, Particular};
pub use latest::{EntryLine, latest_entries};
pub use outcome::{Asked, CardShown, Entered, Outcome, Question, Suggested, Who};
pub use photo::{MOST_BYTES as MOST_PHOTO_BYTES, PhotoError, read_photo};
pub use villages::villages;

use chrono::{NaiveDate, NaiveDateTime, Utc};
use serde_json::json;

use self::find::Found;
use self::outcome::Halt;
use super::error::PeopleError;
use super::record::{self, RecordMilestone, Recorded};
use crate::access::{AccessError, Actor, AuditEvent, Rights, allowed, audit, authorise};
use crate::model::as_of::AsOf;
use crate::model::id::{AccountId, PersonId, UnitId};
use crate::model::person::{Life, Particulars, Person, Residence, ResidenceKind};
use crate::model::role::Operation;
use crate::store::counted_change::change_counted;
use crate::store::{Conn, Db, StoreError, by_hand, people, units};
use crate::vn::card_qr::{CardQr, read_card_qr};
use crate::vn::date::PartialDate;

/// Where the card comes from.
#[derive(Clone, PartialEq, Eq)]
pub enum Card {
    /// What a scanner typed, or somebody pasted.
    Scanned(String),
    /// What [`Question`] handed out.
    Held(String),
}

/// Nothing of a card lands in a log.
impl std::fmt::Debug for Card {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Card")
    }
}

/// One scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuickEntry {
    /// The card.
    pub card: Card,
    /// What is recorded: `vneid2.activated`.
    pub milestone: String,
    /// The day on which it happened.
    pub on: NaiveDate,
    /// Today in Vietnam; nothing later can have happened.
    pub today: AsOf,
    /// Code of the way in which the person enrolled, where the programme has several.
    pub channel: Option<String>,
    /// What was asked before and is answered now.
    pub answers: Answers,
}

/// What is known of an entry while it is made.
struct Entry<'a> {
    actor: &'a Actor,
    account: AccountId,
    new: &'a QuickEntry,
    card: CardQr,
    now: NaiveDateTime,
}

/// Whom the entry is about, and what was done to what is known of them.
struct Settled {
    person: PersonId,
    added: bool,
    filled: Vec<Particular>,
    corrected: Vec<Particular>,
}

/// Finds or adds the person of a card and records a milestone; or says what has to be answered first.
///
/// # Errors
///
/// No right to record; no account to answer for it; a text that is no card; a number known out of reach; somebody unknown whom the actor may not add;
/// somebody dead; what recording a milestone refuses.
pub fn quick_entry(db: &Db, actor: &Actor, new: &QuickEntry) -> Result<Outcome, PeopleError> {
    allowed(actor, Operation::RecordMilestone)?;
    let account = actor.account().ok_or(PeopleError::NeedsAccount)?;
    let text = match &new.card {
        Card::Scanned(text) => text.clone(),
        Card::Held(held) => hold::open(db, account, held)?,
    };
    let card = read_card_qr(&text)?;
    let entry = Entry { actor, account, new, card, now: Utc::now().naive_utc() };
    let mut done = db.write(|conn| enter(conn, &entry));
    if matches!(&done, Err(Halt::Failed(PeopleError::Store(error))) if error.is_unique_violation()) {
        // Somebody else added the same person in this moment: now they are found.
        done = db.write(|conn| enter(conn, &entry));
    }
    match done {
        Ok(entered) => Ok(Outcome::Entered(Box::new(entered))),
        Err(Halt::Asked(question)) => {
            let held = hold::seal(db, account, &entry.card.as_scanned(), entry.now)?;
            Ok(Outcome::Asked(Box::new(Asked { question: *question, held, card: CardShown::of(&entry.card) })))
        }
        Err(Halt::Failed(error)) => Err(error),
    }
}

fn enter(conn: &mut Conn, entry: &Entry<'_>) -> Result<Entered, Halt> {
    let settled = match find::find(conn, entry)? {
        Found::Known(person) => settle(conn, entry, *person)?,
        Found::Nobody => add(conn, entry)?,
    };
    let (recorded, first) = milestones(conn, entry, settled.person)?;
    outcome::entered(conn, entry, settled, recorded, first)
}

/// Brings what is known of somebody together with what the card says.
fn settle(conn: &mut Conn, entry: &Entry<'_>, person: Person) -> Result<Settled, Halt> {
    if let Life::Dead(died_on) = person.life {
        return Err(PeopleError::Deceased { name: person.particulars.full_name, died_on }.into());
    }
    let compared = compare::compare(&person.particulars, &entry.card);
    let take = match entry.new.answers.differences {
        None if !compared.differences.is_empty() => {
            let who = outcome::who(conn, &person, entry)?;
            let may_take = may_bring_in(entry.actor);
            return Err(Halt::asked(Question::Differs { who, differences: compared.differences, may_take }));
        }
        Some(Settle::Take) if !may_bring_in(entry.actor) => return Err(PeopleError::MayNotCorrect.into()),
        answer => answer == Some(Settle::Take),
    };
    let corrected: Vec<Particular> =
        compared.differences.iter().filter(|_| take).map(|difference| difference.what).collect();
    let id = person.id;
    let renewed = compare::renewed(&person.particulars, &entry.card, &compared.missing, &corrected);
    if renewed != person.particulars {
        change_counted(conn, &[id], |conn| {
            people::update(conn, &[Person { particulars: renewed, ..person }], entry.now)
        })?;
        let fields = |list: &[Particular]| list.iter().map(|what| what.as_str()).collect::<Vec<_>>();
        let detail = json!({ "filled": fields(&compared.missing), "corrected": fields(&corrected) });
        audited(conn, entry, "person.take_from_card", id, None, detail)?;
    }
    Ok(Settled { person: id, added: false, filled: compared.missing, corrected })
}

/// Adds the person of the card.
fn add(conn: &mut Conn, entry: &Entry<'_>) -> Result<Settled, Halt> {
    if !may_bring_in(entry.actor) {
        return Err(PeopleError::NotListed.into());
    }
    let Some(answer) = &entry.new.answers.add else { return Err(Halt::asked(Question::New)) };
    let village = units::find_by_slug(conn, &answer.village, entry.new.on)?.filter(|unit| unit.kind.is_village());
    let village = village.ok_or(AccessError::NotFound).map_err(PeopleError::from)?;
    authorise(conn, entry.actor, Operation::RecordMilestone, village.id).map_err(PeopleError::from)?;
    if !village.validity.contains(entry.new.on) {
        return Err(PeopleError::UnitNotInForce { name: village.name, on: entry.new.on }.into());
    }
    let id = people::reserve(conn, 1)?.pop().ok_or_else(|| StoreError::Corrupt("người mới không có số".to_owned()))?;
    let person = new_person(id, village.id, answer, &entry.card)?;
    change_counted(conn, &[id], |conn| {
        people::insert(conn, std::slice::from_ref(&person), entry.now)?;
        by_hand::note_added(conn, id, entry.account, entry.now)
    })?;
    audited(conn, entry, "person.add_from_card", id, Some(village.id), json!({ "kind": answer.kind.as_str() }))?;
    Ok(Settled { person: id, added: true, filled: Vec::new(), corrected: Vec::new() })
}

fn new_person(id: PersonId, village: UnitId, answer: &NewResident, card: &CardQr) -> Result<Person, PeopleError> {
    let full_name = crate::vn::name::title_case(&crate::vn::text::tidy(&answer.full_name).text);
    if !full_name.chars().any(char::is_alphabetic) {
        return Err(PeopleError::NoName);
    }
    // The card tells where somebody is permanently resident; of anybody else it is another place.
    let address_line = card.address.clone().filter(|_| answer.kind == ResidenceKind::Permanent);
    Ok(Person {
        id,
        particulars: Particulars {
            full_name,
            sex: Some(card.sex),
            birth_date: Some(PartialDate::Day(card.birth_date)),
            national_id: Some(card.national_id.as_str().to_owned()),
            old_card: card.old_card.clone(),
            ..Particulars::default()
        },
        life: Life::Alive,
        residence: Some(Residence { unit: village, kind: answer.kind, since: None, household: None, address_line }),
        workplace: None,
        listed_on: None,
    })
}

/// Records the milestone, and before it the one of the same programme that it needs, where that was agreed to.
fn milestones(conn: &mut Conn, entry: &Entry<'_>, person: PersonId) -> Result<(Recorded, Option<String>), Halt> {
    let QuickEntry { milestone, on, today, channel, answers, .. } = entry.new;
    let record = |conn: &mut Conn, milestone: &str| {
        let reason = Some("nhập nhanh từ thẻ căn cước".to_owned());
        let new = RecordMilestone { person, milestone: milestone.to_owned(), on: *on, today: *today, reason };
        record::record_in(conn, entry.actor, entry.account, &new, channel.as_deref())
    };
    let same_programme = |first: &str| first.split('.').next() == milestone.split('.').next();
    match record(conn, milestone) {
        Err(PeopleError::Needs { milestone: wanted, first, first_code, .. }) if same_programme(&first_code) => {
            if !answers.first_too {
                let who = match people::by_id(conn, person)? {
                    Some(person) => outcome::who(conn, &person, entry)?,
                    None => return Err(PeopleError::from(AccessError::NotFound).into()),
                };
                return Err(Halt::asked(Question::First { who, first, wanted }));
            }
            record(conn, &first_code)?;
            Ok((record(conn, milestone)?, Some(first)))
        }
        other => Ok((other?, None)),
    }
}

fn audited(
    conn: &mut Conn,
    entry: &Entry<'_>,
    action: &str,
    person: PersonId,
    unit: Option<UnitId>,
    detail: serde_json::Value,
) -> Result<(), StoreError> {
    audit(conn, entry.actor, AuditEvent { action, object: "person", object_id: Some(person.0), unit, detail })
}

/// Who may bring in lists may also bring in one person, and correct what lists say. Village teams record what happened to people who are known: they
/// neither add people nor change their papers, and learn nothing about numbers known elsewhere.
fn may_bring_in(actor: &Actor) -> bool {
    match actor.rights {
        Rights::Operator => true,
        Rights::Account { role, .. } => role.may(Operation::ImportRoster),
    }
}
