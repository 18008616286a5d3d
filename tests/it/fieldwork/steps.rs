//! Steps that the tests of lists share.

use chrono::{DateTime, Utc};
use tiendo::access::Actor;
use tiendo::fieldwork::{
    FieldworkError, LineSheet, LineWho, ListSheet, MadeLists, NewResults, NewWorkLists, Recorded, make, record, show,
};
use tiendo::model::as_of::AsOf;
use tiendo::model::id::{PersonId, WorkListId};
use tiendo::model::work_list::{LineRef, Outcome, ResultSource, TypedPair, WorkListKind};
use tiendo::store::Db;

/// The village of most tests.
pub const VILLAGE: &str = "cam-ngoc/ngoc-binh";

/// The instant at which these tests happen.
pub fn now() -> DateTime<Utc> {
    "2023-06-13T02:00:00Z".parse().unwrap()
}

/// A day.
pub fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

/// What makes a list of the demo's campaign at 31/5/2023.
pub fn new(kind: WorkListKind, programme: &str, unit: &str) -> NewWorkLists {
    NewWorkLists {
        campaign: "cam-ngoc-2023".to_owned(),
        unit: unit.to_owned(),
        kind,
        programme: programme.to_owned(),
        team: None,
        teams: 1,
        as_of: AsOf(day("2023-05-31")),
    }
}

/// Makes lists.
pub fn made(db: &Db, actor: &Actor, new: &NewWorkLists) -> MadeLists {
    make(db, actor, new, now()).unwrap()
}

/// A list of those in the village who have level 2 and have not activated it.
pub fn not_activated(db: &Db, actor: &Actor) -> WorkListId {
    made(db, actor, &new(WorkListKind::NotActivated, "vneid2", VILLAGE)).lists[0].id
}

/// A list.
pub fn sheet(db: &Db, actor: &Actor, id: WorkListId) -> ListSheet {
    show(db, actor, id, now()).unwrap()
}

/// Who stands on a line.
pub fn person(line: &LineSheet) -> PersonId {
    match &line.who {
        LineWho::Known(person) => person.id,
        other => panic!("nobody known: {other:?}"),
    }
}

/// Results as typed on 8/6/2023.
pub fn results(list: WorkListId, typed: &[(i32, u8)]) -> NewResults {
    let pair =
        |(line, digit): &(i32, u8)| TypedPair { line: LineRef::Number(*line), outcome: Outcome::of_digit(*digit) };
    NewResults {
        list,
        on: day("2023-06-08"),
        today: AsOf(day("2023-06-13")),
        pairs: typed.iter().map(pair).collect(),
        source: ResultSource::Paper,
        seen: None,
    }
}

/// Writes results.
pub fn typed(db: &Db, actor: &Actor, list: WorkListId, typed: &[(i32, u8)]) -> Result<Recorded, FieldworkError> {
    record(db, actor, &results(list, typed), now())
}
