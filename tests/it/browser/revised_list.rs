//! The list of Thôn Bến Trại with one activation more, as a file that one can upload.

use std::path::PathBuf;

use tempfile::TempDir;

use crate::roster::again::revised;

/// The folder that holds it, and the file.
pub fn on_disk() -> (TempDir, PathBuf) {
    let list = revised();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(&list.file);
    std::fs::write(&path, list.bytes).unwrap();
    (folder, path)
}
