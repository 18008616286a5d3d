//! Forms with a file. Other forms have the usual encoding; this one is `multipart/form-data`, and its file goes into the store as it arrives, so that
//! the server never holds all of it.

use std::future::Future;
use std::pin::Pin;

use actix_multipart::{Field, Multipart};
use actix_web::dev::Payload;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest, web};
use futures_util::StreamExt;
use tokio::sync::mpsc;

use super::desk::Desk;
use super::page_error::PageError;
use super::posted::check_token;
use super::refusal::Refusal;
use super::view::links::Pair;
use crate::access;
use crate::model::role::Operation;
use crate::roster::{Receiver, RosterError, StoredFile};
use crate::store::Db;

/// Name of the field that holds the file.
const FILE: &str = "tep";
/// The most bytes of any other field.
const FIELD_BYTES: usize = 4 * 1024;
/// The most fields.
const FIELDS: usize = 50;
/// Pieces of a file that wait for the store.
const WAITING: usize = 8;

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
    /// Where it is kept, or why it was not taken in.
    pub stored: Result<StoredFile, RosterError>,
}

impl Upload {
    /// What was typed into a field.
    pub fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|pair| pair.name == name).map_or("", |pair| pair.value.trim())
    }
}

/// The desk and the form, after the token was checked.
pub struct PostedFile(pub Desk, pub Upload);

impl FromRequest for PostedFile {
    type Error = Refusal;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Refusal>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let desk = Desk::from_request(request, payload);
        let parts = Multipart::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let desk = desk.await?;
            let read = match parts.await {
                Ok(parts) => read(&desk, parts).await,
                Err(error) => Err(unreadable(error)),
            };
            read.map(|upload| Self(desk, upload)).map_err(|error| Refusal::of(error, &request))
        })
    }
}

/// Takes the fields in their order. The file comes after the token, so that nothing is kept of a form from elsewhere.
async fn read(desk: &Desk, mut parts: Multipart) -> Result<Upload, PageError> {
    let mut upload = Upload::default();
    while let Some(part) = parts.next().await {
        let mut part = part.map_err(unreadable)?;
        let name = part.name().unwrap_or_default().to_owned();
        if name == FILE {
            check_token(desk, &upload.fields)?;
            access::allowed(desk.actor(), Operation::ImportRoster)?;
            upload.file = file(desk, part).await?;
        } else if upload.fields.len() < FIELDS {
            let value = part.bytes(FIELD_BYTES).await.map_err(unreadable)?.map_err(unreadable)?;
            upload.fields.push(Pair { name, value: String::from_utf8_lossy(&value).into_owned() });
        }
    }
    check_token(desk, &upload.fields)?;
    Ok(upload)
}

/// The file of a field; none where nobody chose one.
async fn file(desk: &Desk, part: Field) -> Result<Option<UploadedFile>, PageError> {
    let given = part.content_disposition().and_then(|told| told.get_filename()).unwrap_or_default();
    let name = given.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
    if name.is_empty() {
        return Ok(None);
    }
    let (sender, pieces) = mpsc::channel(WAITING);
    let db = desk.state.db.clone();
    let keeping = web::block(move || keep(&db, pieces));
    let sent = send(part, sender).await;
    let stored = keeping.await.map_err(|error| PageError::Internal(error.to_string()))?;
    sent?;
    match stored {
        Err(RosterError::Store(error)) => Err(error.into()),
        stored => Ok(Some(UploadedFile { name, stored })),
    }
}

/// Hands on what arrives; `None` says that it was all. A file that is refused on the way is heard out, or the browser would show a broken connection
/// in place of the sentence.
async fn send(mut part: Field, sender: mpsc::Sender<Option<Bytes>>) -> Result<(), PageError> {
    let mut refused = false;
    while let Some(piece) = part.next().await {
        let piece = piece.map_err(unreadable)?;
        refused = refused || sender.send(Some(piece)).await.is_err();
    }
    if !refused {
        // Nobody listens any more: the store has told why.
        let _ = sender.send(None).await;
    }
    Ok(())
}

/// Keeps what arrives. What does not arrive completely is thrown away.
fn keep(db: &Db, mut pieces: mpsc::Receiver<Option<Bytes>>) -> Result<StoredFile, RosterError> {
    let mut receiver = Receiver::new(db);
    while let Some(piece) = pieces.blocking_recv() {
        match piece.map(|piece| receiver.take(&piece)) {
            Some(Ok(())) => {}
            Some(Err(error)) => {
                receiver.give_up()?;
                return Err(error);
            }
            None => return receiver.finish(),
        }
    }
    receiver.give_up()?;
    Err(RosterError::EmptyFile)
}

fn unreadable(error: impl std::fmt::Display) -> PageError {
    PageError::refused(format!("Không đọc được biểu mẫu vừa gửi: {error}"))
}
