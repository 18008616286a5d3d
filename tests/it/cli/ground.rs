//! What tests stand on that kill the program: its data, the program beside them, and a look into the database from outside.

use std::process::{Child, Stdio};

use tiendo::store::{Db, Location};

use super::Desk;
use crate::support::{Template, key_file, keys, postgres, sqlite};

/// Data of one test.
pub struct Ground {
    pub desk: Desk,
    pub db: Db,
    _database: Option<postgres::Database>,
}

impl Ground {
    /// In a file.
    pub fn in_a_file(template: &'static Template) -> Self {
        let desk = Desk::new();
        let (_folder, template) = sqlite::copy_of(template);
        std::fs::create_dir(desk.path("tiendo-data")).unwrap();
        let file = desk.path("tiendo-data").join("tiendo.sqlite");
        std::fs::copy(template, &file).unwrap();
        Self::with_key(desk, Location::Sqlite(file), None)
    }

    /// On a server, where one is given to the tests.
    pub fn on_a_server(template: &'static Template) -> Option<Self> {
        let database = postgres::copy_of(template)?;
        let (desk, location) = (Desk::on(database.address()), database.location());
        Some(Self::with_key(desk, location, Some(database)))
    }

    fn with_key(desk: Desk, location: Location, database: Option<postgres::Database>) -> Self {
        std::fs::copy(key_file(), desk.path("tiendo-data.key")).unwrap();
        Self { db: Db::open(location, keys()).unwrap(), desk, _database: database }
    }

    /// Starts the program.
    pub fn start(&self, arguments: &str) -> Child {
        self.desk.command(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }
}
