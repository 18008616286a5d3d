//! `push`: the dispatch that reports how far a campaign is and hands out what is to be done.

use super::addressees::{units_below, villages_word};
use super::figures::{Told, as_of, below, between, own};
use super::units_annex::units_annex;
use super::words::{cited, lower_first};
use super::{Composed, DocumentError};
use crate::documents::brief::{Brief, Cause};
use crate::model::document::{FigureKey, FigurePart, Line, LineWriter};
use crate::model::task::Task;
use crate::vn::date::in_text;
use crate::vn::number::group_thousands;

/// Causes that are told.
const CAUSES: usize = 5;
/// Units that are named before the rest is only counted.
const NAMED: usize = 5;

pub(super) fn push(brief: &Brief) -> Result<Composed, DocumentError> {
    let mut composed = Composed {
        subject: format!("đẩy mạnh {}", lower_first(&brief.frozen.campaign.title)),
        addressees: units_below(brief),
        copies: vec!["Như trên".to_owned(), format!("TT Đảng ủy, TT HĐND {} (b/c)", brief.office.level)],
        ..Composed::default()
    };
    opening(brief, &mut composed);
    results(brief, &mut composed);
    let mut part = 2;
    if !brief.causes.is_empty() {
        causes(part, brief, &mut composed);
        part += 1;
    }
    tasks(part, brief, &mut composed);
    closing(brief, &mut composed);
    composed.annexes.extend(units_annex(brief));
    Ok(composed)
}

fn opening(brief: &Brief, composed: &mut Composed) {
    let name = &brief.office.letterhead.name;
    let grounds: Vec<String> = brief.campaign.grounds.iter().map(cited).collect();
    let by = if grounds.is_empty() { String::new() } else { format!("Thực hiện {}; ", grounds.join("; ")) };
    let said = LineWriter::new()
        .text(by)
        .text(name)
        .text(" thông báo kết quả đến ngày ")
        .line(as_of(brief))
        .text(" và yêu cầu các cơ quan, đơn vị thực hiện một số nhiệm vụ sau:");
    composed.say(said.done());
}

fn results(brief: &Brief, composed: &mut Composed) {
    composed.say(LineWriter::new().text("1. Kết quả đến ngày ").line(as_of(brief)).done());
    let Some(whole) = own(brief) else { return };
    for told in whole.told().filter(|told| told.measure.has_quota) {
        let mut line = LineWriter::new().text(format!("- {}: ", told.measure.name)).line(told.achievement());
        if let Some(left) = told.what_is_left() {
            line = line.text("; ").line(left);
        }
        if let Some(outlook) = told.outlook().filter(|_| told.figure.remaining != Some(0)) {
            line = line.text("; ").text(outlook);
        }
        composed.say(line.text(".").done());
    }
    if let Some((told, active, waiting)) = between(whole) {
        composed.say(waiting_line(brief, told, active, waiting));
    }
    for told in whole.told().filter(|told| told.measure.has_quota) {
        composed.body.extend(standing(brief, told).map(crate::model::document::Block::Line));
    }
}

/// The people whose account exists and does not count yet.
fn waiting_line(brief: &Brief, told: Told<'_>, active: i64, waiting: i64) -> Line {
    let issued = told.figure.done.unwrap_or_default();
    let (area, level) = (&brief.office.area, &brief.office.level);
    let said = LineWriter::new()
        .text(format!("- Trên địa bàn {area} đã có "))
        .line(told.number(issued, FigurePart::Done))
        .text(" người được cấp tài khoản, trong đó ")
        .figure(group_thousands(active), told.key(FigurePart::Count))
        .text(" người đã kích hoạt");
    if waiting == 0 {
        return said.text(".").done();
    }
    said.text(", ")
        .figure(group_thousands(waiting), told.key(FigurePart::Between))
        .text(format!(
            " người chưa kích hoạt. Chỉ tài khoản đã kích hoạt mới được tính vào kết quả; đây là những người toàn {level} cần vận động trước tiên."
        ))
        .done()
}

/// How many units have met a measure, and who is furthest behind.
fn standing(brief: &Brief, whole: Told<'_>) -> Option<Line> {
    let units = below(brief);
    let mut told: Vec<Told<'_>> =
        units.iter().filter_map(|unit| unit.of(whole.measure)).filter(|told| told.figure.quota.is_some()).collect();
    if told.len() < 2 {
        return None;
    }
    let met = told.iter().filter(|told| told.figure.remaining == Some(0)).count();
    told.retain(|told| told.figure.done.is_some() && told.figure.remaining.is_some_and(|left| left > 0));
    told.sort_by_key(|told| std::cmp::Reverse(told.figure.remaining));
    let all =
        units.iter().filter(|unit| unit.of(whole.measure).is_some_and(|told| told.figure.quota.is_some())).count();
    let count = |value: usize| {
        let key = whole.key(FigurePart::Units);
        LineWriter::new().figure(value.to_string(), key).done()
    };
    let said = LineWriter::new()
        .text(format!("- Về {}: ", lower_first(&whole.measure.name)))
        .line(count(met))
        .text("/")
        .line(count(all))
        .text(" đơn vị hoàn thành chỉ tiêu");
    if told.is_empty() {
        return Some(said.text(".").done());
    }
    let named = told.iter().take(NAMED).map(|told| {
        let percent = told.figure.percent.as_deref().unwrap_or_default();
        LineWriter::new()
            .text(&told.unit.name)
            .text(" (còn ")
            .line(told.number(told.figure.remaining.unwrap_or_default(), FigurePart::Remaining))
            .text(", đạt ")
            .line(told.percent_sign(percent))
            .text(")")
            .done()
    });
    Some(said.text("; còn thiếu nhiều nhất: ").joined(named, ", ").text(".").done())
}

fn causes(part: usize, brief: &Brief, composed: &mut Composed) {
    composed.say(format!("{part}. Nguyên nhân chủ yếu"));
    let unit = brief.frozen.units.first().map(|unit| unit.slug.clone()).unwrap_or_default();
    for cause in brief.causes.iter().take(CAUSES) {
        composed.say(cause_line(&unit, cause));
    }
}

fn cause_line(unit: &str, cause: &Cause) -> Line {
    let key = FigureKey { unit: unit.to_owned(), measure: String::new(), part: FigurePart::Count };
    let noun = if cause.of_units { "đơn vị" } else { "người" };
    LineWriter::new()
        .text(format!("- {} (", super::words::upper_first(&cause.name)))
        .figure(group_thousands(cause.count), key)
        .text(format!(" {noun});"))
        .done()
}

fn tasks(part: usize, brief: &Brief, composed: &mut Composed) {
    composed.say(format!("{part}. Nhiệm vụ trong thời gian tới"));
    if brief.campaign.tasks.is_empty() {
        let villages = villages_word(&below(brief));
        composed.say(format!(
            "- Các {villages} và cơ quan, đơn vị rà soát từng người chưa thực hiện, vận động, hướng dẫn tại chỗ, báo cáo kết quả về {} hằng tuần;",
            brief.office.letterhead.name
        ));
    }
    for (at, task) in brief.campaign.tasks.iter().enumerate() {
        composed.say(task_line(part, at + 1, task));
    }
}

fn task_line(part: usize, at: usize, task: &Task) -> Line {
    let content = lower_first(task.content.trim().trim_end_matches(['.', ';']));
    let said = LineWriter::new().text(format!("{part}.{at}. {}: {content}", task.addressee));
    let key = || FigureKey { unit: String::new(), measure: format!("task/{at}"), part: FigurePart::Day };
    match (&task.due_wording, task.due_on) {
        (Some(words), Some(_)) => {
            // The words hold the day as the document says it; the day itself is what stays bound.
            let (before, day) = words.rsplit_once(' ').unwrap_or(("", words));
            let before = if before.is_empty() { String::new() } else { format!("{before} ") };
            said.text(format!(", hoàn thành {before}")).figure(day, key()).text(".").done()
        }
        (Some(words), None) => said.text(format!(" ({words}).")).done(),
        (None, Some(day)) => said.text(", hoàn thành chậm nhất ngày ").figure(in_text(day), key()).text(".").done(),
        (None, None) => said.text(".").done(),
    }
}

fn closing(brief: &Brief, composed: &mut Composed) {
    let name = &brief.office.letterhead.name;
    let through = brief.campaign.contacts.first().map(|contact| {
        let phone = contact.phone.as_ref().map(|phone| format!(", điện thoại {phone}")).unwrap_or_default();
        format!(" (qua {}{phone})", contact.name)
    });
    composed.say(format!(
        "{name} yêu cầu các cơ quan, đơn vị tổ chức thực hiện nghiêm túc. Có khó khăn, vướng mắc, kịp thời báo cáo về {name}{} để được hướng dẫn, giải quyết.",
        through.unwrap_or_default()
    ));
}
