//! The use case: the progress workbook of a unit, for download.

use chrono::{DateTime, Utc};

use super::error::WorkbookError;
use super::progress::{WorkbookContext, progress};
use super::wording;
use crate::access::{self, Actor};
use crate::model::role::Operation;
use crate::progress::report::ProgressReport;
use crate::progress::{FigureQuery, figures, series};
use crate::store::{Db, accounts};

/// Who made a workbook at the machine itself, without an account.
const OPERATOR: &str = "Người vận hành máy chủ";

/// A workbook ready to be handed out.
#[derive(Debug, Clone)]
pub struct MadeWorkbook {
    /// Without diacritics, so that every mail program and old PC keeps it: `tien-do-cam-ngoc-2023-05-31.xlsx`.
    pub file_name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Makes the progress workbook of a unit and its children. The right: [`Operation::MakeWorkbook`].
pub fn make_progress(
    db: &Db,
    actor: &Actor,
    query: &FigureQuery,
    now: DateTime<Utc>,
) -> Result<MadeWorkbook, WorkbookError> {
    access::allowed(actor, Operation::MakeWorkbook)?;
    Ok(build(db, actor, query, now)?.2)
}

/// Report, maker and workbook without asking for the right to make workbooks; only the right to see the figures is checked.
pub(crate) fn build(
    db: &Db,
    actor: &Actor,
    query: &FigureQuery,
    now: DateTime<Utc>,
) -> Result<(ProgressReport, WorkbookContext, MadeWorkbook), WorkbookError> {
    let report = figures(db, actor, query)?;
    let series = series(db, actor, query)?;
    let context = WorkbookContext { agency: wording::agency(&report), made_by: maker(db, actor)?, made_at: now };
    let bytes = progress(&report, &series, &context)?;
    let made = MadeWorkbook { file_name: file_name(&report), bytes };
    Ok((report, context, made))
}

fn maker(db: &Db, actor: &Actor) -> Result<String, WorkbookError> {
    let Some(id) = actor.account() else { return Ok(OPERATOR.to_owned()) };
    let account = db.read(|conn| accounts::get(conn, id))?;
    Ok(account.map_or(OPERATOR.to_owned(), |account| account.display_name))
}

fn file_name(report: &ProgressReport) -> String {
    let slug = wording::unit(report).map_or("", |unit| unit.slug.as_str());
    let safe = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    format!("tien-do-{}-{}.xlsx", slug.chars().map(safe).collect::<String>(), report.as_of)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workbooks::sample;

    #[test]
    fn the_file_name_says_unit_and_day_in_plain_letters() {
        let mut report = sample::cam_ngoc();
        assert_eq!(file_name(&report), "tien-do-cam-ngoc-2023-05-31.xlsx");
        report.path.extend(report.children.first().map(|(unit, _)| unit.clone()));
        assert_eq!(file_name(&report), "tien-do-cam-ngoc-thon-2-2023-05-31.xlsx");
    }
}
