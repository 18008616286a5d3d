//! The use case: a blank list for download, with the columns that the importer understands, for villages and offices of one unit.

mod columns;
mod instructions;
mod list;

use chrono::NaiveDate;
use rust_xlsxwriter::{Workbook, Worksheet};

use super::error::WorkbookError;
use super::make::MadeWorkbook;
use super::page::Page;
use super::style::Styles;
use crate::access::{self, AccessError, Actor};
use crate::model::role::Operation;
use crate::model::unit::Unit;
use crate::store::{Conn, Db, campaigns, units};
use columns::Column;

/// Whom a list is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListKind {
    /// People who live in the villages of the unit.
    Residents,
    /// People who work in its offices.
    Staff,
}

impl ListKind {
    /// The word in addresses, commands and file names.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Residents => "residents",
            Self::Staff => "staff",
        }
    }

    /// Reads that word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Residents, Self::Staff].into_iter().find(|kind| kind.as_str() == word)
    }

    fn title(self) -> &'static str {
        match self {
            Self::Residents => "DANH SÁCH CÔNG DÂN CẤP, KÍCH HOẠT TÀI KHOẢN ĐỊNH DANH ĐIỆN TỬ",
            Self::Staff => "DANH SÁCH CÁN BỘ, CÔNG CHỨC, VIÊN CHỨC CẤP, KÍCH HOẠT TÀI KHOẢN ĐỊNH DANH ĐIỆN TỬ",
        }
    }

    fn file_word(self) -> &'static str {
        match self {
            Self::Residents => "mau-danh-sach-cong-dan",
            Self::Staff => "mau-danh-sach-can-bo",
        }
    }
}

/// Names that a list can choose from.
struct Choices {
    unit: Unit,
    villages: Vec<String>,
    offices: Vec<String>,
}

/// Makes a blank list for a unit. `on` is the day whose villages and offices it offers. The right: [`Operation::ImportRoster`] for the unit.
///
/// # Errors
/// [`WorkbookError::NoCampaign`], [`WorkbookError::NoUnit`], and what is not allowed.
pub fn roster_template(
    db: &Db,
    actor: &Actor,
    campaign: &str,
    unit: Option<&str>,
    kind: ListKind,
    on: NaiveDate,
) -> Result<MadeWorkbook, WorkbookError> {
    let choices = db.read(|conn| choices(conn, actor, campaign, unit, on))?;
    let slug: String = choices.unit.slug.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let file_name = format!("{}-{slug}.xlsx", kind.file_word());
    Ok(MadeWorkbook { file_name, bytes: write(&choices, kind)? })
}

fn choices(
    conn: &mut Conn,
    actor: &Actor,
    campaign: &str,
    unit: Option<&str>,
    on: NaiveDate,
) -> Result<Choices, WorkbookError> {
    let no_campaign = || WorkbookError::NoCampaign(campaign.to_owned());
    let campaign = campaigns::find(conn, campaign)?.ok_or_else(no_campaign)?;
    let found = match unit {
        Some(slug) => units::find_by_slug(conn, slug, on)?,
        None => units::get(conn, campaign.unit, on)?,
    };
    let no_unit = || WorkbookError::NoUnit(unit.unwrap_or(&campaign.code).to_owned());
    let unit = found.ok_or_else(no_unit)?;
    match access::authorise(conn, actor, Operation::ImportRoster, unit.id) {
        Err(AccessError::NotFound) => return Err(no_unit()),
        other => other?,
    }
    let below = units::below(conn, unit.id, on)?;
    let all: Vec<&Unit> = std::iter::once(&unit).chain(&below).collect();
    let names = |fits: fn(&Unit) -> bool| all.iter().filter(|unit| fits(unit)).map(|unit| unit.name.clone()).collect();
    Ok(Choices {
        villages: names(|unit| unit.kind.is_village()),
        offices: names(|unit| unit.kind.is_workplace()),
        unit: unit.clone(),
    })
}

fn write(choices: &Choices, kind: ListKind) -> Result<Vec<u8>, WorkbookError> {
    let styles = Styles::new();
    let columns = Column::of(kind);
    let names = if kind == ListKind::Staff { &choices.offices } else { &choices.villages };
    let mut book = Workbook::new();
    list::write(book.add_worksheet(), choices, kind, &columns, names.len(), &styles)?;
    instructions::write(book.add_worksheet(), &columns, &styles)?;
    if !names.is_empty() {
        write_names(book.add_worksheet(), kind, names, &styles)?;
    }
    Ok(book.save_to_buffer()?)
}

/// The sheet that the choices of the list come from: Excel takes no more than 255 letters in a choice itself.
fn write_names(sheet: &mut Worksheet, kind: ListKind, names: &[String], styles: &Styles) -> Result<(), WorkbookError> {
    let mut page = Page::new(sheet, list::NAMES_SHEET)?;
    page.widths(&[8.0, 50.0])?;
    let head = if kind == ListKind::Staff { "Đơn vị công tác" } else { "Thôn, tổ dân phố" };
    page.text(0, 0, "Thứ tự", &styles.head)?;
    page.text(0, 1, head, &styles.head)?;
    for (row, name) in (1..).zip(names) {
        page.ordinal(row, 0, row, &styles.body)?;
        page.text(row, 1, name, &styles.body.text)?;
    }
    Ok(())
}
