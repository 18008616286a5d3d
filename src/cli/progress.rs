//! `tiendo progress`

use chrono::{NaiveDate, Utc};
use clap::Args;

use super::Global;
use super::error::CommandError;
use super::output;
use super::table::{Side, Table};
use crate::access::Actor;
use crate::model::as_of::AsOf;
use crate::progress::report::{Figure, MeasureName, ProgressReport};
use crate::progress::{self, FigureQuery, ProgressJson, sentence};
use crate::vn::date::in_text;
use crate::vn::number::group_thousands;

/// Shown where nothing is known.
const NONE: &str = "–";

/// Figures per measure for a unit and its children.
#[derive(Debug, Args)]
#[command(help_template = super::usage::HELP)]
pub struct Progress {
    /// Mã chiến dịch
    #[arg(long, value_name = "MÃ")]
    campaign: String,
    /// Đơn vị (mặc định đơn vị của chiến dịch)
    #[arg(long, value_name = "TÊN_NGẮN")]
    unit: Option<String>,
    /// Ngày chốt số liệu, năm-tháng-ngày (mặc định ngày của chiến dịch, nếu không có thì hôm nay)
    #[arg(long, value_name = "NGÀY")]
    as_of: Option<NaiveDate>,
}

impl Progress {
    /// Prints the figures.
    pub fn run(&self, global: &Global) -> Result<(), CommandError> {
        let db = global.settings()?.open()?;
        let query = FigureQuery {
            campaign: self.campaign.clone(),
            unit: self.unit.clone(),
            as_of: self.as_of.map(AsOf),
            today: AsOf::of_instant(Utc::now()),
        };
        let report = progress::figures(&db, &Actor::operator(), &query)?;
        if global.json { output::json(&ProgressJson::from(&report)) } else { output::print(&told(&report)) }
    }
}

/// The figures as an official reads them: a sentence, then a table per measure.
pub fn told(report: &ProgressReport) -> String {
    let unit = report.path.last().map_or("", |unit| unit.name.as_str());
    let mut text = format!("{}\n{unit}. {}\n", report.campaign.title, sentence::summary(report));
    for measure in &report.measures {
        let figures = report.own.iter().chain(report.children.iter().flat_map(|(_, figures)| figures));
        let figures: Vec<&Figure> = figures.filter(|figure| figure.measure.id == measure.id).collect();
        if !figures.is_empty() {
            let units = progress::units_summary(report, measure.id);
            let told = [units.achievement(), Some(units.sources()).filter(|text| !text.is_empty())];
            let told: String = told.into_iter().flatten().map(|line| format!("{line}.\n")).collect();
            text.push_str(&format!("\n{}{}\n{}{told}", measure.name, until(&figures), table(measure, &figures)));
        }
    }
    text
}

/// The deadline of the unit's own quota.
fn until(figures: &[&Figure]) -> String {
    match figures.first().and_then(|figure| Some((figure.deadline?, figure.days_left?))) {
        Some((deadline, left)) if left >= 0 => format!(" (đến hết ngày {}, còn {left} ngày)", in_text(deadline)),
        Some((deadline, left)) => format!(" (đến hết ngày {}, đã quá {} ngày)", in_text(deadline), -left),
        None => String::new(),
    }
}

fn table(measure: &MeasureName, figures: &[&Figure]) -> String {
    let number = |value: Option<i64>| value.map_or_else(|| NONE.to_owned(), group_thousands);
    if !measure.has_quota {
        let mut table = Table::new(&[("Đơn vị", Side::Left), ("Đủ tuổi", Side::Right), ("Đạt", Side::Right)]);
        figures.iter().for_each(|f| table.row([f.unit.name.clone(), number(f.eligible), number(f.done)]));
        return table.render();
    }
    let mut table = Table::new(&[
        ("Đơn vị", Side::Left),
        ("Chỉ tiêu", Side::Right),
        ("Đã cấp", Side::Right),
        ("Đạt", Side::Right),
        ("Tỷ lệ (%)", Side::Right),
        ("Còn lại", Side::Right),
        ("Cần/ngày", Side::Right),
        ("Đánh giá", Side::Left),
    ]);
    for f in figures {
        let percent = f.percent.map_or_else(|| NONE.to_owned(), |percent| percent.vietnamese());
        let (outlook, shape) = (f.outlook.vietnamese(), f.outlook.shape());
        let (remaining, needed) = (number(f.remaining), number(f.needed_per_day));
        let name = f.unit.name.clone();
        let (quota, issued, done) = (number(f.quota), number(f.issued), number(f.done));
        table.row([name, quota, issued, done, percent, remaining, needed, format!("{shape} {outlook}")]);
    }
    table.render()
}
