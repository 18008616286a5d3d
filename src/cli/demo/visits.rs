//! Lists of people to visit in the demo: one village divided between two teams, one of them half walked.

use chrono::{NaiveDate, Utc};

use crate::access::{Actor, Door, Rights};
use crate::cli::error::CommandError;
use crate::fieldwork::{self, FieldworkError, NewResults, NewWorkLists};
use crate::model::as_of::AsOf;
use crate::model::id::WorkListId;
use crate::model::work_list::{LineRef, Outcome, ResultSource, TypedPair, WorkListKind};
use crate::store::{Db, accounts};

/// Who makes the lists and walks the first.
const TEAM: &str = "thon-ngoc-binh";
/// What the first visits came to: every line of the first pages of the list, as a team writes it on paper.
const RESULTS: [u8; 24] = [1, 1, 2, 1, 8, 1, 3, 1, 1, 5, 1, 7, 1, 1, 2, 1, 4, 1, 6, 1, 9, 1, 8, 1];

/// Makes the lists with what came of the first visits; returns their numbers. The visits were days after the figures of the demo.
pub fn make(db: &Db, campaign: &str) -> Result<Vec<i64>, CommandError> {
    let found = db.read(|conn| accounts::find_by_name(conn, TEAM))?;
    let Some(account) = found else { return Ok(Vec::new()) };
    let rights = Rights::Account { account: account.id, role: account.role, unit: account.unit };
    let actor = Actor { rights, door: Door::Command, source: "máy chủ".to_owned() };
    let as_of = NaiveDate::from_ymd_opt(2023, 5, 31).unwrap_or_default();
    let new = NewWorkLists {
        campaign: campaign.to_owned(),
        unit: "cam-ngoc/ngoc-binh".to_owned(),
        kind: WorkListKind::ActivationOverdue,
        programme: "vneid2".to_owned(),
        team: None,
        teams: 2,
        as_of: AsOf(as_of),
    };
    let made = fieldwork::make(db, &actor, &new, Utc::now())?;
    let lists: Vec<i64> = made.lists.iter().map(|list| list.id.0).collect();
    if let Some(first) = made.lists.first() {
        walk(db, &actor, first.id)?;
    }
    Ok(lists)
}

fn walk(db: &Db, actor: &Actor, list: WorkListId) -> Result<(), FieldworkError> {
    let pair = |(line, digit): (i32, u8)| TypedPair { line: LineRef::Number(line), outcome: Outcome::of_digit(digit) };
    let results = NewResults {
        list,
        on: NaiveDate::from_ymd_opt(2023, 6, 8).unwrap_or_default(),
        today: AsOf::of_instant(Utc::now()),
        pairs: (1..).zip(RESULTS).map(pair).collect(),
        source: ResultSource::Paper,
        seen: None,
    };
    fieldwork::record(db, actor, &results, Utc::now())?;
    Ok(())
}
