//! People as an import page names them: no number is shown, and a village only to whom it is no secret.

use chrono::NaiveDate;

use super::error::RosterError;
use crate::access::{self, Actor};
use crate::model::id::{PersonId, UnitId};
use crate::store::{Conn, people, units};
use crate::vn::date::PartialDate;

/// Somebody known, without numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonSummary {
    /// Who.
    pub id: PersonId,
    /// Name.
    pub full_name: String,
    /// Birth date as far as known.
    pub birth_date: Option<PartialDate>,
    /// Name of the village, where the reader may know it.
    pub village: Option<String>,
    /// Name of the office, where the reader may know it.
    pub office: Option<String>,
}

/// People in the order asked for; who is gone is left out.
pub fn summaries(
    conn: &mut Conn,
    actor: &Actor,
    ids: &[PersonId],
    on: NaiveDate,
) -> Result<Vec<PersonSummary>, RosterError> {
    let mut found = people::by_ids(conn, ids)?;
    let place = |id: PersonId| ids.iter().position(|asked| *asked == id);
    found.sort_by_key(|person| place(person.id));
    let mut summaries = Vec::with_capacity(found.len());
    for person in found {
        let mut name = |unit: Option<UnitId>| match unit {
            Some(unit) => visible_name(conn, actor, unit, on),
            None => Ok(None),
        };
        summaries.push(PersonSummary {
            id: person.id,
            village: name(person.residence.as_ref().map(|residence| residence.unit))?,
            office: name(person.workplace.as_ref().map(|workplace| workplace.unit))?,
            full_name: person.particulars.full_name,
            birth_date: person.particulars.birth_date,
        });
    }
    Ok(summaries)
}

/// The name of a unit within the reader's scope; a person who comes from elsewhere is not told from where.
pub fn visible_name(conn: &mut Conn, actor: &Actor, id: UnitId, on: NaiveDate) -> Result<Option<String>, RosterError> {
    let visible = match access::scope(actor) {
        Some(scope) => units::is_below(conn, id, scope)?,
        None => true,
    };
    let unit = if visible { units::get(conn, id, on)? } else { None };
    Ok(unit.map(|unit| unit.name))
}
