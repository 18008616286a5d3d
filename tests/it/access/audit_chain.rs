//! The audit chain: what tampering with the tables leaves behind.

use tiendo::access::{AccessError, Actor, AuditEvent, audit};
use tiendo::store::audit::{BrokenLink, ChainState, verify_chain};
use tiendo::store::{Db, Engine, StoreError};

use crate::support::{TestDb, office::OFFICE, raw};

/// Entries written before somebody tampers.
const ENTRIES: i64 = 7;

fn append(db: &Db, number: i64) -> Result<(), StoreError> {
    db.write(|c| {
        let detail = serde_json::json!({"rows": number, "file": "Thôn Ngọc Bình.xlsx"});
        let event =
            AuditEvent { action: "roster.commit", object: "batch", object_id: Some(number), unit: None, detail };
        audit(c, &Actor::operator(), event)
    })
}

fn verified(db: &Db) -> ChainState {
    db.read(verify_chain).unwrap()
}

/// Somebody with the database in hands takes the triggers away first.
fn without_triggers(db: &Db) {
    let statements = match db.engine() {
        Engine::Sqlite => "DROP TRIGGER audit_entry_no_update; DROP TRIGGER audit_entry_no_delete",
        Engine::Postgres => "DROP TRIGGER audit_entry_append_only ON audit_entry",
    };
    raw::execute(db, statements).unwrap();
}

fn written(db: &TestDb) {
    for number in 1..=ENTRIES {
        append(db, number).unwrap();
    }
    let state = verified(db);
    assert_eq!((state.entries, state.broken), (ENTRIES, None));
}

fn after(db: &TestDb, statement: &str) -> BrokenLink {
    written(db);
    without_triggers(db);
    raw::execute(db, statement).unwrap();
    verified(db).broken.unwrap_or_else(|| panic!("not found: {statement}"))
}

on_both_databases! {
    fn an_empty_chain_is_whole(db from OFFICE) {
        assert_eq!(verified(db), ChainState { entries: 0, head: vec![0; 32], broken: None });
    }

    fn entries_cannot_be_changed_in_the_ordinary_way(db from OFFICE) {
        written(db);
        assert!(raw::execute(db, "UPDATE audit_entry SET source = 'x' WHERE id = 3").is_err());
        assert!(raw::execute(db, "DELETE FROM audit_entry WHERE id = 3").is_err());
        assert_eq!(verified(db).broken, None);
    }

    fn an_entry_lives_and_dies_with_its_transaction(db from OFFICE) {
        append(db, 1).unwrap();
        let failed: Result<(), AccessError> = db.write(|c| {
            let detail = serde_json::Value::Null;
            let event = AuditEvent { action: "a", object: "b", object_id: None, unit: None, detail };
            audit(c, &Actor::operator(), event)?;
            Err(AccessError::NotFound)
        });
        assert!(failed.is_err());
        append(db, 2).unwrap();
        let state = verified(db);
        assert_eq!((state.entries, state.broken), (2, None));
    }

    fn every_changed_column_is_found(db from OFFICE) {
        written(db);
        without_triggers(db);
        for (column, value) in [
            ("at", "'2020-01-01 00:00:00'"),
            ("account_id", "99"),
            ("door", "'page'"),
            ("source", "'192.0.2.1'"),
            ("action", "'roster.undo'"),
            ("object", "'person'"),
            ("object_id", "99"),
            ("unit_id", "99"),
            ("detail", "'{\"rows\":5}'"),
        ] {
            // The row is put back afterwards from a copy.
            raw::execute(db, "CREATE TABLE kept AS SELECT * FROM audit_entry WHERE id = 4").unwrap();
            raw::execute(db, &format!("UPDATE audit_entry SET {column} = {value} WHERE id = 4")).unwrap();
            assert_eq!(verified(db).broken, Some(BrokenLink::Changed(4)), "{column}");
            let back = format!("UPDATE audit_entry SET {column} = (SELECT {column} FROM kept) WHERE id = 4");
            raw::execute(db, &back).unwrap();
            raw::execute(db, "DROP TABLE kept").unwrap();
            assert_eq!(verified(db).broken, None, "{column} put back");
        }
    }

    fn a_deleted_entry_is_found(db from OFFICE) {
        assert_eq!(after(db, "DELETE FROM audit_entry WHERE id = 4"), BrokenLink::Missing(4));
    }

    fn a_deleted_beginning_is_found(db from OFFICE) {
        assert_eq!(after(db, "DELETE FROM audit_entry WHERE id <= 2"), BrokenLink::Missing(1));
    }

    fn a_cut_end_is_found(db from OFFICE) {
        let broken = after(db, "DELETE FROM audit_entry WHERE id > 5");
        assert_eq!(broken, BrokenLink::End { expected: 7, found: 5 });
    }

    fn swapped_entries_are_found(db from OFFICE) {
        let swap = "UPDATE audit_entry SET id = -1 WHERE id = 3; UPDATE audit_entry SET id = 3 WHERE id = 4; \
             UPDATE audit_entry SET id = 4 WHERE id = -1";
        assert_eq!(after(db, swap), BrokenLink::Changed(3));
    }

    fn a_deleted_entry_whose_gap_is_closed_is_found(db from OFFICE) {
        let close = "DELETE FROM audit_entry WHERE id = 4; UPDATE audit_entry SET id = 4 WHERE id = 5; \
             UPDATE audit_entry SET id = 5 WHERE id = 6; UPDATE audit_entry SET id = 6 WHERE id = 7";
        assert_eq!(after(db, close), BrokenLink::Changed(4));
    }

    fn an_entry_slipped_in_at_the_end_is_found(db from OFFICE) {
        let copy = "INSERT INTO audit_entry SELECT 8, at, account_id, door, source, action, object, object_id, unit_id, \
             detail, hash, hash FROM audit_entry WHERE id = 7";
        assert_eq!(after(db, copy), BrokenLink::Changed(8));
    }

    fn an_entry_slipped_in_before_the_beginning_is_found(db from OFFICE) {
        let copy = "INSERT INTO audit_entry SELECT 0, at, account_id, door, source, action, object, object_id, unit_id, \
             detail, previous_hash, hash FROM audit_entry WHERE id = 1";
        assert_eq!(after(db, copy), BrokenLink::Missing(1));
    }

    fn entries_written_at_the_same_time_make_one_chain(db from OFFICE) {
        std::thread::scope(|scope| {
            for thread in 0..4 {
                scope.spawn(move || (0..10).for_each(|number| append(db, thread * 10 + number).unwrap()));
            }
        });
        let state = verified(db);
        assert_eq!((state.entries, state.broken), (40, None));
    }
}
