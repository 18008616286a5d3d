//! Names of villages and offices in a list to units of the tree.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::choices::{PlaceChoice, PlaceKind};
use super::reading::{FindingCode, RosterRow};
use super::staged::Reason;
use crate::model::id::UnitId;
use crate::model::unit::Unit;
use crate::store::{Conn, StoreError, units};
use crate::vn::fold::fold;

/// Words before a proper name that lists leave out or vary.
const KINDS: [&str; 14] =
    ["thon", "xom", "ap", "ban", "buon", "lang", "khu pho", "to dan pho", "khu", "khom", "kp", "tdp", "to", "khoi"];

/// The units a list of one unit can speak of.
#[derive(Debug, Clone, Default)]
pub struct Places {
    villages: HashMap<String, Option<UnitId>>,
    offices: HashMap<String, Option<UnitId>>,
    /// The unit of the batch, where it is a village or an office itself.
    own_village: Option<UnitId>,
    own_office: Option<UnitId>,
    /// The unit of the batch.
    whole: Option<UnitId>,
    village_names: Vec<String>,
    office_names: Vec<String>,
    /// Every village and office, for what people decide by slug and for names that are almost one of theirs.
    units: Vec<KnownPlace>,
}

/// A village or office of the unit.
#[derive(Debug, Clone)]
pub(super) struct KnownPlace {
    /// Identity.
    pub id: UnitId,
    /// Village or office.
    pub kind: PlaceKind,
    /// Slug.
    pub slug: String,
    /// Name.
    pub name: String,
}

/// Where a row belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RowPlace {
    /// The village, where the row says or implies one of the unit.
    pub village: Option<UnitId>,
    /// The office, where it is a list of staff.
    pub office: Option<UnitId>,
}

impl Places {
    /// Loads the villages and offices under a unit as they are today (lists name what stands now, also when they tell of the past).
    pub fn load(conn: &mut Conn, unit: &Unit, on: NaiveDate) -> Result<Self, StoreError> {
        let mut places = Self { whole: Some(unit.id), ..Self::default() };
        if unit.kind.is_village() {
            places.own_village = Some(unit.id);
            places.add_village(unit);
        } else if unit.kind.is_workplace() {
            places.own_office = Some(unit.id);
            places.add_office(unit);
        }
        for below in units::below(conn, unit.id, on)? {
            if below.kind.is_village() {
                places.add_village(&below);
            } else if below.kind.is_workplace() {
                places.add_office(&below);
            }
        }
        Ok(places)
    }

    /// Takes what people decided: these names stand for these units. A slug that is no village or office of the unit is left out.
    pub fn with(mut self, choices: &[PlaceChoice]) -> Self {
        for choice in choices {
            let unit = self.units.iter().find(|unit| unit.slug == choice.unit && unit.kind == choice.kind);
            let Some(id) = unit.map(|unit| unit.id) else { continue };
            let names = match choice.kind {
                PlaceKind::Village => &mut self.villages,
                PlaceKind::Office => &mut self.offices,
            };
            names.insert(fold(&choice.name), Some(id));
        }
        self
    }

    /// Every village and office that the list can speak of.
    pub(super) fn units(&self) -> &[KnownPlace] {
        &self.units
    }

    /// The unit of the batch, and everything that the list can speak of.
    pub fn all_ids(&self) -> impl Iterator<Item = UnitId> + '_ {
        self.units.iter().map(|unit| unit.id).chain(self.whole)
    }

    /// Villages by name, for the reader of the file.
    pub fn village_names(&self) -> &[String] {
        &self.village_names
    }

    /// Offices by name, for the reader of the file.
    pub fn office_names(&self) -> &[String] {
        &self.office_names
    }

    /// Where a row belongs; `Err` names the village or office that the unit does not have.
    ///
    /// In a list of staff an unknown village means that somebody lives elsewhere; in a list of residents it holds the row back.
    pub fn of_row(&self, row: &RosterRow) -> Result<RowPlace, UnknownPlace> {
        let office = match row.unit.as_deref() {
            Some(name) => match (self.office(name), self.own_office) {
                (Some(office), _) | (None, Some(office)) => Some(office),
                // A list of residents may carry a column of offices outside the unit; it then still places the person by village.
                (None, None) if village_written(row).is_some() => None,
                (None, None) => return Err(UnknownPlace::Office(name.to_owned())),
            },
            None => self.own_office,
        };
        let village = match village_written(row) {
            Some(name) => match self.village(name) {
                Some(village) => Some(village),
                None if office.is_some() => None,
                None => return Err(UnknownPlace::Village(name.to_owned())),
            },
            None if office.is_some() => None,
            None => self.own_village.or(self.whole),
        };
        Ok(RowPlace { village, office })
    }

    /// The village or office of a name.
    pub fn unit(&self, name: &str) -> Option<UnitId> {
        self.village(name).or_else(|| self.office(name))
    }

    /// The village or the office of a name.
    pub fn find(&self, kind: PlaceKind, name: &str) -> Option<UnitId> {
        match kind {
            PlaceKind::Village => self.village(name),
            PlaceKind::Office => self.office(name),
        }
    }

    fn village(&self, name: &str) -> Option<UnitId> {
        lookup(&self.villages, name)
    }

    fn office(&self, name: &str) -> Option<UnitId> {
        lookup(&self.offices, name)
    }

    fn add_village(&mut self, unit: &Unit) {
        add(&mut self.villages, unit);
        self.village_names.push(unit.name.clone());
        self.units.push(KnownPlace::of(unit, PlaceKind::Village));
    }

    fn add_office(&mut self, unit: &Unit) {
        add(&mut self.offices, unit);
        self.office_names.push(unit.name.clone());
        self.units.push(KnownPlace::of(unit, PlaceKind::Office));
    }
}

impl KnownPlace {
    fn of(unit: &Unit, kind: PlaceKind) -> Self {
        Self { id: unit.id, kind, slug: unit.slug.clone(), name: unit.name.clone() }
    }
}

/// The village of a row; where the reader found that the unit has none of that name, as the list writes it.
fn village_written(row: &RosterRow) -> Option<&str> {
    let unknown = || row.codes.iter().find(|finding| finding.code == FindingCode::VillageUnknown)?.given.as_deref();
    row.village.as_deref().or_else(unknown)
}

/// A place the unit does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnknownPlace {
    /// A village.
    Village(String),
    /// An office.
    Office(String),
}

impl From<UnknownPlace> for Reason {
    fn from(place: UnknownPlace) -> Self {
        match place {
            UnknownPlace::Village(name) => Self::UnknownVillage(name),
            UnknownPlace::Office(name) => Self::UnknownOffice(name),
        }
    }
}

/// Under its full name and under its proper name; a name that two units share names neither.
fn add(known: &mut HashMap<String, Option<UnitId>>, unit: &Unit) {
    let full = fold(&unit.name);
    let proper = without_kind(&full).map(str::to_owned);
    for key in std::iter::once(full).chain(proper) {
        known.entry(key).and_modify(|held| *held = held.filter(|id| *id == unit.id)).or_insert(Some(unit.id));
    }
}

fn lookup(known: &HashMap<String, Option<UnitId>>, name: &str) -> Option<UnitId> {
    let full = fold(name);
    let direct = known.get(&full).copied().flatten();
    direct.or_else(|| known.get(without_kind(&full)?).copied().flatten())
}

fn without_kind(key: &str) -> Option<&str> {
    KINDS.iter().find_map(|kind| key.strip_prefix(kind)?.strip_prefix(' '))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::model::unit::{UnitKind, Validity};

    fn unit(id: i64, kind: UnitKind, name: &str) -> Unit {
        Unit {
            id: UnitId(id),
            slug: id.to_string(),
            kind,
            name: name.to_owned(),
            official_code: None,
            parent: None,
            line_superior: None,
            local_order: 1,
            validity: Validity::ALWAYS,
        }
    }

    fn places() -> Places {
        let mut places = Places { whole: Some(UnitId(1)), ..Places::default() };
        places.add_village(&unit(2, UnitKind::Village, "Thôn Ngọc Bình"));
        places.add_village(&unit(3, UnitKind::Village, "Thôn 10"));
        places.add_village(&unit(4, UnitKind::Village, "Làng Ngọc Sơn"));
        places.add_village(&unit(5, UnitKind::Village, "Bản Ngọc Sơn"));
        places.add_office(&unit(9, UnitKind::School, "Trường THCS Cẩm Ngọc"));
        places
    }

    fn row(village: Option<&str>, office: Option<&str>) -> RosterRow {
        RosterRow { village: village.map(str::to_owned), unit: office.map(str::to_owned), ..RosterRow::default() }
    }

    fn at(village: Option<i64>, office: Option<i64>) -> Result<RowPlace, UnknownPlace> {
        Ok(RowPlace { village: village.map(UnitId), office: office.map(UnitId) })
    }

    #[test]
    fn villages_in_their_spellings() {
        for written in ["Thôn Ngọc Bình", "THÔN NGỌC BÌNH", "Ngọc Bình", "Xóm Ngọc Bình", "thon ngoc binh"]
        {
            assert_eq!(places().of_row(&row(Some(written), None)), at(Some(2), None), "{written}");
        }
        assert_eq!(places().of_row(&row(Some("10"), None)), at(Some(3), None));
        assert_eq!(places().of_row(&row(None, None)), at(Some(1), None), "no village: of the unit as a whole");
    }

    #[test]
    fn a_proper_name_that_two_villages_share_names_neither() {
        let unknown = Err(UnknownPlace::Village("Ngọc Sơn".to_owned()));
        assert_eq!(places().of_row(&row(Some("Ngọc Sơn"), None)), unknown);
        assert_eq!(places().of_row(&row(Some("Làng Ngọc Sơn"), None)), at(Some(4), None));
    }

    #[test]
    fn staff_may_live_elsewhere_and_residents_may_not() {
        let school = Some("Trường THCS Cẩm Ngọc");
        assert_eq!(places().of_row(&row(Some("(ngoài xã)"), school)), at(None, Some(9)));
        assert_eq!(places().of_row(&row(Some("Thôn 10"), school)), at(Some(3), Some(9)));
        assert!(places().of_row(&row(Some("(ngoài xã)"), None)).is_err());
        assert!(places().of_row(&row(None, Some("Trường THPT Kon Rẫy"))).is_err());
        assert_eq!(places().of_row(&row(Some("Thôn 10"), Some("Công ty May"))), at(Some(3), None));
    }
}
