//! What a handler answers with: a page, a redirect after something was done, or a file.

use actix_web::HttpResponse;
use actix_web::cookie::Cookie;
use actix_web::http::{StatusCode, header};

use super::cookies::{self, Name};
use super::templates::TemplateError;
use super::view::links::encoded;

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
            Self::File { name, kind, bytes } => {
                HttpResponse::Ok()
                    .insert_header((header::CONTENT_DISPOSITION, attachment(&name)))
                    .insert_header((header::CONTENT_ENCODING, "identity"))
                    .content_type(kind)
                    .body(bytes)
            }
        }
    }
}

/// The header that makes a response a file to be kept under a name.
pub fn attachment(name: &str) -> String {
    let full = encoded(name).replace('/', "%2F");
    format!("attachment; filename=\"{}\"; filename*=UTF-8''{full}", ascii(name))
}

/// A file name for readers that know only the older form (RFC 6266): letters without marks, nothing that could end the quoted text.
fn ascii(name: &str) -> String {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let stem: String = crate::vn::fold::fold(stem).replace(' ', "-");
    if extension.is_empty() { stem } else { format!("{stem}.{}", crate::vn::fold::fold(extension)) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_cannot_split_the_header() {
        let file =
            Answer::File { name: "Tiến độ \"xã\"\r\nX: y.xlsx".to_owned(), kind: "text/plain", bytes: vec![1] };
        let response = file.into_response(true);
        let named = response.headers().get(header::CONTENT_DISPOSITION).unwrap().to_str().unwrap().to_owned();
        assert!(
            named.starts_with("attachment; filename=\"tien-do-xa-x-y.xlsx\"; filename*=UTF-8''Ti%E1%BA%BFn"),
            "{named}"
        );
    }
}
