//! Lists that are read in the background, given up, left behind by a process that ended, and uploads without a batch.

use std::time::Duration;

use chrono::{TimeDelta, Utc};
use tiendo::access::{Actor, Door};
use tiendo::model::as_of::AsOf;
use tiendo::model::id::BatchId;
use tiendo::model::role::Role;
use tiendo::roster::choices::Choices;
use tiendo::roster::{
    Background, Progress, Receiver, RosterError, StagedFilter, Task, begin, commit, decide, discard, history,
    read_batch, receive, staged, sweep_uploads,
};
use tiendo::store::Db;
use tiendo::store::batches::{self, Batch, BatchState};

use super::steps::{LOADED, List, day, lists, look, sandbox, upload};
use crate::support::{office, raw};

/// Only bounds a failure.
const PATIENCE: Duration = Duration::from_secs(60);

fn begun(db: &Db, actor: &Actor, list: &List) -> BatchId {
    let stored = receive(db, &list.bytes).unwrap();
    begin(db, actor, &upload(list).details, stored).unwrap()
}

fn found(db: &Db, batch: BatchId) -> Batch {
    db.read(|conn| batches::find(conn, batch)).unwrap().unwrap()
}

fn today() -> AsOf {
    AsOf(day("2023-06-13"))
}

/// A list of so many people that it takes several pieces.
fn long_list(people: usize) -> List {
    let rows = (1..=people).map(|n| format!("{n};Nguyễn Văn An;{:02}/{:02}/1980;thôn 1\n", n % 28 + 1, n % 12 + 1));
    let text = format!("STT;Họ và tên;Ngày sinh;Thôn\n{}", rows.collect::<String>());
    List { file: "dai.csv".to_owned(), unit: "cam-ngoc".to_owned(), bytes: text.into_bytes() }
}

fn pieces(db: &Db) -> i64 {
    raw::number(db, "SELECT COUNT(*) AS value FROM import_chunk")
}

/// As if the process that read it had ended long ago.
fn leave_behind(db: &Db, readings: u32) {
    let change =
        format!("UPDATE import_batch SET lease_until = '2023-06-13 00:00:00', readings = {readings}, reader = 'gone'");
    raw::execute(db, &change).unwrap();
}

on_both_databases! {
    fn several_lists_are_read_in_the_background(db from LOADED) {
        let background = Background::new((**db).clone());
        let batches: Vec<BatchId> = lists()[..5].iter().map(|list| begun(db, &Actor::operator(), list)).collect();
        for batch in &batches {
            background.read(&Actor::operator(), *batch, today(), &sandbox());
        }
        assert_eq!(background.progress(batches[4]).map(|work| work.task), Some(Task::Reading), "it waits for its turn");
        for batch in batches {
            assert_eq!(background.wait(batch, PATIENCE), None);
            assert_eq!(found(db, batch).state, BatchState::Previewed);
        }
    }

    fn what_is_decided_or_given_up_while_a_list_is_read_ends_the_reading(db from LOADED) {
        let actor = Actor::operator();
        let batch = begun(db, &actor, &long_list(6_000));
        let mut heard = Vec::new();
        let overtaken = read_batch(db, &actor, batch, today(), &sandbox(), &mut |progress: Progress| {
            heard.push(progress.rows);
            decide(db, &actor, batch, &Choices::default()).unwrap();
        });
        assert!(matches!(overtaken, Err(RosterError::Overtaken(_))), "{overtaken:?}");
        assert_eq!((pieces(db), found(db, batch).state), (0, BatchState::Reading));
        assert!(heard.iter().all(|rows| *rows < 4_000), "nothing is written any more, so it ends at the first write: {heard:?}");

        let given_up = read_batch(db, &actor, batch, today(), &sandbox(), &mut |progress: Progress| {
            if progress.rows == 500 {
                discard(db, &actor, batch).unwrap();
            }
        });
        assert!(matches!(given_up, Err(RosterError::Overtaken(_))), "{given_up:?}");
        assert_eq!((pieces(db), found(db, batch).state), (0, BatchState::Discarded));
        let again = read_batch(db, &actor, batch, today(), &sandbox(), &mut |_| ());
        assert!(matches!(again, Err(RosterError::Closed(_))), "{again:?}");
    }

    fn nobody_else_reads_a_list_that_is_being_read(db from LOADED) {
        let actor = Actor::operator();
        let batch = begun(db, &actor, &long_list(1_600));
        let mut others = Vec::new();
        let read = read_batch(db, &actor, batch, today(), &sandbox(), &mut |_| {
            others.push(read_batch(db, &actor, batch, today(), &sandbox(), &mut |_| ()));
        });
        assert_eq!(read.unwrap().counts.rows, 1_600);
        assert!(others.len() >= 3 && others.iter().all(|other| matches!(other, Err(RosterError::BeingRead(_)))), "{others:?}");
    }

    fn what_a_dead_process_left_is_read_again_for_whoever_sent_it(db from LOADED) {
        let officer = office::actor(db, Role::Officer, "cam-ngoc");
        let batch = begun(db, &officer, &lists()[9]);
        let background = Background::new((**db).clone());
        assert_eq!(background.take_over(&sandbox(), Utc::now()).unwrap(), 0, "whoever began it has two minutes");
        leave_behind(db, 2);
        raw::execute(db, &format!(
            "INSERT INTO import_chunk (batch_id, position, row_count, classes, content) VALUES ({batch}, 0, 1, '{{}}', {})",
            match db.engine() {
                tiendo::store::Engine::Sqlite => "x'00'",
                tiendo::store::Engine::Postgres => "'\\x00'::bytea",
            }
        )).unwrap();
        assert_eq!(background.take_over(&sandbox(), Utc::now()).unwrap(), 1);
        assert_eq!(background.wait(batch, PATIENCE), None);
        let page = staged(db, &officer, batch, &StagedFilter { page: 1, per_page: 500, ..StagedFilter::default() }).unwrap();
        assert_eq!(page.batch.state, BatchState::Previewed);
        assert_eq!(page.rows.len(), page.batch.counts.rows as usize, "the piece that was left is gone");
        let doors = raw::texts(db, "SELECT door AS value FROM audit_entry WHERE action = 'import.preview'");
        assert_eq!(doors, [Door::Job.as_str()]);
    }

    fn a_list_that_no_process_survives_is_given_up_with_a_sentence(db from LOADED) {
        let batch = begun(db, &Actor::operator(), &lists()[9]);
        leave_behind(db, 3);
        let background = Background::new((**db).clone());
        assert_eq!(background.take_over(&sandbox(), Utc::now()).unwrap(), 0);
        let page = staged(db, &Actor::operator(), batch, &StagedFilter { page: 1, per_page: 1, ..StagedFilter::default() }).unwrap();
        assert_eq!(page.batch.state, BatchState::Failed);
        assert!(page.failure.is_some_and(|why| why.contains("dừng giữa chừng")));
        decide(db, &Actor::operator(), batch, &Choices::default()).unwrap();
        background.read(&Actor::operator(), batch, today(), &sandbox());
        assert_eq!(background.wait(batch, PATIENCE), None);
        assert_eq!(found(db, batch).state, BatchState::Previewed, "on demand it is read once more");
    }

    fn nothing_is_read_for_an_account_that_was_closed(db from LOADED) {
        let officer = office::actor(db, Role::Officer, "cam-ngoc");
        let batch = begun(db, &officer, &lists()[9]);
        leave_behind(db, 1);
        raw::execute(db, "UPDATE account SET disabled_at = '2023-06-13 00:00:00'").unwrap();
        assert_eq!(Background::new((**db).clone()).take_over(&sandbox(), Utc::now()).unwrap(), 0);
        assert_eq!(found(db, batch).state, BatchState::Failed);
    }

    fn a_process_that_ends_lets_its_lists_go(db from LOADED) {
        let background = Background::new((**db).clone());
        let batch = begun(db, &Actor::operator(), &lists()[9]);
        let now = Utc::now();
        background.track(batch, Task::Reading, |_| background.let_go(now.naive_utc()).unwrap());
        assert_eq!(Background::new((**db).clone()).take_over(&sandbox(), now).unwrap(), 1);
    }

    fn a_list_that_was_given_up_leaves_only_a_line(db from LOADED) {
        let officer = office::actor(db, Role::Officer, "cam-ngoc");
        let stranger = office::actor(db, Role::Officer, "cam-ngoc/ngoc-son");
        let shown = look(db, &lists()[9]);
        assert!(matches!(discard(db, &stranger, shown.batch), Err(RosterError::NoBatch(_))), "as if there were none");
        discard(db, &officer, shown.batch).unwrap();
        assert!(matches!(discard(db, &officer, shown.batch), Err(RosterError::Closed(_))));
        let refused = commit(db, &officer, shown.batch, &shown.token, tiendo::roster::CommitMode::GoodRows).unwrap_err();
        assert!(matches!(refused, RosterError::NotPreviewed(_)), "{refused}");
        for table in ["import_chunk", "blob", "blob_piece"] {
            let left = raw::number(db, &format!("SELECT COUNT(*) AS value FROM {table}"));
            assert_eq!(left, 0, "{table}");
        }
        assert_eq!(history(db, &officer, 1, 10).unwrap()[0].state, BatchState::Discarded);
        assert_eq!(raw::number(db, "SELECT COUNT(*) AS value FROM audit_entry WHERE action = 'import.discard'"), 1);
    }

    fn broken_uploads_are_removed_a_day_later(db from LOADED) {
        let kept = look(db, &lists()[9]);
        let mut broken = Receiver::new(db);
        broken.take(&vec![b'a'; 3 << 20]).unwrap();
        drop(broken);
        let now = Utc::now().naive_utc();
        assert_eq!(sweep_uploads(db, now).unwrap(), 0, "it may still be arriving");
        assert_eq!(sweep_uploads(db, now + TimeDelta::hours(25)).unwrap(), 1);
        assert_eq!(raw::number(db, "SELECT COUNT(*) AS value FROM blob"), 1);
        assert!(commit(db, &Actor::operator(), kept.batch, &kept.token, tiendo::roster::CommitMode::GoodRows).is_ok());
    }
}
