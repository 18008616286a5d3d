//! `tiendo roster import FILE…`: preview, and with `--yes` the commit.

use std::fs;
use std::path::PathBuf;

use chrono::{NaiveDate, Utc};
use clap::Args;
use serde::Serialize;

use super::super::error::CommandError;
use super::super::output;
use super::super::table::{Side, Table};
use crate::access::Actor;
use crate::cli::Global;
use crate::model::as_of::AsOf;
use crate::roster::sandbox::SandboxSettings;
use crate::roster::staged::{Counts, RowClass, UnknownName};
use crate::roster::{self, CommitMode, ListDetails, Upload};
use crate::store::Db;

/// Imports lists of one unit.
#[derive(Debug, Args)]
#[command(help_template = crate::cli::usage::HELP)]
pub struct Import {
    /// Tệp danh sách
    #[arg(required = true, value_name = "TỆP", help_heading = "Tham số")]
    files: Vec<PathBuf>,
    /// Mã chiến dịch
    #[arg(long, value_name = "MÃ")]
    campaign: String,
    /// Đơn vị của danh sách
    #[arg(long, value_name = "TÊN_NGẮN")]
    unit: String,
    /// Ngày lập danh sách, năm-tháng-ngày (mặc định hôm nay)
    #[arg(long, value_name = "NGÀY")]
    as_of: Option<NaiveDate>,
    /// Ghi nhận mọi dòng không có lỗi
    #[arg(long)]
    yes: bool,
    /// Tạo các thôn, đơn vị có trong tệp mà đơn vị nhập liệu chưa có
    #[arg(long)]
    create_places: bool,
    /// Chỉ ghi nhận khi mọi dòng đều ghi nhận được
    #[arg(long, requires = "yes")]
    all_or_nothing: bool,
}

/// What became of one file.
#[derive(Debug, Serialize)]
pub struct Imported {
    file: String,
    batch: i64,
    committed: bool,
    counts: Counts,
    /// Slugs of the villages and offices that were created.
    created_places: Vec<String>,
    /// Names of villages and offices that the unit does not have.
    unknown_places: Vec<UnknownName>,
}

impl Import {
    /// Previews every file and commits it if asked to.
    pub fn run(&self, global: &Global) -> Result<(), CommandError> {
        let db = global.settings()?.open()?;
        let mut imported = Vec::with_capacity(self.files.len());
        for file in &self.files {
            let bytes = fs::read(file).map_err(|reason| CommandError::File { file: file.clone(), reason })?;
            let upload = Upload {
                details: ListDetails {
                    campaign: self.campaign.clone(),
                    unit: self.unit.clone(),
                    file_name: file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned(),
                    listed_on: self.as_of,
                    today: AsOf::of_instant(Utc::now()),
                    comment: None,
                },
                bytes,
            };
            imported.push(import(&db, &upload, Asked { create_places: self.create_places, commit: self.mode() })?);
        }
        if global.json { output::json(&serde_json::json!({ "files": imported })) } else { self.tell(&imported) }
    }

    /// How to commit, if at all.
    fn mode(&self) -> Option<CommitMode> {
        let mode = if self.all_or_nothing { CommitMode::AllOrNothing } else { CommitMode::GoodRows };
        self.yes.then_some(mode)
    }

    fn tell(&self, imported: &[Imported]) -> Result<(), CommandError> {
        output::print(&table(imported))?;
        for file in imported.iter().filter(|file| !file.created_places.is_empty()) {
            output::line(&format!("{}: đã tạo {}.", file.file, file.created_places.join(", ")))?;
        }
        let unknown = imported.iter().flat_map(|file| &file.unknown_places);
        let names: Vec<String> = unknown.map(|place| format!("{} ({} dòng)", place.name, place.rows)).collect();
        if !names.is_empty() {
            output::line(&format!(
                "Tên thôn, đơn vị chưa có trong dữ liệu: {}. Sửa tên trong tệp, hoặc thêm --create-places để tạo.",
                names.join(", ")
            ))?;
        }
        if self.yes {
            Ok(())
        } else {
            output::line("Chưa ghi nhận gì. Thêm --yes để ghi nhận các dòng không có lỗi.")
        }
    }
}

/// What is to be done with a file beyond showing it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// Create the villages and offices that it names and the unit does not have.
    pub create_places: bool,
    /// How to commit, if at all.
    pub commit: Option<CommitMode>,
}

/// Previews one file and does what is asked.
pub fn import(db: &Db, upload: &Upload, asked: Asked) -> Result<Imported, CommandError> {
    let actor = Actor::operator();
    let settings = SandboxSettings::default();
    let mut preview = roster::preview(db, &actor, upload, &settings)?;
    let wanted: Vec<_> = preview.file.unknown_places.iter().map(|place| (place.kind, place.name.clone())).collect();
    let created = match asked.create_places && !wanted.is_empty() {
        true => roster::create_places(db, &actor, preview.batch, &wanted)?,
        false => Vec::new(),
    };
    if !created.is_empty() {
        let choices = roster::kept_choices(db, &actor, preview.batch)?;
        preview = roster::read_again(db, &actor, preview.batch, &choices, upload.details.today, &settings)?;
    }
    let commit = asked.commit;
    let counts = match commit {
        Some(mode) => roster::commit(db, &actor, preview.batch, &preview.token, mode)?.counts,
        None => preview.counts,
    };
    Ok(Imported {
        file: upload.details.file_name.clone(),
        batch: preview.batch.0,
        committed: commit.is_some(),
        counts,
        created_places: created.into_iter().map(|place| place.slug).collect(),
        unknown_places: preview.file.unknown_places,
    })
}

/// A line per file.
pub fn table(imported: &[Imported]) -> String {
    let mut table = Table::new(&[
        ("Tệp", Side::Left),
        ("Lượt nhập", Side::Right),
        ("Số dòng", Side::Right),
        (RowClass::New.vietnamese(), Side::Right),
        (RowClass::Changed.vietnamese(), Side::Right),
        (RowClass::Unchanged.vietnamese(), Side::Right),
        (RowClass::Conflict.vietnamese(), Side::Right),
        (RowClass::Held.vietnamese(), Side::Right),
    ]);
    for file in imported {
        let classes = RowClass::ALL.map(|class| file.counts.of(class).to_string());
        let first = [file.file.clone(), file.batch.to_string(), file.counts.rows.to_string()];
        table.row(first.into_iter().chain(classes));
    }
    table.render()
}
