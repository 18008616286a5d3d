//! A form with a list (`multipart/form-data`), of a page or of the API. The bytes of the file go into the store as they come, so that the server never
//! holds more than a piece of it; the other fields are short texts.

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::error::BlockingError;
use actix_web::web;
use futures_util::StreamExt;

use super::view::links::Pair;
use crate::roster::{self, Receiver, RosterError, StoredFile};
use crate::store::Db;

/// The most bytes of a field that is not the file.
const FIELD_BYTES: usize = 4 * 1024;
/// The most fields.
const MOST_FIELDS: usize = 32;
/// Bytes that are handed to the store at once.
const HANDFUL: usize = 512 << 10;
/// The most bytes of a refused file that are still listened to: a client that is cut off while it sends may never read the answer.
const LISTENED_TO: usize = 64 << 20;

/// What was typed, and the file.
#[derive(Debug, Default)]
pub struct Incoming {
    /// Fields other than the file.
    pub fields: Vec<Pair>,
    /// The file, where one was chosen.
    pub file: Option<IncomingFile>,
}

/// A file that was sent and belongs to no batch yet.
#[derive(Debug)]
pub struct IncomingFile {
    /// Its name as it was given; made safe where it is stored.
    pub name: String,
    /// Where it is, or why it was not taken in: too big, or empty.
    pub stored: Result<StoredFile, RosterError>,
}

/// Why a form was not taken.
#[derive(Debug, thiserror::Error)]
pub enum IncomingError {
    /// It is no such form, or was broken off.
    #[error("Không đọc được biểu mẫu multipart/form-data gửi lên: {0}.")]
    Unreadable(String),
    /// A field that is not a file is too long.
    #[error("Trường {0} dài hơn {FIELD_BYTES} byte.")]
    FieldTooLong(String),
    /// A field came twice, or too many came.
    #[error("Trường {0} gửi hai lần hoặc biểu mẫu có quá nhiều trường.")]
    TooMany(String),
    /// The file could not be stored, or was refused and is too long to be heard to its end.
    #[error(transparent)]
    Roster(#[from] RosterError),
}

impl From<MultipartError> for IncomingError {
    fn from(error: MultipartError) -> Self {
        Self::Unreadable(error.to_string())
    }
}

impl From<BlockingError> for IncomingError {
    fn from(error: BlockingError) -> Self {
        Self::Unreadable(error.to_string())
    }
}

impl Incoming {
    /// Takes in a form; `file` is the name of the field with the list. `admit` is asked with the fields that came before the file, so that nothing is
    /// kept of a form from elsewhere or of somebody who may not import.
    ///
    /// # Errors
    /// Those of `admit`, and [`IncomingError`]; nothing of the file stays then.
    pub async fn read<E: From<IncomingError>>(
        db: &Db,
        mut parts: Multipart,
        file: &str,
        admit: impl Fn(&[Pair]) -> Result<(), E>,
    ) -> Result<Self, E> {
        let mut form = Self::default();
        while let Some(part) = parts.next().await {
            let taken = match part {
                Ok(part) if part.name() == Some(file) => match admit(&form.fields) {
                    Ok(()) => form.take_file(db, part).await.map_err(E::from),
                    Err(error) => Err(error),
                },
                Ok(part) => form.take_text(part).await.map_err(E::from),
                Err(error) => Err(IncomingError::from(error).into()),
            };
            if let Err(error) = taken {
                form.forget(db).await?;
                return Err(error);
            }
        }
        Ok(form)
    }

    async fn take_text(&mut self, mut part: Field) -> Result<(), IncomingError> {
        let name = part.name().unwrap_or_default().to_owned();
        if self.fields.iter().any(|pair| pair.name == name) || self.fields.len() >= MOST_FIELDS {
            return Err(IncomingError::TooMany(name));
        }
        let value = part.bytes(FIELD_BYTES).await.map_err(|_| IncomingError::FieldTooLong(name.clone()))?;
        let value = value.map_err(|error| IncomingError::Unreadable(error.to_string()))?;
        self.fields.push(Pair { name, value: String::from_utf8_lossy(&value).into_owned() });
        Ok(())
    }

    async fn take_file(&mut self, db: &Db, mut part: Field) -> Result<(), IncomingError> {
        if self.file.is_some() {
            return Err(IncomingError::TooMany(part.name().unwrap_or_default().to_owned()));
        }
        let given = file_name(&part);
        let stored = store(db, &mut part).await?;
        self.file = match given {
            Some(name) => Some(IncomingFile { name, stored }),
            // A browser sends an empty file without a name where none was chosen.
            None => {
                forget(db, stored.ok()).await?;
                None
            }
        };
        Ok(())
    }

    /// What was typed into a field.
    pub fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|pair| pair.name == name).map_or("", |pair| pair.value.trim())
    }

    /// The form is refused: its file goes.
    ///
    /// # Errors
    /// Of the database.
    pub async fn forget(self, db: &Db) -> Result<(), IncomingError> {
        forget(db, self.file.and_then(|file| file.stored.ok())).await
    }
}

async fn forget(db: &Db, stored: Option<StoredFile>) -> Result<(), IncomingError> {
    let Some(stored) = stored else { return Ok(()) };
    let db = db.clone();
    Ok(web::block(move || roster::forget(&db, &stored)).await??)
}

/// The name as it was given; `None` where there is none.
fn file_name(part: &Field) -> Option<String> {
    let disposition = part.content_disposition()?;
    let extended = || Some(String::from_utf8_lossy(&disposition.get_filename_ext()?.value).into_owned());
    let given = disposition.get_filename().map(str::to_owned).or_else(extended)?;
    (!given.is_empty()).then_some(given)
}

/// Stores what comes; the inner error tells why the file itself is refused.
async fn store(db: &Db, part: &mut Field) -> Result<Result<StoredFile, RosterError>, IncomingError> {
    let mut receiver = Receiver::new(db);
    let mut waiting: Vec<u8> = Vec::new();
    while let Some(bytes) = part.next().await {
        match bytes {
            Ok(bytes) => waiting.extend_from_slice(&bytes),
            Err(error) => {
                web::block(move || receiver.give_up()).await??;
                return Err(error.into());
            }
        }
        if waiting.len() >= HANDFUL {
            receiver = match hand_over(receiver, std::mem::take(&mut waiting)).await? {
                Ok(receiver) => receiver,
                Err(refused) if heard_to_the_end(part).await => return told(refused),
                Err(refused) => return Err(refused.into()),
            };
        }
    }
    match hand_over(receiver, waiting).await? {
        Ok(receiver) => web::block(move || receiver.finish()).await?.map(Ok).or_else(told),
        Err(refused) => told(refused),
    }
}

/// Hands bytes to the store on a thread that may wait for it.
async fn hand_over(mut receiver: Receiver, bytes: Vec<u8>) -> Result<Result<Receiver, RosterError>, BlockingError> {
    web::block(move || match receiver.take(&bytes) {
        Ok(()) => Ok(receiver),
        Err(error) => receiver.give_up().and(Err(error)),
    })
    .await
}

/// A file is refused for what it is; any other error is no answer to whoever sent it.
fn told<T>(error: RosterError) -> Result<Result<T, RosterError>, IncomingError> {
    match error {
        refused @ (RosterError::TooBig { .. } | RosterError::EmptyFile) => Ok(Err(refused)),
        broken => Err(broken.into()),
    }
}

async fn heard_to_the_end(part: &mut Field) -> bool {
    let mut heard = 0;
    while let Some(bytes) = part.next().await {
        heard += bytes.map_or(LISTENED_TO, |bytes| bytes.len());
        if heard >= LISTENED_TO {
            return false;
        }
    }
    true
}
