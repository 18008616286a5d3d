//! Templates: a migrated database, perhaps with data, made once and copied for each test.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use sha2::{Digest, Sha256};
use tiendo::store::Db;

use super::{keys, project};

/// A kind of database that tests start from.
pub struct Template {
    /// Lower-case letters and underscores; part of file and database names.
    pub name: &'static str,
    /// Fills the migrated database; `None` leaves it empty.
    pub fill: Option<fn(&Db)>,
}

/// Migrated, without data.
pub const EMPTY: Template = Template { name: "empty", fill: None };

impl Template {
    /// Name that changes whenever the database it would give changes: with the migrations, with the key that seals it, and with the program that
    /// fills it.
    pub fn key(&self) -> String {
        let mut digest = Sha256::new();
        digest.update(migrations_digest());
        digest.update(keys().blind_index("template", "key"));
        if self.fill.is_some() {
            digest.update(program_stamp());
        }
        let digest = digest.finalize();
        let short: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        format!("{}_{short}", self.name)
    }
}

/// Both folders, so that one key serves both engines.
fn migrations_digest() -> &'static [u8] {
    static DIGEST: OnceLock<Vec<u8>> = OnceLock::new();
    DIGEST.get_or_init(|| {
        let mut digest = Sha256::new();
        add_folder(&mut digest, &project().join("migrations"));
        digest.finalize().to_vec()
    })
}

fn add_folder(digest: &mut Sha256, folder: &Path) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        digest.update(path.to_str().unwrap().as_bytes());
        if path.is_dir() {
            add_folder(digest, &path);
        } else {
            digest.update(fs::read(&path).unwrap());
        }
    }
}

/// The test program itself: built anew, it fills its templates anew.
fn program_stamp() -> String {
    let program = fs::metadata(std::env::current_exe().unwrap()).unwrap();
    format!("{} {:?}", program.len(), program.modified().unwrap())
}
