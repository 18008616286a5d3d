//! Links with which a unit without an account reports once, on a phone. Only a keyed digest of the secret is stored.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::enter::{TypedRow, read_row};
use super::error::RoundError;
use super::reach::{Whole, managed, remark};
use super::submit::note;
use super::write_report::{Given, Said, Written, write_report};
use crate::access::{Actor, AuditEvent, Door, Rights, audit};
use crate::model::campaign::Measure;
use crate::model::id::{RoundId, UnitId};
use crate::model::round::{Due, Hop, Round, SubmissionSource, due_of};
use crate::model::unit::Unit;
use crate::store::rounds::links::{self, RoundLink};
use crate::store::{Conn, Db, Keys, units};

/// What secrets of links are digested for.
const PURPOSE: &str = "round.link";
/// The hop at which links report.
const HOP: i32 = 1;

/// A link that was made; its secret is told this once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedLink {
    /// For whom.
    pub unit: Unit,
    /// What stands in the address after `/bc/`.
    pub secret: String,
}

/// Makes a link for each unit named, at the first hop; links of theirs that are still open are taken back. Without names: for every unit that owes a
/// report. The right: managing the round.
///
/// # Errors
/// A time of expiry that has passed; a unit that does not report.
pub fn issue_links(
    db: &Db,
    actor: &Actor,
    round: RoundId,
    slugs: &[String],
    expires_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Vec<IssuedLink>, RoundError> {
    if expires_at <= now {
        return Err(RoundError::Unfit("Thời hạn của đường dẫn phải sau thời điểm hiện tại.".to_owned()));
    }
    db.write(|conn| {
        let whole = managed(conn, actor, round)?;
        if whole.round.locked {
            return Err(RoundError::Locked(whole.round.name));
        }
        let units = addressees(conn, &whole, slugs, now)?;
        let mut issued = Vec::with_capacity(units.len());
        for unit in units {
            links::revoke(conn, round, unit.id, now)?;
            let secret = db.random_token()?;
            links::insert(conn, (round, unit.id), &digest(conn.keys(), &secret), actor.account(), now, expires_at)?;
            issued.push(IssuedLink { unit, secret });
        }
        record(conn, actor, &whole, "round.link_issue", issued.len())?;
        Ok(issued)
    })
}

fn addressees(conn: &mut Conn, whole: &Whole, slugs: &[String], now: DateTime<Utc>) -> Result<Vec<Unit>, RoundError> {
    let (hop, day) = (whole.hop(HOP)?, whole.round.period.to);
    if slugs.is_empty() {
        let owes = |unit: &UnitId| !whole.standing(hop, *unit, now).timeliness.is_reported();
        let owing: Vec<UnitId> = hop.units.iter().copied().filter(owes).collect();
        return Ok(units::get_many(conn, &owing, day)?);
    }
    let mut found = Vec::with_capacity(slugs.len());
    for slug in slugs {
        let unit = units::find_by_slug(conn, slug, day)?.ok_or_else(|| RoundError::NoUnit(slug.clone()))?;
        if !hop.units.contains(&unit.id) {
            return Err(RoundError::NotExpected { unit: unit.name, hop: HOP });
        }
        found.push(unit);
    }
    Ok(found)
}

/// Takes back the open links of a unit. Says how many there were. The right: managing the round.
pub fn revoke_links(
    db: &Db,
    actor: &Actor,
    round: RoundId,
    slug: &str,
    now: DateTime<Utc>,
) -> Result<usize, RoundError> {
    db.write(|conn| {
        let whole = managed(conn, actor, round)?;
        let unit = units::find_by_slug(conn, slug, whole.round.period.to)?;
        let unit = unit.ok_or_else(|| RoundError::NoUnit(slug.to_owned()))?;
        let revoked = links::revoke(conn, round, unit.id, now)?;
        record(conn, actor, &whole, "round.link_revoke", revoked)?;
        Ok(revoked)
    })
}

/// The links of a round with their units, latest first. The right: managing the round.
pub fn links_of(db: &Db, actor: &Actor, round: RoundId) -> Result<Vec<(Unit, RoundLink)>, RoundError> {
    db.read(|conn| {
        let whole = managed(conn, actor, round)?;
        let links = links::of_round(conn, round)?;
        let ids: Vec<UnitId> = links.iter().map(|link| link.unit).collect();
        let known = units::get_many(conn, &ids, whole.round.period.to)?;
        Ok(known.into_iter().zip(links).collect())
    })
}

/// What the holder of a link sees: the own unit's form and nothing else.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkForm {
    /// Whose report.
    pub unit: Unit,
    /// The unit that collects.
    pub collector: String,
    /// The round.
    pub round: Round,
    /// By when.
    pub due: Due,
    /// What is asked for.
    pub measures: Vec<Measure>,
}

/// The form of a link.
///
/// # Errors
/// [`RoundError::LinkClosed`] alike for links that are unknown, used, taken back, too old, or of a closed round.
pub fn open_link(db: &Db, secret: &str, now: DateTime<Utc>) -> Result<LinkForm, RoundError> {
    db.read(|conn| {
        let (whole, unit, _) = opened(conn, secret, now)?;
        form(conn, whole, unit, now)
    })
}

/// A report that came through a link, as it was saved.
#[derive(Debug, Clone, PartialEq)]
pub struct SavedByLink {
    /// The form.
    pub form: LinkForm,
    /// The report.
    pub written: Written,
}

/// Takes in the report of a link's holder; the link is spent by it.
///
/// # Errors
/// Those of [`open_link`]; figures that are missing or cannot be; figures that want a second look, until they are confirmed. The link is spent only when the
/// report is saved.
pub fn submit_by_link(
    db: &Db,
    secret: &str,
    row: &TypedRow,
    confirmed: bool,
    source: &str,
    now: DateTime<Utc>,
) -> Result<SavedByLink, RoundError> {
    // Nobody is signed in: the secret is the right. The actor only names the door in the audit chain.
    let actor = Actor { rights: Rights::Operator, door: Door::Page, source: source.to_owned() };
    db.write(|conn| {
        let (whole, unit, link) = opened(conn, secret, now)?;
        if !links::spend(conn, link.id, now)? {
            return Err(RoundError::LinkClosed);
        }
        let hop = whole.hop(HOP)?.clone();
        let said = if row.nil { Said::Nil } else { Said::Figures(read_row(&whole.measures, row)?) };
        let given = Given {
            said,
            source: SubmissionSource::Link,
            note: remark(Some(&row.note)),
            received_at: now,
            confirmed,
            account: None,
        };
        let written = write_report(conn, &whole, &hop, &unit, &given, now)?;
        note(conn, &actor, &whole, &unit, &written)?;
        Ok(SavedByLink { form: form(conn, whole, unit, now)?, written })
    })
}

fn opened(conn: &mut Conn, secret: &str, now: DateTime<Utc>) -> Result<(Whole, Unit, RoundLink), RoundError> {
    let digest = digest(conn.keys(), secret);
    let link = links::find(conn, &digest)?.filter(|link| link.is_open(now)).ok_or(RoundError::LinkClosed)?;
    let whole = Whole::load(conn, link.round)?;
    if whole.round.locked {
        return Err(RoundError::LinkClosed);
    }
    let unit = units::get(conn, link.unit, whole.round.period.to)?.ok_or(RoundError::LinkClosed)?;
    Ok((whole, unit, link))
}

fn form(conn: &mut Conn, whole: Whole, unit: Unit, now: DateTime<Utc>) -> Result<LinkForm, RoundError> {
    let hop: &Hop = whole.hop(HOP)?;
    let due = due_of(hop, &whole.events, now);
    let collector = units::get(conn, whole.round.unit, whole.round.period.to)?.map(|unit| unit.name);
    Ok(LinkForm { unit, collector: collector.unwrap_or_default(), due, measures: whole.measures, round: whole.round })
}

fn digest(keys: &Keys, secret: &str) -> [u8; 32] {
    keys.token_digest(PURPOSE, secret.as_bytes())
}

fn record(conn: &mut Conn, actor: &Actor, whole: &Whole, action: &str, links: usize) -> Result<(), RoundError> {
    let (object_id, unit) = (Some(whole.round.id.0), Some(whole.round.unit));
    audit(conn, actor, AuditEvent { action, object: "round", object_id, unit, detail: json!({"links": links}) })?;
    Ok(())
}
