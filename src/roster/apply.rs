//! What one row of a list changes about one person: pure, and used by preview and commit alike, so that a commit applies exactly what was shown.

mod change;

use chrono::NaiveDate;

use super::marks::MarkTargets;
use super::reading::{Clearable, NoteStatus, RosterRow};
use crate::model::barrier::NotedCause;
use crate::model::enrollment::{EffectiveDay, EffectiveDays};
use crate::model::id::{MilestoneId, PersonId, UnitId};
use crate::model::person::{Life, Particulars, Person, Residence, ResidenceKind, StaffCategory, Workplace};
use crate::model::residence::{Listing, RecordedMove, settle};
use crate::store::listings::Place;
use crate::vn::name::{NameCase, case_of, match_key, title_case};

use change::between;
pub use change::{Change, Field};

/// A person with everything a row can change.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownPerson {
    /// The person.
    pub person: Person,
    /// The milestones that hold.
    pub days: EffectiveDays,
    /// What lists say about where the person lives and works.
    pub listings: Vec<(Place, Listing)>,
    /// What an official recorded last about where the person lives.
    pub moved: Option<RecordedMove>,
    /// Causes noted.
    pub barriers: Vec<NotedCause>,
    /// Milestones that an official took back, with the day on which that was recorded.
    pub revoked: Vec<(MilestoneId, NaiveDate)>,
    /// The revision in which all this was read; `None` for somebody nobody knew.
    pub revision: Option<i64>,
}

/// Where a row belongs and what its marks mean.
#[derive(Debug, Clone, Copy)]
pub struct RowContext<'a> {
    /// The day the list was drawn up.
    pub listed_on: NaiveDate,
    /// The village the row stands for.
    pub village: Option<UnitId>,
    /// The office the row stands for.
    pub office: Option<UnitId>,
    /// What marks mean.
    pub targets: &'a MarkTargets,
    /// A person decided that the row counts, also against newer data.
    pub insists: bool,
}

/// What a row did to a person.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Applied {
    /// Everything that is different now.
    pub changes: Vec<Change>,
    /// Events to write.
    pub events: Vec<(MilestoneId, EffectiveDay)>,
    /// Causes to note.
    pub barriers: Vec<String>,
    /// Listings to write.
    pub listings: Vec<(Place, Listing)>,
    /// Whether the person's own row has to be written.
    pub person_changed: bool,
    /// Values of the row that were not taken because the data are newer: what stands, and what the row says.
    pub kept: Vec<Change>,
}

impl KnownPerson {
    /// Somebody nobody knows yet.
    pub fn blank(id: PersonId) -> Self {
        let person = Person {
            id,
            particulars: Particulars::default(),
            life: Life::Alive,
            residence: None,
            workplace: None,
            listed_on: None,
        };
        let (listings, barriers, revoked) = (Vec::new(), Vec::new(), Vec::new());
        Self { person, days: EffectiveDays::new(), listings, moved: None, barriers, revoked, revision: None }
    }
}

/// Whether the row stands for another person than the one who has its ID number: neither name nor birth date agree.
pub fn contradicts(known: &KnownPerson, row: &RosterRow) -> bool {
    let who = &known.person.particulars;
    let Some(name) = row.full_name.as_deref() else { return false };
    let same_name = match_key(name) == match_key(&who.full_name)
        || crate::vn::fold::fold(name) == crate::vn::fold::fold(&who.full_name);
    let same_birth = matches!((row.dob, who.birth_date), (Some(a), Some(b)) if a == b);
    !same_name && !same_birth
}

/// Applies a row to a person.
pub fn apply(known: &mut KnownPerson, row: &RosterRow, context: &RowContext<'_>) -> Applied {
    let before = known.person.clone();
    let mut applied = Applied::default();
    let speaks = speaks_for(known, context);
    take_particulars(&mut known.person, row, speaks);
    take_life(&mut known.person, row);
    take_listings(known, row, context, speaks, &mut applied);
    // An older list that counts by decision does not make what newer lists said older.
    known.person.listed_on = known.person.listed_on.max(Some(context.listed_on));
    applied.changes = between(&before, &known.person);
    applied.person_changed = known.person != before;
    applied.kept = kept(&before, known, row, context);
    take_milestones(known, row, context, &mut applied);
    take_barriers(known, row, context.listed_on, &mut applied);
    applied
}

/// Whether the list may replace what is known, and not only fill gaps: it is newer, or of the same day and revises a list of the same unit.
fn speaks_for(known: &KnownPerson, context: &RowContext<'_>) -> bool {
    let Some(known_on) = known.person.listed_on.filter(|_| !context.insists) else { return true };
    let revises = || {
        let units = [context.village, context.office];
        known.listings.iter().any(|(_, listing)| units.contains(&Some(listing.unit)))
    };
    context.listed_on > known_on || (context.listed_on == known_on && revises())
}

/// The day on which an official took back a milestone that the row states, on the day of the list or after it.
pub fn taken_back(known: &KnownPerson, row: &RosterRow, context: &RowContext<'_>) -> Option<NaiveDate> {
    if known.revoked.is_empty() {
        return None;
    }
    let stated = context.targets.stated(row, &known.days, context.listed_on);
    let again = |milestone: &MilestoneId| {
        stated.iter().any(|(stated, _)| stated == milestone) && !known.days.contains_key(milestone)
    };
    let days = known.revoked.iter().filter(|(milestone, on)| *on >= context.listed_on && again(milestone));
    days.map(|(_, on)| *on).max()
}

/// What the row says otherwise and what stands all the same: the person is known by a newer list, or an official recorded a move since.
fn kept(before: &Person, known: &KnownPerson, row: &RosterRow, context: &RowContext<'_>) -> Vec<Change> {
    let (who, mut found) = (&known.person.particulars, Vec::new());
    let mut compare = |field: Field, stands: Option<String>, says: Option<String>| {
        if says.is_some() && stands.is_some() && stands != says {
            found.push(Change { field, detail: None, old: stands, new: says });
        }
    };
    let older = !context.insists && before.listed_on.is_some_and(|known_on| known_on > context.listed_on);
    if older {
        let name = row.full_name.as_deref().filter(|name| match_key(name) != match_key(&who.full_name)).map(natural);
        compare(Field::Name, Some(who.full_name.clone()), name);
        let birth = row.dob.filter(|_| !refined_by(who, row));
        compare(Field::BirthDate, who.birth_date.map(|d| d.to_iso()), birth.map(|d| d.to_iso()));
        compare(Field::Sex, who.sex.map(|s| s.as_str().to_owned()), row.sex.map(|s| s.as_str().to_owned()));
        compare(Field::NationalId, who.national_id.clone(), row.cccd.clone());
        compare(Field::OldCard, who.old_card.clone(), row.cmnd9.clone());
        compare(Field::Phone, who.phone.clone(), row.phone.clone());
        compare(Field::SecondPhone, who.second_phone.clone(), row.phone2.clone());
    }
    let moved_since = known.moved.is_some_and(|moved| moved.outweighs_to >= context.listed_on);
    if older || moved_since {
        let home = known.person.residence.as_ref();
        compare(Field::Village, home.map(|r| r.unit.to_string()), context.village.map(|unit| unit.to_string()));
    }
    if older {
        let work = known.person.workplace.as_ref();
        compare(Field::Office, work.map(|w| w.unit.to_string()), context.office.map(|unit| unit.to_string()));
    }
    found
}

fn take_particulars(person: &mut Person, row: &RosterRow, speaks: bool) {
    let who = &mut person.particulars;
    if let Some(name) = row.full_name.as_deref() {
        let name = natural(name);
        let differs = match_key(&name) != match_key(&who.full_name);
        if who.full_name.is_empty() || (speaks && differs && !crate::vn::name::lacks_diacritics(&name)) {
            who.full_name = name;
        }
    }
    let more_precise = matches!((row.dob, who.birth_date), (Some(new), Some(old)) if new.refines(old));
    if row.dob.is_some() && (who.birth_date.is_none() || more_precise || (speaks && !refined_by(who, row))) {
        who.birth_date = row.dob;
    }
    let fill = |held: &mut Option<String>, new: &Option<String>| {
        if new.is_some() && (held.is_none() || speaks) {
            held.clone_from(new);
        }
    };
    fill(&mut who.national_id, &row.cccd);
    fill(&mut who.old_card, &row.cmnd9);
    fill(&mut who.phone, &row.phone);
    fill(&mut who.second_phone, &row.phone2);
    if row.sex.is_some() && (who.sex.is_none() || speaks) {
        who.sex = row.sex;
    }
    if speaks && row.cleared.contains(&Clearable::Phone) && row.phone.is_none() {
        (who.phone, who.second_phone) = (None, None);
    }
}

/// A list that only gives the year does not undo a full date of the same year.
fn refined_by(who: &Particulars, row: &RosterRow) -> bool {
    matches!((who.birth_date, row.dob), (Some(held), Some(new)) if held.refines(new))
}

fn natural(name: &str) -> String {
    if case_of(name) == NameCase::Natural { name.to_owned() } else { title_case(name) }
}

/// Death is not taken back by a list that does not mention it.
fn take_life(person: &mut Person, row: &RosterRow) {
    if person.life == Life::Alive && row.status.contains(&NoteStatus::Deceased) {
        person.life = Life::Dead(None);
    }
}

/// Where a row says that somebody belongs.
pub fn listings_of(row: &RosterRow, context: &RowContext<'_>) -> Vec<(Place, Listing)> {
    let said = |unit, departed| Listing { unit, listed_on: context.listed_on, departed };
    let departed = row.status.contains(&NoteStatus::MovedOut);
    let home = context.village.map(|village| (Place::Residence, said(village, departed)));
    let work = context.office.map(|office| (Place::Workplace, said(office, false)));
    home.into_iter().chain(work).collect()
}

fn take_listings(
    known: &mut KnownPerson,
    row: &RosterRow,
    context: &RowContext<'_>,
    speaks: bool,
    applied: &mut Applied,
) {
    applied.listings = listings_of(row, context);
    known.listings.extend(applied.listings.iter().copied());
    let of = |place| -> Vec<Listing> {
        known.listings.iter().filter(|(p, _)| *p == place).map(|(_, listing)| *listing).collect()
    };
    if let Some(settled) = settle(&of(Place::Residence), known.moved) {
        let here = context.village == Some(settled.unit);
        known.person.residence =
            Some(residence(known.person.residence.take(), settled.unit, settled.departed, row, here, speaks));
    }
    if let Some(settled) = settle(&of(Place::Workplace), None) {
        let held = known.person.workplace.take().filter(|workplace| workplace.unit == settled.unit);
        let here = context.office == Some(settled.unit);
        let mut workplace = workplace(held, settled.unit, row.position.as_deref().filter(|_| here), speaks);
        if here && speaks && row.cleared.contains(&Clearable::Post) {
            (workplace.post, workplace.category) = (None, None);
        }
        known.person.workplace = Some(workplace);
    }
}

fn workplace(held: Option<Workplace>, unit: UnitId, new_post: Option<&str>, speaks: bool) -> Workplace {
    let (held_post, held_category, party_member) = match held {
        Some(held) => (held.post, held.category, held.party_member),
        None => (None, None, false),
    };
    let new_post = new_post.map(str::to_owned);
    let post = if speaks { new_post.or(held_post) } else { held_post.or(new_post) };
    let category = post.as_deref().and_then(StaffCategory::named_in).or(held_category);
    Workplace { unit, post, category, party_member }
}

fn residence(
    held: Option<Residence>,
    unit: UnitId,
    departed: bool,
    row: &RosterRow,
    here: bool,
    speaks: bool,
) -> Residence {
    // Lists give no day of moving in: one that names another village corrects the present stay, which began when it began.
    let since = held.as_ref().and_then(|r| r.since);
    let same = held.filter(|r| r.unit == unit);
    let away = row.status.iter().any(|s| matches!(s, NoteStatus::Absent | NoteStatus::Overseas));
    let kind = match (&same, departed) {
        (_, true) => ResidenceKind::Departed,
        (_, false) if here && away => ResidenceKind::Absent,
        (Some(r), false) if r.kind != ResidenceKind::Departed => r.kind,
        _ => ResidenceKind::Unknown,
    };
    let choose = |held: Option<String>, new: &Option<String>, clearable| {
        let held = held.filter(|_| !(speaks && here && row.cleared.contains(&clearable)));
        let new = new.clone().filter(|_| here);
        if speaks { new.or(held) } else { held.or(new) }
    };
    let (household, address) = match same {
        Some(r) => (r.household, r.address_line),
        None => (None, None),
    };
    Residence {
        unit,
        kind,
        since,
        household: choose(household, &row.household, Clearable::Household),
        address_line: choose(address, &row.address, Clearable::Address),
    }
}

fn take_milestones(known: &mut KnownPerson, row: &RosterRow, context: &RowContext<'_>, applied: &mut Applied) {
    for (milestone, stated) in context.targets.stated(row, &known.days, context.listed_on) {
        let held = known.days.get(&milestone).copied();
        let now = held.map_or(stated, |held| held.better(stated));
        if held.is_some_and(|held| held.begins_with(now)) {
            continue;
        }
        known.days.insert(milestone, now);
        applied.events.push((milestone, stated));
        applied.changes.push(Change {
            field: Field::Milestone,
            detail: Some(milestone.to_string()),
            old: held.map(|held| held.day.to_string()),
            new: Some(now.day.to_string()),
        });
    }
}

fn take_barriers(known: &mut KnownPerson, row: &RosterRow, listed_on: NaiveDate, applied: &mut Applied) {
    for code in row.status.iter().filter_map(|status| barrier_of(*status)) {
        if known.barriers.iter().any(|noted| noted.code == code) {
            continue;
        }
        known.barriers.push(NotedCause { code: code.to_owned(), noted_on: listed_on });
        applied.barriers.push(code.to_owned());
        applied.changes.push(Change {
            field: Field::Barrier,
            detail: Some(code.to_owned()),
            old: None,
            new: Some(code.to_owned()),
        });
    }
}

/// The cause a note names; states of life and residence are no causes.
fn barrier_of(status: NoteStatus) -> Option<&'static str> {
    match status {
        NoteStatus::Absent => Some("absent"),
        NoteStatus::Overseas => Some("overseas"),
        NoteStatus::NoSmartphone => Some("no_smartphone"),
        NoteStatus::WeakPhone => Some("weak_phone"),
        NoteStatus::SimChanged => Some("sim_changed"),
        NoteStatus::MissedSms => Some("missed_sms"),
        NoteStatus::NoSkill => Some("no_skill"),
        NoteStatus::UnderAge => Some("under_age"),
        NoteStatus::Disabled => Some("disabled"),
        NoteStatus::Detained => Some("detained"),
        NoteStatus::Military => Some("military"),
        NoteStatus::Refused => Some("refused"),
        NoteStatus::Deceased | NoteStatus::MovedOut => None,
    }
}

#[cfg(test)]
mod tests;
