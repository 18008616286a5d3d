//! Errors of the API as RFC 9457 problem documents: one table from the errors of the rooms to status and stable code. A handler never chooses a status.

mod rooms;
mod units;

use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, ResponseError, error};
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::AccessError;
use crate::store::StoreError;

/// Media type of a problem document.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// What went wrong, for programs and for people.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Problem {
    /// Identifies the kind of problem: `urn:tiendo:problem:` and the code.
    #[serde(rename = "type")]
    kind: String,
    /// The HTTP status once more.
    #[schema(value_type = u16)]
    #[serde(serialize_with = "as_number")]
    status: StatusCode,
    /// The stable code that programs compare.
    code: &'static str,
    /// The kind of problem in a few Vietnamese words.
    title: &'static str,
    /// What happened and what to do, in Vietnamese.
    detail: String,
}

fn as_number<S: serde::Serializer>(status: &StatusCode, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u16(status.as_u16())
}

impl Problem {
    fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self { kind: format!("urn:tiendo:problem:{code}"), status, code, title: title(status), detail: detail.into() }
    }

    /// A request that cannot be understood.
    pub fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad_request", detail)
    }

    /// Something that does not exist, or that the caller may not know of.
    fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", detail)
    }

    /// An error that the caller cannot do anything about: logged here, once; the answer tells nothing of the inside.
    pub fn internal(error: &dyn std::error::Error) -> Self {
        tracing::error!(%error, "request failed");
        let detail = "Hệ thống gặp lỗi khi xử lý yêu cầu. Thử lại; nếu vẫn lỗi, báo người quản trị kèm mã yêu cầu (X-Request-Id).";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", detail)
    }

    /// The data changed after the preview; the file was compared with them anew.
    pub fn recomputed() -> Self {
        Self::new(StatusCode::CONFLICT, "stale", crate::messages::imports::RECOMPUTED)
    }

    /// The body is larger than allowed.
    pub fn too_large() -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "payload_too_large",
            "Dữ liệu gửi lên lớn hơn mức cho phép. Chia nhỏ rồi gửi lại.",
        )
    }
}

/// Titles say the kind only; what happened is in the detail.
fn title(status: StatusCode) -> &'static str {
    match status {
        StatusCode::BAD_REQUEST => "Yêu cầu không hợp lệ",
        StatusCode::UNAUTHORIZED => "Chưa đăng nhập",
        StatusCode::FORBIDDEN => "Không có quyền",
        StatusCode::NOT_FOUND => "Không tìm thấy",
        StatusCode::METHOD_NOT_ALLOWED => "Sai phương thức",
        StatusCode::CONFLICT => "Xung đột dữ liệu",
        StatusCode::PAYLOAD_TOO_LARGE => "Dữ liệu quá lớn",
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "Sai kiểu dữ liệu",
        StatusCode::UNPROCESSABLE_ENTITY => "Không thực hiện được",
        StatusCode::TOO_MANY_REQUESTS => "Quá nhiều yêu cầu",
        StatusCode::SERVICE_UNAVAILABLE => "Hệ thống bận",
        _ => "Lỗi hệ thống",
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.detail)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        let mut response = HttpResponse::build(self.status);
        if self.status == StatusCode::UNAUTHORIZED {
            response.insert_header((actix_web::http::header::WWW_AUTHENTICATE, "Bearer"));
        }
        match serde_json::to_vec(self) {
            Ok(body) => response.content_type(PROBLEM_JSON).body(body),
            Err(_) => response.finish(),
        }
    }
}

impl From<AccessError> for Problem {
    fn from(error: AccessError) -> Self {
        use AccessError as E;
        let status = match &error {
            E::Store(_) | E::Hashing(_) => return from_inside(error),
            E::SignInRefused | E::NotSignedIn => StatusCode::UNAUTHORIZED,
            E::MustChangePassword | E::Forbidden => StatusCode::FORBIDDEN,
            E::NotFound => StatusCode::NOT_FOUND,
            E::NameTaken(_) => StatusCode::CONFLICT,
            E::WrongPassword | E::WeakPassword(_) | E::BadName(_) => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Self::new(status, error.code(), error.to_string())
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy(_) => Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", error.to_string()),
            _ => Self::internal(&error),
        }
    }
}

fn from_inside(error: AccessError) -> Problem {
    match error {
        AccessError::Store(error) => error.into(),
        error => Problem::internal(&error),
    }
}

/// A thread of the pool was lost.
impl From<error::BlockingError> for Problem {
    fn from(error: error::BlockingError) -> Self {
        Self::internal(&error)
    }
}

impl From<error::JsonPayloadError> for Problem {
    fn from(error: error::JsonPayloadError) -> Self {
        use error::JsonPayloadError as E;
        match error {
            E::Overflow { .. } | E::OverflowKnownLength { .. } => Self::too_large(),
            E::ContentType => Self::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "unsupported_media_type",
                "Nội dung gửi lên phải là JSON (Content-Type: application/json).",
            ),
            error => Self::bad_request(format!("Không đọc được JSON gửi lên: {error}.")),
        }
    }
}

impl From<error::QueryPayloadError> for Problem {
    fn from(error: error::QueryPayloadError) -> Self {
        Self::bad_request(format!("Tham số trên địa chỉ không hợp lệ: {error}."))
    }
}

impl From<error::PathError> for Problem {
    fn from(_: error::PathError) -> Self {
        no_such_address()
    }
}

fn no_such_address() -> Problem {
    Problem::not_found(AccessError::NotFound.to_string())
}

/// Answers addresses of the API that do not exist; in words, like a thing that does not exist.
pub async fn unknown_address() -> HttpResponse {
    no_such_address().error_response()
}

/// Answers methods that an address does not know.
pub async fn unknown_method(request: HttpRequest) -> HttpResponse {
    let detail = format!("Địa chỉ này không nhận phương thức {}.", request.method());
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", detail).error_response()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_problem_reads_as_the_standard_says() {
        let problem = Problem::from(AccessError::Forbidden);
        let json = serde_json::to_value(&problem).unwrap();
        assert_eq!(json["type"], "urn:tiendo:problem:forbidden");
        assert_eq!(json["status"], 403);
        assert_eq!(json["code"], "forbidden");
        assert_eq!(json["title"], "Không có quyền");
        assert_eq!(json["detail"], AccessError::Forbidden.to_string());
        assert_eq!(problem.error_response().headers().get("content-type").unwrap(), PROBLEM_JSON);
    }

    #[test]
    fn errors_of_the_inside_tell_nothing_of_it() {
        let inside = StoreError::Corrupt("bảng person".to_owned());
        let problem = Problem::from(AccessError::Store(inside));
        assert_eq!(problem.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(!problem.detail.contains("person"));
    }

    #[test]
    fn nobody_without_a_session_is_told_apart() {
        for error in [AccessError::SignInRefused, AccessError::NotSignedIn] {
            let response = Problem::from(error).error_response();
            assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
            assert_eq!(response.headers().get("www-authenticate").unwrap(), "Bearer");
        }
    }
}
