//! The staged rows that a filter lets through, page by page.

use super::error::RosterError;
use super::history::StagedFilter;
use super::pieces::open;
use super::staged::{Counts, StagedRow};
use crate::model::id::BatchId;
use crate::store::{Conn, batch_chunks};
use crate::vn::fold::fold;

/// A page, and how many rows there are on all pages. By class alone only the pieces that the page touches are opened; any other condition is looked
/// for in all of them.
pub fn rows(conn: &mut Conn, batch: BatchId, filter: &StagedFilter) -> Result<(Vec<StagedRow>, u32), RosterError> {
    let first = filter.page.saturating_sub(1).saturating_mul(filter.per_page);
    let last = first.saturating_add(filter.per_page);
    let fits = Fits::of(filter);
    let (mut found, mut passed) = (Vec::new(), 0u32);
    for head in batch_chunks::chunk_heads(conn, batch)? {
        let counts: Counts = serde_json::from_str(&head.classes).map_err(|_| RosterError::BrokenStage(batch.0))?;
        let at_most = filter.class.map_or(counts.rows, |class| counts.of(class));
        let touched = passed < last && passed + at_most > first;
        if at_most == 0 || !(touched || fits.needs_rows()) {
            passed += at_most;
            continue;
        }
        for row in open(conn, batch, head.position)? {
            if fits.row(&row) {
                if (first..last).contains(&passed) {
                    found.push(row);
                }
                passed += 1;
            }
        }
    }
    Ok((found, passed))
}

/// A filter, ready to be asked about many rows.
struct Fits<'f> {
    filter: &'f StagedFilter,
    name: Option<String>,
}

impl<'f> Fits<'f> {
    fn of(filter: &'f StagedFilter) -> Self {
        Self { filter, name: filter.name.as_deref().map(fold).filter(|name| !name.is_empty()) }
    }

    /// Whether the numbers of the piece alone do not say which rows fit.
    fn needs_rows(&self) -> bool {
        self.filter.code.is_some() || self.filter.sheet.is_some() || self.name.is_some() || self.filter.undecided
    }

    fn row(&self, row: &StagedRow) -> bool {
        let filter = self.filter;
        let named = |part: &String| row.row.full_name.as_deref().is_some_and(|name| fold(name).contains(part.as_str()));
        filter.class.is_none_or(|class| row.class == class)
            && filter.sheet.is_none_or(|sheet| row.sheet == sheet)
            && filter.code.is_none_or(|code| row.row.codes.iter().any(|finding| finding.code == code))
            && (!filter.undecided || row.is_undecided())
            && self.name.as_ref().is_none_or(named)
    }
}
