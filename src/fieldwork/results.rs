//! Use case: write what came of visits, as typed back from paper or ticked on the phone. All of it, or nothing.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;

use super::error::{FieldworkError, LineProblem};
use super::reach::{self, Within};
use super::write_results::{Change, write_all};
use crate::access::{Actor, AuditEvent, allowed, audit};
use crate::model::as_of::AsOf;
use crate::model::id::{PersonId, WorkListId};
use crate::model::person::Person;
use crate::model::role::Operation;
use crate::model::work_list::{LineRef, LineResult, Outcome, ResultSource, TypedPair, WorkListLine};
use crate::people::PeopleError;
use crate::store::{Conn, Db, people, work_lists};

/// What came of visits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewResults {
    /// The list.
    pub list: WorkListId,
    /// The day of the visits.
    pub on: NaiveDate,
    /// Today in Vietnam; nothing later can have happened.
    pub today: AsOf,
    /// Line by line. A line that says what stands already is left as it is.
    pub pairs: Vec<TypedPair>,
    /// How they came in.
    pub source: ResultSource,
    /// The latest result that the writer had seen; what was written after it is not written over. `None` writes over everything.
    pub seen: Option<i64>,
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Recorded {
    /// Lines that have a new result.
    pub written: usize,
    /// Of them done.
    pub done: usize,
    /// Lines that said so already.
    pub unchanged: usize,
}

/// Writes results: «done» records the milestone of the list, a cause is noted about the person, and the result before is taken back with what it wrote.
/// The figures follow in the same transaction.
///
/// # Errors
/// No right to; no account to answer for it; no such list; a closed one; [`FieldworkError::Lines`] names every line that is not right.
pub fn record(db: &Db, actor: &Actor, new: &NewResults, now: DateTime<Utc>) -> Result<Recorded, FieldworkError> {
    allowed(actor, Operation::MakeWorkList)?;
    allowed(actor, Operation::RecordMilestone)?;
    let account = actor.account().ok_or(PeopleError::NeedsAccount)?;
    db.write(|conn| {
        let list = reach::list(conn, actor, Operation::MakeWorkList, new.list)?;
        work_lists::lock_row(conn, list.id)?;
        // Only behind the lock is it certain that nobody closes it meanwhile.
        if work_lists::get(conn, list.id)?.is_none_or(|list| list.closed_at.is_some()) {
            return Err(FieldworkError::Closed(list.id));
        }
        let (changes, unchanged) = changes(conn, actor, new)?;
        let done = changes.iter().filter(|change| change.outcome == Some(Outcome::Done)).count();
        let recorded = Recorded { written: changes.len(), done, unchanged };
        if recorded.written > 0 {
            write_all(conn, account, &list, new, &changes, now)?;
            let detail = json!({ "written": recorded.written, "done": done, "source": new.source.as_str() });
            let (object_id, unit) = (Some(list.id.0), Some(list.unit));
            let event = AuditEvent { action: "work_list.results", object: "work_list", object_id, unit, detail };
            audit(conn, actor, event)?;
        }
        Ok(recorded)
    })
}

/// What is to be written, and how many lines say what stands already.
fn changes(conn: &mut Conn, actor: &Actor, new: &NewResults) -> Result<(Vec<Change>, usize), FieldworkError> {
    let lines: HashMap<i32, WorkListLine> =
        work_lists::lines(conn, new.list)?.into_iter().map(|line| (line.number, line)).collect();
    let mut standing = work_lists::results(conn, &[new.list])?.remove(&new.list).unwrap_or_default();
    let (outcomes, mut problems) = outcomes(new, lines.len());
    let ids: Vec<PersonId> = outcomes.iter().filter_map(|(line, _)| lines.get(line)?.person).collect();
    let found = people::by_ids(conn, &ids)?;
    let within = Within::of(conn, actor, &found)?;
    let mut people: HashMap<PersonId, Person> = found.into_iter().map(|person| (person.id, person)).collect();
    let (mut changes, mut unchanged) = (Vec::new(), 0);
    for (line, outcome) in outcomes {
        let before = standing.remove(&line);
        if before.as_ref().and_then(|before| before.outcome) == outcome {
            unchanged += 1;
            continue;
        }
        if let Some(problem) = before.as_ref().and_then(|before| overtaken(before, new)) {
            problems.push(problem);
            continue;
        }
        let person = lines.get(&line).and_then(|line| people.remove(&line.person?)).filter(|person| within.has(person));
        match person {
            Some(person) => changes.push(Change { line, person, before, outcome }),
            None => {
                let gone = "người này không còn trong phạm vi của tài khoản (đã chuyển đi hoặc đã xóa khỏi hệ thống). Bỏ trống dòng này.";
                problems.push(LineProblem::of(line, gone));
            }
        }
    }
    problems.sort_by_key(|problem| problem.line);
    if problems.is_empty() { Ok((changes, unchanged)) } else { Err(FieldworkError::Lines(problems)) }
}

/// One outcome per line, in the order typed; and lines that cannot be.
fn outcomes(new: &NewResults, last: usize) -> (Vec<(i32, Option<Outcome>)>, Vec<LineProblem>) {
    let (mut outcomes, mut problems): (Vec<(i32, Option<Outcome>)>, _) = (Vec::new(), Vec::new());
    for pair in &new.pairs {
        let line = pair.line.number();
        match pair.line {
            LineRef::Code(list, _) if list != new.list => {
                let text = format!("mã QR là của danh sách số {list}, không phải danh sách số {}.", new.list);
                problems.push(LineProblem::of(line, text));
                continue;
            }
            _ => {}
        }
        let known = usize::try_from(line).is_ok_and(|number| (1..=last).contains(&number));
        match outcomes.iter().find(|(typed, _)| *typed == line) {
            _ if !known => problems.push(LineProblem::of(line, format!("danh sách chỉ có {last} dòng."))),
            Some((_, outcome)) if *outcome != pair.outcome => {
                problems.push(LineProblem::of(line, "nhập hai kết quả khác nhau. Giữ lại một kết quả."));
            }
            Some(_) => {}
            None => outcomes.push((line, pair.outcome)),
        }
    }
    (outcomes, problems)
}

/// Somebody else has written the line since the writer looked at it.
fn overtaken(before: &LineResult, new: &NewResults) -> Option<LineProblem> {
    new.seen.filter(|seen| before.id > *seen)?;
    let stands = match before.outcome {
        Some(outcome) => format!("{} – {}", outcome.digit(), outcome.vietnamese()),
        None => "đã xóa kết quả".to_owned(),
    };
    let text = format!("có người vừa ghi «{stands}» sau khi mở trang này. Xác nhận nếu vẫn ghi kết quả vừa nhập.");
    Some(LineProblem { stale: true, ..LineProblem::of(before.line, text) })
}
