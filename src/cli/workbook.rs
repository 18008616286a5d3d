//! `tiendo workbook make KIND`

use std::fs;
use std::path::PathBuf;

use chrono::{NaiveDate, Utc};
use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use super::Global;
use super::error::CommandError;
use super::output;
use crate::access::Actor;
use crate::model::as_of::AsOf;
use crate::progress::FigureQuery;
use crate::workbooks::{self, ListKind};

/// Commands about workbooks.
#[derive(Debug, Subcommand)]
#[command(help_template = super::usage::HELP, subcommand_help_heading = "Các lệnh")]
pub enum Workbook {
    /// Lập bảng tính Excel
    Make(Make),
}

/// Which workbook.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    /// Tiến độ của đơn vị và các đơn vị bên dưới
    Progress,
    /// Mẫu danh sách trống để nhập liệu
    RosterTemplate,
}

/// Whose list a template is for.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum List {
    /// Công dân của các thôn
    Residents,
    /// Cán bộ của các cơ quan
    Staff,
}

impl From<List> for ListKind {
    fn from(list: List) -> Self {
        match list {
            List::Residents => Self::Residents,
            List::Staff => Self::Staff,
        }
    }
}

/// Makes one.
#[derive(Debug, Args)]
#[command(help_template = super::usage::HELP)]
pub struct Make {
    /// Loại bảng tính: progress (tiến độ), roster-template (mẫu danh sách trống)
    #[arg(value_name = "LOẠI", help_heading = "Tham số", hide_possible_values = true)]
    kind: Kind,
    /// Mã chiến dịch
    #[arg(long, value_name = "MÃ")]
    campaign: String,
    /// Đơn vị (mặc định đơn vị của chiến dịch)
    #[arg(long, value_name = "TÊN_NGẮN")]
    unit: Option<String>,
    /// Ngày chốt số liệu, năm-tháng-ngày (mặc định ngày của chiến dịch, nếu không có thì hôm nay)
    #[arg(long, value_name = "NGÀY")]
    as_of: Option<NaiveDate>,
    /// Mẫu danh sách của ai: residents (công dân), staff (cán bộ)
    #[arg(long = "list", value_name = "LOẠI", default_value = "residents", hide_default_value = true)]
    list: List,
    /// Tệp .xlsx sẽ ghi
    #[arg(long, value_name = "TỆP")]
    out: PathBuf,
}

impl Workbook {
    /// Runs the command.
    pub fn run(&self, global: &Global) -> Result<(), CommandError> {
        let Self::Make(make) = self;
        make.run(global)
    }
}

impl Make {
    fn run(&self, global: &Global) -> Result<(), CommandError> {
        let db = global.settings()?.open()?;
        let now = Utc::now();
        let query = FigureQuery {
            campaign: self.campaign.clone(),
            unit: self.unit.clone(),
            as_of: self.as_of.map(AsOf),
            today: AsOf::of_instant(now),
        };
        let made = match self.kind {
            Kind::Progress => workbooks::make_progress(&db, &Actor::operator(), &query, now)?,
            Kind::RosterTemplate => {
                let (unit, on) = (self.unit.as_deref(), query.as_of.unwrap_or(query.today).day());
                workbooks::roster_template(&db, &Actor::operator(), &self.campaign, unit, self.list.into(), on)?
            }
        };
        let unwritten = |reason| CommandError::Unwritten { file: self.out.clone(), reason };
        fs::write(&self.out, &made.bytes).map_err(unwritten)?;
        if global.json {
            output::json(&json!({"file": self.out, "bytes": made.bytes.len()}))
        } else {
            output::line(&format!("Đã ghi {}", self.out.display()))
        }
    }
}
