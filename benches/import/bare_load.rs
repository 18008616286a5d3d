//! The same rows put into empty tables by the database alone: no file, no checks, no seals, nothing compared.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel::sqlite::SqliteConnection;
use std::path::Path;
use tiendo::store::{Db, Keys, Location};

use crate::usage::{Usage, measure};

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

/// Copies every row of `full` that `empty` has not, all tables, their indexes and foreign keys included, in one transaction on the disk.
pub fn load(full: &Path, empty: &Path) -> Usage {
    let mut conn = SqliteConnection::establish(&empty.display().to_string()).unwrap();
    let settings = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA defer_foreign_keys = ON; \
                    PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000;";
    conn.batch_execute(settings).unwrap();
    conn.batch_execute(&format!("ATTACH '{}' AS full", full.display())).unwrap();
    let query = "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    let tables: Vec<Name> = diesel::sql_query(query).load(&mut conn).unwrap();
    let copies =
        tables.iter().map(|table| format!("INSERT OR IGNORE INTO main.{0} SELECT * FROM full.{0};", table.name));
    let script = format!("BEGIN; PRAGMA defer_foreign_keys = ON; {} COMMIT;", copies.collect::<String>());
    measure(|| conn.batch_execute(&script).unwrap()).1
}

/// An empty database with the same tables.
pub fn empty(folder: &Path) -> std::path::PathBuf {
    let path = folder.join("bare.sqlite");
    let keys = Keys::create(&folder.join("bare.key")).unwrap();
    drop(Db::open(Location::Sqlite(path.clone()), keys).unwrap());
    path
}
