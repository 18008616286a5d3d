//! A blank list for download.

use actix_web::{HttpResponse, web};

use crate::store::units;
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::page_error::PageError;
use crate::workbooks::{self, ListKind};

/// The blank list of residents (`cong-dan`) or staff (`can-bo`) for a unit (`don-vi`), for the unit of the account where none is named.
pub async fn download(desk: Desk, list: web::Path<String>) -> HttpResponse {
    desk.answer(move |desk| make(desk, &list)).await
}

fn make(desk: &Desk, list: &str) -> Result<Answer, PageError> {
    let kind = match list {
        "cong-dan" => ListKind::Residents,
        "can-bo" => ListKind::Staff,
        _ => return Err(PageError::not_found("Không có mẫu danh sách này.".to_owned())),
    };
    let scene = desk.scene()?;
    let (db, on) = (&desk.state.db, desk.state.today().day());
    let unit = match desk.asked("don-vi").filter(|slug| !slug.is_empty()) {
        Some(slug) => Some(slug.to_owned()),
        None => db.read(|conn| units::get(conn, desk.session.account.unit, on))?.map(|unit| unit.slug),
    };
    let made = workbooks::roster_template(db, desk.actor(), &scene.campaign()?.code, unit.as_deref(), kind, on)?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(Answer::File { name: made.file_name, kind, bytes: made.bytes })
}
