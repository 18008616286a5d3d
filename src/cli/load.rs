//! `tiendo load FILE…`

use std::fs;
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::Global;
use super::error::CommandError;
use super::output;
use crate::access::Actor;
use crate::campaign::files::DataFile;
use crate::campaign::{self, Loaded, seed};
use crate::rounds::{self, LoadedRounds};
use crate::vn::number::group_thousands;

/// Loads data files.
#[derive(Debug, Args)]
#[command(help_template = super::usage::HELP)]
pub struct Load {
    /// Tệp dữ liệu theo mẫu của thư mục seed/
    #[arg(required_unless_present = "seed", value_name = "TỆP", help_heading = "Tham số")]
    files: Vec<PathBuf>,
    /// Nạp đơn vị hành chính cả nước và danh mục dịch vụ có sẵn trong chương trình
    #[arg(long)]
    seed: bool,
}

impl Load {
    /// Loads all files together.
    pub fn run(&self, global: &Global) -> Result<(), CommandError> {
        let mut files = if self.seed { seed::base() } else { Vec::new() };
        for file in &self.files {
            let content = fs::read(file).map_err(|reason| CommandError::File { file: file.clone(), reason })?;
            files.push(DataFile { name: file.display().to_string(), content });
        }
        let db = global.settings()?.open()?;
        // Rounds and reports stand on what the other files bring, so they come after it.
        let (of_rounds, others): (Vec<DataFile>, Vec<DataFile>) =
            files.into_iter().partition(|file| rounds::files::read(&file.content).is_some());
        let of_rounds: Vec<(String, Vec<u8>)> = of_rounds.into_iter().map(|file| (file.name, file.content)).collect();
        let loaded = campaign::load(&db, &Actor::operator(), &others)?;
        let loaded_rounds = rounds::load(&db, &Actor::operator(), &of_rounds)?;
        match (global.json, of_rounds.is_empty()) {
            (true, true) => output::json(&loaded),
            (true, false) => output::json(&WithRounds { loaded, rounds: loaded_rounds }),
            (false, _) => output::print(&format!("{}{}", told(&loaded), told_rounds(&loaded_rounds))),
        }
    }
}

/// What was loaded, rounds and reports besides.
#[derive(Serialize)]
struct WithRounds {
    #[serde(flatten)]
    loaded: Loaded,
    rounds: LoadedRounds,
}

fn told_rounds(loaded: &LoadedRounds) -> String {
    let lines = [("Đợt báo cáo mới", loaded.rounds), ("Báo cáo mới", loaded.reports)];
    lines
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(what, count)| format!("{what}: {}\n", grouped(count)))
        .collect()
}

/// What was loaded, a line per kind.
fn told(loaded: &Loaded) -> String {
    let changed = |all: usize, changed: usize| format!("{} (thay đổi {})", grouped(all), grouped(changed));
    let lines = [
        ("Đơn vị", loaded.units, changed(loaded.units, loaded.units_changed)),
        ("Dịch vụ", loaded.programmes, grouped(loaded.programmes)),
        ("Nhà cung cấp", loaded.providers, grouped(loaded.providers)),
        ("Nguyên nhân", loaded.barriers, grouped(loaded.barriers)),
        ("Chiến dịch", loaded.campaigns, grouped(loaded.campaigns)),
        ("Nhiệm vụ", loaded.tasks, grouped(loaded.tasks)),
        ("Chỉ tiêu", loaded.quotas, changed(loaded.quotas, loaded.quotas_changed)),
    ];
    let lines = lines.into_iter().filter(|(_, count, _)| *count > 0).map(|(what, _, told)| format!("{what}: {told}\n"));
    lines.collect()
}

fn grouped(number: usize) -> String {
    group_thousands(i64::try_from(number).unwrap_or(i64::MAX))
}
