//! Forms of pages with a few small files that are read at once and never stored.

use std::future::Future;
use std::pin::Pin;

use actix_multipart::Multipart;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use futures_util::StreamExt;

use super::desk::Desk;
use super::page_error::PageError;
use super::posted::check_token;
use super::refusal::Refusal;
use super::view::links::Pair;

/// The most bytes of a file: a form of a round has some twenty thousand.
const FILE_BYTES: usize = 1 << 20;
/// The most files.
const FILES: usize = 60;
/// The most bytes of another field.
const FIELD_BYTES: usize = 4 << 10;
/// The most other fields.
const FIELDS: usize = 16;

/// A file with its name.
#[derive(Debug)]
pub struct SmallFile {
    /// As it was given.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// What a form may send.
#[derive(Debug, Clone, Copy)]
pub struct Most {
    /// The most bytes of a file.
    pub bytes: usize,
    /// The most files.
    pub files: usize,
    /// What a file is, at the beginning of a sentence.
    pub what: &'static str,
}

/// Forms of rounds.
const FORMS: Most = Most { bytes: FILE_BYTES, files: FILES, what: "Biểu báo cáo" };

/// The desk and the files, after the token was checked. The token comes before the files.
pub struct SmallFiles(pub Desk, pub Vec<SmallFile>);

impl FromRequest for SmallFiles {
    type Error = Refusal;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Refusal>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let desk = Desk::from_request(request, payload);
        let parts = Multipart::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let desk = desk.await?;
            let read = match parts.await {
                Ok(parts) => read(&desk, parts, FORMS).await,
                Err(error) => Err(unreadable(&error.to_string())),
            };
            read.map(|files| Self(desk, files)).map_err(|error| Refusal::of(error, &request))
        })
    }
}

/// Takes in a form; the token comes before the files.
pub async fn read(desk: &Desk, mut parts: Multipart, limits: Most) -> Result<Vec<SmallFile>, PageError> {
    let (mut fields, mut files) = (Vec::new(), Vec::new());
    while let Some(part) = parts.next().await {
        let mut part = part.map_err(|error| unreadable(&error.to_string()))?;
        let name = part.name().unwrap_or_default().to_owned();
        let file_name = part.content_disposition().and_then(|found| found.get_filename()).map(str::to_owned);
        let most = if file_name.is_some() { limits.bytes } else { FIELD_BYTES };
        let shown = file_name.clone().unwrap_or_else(|| name.clone());
        let too_big =
            || PageError::refused(format!("«{shown}» quá lớn. {} nhận nhiều nhất {} kB.", limits.what, most >> 10));
        if file_name.is_some() {
            // Nothing is taken from elsewhere.
            check_token(desk, &fields)?;
        }
        let bytes = part.bytes(most).await.map_err(|_| too_big())?;
        let bytes = bytes.map_err(|error| unreadable(&error.to_string()))?;
        match file_name {
            // A browser sends an empty file without a name where none was chosen.
            Some(given) if given.is_empty() => {}
            Some(given) => files.push(SmallFile { name: given, bytes: bytes.to_vec() }),
            None => fields.push(Pair { name, value: String::from_utf8_lossy(&bytes).into_owned() }),
        }
        if files.len() > limits.files || fields.len() > FIELDS {
            return Err(PageError::refused(format!("Gửi nhiều nhất {} tệp một lần.", limits.files)));
        }
    }
    check_token(desk, &fields)?;
    Ok(files)
}

/// A form that is none.
pub fn unreadable(reason: &str) -> PageError {
    PageError::refused(format!("Không đọc được biểu mẫu gửi lên: {reason}"))
}
