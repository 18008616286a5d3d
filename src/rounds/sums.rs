//! What the reports of a hop add up to: offered to whoever adds up at the next one.

use super::show::{HopSheet, RoundSheet};

/// The sum of a measure over a hop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sum {
    /// The total.
    pub value: i64,
    /// The sum of the bases, where every report has one.
    pub base: Option<i64>,
}

/// The sums of a hop, in the order of the measures; `None` where nobody has reported a figure.
pub fn sums(sheet: &RoundSheet, hop: &HopSheet) -> Vec<Option<Sum>> {
    let of = |place: usize| {
        let reported = hop.lines.iter().filter(|line| line.standing.timeliness.is_reported());
        let figures: Vec<_> = reported.filter_map(|line| line.figures.get(place)?.as_ref()).collect();
        (!figures.is_empty()).then(|| Sum {
            value: figures.iter().map(|figure| figure.value).sum(),
            base: figures.iter().map(|figure| figure.base).sum(),
        })
    };
    (0..sheet.measures.len()).map(of).collect()
}
