//! A blank list for download.

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::caller::Caller;
use crate::web::AppState;
use crate::web::problem::Problem;
use crate::workbooks::{self, ListKind};

/// Which list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct WhichList {
    /// Slug of the unit; the unit of the campaign where it is missing.
    unit: Option<String>,
    /// `residents` (the usual one) or `staff`.
    list: Option<String>,
}

/// A blank list with the villages or offices of a unit, as an .xlsx file.
#[utoipa::path(get, path = "/api/v1/campaigns/{code}/roster-template", tag = "imports",
    params(WhichList, ("code" = String, Path, description = "Code of the campaign")),
    responses((status = 200, body = String, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn download(
    state: web::Data<AppState>,
    caller: Caller,
    code: web::Path<String>,
    which: web::Query<WhichList>,
) -> Result<HttpResponse, Problem> {
    let WhichList { unit, list } = which.into_inner();
    let list = list.unwrap_or_else(|| ListKind::Residents.as_str().to_owned());
    let refused =
        || Problem::bad_request(format!("Tham số list không nhận giá trị «{list}»; chọn một trong: residents, staff."));
    let kind = ListKind::parse(&list).ok_or_else(refused)?;
    let on = state.today().day();
    let make = move || workbooks::roster_template(&state.db, &caller.actor, &code, unit.as_deref(), kind, on);
    let made = web::block(make).await??;
    Ok(HttpResponse::Ok()
        // the name is made of plain letters
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", made.file_name)))
        .content_type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        .body(made.bytes))
}
