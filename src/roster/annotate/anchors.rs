//! Cells of merged areas: only the first one of an area shows, so marks and comments go there.

use std::collections::HashMap;

use crate::roster::grid::Area;

/// Areas taller than this are few and looked through one by one.
const TALL: u32 = 1_000;

/// The merged areas of a sheet by row.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Anchors {
    by_row: HashMap<u32, Vec<Area>>,
    tall: Vec<Area>,
}

impl Anchors {
    /// Sorts the areas of a sheet.
    pub fn of(areas: &[Area]) -> Self {
        let mut anchors = Anchors::default();
        for area in areas {
            if area.bottom.saturating_sub(area.top) > TALL {
                anchors.tall.push(*area);
            } else {
                for row in area.top..=area.bottom {
                    anchors.by_row.entry(row).or_default().push(*area);
                }
            }
        }
        anchors
    }

    /// The cell that shows what stands at a place.
    pub fn shown_at(&self, row: u32, column: u16) -> (u32, u16) {
        let covers =
            |area: &&Area| (area.top..=area.bottom).contains(&row) && (area.left..=area.right).contains(&column);
        let areas = self.by_row.get(&row).into_iter().flatten().chain(&self.tall);
        areas.into_iter().find(covers).map_or((row, column), |area| (area.top, area.left))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn covered_cells_lead_to_the_first_one() {
        let areas = [Area { top: 3, left: 2, bottom: 5, right: 2 }, Area { top: 10, left: 1, bottom: 9_000, right: 3 }];
        let anchors = Anchors::of(&areas);
        assert_eq!(
            [(5, 2), (5, 3), (6, 2), (700, 3)].map(|(row, column)| anchors.shown_at(row, column)),
            [(3, 2), (5, 3), (6, 2), (10, 1)]
        );
    }
}
