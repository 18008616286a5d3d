//! Which units' data are older than the day that a mail is about, or missing: by name, so that the reader knows whom the figures leave out.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::progress::report::{Basis, Figure, ProgressReport, UnitName};
use crate::vn::date::in_text;

/// One sentence for each day that data are of, oldest first, those without any data before them. Empty where everything is up to the day.
pub fn late_units(report: &ProgressReport) -> Vec<String> {
    let own = || report.path.last().map(|unit| (unit, report.own.as_slice()));
    let all: Vec<(&UnitName, &[Figure])> = match report.children.as_slice() {
        [] => own().into_iter().collect(),
        children => children.iter().map(|(unit, figures)| (unit, figures.as_slice())).collect(),
    };
    let mut late: BTreeMap<Option<NaiveDate>, Vec<&str>> = BTreeMap::new();
    for (unit, figures) in &all {
        match standing(figures, report.as_of.day()) {
            Standing::UpToDate => {}
            Standing::Of(day) => late.entry(Some(day)).or_default().push(&unit.name),
            Standing::Missing => late.entry(None).or_default().push(&unit.name),
        }
    }
    late.into_iter().map(|(day, units)| sentence(day, &units, all.len())).collect()
}

enum Standing {
    UpToDate,
    Of(NaiveDate),
    Missing,
}

/// The oldest of a unit's figures that belong to a quota. Where only some are missing, the unit counts as missing: its line in the table has a gap.
fn standing(figures: &[Figure], as_of: NaiveDate) -> Standing {
    let counted = || figures.iter().filter(|figure| figure.measure.has_quota);
    if counted().any(|figure| figure.basis == Basis::None) {
        return Standing::Missing;
    }
    match counted().filter_map(|figure| figure.basis.day()).min() {
        Some(day) if day < as_of => Standing::Of(day),
        _ => Standing::UpToDate,
    }
}

fn sentence(day: Option<NaiveDate>, units: &[&str], all: usize) -> String {
    let told = match day {
        Some(day) => format!("mới có số liệu đến ngày {}", in_text(day)),
        None => "chưa có số liệu".to_owned(),
    };
    match units {
        [only] => format!("{only} {told}."),
        units if units.len() == all => format!("Cả {all} đơn vị {told}."),
        units => format!("{} ({} đơn vị) {told}.", units.join(", "), units.len()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;
    use crate::workbooks::sample;

    /// The sample with the basis of every child's figures set.
    fn report(bases: &[Basis]) -> ProgressReport {
        let mut report = sample::cam_ngoc();
        let (name, figures) = report.children[0].clone();
        report.children = bases
            .iter()
            .enumerate()
            .map(|(place, basis)| {
                let unit = UnitName { name: format!("Thôn {}", place + 1), ..name.clone() };
                let figures = figures.iter().map(|figure| Figure { basis: *basis, ..figure.clone() }).collect();
                (unit, figures)
            })
            .collect();
        report
    }

    #[test]
    fn late_units_are_named_by_the_day_of_their_data() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let (today, old) = (Basis::Counted(Some(day("2023-05-31"))), Basis::Reported(day("2023-05-20")));
        assert_eq!(late_units(&report(&[today, today])), Vec::<String>::new());
        assert_eq!(
            late_units(&report(&[today, old, Basis::None, old])),
            ["Thôn 3 chưa có số liệu.", "Thôn 2, Thôn 4 (2 đơn vị) mới có số liệu đến ngày 20/5/2023."]
        );
        assert_eq!(late_units(&report(&[old, old])), ["Cả 2 đơn vị mới có số liệu đến ngày 20/5/2023."]);
        assert_eq!(late_units(&report(&[Basis::Counted(None)])), Vec::<String>::new());
        let mut alone = report(&[]);
        for figure in &mut alone.own {
            figure.basis = old;
        }
        assert_eq!(late_units(&alone), ["Xã Cẩm Ngọc mới có số liệu đến ngày 20/5/2023."]);
    }
}
