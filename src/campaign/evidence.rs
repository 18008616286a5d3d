//! Files that prove something: documents from above, evidence of tasks. Kept sealed.

use chrono::Utc;

use super::campaign_error::CampaignError;
use crate::model::id::BlobId;
use crate::store::blobs;
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
    blobs::keep(conn, PURPOSE, bytes, Utc::now().naive_utc())
}

/// Opens a file.
pub fn open(conn: &mut Conn, blob: BlobId) -> Result<Vec<u8>, StoreError> {
    blobs::whole(conn, blob)
}
