//! What every integration test may use: fresh databases on both engines.

#[macro_use]
mod both;

pub mod binary_workbook;
pub mod dump;
mod file_lock;
pub mod office;
pub mod postgres;
pub mod raw;
pub mod server;
pub mod sqlite;
mod template;
mod test_db;

pub use template::{EMPTY, Template};
pub use test_db::TestDb;

use std::path::{Path, PathBuf};

use tiendo::store::Keys;

/// The folder of the project.
pub fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Where templates and their key lie; Cargo makes one such folder per target directory.
pub fn workshop() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("templates");
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// The key file with which every template is sealed, made once.
pub fn key_file() -> PathBuf {
    let path = workshop().join("test.key");
    let _lock = file_lock::exclusive(&workshop().join("test.key.lock"));
    if Keys::open(&path).is_err() {
        // A run that was killed while writing leaves half a file.
        let _ = std::fs::remove_file(&path);
        Keys::create(&path).unwrap();
    }
    path
}

/// The keys of [`key_file`].
pub fn keys() -> Keys {
    Keys::open(&key_file()).unwrap()
}
