//! Provinces, districts and communes of the whole country, before and after 1/7/2025, out of the rows of the national data files. Pure.
//!
//! Identity is by name and place, never by code: codes were reused in 2025. A province that keeps its name is the same unit; so is a commune that
//! became one new commune of the same name all by itself. All others end on 30/6/2025 and changes lead to their successors.

mod communes;
mod kinds;
mod provinces;
mod slugs;

use std::collections::HashMap;

use chrono::NaiveDate;

use super::error::LoadError;
use super::files::{ChangeRow, Located, NationalRow, ReclassifiedRow, ShortSlugRow};
use crate::model::unit::{UnitChangeKind, UnitKind, Validity};

/// The first day of the two-tier administration (Nghị quyết 202/2025/QH15).
pub const TWO_TIERS_FROM: NaiveDate = match NaiveDate::from_ymd_opt(2025, 7, 1) {
    Some(day) => day,
    None => NaiveDate::MAX,
};
/// The last day of the districts.
const LAST_DAY_OF_DISTRICTS: NaiveDate = match NaiveDate::from_ymd_opt(2025, 6, 30) {
    Some(day) => day,
    None => NaiveDate::MAX,
};
/// Before the two-tier administration.
const BEFORE: Validity = Validity { from: Validity::BEGINNING, to: LAST_DAY_OF_DISTRICTS };
/// Since the two-tier administration.
const SINCE: Validity = Validity { from: TWO_TIERS_FROM, to: Validity::END };

/// The rows of the four national files.
#[derive(Debug, Clone, Copy)]
pub struct NationalFiles<'a> {
    /// In force today.
    pub units: &'a [Located<NationalRow>],
    /// What became of the old communes.
    pub changes: &'a [Located<ChangeRow>],
    /// What changed its kind later.
    pub reclassified: &'a [Located<ReclassifiedRow>],
    /// Shorter slugs.
    pub short_slugs: &'a [Located<ShortSlugRow>],
}

/// The units to be there.
#[derive(Debug, Clone, Default)]
pub struct NationalPlan {
    /// Units in the order of the files, higher ones first.
    pub units: Vec<PlannedUnit>,
    /// Changes between them.
    pub changes: Vec<PlannedChange>,
}

/// A unit to be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedUnit {
    /// Slug.
    pub slug: String,
    /// States in order of time.
    pub states: Vec<PlannedState>,
}

/// A state of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedState {
    /// When.
    pub validity: Validity,
    /// Kind.
    pub kind: UnitKind,
    /// Name with its kind.
    pub name: String,
    /// Official code.
    pub official_code: Option<String>,
    /// Slug of the unit above.
    pub parent: Option<String>,
    /// Order among its siblings.
    pub local_order: i32,
}

/// A change between two units, by their slugs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedChange {
    /// The unit before.
    pub from: String,
    /// The unit after.
    pub to: String,
    /// First day of the new state.
    pub effective_on: NaiveDate,
    /// What it was.
    pub kind: UnitChangeKind,
}

/// Makes the plan.
pub fn plan(files: NationalFiles<'_>) -> Result<NationalPlan, LoadError> {
    let names = Names::of(&files)?;
    let provinces = provinces::plan(&files, &names)?;
    let communes = communes::plan(&files, &names, &provinces)?;
    let mut plan = NationalPlan::default();
    plan.units.extend(provinces.units);
    plan.units.extend(communes.units);
    plan.changes.extend(provinces.changes);
    plan.changes.extend(communes.changes);
    slugs::check_unique(&plan.units)?;
    Ok(plan)
}

/// What a unit in force is called since when.
struct Names<'a> {
    reclassified: HashMap<&'a str, &'a Located<ReclassifiedRow>>,
    /// Names on 1/7/2025 as the changes file spells them, by new code.
    first: HashMap<&'a str, &'a str>,
}

impl<'a> Names<'a> {
    fn of(files: &NationalFiles<'a>) -> Result<Self, LoadError> {
        let known: HashMap<&str, &str> = files.units.iter().map(|row| (row.code.as_str(), row.name.as_str())).collect();
        for row in files.reclassified {
            if !known.get(row.reclassified_code.as_str()).is_some_and(|name| slugs::same_name(name, &row.name)) {
                let (code, name) = (&row.reclassified_code, &row.name);
                return Err(row.place.refuse(format!("không có đơn vị mã {code} tên «{name}» trong tệp đơn vị.")));
            }
        }
        Ok(Self {
            reclassified: files.reclassified.iter().map(|row| (row.reclassified_code.as_str(), row)).collect(),
            first: files.changes.iter().map(|row| (row.new_code.as_str(), row.new_name.as_str())).collect(),
        })
    }

    /// The states of a unit in force since 1/7/2025: names keep the spelling `spelt` where that differs only in the place of the tone.
    fn states_since(
        &self,
        row: &Located<NationalRow>,
        spelt: Option<&str>,
        parent: Option<&str>,
        local_order: i32,
    ) -> Result<Vec<PlannedState>, LoadError> {
        let state = |validity: Validity, name: &str| -> Result<PlannedState, LoadError> {
            let name = spelt.filter(|spelt| slugs::same_name(spelt, name)).unwrap_or(name);
            let kind = kinds::of_name(name).ok_or_else(|| row.place.refuse(unknown_kind(name)))?;
            let official_code = Some(row.code.clone());
            let parent = parent.map(str::to_owned);
            Ok(PlannedState { validity, kind, name: name.to_owned(), official_code, parent, local_order })
        };
        let Some(change) = self.reclassified.get(row.code.as_str()) else { return Ok(vec![state(SINCE, &row.name)?]) };
        let until = change.effective_on.pred_opt().filter(|day| *day >= TWO_TIERS_FROM);
        let until = until.ok_or_else(|| change.place.refuse("ngày hiệu lực phải sau ngày 01/7/2025."))?;
        Ok(vec![
            state(Validity { to: until, ..SINCE }, &change.former_name)?,
            state(Validity { from: change.effective_on, ..SINCE }, &change.name)?,
        ])
    }

    /// What a unit in force was called on 1/7/2025.
    fn on_first_day<'b>(&'b self, row: &'b NationalRow) -> &'b str {
        match (self.reclassified.get(row.code.as_str()), self.first.get(row.code.as_str())) {
            (Some(change), _) => &change.former_name,
            (None, Some(first)) if slugs::same_name(first, &row.name) => first,
            (None, _) => &row.name,
        }
    }
}

fn unknown_kind(name: &str) -> String {
    format!(
        "không rõ «{name}» là loại đơn vị gì. Tên phải bắt đầu bằng Tỉnh, Thành phố, Huyện, Quận, Thị xã, Thị trấn, Xã, Phường hoặc Đặc khu."
    )
}
