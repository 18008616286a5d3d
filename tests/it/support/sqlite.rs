//! SQLite files for tests.

use std::fs;
use std::path::{Path, PathBuf};

use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel::sqlite::SqliteConnection;
use tempfile::TempDir;
use tiendo::store::{Db, Location};

use super::{Template, file_lock, keys, workshop};

/// A copy of a template in a folder of its own.
pub fn copy_of(template: &Template) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tiendo.sqlite");
    fs::copy(template_file(template), &path).unwrap();
    (folder, path)
}

fn template_file(template: &Template) -> PathBuf {
    let file = workshop().join(format!("{}.sqlite", template.key()));
    if file.exists() {
        return file;
    }
    let _lock = file_lock::exclusive(&workshop().join(format!("{}.lock", template.name)));
    if !file.exists() {
        remove_older(template);
        make(template, &file);
    }
    file
}

fn make(template: &Template, file: &Path) {
    let folder = tempfile::tempdir_in(workshop()).unwrap();
    let (making, packed) = (folder.path().join("making.sqlite"), folder.path().join("packed.sqlite"));
    let db = Db::open(Location::Sqlite(making.clone()), keys()).unwrap();
    if let Some(fill) = template.fill {
        fill(&db);
    }
    drop(db);
    // One file without a journal beside it, whatever connections still linger.
    let mut conn = SqliteConnection::establish(making.to_str().unwrap()).unwrap();
    diesel::sql_query("VACUUM INTO $1").bind::<Text, _>(packed.to_str().unwrap()).execute(&mut conn).unwrap();
    fs::rename(packed, file).unwrap();
}

fn remove_older(template: &Template) {
    for entry in fs::read_dir(workshop()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let stamp = name.strip_prefix(template.name).and_then(|rest| rest.strip_prefix('_'));
        if stamp.is_some_and(|stamp| stamp.ends_with(".sqlite") && !stamp.contains('_')) {
            let _ = fs::remove_file(path);
        }
    }
}
