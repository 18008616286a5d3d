//! Rules of the house that the compiler does not check, read from the source text.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::project;

/// Rooms by floor, lowest first. A room imports only from floors below it; `roster`'s reader, for example, never from `web`.
const FLOORS: [(&str, u8); 18] = [
    ("vn", 0),
    ("model", 1),
    ("store", 2),
    ("settings", 3),
    ("access", 3),
    ("campaign", 4),
    ("people", 4),
    ("progress", 4),
    ("roster", 4),
    ("rounds", 4),
    ("charts", 5),
    ("fieldwork", 5),
    ("workbooks", 5),
    ("documents", 6),
    ("mail", 7),
    ("jobs", 8),
    ("web", 9),
    ("cli", 10),
];
/// Catalogues and roots that stand on no floor.
const WITHOUT_FLOOR: [&str; 3] = ["messages", "lib", "main"];

/// A source file with its path below `src/` and its text.
pub struct Source {
    pub path: String,
    pub text: String,
}

pub fn sources() -> Vec<Source> {
    let root = project().join("src");
    let mut found = Vec::new();
    collect(&root, &mut found);
    assert!(found.len() > 50, "only {} files found", found.len());
    let relative = |path: PathBuf| path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
    found.into_iter().map(|path| Source { text: fs::read_to_string(&path).unwrap(), path: relative(path) }).collect()
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Lines that are code, with their number.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(index, line)| (index + 1, line)).filter(|(_, line)| !line.trim().starts_with("//"))
}

fn room(path: &str) -> &str {
    path.split(['/', '.']).next().unwrap()
}

fn floor(room: &str) -> Option<u8> {
    FLOORS.iter().find(|(name, _)| *name == room).map(|(_, floor)| *floor)
}

/// Rooms that a line names by `crate::room`.
fn rooms_named(line: &str) -> Vec<&str> {
    let after = line.split("crate::").skip(1);
    after.map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap()).collect()
}

#[test]
fn a_room_imports_only_from_floors_below_it() {
    let mut broken = Vec::new();
    for source in sources() {
        let from = room(&source.path);
        if WITHOUT_FLOOR.contains(&from) {
            continue;
        }
        let own = floor(from).unwrap_or_else(|| panic!("room {from} has no floor: add it to FLOORS"));
        for (number, line) in code(&source.text) {
            if line.contains("crate::{") {
                broken.push(format!("src/{}:{number} names several rooms in one import; one line each", source.path));
            }
            for to in rooms_named(line).into_iter().filter(|to| *to != from) {
                if floor(to).is_some_and(|other| other >= own) {
                    broken.push(format!("src/{}:{number} {from} → {to}", source.path));
                }
            }
        }
    }
    assert!(broken.is_empty(), "imports from the same floor or above:\n{}", broken.join("\n"));
}

#[test]
fn only_the_store_knows_the_database_library() {
    let broken: Vec<String> = sources()
        .iter()
        .filter(|source| room(&source.path) != "store")
        .flat_map(|source| code(&source.text).map(move |(number, line)| (source, number, line)))
        .filter(|(_, _, line)| line.contains("diesel") || line.contains("sql_query"))
        .map(|(source, number, _)| format!("src/{}:{number}", source.path))
        .collect();
    assert!(broken.is_empty(), "Diesel outside src/store:\n{}", broken.join("\n"));
}

#[test]
fn only_the_connection_opens_a_transaction() {
    let broken: Vec<String> = sources()
        .iter()
        .filter(|source| source.path != "store/connection.rs")
        .flat_map(|source| code(&source.text).map(move |(number, line)| (source, number, line)))
        .filter(|(_, _, line)| line.contains(".transaction(") || line.contains("begin_transaction"))
        .map(|(source, number, _)| format!("src/{}:{number}", source.path))
        .collect();
    assert!(broken.is_empty(), "a transaction outside Db::read and Db::write:\n{}", broken.join("\n"));
}

#[test]
fn nothing_committed_names_the_workplace() {
    let mut found: Vec<PathBuf> = Vec::new();
    for folder in ["src", "tests"] {
        collect(&project().join(folder), &mut found);
    }
    // Put together here, so that this line does not find itself.
    let forbidden = ["work", "shared"].map(|word| format!("/{word}/"));
    let broken: Vec<_> = found
        .iter()
        .filter(|path| forbidden.iter().any(|word| fs::read_to_string(path).unwrap().contains(word)))
        .collect();
    assert!(broken.is_empty(), "{broken:?}");
}
