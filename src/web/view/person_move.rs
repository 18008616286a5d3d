//! Moves of one person: what was recorded, and what is typed to record one.

use serde::Serialize;

use super::day;
use super::frame::Choice;
use crate::model::unit::Unit;
use crate::people::MoveLine;

/// The value sent for somewhere outside the villages offered.
pub const ELSEWHERE: &str = "noi-khac";

/// A move that was recorded.
#[derive(Debug, Serialize)]
pub struct MoveView {
    day: String,
    what: String,
    recorded_by: String,
    reason: Option<String>,
}

impl MoveView {
    /// `ở Thôn 2; trước đó ở Thôn 1`.
    pub fn of(line: &MoveLine) -> Self {
        let to = line.to.as_ref().map_or_else(|| "chuyển đi nơi khác".to_owned(), |name| format!("ở {name}"));
        let from = line.from.as_ref().map(|name| format!("; trước đó ở {name}")).unwrap_or_default();
        Self {
            day: day(line.moved_on),
            what: format!("{to}{from}"),
            recorded_by: line.recorded_by.clone(),
            reason: line.reason.clone(),
        }
    }
}

/// What was typed to record a move.
#[derive(Debug, Default, Clone, Serialize)]
pub struct TypedMove {
    /// Slug of the village chosen, or [`ELSEWHERE`].
    pub to: String,
    /// The day.
    pub day: String,
    /// The remark.
    pub remark: String,
    /// Whether the form is shown unfolded.
    pub open: bool,
}

/// The villages, and somewhere else for whoever has not left already.
pub fn destinations(villages: Vec<Unit>, may_leave: bool, chosen: &str) -> Vec<Choice> {
    let mut choices: Vec<Choice> = Vec::with_capacity(villages.len() + 1);
    choices.extend(villages.into_iter().map(|unit| Choice::new(unit.slug, unit.name, chosen)));
    if may_leave {
        choices.push(Choice::new(ELSEWHERE, "Chuyển đi nơi khác (ngoài địa bàn)", chosen));
    }
    choices
}
