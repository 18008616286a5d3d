//! PDFs that are attached to documents as they are.

use chrono::{DateTime, Utc};
use diesel::dsl::max;
use diesel::prelude::*;

use super::connection::Conn;
use super::error::StoreError;
use super::schema::document_attachment;
use crate::model::document::AttachmentSource;
use crate::model::id::{AccountId, BlobId, DocumentId};

/// A PDF that is attached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its place among those of the document; kept when another one is taken off.
    pub position: i32,
    /// Its bytes.
    pub blob: BlobId,
    /// Under which name it is handed out.
    pub file_name: String,
    /// What stands above it.
    pub title: String,
    /// Where it was taken from.
    pub source: AttachmentSource,
    /// How many pages it has.
    pub pages: u32,
    /// How many bytes.
    pub bytes: u64,
}

type Row = (i32, i64, String, String, String, i32, i64);

/// What is attached to a document, in order.
pub fn of_document(conn: &mut Conn, document: DocumentId) -> Result<Vec<Attachment>, StoreError> {
    let rows: Vec<Row> = document_attachment::table
        .filter(document_attachment::document_id.eq(document.0))
        .order(document_attachment::position)
        .select((
            document_attachment::position,
            document_attachment::blob_id,
            document_attachment::file_name,
            document_attachment::title,
            document_attachment::source,
            document_attachment::pages,
            document_attachment::bytes,
        ))
        .load(&mut *conn.any)?;
    rows.into_iter().map(|row| read(row, document)).collect()
}

fn read(row: Row, document: DocumentId) -> Result<Attachment, StoreError> {
    let (position, blob, file_name, title, source, pages, bytes) = row;
    let corrupt = || StoreError::corrupt(format!("tệp kèm theo {position} của văn bản {document}"));
    Ok(Attachment {
        position,
        blob: BlobId(blob),
        file_name,
        title,
        source: AttachmentSource::parse(&source).ok_or_else(corrupt)?,
        pages: u32::try_from(pages).map_err(|_| corrupt())?,
        bytes: u64::try_from(bytes).map_err(|_| corrupt())?,
    })
}

/// Attaches a PDF behind those that are there; its position is told.
pub fn add(
    conn: &mut Conn,
    document: DocumentId,
    new: &Attachment,
    (account, at): (Option<AccountId>, DateTime<Utc>),
) -> Result<i32, StoreError> {
    let last: Option<i32> = document_attachment::table
        .filter(document_attachment::document_id.eq(document.0))
        .select(max(document_attachment::position))
        .first(&mut *conn.any)?;
    let position = last.unwrap_or(0) + 1;
    let row = (
        document_attachment::document_id.eq(document.0),
        document_attachment::position.eq(position),
        document_attachment::blob_id.eq(new.blob.0),
        document_attachment::file_name.eq(&new.file_name),
        document_attachment::title.eq(&new.title),
        document_attachment::source.eq(new.source.as_str()),
        document_attachment::pages.eq(i32::try_from(new.pages).unwrap_or(i32::MAX)),
        document_attachment::bytes.eq(i64::try_from(new.bytes).unwrap_or(i64::MAX)),
        document_attachment::account_id.eq(account.map(|account| account.0)),
        document_attachment::attached_at.eq(at.naive_utc()),
    );
    diesel::insert_into(document_attachment::table).values(row).execute(&mut *conn.any)?;
    Ok(position)
}

/// Takes an attachment off; its bytes go too.
pub fn remove(conn: &mut Conn, document: DocumentId, attachment: &Attachment) -> Result<(), StoreError> {
    diesel::delete(document_attachment::table.find((document.0, attachment.position))).execute(&mut *conn.any)?;
    super::blobs::delete(conn, attachment.blob)
}
