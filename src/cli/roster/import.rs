//! `tiendo roster import FILE…`: preview, and with `--yes` the commit.

use std::path::{Path, PathBuf};

use chrono::{NaiveDate, Utc};
use clap::Args;
use serde::Serialize;

use super::super::error::CommandError;
use super::super::output;
use super::super::table::{Side, Table};
use super::import_file::{Asked, Source, import, name_of};
use crate::cli::Global;
use crate::model::as_of::AsOf;
use crate::model::id::BatchId;
use crate::roster::staged::{Counts, RowClass, UnknownName};
use crate::roster::{CommitMode, ListDetails};

/// Imports lists of one unit.
#[derive(Debug, Args)]
#[command(help_template = crate::cli::usage::HELP)]
pub struct Import {
    /// Tệp danh sách
    #[arg(required = true, value_name = "TỆP", help_heading = "Tham số")]
    files: Vec<PathBuf>,
    /// Mã chiến dịch
    #[arg(long, value_name = "MÃ", required_unless_present = "continued")]
    campaign: Option<String>,
    /// Đơn vị của danh sách
    #[arg(long, value_name = "TÊN_NGẮN", required_unless_present = "continued")]
    unit: Option<String>,
    /// Ngày lập danh sách, năm-tháng-ngày (mặc định hôm nay)
    #[arg(long, value_name = "NGÀY")]
    as_of: Option<NaiveDate>,
    /// Ghi chú lưu cùng lượt nhập
    #[arg(long, value_name = "LỜI")]
    comment: Option<String>,
    /// Tệp này là bản đã sửa của một lượt nhập chưa ghi nhận
    #[arg(long = "continue", id = "continued", value_name = "LƯỢT_NHẬP", conflicts_with_all = ["campaign", "unit", "as_of", "comment"])]
    continued: Option<i64>,
    /// Tạo các thôn, đơn vị có trong tệp mà đơn vị nhập liệu chưa có
    #[arg(long)]
    create_places: bool,
    /// Ghi nhận mọi dòng không có lỗi
    #[arg(long)]
    yes: bool,
    /// Chỉ ghi nhận khi mọi dòng đều ghi nhận được
    #[arg(long, requires = "yes")]
    all_or_nothing: bool,
}

/// What became of one file.
#[derive(Debug, Serialize)]
pub struct Imported {
    /// Its name.
    pub file: String,
    /// Number of the import.
    pub batch: i64,
    /// Whether it was applied.
    pub committed: bool,
    /// Rows per class.
    pub counts: Counts,
    /// Slugs of the villages and offices that were created.
    pub created_places: Vec<String>,
    /// Names of villages and offices that the unit does not have.
    pub unknown_places: Vec<UnknownName>,
}

impl Import {
    /// Previews every file and commits it if asked to.
    pub fn run(&self, global: &Global) -> Result<(), CommandError> {
        if self.continued.is_some() && self.files.len() > 1 {
            return Err(CommandError::OneCorrectedFile);
        }
        let db = global.settings()?.open()?;
        let asked = Asked { create_places: self.create_places, commit: self.mode(), json: global.json };
        let mut imported = Vec::with_capacity(self.files.len());
        for file in &self.files {
            imported.push(import(&db, &self.source(file), asked)?);
        }
        if global.json { output::json(&serde_json::json!({ "files": imported })) } else { self.tell(&imported) }
    }

    /// How to commit, if at all.
    fn mode(&self) -> Option<CommitMode> {
        let mode = if self.all_or_nothing { CommitMode::AllOrNothing } else { CommitMode::GoodRows };
        self.yes.then_some(mode)
    }

    fn source<'a>(&self, file: &'a Path) -> Source<'a> {
        let today = AsOf::of_instant(Utc::now());
        if let Some(batch) = self.continued {
            return Source::Corrected { file, batch: BatchId(batch), today };
        }
        let details = ListDetails {
            campaign: self.campaign.clone().unwrap_or_default(),
            unit: self.unit.clone().unwrap_or_default(),
            file_name: name_of(file),
            listed_on: self.as_of,
            today,
            comment: self.comment.clone(),
        };
        Source::New { file, details: Box::new(details) }
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
