//! The form with which a list is uploaded: `campaign`, `unit`, perhaps `listed_on`, and the file as `file`.

use std::future::Future;
use std::pin::Pin;

use actix_multipart::form::bytes::Bytes;
use actix_multipart::form::{FieldReader, Limits, MultipartCollect, MultipartForm, MultipartFormConfig, State};
use actix_multipart::{Field, MultipartError};
use actix_web::{FromRequest, HttpRequest, web};
use chrono::NaiveDate;
use utoipa::ToSchema;

use crate::vn::file_name::safe;
use crate::web::problem::Problem;
use crate::web::upload::is_too_large;

/// The most bytes of a file; the reader refuses larger ones as well.
const FILE_BYTES: usize = 20 << 20;
/// The most bytes of any other field.
const FIELD_BYTES: usize = 4 * 1024;
/// The most bytes of the whole form.
const FORM_BYTES: usize = FILE_BYTES + 64 * 1024;
/// Names of the fields.
const FIELDS: [&str; 4] = ["campaign", "unit", "listed_on", "file"];

/// Limits of the form.
pub fn limits() -> MultipartFormConfig {
    MultipartFormConfig::default().total_limit(FORM_BYTES).memory_limit(FORM_BYTES)
}

/// An uploaded list.
#[derive(Debug, ToSchema)]
pub struct ListUpload {
    /// Code of the campaign.
    pub campaign: String,
    /// Slug of the unit the list is of.
    pub unit: String,
    /// The day the list was drawn up; today where none is given.
    pub listed_on: Option<NaiveDate>,
    /// The file: xlsx, xls, ods or csv.
    #[schema(value_type = String, format = Binary)]
    pub file: UploadedFile,
}

/// A file as sent.
#[derive(Debug)]
pub struct UploadedFile {
    /// Its name, made safe.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// Reads the form. Called once the caller is known, so that strangers cannot make the server take in files.
pub async fn read(request: &HttpRequest, payload: web::Payload) -> Result<ListUpload, Problem> {
    let form = MultipartForm::<Parts>::from_request(request, &mut payload.into_inner()).await;
    let parts = form.map_err(|error| unreadable(&error))?.into_inner();
    let listed_on = match parts.text("listed_on") {
        "" => None,
        text => Some(text.parse().map_err(|_| Problem::bad_request("Trường listed_on phải có dạng YYYY-MM-DD."))?),
    };
    let (campaign, unit) = (parts.required("campaign")?, parts.required("unit")?);
    let file = parts.file.ok_or_else(|| Problem::bad_request("Thiếu tệp danh sách (trường file, có tên tệp)."))?;
    Ok(ListUpload { campaign, unit, listed_on, file })
}

fn unreadable(error: &actix_web::Error) -> Problem {
    if is_too_large(error) {
        return Problem::too_large();
    }
    Problem::bad_request(format!("Không đọc được biểu mẫu multipart/form-data gửi lên: {error}."))
}

/// The fields as they came.
#[derive(Default)]
struct Parts {
    texts: Vec<(String, String)>,
    file: Option<UploadedFile>,
}

impl Parts {
    fn text(&self, name: &str) -> &str {
        self.texts.iter().find(|(known, _)| known == name).map_or("", |(_, text)| text.trim())
    }

    fn required(&self, name: &str) -> Result<String, Problem> {
        match self.text(name) {
            "" => Err(Problem::bad_request(format!("Thiếu trường {name}."))),
            text => Ok(text.to_owned()),
        }
    }
}

impl MultipartCollect for Parts {
    fn limit(name: &str) -> Option<usize> {
        Some(if name == "file" { FILE_BYTES } else { FIELD_BYTES })
    }

    fn handle_field<'t>(
        request: &'t HttpRequest,
        field: Field,
        limits: &'t mut Limits,
        state: &'t mut State,
    ) -> Pin<Box<dyn Future<Output = Result<(), MultipartError>> + 't>> {
        Box::pin(async move {
            let name = field.name().unwrap_or_default().to_owned();
            if !FIELDS.contains(&name.as_str()) {
                return Err(MultipartError::UnknownField(name));
            }
            if state.contains_key(&name) {
                return Err(MultipartError::DuplicateField(name));
            }
            let content = Bytes::read_field(request, field, limits).await?;
            state.insert(name, Box::new(content));
            Ok(())
        })
    }

    fn from_state(state: State) -> Result<Self, MultipartError> {
        let mut parts = Self::default();
        for (name, content) in state.0 {
            let Ok(content) = content.downcast::<Bytes>() else { continue };
            if name == "file" {
                let given = content.file_name.unwrap_or_default();
                parts.file =
                    (!given.is_empty()).then(|| UploadedFile { name: safe(&given), bytes: content.data.to_vec() });
            } else {
                parts.texts.push((name, String::from_utf8_lossy(&content.data).into_owned()));
            }
        }
        Ok(parts)
    }
}
