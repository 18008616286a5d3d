//! Reported against counted.

use actix_web::web;
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::caller::Caller;
use super::campaigns::Which;
use crate::progress::{self, Compared, Finding, Reconciliation};
use crate::web::AppState;
use crate::web::problem::Problem;

/// What one unit reported of one measure, beside what is counted.
#[derive(Serialize, ToSchema)]
pub struct ComparedJson {
    /// Slug of the unit.
    unit: String,
    /// Its name.
    unit_name: String,
    /// Code of the measure.
    measure: String,
    /// `residents`, `staff`, one category of it (`staff:public_employee`) or `all`.
    audience: &'static str,
    /// What it reported.
    reported: i64,
    /// The day up to which that counts.
    reported_on: NaiveDate,
    /// What is counted from lists at the end of that day; null where there is no list.
    counted: Option<i64>,
    /// Reported less counted.
    difference: Option<i64>,
}

/// Something that cannot be right.
#[derive(Serialize, ToSchema)]
pub struct FindingJson {
    /// `parts_above_whole`, `activated_above_issued`, `total_falls`, `jump`, `above_eligible` or `quota_above_eligible`.
    code: &'static str,
    /// Slug of the unit.
    unit: String,
    /// What is wrong and what to do.
    sentence: String,
}

/// A unit and those right below it.
#[derive(Serialize, ToSchema)]
pub struct ReconciliationJson {
    /// The last day whose events count.
    as_of: NaiveDate,
    /// Everything that was reported, the unit itself first, then those below it in local order.
    rows: Vec<ComparedJson>,
    /// What cannot be right.
    findings: Vec<FindingJson>,
}

impl From<Reconciliation> for ReconciliationJson {
    fn from(found: Reconciliation) -> Self {
        let row = |compared: Compared| ComparedJson {
            difference: compared.difference(),
            unit: compared.unit.slug,
            unit_name: compared.unit.name,
            measure: compared.measure.code,
            audience: compared.measure.audience.as_str(),
            reported: compared.reported,
            reported_on: compared.reported_on,
            counted: compared.counted,
        };
        let finding =
            |found: Finding| FindingJson { code: found.code, unit: found.unit.slug, sentence: found.sentence };
        Self {
            as_of: found.as_of,
            rows: found.compared.into_iter().map(row).collect(),
            findings: found.findings.into_iter().map(finding).collect(),
        }
    }
}

/// What a unit and those right below it reported, beside what is counted there, and what cannot be right.
#[utoipa::path(get, path = "/api/v1/campaigns/{code}/reconciliation", tag = "campaigns",
    params(Which, ("code" = String, Path, description = "Code of the campaign")),
    responses((status = 200, body = ReconciliationJson),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn show(
    state: web::Data<AppState>,
    caller: Caller,
    code: web::Path<String>,
    which: web::Query<Which>,
) -> Result<web::Json<ReconciliationJson>, Problem> {
    let query = which.into_inner().of(code.into_inner(), state.today());
    let found = web::block(move || progress::reconcile(&state.db, &caller.actor, &query)).await??;
    Ok(web::Json(found.into()))
}
