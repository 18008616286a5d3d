//! A sheet with what is looked up in it again and again: the encodings of its columns and its merged areas by row.

use std::collections::HashMap;
use std::sync::Arc;

use super::super::grid::{Area, Cell, Sheet};
use super::sheet_text::SheetText;

/// Areas of at most this many rows are kept under each of their rows; taller ones are few.
const LOW: u32 = 8;

/// A sheet ready to be read.
pub(super) struct SheetView<'a> {
    pub sheet: &'a Sheet,
    pub text: Arc<SheetText>,
    low: HashMap<u32, Vec<Area>>,
    tall: Vec<Area>,
    /// Areas over several rows of one column, by column, top down.
    vertical: HashMap<u16, Vec<Area>>,
}

impl<'a> SheetView<'a> {
    pub(super) fn new(sheet: &'a Sheet) -> Self {
        Self::with_text(sheet, Arc::new(SheetText::of(sheet)))
    }

    /// A part of a sheet whose encodings are known from its start.
    pub(super) fn with_text(sheet: &'a Sheet, text: Arc<SheetText>) -> Self {
        let mut view = Self { sheet, text, low: HashMap::new(), tall: Vec::new(), vertical: HashMap::new() };
        for area in &sheet.merges {
            if area.bottom.saturating_sub(area.top) < LOW {
                for row in area.top..=area.bottom {
                    view.low.entry(row).or_default().push(*area);
                }
            } else if area.right > area.left {
                view.tall.push(*area);
            }
            if area.bottom > area.top && area.left == area.right {
                view.vertical.entry(area.left).or_default().push(*area);
            }
        }
        for areas in view.vertical.values_mut() {
            areas.sort_by_key(|a| a.top);
        }
        view
    }

    /// The merged area that covers a cell.
    pub(super) fn merge_at(&self, row: u32, column: u16) -> Option<&Area> {
        let covers = |a: &&Area| a.top <= row && row <= a.bottom && a.left <= column && column <= a.right;
        self.low.get(&row).into_iter().flatten().find(covers).or_else(|| self.tall.iter().find(covers))
    }

    /// Whether the file tells merged areas at all.
    pub(super) fn has_merges(&self) -> bool {
        !self.sheet.merges.is_empty()
    }

    /// The first cell of the area of one column that covers an empty cell from above.
    pub(super) fn merged_from_above(&self, row: u32, column: u16) -> Option<&'a Cell> {
        let areas = self.vertical.get(&column)?;
        let at = areas.partition_point(|area| area.top <= row);
        let area = areas.get(at.checked_sub(1)?).filter(|area| area.top < row && row <= area.bottom)?;
        let at = self.sheet.rows.binary_search_by_key(&area.top, |r| r.number).ok()?;
        self.sheet.rows.get(at)?.cells.iter().find(|c| c.column == column)
    }
}
