//! The data that the program brings along (`seed/`), so that the binary runs anywhere.

use super::LoadError;
use super::files::{Content, DataFile, DemoRosters};

#[derive(rust_embed::RustEmbed)]
#[folder = "seed/"]
struct Seed;

/// What everybody needs: units and catalogue.
pub fn base() -> Vec<DataFile> {
    files(|name| !name.ends_with(".md") && (!name.contains('/') || name.starts_with("units/")))
}

/// The demo campaign: its units, measures and quotas.
pub fn demo() -> Vec<DataFile> {
    files(|name| name.starts_with("demo/") && name != ROSTERS)
}

/// Which list of the demo belongs to which unit.
pub fn rosters() -> Result<DemoRosters, LoadError> {
    let damaged = || LoadError::Unfit(format!("Chương trình thiếu dữ liệu {ROSTERS}. Cài lại chương trình."));
    match Content::read(&file(ROSTERS).ok_or_else(damaged)?)? {
        Content::Rosters(rosters) => Ok(rosters),
        _ => Err(damaged()),
    }
}

/// One file by its path below `seed/`.
pub fn file(name: &str) -> Option<DataFile> {
    Seed::get(name).map(|file| DataFile { name: name.to_owned(), content: file.data.into_owned() })
}

const ROSTERS: &str = "demo/rosters.json";

fn files(wanted: impl Fn(&str) -> bool) -> Vec<DataFile> {
    Seed::iter().filter(|name| wanted(name)).filter_map(|name| file(name.as_ref())).collect()
}
