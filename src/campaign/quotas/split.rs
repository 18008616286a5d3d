//! Use cases: split the quota of a unit down to its children, looked at first and then given.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::bases::Bases;
use super::give::{check_deadline, check_right, issuer_of, tidy};
use super::table::people;
use crate::access::{self, AccessError, Actor, AuditEvent};
use crate::campaign::campaign_error::CampaignError;
use crate::campaign::subject::{MeasureName, campaign_seen, day_meant, may_give, measure_of, unit_seen};
use crate::model::as_of::AsOf;
use crate::model::campaign::{Campaign, Measure, Quota, QuotaIssuer, Target};
use crate::model::id::{IssuerId, UnitId};
use crate::model::split::{Part, by_weight};
use crate::model::unit::Unit;
use crate::store::campaigns::QuotaEntry;
use crate::store::{Conn, Db, campaigns, units};

/// How a quota is split.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SplitMethod {
    /// By eligible people.
    Population,
    /// Equally.
    Equal,
    /// By the eligible people who are not done yet.
    Remaining,
    /// As typed, by slug.
    ByHand(BTreeMap<String, i64>),
}

/// A quota to be split.
#[derive(Debug, Clone, PartialEq)]
pub struct SplitRequest {
    /// Code of the campaign.
    pub campaign: String,
    /// Slug of the unit whose quota is split.
    pub unit: String,
    /// The measure.
    pub measure: MeasureName,
    /// Whose quota; of the leading issuer where none is named.
    pub issuer: Option<IssuerId>,
    /// Which quota: the one with this deadline. The parts get the same.
    pub deadline: NaiveDate,
    /// How.
    pub method: SplitMethod,
    /// The day of the bases; the campaign's own, or else today.
    pub as_of: Option<AsOf>,
    /// Today.
    pub today: AsOf,
}

/// A split, worked out and not given yet.
#[derive(Debug, Clone, PartialEq)]
pub struct SplitPlan {
    /// The campaign.
    pub campaign: Campaign,
    /// The unit whose quota is split.
    pub unit: Unit,
    /// The measure.
    pub measure: Measure,
    /// Whose quota.
    pub issuer: QuotaIssuer,
    /// The day of the bases.
    pub as_of: AsOf,
    /// The last day that counts.
    pub deadline: NaiveDate,
    /// What is split.
    pub whole: i64,
    /// The children in local order.
    pub rows: Vec<SplitRow>,
    /// What the parts leave of the whole; below zero where they are more.
    pub remainder: i64,
}

/// What one child gets.
#[derive(Debug, Clone, PartialEq)]
pub struct SplitRow {
    /// The unit.
    pub unit: Unit,
    /// Its eligible people; `None` where no list says so.
    pub eligible: Option<i64>,
    /// Those of them who are done.
    pub done: Option<i64>,
    /// What it has for this deadline.
    pub old: Option<Target>,
    /// The exact share in hundredths; none where it was typed.
    pub exact_hundredths: Option<i64>,
    /// What it gets; `None` where nothing was typed: what it has stays.
    pub new: Option<i64>,
}

/// Works out how a quota would be split, writing nothing.
///
/// # Errors
/// Unknown campaign, unit, measure or issuer; no quota for the deadline; nothing to split by.
pub fn plan_split(db: &Db, actor: &Actor, wanted: &SplitRequest) -> Result<SplitPlan, CampaignError> {
    db.read(|conn| plan(conn, actor, wanted))
}

/// Gives the parts of a split to the children, as revisions with their document. Says how many changed.
///
/// `shown`: what the parts were when they were looked at; other parts are not given.
///
/// # Errors
/// As [`plan_split`]; not within the actor's rights; the parts have changed since they were shown.
pub fn give_split(
    db: &Db,
    actor: &Actor,
    wanted: &SplitRequest,
    shown: &[(String, i64)],
    (document, reason): (Option<&str>, Option<&str>),
) -> Result<usize, CampaignError> {
    let (document, reason) = (tidy("document", document)?, tidy("reason", reason)?);
    db.write(|conn| {
        let plan = plan(conn, actor, wanted)?;
        let parts = plan.parts();
        if !shown.is_empty() && shown != parts.as_slice() {
            let now = parts.iter().map(|(slug, people)| format!("{slug} {people}")).collect();
            return Err(CampaignError::Stale { now });
        }
        let mut changed = 0;
        for row in &plan.rows {
            let Some(new) = row.new else { continue };
            check_right(conn, actor, &plan.campaign, &row.unit)?;
            let entry = QuotaEntry {
                measure: plan.measure.id,
                unit: row.unit.id,
                issuer: plan.issuer.id,
                target: Some(Target::Absolute(new)),
                deadline: plan.deadline,
                document: document.clone(),
                reason: reason.clone(),
                account: actor.account(),
            };
            changed += usize::from(campaigns::put_quota(conn, &entry)?);
        }
        let detail = serde_json::json!({
            "measure": plan.measure.id, "issuer": plan.issuer.id, "whole": plan.whole, "parts": parts.len(), "changed": changed,
        });
        let (object, object_id) = ("unit", Some(plan.unit.id.0));
        let unit = Some(plan.unit.id);
        access::audit(conn, actor, AuditEvent { action: "quota.split", object, object_id, unit, detail })?;
        Ok(changed)
    })
}

impl SplitPlan {
    /// Who gets how much, in order.
    pub fn parts(&self) -> Vec<(String, i64)> {
        self.rows.iter().filter_map(|row| Some((row.unit.slug.clone(), row.new?))).collect()
    }
}

fn plan(conn: &mut Conn, actor: &Actor, wanted: &SplitRequest) -> Result<SplitPlan, CampaignError> {
    let campaign = campaign_seen(conn, actor, &wanted.campaign)?;
    let as_of = day_meant(&campaign, wanted.as_of, wanted.today);
    let unit = unit_seen(conn, actor, &campaign, Some(&wanted.unit), as_of)?;
    let measure = measure_of(conn, &campaign, &wanted.measure)?;
    let issuer = issuer_meant(conn, &campaign, wanted.issuer)?;
    check_deadline(&campaign, wanted.deadline)?;
    let mut children = units::children(conn, unit.id, as_of.day())?;
    children.retain(|child| measure.audience.suits(child.kind));
    if let Some(first) = children.first()
        && !may_give(conn, actor, &campaign, first)?
    {
        return Err(AccessError::Forbidden.into());
    }
    let shown: Vec<&Unit> = std::iter::once(&unit).chain(&children).collect();
    let bases = Bases::load(conn, &shown, std::slice::from_ref(&measure), as_of.day())?;
    let ids: Vec<UnitId> = shown.iter().map(|unit| unit.id).collect();
    let quotas = campaigns::quotas_of_units(conn, campaign.id, &ids)?;
    let of_this =
        |quota: &Quota| quota.measure == measure.id && quota.issuer == issuer.id && quota.deadline == wanted.deadline;
    let held: HashMap<UnitId, Target> = quotas.into_iter().filter(of_this).map(|q| (q.unit, q.target)).collect();
    let whole = held.get(&unit.id).and_then(|target| people(*target, bases.eligible(unit.id, &measure)));
    let nothing = || CampaignError::NothingToSplit { unit: unit.name.clone(), deadline: wanted.deadline };
    let whole = whole.ok_or_else(nothing)?;
    let rows: Vec<SplitRow> = children
        .into_iter()
        .map(|child| SplitRow {
            eligible: bases.eligible(child.id, &measure),
            done: bases.done(child.id, &measure),
            old: held.get(&child.id).copied(),
            exact_hundredths: None,
            new: None,
            unit: child,
        })
        .collect();
    let rows = with_parts(rows, whole, &wanted.method)?;
    let remainder = whole - rows.iter().filter_map(|row| row.new).sum::<i64>();
    Ok(SplitPlan { campaign, unit, measure, issuer, as_of, deadline: wanted.deadline, whole, rows, remainder })
}

/// As [`issuer_of`], for looking only: nothing is written where nobody gives quotas yet.
fn issuer_meant(conn: &mut Conn, campaign: &Campaign, named: Option<IssuerId>) -> Result<QuotaIssuer, CampaignError> {
    let known = campaigns::quota_issuers(conn, campaign.id)?;
    if known.is_empty() { Err(CampaignError::NoIssuer) } else { issuer_of(conn, campaign, named) }
}

fn with_parts(rows: Vec<SplitRow>, whole: i64, method: &SplitMethod) -> Result<Vec<SplitRow>, CampaignError> {
    let weights: Vec<i64> = match method {
        SplitMethod::ByHand(typed) => return by_hand(rows, typed),
        SplitMethod::Population => rows.iter().map(|row| row.eligible.unwrap_or(0)).collect(),
        SplitMethod::Equal => rows.iter().map(|_| 1).collect(),
        SplitMethod::Remaining => rows.iter().map(remaining).collect(),
    };
    let parts = by_weight(whole, &weights).ok_or(CampaignError::NoWeights(match method {
        SplitMethod::Remaining => "không còn ai chưa đạt theo danh sách của các đơn vị. Chọn cách chia khác.",
        SplitMethod::Equal => "không có đơn vị trực thuộc nào để chia.",
        _ => "chưa có danh sách của đơn vị trực thuộc nào, nên chưa biết số người. Chọn cách chia khác hoặc nhập danh sách trước.",
    }))?;
    let with = |(row, part): (SplitRow, Part)| SplitRow {
        exact_hundredths: Some(part.exact_hundredths),
        new: Some(part.given),
        ..row
    };
    Ok(rows.into_iter().zip(parts).map(with).collect())
}

fn remaining(row: &SplitRow) -> i64 {
    (row.eligible.unwrap_or(0) - row.done.unwrap_or(0)).max(0)
}

fn by_hand(rows: Vec<SplitRow>, typed: &BTreeMap<String, i64>) -> Result<Vec<SplitRow>, CampaignError> {
    if let Some(unknown) = typed.keys().find(|slug| !rows.iter().any(|row| row.unit.slug == **slug)) {
        return Err(CampaignError::NoUnit((*unknown).clone()));
    }
    if typed.values().any(|people| *people < 0) {
        return Err(CampaignError::unfit("parts", "Số giao cho từng đơn vị phải từ 0 trở lên."));
    }
    Ok(rows.into_iter().map(|row| SplitRow { new: typed.get(&row.unit.slug).copied(), ..row }).collect())
}
