//! `tiendo roster check`, `tiendo roster import`, `tiendo roster undo`

mod check;
mod import;
mod undo;

pub use import::{Asked, Imported, import, table as imported_table};

use clap::Subcommand;

use super::Global;
use super::error::CommandError;

/// Commands about lists.
#[derive(Debug, Subcommand)]
#[command(help_template = super::usage::HELP, subcommand_help_heading = "Các lệnh")]
pub enum Roster {
    /// Đọc một tệp và in những gì thấy trong đó, không ghi gì
    Check(check::Check),
    /// Xem trước rồi ghi nhận danh sách
    Import(import::Import),
    /// Hoàn tác một lượt nhập đã ghi nhận
    Undo(undo::Undo),
}

impl Roster {
    /// Runs the command.
    pub fn run(&self, global: &Global) -> Result<(), CommandError> {
        match self {
            Self::Check(check) => check.run(global),
            Self::Import(import) => import.run(global),
            Self::Undo(undo) => undo.run(global),
        }
    }
}
