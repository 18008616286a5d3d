//! The file itself: taken in piece by piece, sealed, and read again piece by piece, so that the server never holds all of it.

use std::io::{self, Read};

use chrono::{NaiveDateTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};

use super::error::RosterError;
use crate::model::id::BlobId;
use crate::store::blobs::{self, BlobHead, PIECE_BYTES};
use crate::store::{Db, StoreError};

/// What the bytes of an upload are sealed for.
const UPLOAD: &str = "import.file";
/// How long an upload may go on before it counts as broken off.
const UPLOAD_LASTS: TimeDelta = TimeDelta::days(1);
/// The most bytes of a workbook.
pub const WORKBOOK_BYTES: u64 = 20 << 20;
/// The most bytes of delimited text.
pub const TEXT_BYTES: u64 = 256 << 20;

/// A file that was taken in and belongs to no batch yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    /// Where it is.
    pub blob: BlobId,
    /// Length and hash.
    pub head: BlobHead,
}

/// Takes in a file whose bytes arrive bit by bit. Dropped before [`Receiver::finish`], what has arrived stays behind without a batch and is swept
/// away a day later by [`sweep_uploads`]; call [`Receiver::give_up`] where that is known.
pub struct Receiver {
    db: Db,
    blob: Option<BlobId>,
    waiting: Vec<u8>,
    position: i32,
    bytes: u64,
    most: u64,
    hash: Sha256,
}

impl Receiver {
    /// Begins.
    pub fn new(db: &Db) -> Self {
        let db = db.clone();
        Self { db, blob: None, waiting: Vec::new(), position: 0, bytes: 0, most: WORKBOOK_BYTES, hash: Sha256::new() }
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    /// [`RosterError::TooBig`] as soon as more has come than a file of its kind may have.
    pub fn take(&mut self, bytes: &[u8]) -> Result<(), RosterError> {
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
        self.waiting.extend_from_slice(bytes);
        if self.position == 0 {
            self.most = if is_workbook(&self.waiting) { WORKBOOK_BYTES } else { TEXT_BYTES };
        }
        if self.bytes > self.most {
            return Err(RosterError::TooBig { most: self.most });
        }
        while self.waiting.len() >= PIECE_BYTES {
            let rest = self.waiting.split_off(PIECE_BYTES);
            self.keep()?;
            self.waiting = rest;
        }
        Ok(())
    }

    /// Keeps what waits as the next piece.
    fn keep(&mut self) -> Result<(), StoreError> {
        let now = Utc::now().naive_utc();
        let (known, position, piece) = (self.blob, self.position, &self.waiting);
        let blob = self.db.write::<_, StoreError>(|conn| {
            let blob = match known {
                Some(blob) => blob,
                None => blobs::begin(conn, UPLOAD, now)?,
            };
            blobs::append(conn, blob, UPLOAD, position, piece)?;
            Ok(blob)
        })?;
        self.blob = Some(blob);
        self.position += 1;
        self.waiting.clear();
        Ok(())
    }

    /// The file is complete.
    ///
    /// # Errors
    /// [`RosterError::EmptyFile`] where nothing has come.
    pub fn finish(mut self) -> Result<StoredFile, RosterError> {
        if !self.waiting.is_empty() {
            self.keep()?;
        }
        let blob = self.blob.ok_or(RosterError::EmptyFile)?;
        let head = BlobHead { bytes: self.bytes, sha256: self.hash.finalize().to_vec() };
        self.db.write::<_, StoreError>(|conn| blobs::finish(conn, blob, &head))?;
        Ok(StoredFile { blob, head })
    }

    /// The file will not be completed: what has arrived goes.
    pub fn give_up(self) -> Result<(), RosterError> {
        match self.blob {
            Some(blob) => Ok(self.db.write::<_, StoreError>(|conn| blobs::delete(conn, blob))?),
            None => Ok(()),
        }
    }
}

/// Takes in a whole file.
///
/// # Errors
/// As [`Receiver::take`] and [`Receiver::finish`].
pub fn receive(db: &Db, bytes: &[u8]) -> Result<StoredFile, RosterError> {
    let mut receiver = Receiver::new(db);
    match receiver.take(bytes) {
        Ok(()) => receiver.finish(),
        Err(error) => {
            receiver.give_up()?;
            Err(error)
        }
    }
}

/// Removes a file that was taken in and will not belong to a batch after all.
///
/// # Errors
/// Of the database.
pub fn forget(db: &Db, file: &StoredFile) -> Result<(), RosterError> {
    Ok(db.write(|conn| blobs::delete(conn, file.blob))?)
}

/// Removes uploads that were broken off: files that no batch refers to although they began to arrive more than a day before `now`. Returns how many.
///
/// # Errors
/// Of the database.
pub fn sweep_uploads(db: &Db, now: NaiveDateTime) -> Result<usize, StoreError> {
    let found = db.read(|conn| blobs::without_batch(conn, UPLOAD, now - UPLOAD_LASTS))?;
    for blob in &found {
        db.write(|conn| blobs::delete(conn, *blob))?;
    }
    Ok(found.len())
}

/// Whether the first bytes are those of a ZIP container or of a compound file: everything else is read as text.
fn is_workbook(first: &[u8]) -> bool {
    first.starts_with(b"PK") || first.starts_with(&[0xD0, 0xCF])
}

/// Reads a stored file from its beginning.
pub struct Original {
    db: Db,
    blob: BlobId,
    next: i32,
    piece: io::Cursor<Vec<u8>>,
}

impl Original {
    /// Opens nothing yet.
    pub fn new(db: &Db, blob: BlobId) -> Self {
        let db = db.clone();
        Self { db, blob, next: 0, piece: io::Cursor::default() }
    }
}

impl Read for Original {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.piece.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            let (blob, next) = (self.blob, self.next);
            let piece = self.db.read(|conn| blobs::piece(conn, blob, next)).map_err(io::Error::other)?;
            let Some(piece) = piece else { return Ok(0) };
            self.piece = io::Cursor::new(piece);
            self.next += 1;
        }
    }
}
