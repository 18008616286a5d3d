//! The audit chain: append-only rows, each carrying SHA-256(hash of the row before ‖ its own canonical JSON). Ids only, never personal data, so that
//! a person can be erased without breaking it.

use chrono::{DateTime, NaiveDateTime, SubsecRound, Utc};
use diesel::prelude::*;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::connection::Conn;
use super::error::StoreError;
use super::schema::{audit_entry, audit_head};
use crate::model::id::{AccountId, UnitId};

/// Bytes of a hash.
const HASH_BYTES: usize = 32;
/// Rows read at a time when the chain is verified.
const VERIFIED_AT_ONCE: i64 = 5_000;

/// An entry to append.
#[derive(Debug, Clone)]
pub struct NewEntry<'a> {
    /// When.
    pub at: DateTime<Utc>,
    /// Who; `None` is the operator of the machine, or somebody who did not get in.
    pub account: Option<AccountId>,
    /// Through which door.
    pub door: &'static str,
    /// From where.
    pub source: &'a str,
    /// What was done: `roster.commit`.
    pub action: &'a str,
    /// To what kind of thing: `batch`.
    pub object: &'a str,
    /// To which.
    pub object_id: Option<i64>,
    /// In which unit.
    pub unit: Option<UnitId>,
    /// Counts, hashes and ids.
    pub detail: &'a serde_json::Value,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = audit_entry)]
struct Row {
    id: i64,
    at: NaiveDateTime,
    account_id: Option<i64>,
    door: String,
    source: String,
    action: String,
    object: String,
    object_id: Option<i64>,
    unit_id: Option<i64>,
    detail: String,
    previous_hash: Vec<u8>,
    hash: Vec<u8>,
}

/// What is hashed. The order of the fields is part of the format; the detail is hashed as the text that is stored.
#[derive(Serialize)]
struct Canonical<'a> {
    id: i64,
    at: String,
    account: Option<i64>,
    door: &'a str,
    source: &'a str,
    action: &'a str,
    object: &'a str,
    object_id: Option<i64>,
    unit: Option<i64>,
    detail: &'a str,
}

impl Row {
    fn digest(&self) -> Result<Vec<u8>, StoreError> {
        let canonical = Canonical {
            id: self.id,
            at: self.at.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string(),
            account: self.account_id,
            door: &self.door,
            source: &self.source,
            action: &self.action,
            object: &self.object,
            object_id: self.object_id,
            unit: self.unit_id,
            detail: &self.detail,
        };
        let json = serde_json::to_vec(&canonical).map_err(|e| StoreError::corrupt(e.to_string()))?;
        let mut digest = Sha256::new();
        digest.update(&self.previous_hash);
        digest.update(json);
        Ok(digest.finalize().to_vec())
    }
}

/// Appends an entry within the caller's transaction. Call it last: from here to the end of the transaction nobody else can append.
pub fn append(conn: &mut Conn, entry: &NewEntry<'_>) -> Result<i64, StoreError> {
    let (id, previous_hash): (i64, Vec<u8>) = diesel::update(audit_head::table.find(1))
        .set(audit_head::last_id.eq(audit_head::last_id + 1))
        .returning((audit_head::last_id, audit_head::hash))
        .get_result(&mut *conn.any)?;
    let mut row = Row {
        id,
        at: entry.at.naive_utc().trunc_subsecs(3),
        account_id: entry.account.map(|account| account.0),
        door: entry.door.to_owned(),
        source: entry.source.to_owned(),
        action: entry.action.to_owned(),
        object: entry.object.to_owned(),
        object_id: entry.object_id,
        unit_id: entry.unit.map(|unit| unit.0),
        detail: entry.detail.to_string(),
        previous_hash,
        hash: Vec::new(),
    };
    row.hash = row.digest()?;
    diesel::update(audit_head::table.find(1)).set(audit_head::hash.eq(&row.hash)).execute(&mut *conn.any)?;
    diesel::insert_into(audit_entry::table).values(row).execute(&mut *conn.any)?;
    Ok(id)
}

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainState {
    /// How many entries were read.
    pub entries: i64,
    /// Hash of the last one, to be compared with one noted elsewhere.
    pub head: Vec<u8>,
    /// The first place where the chain does not hold.
    pub broken: Option<BrokenLink>,
}

/// Where the chain does not hold, and how.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BrokenLink {
    /// A number is missing.
    #[error("nhật ký thiếu dòng số {0}: có dòng đã bị xóa hoặc đổi số")]
    Missing(i64),
    /// An entry is not the one that was written.
    #[error("dòng nhật ký số {0} đã bị sửa, hoặc dòng trước nó đã bị thay")]
    Changed(i64),
    /// The end is not the end that was written.
    #[error("đoạn cuối nhật ký đã bị cắt hoặc thêm: sổ ghi dòng cuối là số {expected}, trong bảng là số {found}")]
    End {
        /// Number of the last entry as the head has it.
        expected: i64,
        /// Number of the last entry found.
        found: i64,
    },
}

/// Reads the whole chain and says whether it is the one that was written.
pub fn verify_chain(conn: &mut Conn) -> Result<ChainState, StoreError> {
    let mut head = vec![0; HASH_BYTES];
    let mut last_id = 0;
    // An entry slipped in before the first one is found too.
    let mut read_to = i64::MIN;
    loop {
        let rows: Vec<Row> = audit_entry::table
            .filter(audit_entry::id.gt(read_to))
            .order(audit_entry::id)
            .limit(VERIFIED_AT_ONCE)
            .select(Row::as_select())
            .load(&mut *conn.any)?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            if let Some(broken) = broken_at(&row, last_id, &head)? {
                return Ok(ChainState { entries: last_id, head, broken: Some(broken) });
            }
            (last_id, read_to, head) = (row.id, row.id, row.hash);
        }
    }
    let (expected, hash): (i64, Vec<u8>) =
        audit_head::table.find(1).select((audit_head::last_id, audit_head::hash)).first(&mut *conn.any)?;
    let whole = expected == last_id && hash == head;
    let broken = (!whole).then_some(BrokenLink::End { expected, found: last_id });
    Ok(ChainState { entries: last_id, head, broken })
}

fn broken_at(row: &Row, last_id: i64, head: &[u8]) -> Result<Option<BrokenLink>, StoreError> {
    if row.id != last_id + 1 {
        return Ok(Some(BrokenLink::Missing(last_id + 1)));
    }
    if row.previous_hash != head || row.hash != row.digest()? {
        return Ok(Some(BrokenLink::Changed(row.id)));
    }
    Ok(None)
}
