//! Signing in and out.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};

use crate::access::{self, AccessError, Door, SignedIn, csrf_matches};
use crate::web::answer::Answer;
use crate::web::cookies::{self, Name};
use crate::web::desk::{self, pairs};
use crate::web::page_error::PageError;
use crate::web::posted::PostedOwing;
use crate::web::refusal::Refusal;
use crate::web::view::form::FieldError;
use crate::web::view::frame::Files;
use crate::web::{origin, templates};

/// What the page shows.
#[derive(Serialize)]
struct SignInView {
    title: &'static str,
    #[serde(flatten)]
    files: Files,
    csrf: String,
    errors: Vec<FieldError>,
    notice: Option<&'static str>,
    name: String,
    next: String,
}

/// What is typed.
#[derive(Default, Deserialize)]
struct Typed {
    ten: String,
    #[serde(rename = "mat-khau")]
    password: String,
    #[serde(default)]
    tiep: String,
    csrf: String,
}

/// The form.
pub async fn form(request: HttpRequest) -> HttpResponse {
    let asked = pairs(request.query_string());
    let next = asked.iter().find(|pair| pair.name == "tiep").map(|pair| pair.value.clone()).unwrap_or_default();
    let notice = asked.iter().any(|pair| pair.name == "da-thoat").then_some("Đã đăng xuất.");
    show(&request, StatusCode::OK, Vec::new(), Typed { tiep: next, ..Typed::default() }, notice)
}

fn show(
    request: &HttpRequest,
    status: StatusCode,
    errors: Vec<FieldError>,
    typed: Typed,
    notice: Option<&'static str>,
) -> HttpResponse {
    let token = cookies::read(request, Name::Door).unwrap_or_else(new_token);
    let files = Files::current();
    let (name, next) = (typed.ten, safe_next(&typed.tiep).to_owned());
    let view = SignInView { title: "Đăng nhập", files, csrf: token.clone(), errors, notice, name, next };
    let mut response = templates::page(status, "sign_in.html", &view);
    // A cookie of ours always fits into a header.
    let _ = response.add_cookie(&cookies::set(Name::Door, token, cookies::is_secure(request)));
    response
}

/// Signs in.
pub async fn submit(request: HttpRequest, body: web::Bytes) -> HttpResponse {
    match try_to(&request, &body).await {
        Ok(response) => response,
        Err(error) => actix_web::ResponseError::error_response(&Refusal::of(error, &request)),
    }
}

async fn try_to(request: &HttpRequest, body: &[u8]) -> Result<HttpResponse, PageError> {
    let body = String::from_utf8_lossy(body);
    let typed = web::Query::<Typed>::from_query(&body).map(web::Query::into_inner).unwrap_or_default();
    let token = cookies::read(request, Name::Door).unwrap_or_default();
    let own = origin::is_own(request.headers()) && desk::is_form(request);
    if !own || token.is_empty() || !csrf_matches(&token, &typed.csrf) {
        let text = "Biểu mẫu đăng nhập đã cũ hoặc trình duyệt không nhận cookie. Nhập lại mật khẩu rồi gửi lần nữa.";
        return Ok(show(request, StatusCode::FORBIDDEN, vec![FieldError::general(text)], typed, None));
    }
    let (state, source, secure) = (desk::state(request)?, desk::source(request), cookies::is_secure(request));
    let (name, password) = (typed.ten.clone(), typed.password.clone());
    let outcome =
        web::block(move || access::sign_in(&state.db, &name, &password, Door::Page, &source, state.now())).await;
    match outcome.map_err(|error| PageError::Internal(error.to_string()))? {
        Ok(signed_in) => Ok(welcome(signed_in, safe_next(&typed.tiep), secure)),
        Err(error @ AccessError::SignInRefused) => {
            let errors = vec![FieldError::of("ten", error.to_string())];
            Ok(show(request, StatusCode::UNPROCESSABLE_ENTITY, errors, typed, None))
        }
        Err(error) => Err(error.into()),
    }
}

fn welcome(signed_in: SignedIn, next: &str, secure: bool) -> HttpResponse {
    let to = if signed_in.account.must_change_password { "/mat-khau" } else { next };
    let cookies = vec![cookies::set(Name::Session, signed_in.secret, secure), cookies::remove(Name::Door, secure)];
    Answer::Session { to: to.to_owned(), cookies }.into_response(secure)
}

/// Nothing but the token.
#[derive(Deserialize)]
pub struct OnlyToken {}

/// Signs out.
pub async fn sign_out(PostedOwing(desk, OnlyToken {}): PostedOwing<OnlyToken>) -> HttpResponse {
    let secure = desk.secure;
    let mut response = desk
        .answer(move |desk| {
            access::sign_out(&desk.state.db, &desk.secret, Door::Page, &desk.actor().source, desk.state.now())?;
            let cookies = vec![cookies::remove(Name::Session, secure), cookies::remove(Name::Notice, secure)];
            Ok(Answer::Session { to: "/dang-nhap?da-thoat=1".to_owned(), cookies })
        })
        .await;
    // Office PCs are shared: nothing of the pages stays in the browser.
    response.headers_mut().insert(header::CLEAR_SITE_DATA, HeaderValue::from_static("\"cache\", \"storage\""));
    response
}

/// Only addresses within the program: nothing that a browser would read as another host.
fn safe_next(next: &str) -> &str {
    let within = next.starts_with('/')
        && !next.starts_with("//")
        && next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if within { next } else { "/" }
}

fn new_token() -> String {
    format!("{:032x}", rand::random::<u128>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_stays_within_the_program() {
        for next in ["/", "/don-vi/cam-ngoc?den-ngay=2023-05-31"] {
            assert_eq!(safe_next(next), next);
        }
        for next in ["", "//a.vn", "https://a.vn", "/\\a.vn", "\\\\a.vn", "/a\r\nX: y", "javascript:alert(1)", "/\ta"] {
            assert_eq!(safe_next(next), "/", "{next:?}");
        }
    }
}
