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
    rosters_at(ROSTERS)
}

fn rosters_at(name: &str) -> Result<DemoRosters, LoadError> {
    let damaged = || LoadError::Unfit(format!("Chương trình thiếu dữ liệu {name}. Cài lại chương trình."));
    match Content::read(&file(name).ok_or_else(damaged)?)? {
        Content::Rosters(rosters) => Ok(rosters),
        _ => Err(damaged()),
    }
}

/// The second tier of the demo, an invented area of ten communes: its units with the division of one, campaign and quotas.
pub fn second_tier() -> Vec<DataFile> {
    let loaded_later = [SECOND_ROSTERS].into_iter().chain(SECOND_ROUNDS).collect::<Vec<_>>();
    files(|name| name.starts_with(SECOND) && name.ends_with(".json") && !loaded_later.contains(&name))
}

/// Its lists.
pub fn second_rosters() -> Result<DemoRosters, LoadError> {
    rosters_at(SECOND_ROSTERS)
}

/// Its rounds, and the reports that came in: loaded after the lists, some of which count as reports.
pub fn second_rounds() -> Vec<DataFile> {
    SECOND_ROUNDS.into_iter().filter_map(file).collect()
}

/// One file by its path below `seed/`.
pub fn file(name: &str) -> Option<DataFile> {
    Seed::get(name).map(|file| DataFile { name: name.to_owned(), content: file.data.into_owned() })
}

const ROSTERS: &str = "demo/rosters.json";
const SECOND: &str = "son-ha/";
const SECOND_ROSTERS: &str = "son-ha/rosters.json";
const SECOND_ROUNDS: [&str; 2] = ["son-ha/rounds.json", "son-ha/reports.json"];

fn files(wanted: impl Fn(&str) -> bool) -> Vec<DataFile> {
    Seed::iter().filter(|name| wanted(name)).filter_map(|name| file(name.as_ref())).collect()
}
