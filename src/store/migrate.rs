//! Bringing the tables up to date. Before a database that already holds data is changed, SQLite is copied beside itself.

use std::path::Path;

use diesel::migration::MigrationSource;
use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness};

use super::any::AnyConnection;
use super::connection::{Location, check_server_settings, establish};
use super::error::StoreError;
use super::migration_files;

/// One at a time when several servers start together (any number that nobody else uses).
const MIGRATION_LOCK: i64 = 0x7469_656e_646f;

/// Applies what is missing.
pub fn to_latest(location: &Location) -> Result<(), StoreError> {
    match establish(location)? {
        AnyConnection::Sqlite(mut c) => {
            refuse_newer(&mut c, migration_files::SQLITE)?;
            back_up_before_change(&mut c, location)?;
            run(&mut c, migration_files::SQLITE)
        }
        AnyConnection::Postgres(mut c) => {
            check_server_settings(&mut c)?;
            diesel::sql_query(format!("SELECT pg_advisory_lock({MIGRATION_LOCK})")).execute(&mut c)?;
            refuse_newer(&mut c, migration_files::POSTGRES)?;
            run(&mut c, migration_files::POSTGRES)?;
            diesel::sql_query(format!("SELECT pg_advisory_unlock({MIGRATION_LOCK})")).execute(&mut c)?;
            Ok(())
        }
    }
}

fn run<DB: diesel::backend::Backend>(
    conn: &mut impl MigrationHarness<DB>,
    files: EmbeddedMigrations,
) -> Result<(), StoreError> {
    conn.run_pending_migrations(files).map_err(|e| StoreError::Migration(e.to_string()))?;
    Ok(())
}

fn refuse_newer<DB: diesel::backend::Backend>(
    conn: &mut impl MigrationHarness<DB>,
    files: EmbeddedMigrations,
) -> Result<(), StoreError> {
    let failed = |e: Box<dyn std::error::Error + Send + Sync>| StoreError::Migration(e.to_string());
    let known = MigrationSource::<DB>::migrations(&files).map_err(failed)?;
    let known: Vec<String> = known.iter().map(|migration| migration.name().version().to_string()).collect();
    let applied = conn.applied_migrations().map_err(failed)?;
    match applied.iter().map(ToString::to_string).find(|version| !known.contains(version)) {
        Some(unknown) => Err(StoreError::Newer(unknown)),
        None => Ok(()),
    }
}

fn back_up_before_change(conn: &mut SqliteConnection, location: &Location) -> Result<(), StoreError> {
    let Location::Sqlite(path) = location else { return Ok(()) };
    let failed = |e: Box<dyn std::error::Error + Send + Sync>| StoreError::Migration(e.to_string());
    let applied = conn.applied_migrations().map_err(failed)?;
    let Some(version) = applied.iter().map(ToString::to_string).max() else { return Ok(()) };
    if !conn.has_pending_migration(migration_files::SQLITE).map_err(failed)? {
        return Ok(());
    }
    copy_to(conn, &path.with_extension(format!("truoc-nang-cap-{version}.sqlite")))
}

fn copy_to(conn: &mut SqliteConnection, copy: &Path) -> Result<(), StoreError> {
    if copy.exists() {
        return Ok(());
    }
    let copy = copy.to_str().ok_or_else(|| StoreError::Migration("đường dẫn không phải UTF-8".to_owned()))?;
    diesel::sql_query("VACUUM INTO $1").bind::<Text, _>(copy).execute(conn)?;
    Ok(())
}
