//! The workbook of a round: the counts of every hop on a printed sheet with what is missing, every unit with its report as clean data.

mod counts_sheet;
mod units_data;

use chrono::{DateTime, Utc};

use super::book::begin;
use super::context::{WorkbookContext, at, maker};
use super::error::WorkbookError;
use super::make::MadeWorkbook;
use super::notes_sheet::write_notes;
use super::round_form::plain;
use super::style::Styles;
use super::wording;
use crate::access::{self, Actor};
use crate::model::id::RoundId;
use crate::model::role::Operation;
use crate::model::round::Timeliness;
use crate::rounds::{RoundSheet, show};
use crate::store::{Db, units};
use crate::vn::date::in_text;

/// Makes the workbook of a round as the actor sees it at an instant. The right: [`Operation::MakeWorkbook`], and to see the round.
///
/// # Errors
/// No such round, or not for this actor.
pub fn make_round_status(
    db: &Db,
    actor: &Actor,
    id: RoundId,
    (looked_at, now): (DateTime<Utc>, DateTime<Utc>),
) -> Result<MadeWorkbook, WorkbookError> {
    access::allowed(actor, Operation::MakeWorkbook)?;
    let sheet = show(db, actor, id, looked_at)?;
    let path = db.read(|conn| units::path(conn, sheet.unit.id, sheet.round.period.to))?;
    let agency = wording::agency_of(path.iter().map(|unit| (unit.kind, unit.name.as_str())));
    let context = WorkbookContext { agency, made_by: maker(db, actor)?, made_at: now, snapshot: None };
    let bytes = round_status(&sheet, &context)?;
    let file_name = format!("tinh-hinh-bao-cao-{}-{}.xlsx", plain(&sheet.round.name), sheet.as_of());
    Ok(MadeWorkbook { file_name, bytes })
}

/// Writes the workbook. The same input gives the same bytes.
///
/// # Errors
/// The file could not be written.
pub fn round_status(sheet: &RoundSheet, context: &WorkbookContext) -> Result<Vec<u8>, WorkbookError> {
    let mut workbook = begin(&format!("Tình hình nộp báo cáo, {}", sheet.round.name), context)?;
    let styles = Styles::new();
    counts_sheet::write(workbook.add_worksheet(), sheet, context, &styles)?;
    units_data::write(workbook.add_worksheet(), sheet, context, &styles)?;
    write_notes(workbook.add_worksheet(), &notes(sheet, context), context, &styles)?;
    Ok(workbook.save_to_buffer()?)
}

/// `■ thiếu`: where a unit stands, with its shape.
fn standing(timeliness: Timeliness) -> String {
    format!("{} {}", timeliness.shape(), timeliness.vietnamese())
}

fn notes(sheet: &RoundSheet, context: &WorkbookContext) -> Vec<(String, String)> {
    let note = |label: &str, text: String| (label.to_owned(), text);
    let (round, period) = (&sheet.round, sheet.round.period);
    let mut notes = vec![
        note("Chiến dịch", format!("{}, mã {}.", sheet.campaign.title, sheet.campaign.code)),
        note("Đợt báo cáo", format!("{}, số thứ tự {}.", round.name, round.id)),
        note("Kỳ số liệu", format!("Từ ngày {} đến hết ngày {}.", in_text(period.from), in_text(period.to))),
        note("Tình trạng", format!("Theo các báo cáo đã nhận đến {}.", at(sheet.at))),
    ];
    notes.extend(round.document.clone().map(|document| note("Văn bản yêu cầu", document)));
    notes.extend(round.note.clone().map(|text| note("Ghi chú của đợt", text)));
    notes.extend([
        note(
            "Đúng hạn, muộn",
            "Theo ngày nhận lần đầu; bản sửa giữ ngày của bản được sửa. Đúng hạn và đã chấp nhận là hai việc."
                .to_owned(),
        ),
        note(
            "Thiếu, trả lại",
            "Thiếu: quá hạn mà chưa nộp. Trả lại: đã nộp nhưng bị trả lại và chưa nộp lại. Cả hai đều phải đôn đốc."
                .to_owned(),
        ),
        note("Không phát sinh", "Đơn vị báo cáo rõ là không phát sinh trong kỳ; khác với chưa báo cáo.".to_owned()),
        note("Lập biểu", format!("{}, {}; người lập: {}.", context.agency, at(context.made_at), context.made_by)),
    ]);
    notes
}
