//! Staff who do not have the account that is asked of them: read through the list of people, so that nobody sees more here than there.

use super::brief::MissingStaff;
use super::error::DocumentError;
use crate::access::Actor;
use crate::model::as_of::AsOf;
use crate::model::tally::Audience;
use crate::people::{self, MeasureState, PageSize, PeopleQuery, PersonLine, StateFilter};
use crate::progress::frozen::{Frozen, FrozenMeasure};
use crate::progress::snapshots::SnapshotLine;
use crate::store::Db;

/// The programme whose account staff have to have: level 2.
const LEVEL_TWO: &str = "vneid2";

/// The measure that counts the accounts of staff; `None` where the campaign has none.
pub(super) fn measure_of_staff(frozen: &Frozen) -> Option<&FrozenMeasure> {
    let of_programme = |measure: &&FrozenMeasure| measure.code.split('.').next() == Some(LEVEL_TWO);
    frozen.measures.iter().filter(of_programme).find(|measure| measure.audience == Audience::Staff.as_str())
}

/// Everybody on the staff of the unit or below who is not counted as done. The right to see people is asked for by the list.
///
/// # Errors
/// No right to see the people of the unit; more people than a list shows.
pub(super) fn missing_staff(
    db: &Db,
    actor: &Actor,
    line: &SnapshotLine,
    frozen: &Frozen,
) -> Result<Vec<MissingStaff>, DocumentError> {
    let Some(measure) = measure_of_staff(frozen) else { return Ok(Vec::new()) };
    let mut missing = Vec::new();
    for state in [MeasureState::NotIssued, MeasureState::IssuedNotDone] {
        let filter = StateFilter { measure: measure.code.clone(), audience: Audience::Staff, state };
        let found = everybody(db, actor, line, &filter)?;
        missing.extend(found.into_iter().map(|person| listed(person, state == MeasureState::IssuedNotDone)));
    }
    Ok(missing)
}

fn everybody(
    db: &Db,
    actor: &Actor,
    line: &SnapshotLine,
    filter: &StateFilter,
) -> Result<Vec<PersonLine>, DocumentError> {
    let mut found = Vec::new();
    for page in 1.. {
        let query = PeopleQuery {
            text: None,
            unit: Some(line.unit.slug.clone()),
            state: Some(filter.clone()),
            check: None,
            barrier: None,
            as_of: AsOf(line.head.as_of),
            page,
            per_page: PageSize::Large,
        };
        let answer = people::search(db, actor, &query)?;
        if answer.more {
            return Err(DocumentError::TooLong);
        }
        let last = page >= answer.last_page;
        found.extend(answer.people);
        if last {
            break;
        }
    }
    Ok(found)
}

fn listed(person: PersonLine, issued: bool) -> MissingStaff {
    MissingStaff {
        full_name: person.full_name,
        birth_year: person.birth_date.map(crate::vn::date::PartialDate::year),
        office: person.office.unwrap_or_default(),
        issued,
    }
}
