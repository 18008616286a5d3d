//! Use case: how many people of a unit and of the units below it a check hits. Every count is as long as its list.

use super::check::{Check, checked_programmes, facts};
use super::error::PeopleError;
use crate::access::{AccessError, Actor, authorise, scope};
use crate::model::as_of::AsOf;
use crate::model::role::Operation;
use crate::model::tally::Audience;
use crate::model::unit::Unit;
use crate::store::people_search::{self, Criteria, StandingTest};
use crate::store::{Conn, Db, units};

/// What is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckQuery {
    /// Slug of the unit; the own one, or the one given besides where the actor sees all.
    pub unit: Option<String>,
    /// Slug of the unit for actors without a unit of their own.
    pub otherwise: String,
    /// Residents by where they live, or staff by where they work.
    pub audience: Audience,
    /// Days ahead for terms that end.
    pub days: u16,
    /// The day.
    pub as_of: AsOf,
}

/// How many people a check hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hits {
    /// People, up to a limit.
    pub people: usize,
    /// There are more.
    pub more: bool,
}

/// A check with the name of its programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedCheck {
    /// The check.
    pub check: Check,
    /// Name of the programme.
    pub programme: String,
}

/// How many people of each unit the checks hit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckReport {
    /// What was looked for.
    pub checks: Vec<NamedCheck>,
    /// The unit, then its children in local order; one count per check.
    pub rows: Vec<(Unit, Vec<Hits>)>,
}

/// All checks that the catalogue knows.
pub fn checks(db: &Db, days: u16) -> Result<Vec<NamedCheck>, PeopleError> {
    db.read(|conn| named_checks(conn, days))
}

fn named_checks(conn: &mut Conn, days: u16) -> Result<Vec<NamedCheck>, PeopleError> {
    let mut checks = Vec::new();
    for (programme, ruled, by_channel) in checked_programmes(conn)? {
        let (code, name) = (programme.code.clone(), programme.name.clone());
        if ruled {
            let check = Check::BeforePrerequisite { programme: code.clone() };
            checks.push(NamedCheck { check, programme: name.clone() });
        }
        if by_channel {
            let check = Check::ChannelUnknown { programme: code.clone() };
            checks.push(NamedCheck { check, programme: name.clone() });
        }
        if programme.term_months.is_some() {
            let expiring = Check::Expiring { programme: code.clone(), days };
            let expired = Check::Expired { programme: code };
            checks.extend([expiring, expired].map(|check| NamedCheck { check, programme: name.clone() }));
        }
    }
    Ok(checks)
}

/// Counts for a unit and its children. Counts only, so the right to see figures is enough.
///
/// # Errors
/// No right to see figures; a unit that is unknown or out of scope.
pub fn check_report(db: &Db, actor: &Actor, query: &CheckQuery) -> Result<CheckReport, PeopleError> {
    db.read(|conn| {
        let day = query.as_of.day();
        let unit = match (&query.unit, scope(actor)) {
            (Some(slug), _) => units::find_by_slug(conn, slug, day)?,
            (None, Some(own)) => units::get(conn, own, day)?,
            (None, None) => units::find_by_slug(conn, &query.otherwise, day)?,
        };
        let unit = unit.ok_or(AccessError::NotFound)?;
        authorise(conn, actor, Operation::ViewFigures, unit.id)?;
        let mut children = units::children(conn, unit.id, day)?;
        children.retain(|child| query.audience.suits(child.kind));
        let checks = named_checks(conn, query.days)?;
        let mut rows = Vec::with_capacity(children.len() + 1);
        for unit in std::iter::once(unit).chain(children) {
            let mut hits = Vec::with_capacity(checks.len());
            for named in &checks {
                hits.push(count(conn, actor, query, &unit, &named.check)?);
            }
            rows.push((unit, hits));
        }
        Ok(CheckReport { checks, rows })
    })
}

fn count(conn: &mut Conn, actor: &Actor, query: &CheckQuery, unit: &Unit, check: &Check) -> Result<Hits, PeopleError> {
    let day = query.as_of.day();
    let must = facts(conn, check, day)?;
    let standing = StandingTest { audience: query.audience, min_age: None, must, must_not: Vec::new() };
    let criteria = Criteria {
        scope: scope(actor),
        unit: Some(unit.id),
        day,
        name: None,
        among: None,
        standing: Some(standing),
        barrier: None,
    };
    let found = people_search::find(conn, &criteria, 0, 1)?;
    Ok(Hits { people: found.total, more: found.more })
}
