//! A request that ends before its handler: nobody signed in, a form from elsewhere. Also the pages that tell errors.

use std::fmt;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use serde::Serialize;

use super::desk::request_id;
use super::page_error::PageError;
use super::templates;
use super::view::frame::Files;
use super::view::links::encoded;

/// What a page tells about an error.
#[derive(Debug, Clone, Serialize)]
pub struct Telling {
    /// Heading.
    pub title: &'static str,
    what: String,
    advice: &'static str,
    back: &'static str,
    back_label: &'static str,
    request: String,
}

/// The same outside the frame.
#[derive(Debug, Serialize)]
pub struct DoorTelling<'a> {
    #[serde(flatten)]
    telling: &'a Telling,
    #[serde(flatten)]
    files: Files,
}

impl Telling {
    /// For a page outside the frame.
    pub fn in_the_door(&self) -> DoorTelling<'_> {
        DoorTelling { telling: self, files: Files::current() }
    }
}

/// What to tell about an error, or the address to go to instead.
pub fn told(error: PageError, here: &str, request: &str) -> Result<(StatusCode, Telling), String> {
    let status = error.status();
    let (title, what, advice) = match error {
        PageError::SignIn if here == "/" => return Err("/dang-nhap".to_owned()),
        PageError::SignIn => return Err(format!("/dang-nhap?tiep={}", encoded(here))),
        PageError::ChangePassword => return Err("/mat-khau".to_owned()),
        PageError::Told { title, what, advice, .. } => (title, what, advice),
        PageError::Internal(reason) => {
            tracing::error!(reason, request, "request failed");
            (
                "Chương trình gặp lỗi",
                "Không hoàn thành được yêu cầu này; không có gì bị ghi dở dang.".to_owned(),
                "Thử lại; nếu vẫn lỗi, báo cho quản trị hệ thống kèm mã yêu cầu dưới đây.",
            )
        }
    };
    let request = if status.is_server_error() { request.to_owned() } else { String::new() };
    Ok((status, Telling { title, what, advice, back: "/", back_label: "Về trang tổng quan", request }))
}

/// A request that ends before its handler.
#[derive(Debug)]
pub struct Refusal {
    error: Result<(StatusCode, Telling), String>,
}

impl Refusal {
    /// Of a request. A form whose session has ended leads to the page it stood on, not to the address it was sent to.
    pub fn of(error: PageError, request: &HttpRequest) -> Self {
        let here = match request.method().is_safe() {
            true => request.uri().path_and_query().map_or("/", |address| address.as_str()),
            false => "/",
        };
        Self { error: told(error, here, &request_id(request)) }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.error {
            Ok((_, telling)) => f.write_str(&telling.what),
            Err(to) => f.write_str(to),
        }
    }
}

impl ResponseError for Refusal {
    fn status_code(&self) -> StatusCode {
        self.error.as_ref().map_or(StatusCode::SEE_OTHER, |(status, _)| *status)
    }

    fn error_response(&self) -> HttpResponse {
        match &self.error {
            Ok((status, telling)) => templates::page(*status, "error_door.html", &telling.in_the_door()),
            Err(to) => HttpResponse::SeeOther().insert_header((header::LOCATION, to.as_str())).finish(),
        }
    }
}

/// Any address that nothing answers.
pub async fn nothing_here(request: HttpRequest) -> HttpResponse {
    Refusal::of(PageError::not_found("Không có trang nào ở địa chỉ này."), &request).error_response()
}
