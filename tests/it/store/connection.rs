//! What `Db` promises, on both databases.

use tiendo::store::{Db, Keys, StoreError, settings};

use crate::support::{self, TestDb};

fn sum_of_concurrent_writes(db: &TestDb) -> i64 {
    const THREADS: i64 = 4;
    const WRITES: i64 = 25;
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                for _ in 0..WRITES {
                    db.write(add_one).unwrap();
                }
            });
        }
    });
    THREADS * WRITES
}

fn add_one(conn: &mut tiendo::store::Conn) -> Result<(), StoreError> {
    let known: i64 = settings::get(conn, "count")?.map_or(0, |text| text.parse().unwrap());
    settings::set(conn, "count", &(known + 1).to_string())
}

on_both_databases! {
    fn a_failed_write_leaves_nothing(db) {
        let failed: Result<(), StoreError> = db.write(|c| {
            settings::set(c, "half", "done")?;
            Err(StoreError::Busy("giả lập".to_owned()))
        });
        assert!(failed.is_err());
        assert_eq!(db.read(|c| settings::get(c, "half")).unwrap(), None);
        db.write(|c| settings::set(c, "whole", "1")).unwrap();
        db.write(|c| settings::set(c, "whole", "2")).unwrap();
        assert_eq!(db.read(|c| settings::get(c, "whole")).unwrap().as_deref(), Some("2"));
    }

    fn reading_cannot_write(db) {
        assert!(db.read(|c| settings::set(c, "x", "y")).is_err());
    }

    fn another_key_is_refused(db) {
        let folder = tempfile::tempdir().unwrap();
        let other = Keys::create(&folder.path().join("other.key")).unwrap();
        assert!(matches!(Db::open(db.location().clone(), other), Err(StoreError::Keys(_))));
        assert!(Db::open(db.location().clone(), support::keys()).is_ok());
    }
}

/// PostgreSQL writes at READ COMMITTED: there a use case that reads before it writes locks the row itself.
#[test]
fn on_sqlite_read_then_write_never_loses_an_update() {
    let db = TestDb::sqlite(&support::EMPTY);
    db.write(|c| settings::set(c, "count", "0")).unwrap();
    let expected = sum_of_concurrent_writes(&db);
    assert_eq!(db.read(|c| settings::get(c, "count")).unwrap(), Some(expected.to_string()));
}
