//! The migration files of both databases.

use std::fs;
use std::path::PathBuf;

use diesel::backend::Backend;
use diesel::migration::MigrationConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel_migrations::{FileBasedMigrations, MigrationHarness};

use crate::support::{postgres, project};

/// Everything that exists on SQLite, but for the bookkeeping of the migrations.
const SQLITE_STATE: &str = "SELECT type || ' ' || name || ' ' || coalesce(sql, '') AS line FROM sqlite_master \
     WHERE name NOT LIKE '%__diesel_schema_migrations%' AND name <> 'sqlite_sequence' ORDER BY 1";
/// The same on PostgreSQL: columns, constraints, indexes, triggers, functions and sequences.
const POSTGRES_STATE: &str = "
    SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || \
           coalesce(column_default, '') AS line \
      FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '__diesel_schema_migrations' \
    UNION ALL SELECT 'constraint ' || conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint \
      WHERE connamespace = 'public'::regnamespace AND conrelid <> '__diesel_schema_migrations'::regclass \
    UNION ALL SELECT 'index ' || indexdef FROM pg_indexes \
      WHERE schemaname = 'public' AND tablename <> '__diesel_schema_migrations' \
    UNION ALL SELECT 'trigger ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal \
    UNION ALL SELECT 'function ' || proname FROM pg_proc \
      WHERE pronamespace = 'public'::regnamespace AND proname NOT LIKE 'diesel_%' \
    UNION ALL SELECT 'sequence ' || sequencename FROM pg_sequences WHERE schemaname = 'public' \
    ORDER BY 1";

fn folder(engine: &str) -> PathBuf {
    project().join("migrations").join(engine)
}

fn names(engine: &str) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder(engine)).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

fn lines(found: Vec<Line>) -> Vec<String> {
    found.into_iter().map(|found| found.line).collect()
}

fn up_down_up<DB, C>(mut conn: C, engine: &str, state: impl Fn(&mut C) -> Vec<String>)
where
    DB: Backend,
    C: MigrationHarness<DB> + MigrationConnection,
{
    let files = FileBasedMigrations::from_path(folder(engine)).unwrap();
    conn.run_pending_migrations(files.clone()).unwrap();
    let first = state(&mut conn);
    assert!(first.len() > 30, "{first:?}");
    conn.revert_all_migrations(files.clone()).unwrap();
    assert_eq!(state(&mut conn), Vec::<String>::new(), "left after going down");
    conn.run_pending_migrations(files).unwrap();
    assert_eq!(state(&mut conn), first);
}

#[test]
fn both_databases_have_the_same_migrations() {
    assert_eq!(names("sqlite"), names("postgres"));
    assert!(!names("sqlite").is_empty());
}

#[test]
fn sqlite_goes_up_down_and_up() {
    let conn = SqliteConnection::establish(":memory:").unwrap();
    up_down_up(conn, "sqlite", |c| lines(diesel::sql_query(SQLITE_STATE).load(c).unwrap()));
}

#[test]
fn postgres_goes_up_down_and_up() {
    let Some(database) = postgres::bare() else { return };
    let conn = PgConnection::establish(&database.address()).unwrap();
    up_down_up(conn, "postgres", |c| lines(diesel::sql_query(POSTGRES_STATE).load(c).unwrap()));
}
