//! Dated moves: where to, where from, who says so; newest first.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::super::error::PeopleError;
use super::super::sheet::MoveLine;
use crate::model::id::{PersonId, UnitId};
use crate::model::unit::{Unit, Validity};
use crate::store::residences::{self, ResidenceMove};
use crate::store::{Conn, accounts};

/// What is kept about the moves of one person.
pub struct Moves {
    recorded: Vec<ResidenceMove>,
    past: Vec<(UnitId, Validity)>,
}

impl Moves {
    /// Reads them.
    pub fn load(conn: &mut Conn, id: PersonId) -> Result<Self, PeopleError> {
        let past = residences::past_of_people(conn, &[id])?.remove(&id).unwrap_or_default();
        Ok(Self { recorded: residences::moves_of(conn, id)?, past })
    }

    /// The villages that they name.
    pub fn units(&self) -> impl Iterator<Item = UnitId> + '_ {
        self.recorded.iter().map(|moved| moved.recorded.unit).chain(self.past.iter().map(|(unit, _)| *unit))
    }

    /// As the sheet shows them. Of several recorded for one day only the last, which corrects the others.
    pub fn lines(&self, conn: &mut Conn, units: &HashMap<UnitId, Unit>) -> Result<Vec<MoveLine>, PeopleError> {
        let corrected = |(at, moved): (usize, &ResidenceMove)| {
            self.recorded.iter().skip(at + 1).any(|later| later.moved_on == moved.moved_on)
        };
        let standing = self.recorded.iter().enumerate().filter(|line| !corrected(*line));
        let mut lines = Vec::new();
        for (_, moved) in standing {
            lines.push(self.line(conn, moved, units)?);
        }
        lines.reverse();
        Ok(lines)
    }

    fn line(
        &self,
        conn: &mut Conn,
        moved: &ResidenceMove,
        units: &HashMap<UnitId, Unit>,
    ) -> Result<MoveLine, PeopleError> {
        let name = |unit: UnitId| units.get(&unit).map(|unit| unit.name.clone());
        let account = moved.account;
        let recorded_by =
            accounts::get(conn, account)?.map_or_else(|| format!("tài khoản số {account}"), |found| found.display_name);
        Ok(MoveLine {
            moved_on: moved.moved_on,
            to: Some(moved.recorded).filter(|recorded| !recorded.departed).and_then(|recorded| name(recorded.unit)),
            from: self.left_before(moved.moved_on).and_then(name),
            recorded_by,
            reason: moved.reason.clone(),
        })
    }

    fn left_before(&self, day: NaiveDate) -> Option<UnitId> {
        let ended = |(_, lived): &&(UnitId, Validity)| lived.to.succ_opt() == Some(day);
        self.past.iter().find(ended).map(|(unit, _)| *unit)
    }
}
