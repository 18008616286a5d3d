//! The database's own checks.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};

use super::any::AnyConnection;
use super::connection::Conn;
use super::error::StoreError;

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

#[derive(QueryableByName)]
struct Orphan {
    #[diesel(sql_type = Text)]
    source: String,
    #[diesel(sql_type = Nullable<BigInt>)]
    row_number: Option<i64>,
    #[diesel(sql_type = Text)]
    target: String,
}

/// What is wrong; empty when nothing is. PostgreSQL keeps foreign keys itself and checks pages when they are read.
pub fn check(conn: &mut Conn) -> Result<Vec<String>, StoreError> {
    let AnyConnection::Sqlite(c) = &mut *conn.any else { return Ok(Vec::new()) };
    let integrity = "SELECT integrity_check AS line FROM pragma_integrity_check";
    let lines: Vec<Line> = diesel::sql_query(integrity).load(c)?;
    let mut wrong: Vec<String> = lines.into_iter().map(|line| line.line).filter(|line| line != "ok").collect();
    let orphans = "SELECT \"table\" AS source, rowid AS row_number, parent AS target FROM pragma_foreign_key_check";
    let orphans: Vec<Orphan> = diesel::sql_query(orphans).load(c)?;
    wrong.extend(orphans.into_iter().map(|o| {
        let row = o.row_number.map_or_else(|| "?".to_owned(), |row| row.to_string());
        format!("bảng {}, dòng {row}: không còn dòng tương ứng trong {}", o.source, o.target)
    }));
    Ok(wrong)
}
