//! The words of a report, the same in workbook and mail.

use crate::model::tally::Audience;
use crate::model::unit::UnitKind;
use crate::progress::report::{Figure, MeasureName, Outlook, ProgressReport, UnitName};
use crate::vn::date;

/// The unit that the report is about.
pub fn unit(report: &ProgressReport) -> Option<&UnitName> {
    report.path.last()
}

/// The authority in whose name the report is made: the nearest People's Committee on the way up, or the unit itself.
pub fn agency(report: &ProgressReport) -> String {
    agency_of(report.path.iter().map(|unit| (unit.kind, unit.name.as_str())))
}

/// The same of a path of units, highest first.
pub fn agency_of<'a>(path: impl DoubleEndedIterator<Item = (UnitKind, &'a str)>) -> String {
    let path: Vec<(UnitKind, &str)> = path.collect();
    match path.iter().rev().find(|(kind, _)| has_peoples_committee(*kind)) {
        Some((_, name)) => format!("UBND {}", lower_first(name)),
        None => path.last().map(|(_, name)| (*name).to_owned()).unwrap_or_default(),
    }
}

/// Levels of local government (Luật Tổ chức chính quyền địa phương; districts and townships until 30/6/2025).
fn has_peoples_committee(kind: UnitKind) -> bool {
    use UnitKind::{Commune, District, Municipality, Province, SpecialZone, Township, Ward};
    matches!(kind, Province | Municipality | District | Commune | Ward | SpecialZone | Township)
}

/// Whom a measure counts, as a clerk says it.
pub fn audience(audience: Audience) -> &'static str {
    match audience {
        Audience::Residents => "người dân",
        Audience::Staff => "cán bộ",
        Audience::StaffOf(category) => category.as_group(),
        Audience::All => "người dân và cán bộ",
    }
}

/// The name of a measure, with its audience where another measure of the report bears the same name.
pub fn measure(report: &ProgressReport, measure: &MeasureName) -> String {
    let namesakes = report.measures.iter().filter(|other| other.name == measure.name).count();
    if namesakes > 1 { format!("{} ({})", measure.name, audience(measure.audience)) } else { measure.name.clone() }
}

/// `▲ đúng tiến độ`: the word of an outlook with its shape.
pub fn outlook(outlook: Outlook) -> String {
    format!("{} {}", outlook.shape(), outlook.vietnamese())
}

/// «Số liệu tính đến ngày 31/5/2023».
pub fn as_of(report: &ProgressReport) -> String {
    format!("Số liệu tính đến ngày {}", date::in_text(report.as_of.day()))
}

/// The figure to name where there is room for one: the measure with a quota that counts the most people, the first of them in order.
pub fn leading(report: &ProgressReport) -> Option<&Figure> {
    let counted = report.own.iter().filter(|figure| figure.percent.is_some());
    counted.rev().max_by_key(|figure| figure.done)
}

/// `mức 2 đã kích hoạt`: the first letter small, for the middle of a sentence.
pub fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::workbooks::sample;

    #[test]
    fn the_leading_figure_is_the_one_that_counts_the_most_people() {
        let mut report = sample::cam_ngoc();
        assert_eq!(leading(&report).unwrap().done, Some(1068));
        for figure in &mut report.own {
            figure.percent = None;
        }
        assert_eq!(leading(&report), None);
    }

    #[test]
    fn measures_of_one_name_are_told_apart() {
        let report = sample::cam_ngoc();
        let names: Vec<String> = report.measures.iter().map(|m| measure(&report, m)).collect();
        assert_eq!(names[1..], ["Mức 1 đã kích hoạt", "Mức 2 đã kích hoạt (người dân)", "Mức 2 đã kích hoạt (cán bộ)"]);
    }

    #[test]
    fn a_village_reports_in_the_name_of_its_commune() {
        let mut report = sample::cam_ngoc();
        assert_eq!(agency(&report), "UBND xã Cẩm Ngọc");
        let (village, _) = report.children.first().unwrap().clone();
        report.path.push(village);
        assert_eq!(agency(&report), "UBND xã Cẩm Ngọc");
        report.path.iter_mut().for_each(|unit| unit.kind = UnitKind::Group);
        assert_eq!(agency(&report), "Thôn Ngọc Bình");
    }
}
