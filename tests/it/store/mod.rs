//! The store itself: connection, migrations, schema.

mod connection;
mod migrations;
mod schema;
