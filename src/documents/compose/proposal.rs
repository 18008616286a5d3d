//! `proposal`: the tờ trình to whoever decides: on what it rests, why something has to be done, what is proposed.

use super::figures::{Told, own};
use super::report::OPEN;
use super::services::coming_sessions;
use super::words::{cited, lower_first};
use super::{Composed, DocumentError, nothing, results};
use crate::documents::brief::Brief;
use crate::model::document::LineWriter;

pub(super) fn proposal(brief: &Brief) -> Result<Composed, DocumentError> {
    let told: Vec<Told<'_>> = own(brief).into_iter().flat_map(|own| own.told()).collect();
    let told: Vec<Told<'_>> = told.into_iter().filter(|told| told.figure.quota.is_some()).collect();
    if told.is_empty() {
        return Err(nothing(
            "chiến dịch chưa có chỉ tiêu nào của đơn vị để nêu sự cần thiết. Hãy giao chỉ tiêu ở trang «Chỉ tiêu» của chiến dịch.",
        ));
    }
    let met = told.iter().all(|told| told.figure.remaining == Some(0));
    let title = lower_first(&brief.frozen.campaign.title);
    let name = &brief.office.letterhead.name;
    let to = brief.office.decides.clone().unwrap_or_else(|| OPEN.to_owned());
    let about = if met { "công nhận hoàn thành và duy trì kết quả" } else { "đẩy nhanh tiến độ" };
    let mut composed = Composed {
        subject: format!("Về việc {about} {title}"),
        addressees: vec![to.clone()],
        grounds: brief.campaign.grounds.iter().map(|ground| format!("Căn cứ {}", cited(ground))).collect(),
        copies: vec!["Như trên".to_owned()],
        ..Composed::default()
    };
    composed.say(format!("{name} kính trình {to} xem xét việc {about} {title} như sau:"));
    need(brief, &told, met, &mut composed);
    composed.say("II. NỘI DUNG ĐỀ XUẤT");
    if met {
        keep(&mut composed)
    } else {
        hasten(brief, &mut composed)
    }
    composed.say("III. KIẾN NGHỊ");
    composed.say(match met {
        true => format!("Kính đề nghị {to} công nhận kết quả, khen thưởng tập thể, cá nhân có thành tích theo thẩm quyền."),
        false => format!("Kính đề nghị {to} xem xét, chấp thuận các nội dung tại Phần II và chỉ đạo các cơ quan liên quan phối hợp thực hiện."),
    });
    composed.say(format!("{name} kính trình {to} xem xét, quyết định."));
    Ok(composed)
}

fn need(brief: &Brief, told: &[Told<'_>], met: bool, composed: &mut Composed) {
    composed.say("I. SỰ CẦN THIẾT");
    composed.say_all(results::in_one_sentence(brief));
    if met {
        return composed.say("Kết quả đạt được cần được công nhận và duy trì, không để người mới đến cư trú, người đến tuổi chưa được hướng dẫn.");
    }
    composed.say_list(told.iter().filter_map(|told| {
        let left = told.what_is_left()?;
        Some(LineWriter::new().text(format!("- {}: ", told.measure.name)).line(left).text(";").done())
    }));
    composed.say_all(results::waiting(brief));
    let causes = results::causes(brief);
    if !causes.is_empty() {
        composed.say("Nguyên nhân chủ yếu của các trường hợp chưa thực hiện:");
        composed.say_all(causes);
    }
    composed.say("Nếu không có biện pháp bổ sung, các chỉ tiêu nêu trên khó bảo đảm thời hạn; việc đề xuất dưới đây là cần thiết.");
}

fn keep(composed: &mut Composed) {
    composed.say("1. Công nhận việc hoàn thành các chỉ tiêu được giao.");
    composed
        .say("2. Duy trì bộ phận hướng dẫn tại nơi tiếp công dân cho người mới đến cư trú, người đến tuổi được cấp.");
    composed.say("3. Biểu dương tập thể, cá nhân có cách làm hiệu quả.");
}

fn hasten(brief: &Brief, composed: &mut Composed) {
    let sessions = match coming_sessions(brief).is_empty() {
        true => {
            "1. Tổ chức các buổi phục vụ lưu động tại thôn, tổ dân phố, cả ngoài giờ hành chính và ngày nghỉ, ưu tiên nơi còn nhiều người chưa thực hiện."
        }
        false => {
            "1. Giữ lịch phục vụ lưu động đã công bố, bổ sung buổi ngoài giờ hành chính và ngày nghỉ tại nơi còn nhiều người chưa thực hiện."
        }
    };
    composed.say(sessions);
    composed.say("2. Huy động đoàn viên, thanh niên, Tổ công nghệ số cộng đồng đến từng hộ theo danh sách còn phải vận động; mỗi người phụ trách một số hộ cụ thể.");
    composed.say(format!(
        "3. Bố trí kinh phí, thiết bị phục vụ lưu động từ ngân sách {}: …… đồng (dự toán kèm theo).",
        brief.office.level
    ));
    composed.say("4. Công khai kết quả của từng đơn vị hằng tuần, gắn với trách nhiệm người đứng đầu.");
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::super::test_brief::{figure, lines, test_brief, with_figure};
    use super::*;

    #[test]
    fn what_is_proposed_follows_from_what_is_missing() {
        let short = proposal(&with_figure(test_brief(), figure(Some(1068), Some(1273)))).unwrap();
        assert_eq!(short.addressees, ["UBND tỉnh Thanh Hóa"]);
        assert!(short.subject.starts_with("Về việc đẩy nhanh tiến độ "));
        assert!(lines(&short).iter().any(|line| line.contains("đạt 83,89% so với chỉ tiêu được giao là 1.273")));
        let met = proposal(&with_figure(test_brief(), figure(Some(1300), Some(1273)))).unwrap();
        assert!(met.subject.contains("công nhận hoàn thành"));
        assert!(!lines(&met).iter().any(|line| line.contains("khó bảo đảm thời hạn")));
        let none = with_figure(test_brief(), figure(Some(5), None));
        assert!(proposal(&none).unwrap_err().to_string().contains("chỉ tiêu"));
    }
}
