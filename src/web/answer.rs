//! What a handler answers with: a page, a redirect after something was done, or a file.

use actix_web::HttpResponse;
use actix_web::cookie::Cookie;
use actix_web::http::{StatusCode, header};

use super::cookies::{self, Name};
use super::templates::TemplateError;
use super::view::links::encoded;

pub use super::attachment::disposition as attachment;

/// What a handler answers with.
pub enum Answer {
    /// A page.
    Page(StatusCode, Result<String, TemplateError>),
    /// Something was done: go there, with a sentence about it.
    Redirect {
        /// Address within the program.
        to: String,
        /// What was done. Never personal data: it travels in a cookie.
        notice: Option<String>,
    },
    /// As `Redirect`, with cookies of a session that begins or ends.
    Session {
        /// Address within the program.
        to: String,
        /// Cookies.
        cookies: Vec<Cookie<'static>>,
    },
    /// A picture within a page.
    Picture {
        /// Its media type.
        kind: &'static str,
        /// The file.
        bytes: Vec<u8>,
    },
    /// A short text for the script of a page, or no content.
    Text(Option<String>),
    /// A file to be kept.
    File {
        /// Its name.
        name: String,
        /// Its media type.
        kind: &'static str,
        /// The file.
        bytes: Vec<u8>,
    },
}

impl Answer {
    /// Something was done: go there.
    pub fn done(to: impl Into<String>, notice: impl Into<String>) -> Self {
        Self::Redirect { to: to.into(), notice: Some(notice.into()) }
    }

    /// A mistake of the program; the log has the reason.
    pub fn broken(reason: &str) -> Self {
        tracing::error!(reason, "request failed");
        let text = "Chương trình gặp lỗi. Thử lại; nếu vẫn lỗi, báo cho quản trị hệ thống kèm thời điểm xảy ra.";
        Self::Page(StatusCode::INTERNAL_SERVER_ERROR, Ok(text.to_owned()))
    }

    /// The response. `secure`: how cookies are set on this connection.
    pub fn into_response(self, secure: bool) -> HttpResponse {
        match self {
            Self::Page(status, Ok(html)) => {
                HttpResponse::build(status).content_type("text/html; charset=utf-8").body(html)
            }
            Self::Page(_, Err(error)) => Self::broken(&error.to_string()).into_response(secure),
            Self::Redirect { to, notice } => {
                let mut response = HttpResponse::SeeOther();
                response.insert_header((header::LOCATION, to));
                if let Some(notice) = notice {
                    response.cookie(cookies::set(Name::Notice, encoded(&notice), secure));
                }
                response.finish()
            }
            Self::Session { to, cookies } => {
                let mut response = HttpResponse::SeeOther();
                response.insert_header((header::LOCATION, to));
                for cookie in cookies {
                    response.cookie(cookie);
                }
                response.finish()
            }
            Self::Picture { kind, bytes } => HttpResponse::Ok()
                .insert_header((header::CACHE_CONTROL, "private, max-age=600"))
                .content_type(kind)
                .body(bytes),
            Self::Text(Some(text)) => HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(text),
            Self::Text(None) => HttpResponse::NoContent().finish(),
            Self::File { name, kind, bytes } => HttpResponse::Ok()
                .insert_header((header::CONTENT_DISPOSITION, attachment(&name)))
                .insert_header((header::CONTENT_ENCODING, "identity"))
                .content_type(kind)
                .body(bytes),
        }
    }
}
