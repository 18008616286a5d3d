//! Changing one's own password; somebody who has only a one-time password comes here first.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use serde::{Deserialize, Serialize};

use crate::access::{self, AccessError, Door, PasswordChange, SHORTEST_PASSWORD};
use crate::web::answer::Answer;
use crate::web::cookies::{self, Name};
use crate::web::desk::{Desk, Owing};
use crate::web::page_error::PageError;
use crate::web::posted::PostedOwing;
use crate::web::templates;
use crate::web::view::form::FieldError;
use crate::web::view::frame::Files;

#[derive(Serialize)]
struct PasswordView {
    title: &'static str,
    #[serde(flatten)]
    files: Files,
    csrf: String,
    errors: Vec<FieldError>,
    name: String,
    must_change: bool,
    rule: String,
}

/// What is typed.
#[derive(Deserialize)]
pub struct Typed {
    #[serde(rename = "hien-tai")]
    present: String,
    moi: String,
    #[serde(rename = "nhac-lai")]
    again: String,
}

/// The form.
pub async fn form(Owing(desk): Owing) -> HttpResponse {
    desk.answer(|desk| Ok(show(desk, StatusCode::OK, Vec::new()))).await
}

fn show(desk: &Desk, status: StatusCode, errors: Vec<FieldError>) -> Answer {
    let account = &desk.session.account;
    let view = PasswordView {
        title: "Đổi mật khẩu",
        files: Files::current(),
        csrf: desk.session.csrf.clone(),
        errors,
        name: account.name.clone(),
        must_change: account.must_change_password,
        rule: format!(
            "Ít nhất {SHORTEST_PASSWORD} ký tự; nên là một câu dễ nhớ với riêng mình, có dấu cách cũng được."
        ),
    };
    Answer::Page(status, templates::text("password.html", &view))
}

/// Changes it; the session goes on with a new secret.
pub async fn submit(PostedOwing(desk, typed): PostedOwing<Typed>) -> HttpResponse {
    desk.answer(move |desk| change(desk, &typed)).await
}

fn change(desk: &Desk, typed: &Typed) -> Result<Answer, PageError> {
    let refused =
        |field, text: String| Ok(show(desk, StatusCode::UNPROCESSABLE_ENTITY, vec![FieldError::of(field, text)]));
    if typed.moi != typed.again {
        return refused("nhac-lai", "Hai lần nhập mật khẩu mới không giống nhau. Nhập lại cả hai.".to_owned());
    }
    let wanted = PasswordChange { present: &typed.present, new: &typed.moi };
    let (state, source) = (&desk.state, &desk.actor().source);
    match access::change_password(&state.db, &desk.secret, &wanted, Door::Page, source, state.now()) {
        Ok(signed_in) => {
            let cookies = vec![
                cookies::set(Name::Session, signed_in.secret, desk.secure),
                cookies::set(Name::Notice, crate::web::view::links::encoded("Đã đổi mật khẩu."), desk.secure),
            ];
            Ok(Answer::Session { to: "/".to_owned(), cookies })
        }
        Err(error @ AccessError::WrongPassword) => refused("hien-tai", error.to_string()),
        Err(error @ AccessError::WeakPassword(_)) => refused("moi", error.to_string()),
        Err(error) => Err(error.into()),
    }
}
