//! What holds units back.

use serde::Serialize;

use super::form::FieldError;
use super::frame::Choice;
use super::links::Links;
use super::{day, number};
use crate::campaign::unit_barriers::{UnitBarrierLine, UnitBarriers};

/// The page.
#[derive(Debug, Serialize)]
pub struct UnitBarriersView {
    /// What could not be noted.
    pub errors: Vec<FieldError>,
    /// `Tuyên truyền, hướng dẫn chưa sâu rộng: 3 đơn vị`.
    pub counts: Vec<String>,
    /// What is noted about the unit and those directly below.
    pub lines: Vec<Line>,
    /// Where notes are sent; none where the reader may not.
    pub action: Option<String>,
    /// Where notes are taken away.
    pub remove_action: String,
    /// Slug of the unit.
    pub shown: String,
    /// The unit and those directly below.
    pub units: Vec<Choice>,
    /// What can be noted.
    pub causes: Vec<Choice>,
    /// The day as typed.
    pub day: String,
    /// The note as typed.
    pub note: String,
    /// The page of figures.
    pub back: String,
}

/// A cause as it was noted.
#[derive(Debug, Serialize)]
pub struct Line {
    unit: String,
    slug: String,
    href: String,
    code: String,
    name: String,
    day: String,
    note: String,
    by: String,
}

impl Line {
    fn of(line: &UnitBarrierLine, links: &Links) -> Self {
        Self {
            unit: line.unit.name.clone(),
            slug: line.unit.slug.clone(),
            href: links.unit(&line.unit.slug),
            code: line.barrier.clone(),
            name: line.name.clone(),
            day: day(line.noted_on),
            note: line.note.clone().unwrap_or_default(),
            by: line.by.clone().unwrap_or_default(),
        }
    }
}

impl UnitBarriersView {
    /// What is known; the form and its errors are the page's to fill.
    pub fn of(found: &UnitBarriers, links: &Links) -> Self {
        let count = |count: &crate::store::unit_barriers::UnitBarrierCount| {
            format!("{}: {} đơn vị", count.name, number(count.units))
        };
        Self {
            errors: Vec::new(),
            counts: found.counts.iter().map(count).collect(),
            lines: found.lines.iter().map(|line| Line::of(line, links)).collect(),
            action: found.may_note.then(|| links.to("/vuong-mac")),
            remove_action: links.to("/vuong-mac/bo"),
            shown: found.unit.slug.clone(),
            units: Vec::new(),
            causes: Vec::new(),
            day: String::new(),
            note: String::new(),
            back: links.unit(&found.unit.slug),
        }
    }
}
