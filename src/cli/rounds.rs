//! `tiendo rounds`

use chrono::{NaiveDate, Utc};
use clap::Args;
use serde::Serialize;

use super::Global;
use super::error::CommandError;
use super::output;
use super::table::{Side, Table};
use crate::access::Actor;
use crate::model::as_of::AsOf;
use crate::model::round::{Counts, looked_at};
use crate::rounds::{self, RoundSheet};

/// Rounds of a campaign: the counts of every hop, and what is missing.
#[derive(Debug, Args)]
#[command(help_template = super::usage::HELP)]
pub struct Rounds {
    /// Mã chiến dịch
    #[arg(long, value_name = "MÃ")]
    campaign: String,
    /// Xem tình trạng vào cuối ngày này, năm-tháng-ngày (mặc định lúc này)
    #[arg(long, value_name = "NGÀY")]
    as_of: Option<NaiveDate>,
}

/// A hop, for programs.
#[derive(Serialize)]
struct HopJson {
    round: String,
    hop: i32,
    receiver: String,
    due: String,
    last_day: NaiveDate,
    counts: Counts,
    missing: Vec<String>,
}

impl Rounds {
    /// Prints them.
    pub fn run(&self, global: &Global) -> Result<(), CommandError> {
        let db = global.settings()?.open()?;
        let (actor, now) = (Actor::operator(), Utc::now());
        let at = self.as_of.map_or(now, |day| looked_at(AsOf(day), now));
        let lines = rounds::list(&db, &actor, &self.campaign, at)?;
        let sheets: Result<Vec<RoundSheet>, _> =
            lines.iter().map(|line| rounds::show(&db, &actor, line.round.id, at)).collect();
        let sheets = sheets?;
        if global.json { output::json(&json(&sheets)) } else { output::print(&told(&sheets)) }
    }
}

fn json(sheets: &[RoundSheet]) -> Vec<HopJson> {
    let hops = sheets.iter().flat_map(|sheet| sheet.hops.iter().map(move |hop| (sheet, hop)));
    hops.map(|(sheet, hop)| HopJson {
        round: sheet.round.name.clone(),
        hop: hop.number,
        receiver: hop.receiver_name.clone(),
        due: hop.due.vietnamese(),
        last_day: hop.due.day,
        counts: hop.counts,
        missing: sheet
            .lacking
            .iter()
            .filter(|lacking| lacking.hop == hop.number)
            .flat_map(|lacking| lacking.units.clone())
            .collect(),
    })
    .collect()
}

fn told(sheets: &[RoundSheet]) -> String {
    if sheets.is_empty() {
        return "Chiến dịch chưa có đợt báo cáo nào.\n".to_owned();
    }
    let number = |header| (header, Side::Right);
    let mut table = Table::new(&[
        ("Đợt", Side::Left),
        ("Bước, nơi nhận", Side::Left),
        ("Hạn", Side::Left),
        number("Phải nộp"),
        number("Đúng hạn"),
        number("Muộn"),
        number("Thiếu"),
        number("Trả lại"),
        number("Chưa đến hạn"),
        number("Đã chấp nhận"),
    ]);
    let mut missing = String::new();
    for sheet in sheets {
        for hop in &sheet.hops {
            let Counts { expected, on_time, late, missing, returned, not_due, accepted, .. } = hop.counts;
            let place = format!("{}: {}", hop.number, hop.receiver_name);
            let counts = [expected, on_time, late, missing, returned, not_due, accepted].map(|count| count.to_string());
            table.row([sheet.round.name.clone(), place, hop.due.vietnamese()].into_iter().chain(counts));
        }
        for lacking in &sheet.lacking {
            missing.push_str(&format!("{}: {}\n", sheet.round.name, lacking.sentence()));
        }
    }
    format!("{}{}{missing}", table.render(), if missing.is_empty() { "" } else { "\n" })
}
