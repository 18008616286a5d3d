//! `report`: the báo cáo to the body above, in five parts: results, what went well and what did not, why, what comes next, what is asked for.

use super::addressees::leaders;
use super::figures::{Told, as_of, below, between, own};
use super::services::count;
use super::units_annex::units_annex;
use super::words::{cited_short, lower_first};
use super::{Composed, DocumentError, duties, nothing, results};
use crate::documents::brief::Brief;
use crate::model::document::{FigurePart, Line, LineWriter};
use crate::vn::place_name;

/// Where the tree holds nothing above, whoever issues it writes the name.
pub(super) const OPEN: &str = "……………………";

pub(super) fn report(brief: &Brief) -> Result<Composed, DocumentError> {
    let told: Vec<Told<'_>> = own(brief).into_iter().flat_map(|own| own.told()).collect();
    if !told.iter().any(|told| told.figure.done.is_some()) {
        return Err(nothing(
            "chưa có số liệu nào đến ngày đã chọn. Hãy nhập danh sách, nhập báo cáo của các đơn vị hoặc chọn ngày chốt số liệu khác.",
        ));
    }
    let title = lower_first(&brief.frozen.campaign.title);
    let name = &brief.office.letterhead.name;
    let above = brief.office.above.clone().unwrap_or_else(|| OPEN.to_owned());
    let mut composed = Composed {
        subject: format!("Kết quả {title}"),
        addressees: vec![above.clone()],
        copies: std::iter::once("Như trên".to_owned()).chain(leaders(brief)).collect(),
        ..Composed::default()
    };
    let grounds: Vec<String> = brief.campaign.grounds.iter().map(cited_short).collect();
    let by = if grounds.is_empty() { String::new() } else { format!("Thực hiện {}; ", grounds.join("; ")) };
    let opening = LineWriter::new()
        .text(format!("{by}{name} báo cáo kết quả {title} đến ngày "))
        .line(as_of(brief))
        .text(" như sau:");
    composed.say(opening.done());
    done_so_far(brief, &mut composed);
    judged(brief, &told, &mut composed);
    composed.say("III. NGUYÊN NHÂN");
    reasons(brief, &told, &mut composed);
    composed.say("IV. NHIỆM VỤ, GIẢI PHÁP TRONG THỜI GIAN TỚI");
    ahead(brief, &told, &mut composed);
    composed.say("V. KIẾN NGHỊ, ĐỀ XUẤT");
    composed.say(wishes(&told, &above));
    composed.say(format!("Trên đây là báo cáo kết quả {title}, {name} kính báo cáo {above}."));
    composed.annexes.extend(units_annex(brief));
    Ok(composed)
}

fn done_so_far(brief: &Brief, composed: &mut Composed) {
    composed.say("I. KẾT QUẢ THỰC HIỆN");
    let mut part = 1;
    if let Some(line) = direction(brief) {
        composed.say("1. Công tác chỉ đạo, tổ chức thực hiện");
        composed.say(line);
        part = 2;
    }
    composed.say(format!("{part}. Kết quả theo chỉ tiêu"));
    let lines = results::results(brief);
    if lines.is_empty() {
        let told = own(brief).into_iter().flat_map(|own| own.told());
        composed.say_all(told.map(results::result));
    }
    composed.say_all(lines);
}

/// How many tasks were given and how far they are on the as-of date.
fn direction(brief: &Brief) -> Option<Line> {
    let (tasks, day) = (&brief.campaign.tasks, brief.frozen.as_of);
    if tasks.is_empty() {
        return None;
    }
    let done = tasks.iter().filter(|task| !task.state_on(day).is_pending()).count();
    let late = tasks.iter().filter(|task| task.is_overdue(day)).count();
    let said = LineWriter::new()
        .text("- Đã giao ")
        .line(count(tasks.len(), "task"))
        .text(" nhiệm vụ cho các cơ quan, đơn vị; ");
    let said = match done {
        0 => said.text("các nhiệm vụ đang được thực hiện"),
        all if all == tasks.len() => said.text("đã hoàn thành toàn bộ"),
        some => said.text("đã hoàn thành ").line(count(some, "task")).text(" nhiệm vụ"),
    };
    Some(match late {
        0 => said.text(".").done(),
        some => said.text(", ").line(count(some, "task")).text(" nhiệm vụ đã quá thời hạn.").done(),
    })
}

fn judged(brief: &Brief, told: &[Told<'_>], composed: &mut Composed) {
    composed.say("II. ĐÁNH GIÁ");
    composed.say("1. Ưu điểm");
    let mut well: Vec<Line> = told.iter().filter_map(|told| went_well(*told)).collect();
    well.extend(ahead_of_all(brief));
    if well.is_empty() {
        well.push("- Chưa có chỉ tiêu nào hoàn thành hoặc bảo đảm tiến độ.".into());
    }
    composed.say_all(well);
    composed.say("2. Tồn tại, hạn chế");
    let mut short: Vec<Line> = told.iter().filter_map(|told| fell_short(*told)).collect();
    short.extend(unactivated(brief));
    short.extend(without_figures(brief));
    if short.is_empty() {
        short.push("- Không có chỉ tiêu nào chậm tiến độ.".into());
    }
    composed.say_all(short);
}

fn went_well(told: Told<'_>) -> Option<Line> {
    let name = lower_first(&told.measure.name);
    let said = match told.figure.outlook.as_str() {
        _ if told.figure.quota.is_none() => return None,
        "met" => format!("- Hoàn thành chỉ tiêu {name} (đạt "),
        "on_track" => format!("- Tiến độ {name} bảo đảm, có khả năng hoàn thành đúng hạn (đến nay đạt "),
        _ => return None,
    };
    let percent = told.figure.percent.as_deref()?;
    Some(LineWriter::new().text(said).line(told.percent_sign(percent)).text(").").done())
}

/// Units that have met everything that was asked of them.
fn ahead_of_all(brief: &Brief) -> Option<Line> {
    let units = below(brief);
    let met = |unit: &&super::figures::UnitFigures<'_>| {
        let mut with_quota = unit.told().filter(|told| told.figure.quota.is_some_and(|quota| quota > 0)).peekable();
        with_quota.peek().is_some() && with_quota.all(|told| told.figure.remaining == Some(0))
    };
    let names: Vec<String> = units.iter().filter(met).map(|unit| place_name::in_text(&unit.unit.name)).collect();
    (!names.is_empty()).then(|| {
        let counted = count(names.len(), "units");
        let said = LineWriter::new().text("- Có ").line(counted).text(" đơn vị hoàn thành mọi chỉ tiêu được giao: ");
        said.text(names.join(", ")).text(".").done()
    })
}

fn fell_short(told: Told<'_>) -> Option<Line> {
    let name = &told.measure.name;
    told.figure.quota?;
    if told.figure.done.is_none() {
        return Some(Line::from(format!("- {name}: chưa có số liệu.")));
    }
    let remaining = told.figure.remaining.filter(|left| *left > 0 && told.figure.outlook != "on_track")?;
    let said = LineWriter::new()
        .text(format!("- {name}: còn thiếu "))
        .line(told.number(remaining, FigurePart::Remaining))
        .text(" người so với chỉ tiêu");
    Some(match told.outlook() {
        Some(outlook) => said.text(format!(", {outlook}.")).done(),
        None => said.text(".").done(),
    })
}

fn unactivated(brief: &Brief) -> Option<Line> {
    let (told, _, waiting) = between(own(brief)?)?;
    (waiting > 0).then(|| {
        LineWriter::new()
            .text("- Còn ")
            .line(told.number(waiting, FigurePart::Between))
            .text(" người đã được cấp tài khoản nhưng chưa kích hoạt, chưa được tính vào kết quả.")
            .done()
    })
}

/// Units that nobody knows anything about.
fn without_figures(brief: &Brief) -> Option<Line> {
    let units = below(brief);
    let silent = |unit: &&super::figures::UnitFigures<'_>| {
        let mut with_quota = unit.told().filter(|told| told.figure.quota.is_some()).peekable();
        with_quota.peek().is_some() && with_quota.all(|told| told.figure.done.is_none())
    };
    let names: Vec<String> = units.iter().filter(silent).map(|unit| place_name::in_text(&unit.unit.name)).collect();
    (!names.is_empty()).then(|| {
        let said = LineWriter::new().text("- Còn ").line(count(names.len(), "units"));
        said.text(format!(" đơn vị chưa có số liệu: {}.", names.join(", "))).done()
    })
}

fn reasons(brief: &Brief, told: &[Told<'_>], composed: &mut Composed) {
    let causes = results::causes(brief);
    if !causes.is_empty() {
        composed.say("Qua rà soát từng trường hợp chưa thực hiện, nguyên nhân chủ yếu là:");
        return composed.say_all(causes);
    }
    let short = told.iter().any(|told| told.figure.remaining.is_some_and(|left| left > 0));
    composed.say(match short {
        true => "Chưa ghi nhận được nguyên nhân của từng trường hợp; các đơn vị đang tiếp tục rà soát, cập nhật.",
        false => "Các chỉ tiêu được giao sớm, phân công đến từng địa bàn và theo dõi thường xuyên.",
    });
}

fn ahead(brief: &Brief, told: &[Told<'_>], composed: &mut Composed) {
    let pace = told.iter().filter_map(|told| {
        let left = told.what_is_left()?;
        Some(LineWriter::new().text(format!("- {}: ", told.measure.name)).line(left).text(";").done())
    });
    composed.say_list(pace);
    let day = brief.frozen.as_of;
    let pending = brief.campaign.tasks.iter().enumerate().filter(|(_, task)| task.state_on(day).is_pending());
    let mut said = false;
    for (at, (position, task)) in pending.enumerate() {
        composed.say(duties::task(&format!("{}.", at + 1), position + 1, task));
        said = true;
    }
    if !said {
        composed.say("- Tiếp tục rà soát, vận động từng người chưa thực hiện; duy trì kết quả đã đạt được, không để phát sinh người được cấp mà chưa sử dụng.");
    }
}

/// What is asked of the body above, where something is in danger.
fn wishes(told: &[Told<'_>], above: &str) -> String {
    let in_danger = |told: &&Told<'_>| matches!(told.figure.outlook.as_str(), "at_risk" | "unlikely" | "missed");
    let names: Vec<String> = told.iter().filter(in_danger).map(|told| lower_first(&told.measure.name)).collect();
    match names.as_slice() {
        [] => "Không có kiến nghị, đề xuất.".to_owned(),
        names => format!(
            "Kính đề nghị {above} quan tâm hỗ trợ lực lượng, thiết bị phục vụ lưu động và chỉ đạo các cơ quan liên quan phối hợp giải quyết vướng mắc, để hoàn thành các nội dung: {}.",
            names.join("; ")
        ),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::super::test_brief::{figure, lines, test_brief, with_figure};
    use super::*;

    #[test]
    fn what_is_said_follows_the_degree() {
        for (done, outlook, well, short, wish) in [
            (
                Some(1273),
                "met",
                "- Hoàn thành chỉ tiêu mức 2 đã kích hoạt (đạt 100,00%).",
                "- Không có chỉ tiêu nào chậm tiến độ.",
                "Không có kiến nghị, đề xuất.",
            ),
            (
                Some(1068),
                "unlikely",
                "- Chưa có chỉ tiêu nào hoàn thành",
                "- Mức 2 đã kích hoạt: còn thiếu 205 người so với chỉ tiêu, với tiến độ hiện nay khó hoàn thành đúng hạn.",
                "Kính đề nghị UBND tỉnh Thanh Hóa quan tâm",
            ),
            (
                Some(0),
                "missed",
                "- Chưa có chỉ tiêu nào hoàn thành",
                "- Mức 2 đã kích hoạt: còn thiếu 1.273 người so với chỉ tiêu, không hoàn thành đúng hạn.",
                "Kính đề nghị UBND tỉnh Thanh Hóa quan tâm",
            ),
        ] {
            let mut figure = figure(done, Some(1273));
            outlook.clone_into(&mut figure.outlook);
            let lines = lines(&report(&with_figure(test_brief(), figure)).unwrap());
            for begin in [well, short, wish] {
                assert!(lines.iter().any(|line| line.starts_with(begin)), "{begin}: {lines:#?}");
            }
        }
        let silent = with_figure(test_brief(), figure(None, Some(1273)));
        assert!(report(&silent).unwrap_err().to_string().contains("chưa có số liệu"));
    }
}
