//! Opening the database, reading and writing. The only place that opens a transaction.

use crate::model::hexadecimal::hexadecimal;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::r2d2::{ManageConnection, Pool, PooledConnection};
use diesel::sql_types::Text;
use diesel::sqlite::SqliteConnection;

use super::any::AnyConnection;
use super::error::StoreError;
use super::migrate;
use super::seal::Keys;

/// Connections that read at the same time.
const READERS: u32 = 8;
/// How often a write is tried when the database says that it collided with another.
const WRITE_ATTEMPTS: u32 = 5;
/// How long a request waits for a connection.
const PATIENCE: Duration = Duration::from_secs(30);
/// Settings of every SQLite connection. The busy timeout comes first, because switching to WAL may itself have to wait. FULL: an acknowledged commit
/// survives a power cut (NORMAL was measured to lose them).
const SQLITE_SETTINGS: &str = "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
     PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; \
     PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000;";
/// Settings of a connection that only reads. Its cache is small: the system keeps the file in memory for all of them together.
const SQLITE_READING: &str = "PRAGMA query_only = ON; PRAGMA cache_size = -4000;";
/// What the settings must read back as.
const SQLITE_EXPECTED: [(&str, &str); 4] =
    [("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1"), ("trusted_schema", "0")];
/// Settings of every PostgreSQL connection.
const POSTGRES_SETTINGS: &str = "SET TIME ZONE 'UTC'; SET synchronous_commit = on; SET lock_timeout = '30s'; \
     SET idle_in_transaction_session_timeout = '120s'; SET client_min_messages = warning;";

/// Which database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Inside the program.
    Sqlite,
    /// A server.
    Postgres,
}

/// Where a database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// A file.
    Sqlite(PathBuf),
    /// A server's address.
    Postgres(String),
}

impl Location {
    /// Reads `sqlite://PATH` or `postgres://…`; any other scheme is refused, so that a typo cannot make an empty file.
    pub fn parse(address: &str) -> Result<Self, StoreError> {
        if let Some(path) = address.strip_prefix("sqlite://") {
            return Ok(Self::Sqlite(PathBuf::from(path)));
        }
        if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            return Ok(Self::Postgres(address.to_owned()));
        }
        Err(StoreError::UnknownScheme(without_password(address)))
    }

    /// For messages: never with a password.
    pub fn shown(&self) -> String {
        match self {
            Self::Sqlite(path) => path.display().to_string(),
            Self::Postgres(address) => without_password(address),
        }
    }

    /// Which database.
    pub fn engine(&self) -> Engine {
        match self {
            Self::Sqlite(_) => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }
}

fn without_password(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else { return address.to_owned() };
    match rest.rsplit_once('@') {
        Some((user, host)) => format!("{scheme}://{}@{host}", user.split(':').next().unwrap_or_default()),
        None => address.to_owned(),
    }
}

/// The open database. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    location: Arc<Location>,
    readers: Pool<Manager>,
    writers: Pool<Manager>,
    keys: Arc<Keys>,
}

/// A connection within one read or one transaction.
pub struct Conn {
    pub(super) any: PooledConnection<Manager>,
    pub(super) keys: Arc<Keys>,
}

impl Conn {
    /// The keys that seal and open personal data.
    pub fn keys(&self) -> &Keys {
        &self.keys
    }
}

impl Db {
    /// Opens a database and brings its tables up to date.
    pub fn open(location: Location, keys: Keys) -> Result<Self, StoreError> {
        migrate::to_latest(&location)?;
        let reader = Manager { location: location.clone(), read_only: true };
        let writer = Manager { location: location.clone(), read_only: false };
        let (readers, writers) = match location {
            // One writer at a time: writers queue here in order instead of colliding in the file.
            Location::Sqlite(_) => (pool(reader, READERS)?, pool(writer, 1)?),
            Location::Postgres(_) => (pool(reader, READERS)?, pool(writer, READERS)?),
        };
        let db = Self { location: Arc::new(location), readers, writers, keys: Arc::new(keys) };
        super::settings::check_keys(&db)?;
        super::recount::refill_when_due(&db)?;
        Ok(db)
    }

    /// Which database this is.
    pub fn engine(&self) -> Engine {
        self.location.engine()
    }

    /// Where it is.
    pub fn location(&self) -> &Location {
        &self.location
    }

    /// The keys that seal and open personal data.
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// A secret of 128 bits in hexadecimal, for forms and tokens.
    pub fn random_token(&self) -> Result<String, StoreError> {
        Ok(hexadecimal(&super::seal::random::<16>()?))
    }

    /// Reads, all from one consistent state.
    pub fn read<T, E: From<StoreError>>(&self, body: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E> {
        let mut conn = self.connection(&self.readers)?;
        begin(&mut conn.any, "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY", "BEGIN")?;
        let result = body(&mut conn);
        rollback(&mut conn.any);
        result
    }

    /// Writes in one transaction: all of it is on the disk when this returns `Ok`, none of it otherwise. The body runs again when the database says
    /// that it collided with another, so it must not change anything outside.
    pub fn write<T, E: From<StoreError> + AsStoreError>(
        &self,
        mut body: impl FnMut(&mut Conn) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut attempt = 1;
        loop {
            match self.write_once(&mut body) {
                Err(error) if attempt < WRITE_ATTEMPTS && error.as_store().is_some_and(StoreError::is_transient) => {
                    std::thread::sleep(Duration::from_millis(20 * u64::from(attempt)));
                    attempt += 1;
                }
                result => return result,
            }
        }
    }

    fn write_once<T, E: From<StoreError>>(&self, body: &mut impl FnMut(&mut Conn) -> Result<T, E>) -> Result<T, E> {
        let mut conn = self.connection(&self.writers)?;
        begin(&mut conn.any, "BEGIN", "BEGIN IMMEDIATE")?;
        match body(&mut conn) {
            Ok(value) => {
                commit(&mut conn.any)?;
                Ok(value)
            }
            Err(error) => {
                rollback(&mut conn.any);
                Err(error)
            }
        }
    }

    fn connection(&self, pool: &Pool<Manager>) -> Result<Conn, StoreError> {
        let any = pool.get().map_err(|e| StoreError::Busy(e.to_string()))?;
        Ok(Conn { any, keys: Arc::clone(&self.keys) })
    }
}

/// Errors of the rooms above tell whether they carry an error of the store, so that [`Db::write`] can see a collision through them.
pub trait AsStoreError {
    /// The error of the store, where there is one.
    fn as_store(&self) -> Option<&StoreError>;
}

impl AsStoreError for StoreError {
    fn as_store(&self) -> Option<&StoreError> {
        Some(self)
    }
}

fn begin(conn: &mut AnyConnection, postgres: &str, sqlite: &str) -> Result<(), StoreError> {
    match conn {
        AnyConnection::Postgres(c) => AnsiTransactionManager::begin_transaction_sql(c, postgres)?,
        AnyConnection::Sqlite(c) => AnsiTransactionManager::begin_transaction_sql(c, sqlite)?,
    }
    Ok(())
}

fn commit(conn: &mut AnyConnection) -> Result<(), StoreError> {
    match conn {
        AnyConnection::Postgres(c) => AnsiTransactionManager::commit_transaction(c)?,
        AnyConnection::Sqlite(c) => AnsiTransactionManager::commit_transaction(c)?,
    }
    Ok(())
}

/// A rollback that fails leaves a connection that the pool finds broken and drops; the first error is the one to tell.
fn rollback(conn: &mut AnyConnection) {
    let outcome = match conn {
        AnyConnection::Postgres(c) => AnsiTransactionManager::rollback_transaction(c),
        AnyConnection::Sqlite(c) => AnsiTransactionManager::rollback_transaction(c),
    };
    if let Err(error) = outcome {
        tracing::warn!(%error, "rollback failed");
    }
}

fn pool(manager: Manager, size: u32) -> Result<Pool<Manager>, StoreError> {
    let place = manager.location.shown();
    let builder =
        Pool::builder().max_size(size).min_idle(Some(1)).connection_timeout(PATIENCE).test_on_check_out(false);
    builder.build(manager).map_err(|e| StoreError::CannotOpen { place, reason: e.to_string() })
}

/// Makes connections of the pool.
#[derive(Debug)]
pub struct Manager {
    location: Location,
    read_only: bool,
}

impl ManageConnection for Manager {
    type Connection = AnyConnection;
    type Error = ManagerError;

    fn connect(&self) -> Result<AnyConnection, ManagerError> {
        let mut conn = establish(&self.location).map_err(|e| ManagerError(e.to_string()))?;
        if self.read_only && self.location.engine() == Engine::Sqlite {
            conn.batch_execute(SQLITE_READING).map_err(|e| ManagerError(e.to_string()))?;
        }
        Ok(conn)
    }

    fn is_valid(&self, conn: &mut AnyConnection) -> Result<(), ManagerError> {
        conn.batch_execute("SELECT 1").map_err(|e| ManagerError(e.to_string()))
    }

    fn has_broken(&self, conn: &mut AnyConnection) -> bool {
        std::thread::panicking()
            || match conn {
                AnyConnection::Postgres(c) => AnsiTransactionManager::is_broken_transaction_manager(c),
                AnyConnection::Sqlite(c) => AnsiTransactionManager::is_broken_transaction_manager(c),
            }
    }
}

/// What the pool says when it cannot make a connection.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ManagerError(String);

/// One connection with its settings in force and read back.
pub(super) fn establish(location: &Location) -> Result<AnyConnection, StoreError> {
    let cannot_open = |reason: String| StoreError::CannotOpen { place: location.shown(), reason };
    match location {
        Location::Sqlite(path) => {
            let path_text = path.to_str().ok_or_else(|| cannot_open("đường dẫn không phải UTF-8".to_owned()))?;
            let mut conn = SqliteConnection::establish(path_text).map_err(|e| cannot_open(e.to_string()))?;
            conn.batch_execute(SQLITE_SETTINGS).map_err(|e| damaged_or_closed(path, &e))?;
            check_settings(&mut conn)?;
            Ok(AnyConnection::Sqlite(conn))
        }
        Location::Postgres(address) => {
            let mut conn = PgConnection::establish(address).map_err(|e| cannot_open(e.to_string()))?;
            conn.batch_execute(POSTGRES_SETTINGS)?;
            Ok(AnyConnection::Postgres(conn))
        }
    }
}

fn damaged_or_closed(path: &Path, error: &diesel::result::Error) -> StoreError {
    let (place, reason) = (path.display().to_string(), error.to_string());
    if reason.contains("not a database") || reason.contains("malformed") {
        StoreError::Damaged { place, reason }
    } else {
        StoreError::CannotOpen { place, reason }
    }
}

#[derive(QueryableByName)]
struct SettingValue {
    #[diesel(sql_type = Text)]
    value: String,
}

fn check_settings(conn: &mut SqliteConnection) -> Result<(), StoreError> {
    for (setting, wanted) in SQLITE_EXPECTED {
        let query = format!("SELECT CAST({setting} AS TEXT) AS value FROM pragma_{setting}");
        let found: SettingValue = diesel::sql_query(query).get_result(conn)?;
        if found.value != wanted {
            let (setting, wanted) = (setting.to_owned(), wanted.to_owned());
            return Err(StoreError::UnsafeSetting { setting, wanted, found: found.value });
        }
    }
    Ok(())
}

/// PostgreSQL with `fsync = off` loses acknowledged writes: refused.
pub(super) fn check_server_settings(conn: &mut PgConnection) -> Result<(), StoreError> {
    for setting in ["fsync", "full_page_writes", "synchronous_commit"] {
        let query = format!("SELECT current_setting('{setting}') AS value");
        let found: SettingValue = diesel::sql_query(query).get_result(conn)?;
        if found.value == "off" {
            return Err(StoreError::UnsafeSetting {
                setting: setting.to_owned(),
                wanted: "on".to_owned(),
                found: found.value,
            });
        }
    }
    Ok(())
}
