//! A form with a list (`multipart/form-data`). The bytes of the file go into the store as they come, so that the server never holds more than a piece
//! of it; the other fields are short texts.

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::error::BlockingError;
use actix_web::{HttpRequest, web};
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

/// A file that is in the store and belongs to no batch yet.
#[derive(Debug)]
pub struct IncomingFile {
    /// Its name, without folders.
    pub name: String,
    /// Where it is.
    pub stored: StoredFile,
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
    /// The file was refused.
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
    /// Takes in a form; `file` is the name of the field with the list. To be called once the sender is known, so that strangers cannot fill the disk.
    ///
    /// # Errors
    /// [`IncomingError`]; nothing of the file stays then.
    pub async fn read(
        db: &Db,
        request: &HttpRequest,
        payload: web::Payload,
        file: &str,
    ) -> Result<Self, IncomingError> {
        let mut parts = Multipart::new(request.headers(), payload);
        let mut form = Self::default();
        while let Some(part) = parts.next().await {
            let taken = match part {
                Ok(part) => form.take(db, part, file).await,
                Err(error) => Err(error.into()),
            };
            if let Err(error) = taken {
                form.forget(db).await?;
                return Err(error);
            }
        }
        Ok(form)
    }

    async fn take(&mut self, db: &Db, mut part: Field, file: &str) -> Result<(), IncomingError> {
        let name = part.name().unwrap_or_default().to_owned();
        let twice = if name == file { self.file.is_some() } else { self.fields.iter().any(|pair| pair.name == name) };
        if twice || self.fields.len() >= MOST_FIELDS {
            return Err(IncomingError::TooMany(name));
        }
        if name == file {
            let given = file_name(&part);
            let stored = take_file(db, &mut part).await;
            self.file = match (given, stored) {
                // A browser sends an empty file without a name where none was chosen.
                (None, Err(IncomingError::Roster(RosterError::EmptyFile))) => None,
                (None, stored) => {
                    forget(db, &stored?).await?;
                    None
                }
                (Some(name), stored) => Some(IncomingFile { name, stored: stored? }),
            };
            return Ok(());
        }
        let value = part.bytes(FIELD_BYTES).await.map_err(|_| IncomingError::FieldTooLong(name.clone()))?;
        let value = value.map_err(|error| IncomingError::Unreadable(error.to_string()))?;
        self.fields.push(Pair { name, value: String::from_utf8_lossy(&value).into_owned() });
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
        match self.file {
            Some(file) => forget(db, &file.stored).await,
            None => Ok(()),
        }
    }
}

async fn forget(db: &Db, stored: &StoredFile) -> Result<(), IncomingError> {
    let (db, stored) = (db.clone(), stored.clone());
    Ok(web::block(move || roster::forget(&db, &stored)).await??)
}

/// The name without folders; `None` where there is none.
fn file_name(part: &Field) -> Option<String> {
    let disposition = part.content_disposition()?;
    let extended = || Some(String::from_utf8_lossy(&disposition.get_filename_ext()?.value).into_owned());
    let given = disposition.get_filename().map(str::to_owned).or_else(extended)?;
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    (!last.is_empty()).then(|| last.to_owned())
}

async fn take_file(db: &Db, part: &mut Field) -> Result<StoredFile, IncomingError> {
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
            receiver = match hand_over(receiver, std::mem::take(&mut waiting)).await {
                Ok(receiver) => receiver,
                Err(error) => {
                    listen_to_the_end(part).await;
                    return Err(error);
                }
            };
        }
    }
    let receiver = hand_over(receiver, waiting).await?;
    Ok(web::block(move || receiver.finish()).await??)
}

/// Hands bytes to the store on a thread that may wait for it.
async fn hand_over(mut receiver: Receiver, bytes: Vec<u8>) -> Result<Receiver, IncomingError> {
    let taken = web::block(move || match receiver.take(&bytes) {
        Ok(()) => Ok(receiver),
        Err(error) => receiver.give_up().and(Err(error)),
    });
    Ok(taken.await??)
}

async fn listen_to_the_end(part: &mut Field) {
    let mut heard = 0;
    while let Some(Ok(bytes)) = part.next().await {
        heard += bytes.len();
        if heard > LISTENED_TO {
            return;
        }
    }
}
