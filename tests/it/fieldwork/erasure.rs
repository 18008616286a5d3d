//! Lists that were made survive what happens to people and imports around them.

use tiendo::model::role::Role;
use tiendo::store::{StoreError, people};

use super::steps::{VILLAGE, not_activated, person, sheet, typed};
use crate::roster::steps::IMPORTED;
use crate::support::office::actor;
use crate::support::raw;

on_both_databases! {
    fn erasing_somebody_leaves_the_line_and_the_result(db from IMPORTED) {
        let team = actor(db, Role::VillageTeam, VILLAGE);
        let list = not_activated(db, &team);
        let line = sheet(db, &team, list).lines.into_iter().find(|line| line.done_elsewhere.is_none()).unwrap();
        typed(db, &team, list, &[(line.number, 1)]).unwrap();
        let gone = person(&line);
        db.write(|conn| people::delete(conn, &[gone])).map_err(|error: StoreError| error.to_string()).unwrap();
        assert_eq!(raw::number(db, "SELECT count(*) AS value FROM work_list_result WHERE event_id IS NULL"), 1);
        let after = sheet(db, &team, list);
        assert_eq!(after.lines.len(), after.counts.lines);
        assert_eq!(after.counts.done, 1, "the count of what was done stays");
    }
}
