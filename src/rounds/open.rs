//! Use case: open a round, or a series of them.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use serde_json::json;

use super::error::RoundError;
use super::reach::remark;
use crate::access::{AccessError, Actor, AuditEvent, audit, authorise};
use crate::model::campaign::{Campaign, Measure};
use crate::model::id::{MeasureId, RoundId, UnitId};
use crate::model::role::Operation;
use crate::model::round::{Due, Hop, Period};
use crate::model::round_period::Series;
use crate::model::tally::Audience;
use crate::model::unit::Unit;
use crate::store::rounds::{self, RoundEntry};
use crate::store::{Conn, Db, campaigns, units};

/// The most hops: unit, police, commune, province and one to spare.
const MOST_HOPS: usize = 5;
/// The most letters of a name.
const LONGEST_NAME: usize = 120;

/// Which measure is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MeasureRef {
    /// By identity.
    Id(MeasureId),
    /// By code and audience.
    Code(String, Audience),
}

impl MeasureRef {
    /// The measure among those given.
    pub fn find<'a>(&self, measures: &'a [Measure]) -> Option<&'a Measure> {
        measures.iter().find(|measure| match self {
            Self::Id(id) => measure.id == *id,
            Self::Code(code, audience) => measure.code == *code && measure.audience == *audience,
        })
    }
}

/// A hop to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewHop {
    /// Slug of the receiver, where that is a unit here.
    pub receiver: Option<String>,
    /// As the document names the receiver; the name of the unit where nothing else is said.
    pub receiver_name: Option<String>,
    /// By when.
    pub due: Due,
    /// Slugs of those who report. Empty at the first hop: every unit right below the unit of the round but the receiver; empty further on: the receiver
    /// of the hop before.
    pub units: Vec<String>,
}

/// A round to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRound {
    /// Code of the campaign.
    pub campaign: String,
    /// Slug of the unit whose round it is; the unit of the campaign where none is named.
    pub unit: Option<String>,
    /// `Đợt 1`.
    pub name: String,
    /// What the figures are about.
    pub period: Period,
    /// The document that asks for it.
    pub document: Option<String>,
    /// Anything worth saying to those who report.
    pub note: Option<String>,
    /// What is asked for; every measure of the campaign that is followed where none is named.
    pub measures: Vec<MeasureRef>,
    /// In order.
    pub hops: Vec<NewHop>,
}

/// Opens a round. The right: [`Operation::ManageRounds`] in its unit.
///
/// # Errors
/// No such campaign, unit or measure; a name that is taken; hops that do not follow each other.
pub fn open(db: &Db, actor: &Actor, new: &NewRound, now: DateTime<Utc>) -> Result<RoundId, RoundError> {
    db.write(|conn| open_one(conn, actor, new, now))
}

/// Opens a series of rounds after the pattern of one: its name is followed by the day, every hop is due on that day (the wait between the hops of the
/// pattern is kept).
pub fn open_series(
    db: &Db,
    actor: &Actor,
    pattern: &NewRound,
    series: &Series,
    now: DateTime<Utc>,
) -> Result<Vec<RoundId>, RoundError> {
    let rounds = series.rounds();
    if rounds.is_empty() {
        return Err(RoundError::Unfit("Loạt đợt báo cáo không có ngày nào: ngày cuối trước ngày đầu.".to_owned()));
    }
    let first_due = pattern.hops.first().map(|hop| hop.due.day);
    db.write(|conn| {
        let mut opened = Vec::with_capacity(rounds.len());
        for round in &rounds {
            let shifted = |hop: &NewHop| {
                let wait = first_due.map_or(0, |first| (hop.due.day - first).num_days());
                let day = round.due.day + chrono::TimeDelta::days(wait);
                NewHop { due: Due { day, time: series.time.or(hop.due.time), ..hop.due }, ..hop.clone() }
            };
            let new = NewRound {
                name: format!("{} {}", pattern.name.trim(), round.name),
                period: round.period,
                hops: pattern.hops.iter().map(shifted).collect(),
                ..pattern.clone()
            };
            opened.push(open_one(conn, actor, &new, now)?);
        }
        Ok(opened)
    })
}

pub(super) fn open_one(
    conn: &mut Conn,
    actor: &Actor,
    new: &NewRound,
    now: DateTime<Utc>,
) -> Result<RoundId, RoundError> {
    let entry = entry(conn, actor, new)?;
    if rounds::find(conn, entry.campaign, entry.unit, &entry.name)?.is_some() {
        return Err(RoundError::NameTaken(entry.name));
    }
    let id = rounds::insert(conn, &entry, now)?;
    let expected: usize = entry.hops.iter().map(|hop| hop.units.len()).sum();
    let detail = json!({"campaign": entry.campaign, "hops": entry.hops.len(), "expected": expected});
    let event =
        AuditEvent { action: "round.open", object: "round", object_id: Some(id.0), unit: Some(entry.unit), detail };
    audit(conn, actor, event)?;
    Ok(id)
}

fn entry(conn: &mut Conn, actor: &Actor, new: &NewRound) -> Result<RoundEntry, RoundError> {
    let no_campaign = || RoundError::NoCampaign(new.campaign.clone());
    let campaign = campaigns::find(conn, &new.campaign)?.ok_or_else(no_campaign)?;
    let unit = unit_of(conn, actor, new, &campaign)?;
    let name = new.name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Err(RoundError::Unfit(format!("Tên đợt báo cáo phải có từ 1 đến {LONGEST_NAME} ký tự.")));
    }
    if new.period.from > new.period.to {
        return Err(RoundError::Unfit("Ngày đầu kỳ báo cáo sau ngày cuối kỳ. Sửa lại kỳ báo cáo.".to_owned()));
    }
    let measures = measures(conn, new, &campaign)?;
    let hops = hops(conn, new, &unit)?;
    Ok(RoundEntry {
        campaign: campaign.id,
        unit: unit.id,
        name,
        period: new.period,
        document: remark(new.document.as_deref()),
        note: remark(new.note.as_deref()),
        account: actor.account(),
        measures,
        hops,
    })
}

/// The unit of the round: the one named, or that of the campaign. It has to stand in the campaign and in the scope.
fn unit_of(conn: &mut Conn, actor: &Actor, new: &NewRound, campaign: &Campaign) -> Result<Unit, RoundError> {
    let found = match &new.unit {
        Some(slug) => units::find_by_slug(conn, slug, new.period.to)?,
        None => units::get(conn, campaign.unit, new.period.to)?,
    };
    let no_unit = || RoundError::NoUnit(new.unit.clone().unwrap_or_else(|| new.campaign.clone()));
    let unit = found.ok_or_else(no_unit)?;
    match authorise(conn, actor, Operation::ManageRounds, unit.id) {
        Err(AccessError::NotFound) => return Err(no_unit()),
        checked => checked?,
    }
    let in_campaign = units::is_below(conn, unit.id, campaign.unit)? || units::is_below(conn, campaign.unit, unit.id)?;
    if in_campaign { Ok(unit) } else { Err(RoundError::NoCampaign(new.campaign.clone())) }
}

fn measures(conn: &mut Conn, new: &NewRound, campaign: &Campaign) -> Result<Vec<MeasureId>, RoundError> {
    let known = campaigns::measures(conn, campaign.id)?;
    if new.measures.is_empty() {
        return Ok(known.iter().filter(|measure| !measure.retired).map(|measure| measure.id).collect());
    }
    let unknown = || RoundError::Unfit("Chiến dịch không có một trong các chỉ tiêu đã chọn.".to_owned());
    let mut asked = Vec::with_capacity(new.measures.len());
    for wanted in &new.measures {
        let id = wanted.find(&known).ok_or_else(unknown)?.id;
        if !asked.contains(&id) {
            asked.push(id);
        }
    }
    Ok(asked)
}

fn hops(conn: &mut Conn, new: &NewRound, unit: &Unit) -> Result<Vec<Hop>, RoundError> {
    if new.hops.is_empty() || new.hops.len() > MOST_HOPS {
        return Err(RoundError::Unfit(format!("Đợt báo cáo phải có từ 1 đến {MOST_HOPS} bước báo cáo.")));
    }
    let mut hops: Vec<Hop> = Vec::with_capacity(new.hops.len());
    for (number, wanted) in (1..).zip(&new.hops) {
        let receiver = match &wanted.receiver {
            Some(slug) => Some(known_unit(conn, slug, new)?),
            None => None,
        };
        let named = remark(wanted.receiver_name.as_deref());
        let receiver_name = named.or(receiver.as_ref().map(|unit| unit.name.clone()));
        let receiver_name =
            receiver_name.ok_or_else(|| RoundError::Unfit(format!("Bước {number}: chưa ghi nơi nhận báo cáo.")))?;
        let units = owing(conn, wanted, unit, hops.last(), receiver.as_ref(), new)?;
        if units.is_empty() {
            return Err(RoundError::Unfit(format!("Bước {number}: chưa có đơn vị nào phải báo cáo.")));
        }
        if let Some(before) = hops.last()
            && before.due.ends_at() > wanted.due.ends_at()
        {
            return Err(RoundError::Unfit(format!("Bước {number}: hạn không được trước hạn của bước {}.", number - 1)));
        }
        let receiver = receiver.map(|unit| unit.id);
        hops.push(Hop { number, receiver, receiver_name, due: wanted.due, units });
    }
    Ok(hops)
}

fn known_unit(conn: &mut Conn, slug: &str, new: &NewRound) -> Result<Unit, RoundError> {
    let found = units::find_by_slug(conn, slug, new.period.to)?;
    found.ok_or_else(|| RoundError::NoUnit(slug.to_owned()))
}

/// Who reports at a hop. Only units of the round's own tree can be asked.
fn owing(
    conn: &mut Conn,
    wanted: &NewHop,
    unit: &Unit,
    before: Option<&Hop>,
    receiver: Option<&Unit>,
    new: &NewRound,
) -> Result<Vec<UnitId>, RoundError> {
    if wanted.units.is_empty() {
        let receiver = receiver.map(|receiver| receiver.id);
        return Ok(match before {
            Some(before) => before.receiver.into_iter().collect(),
            None => {
                let below = units::children(conn, unit.id, new.period.to)?;
                below.into_iter().map(|child| child.id).filter(|id| Some(*id) != receiver).collect()
            }
        });
    }
    let mut seen = HashSet::new();
    let mut owing = Vec::with_capacity(wanted.units.len());
    for slug in &wanted.units {
        let found = known_unit(conn, slug, new)?;
        if !units::is_below(conn, found.id, unit.id)? {
            return Err(RoundError::NoUnit(slug.clone()));
        }
        if seen.insert(found.id) {
            owing.push(found.id);
        }
    }
    Ok(owing)
}
