//! `invitation`: the giấy mời to a meeting about the campaign. Hour, day and place are those of a session of the
//! campaign where one was chosen; else they are left open for whoever issues it.

use super::addressees::{leaders_by_report, units_below};
use super::figures::as_of;
use super::services::{days, hours};
use super::words::lower_first;
use super::{Composed, DocumentError, nothing, results};
use crate::documents::brief::Brief;
use crate::model::document::{Line, LineWriter};
use crate::vn::place_name;

/// Left open for the officer.
const HOUR_AND_DAY: &str = "…… giờ …… phút, ngày …… tháng …… năm ……";
const PLACE: &str = "……………………";

pub(super) fn invitation(brief: &Brief) -> Result<Composed, DocumentError> {
    let (name, title) = (&brief.office.letterhead.name, lower_first(&brief.frozen.campaign.title));
    let mut composed = Composed {
        subject: format!("Họp đánh giá tiến độ {title}"),
        copies: std::iter::once("Như thành phần mời".to_owned()).chain(leaders_by_report(brief)).collect(),
        ..Composed::default()
    };
    composed.say(format!("{name} trân trọng kính mời các đồng chí dự họp đánh giá tiến độ {title}."));
    composed.say("1. Thành phần");
    composed.say(format!("- {} (chủ trì);", brief.office.head));
    let units = units_below(brief).into_iter();
    composed.say_list(units.map(|unit| format!("- Đại diện lãnh đạo: {};", lower_first_of_group(&unit)).into()));
    let (time, place) = time_and_place(brief)?;
    composed.say(LineWriter::new().text("2. Thời gian: ").line(time).text(".").done());
    composed.say(format!("3. Địa điểm: {place}."));
    composed.say("4. Nội dung");
    match results::in_one_sentence(brief) {
        Some(line) => composed.say(LineWriter::new().text("- Đánh giá kết quả. ").line(line).done()),
        None => {
            composed.say(LineWriter::new().text("- Đánh giá kết quả đến ngày ").line(as_of(brief)).text(";").done())
        }
    }
    if !brief.causes.is_empty() {
        composed.say("- Thảo luận nguyên nhân và cách giải quyết đối với từng nhóm người chưa thực hiện;");
    }
    composed.say("- Thống nhất việc phải làm, người phụ trách và thời hạn trong thời gian tới.");
    composed.say(
        "5. Chuẩn bị: các đơn vị mang theo danh sách người chưa thực hiện của đơn vị mình, nêu rõ lý do từng trường hợp.",
    );
    composed.say(format!("{name} đề nghị các đồng chí dự họp đúng thành phần, đúng giờ."));
    Ok(composed)
}

/// When and where.
fn time_and_place(brief: &Brief) -> Result<(Line, String), DocumentError> {
    let Some(at) = brief.invited_to else { return Ok((HOUR_AND_DAY.into(), PLACE.to_owned())) };
    let gone = || nothing("buổi đã chọn không còn trong lịch của chiến dịch. Hãy chọn lại buổi.");
    let (session, unit) = brief.campaign.sessions.get(at).ok_or_else(gone)?;
    let time = hours(session).unwrap_or_else(|| "giờ hành chính".to_owned());
    let word = if session.held_on == session.held_to { ", ngày " } else { ", " };
    let time = LineWriter::new().text(time).text(word).line(days(at, session)).done();
    let within = unit
        .as_ref()
        .map(|unit| place_name::in_text(unit))
        .filter(|unit| !session.place.to_lowercase().contains(&unit.to_lowercase()));
    Ok((time, within.map_or_else(|| session.place.clone(), |unit| format!("{}, {unit}", session.place))))
}

/// `các thôn trên địa bàn xã` within a line; names keep their capital.
fn lower_first_of_group(unit: &str) -> String {
    if unit.starts_with("Các ") { lower_first(unit) } else { unit.to_owned() }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::super::test_brief::{lines, session, test_brief};
    use super::*;

    #[test]
    fn a_session_tells_when_and_where() {
        let mut brief = test_brief();
        brief.campaign.sessions = vec![session("2023-06-07", "2023-06-07"), session("2023-06-08", "2023-06-09")];
        brief.campaign.sessions[1].0.from_time = None;
        brief.campaign.sessions[1].0.to_time = None;
        for (at, time) in [
            (0, "2. Thời gian: 07 giờ 30 - 11 giờ 00, ngày 07/6/2023."),
            (1, "2. Thời gian: giờ hành chính, từ 08/6/2023 đến 09/6/2023."),
        ] {
            brief.invited_to = Some(at);
            let said = lines(&invitation(&brief).unwrap());
            assert!(said.contains(&time.to_owned()), "{said:?}");
            assert!(
                said.contains(&"3. Địa điểm: Nhà văn hóa thôn 10.".to_owned()),
                "the village is in its name: {said:?}"
            );
        }
        let composed = invitation(&brief).unwrap();
        let bound = composed.body.iter().any(|block| matches!(block, crate::model::document::Block::Line(line) if line.text.starts_with("2.") && line.bound.len() == 2));
        assert!(bound, "the days stay bound");
        brief.invited_to = Some(2);
        assert!(invitation(&brief).unwrap_err().to_string().contains("chọn lại buổi"));
    }

    #[test]
    fn what_nobody_knows_is_left_open() {
        let composed = invitation(&test_brief()).unwrap();
        let text = format!("{:?}", composed.body);
        assert!(text.contains(HOUR_AND_DAY) && text.contains(PLACE));
    }
}
