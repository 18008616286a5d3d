//! Frozen figures: written once, never changed. The content is compressed and sealed; its SHA-256 is that of the plain content.

use std::io::{Read, Write};

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

use super::blobs::sha256;
use super::connection::Conn;
use super::error::StoreError;
use super::schema::{snapshot, unit_ancestor};
use crate::model::id::{AccountId, CampaignId, SnapshotId, UnitId};

/// The most bytes that a content may have when it is opened: what the largest province needs, many times over.
const LARGEST: u64 = 1 << 30;

/// Frozen figures as they are listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotHead {
    /// Identity.
    pub id: SnapshotId,
    /// Of which campaign.
    pub campaign: CampaignId,
    /// Of which unit with everything below it.
    pub unit: UnitId,
    /// The as-of date.
    pub as_of: NaiveDate,
    /// What they are called.
    pub name: String,
    /// SHA-256 of the content.
    pub sha256: Vec<u8>,
    /// Who froze them; `None` for whoever runs commands on the machine.
    pub account: Option<AccountId>,
    /// When.
    pub taken_at: DateTime<Utc>,
}

/// What is written.
#[derive(Debug, Clone)]
pub struct NewSnapshot<'a> {
    /// Of which campaign.
    pub campaign: CampaignId,
    /// Of which unit.
    pub unit: UnitId,
    /// The as-of date.
    pub as_of: NaiveDate,
    /// What they are called.
    pub name: &'a str,
    /// The plain content.
    pub content: &'a [u8],
    /// Who freezes them.
    pub account: Option<AccountId>,
}

type HeadRow = (i64, i64, i64, NaiveDate, String, Vec<u8>, Option<i64>, chrono::NaiveDateTime);

fn head(row: HeadRow) -> SnapshotHead {
    let (id, campaign, unit, as_of, name, sha256, account, taken_at) = row;
    SnapshotHead {
        id: SnapshotId(id),
        campaign: CampaignId(campaign),
        unit: UnitId(unit),
        as_of,
        name,
        sha256,
        account: account.map(AccountId),
        taken_at: taken_at.and_utc(),
    }
}

const HEAD: (
    snapshot::id,
    snapshot::campaign_id,
    snapshot::unit_id,
    snapshot::as_of,
    snapshot::name,
    snapshot::sha256,
    snapshot::account_id,
    snapshot::taken_at,
) = (
    snapshot::id,
    snapshot::campaign_id,
    snapshot::unit_id,
    snapshot::as_of,
    snapshot::name,
    snapshot::sha256,
    snapshot::account_id,
    snapshot::taken_at,
);

/// Keeps frozen figures.
pub fn insert(conn: &mut Conn, new: &NewSnapshot<'_>, at: DateTime<Utc>) -> Result<SnapshotHead, StoreError> {
    let sealed = conn.keys.seal(&place(new.campaign, new.unit, new.as_of), &packed(new.content)?)?;
    let hash = sha256(new.content);
    let row = (
        snapshot::campaign_id.eq(new.campaign.0),
        snapshot::unit_id.eq(new.unit.0),
        snapshot::as_of.eq(new.as_of),
        snapshot::name.eq(new.name),
        snapshot::content.eq(sealed),
        snapshot::sha256.eq(&hash),
        snapshot::account_id.eq(new.account.map(|account| account.0)),
        snapshot::taken_at.eq(at.naive_utc()),
    );
    let id: i64 =
        diesel::insert_into(snapshot::table).values(row).returning(snapshot::id).get_result(&mut *conn.any)?;
    find(conn, SnapshotId(id))?.ok_or_else(|| StoreError::corrupt(format!("số liệu chốt {id}")))
}

/// Frozen figures of a campaign, latest first; within a unit and below it where one is given.
pub fn list(conn: &mut Conn, campaign: CampaignId, scope: Option<UnitId>) -> Result<Vec<SnapshotHead>, StoreError> {
    let mut query = snapshot::table.filter(snapshot::campaign_id.eq(campaign.0)).select(HEAD).into_boxed();
    if let Some(scope) = scope {
        let below = unit_ancestor::table.filter(unit_ancestor::ancestor_id.eq(scope.0)).select(unit_ancestor::unit_id);
        query = query.filter(snapshot::unit_id.eq_any(below));
    }
    let rows: Vec<HeadRow> = query.order(snapshot::id.desc()).load(&mut *conn.any)?;
    Ok(rows.into_iter().map(head).collect())
}

/// One of them.
pub fn find(conn: &mut Conn, id: SnapshotId) -> Result<Option<SnapshotHead>, StoreError> {
    let row: Option<HeadRow> = snapshot::table.find(id.0).select(HEAD).first(&mut *conn.any).optional()?;
    Ok(row.map(head))
}

/// The plain content. What does not open or does not have the hash that was kept is an error: frozen figures never move.
pub fn content(conn: &mut Conn, of: &SnapshotHead) -> Result<Vec<u8>, StoreError> {
    let sealed: Vec<u8> = snapshot::table.find(of.id.0).select(snapshot::content).first(&mut *conn.any)?;
    let packed = conn.keys.open_sealed(&place(of.campaign, of.unit, of.as_of), &sealed)?;
    let damaged = |what: &str| StoreError::corrupt(format!("số liệu chốt {}: {what}", of.id));
    let mut plain = Vec::new();
    DeflateDecoder::new(packed.as_slice())
        .take(LARGEST)
        .read_to_end(&mut plain)
        .map_err(|_| damaged("nội dung không giải nén được"))?;
    if sha256(&plain) == of.sha256 { Ok(plain) } else { Err(damaged("mã SHA-256 không khớp nội dung")) }
}

/// Every one of them whose content does not open or does not have its hash.
pub fn damaged(conn: &mut Conn) -> Result<Vec<SnapshotId>, StoreError> {
    let rows: Vec<HeadRow> = snapshot::table.select(HEAD).order(snapshot::id).load(&mut *conn.any)?;
    let heads = rows.into_iter().map(head).collect::<Vec<_>>();
    Ok(heads.into_iter().filter(|head| content(conn, head).is_err()).map(|head| head.id).collect())
}

/// Content opens only in its own place: neither another campaign nor another day can be put under it.
fn place(campaign: CampaignId, unit: UnitId, as_of: NaiveDate) -> String {
    format!("snapshot:{campaign}:{unit}:{as_of}")
}

fn packed(plain: &[u8]) -> Result<Vec<u8>, StoreError> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    let packed = encoder.write_all(plain).and_then(|()| encoder.finish());
    packed.map_err(|error| StoreError::corrupt(format!("không nén được số liệu chốt: {error}")))
}
