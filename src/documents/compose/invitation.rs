//! `invitation`: the giấy mời to a meeting about the campaign. Hour, day and place are not known here: they are left open for whoever issues it.

use super::addressees::{leaders_by_report, units_below};
use super::figures::as_of;
use super::words::lower_first;
use super::{Composed, DocumentError, results};
use crate::documents::brief::Brief;
use crate::model::document::LineWriter;

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
    composed.say(format!("2. Thời gian: {HOUR_AND_DAY}."));
    composed.say(format!("3. Địa điểm: {PLACE}."));
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

/// `các thôn trên địa bàn xã` within a line; names keep their capital.
fn lower_first_of_group(unit: &str) -> String {
    if unit.starts_with("Các ") { lower_first(unit) } else { unit.to_owned() }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::super::test_brief::test_brief;
    use super::*;

    #[test]
    fn what_nobody_knows_is_left_open() {
        let composed = invitation(&test_brief()).unwrap();
        let text = format!("{:?}", composed.body);
        assert!(text.contains(HOUR_AND_DAY) && text.contains(PLACE));
    }
}
