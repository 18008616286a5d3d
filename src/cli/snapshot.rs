//! `tiendo snapshot …`: frozen figures.

use chrono::{NaiveDate, Utc};
use clap::{Args, Subcommand};
use serde_json::json;

use super::Global;
use super::error::CommandError;
use super::output;
use super::table::{Side, Table};
use crate::access::Actor;
use crate::model::as_of::AsOf;
use crate::model::hexadecimal::hexadecimal;
use crate::model::id::SnapshotId;
use crate::progress::snapshots::{self, SnapshotLine};
use crate::progress::{Difference, FigureQuery};
use crate::vn::date::in_text;
use crate::vn::number::group_thousands;

/// Frozen figures.
#[derive(Debug, Subcommand)]
#[command(help_template = super::usage::HELP, subcommand_help_heading = "Các lệnh")]
pub enum Snapshot {
    /// Chốt số liệu của đơn vị và các đơn vị trực thuộc
    Take(Take),
    /// Các số liệu đã chốt
    List(Listed),
    /// Một số liệu đã chốt
    Show(Which),
    /// So sánh hai số liệu đã chốt, hoặc một số liệu đã chốt với số liệu hiện nay của cùng ngày
    Compare(Two),
}

/// What is frozen.
#[derive(Debug, Args)]
#[command(help_template = super::usage::HELP)]
pub struct Take {
    /// Mã chiến dịch
    #[arg(long, value_name = "MÃ")]
    campaign: String,
    /// Đơn vị (mặc định đơn vị của chiến dịch)
    #[arg(long, value_name = "TÊN_NGẮN")]
    unit: Option<String>,
    /// Ngày chốt số liệu, năm-tháng-ngày (mặc định ngày của chiến dịch, nếu không có thì hôm nay)
    #[arg(long, value_name = "NGÀY")]
    as_of: Option<NaiveDate>,
    /// Tên, ví dụ «Báo cáo tháng 5/2023»
    #[arg(long, value_name = "TÊN")]
    name: String,
}

/// Of which campaign.
#[derive(Debug, Args)]
#[command(help_template = super::usage::HELP)]
pub struct Listed {
    /// Mã chiến dịch
    #[arg(long, value_name = "MÃ")]
    campaign: String,
}

/// Which one.
#[derive(Debug, Args)]
#[command(help_template = super::usage::HELP)]
pub struct Which {
    /// Số thứ tự của số liệu chốt
    #[arg(value_name = "SỐ")]
    id: i64,
}

/// Which two.
#[derive(Debug, Args)]
#[command(help_template = super::usage::HELP)]
pub struct Two {
    /// Số thứ tự của số liệu chốt
    #[arg(value_name = "SỐ")]
    before: i64,
    /// Số thứ tự của số liệu chốt sau; bỏ trống để tính lại hôm nay
    #[arg(value_name = "SỐ_SAU")]
    after: Option<i64>,
}

impl Snapshot {
    /// Runs the command.
    pub fn run(&self, global: &Global) -> Result<(), CommandError> {
        match self {
            Self::Take(take) => take.run(global),
            Self::List(listed) => listed.run(global),
            Self::Show(which) => which.run(global),
            Self::Compare(two) => two.run(global),
        }
    }
}

impl Take {
    fn run(&self, global: &Global) -> Result<(), CommandError> {
        let db = global.settings()?.open()?;
        let now = Utc::now();
        let query = FigureQuery {
            campaign: self.campaign.clone(),
            unit: self.unit.clone(),
            as_of: self.as_of.map(AsOf),
            today: AsOf::of_instant(now),
        };
        let line = snapshots::take(&db, &Actor::operator(), &query, &self.name, now)?;
        if global.json { output::json(&document(&line)) } else { output::print(&table(&[line])) }
    }
}

impl Listed {
    fn run(&self, global: &Global) -> Result<(), CommandError> {
        let db = global.settings()?.open()?;
        let lines = snapshots::list(&db, &Actor::operator(), &self.campaign)?;
        if global.json {
            let lines: Vec<_> = lines.iter().map(document).collect();
            return output::json(&json!({ "snapshots": lines }));
        }
        output::print(&table(&lines))
    }
}

impl Which {
    fn run(&self, global: &Global) -> Result<(), CommandError> {
        let db = global.settings()?.open()?;
        let (line, frozen) = snapshots::show(&db, &Actor::operator(), SnapshotId(self.id))?;
        if global.json {
            output::json(&frozen)
        } else {
            output::print(&format!("{}{}\n", table(&[line]), frozen.sentence))
        }
    }
}

impl Two {
    fn run(&self, global: &Global) -> Result<(), CommandError> {
        let db = global.settings()?.open()?;
        let (actor, before) = (Actor::operator(), SnapshotId(self.before));
        let found = match self.after {
            Some(after) => snapshots::compare(&db, &actor, before, SnapshotId(after))?,
            None => snapshots::recompute(&db, &actor, before, Utc::now())?,
        };
        if global.json { output::json(&json!({ "differences": found })) } else { output::print(&differences(&found)) }
    }
}

fn hash(line: &SnapshotLine) -> String {
    hexadecimal(&line.head.sha256)
}

fn document(line: &SnapshotLine) -> serde_json::Value {
    json!({
        "id": line.head.id,
        "name": line.head.name,
        "campaign": line.campaign,
        "unit": line.unit.slug,
        "as_of": line.head.as_of,
        "taken_at": line.head.taken_at,
        "sha256": hash(line),
    })
}

fn table(lines: &[SnapshotLine]) -> String {
    if lines.is_empty() {
        return "Chưa chốt số liệu nào.\n".to_owned();
    }
    let mut table = Table::new(&[
        ("Số", Side::Right),
        ("Tên", Side::Left),
        ("Đơn vị", Side::Left),
        ("Số liệu đến", Side::Left),
        ("SHA-256", Side::Left),
    ]);
    for line in lines {
        let day = in_text(line.head.as_of);
        table.row([line.head.id.to_string(), line.head.name.clone(), line.unit.name.clone(), day, hash(line)]);
    }
    table.render()
}

fn differences(found: &[Difference]) -> String {
    if found.is_empty() {
        return "Không có khác biệt.\n".to_owned();
    }
    let mut table = Table::new(&[
        ("Đơn vị", Side::Left),
        ("Chỉ tiêu", Side::Left),
        ("Nội dung", Side::Left),
        ("Trước", Side::Right),
        ("Sau", Side::Right),
    ]);
    let number = |value: Option<i64>| value.map_or_else(|| "–".to_owned(), group_thousands);
    for difference in found {
        let Difference { unit_name, measure, before, after, .. } = difference;
        let what = difference.vietnamese().to_owned();
        table.row([unit_name.clone(), measure.clone(), what, number(*before), number(*after)]);
    }
    table.render()
}
