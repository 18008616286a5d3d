//! The table of units that have not reported: the annex of a reminder that would name too many of them in its text.

use super::reminder::{NAMED, bare, due};
use crate::model::document::{Annex, Block, Column, Line, Side, Table, TableRow};
use crate::rounds::{ChasedHop, ChasedRound, ChasedUnit, ChasingData, Step};

/// A report that is owed.
pub(super) struct Owing<'a> {
    pub round: &'a ChasedRound,
    pub hop: &'a ChasedHop,
    pub unit: &'a ChasedUnit,
}

/// Every report that is owed, round by round.
pub(super) fn owing(chasing: &ChasingData) -> Vec<Owing<'_>> {
    let hops = chasing.rounds.iter().flat_map(|round| round.hops.iter().map(move |hop| (round, hop)));
    hops.flat_map(|(round, hop)| hop.not_reported.iter().map(move |unit| Owing { round, hop, unit })).collect()
}

/// The annex of those that are late; `None` where every hop names them in the text.
pub(super) fn missing_units(owing: &[Owing<'_>]) -> Option<Annex> {
    let late = || owing.iter().filter(|one| one.hop.overdue);
    let many = late().any(|one| one.hop.not_reported.len() > NAMED);
    many.then(|| Annex {
        title: "Danh sách đơn vị chưa gửi báo cáo".to_owned(),
        attached_to: None,
        landscape: false,
        blocks: vec![Block::Table(Table { columns: columns(), rows: late().enumerate().map(row).collect() })],
    })
}

fn columns() -> Vec<Column> {
    let column = |head: &str, width, side| Column { group: None, head: head.to_owned(), width, side };
    vec![
        column("STT", 14, Side::Center),
        column("Đơn vị", 42, Side::Left),
        column("Đợt báo cáo", 28, Side::Left),
        column("Hạn gửi", 38, Side::Left),
        column("Tình trạng", 40, Side::Left),
    ]
}

fn row((at, one): (usize, &Owing<'_>)) -> TableRow {
    TableRow {
        cells: vec![
            Line::from((at + 1).to_string()),
            Line::from(one.unit.name.as_str()),
            Line::from(bare(&one.round.name)),
            due(one.round, one.hop, one.hop.new_due.unwrap_or(one.hop.first_due)),
            Line::from(state(one)),
        ],
        total: false,
    }
}

fn state(one: &Owing<'_>) -> String {
    let sent = if one.unit.returned { "Bị trả lại, chưa gửi lại" } else { "Chưa gửi" };
    match one.unit.step {
        Step::None => sent.to_owned(),
        step => format!("{sent} ({})", step.vietnamese()),
    }
}
