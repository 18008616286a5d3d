//! Mails that were sent or wait.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use crate::mail::{self, Content, MailQuery, MailState};
use crate::model::id::{DispatchId, MailId};
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::pages::reports::new_key;
use crate::web::posted::Posted;
use crate::web::view::frame::Crumb;
use crate::web::view::links::Pair;
use crate::web::view::mailing;
use crate::web::view::outbox::{AskCopy, MailLine, MailView, OutboxView, STATES};
use crate::web::view::pager::{Asked, Pager};

const TITLE: &str = "Thư đã gửi";

/// The list.
pub async fn list(desk: Desk) -> HttpResponse {
    desk.answer(|desk| {
        let scene = desk.scene()?;
        let asked = Asked::read(desk.asked("trang"), desk.asked("so-dong"));
        let state = desk.asked("trang-thai").and_then(|asked| STATES.iter().find(|(_, word, _)| *word == asked));
        let dispatch = desk.asked("lan-gui").and_then(|number| number.parse().ok()).map(DispatchId);
        let query = MailQuery {
            state: state.map(|(state, ..)| *state),
            dispatch,
            schedule: None,
            page: asked.page,
            per_page: asked.per_page,
        };
        let page = mail::list(&desk.state.db, desk.actor(), &query)?;
        let mut filters = Vec::new();
        filters.extend(state.map(|(_, word, _)| Pair::new("trang-thai", *word)));
        filters.extend(dispatch.map(|dispatch| Pair::new("lan-gui", dispatch.to_string())));
        let failed_only = query.state == Some(MailState::Failed);
        let view = OutboxView {
            tabs: mailing::tabs(&scene.links, "/thu-da-gui"),
            mails: page.mails.iter().map(|mail| MailLine::of(mail, &scene.links)).collect(),
            states: OutboxView::states(query.state, &scene.links),
            failed: (page.failed > 0 && !failed_only).then(|| page.failed.to_string()),
            failed_href: scene.links.with("/thu-da-gui", &[Pair::new("trang-thai", "khong-gui-duoc")]),
            filtered: !filters.is_empty(),
            pager: Pager::open_ended_of(asked, page.more, &scene.links, "/thu-da-gui", &filters),
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

/// A file that went with a mail, by its place from 1.
pub async fn attachment(desk: Desk, path: web::Path<(i64, usize)>) -> HttpResponse {
    desk.answer(move |desk| {
        let (id, place) = path.into_inner();
        let opened = mail::open(&desk.state.db, desk.actor(), MailId(id))?;
        file_at(opened.content, place)
    })
    .await
}

/// A file of a mail, to be saved.
pub fn file_at(content: Content, place: usize) -> Result<Answer, PageError> {
    let file = place.checked_sub(1).and_then(|at| content.attachments.into_iter().nth(at));
    let file = file.ok_or_else(|| PageError::not_found("Thư không có tệp này. Mở lại thư để xem các tệp kèm theo."))?;
    Ok(Answer::File { name: file.file_name, kind: "application/octet-stream", bytes: file.bytes })
}

/// The mail as it was sent, to the byte.
pub async fn message(desk: Desk, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let opened = mail::open(&desk.state.db, desk.actor(), MailId(id.into_inner()))?;
        let name = format!("thu-{}.eml", opened.mail.id);
        let bytes = opened
            .message
            .ok_or_else(|| PageError::not_found("Thư này chưa được gửi lần nào, nên chưa có tệp thư."))?;
        Ok(Answer::File { name, kind: "application/octet-stream", bytes })
    })
    .await
}

/// Nothing but the token of the form.
#[derive(Deserialize)]
pub struct Nothing {}

/// Asks whether a mail that was sent is to be sent once more.
pub async fn ask_copy(desk: Desk, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let scene = desk.scene()?;
        let mail = mail::open(&desk.state.db, desk.actor(), MailId(id.into_inner()))?.mail;
        let back = scene.links.to(&format!("/thu-da-gui/{}", mail.id));
        let crumbs = vec![
            Crumb { label: TITLE.to_owned(), href: Some(scene.links.to("/thu-da-gui")) },
            Crumb { label: mail.subject.clone(), href: Some(back) },
            Crumb { label: "Gửi lại".to_owned(), href: None },
        ];
        let frame = desk.frame(&scene, Section::Outbox, "Gửi lại thư", crumbs);
        Ok(desk.page("mail_copy.html", frame, AskCopy::of(&mail, new_key(), &scene.links)))
    })
    .await
}

/// The key of the form.
#[derive(Deserialize)]
pub struct Keyed {
    ma: String,
}

/// Sends a mail once more, as another one.
pub async fn copy(Posted(desk, typed): Posted<Keyed>, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let id = MailId(id.into_inner());
        let queued = mail::send_copy(&desk.state.db, desk.actor(), id, &typed.ma, desk.state.now())?;
        let to = desk.scene()?.links.to(&format!("/thu-da-gui/{}", queued.id));
        let text = if queued.already {
            "Thư này đã được gửi lại trước đó; không gửi thêm."
        } else {
            "Đã xếp bản gửi lại vào hàng chờ gửi."
        };
        Ok(Answer::done(to, text))
    })
    .await
}

/// Notes that a mail that was given up needs no more care.
pub async fn settle(Posted(desk, Nothing {}): Posted<Nothing>, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let id = MailId(id.into_inner());
        mail::settle(&desk.state.db, desk.actor(), id, desk.state.now())?;
        let to = desk.scene()?.links.to(&format!("/thu-da-gui/{id}"));
        Ok(Answer::done(to, "Đã ghi nhận: không gửi thư này nữa."))
    })
    .await
}

/// Puts a mail at the head of the queue again.
pub async fn try_again(Posted(desk, Nothing {}): Posted<Nothing>, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let id = MailId(id.into_inner());
        mail::try_again(&desk.state.db, desk.actor(), id, desk.state.now())?;
        let to = desk.scene()?.links.to(&format!("/thu-da-gui/{id}"));
        Ok(Answer::done(to, "Đã xếp lại thư vào hàng chờ gửi."))
    })
    .await
}
