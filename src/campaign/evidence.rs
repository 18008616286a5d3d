//! Files that prove something: documents from above, evidence of tasks. Kept sealed.

use chrono::Utc;

use super::campaign_error::CampaignError;
use crate::model::id::BlobId;
use crate::store::blobs::{self, BlobHead, PIECE_BYTES};
use crate::store::{Conn, StoreError};
use crate::vn::file_name::safe;

/// What the files are sealed for.
const PURPOSE: &str = "campaign.file";
/// The most bytes of a file.
pub const MOST_BYTES: usize = 20 << 20;
/// What is said of a bigger one.
pub const TOO_BIG: &str = "Tệp lớn hơn 20 MB. Nén hoặc chia nhỏ rồi chọn lại.";

/// The name under which a file is kept.
///
/// # Errors
/// An empty file, or one that is too big.
pub fn checked_name(name: &str, bytes: &[u8]) -> Result<String, CampaignError> {
    if bytes.is_empty() {
        return Err(CampaignError::unfit("file", "Tệp trống. Chọn tệp khác."));
    }
    if bytes.len() > MOST_BYTES {
        return Err(CampaignError::unfit("file", TOO_BIG));
    }
    Ok(safe(name))
}

/// Keeps a file.
pub fn keep(conn: &mut Conn, bytes: &[u8]) -> Result<BlobId, StoreError> {
    let blob = blobs::begin(conn, PURPOSE, Utc::now().naive_utc())?;
    for (position, piece) in (0i32..).zip(bytes.chunks(PIECE_BYTES)) {
        blobs::append(conn, blob, PURPOSE, position, piece)?;
    }
    let head = BlobHead { bytes: bytes.len() as u64, sha256: blobs::sha256(bytes) };
    blobs::finish(conn, blob, &head)?;
    Ok(blob)
}

/// Opens a file.
pub fn open(conn: &mut Conn, blob: BlobId) -> Result<Vec<u8>, StoreError> {
    let mut bytes = Vec::new();
    for position in 0i32.. {
        match blobs::piece(conn, blob, position)? {
            Some(piece) => bytes.extend_from_slice(&piece),
            None => break,
        }
    }
    Ok(bytes)
}
