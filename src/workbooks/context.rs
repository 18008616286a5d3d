//! Who makes a workbook, when, and which frozen figures it cites.

use chrono::{DateTime, Utc};

use super::error::WorkbookError;
use crate::access::Actor;
use crate::model::as_of::in_vietnam;
use crate::model::hexadecimal::hexadecimal;
use crate::model::id::SnapshotId;
use crate::progress::snapshots::SnapshotLine;
use crate::store::{Db, accounts};
use crate::vn::date::in_text;

/// Who made a workbook at the machine itself, without an account.
const OPERATOR: &str = "Người vận hành máy chủ";
/// Digits of the hash that are printed on every page; the notes have all of them.
const SHORT_HASH: usize = 12;

/// Who makes a workbook, when, and from what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkbookContext {
    /// The agency of the letterhead: `UBND xã Cẩm Ngọc`.
    pub agency: String,
    /// Who made it.
    pub made_by: String,
    /// When; also the creation time of the file, so that the same report gives the same bytes.
    pub made_at: DateTime<Utc>,
    /// The frozen figures it shows; none where it shows something else than figures of a day.
    pub snapshot: Option<CitedSnapshot>,
}

/// Frozen figures as a workbook cites them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitedSnapshot {
    /// Its number.
    pub number: SnapshotId,
    /// What it is called.
    pub name: String,
    /// SHA-256 of its content, in hexadecimal digits.
    pub sha256: String,
    /// When it was taken.
    pub taken_at: DateTime<Utc>,
}

impl From<&SnapshotLine> for CitedSnapshot {
    fn from(line: &SnapshotLine) -> Self {
        let sha256 = hexadecimal(&line.head.sha256);
        Self { number: line.head.id, name: line.head.name.clone(), sha256, taken_at: line.head.taken_at }
    }
}

impl CitedSnapshot {
    /// For the foot of a page: `Số liệu chốt số 12, mã 1a2b3c4d5e6f`.
    pub fn short(&self) -> String {
        format!("Số liệu chốt số {}, mã {}", self.number, self.sha256.get(..SHORT_HASH).unwrap_or(&self.sha256))
    }

    /// For the notes, with everything that finds it again.
    pub fn in_full(&self) -> String {
        format!(
            "Số {}, «{}», chốt lúc {}; mã kiểm tra SHA-256: {}. Mọi số trong bảng này lấy từ số liệu chốt đó, không thay đổi khi danh sách được cập nhật về sau.",
            self.number,
            self.name,
            at(self.taken_at),
            self.sha256
        )
    }
}

/// `09 giờ 05 phút ngày 12/6/2023`.
pub fn at(instant: DateTime<Utc>) -> String {
    let local = in_vietnam(instant);
    format!("{} ngày {}", local.format("%H giờ %M phút"), in_text(local.date_naive()))
}

/// The context of a workbook that shows no figures of a day.
pub fn context_of(
    db: &Db,
    actor: &Actor,
    agency: String,
    made_at: DateTime<Utc>,
) -> Result<WorkbookContext, WorkbookError> {
    Ok(WorkbookContext { agency, made_by: maker(db, actor)?, made_at, snapshot: None })
}

/// The name of whoever makes a workbook.
pub fn maker(db: &Db, actor: &Actor) -> Result<String, WorkbookError> {
    let Some(id) = actor.account() else { return Ok(OPERATOR.to_owned()) };
    let account = db.read(|conn| accounts::get(conn, id))?;
    Ok(account.map_or(OPERATOR.to_owned(), |account| account.display_name))
}
