//! The sentence that can be pasted into a dispatch: «Tính đến ngày 31/5/2023: …».

use super::report::{Figure, Outlook, ProgressReport};
use crate::vn::date::in_text;
use crate::vn::number::group_thousands;

/// One sentence about a unit's own figures, as an official would write it.
pub fn summary(report: &ProgressReport) -> String {
    about_all(report, &report.own)
}

/// The same about one of its figures.
pub fn summary_of(report: &ProgressReport, figure: &Figure) -> String {
    about_all(report, std::slice::from_ref(figure))
}

fn about_all(report: &ProgressReport, figures: &[Figure]) -> String {
    let day = in_text(report.as_of.day());
    let parts: Vec<String> = figures.iter().filter_map(measure).collect();
    if parts.is_empty() {
        return format!("Tính đến ngày {day}: chưa có số liệu.");
    }
    let time = deadline(figures).unwrap_or_default();
    let ahead: Vec<String> = figures.iter().filter_map(ahead).collect();
    let ahead = if ahead.is_empty() {
        String::new()
    } else {
        format!(" Với tốc độ này, đến hạn {}.", ahead.join("; "))
    };
    format!("Tính đến ngày {day}: {}{time}.{ahead}", parts.join("; "))
}

/// What the present pace leads to: «mức 2 đã kích hoạt đạt khoảng 1.190, thiếu 83».
fn ahead(figure: &Figure) -> Option<String> {
    if !matches!(figure.outlook, Outlook::OnTrack | Outlook::AtRisk | Outlook::Unlikely) {
        return None;
    }
    Some(format!("{} {}", lower_first(&figure.measure.name), at_deadline(figure)?))
}

/// What a figure comes to at the present pace: «đạt khoảng 1.190, thiếu 83», «đủ chỉ tiêu vào khoảng ngày 25/6/2023», «vẫn là 40 vì chưa phát sinh thêm từ
/// ngày 15/5/2023».
pub fn at_deadline(figure: &Figure) -> Option<String> {
    let (value, quota) = figure.at_deadline.zip(figure.quota)?;
    if let Some(since) = figure.detail.stalled_since {
        let done = group_thousands(figure.done?);
        return Some(format!(
            "vẫn là {done}, thiếu {}, vì chưa phát sinh thêm từ ngày {}",
            group_thousands(quota - value),
            in_text(since)
        ));
    }
    if value >= quota {
        return Some(match figure.forecast_on {
            Some(day) => format!("đủ chỉ tiêu, vào khoảng ngày {}", in_text(day)),
            None => "đủ chỉ tiêu".to_owned(),
        });
    }
    let value = about(value).max(figure.done?);
    Some(format!("đạt khoảng {}, thiếu {}", group_thousands(value), group_thousands(quota - value)))
}

/// To three figures, downwards: nobody can foretell the fourth.
fn about(value: i64) -> i64 {
    let mut unit = 1;
    while value / unit >= 1_000 {
        unit *= 10;
    }
    // Up to a thousand every person is told; beyond, tens, hundreds and so on.
    value - value % unit
}

fn measure(figure: &Figure) -> Option<String> {
    let done = group_thousands(figure.done?);
    let name = lower_first(&figure.measure.name);
    let Some((quota, percent)) = figure.quota.zip(figure.percent) else {
        return Some(format!("{name} {done}"));
    };
    Some(format!("{name} {done}/{} ({}%)", group_thousands(quota), percent.vietnamese()))
}

/// The common deadline of the measures, where they share one.
fn deadline(figures: &[Figure]) -> Option<String> {
    let mut deadlines = figures.iter().filter_map(|figure| figure.deadline.zip(figure.days_left));
    let first = deadlines.next()?;
    if deadlines.any(|other| other != first) {
        return None;
    }
    let (last_day, days_left) = first;
    let last_day = in_text(last_day);
    Some(match days_left {
        0 => format!("; hôm nay là ngày cuối của thời hạn ({last_day})"),
        days if days > 0 => format!("; còn {days} ngày đến hết ngày {last_day}"),
        days => format!("; đã quá hạn {} ngày (hạn {last_day})", -days),
    })
}

fn lower_first(name: &str) -> String {
    let mut letters = name.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::model::as_of::AsOf;
    use crate::model::id::{CampaignId, MeasureId, UnitId};
    use crate::model::percent::{Percent, Rounding};
    use crate::model::tally::Audience;
    use crate::model::unit::UnitKind;
    use crate::progress::report::{Basis, CampaignName, Detail, MeasureName, UnitName};

    fn figure(name: &str, done: Option<i64>, quota: Option<i64>, deadline: &str) -> Figure {
        let day = "2023-05-31".parse().unwrap();
        let deadline = quota.map(|_| deadline.parse().unwrap());
        Figure {
            unit: unit(),
            measure: MeasureName {
                id: MeasureId(1),
                code: "m".to_owned(),
                audience: Audience::Residents,
                name: name.to_owned(),
                has_quota: quota.is_some(),
            },
            basis: Basis::Counted(None),
            quota,
            eligible: None,
            issued: None,
            done,
            percent: done.zip(quota).and_then(|(done, quota)| Percent::of(done, quota, Rounding::Truncate)),
            remaining: None,
            deadline,
            days_left: deadline.map(|deadline| AsOf(day).days_left(deadline)),
            needed_per_day: None,
            pace_per_day: None,
            at_deadline: None,
            forecast_on: None,
            expected_today: None,
            outlook: Outlook::NoData,
            detail: Detail::default(),
        }
    }

    fn unit() -> UnitName {
        let (slug, name) = ("cam-ngoc".to_owned(), "Xã Cẩm Ngọc".to_owned());
        UnitName { id: UnitId(1), slug, name, kind: UnitKind::Commune, local_order: 1 }
    }

    fn said(own: Vec<Figure>) -> String {
        let day = |text: &str| text.parse().unwrap();
        summary(&ProgressReport {
            campaign: CampaignName {
                id: CampaignId(1),
                code: "c".to_owned(),
                title: "t".to_owned(),
                starts_on: day("2023-03-21"),
                ends_on: day("2023-06-30"),
                rounding: Rounding::Truncate,
            },
            as_of: AsOf(day("2023-05-31")),
            path: vec![unit()],
            measures: Vec::new(),
            own,
            children: Vec::new(),
        })
    }

    #[test]
    fn the_sentence_of_the_dispatch() {
        let figures = vec![
            figure("Mức 1 đã kích hoạt", Some(119), Some(2650), "2023-06-30"),
            figure("Mức 2 đã kích hoạt", Some(1068), Some(1273), "2023-06-30"),
            figure("Tài khoản đã cấp", Some(2352), None, ""),
        ];
        assert_eq!(
            said(figures),
            "Tính đến ngày 31/5/2023: mức 1 đã kích hoạt 119/2.650 (4,49%); mức 2 đã kích hoạt 1.068/1.273 (83,89%); \
             tài khoản đã cấp 2.352; còn 30 ngày đến hết ngày 30/6/2023."
        );
    }

    #[test]
    fn what_the_present_pace_leads_to() {
        let mut level_2 = figure("Mức 2 đã kích hoạt", Some(1068), Some(1273), "2023-06-30");
        (level_2.at_deadline, level_2.outlook) = (Some(1194), Outlook::Unlikely);
        let told = said(vec![level_2.clone()]);
        assert!(told.ends_with(" Với tốc độ này, đến hạn mức 2 đã kích hoạt đạt khoảng 1.190, thiếu 83."), "{told}");
        (level_2.at_deadline, level_2.detail.stalled_since) = (Some(1068), "2023-05-14".parse().ok());
        let told = said(vec![level_2.clone()]);
        assert!(told.ends_with("vẫn là 1.068, thiếu 205, vì chưa phát sinh thêm từ ngày 14/5/2023."), "{told}");
        level_2.detail.stalled_since = None;
        (level_2.at_deadline, level_2.forecast_on) = (Some(1300), "2023-06-25".parse().ok());
        level_2.outlook = Outlook::OnTrack;
        assert!(said(vec![level_2]).ends_with("đủ chỉ tiêu, vào khoảng ngày 25/6/2023."));
        assert_eq!([94, 163, 999, 1194, 12_345, 123_456].map(about), [94, 163, 999, 1190, 12_300, 123_000]);
    }

    #[test]
    fn deadlines_that_have_come_passed_or_differ() {
        let on = |deadline: &str| said(vec![figure("Mức 2", Some(1), Some(2), deadline)]);
        assert!(on("2023-05-31").ends_with("hôm nay là ngày cuối của thời hạn (31/5/2023)."));
        assert!(on("2023-05-29").ends_with("đã quá hạn 2 ngày (hạn 29/5/2023)."));
        let two = said(vec![
            figure("Mức 1", Some(1), Some(2), "2023-06-15"),
            figure("Mức 2", Some(1), Some(2), "2023-06-30"),
        ]);
        assert_eq!(two, "Tính đến ngày 31/5/2023: mức 1 1/2 (50,00%); mức 2 1/2 (50,00%).");
    }

    #[test]
    fn nothing_known_is_said() {
        let said = said(vec![figure("Mức 2", None, None, "")]);
        assert_eq!(said, "Tính đến ngày 31/5/2023: chưa có số liệu.");
    }
}
