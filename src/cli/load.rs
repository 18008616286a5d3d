//! `tiendo load FILE…`

use std::fs;
use std::path::PathBuf;

use clap::Args;

use super::Global;
use super::error::CommandError;
use super::output;
use crate::access::Actor;
use crate::campaign::files::DataFile;
use crate::campaign::{self, Loaded, seed};
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
        let loaded = campaign::load(&db, &Actor::operator(), &files)?;
        if global.json { output::json(&loaded) } else { output::print(&told(&loaded)) }
    }
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
