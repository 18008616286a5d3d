//! SQL beside the program, as somebody with the file or the server in hands could run it.

use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};
use tiendo::store::{Db, Location};

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    value: i64,
}

#[derive(QueryableByName)]
struct Words {
    #[diesel(sql_type = Nullable<Text>)]
    value: Option<String>,
}

macro_rules! connected {
    ($db:expr, |$c:ident| $body:expr) => {
        match $db.location() {
            Location::Sqlite(path) => {
                let mut $c = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
                $c.batch_execute("PRAGMA busy_timeout = 10000").unwrap();
                $body
            }
            Location::Postgres(address) => {
                let mut $c = PgConnection::establish(address).unwrap();
                $body
            }
        }
    };
}

/// Runs statements.
pub fn execute(db: &Db, statements: &str) -> QueryResult<()> {
    connected!(db, |c| c.batch_execute(statements))
}

/// A number that a query names `value`.
pub fn number(db: &Db, query: &str) -> i64 {
    connected!(db, |c| diesel::sql_query(query).get_result::<Number>(&mut c).unwrap().value)
}

/// Texts that a query names `value`; NULL is empty.
pub fn texts(db: &Db, query: &str) -> Vec<String> {
    let rows: Vec<Words> = connected!(db, |c| diesel::sql_query(query).load(&mut c).unwrap());
    rows.into_iter().map(|row| row.value.unwrap_or_default()).collect()
}
