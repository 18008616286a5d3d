//! A database of one test, gone when the test is over.

use std::ops::Deref;

use tiendo::store::{Db, Location};

use super::{Template, keys, postgres, sqlite};

/// A fresh copy of a template.
pub struct TestDb {
    db: Option<Db>,
    /// Removes the database; dropped after the connections.
    _place: Place,
}

enum Place {
    Sqlite { _folder: tempfile::TempDir },
    Postgres { _database: postgres::Database },
}

impl TestDb {
    /// A copy in a file.
    pub fn sqlite(template: &Template) -> Self {
        let (folder, path) = sqlite::copy_of(template);
        let db = Db::open(Location::Sqlite(path), keys()).unwrap();
        Self { db: Some(db), _place: Place::Sqlite { _folder: folder } }
    }

    /// A copy on the server, or `None` (and a word on stderr) where no server is set for tests.
    pub fn postgres(template: &Template) -> Option<Self> {
        let database = postgres::copy_of(template)?;
        let db = Db::open(database.location(), keys()).unwrap();
        Some(Self { db: Some(db), _place: Place::Postgres { _database: database } })
    }
}

impl Deref for TestDb {
    type Target = Db;

    fn deref(&self) -> &Db {
        self.db.as_ref().unwrap()
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        // The connections close before the database goes.
        self.db.take();
    }
}
