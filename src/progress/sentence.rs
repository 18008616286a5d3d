//! The sentence that can be pasted into a dispatch: «Tính đến ngày 31/5/2023: …».

use super::report::{Figure, ProgressReport};
use crate::vn::date::in_text;
use crate::vn::number::group_thousands;

/// One sentence about a unit's own figures, as an official would write it.
pub fn summary(report: &ProgressReport) -> String {
    let day = in_text(report.as_of.day());
    let parts: Vec<String> = report.own.iter().filter_map(measure).collect();
    if parts.is_empty() {
        return format!("Tính đến ngày {day}: chưa có số liệu.");
    }
    let time = deadline(&report.own).unwrap_or_default();
    format!("Tính đến ngày {day}: {}{time}.", parts.join("; "))
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
