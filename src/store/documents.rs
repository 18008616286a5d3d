//! Official documents: drafts that change under a revision, and issued ones that never do. Text is sealed.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::connection::Conn;
use super::error::StoreError;
use super::schema::{document, document_number, unit_ancestor};
use crate::model::document::{Content, DocumentKind, DocumentState, IssuingBody};
use crate::model::id::{AccountId, BlobId, CampaignId, DocumentId, SnapshotId, UnitId};
use crate::vn::fold::fold;

/// The most documents that one list shows.
pub const LIST_LIMIT: i64 = 500;

/// A document as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentHead {
    /// Identity.
    pub id: DocumentId,
    /// Of which campaign.
    pub campaign: CampaignId,
    /// The unit whose body issues it.
    pub unit: UnitId,
    /// Which body of it.
    pub body: IssuingBody,
    /// What for.
    pub kind: DocumentKind,
    /// The figures it cites.
    pub snapshot: SnapshotId,
    /// How far it is.
    pub state: DocumentState,
    /// What it is about.
    pub subject: String,
    /// Counts the changes: a form that is older than the last one is refused.
    pub revision: i64,
    /// Its number with the symbol, once issued.
    pub number: Option<(u32, String)>,
    /// The day it was issued.
    pub issued_on: Option<NaiveDate>,
    /// The files of an issued document.
    pub files: DocumentFiles,
    /// What stands in its place.
    pub superseded_by: Option<DocumentId>,
    /// Who drafted it.
    pub account: Option<AccountId>,
    /// When.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub changed_at: DateTime<Utc>,
}

/// Files of an issued document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DocumentFiles {
    /// As issued, to read.
    pub pdf: Option<BlobId>,
    /// As issued, to edit into a later one.
    pub docx: Option<BlobId>,
    /// Signed and stamped: the original.
    pub signed: Option<(BlobId, String)>,
}

/// The text of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentText {
    /// What it says.
    pub content: Content,
    /// What the program wrote, before anybody edited it.
    pub composed: Content,
}

/// A draft as it is written.
#[derive(Debug, Clone)]
pub struct NewDocument<'a> {
    /// Of which campaign.
    pub campaign: CampaignId,
    /// The unit whose body issues it.
    pub unit: UnitId,
    /// Which body of it.
    pub body: IssuingBody,
    /// What for.
    pub kind: DocumentKind,
    /// The figures it cites.
    pub snapshot: SnapshotId,
    /// What it says.
    pub content: &'a Content,
    /// Who drafts it.
    pub account: Option<AccountId>,
}

/// Which documents are looked for.
#[derive(Debug, Clone, Default)]
pub struct DocumentFilter {
    /// Of one campaign.
    pub campaign: Option<CampaignId>,
    /// Issued by a unit or one below it.
    pub scope: Option<UnitId>,
    /// Of one kind.
    pub kind: Option<DocumentKind>,
    /// In one state.
    pub state: Option<DocumentState>,
    /// With words in the subject, diacritics or not.
    pub words: String,
}

#[derive(Queryable)]
struct Row {
    id: i64,
    campaign_id: i64,
    unit_id: i64,
    body: String,
    kind: String,
    snapshot_id: i64,
    state: String,
    subject: String,
    revision: i64,
    issued_on: Option<NaiveDate>,
    pdf_blob_id: Option<i64>,
    docx_blob_id: Option<i64>,
    signed_blob_id: Option<i64>,
    signed_name: Option<String>,
    superseded_by: Option<i64>,
    account_id: Option<i64>,
    created_at: NaiveDateTime,
    changed_at: NaiveDateTime,
    number: Option<i32>,
    symbol: Option<String>,
}

impl TryFrom<Row> for DocumentHead {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let corrupt = |what: &str| StoreError::corrupt(format!("văn bản {}: {what}", row.id));
        let number = row.number.map(u32::try_from).transpose().map_err(|_| corrupt("number"))?;
        Ok(Self {
            id: DocumentId(row.id),
            campaign: CampaignId(row.campaign_id),
            unit: UnitId(row.unit_id),
            body: IssuingBody::parse(&row.body).ok_or_else(|| corrupt("body"))?,
            kind: DocumentKind::parse(&row.kind).ok_or_else(|| corrupt("kind"))?,
            snapshot: SnapshotId(row.snapshot_id),
            state: DocumentState::parse(&row.state).ok_or_else(|| corrupt("state"))?,
            subject: row.subject,
            revision: row.revision,
            number: number.zip(row.symbol),
            issued_on: row.issued_on,
            files: DocumentFiles {
                pdf: row.pdf_blob_id.map(BlobId),
                docx: row.docx_blob_id.map(BlobId),
                signed: row.signed_blob_id.map(BlobId).zip(row.signed_name),
            },
            superseded_by: row.superseded_by.map(DocumentId),
            account: row.account_id.map(AccountId),
            created_at: row.created_at.and_utc(),
            changed_at: row.changed_at.and_utc(),
        })
    }
}

macro_rules! heads {
    () => {
        document::table
            .left_join(document_number::table.on(document_number::document_id.eq(document::id.nullable())))
            .select((
                document::id,
                document::campaign_id,
                document::unit_id,
                document::body,
                document::kind,
                document::snapshot_id,
                document::state,
                document::subject,
                document::revision,
                document::issued_on,
                document::pdf_blob_id,
                document::docx_blob_id,
                document::signed_blob_id,
                document::signed_name,
                document::superseded_by,
                document::account_id,
                document::created_at,
                document::changed_at,
                document_number::number.nullable(),
                document_number::symbol.nullable(),
            ))
    };
}

/// Keeps a draft; what it says is also what the program wrote.
pub fn insert(conn: &mut Conn, new: &NewDocument<'_>, at: DateTime<Utc>) -> Result<DocumentId, StoreError> {
    let sealed = sealed(conn, new.campaign, new.content)?;
    let row = (
        document::campaign_id.eq(new.campaign.0),
        document::unit_id.eq(new.unit.0),
        document::body.eq(new.body.as_str()),
        document::kind.eq(new.kind.as_str()),
        document::snapshot_id.eq(new.snapshot.0),
        document::state.eq(DocumentState::Draft.as_str()),
        document::subject.eq(&new.content.subject),
        document::search_key.eq(fold(&new.content.subject)),
        document::content.eq(&sealed),
        document::composed.eq(&sealed),
        document::revision.eq(1),
        document::account_id.eq(new.account.map(|account| account.0)),
        document::created_at.eq(at.naive_utc()),
        document::changed_at.eq(at.naive_utc()),
    );
    let id: i64 =
        diesel::insert_into(document::table).values(row).returning(document::id).get_result(&mut *conn.any)?;
    Ok(DocumentId(id))
}

/// One of them.
pub fn find(conn: &mut Conn, id: DocumentId) -> Result<Option<DocumentHead>, StoreError> {
    let row: Option<Row> = heads!().filter(document::id.eq(id.0)).first(&mut *conn.any).optional()?;
    row.map(DocumentHead::try_from).transpose()
}

/// Those that a filter lets through, latest first.
pub fn list(conn: &mut Conn, filter: &DocumentFilter) -> Result<Vec<DocumentHead>, StoreError> {
    let mut query = heads!().into_boxed();
    if let Some(campaign) = filter.campaign {
        query = query.filter(document::campaign_id.eq(campaign.0));
    }
    if let Some(scope) = filter.scope {
        let below = unit_ancestor::table.filter(unit_ancestor::ancestor_id.eq(scope.0)).select(unit_ancestor::unit_id);
        query = query.filter(document::unit_id.eq_any(below));
    }
    if let Some(kind) = filter.kind {
        query = query.filter(document::kind.eq(kind.as_str()));
    }
    if let Some(state) = filter.state {
        query = query.filter(document::state.eq(state.as_str()));
    }
    for word in fold(&filter.words).split_whitespace() {
        let escaped = word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        query = query.filter(document::search_key.like(format!("%{escaped}%")).escape('\\'));
    }
    let rows: Vec<Row> = query.order(document::id.desc()).limit(LIST_LIMIT).load(&mut *conn.any)?;
    rows.into_iter().map(DocumentHead::try_from).collect()
}

/// Those in whose place a document stands, in the order of issue.
pub fn superseded_by(conn: &mut Conn, by: DocumentId) -> Result<Vec<DocumentHead>, StoreError> {
    let query = heads!().filter(document::superseded_by.eq(by.0));
    let rows: Vec<Row> = query.order((document::issued_on, document::id)).load(&mut *conn.any)?;
    rows.into_iter().map(DocumentHead::try_from).collect()
}

/// Documents of a body that were issued on a day or later and stand, latest first.
pub fn issued_since(
    conn: &mut Conn,
    (unit, body): (UnitId, IssuingBody),
    since: NaiveDate,
) -> Result<Vec<DocumentHead>, StoreError> {
    let rows: Vec<Row> = heads!()
        .filter(document::unit_id.eq(unit.0).and(document::body.eq(body.as_str())))
        .filter(document::state.eq(DocumentState::Issued.as_str()))
        .filter(document::issued_on.ge(since))
        .order((document::issued_on.desc(), document::id.desc()))
        .limit(LIST_LIMIT)
        .load(&mut *conn.any)?;
    rows.into_iter().map(DocumentHead::try_from).collect()
}

/// The text of a document.
pub fn text(conn: &mut Conn, of: &DocumentHead) -> Result<DocumentText, StoreError> {
    let (content, composed): (Vec<u8>, Vec<u8>) =
        document::table.find(of.id.0).select((document::content, document::composed)).first(&mut *conn.any)?;
    Ok(DocumentText { content: opened(conn, of, &content)?, composed: opened(conn, of, &composed)? })
}

/// Replaces what a document says, and its state; `false` where it changed after the revision that was read.
pub fn change(
    conn: &mut Conn,
    of: &DocumentHead,
    content: &Content,
    state: DocumentState,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let sealed = sealed(conn, of.campaign, content)?;
    let known = document::table.filter(document::id.eq(of.id.0)).filter(document::revision.eq(of.revision));
    let row = (
        document::state.eq(state.as_str()),
        document::subject.eq(&content.subject),
        document::search_key.eq(fold(&content.subject)),
        document::content.eq(sealed),
        document::issued_on.eq(content.issued.as_ref().map(|(_, day)| *day)),
        document::revision.eq(of.revision + 1),
        document::changed_at.eq(at.naive_utc()),
    );
    Ok(diesel::update(known).set(row).execute(&mut *conn.any)? == 1)
}

/// Keeps the files of a document that is being issued.
pub fn keep_files(conn: &mut Conn, id: DocumentId, pdf: BlobId, docx: BlobId) -> Result<(), StoreError> {
    let row = (document::pdf_blob_id.eq(pdf.0), document::docx_blob_id.eq(docx.0));
    diesel::update(document::table.find(id.0)).set(row).execute(&mut *conn.any)?;
    Ok(())
}

/// Keeps the signed file of an issued document; `false` where one is kept already.
pub fn attach_signed(
    conn: &mut Conn,
    id: DocumentId,
    (file, name): (BlobId, &str),
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let open = document::table.filter(document::id.eq(id.0)).filter(document::signed_blob_id.is_null());
    let row =
        (document::signed_blob_id.eq(file.0), document::signed_name.eq(name), document::changed_at.eq(at.naive_utc()));
    Ok(diesel::update(open).set(row).execute(&mut *conn.any)? == 1)
}

/// Says that a later document stands in the place of an issued one.
pub fn supersede(conn: &mut Conn, id: DocumentId, by: DocumentId, at: DateTime<Utc>) -> Result<(), StoreError> {
    let row = (
        document::state.eq(DocumentState::Superseded.as_str()),
        document::superseded_by.eq(by.0),
        document::changed_at.eq(at.naive_utc()),
    );
    diesel::update(document::table.find(id.0)).set(row).execute(&mut *conn.any)?;
    Ok(())
}

fn sealed(conn: &mut Conn, campaign: CampaignId, content: &Content) -> Result<Vec<u8>, StoreError> {
    let plain = serde_json::to_vec(content)
        .map_err(|error| StoreError::corrupt(format!("không ghi được nội dung văn bản: {error}")))?;
    Ok(conn.keys.seal(&place(campaign), &plain)?)
}

fn opened(conn: &mut Conn, of: &DocumentHead, sealed: &[u8]) -> Result<Content, StoreError> {
    let plain = conn.keys.open_sealed(&place(of.campaign), sealed)?;
    serde_json::from_slice(&plain).map_err(|error| StoreError::corrupt(format!("văn bản {}: {error}", of.id)))
}

/// The text of a document opens only among the documents of its campaign.
fn place(campaign: CampaignId) -> String {
    format!("document:{campaign}")
}
