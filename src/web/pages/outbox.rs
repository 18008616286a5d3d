//! Mails that were sent or wait.

use actix_web::{HttpResponse, web};

use crate::mail;
use crate::model::id::MailId;
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::view::frame::Crumb;
use crate::web::view::pager::{Asked, Pager};
use crate::web::view::reports::{MailLine, MailView, OutboxView};

const TITLE: &str = "Thư đã gửi";

/// The list.
pub async fn list(desk: Desk) -> HttpResponse {
    desk.answer(|desk| {
        let scene = desk.scene()?;
        let asked = Asked::read(desk.asked("trang"), desk.asked("so-dong"));
        let page = mail::list(&desk.state.db, desk.actor(), asked.page, asked.per_page)?;
        let view = OutboxView {
            mails: page.mails.iter().map(|mail| MailLine::of(mail, &scene.links)).collect(),
            pager: Pager::open_ended(asked, page.more, &scene.links, "/thu-da-gui"),
            send_href: scene.links.to("/bao-cao"),
        };
        let crumbs = vec![Crumb { label: TITLE.to_owned(), href: None }];
        Ok(desk.page("outbox.html", desk.frame(&scene, Section::Outbox, TITLE, crumbs), view))
    })
    .await
}

/// One mail.
pub async fn show(desk: Desk, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let scene = desk.scene()?;
        let opened = mail::open(&desk.state.db, desk.actor(), MailId(id.into_inner()))?;
        let crumbs = vec![
            Crumb { label: TITLE.to_owned(), href: Some(scene.links.to("/thu-da-gui")) },
            Crumb { label: opened.mail.subject.clone(), href: None },
        ];
        let frame = desk.frame(&scene, Section::Outbox, &opened.mail.subject, crumbs);
        Ok(desk.page("mail.html", frame, MailView::of(&opened, &scene.links)))
    })
    .await
}

/// The file that went with a mail.
pub async fn attachment(desk: Desk, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let opened = mail::open(&desk.state.db, desk.actor(), MailId(id.into_inner()))?;
        let file = opened.attachment;
        Ok(Answer::File { name: file.file_name, kind: "application/octet-stream", bytes: file.bytes })
    })
    .await
}
