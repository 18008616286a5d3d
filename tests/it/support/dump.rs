//! Everything that is known about people, row by row, for comparing two states.

use tiendo::store::{Db, Engine};

use super::raw;

/// Tables and which of their rows count. A counter of zero is no counter.
const TABLES: [(&str, &str); 11] = [
    ("person", "TRUE"),
    ("name_token", "TRUE"),
    ("milestone_event", "TRUE"),
    ("enrollment", "TRUE"),
    ("person_barrier", "TRUE"),
    ("listing", "TRUE"),
    ("past_residence", "TRUE"),
    ("residence_move", "TRUE"),
    ("counter", "delta <> 0"),
    ("unit_roster", "TRUE"),
    ("added_person", "TRUE"),
];

/// Every row of [`TABLES`] with all its columns.
pub fn people(db: &Db) -> Vec<String> {
    TABLES.iter().flat_map(|(table, rows)| table_rows(db, table, rows)).collect()
}

fn table_rows(db: &Db, table: &str, rows: &str) -> Vec<String> {
    let text = match db.engine() {
        Engine::Postgres => format!("'{table} ' || CAST({table} AS TEXT)"),
        Engine::Sqlite => {
            let columns = raw::texts(db, &format!("SELECT name AS value FROM pragma_table_info('{table}')"));
            let quoted: Vec<String> = columns.iter().map(|column| format!("quote({column})")).collect();
            format!("'{table} ' || {}", quoted.join(" || '|' || "))
        }
    };
    raw::texts(db, &format!("SELECT {text} AS value FROM {table} WHERE {rows} ORDER BY 1"))
}

/// What only one of two states has, for a message that can be read.
pub fn difference(before: &[String], after: &[String]) -> Vec<String> {
    let gone = before.iter().filter(|row| !after.contains(row)).map(|row| format!("− {row}"));
    let come = after.iter().filter(|row| !before.contains(row)).map(|row| format!("+ {row}"));
    gone.chain(come).take(20).collect()
}
