//! Issued, achieved, and the people in between: a gap that is shown and explained, never hidden.

use super::report::Figure;

/// How many of the people who have something have it working.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// It counts.
    pub achieved: i64,
    /// Issued, and not yet achieved: the people to visit.
    pub between: i64,
}

/// The gap behind a figure that counts what is issued, whatever its level: the measures of its parts (level 1, level 2) tell how many of it count.
/// `None` where the parts do not add up to the figure: then nothing can be said about it.
pub fn gap(figure: &Figure, beside: &[Figure]) -> Option<Gap> {
    let whole = figure.done.filter(|_| figure.issued.is_none())?;
    let parts = beside.iter().filter(|part| part.measure.audience == figure.measure.audience);
    let parts: Vec<(i64, i64)> = parts.filter_map(|part| part.issued.zip(part.done)).collect();
    let (issued, achieved) = parts.iter().fold((0, 0), |(i, d), (issued, done)| (i + issued, d + done));
    (!parts.is_empty() && issued == whole).then_some(Gap { achieved, between: whole - achieved })
}
