//! `tiendo mail run-due`

use chrono::Utc;
use clap::Subcommand;
use serde_json::json;

use super::Global;
use super::error::CommandError;
use super::output;
use crate::mail::{self, Delivered, MailSettings, Transport};

/// Commands about mail.
#[derive(Debug, Subcommand)]
#[command(help_template = super::usage::HELP, subcommand_help_heading = "Các lệnh")]
pub enum Mail {
    /// Gửi một lượt những thư đến hạn gửi
    RunDue,
}

impl Mail {
    /// Runs the command.
    pub fn run(&self, global: &Global) -> Result<(), CommandError> {
        let Self::RunDue = self;
        let settings = global.settings()?;
        let db = settings.open()?;
        let transport = Transport::open(&MailSettings::from_environment(settings.data()))?;
        let Delivered { sent, postponed, failed } = mail::run_due(&db, &transport, Utc::now())?;
        if global.json {
            output::json(&json!({"sent": sent, "postponed": postponed, "failed": failed}))
        } else {
            output::line(&format!("Đã gửi {sent} thư, hoãn {postponed} thư, không gửi được {failed} thư"))
        }
    }
}
