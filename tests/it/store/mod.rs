//! The store itself: connection, migrations, schema.

mod category_migration;
mod connection;
mod migrations;
mod quota_migration;
mod schema;
