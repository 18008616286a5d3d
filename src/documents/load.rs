//! Reading what a document is composed from.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use super::brief::{Brief, CampaignSide, Cause, Offer};
use super::error::DocumentError;
use super::missing_staff::missing_staff;
use super::office::office;
use crate::access::Actor;
use crate::model::as_of::AsOf;
use crate::model::campaign::Campaign;
use crate::model::document::{DocumentKind, IssuingBody};
use crate::model::round::instant;
use crate::progress::snapshots::{CitedBy, SnapshotLine};
use crate::progress::{self, FigureQuery, frozen::Frozen};
use crate::rounds::{self, ChasingData};
use crate::store::{Conn, Db, campaigns, catalogue, issuing_offices, tasks, units};

/// The hour at which a draft for another day than today looks at the rounds.
const NOON: NaiveTime = match NaiveTime::from_hms_opt(12, 0, 0) {
    Some(noon) => noon,
    None => NaiveTime::MIN,
};

/// What is asked for.
#[derive(Debug, Clone)]
pub struct DraftQuery {
    /// What for.
    pub kind: DocumentKind,
    /// Who issues it.
    pub body: IssuingBody,
    /// Whose figures.
    pub figures: FigureQuery,
    /// The day of the draft.
    pub drafted_on: NaiveDate,
}

/// Freezes the figures, unless they are frozen already, and reads everything beside them. The rights: to freeze figures, checked with them.
pub(super) fn brief(
    db: &Db,
    actor: &Actor,
    query: &DraftQuery,
    now: DateTime<Utc>,
) -> Result<(SnapshotLine, Brief), DocumentError> {
    let (line, frozen) = progress::snapshots::cite(db, actor, &query.figures, CitedBy::Document, now)?;
    let brief = brief_of(db, actor, query, (&line, frozen), now)?;
    Ok((line, brief))
}

fn brief_of(
    db: &Db,
    actor: &Actor,
    query: &DraftQuery,
    (line, frozen): (&SnapshotLine, Frozen),
    now: DateTime<Utc>,
) -> Result<Brief, DocumentError> {
    let causes = causes(db, actor, query, now)?;
    let chasing = if query.kind == DocumentKind::Reminder { chasing(db, actor, query, line, now)? } else { None };
    let missing_staff = match query.kind {
        DocumentKind::StaffMissing => missing_staff(db, actor, line, &frozen)?,
        _ => Vec::new(),
    };
    db.read(|conn| {
        let path = units::path(conn, line.unit.id, line.head.as_of)?;
        let office = office(&path, query.body).ok_or_else(|| DocumentError::NoOffice(line.unit.name.clone()))?;
        let office = match issuing_offices::find(conn, office.unit, office.body)? {
            Some(settings) => office.set(settings),
            None => office,
        };
        let campaign = campaigns::get(conn, line.head.campaign)?.ok_or(DocumentError::Gone)?;
        let campaign = campaign_side(conn, &campaign, line.head.as_of, &frozen)?;
        let (unit, drafted_on) = (office.unit, query.drafted_on);
        Ok(Brief { frozen, unit, office, drafted_on, campaign, causes, chasing, missing_staff, invited_to: None })
    })
}

fn campaign_side(
    conn: &mut Conn,
    campaign: &Campaign,
    on: NaiveDate,
    frozen: &Frozen,
) -> Result<CampaignSide, DocumentError> {
    let sessions = campaigns::sessions(conn, campaign.id)?;
    let ids: Vec<_> = sessions.iter().filter_map(|session| session.unit).collect();
    let names = units::get_many(conn, &ids, on)?;
    let name = |id| names.iter().find(|unit| Some(unit.id) == id).map(|unit| unit.name.clone());
    Ok(CampaignSide {
        grounds: campaigns::filed_grounds(conn, campaign.id)?.into_iter().map(|filed| filed.ground).collect(),
        tasks: tasks::of_campaign(conn, campaign.id)?,
        contacts: campaigns::contacts(conn, campaign.id)?,
        sessions: sessions.into_iter().map(|session| (session.clone(), name(session.unit))).collect(),
        support_link: campaign.support_link.clone(),
        offers: offers(conn, frozen)?,
    })
}

/// Packages of the programmes that the measures count.
fn offers(conn: &mut Conn, frozen: &Frozen) -> Result<Vec<Offer>, DocumentError> {
    let counted = |programme: &str| {
        frozen.measures.iter().any(|measure| measure.code.split('.').next().is_some_and(|code| code == programme))
    };
    let packages = catalogue::packages(conn)?.into_iter().filter(|(programme, ..)| counted(programme));
    let offer = |(programme, package, provider): (String, catalogue::PackageEntry, Option<String>)| Offer {
        programme,
        name: package.name,
        provider,
        price_dong: package.price_dong,
        term_months: package.term_months,
    };
    Ok(packages.map(offer).collect())
}

fn causes(db: &Db, actor: &Actor, query: &DraftQuery, now: DateTime<Utc>) -> Result<Vec<Cause>, DocumentError> {
    let report = progress::figures(db, actor, &query.figures)?;
    let around = progress::around(db, actor, &report, now)?;
    let people =
        around.barriers.into_iter().map(|cause| Cause { name: cause.name, count: cause.people, of_units: false });
    let units =
        around.unit_barriers.into_iter().map(|cause| Cause { name: cause.name, count: cause.units, of_units: true });
    Ok(people.chain(units).collect())
}

/// Who owes reports in the rounds of the unit, as things stand on the day of the draft.
fn chasing(
    db: &Db,
    actor: &Actor,
    query: &DraftQuery,
    line: &SnapshotLine,
    now: DateTime<Utc>,
) -> Result<Option<ChasingData>, DocumentError> {
    let at = if AsOf::of_instant(now).day() == query.drafted_on { now } else { instant(query.drafted_on, NOON) };
    let mut sheets = Vec::new();
    for listed in rounds::list(db, actor, &line.campaign, at)? {
        if listed.unit.id == line.unit.id && !listed.round.locked {
            sheets.push(rounds::show(db, actor, listed.round.id, at)?);
        }
    }
    Ok(rounds::chasing_data(&sheets))
}
