//! `tiendo roster undo BATCH`: takes a batch back.

use clap::Args;
use serde_json::json;

use crate::access::Actor;
use crate::cli::error::CommandError;
use crate::cli::{Global, output};
use crate::model::id::BatchId;
use crate::roster::{self, Undone};
use crate::vn::number::group_thousands;

/// Takes a batch back.
#[derive(Debug, Args)]
#[command(help_template = crate::cli::usage::HELP)]
pub struct Undo {
    /// Số lượt nhập
    #[arg(value_name = "LƯỢT_NHẬP", help_heading = "Tham số")]
    batch: i64,
    /// Lý do hoàn tác, ghi bên cạnh lượt nhập
    #[arg(long, value_name = "LÝ_DO")]
    reason: Option<String>,
}

impl Undo {
    /// Takes it back and says what became of whom.
    pub fn run(&self, global: &Global) -> Result<(), CommandError> {
        let db = global.settings()?.open()?;
        let undone = roster::undo(&db, &Actor::operator(), BatchId(self.batch), self.reason.as_deref())?;
        if global.json { output::json(&document(&undone)) } else { output::print(&told(&undone)) }
    }
}

fn document(undone: &Undone) -> serde_json::Value {
    json!({
        "batch": undone.batch.0,
        "removed": undone.removed,
        "restored": undone.restored,
        "kept": undone.kept.iter().map(|kept| kept.name.as_str()).collect::<Vec<_>>(),
        "already": undone.already,
    })
}

fn told(undone: &Undone) -> String {
    let batch = undone.batch;
    if undone.already {
        return format!("Lượt nhập số {batch} đã được hoàn tác trước đó; không có gì thay đổi.\n");
    }
    let (removed, restored) = (group_thousands(i64::from(undone.removed)), group_thousands(i64::from(undone.restored)));
    let mut text = format!(
        "Đã hoàn tác lượt nhập số {batch}: bỏ {removed} người thêm mới, trả lại thông tin cũ của {restored} người.\n"
    );
    if !undone.kept.is_empty() {
        let kept = group_thousands(i64::try_from(undone.kept.len()).unwrap_or(i64::MAX));
        text.push_str(&format!("Giữ nguyên {kept} người đã có thay đổi sau lượt nhập này:\n"));
        for person in &undone.kept {
            text.push_str(&format!("  {}\n", person.name));
        }
    }
    text
}
