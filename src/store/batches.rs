//! Imported files: one row per file. Its staged rows are in [`super::batch_chunks`], what an undo needs in [`super::batch_before`].

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use super::batch_chunks::delete_chunks;
use super::connection::Conn;
use super::error::StoreError;
use super::schema::{blob, import_batch};
use crate::model::id::{AccountId, BatchId, BlobId, CampaignId, UnitId};

/// What decisions are sealed for.
const CHOICES: &str = "import.choices";
/// How long a batch that is to be read waits for whoever began it before another process takes it over.
const RESERVED: TimeDelta = TimeDelta::minutes(2);

/// Where a batch stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BatchState {
    /// Being read.
    Reading,
    /// Read and compared; nothing is changed yet.
    Previewed,
    /// Applied.
    Committed,
    /// Could not be read.
    Failed,
    /// Applied, then taken back.
    Undone,
    /// Given up before it was applied; the file is gone.
    Discarded,
}

impl BatchState {
    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Previewed => "previewed",
            Self::Committed => "committed",
            Self::Failed => "failed",
            Self::Undone => "undone",
            Self::Discarded => "discarded",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        let all = [Self::Reading, Self::Previewed, Self::Committed, Self::Failed, Self::Undone, Self::Discarded];
        all.into_iter().find(|state| state.as_str() == word)
    }
}

/// A batch that begins.
#[derive(Debug, Clone)]
pub struct NewBatch {
    /// For which campaign.
    pub campaign: CampaignId,
    /// For which unit.
    pub unit: UnitId,
    /// By whom; `None` for a command on the machine.
    pub account: Option<AccountId>,
    /// Name of the file as given.
    pub file_name: String,
    /// The file, sealed.
    pub file: BlobId,
    /// Its hash.
    pub file_sha256: Vec<u8>,
    /// The day the list was drawn up.
    pub listed_on: NaiveDate,
    /// What a commit has to show.
    pub token: String,
    /// What whoever uploads says about it.
    pub comment: Option<String>,
    /// The batch whose corrected file this is.
    pub continues: Option<BatchId>,
}

/// A batch.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    /// Identity.
    pub id: BatchId,
    /// For which campaign.
    pub campaign: CampaignId,
    /// For which unit.
    pub unit: UnitId,
    /// By whom.
    pub account: Option<AccountId>,
    /// Name of the file as given.
    pub file_name: String,
    /// The file, sealed.
    pub file: Option<BlobId>,
    /// The day the list was drawn up.
    pub listed_on: NaiveDate,
    /// Where it stands.
    pub state: BatchState,
    /// What a commit has to show.
    pub token: String,
    /// Counts, as the importer wrote them (JSON).
    pub counts: String,
    /// Findings about file and sheets, as the importer wrote them (JSON).
    pub sheets: String,
    /// When it was uploaded (UTC).
    pub created_at: NaiveDateTime,
    /// When it was applied (UTC).
    pub committed_at: Option<NaiveDateTime>,
    /// Hash of the file.
    pub file_sha256: Vec<u8>,
    /// What whoever uploaded it said about it.
    pub comment: Option<String>,
    /// The batch whose corrected file this is.
    pub continues: Option<BatchId>,
    /// Hash of the headers, once they are known.
    pub fingerprint: Option<Vec<u8>>,
    /// When it was taken back (UTC).
    pub undone_at: Option<NaiveDateTime>,
    /// By whom it was taken back; `None` for a command on the machine.
    pub undone_by: Option<AccountId>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = import_batch)]
struct BatchRow {
    id: i64,
    campaign_id: i64,
    unit_id: i64,
    account_id: Option<i64>,
    file_name: String,
    file_blob_id: Option<i64>,
    listed_on: NaiveDate,
    state: String,
    token: String,
    counts: String,
    sheets: String,
    created_at: NaiveDateTime,
    committed_at: Option<NaiveDateTime>,
    file_sha256: Vec<u8>,
    comment: Option<String>,
    continues_id: Option<i64>,
    fingerprint: Option<Vec<u8>>,
    undone_at: Option<NaiveDateTime>,
    undone_by: Option<i64>,
}

/// Begins a batch.
pub fn insert(conn: &mut Conn, new: &NewBatch, now: NaiveDateTime) -> Result<BatchId, StoreError> {
    let row = (
        import_batch::campaign_id.eq(new.campaign.0),
        import_batch::unit_id.eq(new.unit.0),
        import_batch::account_id.eq(new.account.map(|id| id.0)),
        import_batch::file_name.eq(&new.file_name),
        import_batch::file_blob_id.eq(new.file.0),
        import_batch::file_sha256.eq(&new.file_sha256),
        import_batch::listed_on.eq(new.listed_on),
        import_batch::state.eq(BatchState::Reading.as_str()),
        import_batch::token.eq(&new.token),
        import_batch::counts.eq("{}"),
        import_batch::sheets.eq("[]"),
        import_batch::created_at.eq(now),
        import_batch::comment.eq(new.comment.as_deref()),
        import_batch::continues_id.eq(new.continues.map(|id| id.0)),
        import_batch::lease_until.eq(now + RESERVED),
    );
    let id: i64 =
        diesel::insert_into(import_batch::table).values(row).returning(import_batch::id).get_result(&mut *conn.any)?;
    Ok(BatchId(id))
}

/// Sets where a batch stands, with its counts and findings.
pub fn set_state(
    conn: &mut Conn,
    batch: BatchId,
    state: BatchState,
    counts: &str,
    sheets: &str,
) -> Result<(), StoreError> {
    let row =
        (import_batch::state.eq(state.as_str()), import_batch::counts.eq(counts), import_batch::sheets.eq(sheets));
    diesel::update(import_batch::table.find(batch.0)).set(row).execute(&mut *conn.any)?;
    Ok(())
}

/// Takes a batch that is not applied back to being read, under a new token, so that an old preview can no longer be committed; `false` when it is
/// applied or undone by now. A file given replaces the one that was there.
pub fn reopen(
    conn: &mut Conn,
    batch: BatchId,
    token: &str,
    file: Option<(&str, BlobId, &[u8])>,
    now: NaiveDateTime,
) -> Result<bool, StoreError> {
    let open = [BatchState::Reading, BatchState::Previewed, BatchState::Failed].map(BatchState::as_str);
    let target = import_batch::table.filter(import_batch::id.eq(batch.0)).filter(import_batch::state.eq_any(open));
    let row = (
        import_batch::state.eq(BatchState::Reading.as_str()),
        import_batch::token.eq(token),
        import_batch::reader.eq(None::<String>),
        import_batch::lease_until.eq(now + RESERVED),
        import_batch::readings.eq(0),
    );
    let reopened = diesel::update(target).set(row).execute(&mut *conn.any)? == 1;
    if reopened && let Some((name, blob, sha256)) = file {
        let row = (
            import_batch::file_name.eq(name),
            import_batch::file_blob_id.eq(blob.0),
            import_batch::file_sha256.eq(sha256),
        );
        diesel::update(import_batch::table.find(batch.0)).set(row).execute(&mut *conn.any)?;
    }
    if reopened {
        delete_chunks(conn, batch)?;
    }
    Ok(reopened)
}

/// Gives up a batch that is not applied: its staged rows and decisions go, and it lets go of its file, which is returned; `None` when it is applied,
/// taken back or given up by now.
pub fn discard(conn: &mut Conn, batch: BatchId) -> Result<Option<Option<BlobId>>, StoreError> {
    let open = [BatchState::Reading, BatchState::Previewed, BatchState::Failed].map(BatchState::as_str);
    let target = import_batch::table.filter(import_batch::id.eq(batch.0)).filter(import_batch::state.eq_any(open));
    // The state first: on PostgreSQL it locks the row against a commit or another reading.
    if diesel::update(target).set(import_batch::state.eq(BatchState::Discarded.as_str())).execute(&mut *conn.any)? == 0
    {
        return Ok(None);
    }
    let this = import_batch::table.find(batch.0);
    let file: Option<i64> = this.select(import_batch::file_blob_id).first(&mut *conn.any)?;
    let row = (import_batch::file_blob_id.eq(None::<i64>), import_batch::choices.eq(None::<Vec<u8>>));
    diesel::update(this).set(row).execute(&mut *conn.any)?;
    delete_chunks(conn, batch)?;
    Ok(Some(file.map(BlobId)))
}

/// Keeps what people decided about a file (JSON), sealed.
pub fn put_choices(conn: &mut Conn, batch: BatchId, choices: &[u8]) -> Result<(), StoreError> {
    let sealed = conn.keys.seal(CHOICES, choices)?;
    diesel::update(import_batch::table.find(batch.0)).set(import_batch::choices.eq(sealed)).execute(&mut *conn.any)?;
    Ok(())
}

/// What people decided about a file (JSON).
pub fn choices(conn: &mut Conn, batch: BatchId) -> Result<Option<Vec<u8>>, StoreError> {
    let query = import_batch::table.find(batch.0).select(import_batch::choices);
    let sealed: Option<Option<Vec<u8>>> = query.first(&mut *conn.any).optional()?;
    sealed.flatten().map(|sealed| conn.keys.open_sealed(CHOICES, &sealed)).transpose().map_err(Into::into)
}

/// Makes a batch let go of its file, which is not removed by this.
pub fn let_go_of_file(conn: &mut Conn, batch: BatchId) -> Result<(), StoreError> {
    let target = import_batch::table.find(batch.0);
    diesel::update(target).set(import_batch::file_blob_id.eq(None::<i64>)).execute(&mut *conn.any)?;
    Ok(())
}

/// Keeps whose corrected file this is.
pub fn set_continues(conn: &mut Conn, batch: BatchId, earlier: BatchId) -> Result<(), StoreError> {
    let target = import_batch::table.find(batch.0);
    diesel::update(target).set(import_batch::continues_id.eq(earlier.0)).execute(&mut *conn.any)?;
    Ok(())
}

/// Keeps the hash of the headers of a batch.
pub fn set_fingerprint(conn: &mut Conn, batch: BatchId, fingerprint: &[u8]) -> Result<(), StoreError> {
    let target = import_batch::table.find(batch.0);
    diesel::update(target).set(import_batch::fingerprint.eq(fingerprint)).execute(&mut *conn.any)?;
    Ok(())
}

/// Keeps the digest of what decided how the file of a batch was read.
pub fn set_reading_key(conn: &mut Conn, batch: BatchId, key: &[u8]) -> Result<(), StoreError> {
    let target = import_batch::table.find(batch.0);
    diesel::update(target).set(import_batch::reading_key.eq(key)).execute(&mut *conn.any)?;
    Ok(())
}

/// The latest batch that was applied after it was read under this key, with its findings about file and sheets (JSON).
pub fn committed_with_key(conn: &mut Conn, key: &[u8]) -> Result<Option<(BatchId, String)>, StoreError> {
    let query = import_batch::table
        .filter(import_batch::reading_key.eq(key))
        .filter(import_batch::state.eq(BatchState::Committed.as_str()))
        .order(import_batch::id.desc())
        .select((import_batch::id, import_batch::sheets));
    let found: Option<(i64, String)> = query.first(&mut *conn.any).optional()?;
    Ok(found.map(|(id, sheets)| (BatchId(id), sheets)))
}

/// Marks a previewed batch as applied; `false` when it is not previewed (any more): somebody else was faster.
pub fn mark_committed(conn: &mut Conn, batch: BatchId, now: NaiveDateTime) -> Result<bool, StoreError> {
    let previewed = import_batch::table
        .filter(import_batch::id.eq(batch.0))
        .filter(import_batch::state.eq(BatchState::Previewed.as_str()));
    let row = (import_batch::state.eq(BatchState::Committed.as_str()), import_batch::committed_at.eq(now));
    Ok(diesel::update(previewed).set(row).execute(&mut *conn.any)? == 1)
}

/// Marks an applied batch as taken back; `false` when it is not applied (any more): somebody else was faster.
pub fn mark_undone(
    conn: &mut Conn,
    batch: BatchId,
    by: Option<AccountId>,
    now: NaiveDateTime,
) -> Result<bool, StoreError> {
    let applied = import_batch::table
        .filter(import_batch::id.eq(batch.0))
        .filter(import_batch::state.eq(BatchState::Committed.as_str()));
    let row = (
        import_batch::state.eq(BatchState::Undone.as_str()),
        import_batch::undone_at.eq(now),
        import_batch::undone_by.eq(by.map(|id| id.0)),
    );
    Ok(diesel::update(applied).set(row).execute(&mut *conn.any)? == 1)
}

/// Replaces what is said about a batch.
pub fn set_comment(conn: &mut Conn, batch: BatchId, comment: &str) -> Result<(), StoreError> {
    let target = import_batch::table.find(batch.0);
    diesel::update(target).set(import_batch::comment.eq(comment)).execute(&mut *conn.any)?;
    Ok(())
}

/// One batch.
pub fn find(conn: &mut Conn, id: BatchId) -> Result<Option<Batch>, StoreError> {
    let query = import_batch::table.find(id.0).select(BatchRow::as_select());
    let row: Option<BatchRow> = query.first(&mut *conn.any).optional()?;
    row.map(from_row).transpose()
}

/// Batches of a unit and everything below it, latest first.
pub fn below(conn: &mut Conn, unit: Option<UnitId>, limit: i64, offset: i64) -> Result<Vec<Batch>, StoreError> {
    use super::schema::unit_ancestor;
    let mut query = import_batch::table.select(BatchRow::as_select()).order(import_batch::id.desc()).into_boxed();
    if let Some(unit) = unit {
        let below = unit_ancestor::table.filter(unit_ancestor::ancestor_id.eq(unit.0)).select(unit_ancestor::unit_id);
        query = query.filter(import_batch::unit_id.eq_any(below));
    }
    let rows: Vec<BatchRow> = query.limit(limit).offset(offset).load(&mut *conn.any)?;
    rows.into_iter().map(from_row).collect()
}

/// Files that an account uploaded since an instant and that are not committed, and their bytes together.
pub fn uncommitted_since(conn: &mut Conn, by: AccountId, since: NaiveDateTime) -> Result<(u64, u64), StoreError> {
    let query = import_batch::table
        .left_join(blob::table.on(blob::id.nullable().eq(import_batch::file_blob_id)))
        .filter(import_batch::account_id.eq(by.0))
        .filter(import_batch::created_at.ge(since))
        .filter(import_batch::committed_at.is_null())
        .select(blob::plain_bytes.nullable());
    let bytes: Vec<Option<i64>> = query.load(&mut *conn.any)?;
    let total = bytes.iter().flatten().filter_map(|bytes| u64::try_from(*bytes).ok()).sum();
    Ok((bytes.len() as u64, total))
}

/// A committed batch of the same unit with the same file, where there is one.
pub fn committed_twin(conn: &mut Conn, unit: UnitId, file_sha256: &[u8]) -> Result<Option<BatchId>, StoreError> {
    let query = import_batch::table
        .filter(import_batch::file_sha256.eq(file_sha256))
        .filter(import_batch::unit_id.eq(unit.0))
        .filter(import_batch::state.eq(BatchState::Committed.as_str()))
        .order(import_batch::id.desc())
        .select(import_batch::id);
    let id: Option<i64> = query.first(&mut *conn.any).optional()?;
    Ok(id.map(BatchId))
}

fn from_row(row: BatchRow) -> Result<Batch, StoreError> {
    Ok(Batch {
        id: BatchId(row.id),
        campaign: CampaignId(row.campaign_id),
        unit: UnitId(row.unit_id),
        account: row.account_id.map(AccountId),
        file_name: row.file_name,
        file: row.file_blob_id.map(BlobId),
        listed_on: row.listed_on,
        state: BatchState::parse(&row.state).ok_or_else(|| StoreError::corrupt("import_batch: state"))?,
        token: row.token,
        counts: row.counts,
        sheets: row.sheets,
        created_at: row.created_at,
        committed_at: row.committed_at,
        file_sha256: row.file_sha256,
        comment: row.comment,
        continues: row.continues_id.map(BatchId),
        fingerprint: row.fingerprint,
        undone_at: row.undone_at,
        undone_by: row.undone_by.map(AccountId),
    })
}
