//! The sentences of a report, the same in workbook and mail.

use crate::model::tally::Audience;
use crate::progress::report::{Figure, MeasureName, ProgressReport, UnitName};
use crate::vn::{date, number};

/// The unit that the report is about.
pub fn unit(report: &ProgressReport) -> Option<&UnitName> {
    report.path.last()
}

/// Whom a measure counts, as a clerk says it.
pub fn audience(audience: Audience) -> &'static str {
    match audience {
        Audience::Residents => "người dân",
        Audience::Staff => "cán bộ",
        Audience::All => "người dân và cán bộ",
    }
}

/// The name of a measure, with its audience where another measure of the report bears the same name.
pub fn measure(report: &ProgressReport, measure: &MeasureName) -> String {
    let namesakes = report.measures.iter().filter(|other| other.name == measure.name).count();
    if namesakes > 1 { format!("{} ({})", measure.name, audience(measure.audience)) } else { measure.name.clone() }
}

/// «Số liệu tính đến ngày 31/5/2023».
pub fn as_of(report: &ProgressReport) -> String {
    format!("Số liệu tính đến ngày {}", date::in_text(report.as_of.day()))
}

/// «Tính đến ngày 31/5/2023, Xã Cẩm Ngọc: mức 1 đã kích hoạt 119/2.650 (4,49%); …; còn 30 ngày đến hạn 30/6/2023.»
pub fn headline(report: &ProgressReport) -> String {
    let name = unit(report).map_or("", |unit| unit.name.as_str());
    let day = date::in_text(report.as_of.day());
    let mut parts: Vec<String> =
        report.own.iter().filter(|figure| figure.measure.has_quota).map(|figure| result(report, figure)).collect();
    if parts.is_empty() {
        parts.push("chưa có chỉ tiêu nào được giao".to_owned());
    }
    parts.extend(deadline(report));
    format!("Tính đến ngày {day}, {name}: {}.", parts.join("; "))
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

fn result(report: &ProgressReport, figure: &Figure) -> String {
    let name = lower_first(&measure(report, &figure.measure));
    match (figure.done, figure.quota, figure.percent) {
        (Some(done), Some(quota), Some(percent)) => format!(
            "{name} {}/{} ({}%)",
            number::group_thousands(done),
            number::group_thousands(quota),
            percent.vietnamese()
        ),
        (Some(done), _, _) => format!("{name} {}", number::group_thousands(done)),
        (None, Some(quota), _) => format!("{name} chưa có số liệu (chỉ tiêu {})", number::group_thousands(quota)),
        (None, None, _) => format!("{name} chưa có số liệu"),
    }
}

/// How long until the next deadline, or since the last one.
fn deadline(report: &ProgressReport) -> Option<String> {
    let deadlines = || report.own.iter().filter_map(|figure| figure.deadline);
    let as_of = report.as_of;
    if let Some(next) = deadlines().filter(|day| as_of.days_left(*day) >= 0).min() {
        let day = date::in_text(next);
        return Some(match as_of.days_left(next) {
            0 => format!("ngày {day} là ngày cuối cùng của hạn"),
            left => format!("còn {left} ngày đến hạn {day}"),
        });
    }
    let last = deadlines().max()?;
    Some(format!("đã quá hạn {} ngày (hạn {})", -as_of.days_left(last), date::in_text(last)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::model::as_of::AsOf;
    use crate::workbooks::sample;

    #[test]
    fn the_headline_says_what_the_dispatch_says() {
        let report = sample::cam_ngoc();
        assert_eq!(
            headline(&report),
            "Tính đến ngày 31/5/2023, Xã Cẩm Ngọc: mức 1 đã kích hoạt 119/2.650 (4,49%); \
             mức 2 đã kích hoạt (người dân) 1.068/1.273 (83,89%); mức 2 đã kích hoạt (cán bộ) 41/46 (89,13%); \
             còn 30 ngày đến hạn 30/6/2023."
        );
        assert_eq!(as_of(&report), "Số liệu tính đến ngày 31/5/2023");
        assert_eq!(leading(&report).unwrap().done, Some(1068));
    }

    #[test]
    fn what_is_not_known_is_not_zero_and_a_deadline_may_have_passed() {
        let mut report = sample::cam_ngoc();
        report.own.retain(|figure| figure.measure.code == "vneid1.activated");
        let figure = report.own.first_mut().unwrap();
        (figure.done, figure.percent) = (None, None);
        report.as_of = AsOf("2023-07-02".parse().unwrap());
        assert_eq!(
            headline(&report),
            "Tính đến ngày 02/7/2023, Xã Cẩm Ngọc: mức 1 đã kích hoạt chưa có số liệu (chỉ tiêu 2.650); \
             đã quá hạn 2 ngày (hạn 30/6/2023)."
        );
        assert_eq!(leading(&report), None);
        report.as_of = AsOf("2023-06-30".parse().unwrap());
        assert!(headline(&report).ends_with("ngày 30/6/2023 là ngày cuối cùng của hạn."));
        report.own.clear();
        assert!(headline(&report).contains("chưa có chỉ tiêu nào được giao"));
    }
}
