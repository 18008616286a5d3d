//! The store itself: connection, migrations, schema.

mod connection;
mod migrations;
mod quota_migration;
mod schema;
