//! What mail one gets by itself, for everybody with an account.

use actix_web::{HttpResponse, web};

use super::value;
use crate::mail::own_mail;
use crate::model::id::{AddressId, MailScheduleId};
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::posted::Posted;
use crate::web::view::frame::Crumb;
use crate::web::view::mailing::own::OwnMailView;

const TITLE: &str = "Thư tôi nhận";
const PATH: &str = "/thu/cua-toi";

/// One's addresses with what is sent to each.
pub async fn show(desk: Desk) -> HttpResponse {
    desk.answer(|desk| {
        let scene = desk.scene()?;
        let view = OwnMailView::of(&own_mail::own(&desk.state.db, desk.actor())?, &scene.links);
        let crumbs = vec![Crumb { label: TITLE.to_owned(), href: None }];
        Ok(desk.page("mail_own.html", desk.frame(&scene, Section::None, TITLE, crumbs), view))
    })
    .await
}

/// Stops the mail of one schedule, or all of it, or takes it up again.
pub async fn change(Posted(desk, fields): Posted<Vec<(String, String)>>, address: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let again = value(&fields, "nhan") == "1";
        let schedule = value(&fields, "lich").parse().ok().map(MailScheduleId);
        let which = (AddressId(address.into_inner()), schedule);
        own_mail::set_own(&desk.state.db, desk.actor(), which, again, desk.state.now())?;
        let text = match (again, schedule) {
            (true, Some(_)) => "Đã nhận lại thư của lịch này.",
            (true, None) => "Đã nhận lại thư.",
            (false, Some(_)) => "Đã ngừng nhận thư của lịch này.",
            (false, None) => "Đã ngừng nhận mọi thư tự động.",
        };
        Ok(Answer::done(desk.scene()?.links.to(PATH), text))
    })
    .await
}
