//! PostgreSQL databases for tests, on the server that `TIENDO_TEST_POSTGRES` names.

use std::sync::atomic::{AtomicU32, Ordering};

use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use tiendo::store::{Db, Location};

use super::{Template, keys};

/// Address of a maintenance database on a server where tests may create databases.
const VARIABLE: &str = "TIENDO_TEST_POSTGRES";
/// Held while a template is made; any number that nobody else uses.
const TEMPLATE_LOCK: i64 = 0x7469_656e_646f_0001;

/// A database of one test; dropping it removes it.
pub struct Database {
    server: String,
    name: String,
}

impl Database {
    /// Its address.
    pub fn location(&self) -> Location {
        Location::Postgres(self.address())
    }

    /// Its address as text.
    pub fn address(&self) -> String {
        address_of(&self.server, &self.name)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let removed = PgConnection::establish(&self.server)
            .map_err(|e| e.to_string())
            .and_then(|mut c| drop_database(&mut c, &self.name).map_err(|e| e.to_string()));
        if let Err(reason) = removed {
            eprintln!("test database {} not removed: {reason}", self.name);
        }
    }
}

/// A copy of a template, or `None` and a word on stderr.
pub fn copy_of(template: &Template) -> Option<Database> {
    let server = server()?;
    let mut maintenance = PgConnection::establish(&server).unwrap();
    let original = template_database(&server, &mut maintenance, template);
    Some(create(&server, &mut maintenance, &original))
}

/// A database without any table.
pub fn bare() -> Option<Database> {
    let server = server()?;
    let mut maintenance = PgConnection::establish(&server).unwrap();
    Some(create(&server, &mut maintenance, "template0"))
}

fn server() -> Option<String> {
    let server = std::env::var(VARIABLE).ok().filter(|address| !address.is_empty());
    if server.is_none() {
        eprintln!("skipped: {VARIABLE} is not set, nothing was tested on PostgreSQL");
    }
    server
}

fn create(server: &str, maintenance: &mut PgConnection, original: &str) -> Database {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let instant = std::time::UNIX_EPOCH.elapsed().unwrap().subsec_nanos();
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = format!("tiendo_test_{}_{number}_{instant}", std::process::id());
    maintenance.batch_execute(&format!("CREATE DATABASE \"{name}\" TEMPLATE \"{original}\"")).unwrap();
    Database { server: server.to_owned(), name }
}

fn template_database(server: &str, maintenance: &mut PgConnection, template: &Template) -> String {
    let name = format!("tiendo_template_{}", template.key());
    if exists(maintenance, &name) {
        return name;
    }
    diesel::sql_query(format!("SELECT pg_advisory_lock({TEMPLATE_LOCK})")).execute(maintenance).unwrap();
    if !exists(maintenance, &name) {
        make(server, maintenance, template, &name);
    }
    diesel::sql_query(format!("SELECT pg_advisory_unlock({TEMPLATE_LOCK})")).execute(maintenance).unwrap();
    name
}

fn make(server: &str, maintenance: &mut PgConnection, template: &Template, name: &str) {
    let making = format!("tiendo_making_{}", template.name);
    drop_database(maintenance, &making).unwrap();
    maintenance.batch_execute(&format!("CREATE DATABASE \"{making}\" TEMPLATE template0")).unwrap();
    let db = Db::open(Location::Postgres(address_of(server, &making)), keys()).unwrap();
    if let Some(fill) = template.fill {
        fill(&db);
    }
    drop(db);
    // Nobody may be connected to a database that is copied.
    maintenance.batch_execute(&format!("ALTER DATABASE \"{making}\" ALLOW_CONNECTIONS false")).unwrap();
    diesel::sql_query("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = $1")
        .bind::<Text, _>(&making)
        .execute(maintenance)
        .unwrap();
    maintenance.batch_execute(&format!("ALTER DATABASE \"{making}\" RENAME TO \"{name}\"")).unwrap();
}

fn exists(maintenance: &mut PgConnection, name: &str) -> bool {
    #[derive(QueryableByName)]
    struct Answer {
        #[diesel(sql_type = Bool)]
        found: bool,
    }
    let query = "SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1) AS found";
    diesel::sql_query(query).bind::<Text, _>(name).get_result::<Answer>(maintenance).unwrap().found
}

fn drop_database(maintenance: &mut PgConnection, name: &str) -> QueryResult<()> {
    maintenance.batch_execute(&format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)"))
}

/// The address of another database on the same server.
fn address_of(server: &str, database: &str) -> String {
    let (address, options) = server.split_once('?').map_or((server, String::new()), |(a, o)| (a, format!("?{o}")));
    let (scheme, rest) = address.split_once("://").unwrap();
    let host = rest.split_once('/').map_or(rest, |(host, _)| host);
    format!("{scheme}://{host}/{database}{options}")
}
