//! Quotas as JSON.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::campaign::quotas::{Held, HistoryLine, QuotaSheet, QuotaTable, SplitPlan, SplitRow};
use crate::model::campaign::{QuotaIssuer, Target};
use crate::model::percent::Percent;

/// Somebody who gives quotas.
#[derive(Serialize, ToSchema)]
pub struct IssuerJson {
    /// Number.
    id: i64,
    /// Name.
    name: String,
}

impl From<QuotaIssuer> for IssuerJson {
    fn from(issuer: QuotaIssuer) -> Self {
        Self { id: issuer.id.0, name: issuer.name }
    }
}

/// Who gives quotas.
#[derive(Serialize, ToSchema)]
pub struct Issuers {
    /// The leading one first.
    pub issuers: Vec<IssuerJson>,
}

/// A quota in force.
#[derive(Serialize, ToSchema)]
pub struct QuotaJson {
    /// Slug of the unit.
    unit: String,
    /// Name of the unit.
    unit_name: String,
    /// Code of the measure.
    measure: String,
    /// Audience of the measure.
    audience: &'static str,
    /// Number of the issuer.
    issuer: i64,
    /// So many people, where it is absolute.
    people: Option<i64>,
    /// So many percent of the eligible, where it is a share.
    percent: Option<String>,
    /// How many people that means; null for a share of an unknown base.
    quota: Option<i64>,
    /// The eligible people of the day; null where no list says so.
    eligible: Option<i64>,
    /// The last day that counts.
    deadline: NaiveDate,
    /// The document.
    document: Option<String>,
    /// 1 for the first of this issuer.
    revision: i32,
    /// Whether it is a share given to a unit above.
    from_above: bool,
}

/// The quotas of a unit and the units below it.
#[derive(Serialize, ToSchema)]
pub struct QuotasJson {
    /// Code of the campaign.
    campaign: String,
    /// The day that decides which quota is in force.
    as_of: NaiveDate,
    /// Who gives quotas, the leading one first.
    issuers: Vec<IssuerJson>,
    /// In local order, the unit itself first.
    quotas: Vec<QuotaJson>,
}

impl From<QuotaTable> for QuotasJson {
    fn from(table: QuotaTable) -> Self {
        let mut quotas = Vec::new();
        for row in &table.rows {
            for (measure, cell) in table.measures.iter().zip(&row.cells) {
                let of = |held: &Held| QuotaJson {
                    unit: row.unit.slug.clone(),
                    unit_name: row.unit.name.clone(),
                    measure: measure.code.clone(),
                    audience: measure.audience.as_str(),
                    issuer: held.quota.issuer.0,
                    people: absolute(Some(held.quota.target)),
                    percent: share(Some(held.quota.target)),
                    quota: held.people,
                    eligible: cell.as_ref().and_then(|cell| cell.eligible),
                    deadline: held.quota.deadline,
                    document: held.quota.document.clone(),
                    revision: held.quota.revision,
                    from_above: held.from_above,
                };
                quotas.extend(cell.iter().flat_map(|cell| &cell.held).map(of));
            }
        }
        Self {
            campaign: table.campaign.code,
            as_of: table.as_of.day(),
            issuers: table.issuers.into_iter().map(IssuerJson::from).collect(),
            quotas,
        }
    }
}

fn absolute(target: Option<Target>) -> Option<i64> {
    match target {
        Some(Target::Absolute(people)) => Some(people),
        _ => None,
    }
}

fn share(target: Option<Target>) -> Option<String> {
    match target {
        Some(Target::Share(share)) => Some(share.to_string()),
        _ => None,
    }
}

/// One revision of a quota.
#[derive(Serialize, ToSchema)]
pub struct RevisionJson {
    /// Number of the issuer.
    issuer: i64,
    /// Name of the issuer.
    issuer_name: String,
    /// 1 for the first of this issuer.
    revision: i32,
    /// So many people, where it is absolute.
    people: Option<i64>,
    /// So many percent, where it is a share.
    percent: Option<String>,
    /// Whether it takes the quota of the deadline back.
    taken_back: bool,
    /// The last day that counts.
    deadline: NaiveDate,
    /// The document.
    document: Option<String>,
    /// Why.
    reason: Option<String>,
    /// Who wrote it; null where it came out of a file.
    by: Option<String>,
    /// When.
    at: DateTime<Utc>,
    /// Whether it holds for its deadline.
    holds: bool,
}

impl From<HistoryLine> for RevisionJson {
    fn from(line: HistoryLine) -> Self {
        let HistoryLine { revision, issuer, by, holds } = line;
        Self {
            issuer: revision.issuer.0,
            issuer_name: issuer,
            revision: revision.revision,
            people: absolute(revision.target),
            percent: share(revision.target),
            taken_back: revision.target.is_none(),
            deadline: revision.deadline,
            document: revision.document,
            reason: revision.reason,
            by,
            at: revision.created_at,
            holds,
        }
    }
}

/// Everything that was ever given to a unit for a measure.
#[derive(Serialize, ToSchema)]
pub struct HistoryJson {
    /// Slug of the unit.
    unit: String,
    /// Code of the measure.
    measure: String,
    /// Latest first.
    revisions: Vec<RevisionJson>,
}

impl From<QuotaSheet> for HistoryJson {
    fn from(sheet: QuotaSheet) -> Self {
        Self {
            unit: sheet.unit.slug,
            measure: sheet.measure.code,
            revisions: sheet.lines.into_iter().map(RevisionJson::from).collect(),
        }
    }
}

/// What one unit gets.
#[derive(Serialize, ToSchema)]
pub struct SplitPartJson {
    /// Slug of the unit.
    unit: String,
    /// Name of the unit.
    unit_name: String,
    /// Its eligible people; null where no list says so.
    eligible: Option<i64>,
    /// Those of them who are done.
    done: Option<i64>,
    /// What it has, where that is a number.
    old_people: Option<i64>,
    /// What it has, where that is a share.
    old_percent: Option<String>,
    /// The exact share with two decimals, cut; null where it was typed.
    exact: Option<String>,
    /// What it gets; null where nothing was typed.
    people: Option<i64>,
}

impl From<SplitRow> for SplitPartJson {
    fn from(row: SplitRow) -> Self {
        Self {
            unit: row.unit.slug,
            unit_name: row.unit.name,
            eligible: row.eligible,
            done: row.done,
            old_people: absolute(row.old),
            old_percent: share(row.old),
            exact: row.exact_hundredths.map(|exact| Percent::from_hundredths(exact).to_string()),
            people: row.new,
        }
    }
}

/// A quota, split.
#[derive(Serialize, ToSchema)]
pub struct SplitJson {
    /// Slug of the unit whose quota is split.
    unit: String,
    /// What is split.
    whole: i64,
    /// What the parts leave of it; below zero where they are more.
    remainder: i64,
    /// The units below in local order.
    parts: Vec<SplitPartJson>,
    /// How many quotas were written; null where nothing was to be given.
    changed: Option<usize>,
}

impl SplitJson {
    /// A split, with how many quotas it wrote.
    pub fn of(plan: SplitPlan, changed: Option<usize>) -> Self {
        Self {
            unit: plan.unit.slug,
            whole: plan.whole,
            remainder: plan.remainder,
            parts: plan.rows.into_iter().map(SplitPartJson::from).collect(),
            changed,
        }
    }
}
