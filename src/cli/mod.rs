//! The command line door. Exit 0 = done, 1 = refused or failed (one sentence on stderr says what and what to do), 2 = wrong usage.

pub mod account;
mod demo;
mod document;
mod error;
mod load;
mod mail;
mod output;
mod progress;
mod roster;
mod rounds;
mod serve;
mod snapshot;
mod table;
mod usage;
mod verify;
mod workbook;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use tracing::level_filters::LevelFilter;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::settings::{Settings, SettingsError};
use error::CommandError;

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "tiendo",
    version,
    about = "Theo dõi, đôn đốc các chiến dịch định danh điện tử, chữ ký số, dịch vụ công của xã, phường và tỉnh.",
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true,
    subcommand_help_heading = "Các lệnh",
    subcommand_value_name = "LỆNH",
    help_template = usage::HELP
)]
struct CommandLine {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// Options of every command.
#[derive(Debug, Args)]
#[command(next_help_heading = "Tùy chọn chung")]
struct Global {
    /// Thư mục dữ liệu (mặc định ./tiendo-data)
    #[arg(long, global = true, env = "TIENDO_DATA", value_name = "THƯ_MỤC", hide_env = true)]
    data: Option<PathBuf>,
    /// Tệp khóa (mặc định <thư mục dữ liệu>.key, để ngoài thư mục dữ liệu)
    #[arg(long, global = true, env = "TIENDO_KEY", value_name = "TỆP", hide_env = true)]
    key: Option<PathBuf>,
    /// Cơ sở dữ liệu: sqlite://… hoặc postgres://… (mặc định một tệp SQLite trong thư mục dữ liệu)
    #[arg(long, global = true, env = "DATABASE_URL", value_name = "ĐỊA_CHỈ", hide_env = true)]
    database_url: Option<String>,
    /// In một tài liệu JSON thay cho bảng
    #[arg(long, global = true)]
    json: bool,
    /// In hướng dẫn
    #[arg(long, short, global = true, action = clap::ArgAction::Help)]
    help: Option<bool>,
    /// In phiên bản
    #[arg(long, short = 'V', action = clap::ArgAction::Version)]
    version: Option<bool>,
}

impl Global {
    fn settings(&self) -> Result<Settings, SettingsError> {
        Settings::new(self.data.clone(), self.key.clone(), self.database_url.as_deref())
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Tạo dữ liệu mẫu của xã Cẩm Ngọc trong thư mục mới, in số liệu và tài khoản, rồi chạy máy chủ
    Demo(demo::Demo),
    /// Chạy máy chủ trang web và API
    Serve(serve::Serve),
    /// Nạp đơn vị, danh mục dịch vụ, chiến dịch, chỉ tiêu từ tệp dữ liệu
    Load(load::Load),
    /// Tạo, cấp lại mật khẩu, đóng tài khoản
    Account(account::AccountArgs),
    /// Đọc, nhập danh sách
    #[command(subcommand, arg_required_else_help = false)]
    Roster(roster::Roster),
    /// Số liệu của một chiến dịch
    Progress(progress::Progress),
    /// Các đợt báo cáo của một chiến dịch: đúng hạn, muộn, thiếu, trả lại ở từng bước
    Rounds(rounds::Rounds),
    /// Chốt số liệu, xem và so sánh số liệu đã chốt
    #[command(subcommand, arg_required_else_help = false)]
    Snapshot(snapshot::Snapshot),
    /// Soạn văn bản hành chính
    #[command(subcommand, arg_required_else_help = false)]
    Document(document::Document),
    /// Lập bảng tính Excel
    #[command(subcommand, arg_required_else_help = false)]
    Workbook(workbook::Workbook),
    /// Gửi thư
    #[command(subcommand, arg_required_else_help = false)]
    Mail(mail::Mail),
    /// Đếm lại từ đầu, kiểm tra cơ sở dữ liệu và nhật ký
    Verify,
}

/// Runs the command that the arguments of the process say.
pub fn main() -> ExitCode {
    let line = match CommandLine::try_parse() {
        Ok(line) => line,
        Err(error) => return usage::explain(&error),
    };
    log(&line.command);
    match run(&line) {
        Ok(()) => ExitCode::SUCCESS,
        Err(CommandError::ReaderGone) => ExitCode::SUCCESS,
        Err(error) => {
            output::complain(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

fn run(line: &CommandLine) -> Result<(), CommandError> {
    let global = &line.global;
    match &line.command {
        Command::Demo(demo) => demo.run(global),
        Command::Serve(serve) => serve.run(global),
        Command::Load(load) => load.run(global),
        Command::Account(account) => Ok(account::run(account, &global.settings()?.open()?)?),
        Command::Roster(roster) => roster.run(global),
        Command::Progress(progress) => progress.run(global),
        Command::Rounds(rounds) => rounds.run(global),
        Command::Snapshot(snapshot) => snapshot.run(global),
        Command::Document(document) => document.run(global),
        Command::Workbook(workbook) => workbook.run(global),
        Command::Mail(mail) => mail.run(global),
        Command::Verify => verify::run(global),
    }
}

/// Servers tell what they do, other commands only what goes wrong; libraries only warn.
fn log(command: &Command) {
    let own = match command {
        Command::Serve(_) => LevelFilter::INFO,
        _ => LevelFilter::ERROR,
    };
    let levels = Targets::new().with_default(own.min(LevelFilter::WARN)).with_target("tiendo", own);
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_ansi(false);
    // Only fails where a logger is set already; then that one is used.
    let _ = tracing_subscriber::registry().with(lines.with_filter(levels)).try_init();
}
