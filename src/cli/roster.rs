//! `tiendo roster …`: commands about lists.

mod check;
mod files;
mod import;
mod import_file;
mod list;
mod progress_line;
mod show;
mod shown_class;
mod undo;

pub use import::{Imported, table as imported_table};
pub use import_file::{Asked, Source, import};

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
    /// Các lượt nhập gần đây
    List(list::List),
    /// Một lượt nhập: số dòng từng loại và các dòng
    Show(show::Show),
    /// Ghi ra tệp gốc kèm các lỗi cần sửa
    Errors(files::FileOf),
    /// Ghi ra tệp gốc đã tải lên
    Original(files::FileOf),
}

impl Roster {
    /// Runs the command.
    pub fn run(&self, global: &Global) -> Result<(), CommandError> {
        match self {
            Self::Check(check) => check.run(global),
            Self::Import(import) => import.run(global),
            Self::Undo(undo) => undo.run(global),
            Self::List(list) => list.run(global),
            Self::Show(show) => show.run(global),
            Self::Errors(file) => file.errors(global),
            Self::Original(file) => file.original(global),
        }
    }
}
