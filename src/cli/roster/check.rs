//! `tiendo roster check FILE`: reads one file in the parsing child, writes nothing, needs no database.

use std::fs;
use std::path::PathBuf;

use chrono::{NaiveDate, Utc};
use clap::Args;

use super::super::error::CommandError;
use super::super::output;
use super::super::table::{Side, Table};
use crate::cli::Global;
use crate::model::as_of::AsOf;
use crate::roster::reading::{FindingCode, Reading, RowResult, SheetReading};
use crate::roster::sandbox::{SandboxError, SandboxSettings, read_in_child};
use crate::roster::understand::UnderstandOptions;
use crate::store::{Db, campaigns, units};

/// Reads one file.
#[derive(Debug, Args)]
#[command(help_template = crate::cli::usage::HELP)]
pub struct Check {
    /// Tệp danh sách
    #[arg(value_name = "TỆP", help_heading = "Tham số")]
    file: PathBuf,
    /// Mã chiến dịch: lấy thôn và cơ quan của đơn vị chạy chiến dịch
    #[arg(long, value_name = "MÃ")]
    campaign: Option<String>,
    /// Đơn vị của danh sách
    #[arg(long, value_name = "TÊN_NGẮN")]
    unit: Option<String>,
    /// Ngày lập danh sách, năm-tháng-ngày (mặc định hôm nay)
    #[arg(long, value_name = "NGÀY")]
    as_of: Option<NaiveDate>,
}

/// What the database knows about the unit of the list.
#[derive(Debug, Default)]
struct Surroundings {
    unit: Option<String>,
    villages: Vec<String>,
    offices: Vec<String>,
}

impl Check {
    /// Reads the file and prints what was found.
    pub fn run(&self, global: &Global) -> Result<(), CommandError> {
        let file = &self.file;
        let bytes = fs::read(file).map_err(|reason| CommandError::File { file: file.clone(), reason })?;
        let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned();
        let today = AsOf::of_instant(Utc::now()).day();
        let listed_on = self.as_of.unwrap_or(today);
        let around = self.surroundings(global, listed_on)?;
        let options = UnderstandOptions {
            listed_on,
            today,
            default_unit_name: around.unit,
            known_villages: around.villages,
            known_offices: around.offices,
            file_name: name.clone(),
            choices: Default::default(),
        };
        let reading = match read_in_child(&bytes, &options, &SandboxSettings::default()) {
            Ok(reading) => reading,
            Err(error) => unreadable(error)?,
        };
        if global.json { output::json(&reading.to_check_json(&name)) } else { output::print(&told(&reading)) }
    }

    /// Villages and offices from the database, when there is one and a unit is named.
    fn surroundings(&self, global: &Global, on: NaiveDate) -> Result<Surroundings, CommandError> {
        if self.unit.is_none() && self.campaign.is_none() {
            return Ok(Surroundings::default());
        }
        let settings = global.settings()?;
        if settings.has_data() { self.look_up(&settings.open()?, on) } else { Ok(Surroundings::default()) }
    }

    fn look_up(&self, db: &Db, on: NaiveDate) -> Result<Surroundings, CommandError> {
        db.read(|conn| {
            let unit = match (&self.unit, &self.campaign) {
                (Some(slug), _) => {
                    units::find_by_slug(conn, slug, on)?.ok_or_else(|| CommandError::NoUnit(slug.clone()))?
                }
                (None, Some(code)) => {
                    let campaign = campaigns::find(conn, code)?;
                    let campaign = campaign.ok_or_else(|| CommandError::NoCampaign(code.clone()))?;
                    units::get(conn, campaign.unit, on)?.ok_or_else(|| CommandError::NoUnit(code.clone()))?
                }
                (None, None) => return Ok(Surroundings::default()),
            };
            let mut around = Surroundings { unit: Some(unit.name.clone()), ..Surroundings::default() };
            for place in std::iter::once(unit.clone()).chain(units::below(conn, unit.id, on)?) {
                if place.kind.is_village() {
                    around.villages.push(place.name);
                } else if place.kind.is_workplace() {
                    around.offices.push(place.name);
                }
            }
            Ok(around)
        })
    }
}

/// A file on which the reader gave up is a finding about the file; only a reader that cannot be started is a failure.
fn unreadable(error: SandboxError) -> Result<Reading, CommandError> {
    let code = match error {
        SandboxError::Memory | SandboxError::TooSlow | SandboxError::OutputTooBig => FindingCode::FileTooBig,
        SandboxError::Crashed => FindingCode::FileCorrupt,
        SandboxError::CannotStart(_) | SandboxError::Unreadable(_) | SandboxError::Busy => return Err(error.into()),
    };
    Ok(Reading { file_codes: vec![code], sheets: Vec::new() })
}

/// A line per sheet, then how often each finding occurs.
fn told(reading: &Reading) -> String {
    let mut text = String::new();
    for code in &reading.file_codes {
        text.push_str(&format!("Tệp: {}\n", code.as_str()));
    }
    let mut table = Table::new(&[
        ("Trang tính", Side::Left),
        ("Số người", Side::Right),
        ("Tốt", Side::Right),
        ("Cần xem", Side::Right),
        ("Lỗi", Side::Right),
    ]);
    for sheet in &reading.sheets {
        let count = |result| sheet.rows.iter().filter(|row| row.result == result).count().to_string();
        let (ok, warn, error) = (count(RowResult::Ok), count(RowResult::Warn), count(RowResult::Error));
        table.row([sheet.name.clone(), sheet.rows.len().to_string(), ok, warn, error]);
    }
    text.push_str(&table.render());
    text.push_str(&reading.sheets.iter().map(findings).collect::<String>());
    text
}

/// The findings of a sheet that a person has to look at.
fn findings(sheet: &SheetReading) -> String {
    let wanting = sheet.rows.iter().filter(|row| row.result == RowResult::Error);
    let lines = wanting.flat_map(|row| row.codes.iter().map(move |finding| (row.row, finding)));
    lines.map(|(row, finding)| format!("{}, dòng {row}: {}\n", sheet.name, finding.message())).collect()
}
