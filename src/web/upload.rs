//! A form with a file, sent by a page of the same session.

use std::future::Future;
use std::pin::Pin;

use actix_multipart::form::{
    FieldReader, Limits, MultipartCollect, MultipartForm, MultipartFormConfig, State, bytes::Bytes,
};
use actix_multipart::{Field, MultipartError};
use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::StatusCode;
use actix_web::{FromRequest, HttpRequest};

use super::desk::Desk;
use super::page_error::PageError;
use super::posted::check_token;
use super::refusal::Refusal;
use super::view::links::Pair;
use crate::vn::file_name::safe;

/// Name of the field that holds the file.
const FILE: &str = "tep";
/// The most bytes of a file; the reader refuses larger ones as well.
const FILE_BYTES: usize = 20 << 20;
/// The most bytes of any other field.
const FIELD_BYTES: usize = 4 * 1024;

/// Limits of forms with a file.
pub fn limits() -> MultipartFormConfig {
    MultipartFormConfig::default().total_limit(FILE_BYTES + 64 * 1024).memory_limit(FILE_BYTES + 64 * 1024)
}

/// What was typed, and the file.
#[derive(Debug, Default)]
pub struct Upload {
    fields: Vec<Pair>,
    /// The file, where one was chosen.
    pub file: Option<UploadedFile>,
}

/// A file as sent.
#[derive(Debug)]
pub struct UploadedFile {
    /// Its name, made safe.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl Upload {
    /// What was typed into a field.
    pub fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|pair| pair.name == name).map_or("", |pair| pair.value.trim())
    }
}

impl MultipartCollect for Upload {
    fn limit(name: &str) -> Option<usize> {
        Some(if name == FILE { FILE_BYTES } else { FIELD_BYTES })
    }

    fn handle_field<'t>(
        request: &'t HttpRequest,
        field: Field,
        limits: &'t mut Limits,
        state: &'t mut State,
    ) -> Pin<Box<dyn Future<Output = Result<(), MultipartError>> + 't>> {
        Box::pin(async move {
            let name = field.name().unwrap_or_default().to_owned();
            let content = Bytes::read_field(request, field, limits).await?;
            state.insert(name, Box::new(content));
            Ok(())
        })
    }

    fn from_state(state: State) -> Result<Self, MultipartError> {
        let mut upload = Self::default();
        for (name, content) in state.0 {
            let Ok(content) = content.downcast::<Bytes>() else { continue };
            if name == FILE {
                let given = content.file_name.unwrap_or_default();
                // A browser sends a file without a name where none was chosen.
                upload.file =
                    (!given.is_empty()).then(|| UploadedFile { name: safe(&given), bytes: content.data.to_vec() });
            } else {
                upload.fields.push(Pair { name, value: String::from_utf8_lossy(&content.data).into_owned() });
            }
        }
        Ok(upload)
    }
}

/// The desk and the form, after the token was checked.
pub struct PostedFile(pub Desk, pub Upload);

impl FromRequest for PostedFile {
    type Error = Refusal;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Refusal>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let desk = Desk::from_request(request, payload);
        let form = MultipartForm::<Upload>::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let desk = desk.await?;
            let upload = form.await.map_err(|error| Refusal::of(unreadable(&error), &request))?.into_inner();
            check_token(&desk, &upload.fields).map_err(|error| Refusal::of(error, &request))?;
            Ok(Self(desk, upload))
        })
    }
}

/// Whether a form was refused because it, or a field of it, is larger than allowed. The library answers 400 for the whole form.
pub fn is_too_large(error: &actix_web::Error) -> bool {
    match error.as_error::<MultipartError>() {
        Some(MultipartError::Payload(PayloadError::Overflow)) => true,
        Some(MultipartError::Field { source, .. }) => {
            source.as_response_error().status_code() == StatusCode::PAYLOAD_TOO_LARGE
        }
        _ => false,
    }
}

fn unreadable(error: &actix_web::Error) -> PageError {
    if is_too_large(error) {
        return PageError::Told {
            status: StatusCode::PAYLOAD_TOO_LARGE,
            title: "Tệp quá lớn",
            what: format!("Tệp vừa gửi lớn hơn {} MB nên không được nhận.", FILE_BYTES >> 20),
            advice: "Tách danh sách thành nhiều tệp nhỏ hơn, hoặc xóa hình ảnh chèn trong tệp rồi gửi lại.",
        };
    }
    PageError::refused(format!("Không đọc được biểu mẫu vừa gửi: {error}"))
}
