//! `tiendo mail run-due`, `tiendo mail test`

use std::sync::atomic::AtomicBool;

use chrono::Utc;
use clap::Subcommand;
use serde_json::json;

use super::Global;
use super::error::CommandError;
use super::output;
use crate::mail::probe::{self, Line, Tried};
use crate::mail::{self, Delivered, MailSettings, Ran, Transport};

/// Commands about mail.
#[derive(Debug, Subcommand)]
#[command(help_template = super::usage::HELP, subcommand_help_heading = "Các lệnh")]
pub enum Mail {
    /// Lập thư theo các lịch gửi và lịch nhắc đã đến hạn, rồi gửi một lượt những thư đang chờ
    RunDue,
    /// Gửi một thư kiểm tra và giải thích từng bước: thiết lập, kết nối, mã hóa, đăng nhập, người gửi, người nhận
    #[command(help_template = super::usage::HELP)]
    Test {
        /// Địa chỉ nhận thư kiểm tra
        #[arg(value_name = "ĐỊA_CHỈ")]
        address: String,
    },
}

impl Mail {
    /// Runs the command.
    pub fn run(&self, global: &Global) -> Result<(), CommandError> {
        match self {
            Self::RunDue => run_due(global),
            Self::Test { address } => test(global, address),
        }
    }
}

fn run_due(global: &Global) -> Result<(), CommandError> {
    let settings = global.settings()?;
    let db = settings.open()?;
    let transport = Transport::open(&MailSettings::from_environment(settings.data()))?;
    let now = Utc::now();
    let Ran { queued, idle, failed: not_made } = mail::run_schedules(&db, now)?;
    let queued = queued + mail::run_reminders(&db, now)?;
    // By the clock from here on: what was queued just now is due.
    let going_on = AtomicBool::new(false);
    let Delivered { sent, postponed, failed } = mail::run_due_until(&db, &transport, &Utc::now, &going_on)?;
    if global.json {
        output::json(&json!({
            "queued": queued, "idle": idle, "not_made": not_made, "sent": sent, "postponed": postponed, "failed": failed,
        }))
    } else {
        let made = match not_made {
            0 => format!("Lập {queued} thư theo lịch gửi"),
            _ => format!(
                "Lập {queued} thư theo lịch gửi, {not_made} lịch không lập được thư (xem lý do ở trang «Lịch gửi thư»)"
            ),
        };
        output::line(&format!("{made}. Đã gửi {sent} thư, hoãn {postponed} thư, không gửi được {failed} thư"))
    }
}

/// Needs no database: it is used before there is one, too.
fn test(global: &Global, address: &str) -> Result<(), CommandError> {
    let mail = MailSettings::from_environment(global.settings()?.data());
    let (mut lines, mut printed) = (Vec::new(), Ok(()));
    let tried = probe::run(&mail, address, Utc::now(), &mut |line: Line| {
        if global.json {
            lines.push(line);
        } else if printed.is_ok() {
            printed = output::print(&shown(&line));
        }
    })?;
    printed?;
    if global.json {
        let (sent, written) = (tried == Tried::Sent, tried == Tried::Written);
        output::json(&json!({"address": address, "sent": sent, "written": written, "steps": lines}))?;
    }
    match tried {
        Tried::Failed => Err(CommandError::MailNotSent),
        _ if global.json => Ok(()),
        Tried::Sent => {
            output::line(&format!("Đã gửi thư kiểm tra đến {address}. Mở hộp thư đó (cả mục thư rác) để xem."))
        }
        Tried::Written => output::line(&format!(
            "Thư kiểm tra chưa đi đâu cả, chỉ được ghi thành tệp. Đặt TIENDO_SMTP_URL rồi chạy lại lệnh này để gửi đến {address}."
        )),
    }
}

fn shown(line: &Line) -> String {
    let Line { name, detail, .. } = line;
    let mark = if line.ok { "đạt" } else { "LỖI" };
    let told = if detail.is_empty() { format!("[{mark}] {name}\n") } else { format!("[{mark}] {name}: {detail}\n") };
    match line.advice {
        Some(advice) => format!("{told}      Cách xử lý: {advice}\n"),
        None => told,
    }
}
