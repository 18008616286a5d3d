//! The use cases: attach a PDF to a draft as it is, take one off, hand one over, draw a page of one.

use chrono::{DateTime, Datelike, Utc};
use serde_json::json;

use super::compose::cited;
use super::edit::changeable;
use super::error::DocumentError;
use super::foreign_pdf;
use super::show::{DocumentSheet, MadeFile, sheet};
use crate::access::{self, Actor, AuditEvent};
use crate::model::as_of::AsOf;
use crate::model::document::AttachmentSource;
use crate::model::hexadecimal::hexadecimal;
use crate::model::id::{BlobId, DocumentId};
use crate::roster::sandbox::SandboxSettings;
use crate::store::document_attachments::{self, Attachment};
use crate::store::incoming_documents::{self, IncomingEntry};
use crate::store::{Conn, Db, blobs, campaigns, documents};
use crate::vn::date::in_text;
use crate::vn::file_name::safe;

/// What the files are sealed for.
const PURPOSE: &str = "document.attached";
/// The most PDFs of a document.
pub const MOST_FILES: usize = 10;
/// The most pages of all of them together.
pub const MOST_PAGES: u32 = 200;
/// The most bytes of all of them together.
const MOST_BYTES: u64 = 40 << 20;
/// The longest title, in characters.
const LONGEST_TITLE: usize = 300;

/// Which PDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chosen<'a> {
    /// One that came in, by year and number of arrival.
    Incoming(i32, i32),
    /// One that the campaign rests on, by its place, the first being 1.
    Ground(usize),
    /// Another one: its name and its bytes.
    Upload(&'a str, &'a [u8]),
}

/// A PDF that may be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachable {
    /// Which.
    pub chosen: Chosen<'static>,
    /// `Công văn số 1239/UBND-CA ngày 26/5/2023 của UBND huyện: …`.
    pub title: String,
}

/// A PDF with what is known about it.
struct Found {
    source: AttachmentSource,
    name: String,
    title: String,
    bytes: Vec<u8>,
}

/// The PDFs of the register of incoming documents (this year and the one before) and of the campaign's legal grounds.
///
/// # Errors
/// No such document, or outside the actor's scope.
pub fn attachable(
    db: &Db,
    actor: &Actor,
    id: DocumentId,
    now: DateTime<Utc>,
) -> Result<Vec<Attachable>, DocumentError> {
    db.read(|conn| {
        let sheet = sheet(conn, actor, id)?;
        let mut found = Vec::new();
        for (at, filed) in campaigns::filed_grounds(conn, sheet.head.campaign)?.into_iter().enumerate() {
            if filed.file.is_some_and(|(_, name)| is_pdf(&name)) {
                found.push(Attachable { chosen: Chosen::Ground(at + 1), title: cited(&filed.ground) });
            }
        }
        let year = AsOf::of_instant(now).day().year();
        for year in [year, year - 1] {
            for document in incoming_documents::of_year(conn, sheet.head.unit, year)?.into_iter().rev() {
                if document.file.is_some_and(|(_, name)| is_pdf(&name)) {
                    let chosen = Chosen::Incoming(year, document.number);
                    found.push(Attachable { chosen, title: title_of_entry(&document.entry) });
                }
            }
        }
        Ok(found)
    })
}

pub(super) fn is_pdf(name: &str) -> bool {
    name.to_lowercase().ends_with(".pdf")
}

/// Attaches a PDF behind the annexes of a draft. `title` stands above it; where it is empty, what is known about the file.
///
/// # Errors
/// No right, no draft any more, changed meanwhile, too many files or pages, or a PDF that cannot be attached; nothing is changed then.
pub fn attach_pdf(
    db: &Db,
    actor: &Actor,
    (id, revision): (DocumentId, i64),
    (chosen, title): (Chosen<'_>, &str),
    (sandbox, now): (&SandboxSettings, DateTime<Utc>),
) -> Result<(), DocumentError> {
    let found = db.read(|conn| {
        let sheet = open(conn, actor, id, revision)?;
        find(conn, &sheet, chosen)
    })?;
    let typed = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let title = if typed.is_empty() { found.title.clone() } else { typed };
    if title.is_empty() || title.chars().count() > LONGEST_TITLE {
        return Err(DocumentError::Empty("tên văn bản kèm theo (không quá 300 ký tự)"));
    }
    // The file is opened by a child, before anything is locked.
    let pages = foreign_pdf::inspect(&found.bytes, sandbox)?;
    db.write(|conn| {
        let sheet = open(conn, actor, id, revision)?;
        let bytes = found.bytes.len() as u64;
        fits(&sheet.attached, pages, bytes)?;
        let blob = blobs::keep(conn, PURPOSE, &found.bytes, now.naive_utc())?;
        let file_name = safe(&found.name);
        let new = Attachment { position: 0, blob, file_name, title: title.clone(), source: found.source, pages, bytes };
        let position = document_attachments::add(conn, id, &new, (actor.account(), now))?;
        touch(conn, &sheet, now)?;
        let hash = hexadecimal(&blobs::sha256(&found.bytes));
        let detail = json!({ "position": position, "source": new.source, "pages": pages, "sha256": hash });
        note(conn, actor, &sheet, ("document.attach-pdf", detail))
    })
}

/// Takes a PDF off a draft.
///
/// # Errors
/// No right, no draft any more, changed meanwhile, or no such file.
pub fn detach_pdf(
    db: &Db,
    actor: &Actor,
    (id, revision): (DocumentId, i64),
    position: i32,
    now: DateTime<Utc>,
) -> Result<(), DocumentError> {
    db.write(|conn| {
        let sheet = open(conn, actor, id, revision)?;
        let attachment = at(&sheet.attached, position)?;
        document_attachments::remove(conn, id, attachment)?;
        touch(conn, &sheet, now)?;
        note(conn, actor, &sheet, ("document.detach-pdf", json!({ "position": position })))
    })
}

/// An attached PDF as it came.
///
/// # Errors
/// No such document or file.
pub fn attached_file(db: &Db, actor: &Actor, id: DocumentId, position: i32) -> Result<MadeFile, DocumentError> {
    db.read(|conn| {
        let sheet = sheet(conn, actor, id)?;
        let attachment = at(&sheet.attached, position)?;
        Ok(MadeFile { name: attachment.file_name.clone(), bytes: blobs::whole(conn, attachment.blob)? })
    })
}

/// A page of an attached PDF as a picture (SVG), the first being 1.
///
/// # Errors
/// As [`attached_file`], no such page, or the page cannot be drawn.
pub fn attached_page(
    db: &Db,
    actor: &Actor,
    (id, position): (DocumentId, i32),
    page: u32,
    sandbox: &SandboxSettings,
) -> Result<Vec<u8>, DocumentError> {
    let bytes = db.read(|conn| {
        let sheet = sheet(conn, actor, id)?;
        let attachment = at(&sheet.attached, position)?;
        if page == 0 || page > attachment.pages {
            return Err(DocumentError::NoFile);
        }
        Ok(blobs::whole(conn, attachment.blob)?)
    })?;
    foreign_pdf::draw(&bytes, page, sandbox)
}

/// The bytes of what is attached, in order.
pub(super) fn attached_bytes(conn: &mut Conn, attached: &[Attachment]) -> Result<Vec<Vec<u8>>, DocumentError> {
    attached.iter().map(|attachment| Ok(blobs::whole(conn, attachment.blob)?)).collect()
}

fn at(attached: &[Attachment], position: i32) -> Result<&Attachment, DocumentError> {
    attached.iter().find(|attachment| attachment.position == position).ok_or(DocumentError::NoFile)
}

fn open(conn: &mut Conn, actor: &Actor, id: DocumentId, revision: i64) -> Result<DocumentSheet, DocumentError> {
    let sheet = changeable(conn, actor, id, revision)?;
    if sheet.head.state.is_open() { Ok(sheet) } else { Err(DocumentError::NotADraft(sheet.head.state.vietnamese())) }
}

fn find(conn: &mut Conn, sheet: &DocumentSheet, chosen: Chosen<'_>) -> Result<Found, DocumentError> {
    let (source, title, file) = match chosen {
        Chosen::Upload(name, bytes) => {
            let (source, title) = (AttachmentSource::Upload, String::new());
            return Ok(Found { source, title, name: name.to_owned(), bytes: bytes.to_vec() });
        }
        Chosen::Incoming(year, number) => {
            let all = incoming_documents::of_year(conn, sheet.head.unit, year)?;
            let found = all.into_iter().find(|document| document.number == number).ok_or(DocumentError::NoFile)?;
            (AttachmentSource::Incoming, title_of_entry(&found.entry), found.file)
        }
        Chosen::Ground(place) => {
            let all = campaigns::filed_grounds(conn, sheet.head.campaign)?;
            let found = place.checked_sub(1).and_then(|at| all.into_iter().nth(at)).ok_or(DocumentError::NoFile)?;
            (AttachmentSource::Ground, cited(&found.ground), found.file)
        }
    };
    let (blob, name): (BlobId, String) = file.ok_or(DocumentError::NoFile)?;
    Ok(Found { source, title, name, bytes: blobs::whole(conn, blob)? })
}

fn title_of_entry(entry: &IncomingEntry) -> String {
    format!("{} ngày {} của {}: {}", entry.symbol, in_text(entry.dated_on), entry.author, entry.subject)
}

fn fits(attached: &[Attachment], pages: u32, bytes: u64) -> Result<(), DocumentError> {
    let all_pages: u32 = attached.iter().map(|attachment| attachment.pages).sum::<u32>() + pages;
    let all_bytes: u64 = attached.iter().map(|attachment| attachment.bytes).sum::<u64>() + bytes;
    let room = attached.len() < MOST_FILES && all_pages <= MOST_PAGES && all_bytes <= MOST_BYTES;
    if room { Ok(()) } else { Err(DocumentError::TooManyAttached) }
}

/// A form that was read before the files changed is refused.
fn touch(conn: &mut Conn, sheet: &DocumentSheet, now: DateTime<Utc>) -> Result<(), DocumentError> {
    let content = &sheet.text.content;
    if documents::change(conn, &sheet.head, content, sheet.head.state, now)? {
        Ok(())
    } else {
        Err(DocumentError::Changed)
    }
}

fn note(
    conn: &mut Conn,
    actor: &Actor,
    sheet: &DocumentSheet,
    (action, detail): (&'static str, serde_json::Value),
) -> Result<(), DocumentError> {
    let (object_id, unit) = (Some(sheet.head.id.0), Some(sheet.head.unit));
    access::audit(conn, actor, AuditEvent { action, object: "document", object_id, unit, detail })?;
    Ok(())
}
