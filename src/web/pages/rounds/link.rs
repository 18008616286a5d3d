//! The page behind a link: one unit's own form on a phone, without signing in.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;

use super::enter::typed_rows;
use crate::model::campaign::Measure;
use crate::rounds::{self, LinkForm, RoundError, TypedRow};
use crate::web::answer::Answer;
use crate::web::desk::{is_form, pairs, source, state};
use crate::web::page_error::PageError;
use crate::web::refusal::Refusal;
use crate::web::round_link_limit;
use crate::web::scene::value;
use crate::web::view::day;
use crate::web::view::form::FieldError;
use crate::web::view::frame::Files;
use crate::web::view::links::Pair;
use crate::web::view::round_forms::{GridCell, LinkPage};
use crate::web::{origin, templates};

/// The form.
pub async fn form(request: HttpRequest, secret: web::Path<String>) -> HttpResponse {
    let work = |asking: Asking| {
        let form = rounds::open_link(&asking.state.db, &asking.secret, asking.state.now())?;
        Ok(page(StatusCode::OK, view(&form, &asking.secret, &[])))
    };
    answer(request, secret.into_inner(), Vec::new(), work).await
}

/// Takes the report in.
pub async fn submit(request: HttpRequest, secret: web::Path<String>, body: web::Bytes) -> HttpResponse {
    if !origin::is_own(request.headers()) || !is_form(&request) {
        return refused(PageError::foreign_form(), &request);
    }
    let fields = pairs(&String::from_utf8_lossy(&body));
    answer(request, secret.into_inner(), fields, save).await
}

/// What a request carries.
struct Asking {
    state: crate::web::AppState,
    secret: String,
    fields: Vec<Pair>,
    source: String,
}

async fn answer(
    request: HttpRequest,
    secret: String,
    fields: Vec<Pair>,
    work: impl FnOnce(Asking) -> Result<Answer, PageError> + Send + 'static,
) -> HttpResponse {
    let state = match state(&request) {
        Ok(state) => state,
        Err(error) => return refused(error, &request),
    };
    let source = source(&request);
    if !round_link_limit::admits(&source, state.now()) {
        return refused(too_many(), &request);
    }
    let asking = Asking { state, secret, fields, source };
    let outcome = web::block(move || work(asking)).await;
    let mut response = match outcome.map_err(|error| PageError::Internal(error.to_string())) {
        Ok(Ok(answer)) => answer.into_response(false),
        Ok(Err(error)) | Err(error) => refused(error, &request),
    };
    // The secret stands in the address: nobody else gets to see it.
    response.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    response
}

fn too_many() -> PageError {
    PageError::Told {
        status: StatusCode::TOO_MANY_REQUESTS,
        title: "Thao tác quá nhanh",
        what: "Máy này đã mở quá nhiều đường dẫn báo cáo trong một phút.".to_owned(),
        advice: "Đợi một phút rồi mở lại đường dẫn.",
    }
}

fn refused(error: PageError, request: &HttpRequest) -> HttpResponse {
    actix_web::ResponseError::error_response(&Refusal::of(error, request))
}

fn save(asking: Asking) -> Result<Answer, PageError> {
    let now = asking.state.now();
    let form = rounds::open_link(&asking.state.db, &asking.secret, now)?;
    let unit = form.unit.id;
    let empty = || TypedRow { unit, figures: Vec::new(), nil: false, note: String::new() };
    // Only the own unit's fields are looked at, whatever else is sent.
    let row = typed_rows(&form.measures, &asking.fields).into_iter().find(|row| row.unit == unit).unwrap_or_else(empty);
    let confirmed = value(&asking.fields, "xac-nhan").is_some();
    let saved = rounds::submit_by_link(&asking.state.db, &asking.secret, &row, confirmed, &asking.source, now);
    let (errors, may_confirm) = match saved {
        Ok(saved) => {
            let mut view = view(&saved.form, &asking.secret, &asking.fields);
            view.action = None;
            return Ok(page(StatusCode::OK, view));
        }
        Err(RoundError::NeedsConfirmation(findings)) => {
            (findings.into_iter().map(|finding| FieldError::of("so-lieu", finding.sentence)).collect(), true)
        }
        Err(error @ (RoundError::FiguresMissing(_) | RoundError::BadFigure { .. })) => {
            (vec![FieldError::of("so-lieu", error.to_string())], false)
        }
        Err(error) => return Err(error.into()),
    };
    let view = LinkPage { errors, may_confirm, ..view(&form, &asking.secret, &asking.fields) };
    Ok(page(StatusCode::UNPROCESSABLE_ENTITY, view))
}

fn page(status: StatusCode, view: impl Serialize) -> Answer {
    Answer::Page(status, templates::text("round_link.html", &view))
}

fn view(form: &LinkForm, secret: &str, typed: &[Pair]) -> LinkPage {
    let unit = form.unit.id;
    let field = |name: &str| value(typed, name).unwrap_or_default().to_owned();
    let cell = |measure: &Measure| {
        let (name, base) = (format!("v-{unit}-{}", measure.id), format!("t-{unit}-{}", measure.id));
        let is_share = measure.activity.as_ref().is_some_and(|activity| activity.base_noun.is_some());
        GridCell {
            value: field(&name),
            label: measure.name.clone(),
            base: is_share.then(|| (base.clone(), field(&base))),
            field: name,
        }
    };
    LinkPage {
        title: format!("Báo cáo của {}", form.unit.name),
        files: Some(Files::current()),
        errors: Vec::new(),
        may_confirm: false,
        action: Some(format!("/bc/{secret}")),
        unit: form.unit.name.clone(),
        collector: form.collector.clone(),
        round: form.round.name.clone(),
        period: format!("từ {} đến hết {}", day(form.round.period.from), day(form.round.period.to)),
        due: form.due.vietnamese(),
        cells: form.measures.iter().map(cell).collect(),
        nil_field: format!("k-{unit}"),
        note_field: format!("g-{unit}"),
        nil: typed.iter().any(|pair| pair.name == format!("k-{unit}")),
        note: field(&format!("g-{unit}")),
    }
}
