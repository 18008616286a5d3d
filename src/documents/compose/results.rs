//! How far a campaign is, in lines that several kinds share: per measure, the people in between, how the units stand, what holds people back.

use super::figures::{Told, as_of, below, between, own};
use super::words::{lower_first, upper_first};
use crate::documents::brief::{Brief, Cause};
use crate::model::document::{FigureKey, FigurePart, Line, LineWriter};
use crate::vn::number::group_thousands;
use crate::vn::place_name;

/// Causes that are told.
const CAUSES: usize = 5;
/// Units that are named before the rest is only counted.
const NAMED: usize = 5;

/// Everything together: the measures with a quota, the people in between, the standing of the units.
pub(super) fn results(brief: &Brief) -> Vec<Line> {
    let Some(whole) = own(brief) else { return Vec::new() };
    let mut lines: Vec<Line> = whole.told().filter(|told| told.measure.has_quota).map(result).collect();
    lines.extend(waiting(brief));
    lines.extend(whole.told().filter(|told| told.measure.has_quota).filter_map(|told| standing(brief, told)));
    lines
}

/// One measure: what was done, what is missing, the time that is left, where it leads.
pub(super) fn result(told: Told<'_>) -> Line {
    let mut line = LineWriter::new().text(format!("- {}: ", told.measure.name)).line(told.achievement());
    if let Some(left) = told.what_is_left() {
        line = line.text("; ").line(left);
    }
    if let Some(outlook) = told.outlook().filter(|_| told.figure.remaining.is_some_and(|left| left > 0)) {
        line = line.text("; ").text(outlook);
    }
    line.text(".").done()
}

/// The people whose account exists and does not count yet.
pub(super) fn waiting(brief: &Brief) -> Option<Line> {
    let (told, active, waiting) = between(own(brief)?)?;
    let issued = told.figure.done.unwrap_or_default();
    let (area, level) = (&brief.office.area, &brief.office.level);
    let said = LineWriter::new()
        .text(format!("- Trên địa bàn {area} đã có "))
        .line(told.number(issued, FigurePart::Done))
        .text(" người được cấp tài khoản, trong đó ")
        .figure(group_thousands(active), told.key(FigurePart::Count))
        .text(" người đã kích hoạt");
    if waiting == 0 {
        return Some(said.text(".").done());
    }
    let rest = said.text(", ").figure(group_thousands(waiting), told.key(FigurePart::Between)).text(format!(
        " người chưa kích hoạt. Chỉ tài khoản đã kích hoạt mới được tính vào kết quả; đây là những người toàn {level} cần vận động trước tiên."
    ));
    Some(rest.done())
}

/// How many units have met a measure, and who is furthest behind; `None` where there is nobody to compare.
pub(super) fn standing(brief: &Brief, whole: Told<'_>) -> Option<Line> {
    let units = below(brief);
    let mut told: Vec<Told<'_>> =
        units.iter().filter_map(|unit| unit.of(whole.measure)).filter(|told| told.figure.quota.is_some()).collect();
    if told.len() < 2 {
        return None;
    }
    let met = told.iter().filter(|told| told.figure.remaining == Some(0)).count();
    let all = told.len();
    told.retain(|told| told.figure.done.is_some() && told.figure.remaining.is_some_and(|left| left > 0));
    told.sort_by_key(|told| std::cmp::Reverse(told.figure.remaining));
    let count = |value: usize| LineWriter::new().figure(value.to_string(), whole.key(FigurePart::Units)).done();
    let said = LineWriter::new()
        .text(format!("- Về {}: ", lower_first(&whole.measure.name)))
        .line(count(met))
        .text("/")
        .line(count(all))
        .text(" đơn vị hoàn thành chỉ tiêu");
    if told.is_empty() {
        return Some(said.text(".").done());
    }
    let named = told.iter().take(NAMED).map(|told| short(*told));
    Some(said.text("; còn thiếu nhiều nhất: ").joined(named, ", ").text(".").done())
}

/// `thôn Ngọc Bình (còn 334, đạt 3,18%)`.
fn short(told: Told<'_>) -> Line {
    let percent = told.figure.percent.as_deref().unwrap_or_default();
    LineWriter::new()
        .text(place_name::in_text(&told.unit.name))
        .text(" (còn ")
        .line(told.number(told.figure.remaining.unwrap_or_default(), FigurePart::Remaining))
        .text(", đạt ")
        .line(told.percent_sign(percent))
        .text(")")
        .done()
}

/// What holds people back, most frequent first.
pub(super) fn causes(brief: &Brief) -> Vec<Line> {
    let unit = brief.frozen.units.first().map(|unit| unit.slug.clone()).unwrap_or_default();
    let told: Vec<&Cause> = brief.causes.iter().take(CAUSES).collect();
    let last = told.len().saturating_sub(1);
    told.into_iter().enumerate().map(|(at, cause)| cause_line(&unit, cause, at == last)).collect()
}

fn cause_line(unit: &str, cause: &Cause, last: bool) -> Line {
    let key = FigureKey { unit: unit.to_owned(), measure: String::new(), part: FigurePart::Count };
    let noun = if cause.of_units { "đơn vị" } else { "người" };
    LineWriter::new()
        .text(format!("- {} (", upper_first(&cause.name)))
        .figure(group_thousands(cause.count), key)
        .text(format!(" {noun}){}", if last { "." } else { ";" }))
        .done()
}

/// `Đến ngày 31/5/2023, mức 1 đã kích hoạt 119 người, đạt 4,49% …; mức 2 đã kích hoạt …`: the measures with a quota in one sentence. `None` where there is
/// none.
pub(super) fn in_one_sentence(brief: &Brief) -> Option<Line> {
    let parts: Vec<Line> = own(brief)?
        .told()
        .filter(|told| told.measure.has_quota)
        .map(|told| {
            LineWriter::new().text(format!("{}: ", lower_first(&told.measure.name))).line(told.achievement()).done()
        })
        .collect();
    if parts.is_empty() {
        return None;
    }
    let said = LineWriter::new().text("Đến ngày ").line(as_of(brief)).text(", ").joined(parts, "; ").text(".");
    Some(said.done())
}
