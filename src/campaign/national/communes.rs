//! Districts (which ended on 30/6/2025), old communes and communes in force.

use std::collections::HashMap;

use super::provinces::Provinces;
use super::{BEFORE, Names, NationalFiles, PlannedChange, PlannedState, PlannedUnit, TWO_TIERS_FROM, kinds, slugs};
use crate::campaign::error::LoadError;
use crate::campaign::files::{ChangeRow, Located, NationalRow, ShortSlugRow};
use crate::model::unit::UnitChangeKind;

/// Districts and communes.
pub struct Communes {
    /// To be there.
    pub units: Vec<PlannedUnit>,
    /// Between them.
    pub changes: Vec<PlannedChange>,
}

/// An old commune with the rows that say what became of it.
struct Old<'a> {
    first: &'a Located<ChangeRow>,
    successors: Vec<&'a str>,
}

/// The place of the n-th row among its siblings.
pub fn position(index: usize) -> i32 {
    i32::try_from(index).map_or(i32::MAX, |index| index + 1)
}

/// Plans districts and communes.
pub fn plan(files: &NationalFiles<'_>, names: &Names<'_>, provinces: &Provinces) -> Result<Communes, LoadError> {
    let olds = old_communes(files);
    let mut predecessors: HashMap<&str, usize> = HashMap::new();
    olds.iter().flat_map(|old| &old.successors).for_each(|code| *predecessors.entry(code).or_default() += 1);
    let current = current_communes(files, names, provinces)?;
    let by_code: HashMap<&str, usize> =
        current.iter().enumerate().map(|(index, (row, _))| (row.code.as_str(), index)).collect();

    let mut builder = Builder { current, closed: Vec::new() };
    for (index, old) in olds.iter().enumerate() {
        builder.place(old, position(index), &by_code, &predecessors, names, provinces)?;
    }
    let districts = districts(files, provinces)?;
    builder.finish(districts, &olds, &predecessors, files.short_slugs)
}

fn old_communes<'a>(files: &NationalFiles<'a>) -> Vec<Old<'a>> {
    let mut olds: Vec<Old<'a>> = Vec::new();
    let mut index: HashMap<&str, usize> = HashMap::new();
    for row in files.changes {
        // Among the communes of one day a code is unique; only through time it is not.
        let at = *index.entry(row.old_code.as_str()).or_insert_with(|| {
            olds.push(Old { first: row, successors: Vec::new() });
            olds.len() - 1
        });
        if let Some(old) = olds.get_mut(at) {
            old.successors.push(&row.new_code);
        }
    }
    olds
}

fn current_communes<'a>(
    files: &NationalFiles<'a>,
    names: &Names<'_>,
    provinces: &Provinces,
) -> Result<Vec<(&'a Located<NationalRow>, PlannedUnit)>, LoadError> {
    let rows: Vec<_> = files.units.iter().filter(|row| !row.parent_code.is_empty()).collect();
    let mut wanted = Vec::with_capacity(rows.len());
    for row in &rows {
        let unknown = || row.place.refuse(format!("không có tỉnh mã {} trong tệp đơn vị.", row.parent_code));
        let province = provinces.of_code(&row.parent_code).ok_or_else(unknown)?;
        wanted.push((format!("{province}/{}", slugs::part(names.on_first_day(row))), row.code.as_str()));
    }
    let slugs = slugs::distinct(wanted);
    let planned = rows.into_iter().zip(slugs).enumerate().map(|(index, (row, slug))| {
        let spelt = names.first.get(row.code.as_str()).copied();
        let states = names.states_since(row, spelt, provinces.of_code(&row.parent_code), position(index))?;
        Ok((row, PlannedUnit { slug, states }))
    });
    planned.collect()
}

fn districts(files: &NationalFiles<'_>, provinces: &Provinces) -> Result<Vec<PlannedUnit>, LoadError> {
    let mut planned: Vec<PlannedUnit> = Vec::new();
    let mut known = std::collections::HashSet::new();
    for row in files.changes {
        if !known.insert((row.old_province.as_str(), row.old_district.as_str())) {
            continue;
        }
        let name = row.old_district.clone();
        let kind = kinds::of_district(&name).ok_or_else(|| row.place.refuse(super::unknown_kind(&name)))?;
        let parent = provinces.of_old_name(&row.old_province).map(str::to_owned);
        let local_order = position(planned.len());
        let state = PlannedState { validity: BEFORE, kind, name, official_code: None, parent, local_order };
        planned.push(PlannedUnit { slug: district_slug(row, provinces), states: vec![state] });
    }
    Ok(planned)
}

fn district_slug(row: &ChangeRow, provinces: &Provinces) -> String {
    let province = provinces.of_old_name(&row.old_province).unwrap_or_default();
    format!("{province}/{}", slugs::part(&row.old_district))
}

struct Builder<'a> {
    current: Vec<(&'a Located<NationalRow>, PlannedUnit)>,
    /// Old communes that ended, with the slug they want; the others are states of communes in force.
    closed: Vec<(&'a ChangeRow, String, PlannedState)>,
}

impl<'a> Builder<'a> {
    fn place(
        &mut self,
        old: &Old<'a>,
        local_order: i32,
        by_code: &HashMap<&str, usize>,
        predecessors: &HashMap<&str, usize>,
        names: &Names<'_>,
        provinces: &Provinces,
    ) -> Result<(), LoadError> {
        let row: &'a ChangeRow = &old.first.value;
        let refuse = |problem: String| old.first.place.refuse(problem);
        let kind = kinds::of_name(&row.old_name).ok_or_else(|| refuse(super::unknown_kind(&row.old_name)))?;
        let parent = district_slug(row, provinces);
        let wanted = format!("{parent}/{}", slugs::part(&row.old_name));
        let state = PlannedState {
            validity: BEFORE,
            kind,
            name: row.old_name.clone(),
            official_code: Some(row.old_code.clone()),
            parent: Some(parent),
            local_order,
        };
        if let Some(unknown) = old.successors.iter().find(|code| !by_code.contains_key(*code)) {
            return Err(refuse(format!("không có đơn vị mới mã {unknown} trong tệp đơn vị.")));
        }
        if let [only] = old.successors.as_slice()
            && predecessors.get(only) == Some(&1)
            && let Some(index) = by_code.get(only)
            && let Some((current, unit)) = self.current.get_mut(*index)
            && slugs::same_name(names.on_first_day(current), &row.old_name)
        {
            unit.states.insert(0, state);
        } else {
            self.closed.push((row, wanted, state));
        }
        Ok(())
    }

    fn finish(
        self,
        districts: Vec<PlannedUnit>,
        olds: &[Old<'_>],
        predecessors: &HashMap<&str, usize>,
        short_slugs: &[Located<ShortSlugRow>],
    ) -> Result<Communes, LoadError> {
        let wanted = self.closed.iter().map(|(row, slug, _)| (slug.clone(), row.old_code.as_str())).collect();
        let codes: Vec<&str> = self.closed.iter().map(|(row, ..)| row.old_code.as_str()).collect();
        let mut closed: Vec<PlannedUnit> = slugs::distinct(wanted)
            .into_iter()
            .zip(&self.closed)
            .map(|(slug, (_, _, state))| PlannedUnit { slug, states: vec![state.clone()] })
            .collect();
        let (rows, mut current): (Vec<_>, Vec<_>) = self.current.into_iter().unzip();
        shorten(short_slugs, &mut [&mut closed, &mut current])?;
        let new_slugs: HashMap<&str, &str> =
            rows.iter().zip(&current).map(|(row, unit)| (row.code.as_str(), unit.slug.as_str())).collect();
        let old_slugs: HashMap<&str, &str> =
            codes.into_iter().zip(&closed).map(|(code, unit)| (code, unit.slug.as_str())).collect();
        let changes = changes(olds, predecessors, &old_slugs, &new_slugs);
        let units = districts.into_iter().chain(current).chain(closed).collect();
        Ok(Communes { units, changes })
    }
}

/// Replaces slugs by the shorter ones. Nothing stands below a commune yet that would have to follow.
fn shorten(short: &[Located<ShortSlugRow>], units: &mut [&mut Vec<PlannedUnit>]) -> Result<(), LoadError> {
    for row in short {
        let fits = |state: &PlannedState| {
            state.validity.contains(row.valid_on)
                && state.official_code.as_deref() == Some(row.code.as_str())
                && slugs::same_name(&state.name, &row.name)
        };
        let unit = units.iter_mut().flat_map(|units| units.iter_mut()).find(|unit| unit.states.iter().any(fits));
        let (code, name, day) = (&row.code, &row.name, row.valid_on);
        let unknown = || format!("ngày {day} không có đơn vị mã {code} tên «{name}».");
        unit.ok_or_else(|| row.place.refuse(unknown()))?.slug.clone_from(&row.short_slug);
    }
    Ok(())
}

/// One edge for every old commune and every new one that took (part of) it; none where both are the same unit.
fn changes(
    olds: &[Old<'_>],
    predecessors: &HashMap<&str, usize>,
    old_slugs: &HashMap<&str, &str>,
    new_slugs: &HashMap<&str, &str>,
) -> Vec<PlannedChange> {
    let mut changes = Vec::new();
    for old in olds {
        let row: &ChangeRow = &old.first.value;
        let Some(from) = old_slugs.get(row.old_code.as_str()) else { continue };
        for code in &old.successors {
            let Some(to) = new_slugs.get(code) else { continue };
            let alone = predecessors.get(code) == Some(&1);
            let kind = match (old.successors.len(), alone) {
                (2.., _) => UnitChangeKind::Split,
                (_, false) => UnitChangeKind::Merge,
                _ if kinds::of_name(&row.old_name) == kinds::of_name(&row.new_name) => UnitChangeKind::Rename,
                _ => UnitChangeKind::Reclassify,
            };
            let (from, to) = ((*from).to_owned(), (*to).to_owned());
            changes.push(PlannedChange { from, to, effective_on: TWO_TIERS_FROM, kind });
        }
    }
    changes
}
