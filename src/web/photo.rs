//! A form of a page with one photo, which is read at once and never stored.

use std::future::Future;
use std::pin::Pin;

use actix_multipart::Multipart;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};

use super::desk::Desk;
use super::refusal::Refusal;
use super::small_files::{self, Most};
use crate::people::quick_entry::MOST_PHOTO_BYTES;

/// The desk and the photo, where one was chosen, after the token was checked. The token comes before the photo.
pub struct Photo(pub Desk, pub Option<Vec<u8>>);

impl FromRequest for Photo {
    type Error = Refusal;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Refusal>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let desk = Desk::from_request(request, payload);
        let parts = Multipart::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let desk = desk.await?;
            let most = Most { bytes: MOST_PHOTO_BYTES, files: 1, what: "Ảnh" };
            let read = match parts.await {
                Ok(parts) => small_files::read(&desk, parts, most).await,
                Err(error) => Err(small_files::unreadable(&error.to_string())),
            };
            let photo = read.map(|files| files.into_iter().next().map(|file| file.bytes));
            photo.map(|photo| Self(desk, photo)).map_err(|error| Refusal::of(error, &request))
        })
    }
}
