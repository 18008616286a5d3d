//! The difference between what a unit reported and what is counted there, told by the people it may be about.

use chrono::NaiveDate;

use super::error::ProgressError;
use super::figures::{FigureQuery, followed, subject};
use super::reconciliation::Compared;
use crate::access::{self, Actor};
use crate::model::contribution::Belonging;
use crate::model::enrollment::{DayPrecision, effective_days};
use crate::model::id::{PersonId, UnitId};
use crate::model::person::{Life, Person};
use crate::model::role::Operation;
use crate::model::tally::{Audience, CountedPerson, Rule};
use crate::store::batches::{self, BatchState};
use crate::store::{
    Conn, Db, StoreError, campaigns, catalogue, events, people, reconciliation, recount, residences, units,
};

/// Units with more people are explained by the units below them.
pub const MOST_PEOPLE: usize = 5_000;

/// Why somebody may be in one number and not in the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// Counts only from a day after that of the report.
    Later,
    /// Counts by a mark without a day, which was dated to its list.
    Undated,
    /// Reached it, and has moved away.
    Moved,
    /// Reached it, and has died.
    Dead,
    /// Lists of several units name the person; it is counted in one of them.
    ListedTwice,
}

impl Cause {
    /// All causes.
    pub const ALL: [Self; 5] = [Self::Later, Self::Undated, Self::Moved, Self::Dead, Self::ListedTwice];

    /// The fixed word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Later => "later",
            Self::Undated => "undated",
            Self::Moved => "moved",
            Self::Dead => "dead",
            Self::ListedTwice => "listed_twice",
        }
    }

    /// As an official says it.
    pub fn vietnamese(self) -> &'static str {
        match self {
            Self::Later => "đạt sau ngày của báo cáo",
            Self::Undated => "có dấu đạt nhưng không ghi ngày, tạm tính theo ngày lập danh sách",
            Self::Moved => "đã đạt nhưng đã chuyển đi",
            Self::Dead => "đã đạt nhưng đã mất",
            Self::ListedTwice => "có tên trong danh sách của nhiều đơn vị, chỉ tính ở một nơi",
        }
    }
}

/// Somebody the difference may be about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspect {
    /// Who.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// Why.
    pub cause: Cause,
    /// From which day the person counts.
    pub since: Option<NaiveDate>,
}

/// A list whose rows are held back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastList {
    /// Number of the import.
    pub batch: i64,
    /// Name of the file.
    pub file_name: String,
    /// The counts of its rows, as the importer wrote them (JSON).
    pub counts: String,
}

/// What explains a difference.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Explanation {
    /// The people, by cause and in the order of names; `None` where the unit is too large and the units below it tell.
    pub people: Option<Vec<Suspect>>,
    /// The latest list that was committed for the unit.
    pub last_list: Option<LastList>,
}

/// Explains the difference of one line. Names are for those who may see people.
pub fn explain(db: &Db, actor: &Actor, query: &FigureQuery, of: &Compared) -> Result<Explanation, ProgressError> {
    db.read(|conn| {
        let subject = subject(conn, actor, query)?;
        access::authorise(conn, actor, Operation::ViewPeople, of.unit.id)?;
        access::authorise(conn, actor, Operation::ViewFigures, subject.unit.id)?;
        let measures = followed(conn, &subject.campaign)?;
        let catalogue = catalogue::load(conn)?;
        let rules = campaigns::rules(conn, &catalogue)?;
        let measure = measures.iter().find(|measure| measure.id == of.measure.id);
        let rule = measure.and_then(|measure| rules.iter().find(|rule| rule.id == measure.done));
        let people = match rule {
            Some(rule) => suspects(conn, of, rule)?,
            None => Some(Vec::new()),
        };
        Ok(Explanation { people, last_list: last_list(conn, of.unit.id)? })
    })
}

fn last_list(conn: &mut Conn, unit: UnitId) -> Result<Option<LastList>, StoreError> {
    let latest = batches::below(conn, Some(unit), 20, 0)?;
    let committed = latest.into_iter().find(|batch| batch.state == BatchState::Committed);
    let line = |batch: batches::Batch| LastList { batch: batch.id.0, file_name: batch.file_name, counts: batch.counts };
    Ok(committed.map(line))
}

fn suspects(conn: &mut Conn, of: &Compared, rule: &Rule) -> Result<Option<Vec<Suspect>>, StoreError> {
    let day = of.reported_on;
    let Some(ids) = reconciliation::ever_in(conn, of.unit.id, day, MOST_PEOPLE)? else { return Ok(None) };
    let ids = people::in_order(conn, ids)?;
    let below: Vec<UnitId> =
        units::below(conn, of.unit.id, day)?.into_iter().map(|unit| unit.id).chain([of.unit.id]).collect();
    let (events, past) = (events::of_people(conn, &ids)?, residences::past_of_people(conn, &ids)?);
    let listed = reconciliation::listed_in(conn, &ids)?;
    let mut found = Vec::new();
    for person in people::by_ids(conn, &ids)? {
        let days = effective_days(events.get(&person.id).map_or(&[], Vec::as_slice));
        let birth_date = person.particulars.birth_date;
        // A measure counts what people have reached, whatever holds them back.
        let counted = |life| CountedPerson { life, birth_date, days: &days, barriers: &[] };
        let Some(reached) = rule.days(&counted(Life::Alive)) else { continue };
        let belonging = recount::belonging(&person, past.get(&person.id));
        let undated = days.values().any(|held| held.precision == DayPrecision::OnOrBefore && held.day == reached.from);
        let alive = rule.days(&counted(person.life)).is_some_and(|days| days.to >= day);
        let several = listed.get(&person.id).is_some_and(|units| units.len() > 1);
        let belongs = belongs(&belonging, rule.audience, &below, day);
        if let Some(cause) = cause(day, reached.from, undated, alive, belongs, several) {
            let Person { id, particulars, .. } = person;
            found.push(Suspect { person: id, name: particulars.full_name, cause, since: Some(reached.from) });
        }
    }
    found.sort_by_key(|suspect| suspect.cause);
    Ok(Some(found))
}

fn belongs(belonging: &Belonging, audience: Audience, below: &[UnitId], day: NaiveDate) -> bool {
    let here = |unit: &UnitId| below.contains(unit);
    let lives = belonging.residences.iter().any(|(unit, days)| here(unit) && days.contains(day));
    let offices = belonging.workplaces.iter();
    let works = offices
        .filter(|(_, category, _)| audience.has_staff(*category))
        .any(|(unit, _, days)| here(unit) && days.contains(day));
    audience.has_residents() && lives || works
}

/// The first cause that holds; nobody is told twice.
fn cause(day: NaiveDate, since: NaiveDate, undated: bool, alive: bool, belongs: bool, several: bool) -> Option<Cause> {
    if !alive {
        Some(Cause::Dead)
    } else if !belongs {
        Some(Cause::Moved)
    } else if undated {
        Some(Cause::Undated)
    } else if since > day {
        Some(Cause::Later)
    } else {
        several.then_some(Cause::ListedTwice)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn the_first_cause_that_holds_is_told() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let (report, before, after) = (day("2023-05-31"), day("2023-05-01"), day("2023-06-10"));
        let of = |since, undated, alive, belongs, several| cause(report, since, undated, alive, belongs, several);
        assert_eq!(of(before, false, true, true, false), None, "in both numbers");
        assert_eq!(of(after, false, true, true, false), Some(Cause::Later));
        assert_eq!(of(after, true, true, true, false), Some(Cause::Undated));
        assert_eq!(of(before, true, true, false, true), Some(Cause::Moved));
        assert_eq!(of(before, false, false, false, false), Some(Cause::Dead));
        assert_eq!(of(before, false, true, true, true), Some(Cause::ListedTwice));
    }
}
