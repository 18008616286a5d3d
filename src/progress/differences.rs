//! In what two states of frozen figures differ: unit by unit, measure by measure, number by number.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::frozen::{Frozen, FrozenFigure, FrozenUnit};

/// One number that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Difference {
    /// Slug of the unit.
    pub unit: String,
    /// Its name.
    pub unit_name: String,
    /// Code of the measure; empty where the unit itself is in one state only.
    pub measure: String,
    /// `residents`, `staff`, one category of it (`staff:public_employee`) or `all`.
    pub audience: String,
    /// `done`, `quota`, `eligible`, `issued`; `unit` where the unit is in one state only.
    pub what: &'static str,
    /// In the earlier state.
    pub before: Option<i64>,
    /// In the later state.
    pub after: Option<i64>,
}

impl Difference {
    /// What differs, as an official calls it.
    pub fn vietnamese(&self) -> &'static str {
        match self.what {
            "done" => "đạt",
            "quota" => "chỉ tiêu",
            "eligible" => "đủ điều kiện",
            "issued" => "đã cấp",
            _ => "đơn vị",
        }
    }
}

type Numbers = [(&'static str, Option<i64>); 4];

fn numbers(figure: Option<&FrozenFigure>) -> Numbers {
    let of = |read: fn(&FrozenFigure) -> Option<i64>| figure.and_then(read);
    [
        ("done", of(|f| f.done)),
        ("quota", of(|f| f.quota)),
        ("eligible", of(|f| f.eligible)),
        ("issued", of(|f| f.issued)),
    ]
}

/// What differs, in the order of the units of the earlier state; units that are only in the later one come last.
pub fn differences(before: &Frozen, after: &Frozen) -> Vec<Difference> {
    let later: BTreeMap<&str, &FrozenUnit> = after.units.iter().map(|unit| (unit.slug.as_str(), unit)).collect();
    let earlier: BTreeMap<&str, &FrozenUnit> = before.units.iter().map(|unit| (unit.slug.as_str(), unit)).collect();
    let mut found = Vec::new();
    for unit in &before.units {
        match later.get(unit.slug.as_str()) {
            Some(same) => of_unit(unit, same, &mut found),
            None => found.push(only(unit, Some(1), None)),
        }
    }
    let new = after.units.iter().filter(|unit| !earlier.contains_key(unit.slug.as_str()));
    found.extend(new.map(|unit| only(unit, None, Some(1))));
    found
}

fn only(unit: &FrozenUnit, before: Option<i64>, after: Option<i64>) -> Difference {
    let (slug, unit_name) = (unit.slug.clone(), unit.name.clone());
    Difference { unit: slug, unit_name, measure: String::new(), audience: String::new(), what: "unit", before, after }
}

fn of_unit(before: &FrozenUnit, after: &FrozenUnit, found: &mut Vec<Difference>) {
    let key = |figure: &FrozenFigure| (figure.measure.clone(), figure.audience.clone());
    let mut measures: Vec<(String, String)> = before.figures.iter().map(key).collect();
    measures.extend(after.figures.iter().map(key));
    let mut seen = std::collections::BTreeSet::new();
    for (measure, audience) in measures.into_iter().filter(|measure| seen.insert(measure.clone())) {
        let of = |unit: &'_ FrozenUnit| {
            numbers(unit.figures.iter().find(|figure| figure.measure == measure && figure.audience == audience))
        };
        for ((what, before_value), (_, after_value)) in of(before).into_iter().zip(of(after)) {
            if before_value != after_value {
                found.push(Difference {
                    unit: after.slug.clone(),
                    unit_name: after.name.clone(),
                    measure: measure.clone(),
                    audience: audience.clone(),
                    what,
                    before: before_value,
                    after: after_value,
                });
            }
        }
    }
}
