//! `tiendo workbook make KIND`

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use super::Global;
use super::error::CommandError;
use super::output;
use crate::access::Actor;
use crate::documents::registers::RegisterQuery;
use crate::documents::{Direction, register_workbook};
use crate::model::as_of::AsOf;
use crate::model::document::IssuingBody;
use crate::model::id::{RoundId, SnapshotId};
use crate::model::round::looked_at;
use crate::progress::FigureQuery;
use crate::rounds::{self, RoundError};
use crate::store::{Db, StoreError, campaigns, units};
use crate::workbooks::{self, ListKind, ListPeople, MadeWorkbook, round_form};

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
    /// Xếp hạng các đơn vị bên dưới
    Ranking,
    /// Tình hình nộp báo cáo của một đợt
    RoundStatus,
    /// Biểu giao chỉ tiêu cho các đơn vị bên dưới
    QuotaForm,
    /// Biểu báo cáo của một đợt, mỗi đơn vị một tệp
    RoundForm,
    /// Mẫu danh sách trống để nhập liệu
    RosterTemplate,
    /// Sổ đăng ký văn bản
    Register,
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

/// Which register.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Way {
    /// Văn bản đi
    Outgoing,
    /// Văn bản đến
    Incoming,
}

impl From<Way> for Direction {
    fn from(way: Way) -> Self {
        match way {
            Way::Outgoing => Self::Outgoing,
            Way::Incoming => Self::Incoming,
        }
    }
}

/// Makes one.
#[derive(Debug, Args)]
#[command(help_template = super::usage::HELP)]
pub struct Make {
    /// Loại bảng tính: progress (tiến độ), ranking (xếp hạng), round-status (tình hình nộp báo cáo), quota-form (biểu giao chỉ tiêu),
    /// round-form (biểu báo cáo), roster-template (mẫu danh sách trống), register (sổ đăng ký văn bản)
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
    /// progress: kèm danh sách người chưa hoàn thành, số định danh và điện thoại che bớt
    #[arg(long)]
    people: bool,
    /// progress: lập lại từ số liệu đã chốt mang số này
    #[arg(long, value_name = "SỐ", conflicts_with_all = ["people", "as_of", "unit"])]
    snapshot: Option<i64>,
    /// round-status, round-form: số thứ tự hoặc tên đợt báo cáo (không cần nếu chiến dịch chỉ có một đợt)
    #[arg(long, value_name = "ĐỢT")]
    round: Option<String>,
    /// round-form: bước của đợt báo cáo
    #[arg(long, value_name = "BƯỚC", default_value_t = 1, hide_default_value = true)]
    hop: i32,
    /// register: outgoing (văn bản đi), incoming (văn bản đến)
    #[arg(long, value_name = "SỔ", default_value = "outgoing", hide_default_value = true, hide_possible_values = true)]
    direction: Way,
    /// register: committee (Ủy ban nhân dân), police (Công an), task-force (Tổ công tác Đề án 06)
    #[arg(long, value_name = "CƠ_QUAN", default_value = "committee", value_parser = super::document::bodies(), hide_default_value = true, hide_possible_values = true)]
    body: String,
    /// register: năm của sổ (mặc định năm nay)
    #[arg(long, value_name = "NĂM")]
    year: Option<i32>,
    /// Tệp .xlsx sẽ ghi; với round-form không kèm --unit là thư mục
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
        if let (Kind::RoundForm, None) = (self.kind, &self.unit) {
            return self.forms(global, &db, now);
        }
        let made = self.made(&db, now)?;
        write(&self.out, &made)?;
        if global.json {
            output::json(&json!({"file": self.out, "bytes": made.bytes.len()}))
        } else {
            output::line(&format!("Đã ghi {}", self.out.display()))
        }
    }

    fn made(&self, db: &Db, now: DateTime<Utc>) -> Result<MadeWorkbook, CommandError> {
        let (actor, today) = (Actor::operator(), AsOf::of_instant(now));
        let (campaign, unit, as_of) = (&self.campaign, self.unit.as_deref(), self.as_of.map(AsOf));
        let query = FigureQuery { campaign: campaign.clone(), unit: self.unit.clone(), as_of, today };
        Ok(match self.kind {
            Kind::Progress => match self.snapshot {
                Some(number) => workbooks::make_progress_again(db, &actor, SnapshotId(number), now)?,
                None => {
                    let list = if self.people { ListPeople::Yes } else { ListPeople::No };
                    workbooks::make_progress(db, &actor, &query, list, now)?
                }
            },
            Kind::Ranking => workbooks::make_ranking(db, &actor, &query, now)?,
            Kind::RoundStatus => {
                let at = as_of.map_or(now, |day| looked_at(day, now));
                workbooks::make_round_status(db, &actor, self.round(db, &actor, at)?, (at, now))?
            }
            Kind::QuotaForm => workbooks::make_quota_form(db, &actor, campaign, unit, (as_of, today), now)?,
            Kind::RoundForm => {
                let round = self.round(db, &actor, now)?;
                round_form::round_form(db, &actor, round, self.hop, unit.unwrap_or_default(), now)?
            }
            Kind::RosterTemplate => {
                let on = as_of.unwrap_or(today).day();
                workbooks::roster_template(db, &actor, campaign, unit, self.list.into(), on)?
            }
            Kind::Register => {
                let query = RegisterQuery {
                    unit: self.register_unit(db, today)?,
                    body: IssuingBody::parse(&self.body).unwrap_or(IssuingBody::Committee),
                    year: self.year.unwrap_or_else(|| today.day().year()),
                };
                register_workbook(db, &actor, &query, self.direction.into(), now)?
            }
        })
    }

    /// A form per unit of the hop, in a folder.
    fn forms(&self, global: &Global, db: &Db, now: DateTime<Utc>) -> Result<(), CommandError> {
        let actor = Actor::operator();
        let round = self.round(db, &actor, now)?;
        let (_, forms) = round_form::forms_of_hop(db, &actor, round, self.hop, now)?;
        let unwritten = |reason| CommandError::Unwritten { file: self.out.clone(), reason };
        fs::create_dir_all(&self.out).map_err(unwritten)?;
        let mut files = Vec::with_capacity(forms.len());
        for form in &forms {
            let file = self.out.join(&form.file_name);
            write(&file, form)?;
            files.push(file);
        }
        if global.json {
            output::json(&json!({ "files": files }))
        } else {
            files.iter().try_for_each(|file| output::line(&format!("Đã ghi {}", file.display())))
        }
    }

    /// The round that is meant: by its number, by its name, or the only one.
    fn round(&self, db: &Db, actor: &Actor, at: DateTime<Utc>) -> Result<RoundId, CommandError> {
        let lines = rounds::list(db, actor, &self.campaign, at)?;
        if lines.is_empty() {
            return Err(RoundError::NoRound.into());
        }
        let found = match &self.round {
            Some(said) => lines.iter().find(|line| line.round.id.to_string() == *said || line.round.name == *said),
            None => lines.first().filter(|_| lines.len() == 1),
        };
        let known = || lines.iter().map(|line| format!("{} ({})", line.round.id, line.round.name)).collect::<Vec<_>>();
        found.map(|line| line.round.id).ok_or_else(|| CommandError::WhichRound(known().join("; ")))
    }

    /// The unit whose register it is: the one that runs the campaign where none is named.
    fn register_unit(&self, db: &Db, today: AsOf) -> Result<String, CommandError> {
        if let Some(unit) = &self.unit {
            return Ok(unit.clone());
        }
        let found = db.read(|conn| -> Result<_, StoreError> {
            let campaign = campaigns::find(conn, &self.campaign)?;
            let unit = campaign.map(|campaign| units::get(conn, campaign.unit, today.day())).transpose()?;
            Ok(unit.flatten())
        })?;
        found.map(|unit| unit.slug).ok_or_else(|| CommandError::NoCampaign(self.campaign.clone()))
    }
}

fn write(file: &Path, made: &MadeWorkbook) -> Result<(), CommandError> {
    fs::write(file, &made.bytes).map_err(|reason| CommandError::Unwritten { file: file.to_owned(), reason })
}
