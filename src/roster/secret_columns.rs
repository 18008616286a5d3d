//! Files with a column of passwords or one-time codes: such a column is not read, and a file that holds one is not kept longer than a decision about it
//! needs it. Its error workbook comes without the column, and when it is applied the file goes.

use super::annotate::notes::LeftOut;
use super::error::RosterError;
use super::finding::FindingCode;
use super::reading::ColumnRole;
use super::reopening::event;
use super::staged::FileSummary;
use crate::access::{self, Actor};
use crate::store::batches::{self, Batch};
use crate::store::{Conn, blobs};

/// Whether the file has such a column.
pub(super) fn any(file: &FileSummary) -> bool {
    file.sheets.iter().any(|sheet| sheet.codes.contains(&FindingCode::ColumnRefused))
}

/// What must not be handed out again: every column that was refused, in a file that has secrets; nothing in any other file.
pub(super) fn left_out(file: &FileSummary) -> Vec<LeftOut> {
    if !any(file) {
        return Vec::new();
    }
    let of_sheet = |(index, sheet): (usize, &super::staged::SheetSummary)| {
        let header_row = sheet.header_row;
        let refused = sheet.columns.iter().filter(|column| column.role == ColumnRole::Refused);
        refused.map(|column| LeftOut { sheet: index, header_row, column: column.column }).collect::<Vec<_>>()
    };
    file.sheets.iter().enumerate().flat_map(of_sheet).collect()
}

/// Lets the file of a batch that is applied go, where it has secrets.
pub(super) fn drop_original(conn: &mut Conn, actor: &Actor, batch: &Batch) -> Result<(), RosterError> {
    let (Some(blob), true) = (batch.file, any(&summary(batch)?)) else { return Ok(()) };
    batches::let_go_of_file(conn, batch.id)?;
    blobs::delete(conn, blob)?;
    access::audit(conn, actor, event("import.drop_original", batch, serde_json::json!({ "why": "secrets" })))?;
    Ok(())
}

/// Why the file of a batch is not there any more.
pub(super) fn gone(batch: &Batch) -> RosterError {
    match summary(batch) {
        Ok(file) if any(&file) => RosterError::SecretsDropped(batch.id.0),
        _ => RosterError::NoOriginal(batch.id.0),
    }
}

fn summary(batch: &Batch) -> Result<FileSummary, RosterError> {
    serde_json::from_str(&batch.sheets).map_err(|_| RosterError::BrokenStage(batch.id.0))
}
