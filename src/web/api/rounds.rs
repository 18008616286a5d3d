//! Rounds of reports.

use actix_web::http::StatusCode;
use actix_web::web;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::caller::Caller;
use super::round_json::{DueGiven, RoundJson, RoundLineJson, RoundsJson};
use crate::model::as_of::AsOf;
use crate::model::id::{BatchId, RoundId, SubmissionId};
use crate::model::round::{Period, looked_at};
use crate::model::round_period::{Rhythm, Series};
use crate::model::tally::Audience;
use crate::rounds::{self, Decision, GivenFigure, MeasureRef, NewHop, NewRound, Report, Said};
use crate::web::AppState;
use crate::web::problem::Problem;

/// The day at whose end a round is looked at.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct RoundDay {
    /// Now where none is given.
    as_of: Option<NaiveDate>,
}

impl RoundDay {
    fn instant(&self, state: &AppState) -> DateTime<Utc> {
        self.as_of.map_or_else(|| state.now(), |day| looked_at(AsOf(day), state.now()))
    }
}

/// A measure by code and audience.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasureGiven {
    /// Code.
    #[schema(example = "vneid2.activated")]
    measure: String,
    /// `residents`, `staff`, one category of it (`staff:public_employee`) or `all`.
    #[schema(value_type = String)]
    audience: Audience,
}

/// A hop to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HopGiven {
    /// Slug of the receiver, where it is a unit here.
    #[serde(default)]
    receiver_unit: Option<String>,
    /// As the document names the receiver.
    #[serde(default)]
    receiver: Option<String>,
    /// By when.
    due: DueGiven,
    /// Slugs of those who report. Left out at the first hop: every unit right below; further on: the receiver of the hop before.
    #[serde(default)]
    units: Vec<String>,
}

/// A series of rounds in peak weeks.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SeriesGiven {
    /// `daily` or `weekly`.
    #[schema(value_type = String)]
    rhythm: Rhythm,
    /// Day of the first report.
    first: NaiveDate,
    /// Last day on which one may fall.
    last: NaiveDate,
}

/// A round to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoundGiven {
    /// Name.
    #[schema(example = "Đợt 1")]
    name: String,
    /// Slug of the unit whose round it is; the unit of the campaign where none is named.
    #[serde(default)]
    unit: Option<String>,
    /// First day that the figures are about.
    period_from: NaiveDate,
    /// Last day: figures count up to its end.
    period_to: NaiveDate,
    /// The document that asks for it.
    #[serde(default)]
    document: Option<String>,
    /// Anything worth saying to those who report.
    #[serde(default)]
    note: Option<String>,
    /// What is asked for; every measure that is followed where none is named.
    #[serde(default)]
    measures: Vec<MeasureGiven>,
    /// In order.
    hops: Vec<HopGiven>,
    /// A round for every day or week instead of one; the day follows the name.
    #[serde(default)]
    series: Option<SeriesGiven>,
}

/// Rounds that were opened.
#[derive(Serialize, ToSchema)]
pub struct OpenedJson {
    /// Their identities.
    ids: Vec<i64>,
}

/// A figure of a report.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FigureGiven {
    /// Code of the measure.
    measure: String,
    /// Its audience.
    #[schema(value_type = String)]
    audience: Audience,
    /// The total; of a share, the part.
    value: i64,
    /// Of a share the whole; of people, the eligible base.
    #[serde(default)]
    base: Option<i64>,
}

/// A report: figures, or `nil`, or an `import` that counts as the report.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportGiven {
    /// At which hop.
    hop: i32,
    /// Slug of the unit.
    unit: String,
    /// Nothing has happened.
    #[serde(default)]
    nil: bool,
    /// Number of a committed import.
    #[serde(default)]
    import: Option<i64>,
    /// The figures.
    #[serde(default)]
    figures: Vec<FigureGiven>,
    /// A word with it; the reason where a figure falls below the last report.
    #[serde(default)]
    note: Option<String>,
    /// When the receiver had it, where that was earlier than now.
    #[serde(default)]
    received_at: Option<DateTime<Utc>>,
    /// Figures that want a second look were looked at.
    #[serde(default)]
    confirmed: bool,
}

/// A report that was handed in.
#[derive(Serialize, ToSchema)]
pub struct WrittenJson {
    /// Identity of the report.
    id: i64,
    /// The report it corrects.
    replaces: Option<i64>,
    /// Units whose reports are not in the total.
    gaps: Vec<String>,
}

/// What is decided about a report.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionGiven {
    /// `accept`, `return` or `withdraw`.
    decision: String,
    /// Why; needed but for `accept`.
    #[serde(default)]
    reason: String,
}

/// Rounds of a campaign that the caller sees.
#[utoipa::path(get, path = "/api/v1/campaigns/{code}/rounds", tag = "rounds",
    params(RoundDay, ("code" = String, Path, description = "Code of the campaign")),
    responses((status = 200, body = RoundsJson),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn list(
    state: web::Data<AppState>,
    caller: Caller,
    code: web::Path<String>,
    day: web::Query<RoundDay>,
) -> Result<web::Json<RoundsJson>, Problem> {
    let at = day.instant(&state);
    let lines = web::block(move || rounds::list(&state.db, &caller.actor, &code, at)).await??;
    Ok(web::Json(RoundsJson { rounds: lines.into_iter().map(RoundLineJson::from).collect() }))
}

/// Opens a round, or a series of them.
#[utoipa::path(post, path = "/api/v1/campaigns/{code}/rounds", tag = "rounds", request_body = RoundGiven,
    params(("code" = String, Path, description = "Code of the campaign")),
    responses((status = 201, body = OpenedJson),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn open(
    state: web::Data<AppState>,
    caller: Caller,
    code: web::Path<String>,
    given: web::Json<RoundGiven>,
) -> Result<(web::Json<OpenedJson>, StatusCode), Problem> {
    let given = given.into_inner();
    let series = given.series.as_ref().map(|series| (series.rhythm, series.first, series.last));
    let new = new_round(code.into_inner(), given)?;
    let opened = web::block(move || {
        let now = state.now();
        match series {
            None => rounds::open(&state.db, &caller.actor, &new, now).map(|id| vec![id]),
            Some((rhythm, first, last)) => {
                let time = new.hops.first().and_then(|hop| hop.due.time);
                rounds::open_series(&state.db, &caller.actor, &new, &Series { rhythm, first, last, time }, now)
            }
        }
    });
    let ids = opened.await??.into_iter().map(|id| id.0).collect();
    Ok((web::Json(OpenedJson { ids }), StatusCode::CREATED))
}

fn new_round(campaign: String, given: RoundGiven) -> Result<NewRound, Problem> {
    let measures = given.measures.into_iter().map(|asked| MeasureRef::Code(asked.measure, asked.audience)).collect();
    let mut hops = Vec::with_capacity(given.hops.len());
    for hop in given.hops {
        let due = hop.due.due().ok_or_else(bad_hour)?;
        hops.push(NewHop { receiver: hop.receiver_unit, receiver_name: hop.receiver, due, units: hop.units });
    }
    Ok(NewRound {
        campaign,
        unit: given.unit,
        name: given.name,
        period: Period { from: given.period_from, to: given.period_to },
        document: given.document,
        note: given.note,
        measures,
        hops,
    })
}

/// What is wrong with an hour that cannot be read.
pub(super) fn bad_hour() -> Problem {
    Problem::bad_request("Trường time phải có dạng giờ:phút, ví dụ 16:00.")
}

/// A round: the counts of every hop, who stands where, which hop is missing.
#[utoipa::path(get, path = "/api/v1/rounds/{id}", tag = "rounds",
    params(RoundDay, ("id" = i64, Path, description = "Identity of the round")),
    responses((status = 200, body = RoundJson),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn show(
    state: web::Data<AppState>,
    caller: Caller,
    id: web::Path<i64>,
    day: web::Query<RoundDay>,
) -> Result<web::Json<RoundJson>, Problem> {
    let (id, at) = (RoundId(id.into_inner()), day.instant(&state));
    let sheet = web::block(move || rounds::show(&state.db, &caller.actor, id, at)).await??;
    Ok(web::Json(sheet.into()))
}

/// Hands in the report of a unit. One that stands and was not accepted yet is corrected by it.
#[utoipa::path(post, path = "/api/v1/rounds/{id}/reports", tag = "rounds", request_body = ReportGiven,
    params(("id" = i64, Path, description = "Identity of the round")),
    responses((status = 201, body = WrittenJson),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn submit(
    state: web::Data<AppState>,
    caller: Caller,
    id: web::Path<i64>,
    given: web::Json<ReportGiven>,
) -> Result<(web::Json<WrittenJson>, StatusCode), Problem> {
    let report = report(RoundId(id.into_inner()), given.into_inner())?;
    let written = web::block(move || rounds::submit(&state.db, &caller.actor, &report, state.now())).await??;
    let json = WrittenJson { id: written.id.0, replaces: written.replaces.map(|id| id.0), gaps: written.gaps };
    Ok((web::Json(json), StatusCode::CREATED))
}

fn report(round: RoundId, given: ReportGiven) -> Result<Report, Problem> {
    let said = match (given.nil, given.import, given.figures.is_empty()) {
        (true, None, true) => Said::Nil,
        (false, Some(batch), true) => Said::Import(BatchId(batch)),
        (false, None, _) => Said::Figures(given.figures.into_iter().map(figure).collect()),
        _ => return Err(Problem::bad_request("Chỉ gửi một trong ba: figures, nil, import.")),
    };
    let ReportGiven { hop, unit, note, received_at, confirmed, .. } = given;
    Ok(Report { round, hop, unit, said, note, received_at, confirmed })
}

fn figure(given: FigureGiven) -> GivenFigure {
    let measure = MeasureRef::Code(given.measure, given.audience);
    GivenFigure { measure, value: given.value, base: given.base }
}

/// Accepts or returns a report, or takes one's own back.
#[utoipa::path(post, path = "/api/v1/reports/{id}/decision", tag = "rounds", request_body = DecisionGiven,
    params(("id" = i64, Path, description = "Identity of the report")),
    responses((status = 204),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn decide(
    state: web::Data<AppState>,
    caller: Caller,
    id: web::Path<i64>,
    given: web::Json<DecisionGiven>,
) -> Result<actix_web::HttpResponse, Problem> {
    let DecisionGiven { decision, reason } = given.into_inner();
    let decision = match decision.as_str() {
        "accept" => Decision::Accept,
        "return" => Decision::Return(reason),
        "withdraw" => Decision::Withdraw(reason),
        _ => return Err(Problem::bad_request("Trường decision phải là accept, return hoặc withdraw.")),
    };
    let id = SubmissionId(id.into_inner());
    web::block(move || rounds::decide(&state.db, &caller.actor, id, &decision, state.now())).await??;
    Ok(actix_web::HttpResponse::NoContent().finish())
}
