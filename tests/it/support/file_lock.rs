//! Test processes that run at the same time make each template once.

use std::fs::File;
use std::path::Path;

/// Holds the lock until dropped.
pub fn exclusive(path: &Path) -> File {
    let file = File::options().create(true).truncate(false).write(true).open(path).unwrap();
    file.lock().unwrap();
    file
}
