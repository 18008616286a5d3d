//! The use cases: see a document, list documents, read the files of one.

use chrono::{DateTime, Utc};

use super::attach::attached_bytes;
use super::docx::docx;
use super::error::DocumentError;
use super::face::Face;
use super::pdf::pdf_with;
use crate::access::{self, Actor};
use crate::model::document::{DocumentKind, DocumentState};
use crate::model::id::DocumentId;
use crate::model::role::Operation;
use crate::model::unit::Unit;
use crate::progress::snapshots::SnapshotLine;
use crate::store::document_attachments::{self, Attachment};
use crate::store::documents::{self, DocumentFilter, DocumentHead, DocumentText};
use crate::store::{Conn, Db, blobs, campaigns, snapshots, units};
use crate::vn::fold::fold;

/// A document with everything around it.
#[derive(Debug, Clone)]
pub struct DocumentSheet {
    /// Kind, state, number.
    pub head: DocumentHead,
    /// What it says.
    pub text: DocumentText,
    /// The PDFs that are attached to it.
    pub attached: Vec<Attachment>,
    /// The unit whose body issues it.
    pub unit: Unit,
    /// The figures it cites.
    pub snapshot: SnapshotLine,
    /// Whether the actor may change it.
    pub may_edit: bool,
    /// Whether the actor may have a Word file compared with it.
    pub may_check: bool,
    /// Whether the actor may take it back from signature.
    pub may_take_back: bool,
    /// Whether the actor may issue it and attach the signed file.
    pub may_issue: bool,
}

impl DocumentSheet {
    /// The document as it is printed.
    ///
    /// # Errors
    /// As [`Face::of`].
    pub fn face(&self) -> Result<Face, DocumentError> {
        Face::with_files(&self.text.content, &self.attached)
    }
}

/// Which file of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentFile {
    /// To read.
    Pdf,
    /// To edit.
    Docx,
    /// Signed and stamped.
    Signed,
}

/// A file to be handed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeFile {
    /// Without diacritics.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A document. One outside the scope of the actor is answered like one that does not exist.
pub fn show(db: &Db, actor: &Actor, id: DocumentId) -> Result<DocumentSheet, DocumentError> {
    db.read(|conn| sheet(conn, actor, id))
}

/// Documents that the actor may see, latest first.
pub fn list(db: &Db, actor: &Actor, filter: &DocumentFilter) -> Result<Vec<(DocumentHead, Unit)>, DocumentError> {
    access::allowed(actor, Operation::ViewFigures)?;
    db.read(|conn| {
        let own = access::scope(actor);
        let filter = DocumentFilter { scope: own.or(filter.scope), ..filter.clone() };
        let heads = documents::list(conn, &filter)?;
        let today = Utc::now().date_naive();
        let ids: Vec<_> = heads.iter().map(|head| head.unit).collect();
        let named = units::get_many(conn, &ids, today)?;
        let unit = |head: &DocumentHead| named.iter().find(|unit| unit.id == head.unit).cloned();
        Ok(heads.into_iter().filter_map(|head| unit(&head).map(|unit| (head, unit))).collect())
    })
}

/// A file of a document. Of one that is issued, the bytes that were kept then; of a draft, made now.
pub fn file(
    db: &Db,
    actor: &Actor,
    (id, which): (DocumentId, DocumentFile),
    now: DateTime<Utc>,
) -> Result<MadeFile, DocumentError> {
    let (sheet, kept, attached) = db.read(|conn| {
        let sheet = sheet(conn, actor, id)?;
        let files = &sheet.head.files;
        let blob = match which {
            DocumentFile::Pdf => files.pdf,
            DocumentFile::Docx => files.docx,
            DocumentFile::Signed => files.signed.as_ref().map(|(blob, _)| *blob),
        };
        let kept = blob.map(|blob| blobs::whole(conn, blob)).transpose()?;
        let attached = match (&kept, which) {
            (None, DocumentFile::Pdf) => attached_bytes(conn, &sheet.attached)?,
            _ => Vec::new(),
        };
        Ok::<_, DocumentError>((sheet, kept, attached))
    })?;
    let bytes = match (kept, which) {
        (Some(bytes), _) => bytes,
        (None, DocumentFile::Signed) => return Err(DocumentError::NoFile),
        (None, DocumentFile::Pdf) => pdf_with(&sheet.face()?, attached, now)?,
        (None, DocumentFile::Docx) => docx(&sheet.face()?, now)?,
    };
    Ok(MadeFile { name: file_name(&sheet, which), bytes })
}

/// `cong-van-12-UBND-CA.pdf`, `du-thao-cong-van-7.docx`, in letters that every mail program keeps.
pub(super) fn file_name(sheet: &DocumentSheet, which: DocumentFile) -> String {
    let plain = |text: &str| -> String {
        fold(text).chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect()
    };
    let noun = plain(sheet.head.kind.form().noun());
    let (end, mark) = match which {
        DocumentFile::Pdf => ("pdf", ""),
        DocumentFile::Docx => ("docx", ""),
        DocumentFile::Signed => ("pdf", "-da-ky"),
    };
    match &sheet.head.number {
        Some((number, symbol)) => format!("{noun}-{number:02}-{}{mark}.{end}", plain(symbol)),
        None => format!("du-thao-{noun}-{}.{end}", sheet.head.id),
    }
}

pub(super) fn sheet(conn: &mut Conn, actor: &Actor, id: DocumentId) -> Result<DocumentSheet, DocumentError> {
    let head = documents::find(conn, id)?.ok_or(DocumentError::NoDocument(id.0))?;
    match access::authorise(conn, actor, Operation::ViewFigures, head.unit) {
        Err(access::AccessError::NotFound) => return Err(DocumentError::NoDocument(id.0)),
        checked => checked?,
    }
    if head.kind == DocumentKind::StaffMissing {
        // It names people.
        access::authorise(conn, actor, Operation::ViewPeople, head.unit)?;
    }
    let gone = || DocumentError::NoDocument(id.0);
    let text = documents::text(conn, &head)?;
    let attached = document_attachments::of_document(conn, id)?;
    let snapshot = snapshots::find(conn, head.snapshot)?.ok_or_else(gone)?;
    let unit = units::get(conn, head.unit, snapshot.as_of)?.ok_or_else(gone)?;
    let of = units::get(conn, snapshot.unit, snapshot.as_of)?.ok_or_else(gone)?;
    let campaign = campaigns::get(conn, head.campaign)?.ok_or_else(gone)?;
    let may_edit = head.state.is_open() && access::allowed(actor, Operation::MakeDocument).is_ok();
    let may_check = access::allowed(actor, Operation::MakeDocument).is_ok();
    let may_take_back = head.state == DocumentState::Ready && access::allowed(actor, Operation::MakeDocument).is_ok();
    let may_issue = head.state != DocumentState::Dropped && access::allowed(actor, Operation::IssueDocument).is_ok();
    let snapshot = SnapshotLine { head: snapshot, unit: of, campaign: campaign.code };
    Ok(DocumentSheet { head, text, attached, unit, snapshot, may_edit, may_check, may_take_back, may_issue })
}
