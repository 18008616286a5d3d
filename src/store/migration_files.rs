//! The migrations of both databases, compiled in.

use diesel_migrations::{EmbeddedMigrations, embed_migrations};

/// Migrations of SQLite.
pub const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
/// Migrations of PostgreSQL: same names, same meaning.
pub const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");
