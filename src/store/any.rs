//! One connection type for both databases.

use diesel::pg::PgConnection;
use diesel::sqlite::SqliteConnection;

/// A connection to either database; queries are written once against it.
#[derive(diesel::MultiConnection)]
pub enum AnyConnection {
    /// PostgreSQL.
    Postgres(PgConnection),
    /// SQLite, compiled in.
    Sqlite(SqliteConnection),
}

/// Runs one body on the concrete connection: for upserts and batches, which the enum cannot express.
macro_rules! on_each {
    ($connection:expr, |$c:ident| $body:expr) => {
        match $connection {
            $crate::store::any::AnyConnection::Postgres($c) => $body,
            $crate::store::any::AnyConnection::Sqlite($c) => $body,
        }
    };
}
