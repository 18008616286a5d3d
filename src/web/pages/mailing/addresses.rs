//! Addresses that schedules send to: typed by one person, confirmed by another one.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use super::{crumbs, value};
use crate::mail::MailError;
use crate::mail::addresses::{self, TypedAddress};
use crate::model::id::AddressId;
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::pages::reports::choices;
use crate::web::posted::Posted;
use crate::web::view::form::FieldError;
use crate::web::view::mailing::addresses::AddressesView;

const TITLE: &str = "Địa chỉ nhận thư";
const PATH: &str = "/thu/dia-chi";

/// The list with the form.
pub async fn list(desk: Desk) -> HttpResponse {
    desk.answer(|desk| show(desk, StatusCode::OK, Vec::new(), TypedAddress::default())).await
}

fn show(desk: &Desk, status: StatusCode, errors: Vec<FieldError>, typed: TypedAddress) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let lines = addresses::list(&desk.state.db, desk.actor(), desk.state.now())?;
    let own = scene.own_unit.as_ref().map(|unit| (unit.slug.clone(), unit.name.clone())).unwrap_or_default();
    let chosen = if typed.unit.is_empty() { own.0.clone() } else { typed.unit.clone() };
    let mut view = AddressesView::of(&lines, &scene.links);
    view.units = choices(desk, &scene, &chosen, &own.1)?;
    (view.errors, view.address, view.holder, view.account) = (errors, typed.address, typed.holder, typed.account);
    let frame = desk.frame(&scene, Section::Outbox, TITLE, crumbs(&scene, TITLE));
    Ok(desk.page_with(status, "mail_addresses.html", frame, view))
}

/// Keeps an address that somebody else has to confirm.
pub async fn enter(Posted(desk, fields): Posted<Vec<(String, String)>>) -> HttpResponse {
    desk.answer(move |desk| {
        let typed = TypedAddress {
            unit: value(&fields, "don-vi").to_owned(),
            address: value(&fields, "dia-chi").to_owned(),
            holder: value(&fields, "cua-ai").to_owned(),
            account: value(&fields, "tai-khoan").to_owned(),
        };
        let refused = |field, error: MailError, typed| {
            show(desk, StatusCode::UNPROCESSABLE_ENTITY, vec![FieldError::of(field, error.to_string())], typed)
        };
        match addresses::enter(&desk.state.db, desk.actor(), &typed, desk.state.now()) {
            Ok(_) => {
                let to = desk.scene()?.links.to(PATH);
                Ok(Answer::done(to, "Đã nhập địa chỉ. Địa chỉ được dùng sau khi một đồng chí khác xác nhận."))
            }
            Err(error @ (MailError::BadRecipient(_) | MailError::AddressInUse(_))) => refused("dia-chi", error, typed),
            Err(error @ MailError::NoHolder) => refused("cua-ai", error, typed),
            Err(error @ MailError::NoAccount(_)) => refused("tai-khoan", error, typed),
            Err(error) => Err(error.into()),
        }
    })
    .await
}

/// Confirms an address, gives it up, or notes whether its holder wants mail.
pub async fn change(Posted(desk, _): Posted<Vec<(String, String)>>, path: web::Path<(i64, String)>) -> HttpResponse {
    desk.answer(move |desk| {
        let (id, what) = path.into_inner();
        let (db, actor, id, now) = (&desk.state.db, desk.actor(), AddressId(id), desk.state.now());
        let done = match what.as_str() {
            "xac-nhan" => addresses::confirm(db, actor, id, now).map(|()| "Đã xác nhận địa chỉ."),
            "bo" => addresses::retire(db, actor, id, now).map(|()| "Đã bỏ địa chỉ; không gửi thư tới đó nữa."),
            "ngung" => addresses::set_subscribed(db, actor, id, false, now).map(|()| "Đã ghi nhận ngừng nhận thư."),
            "nhan-lai" => addresses::set_subscribed(db, actor, id, true, now).map(|()| "Đã ghi nhận nhận lại thư."),
            _ => return Err(PageError::not_found("Không có việc này với địa chỉ nhận thư.")),
        };
        let text = done?;
        Ok(Answer::done(desk.scene()?.links.to(PATH), text))
    })
    .await
}
