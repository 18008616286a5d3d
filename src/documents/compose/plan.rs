//! `plan`: the kế hoạch of a campaign: what for, how much by when, what is done, who does it, with what money.

use super::addressees::{front, leaders_by_report};
use super::duties::{making_known, ordered};
use super::figures::{Told, own};
use super::services::{coming_sessions, window};
use super::words::{cited, lower_first};
use super::{Composed, DocumentError, assign, nothing, sessions};
use crate::documents::brief::Brief;
use crate::model::document::{FigurePart, Line, LineWriter};
use crate::vn::date::in_text;

pub(super) fn plan(brief: &Brief) -> Result<Composed, DocumentError> {
    let told: Vec<Told<'_>> = own(brief).into_iter().flat_map(|own| own.told()).collect();
    if !told.iter().any(|told| told.figure.quota.is_some()) {
        return Err(nothing(
            "chiến dịch chưa có chỉ tiêu nào của đơn vị. Hãy giao chỉ tiêu và thời hạn ở trang «Chỉ tiêu» của chiến dịch.",
        ));
    }
    let title = lower_first(&brief.frozen.campaign.title);
    let name = &brief.office.letterhead.name;
    let mut composed = Composed {
        subject: brief.frozen.campaign.title.clone(),
        grounds: brief.campaign.grounds.iter().map(|ground| format!("Căn cứ {}", cited(ground))).collect(),
        copies: copies(brief),
        ..Composed::default()
    };
    composed.say(format!("{name} ban hành Kế hoạch {title}, cụ thể như sau:"));
    purpose(brief, &mut composed);
    composed.say("II. CHỈ TIÊU");
    composed.say_all(told.into_iter().filter(|told| told.figure.quota.is_some()).filter_map(target));
    contents(brief, &mut composed);
    composed.say("IV. KINH PHÍ THỰC HIỆN");
    composed.say(format!(
        "Kinh phí bảo đảm từ ngân sách {} theo phân cấp hiện hành, lồng ghép với kinh phí chuyển đổi số đã giao và các nguồn hợp pháp khác (nếu có).",
        brief.office.level
    ));
    organisation(brief, &mut composed);
    composed.say(format!(
        "Trên đây là Kế hoạch {title}. {name} yêu cầu các cơ quan, đơn vị nghiêm túc tổ chức thực hiện; có khó khăn, vướng mắc, phản ánh về {name} để xem xét, giải quyết."
    ));
    composed.annexes.extend(assign::annex(brief));
    if !coming_sessions(brief).is_empty() {
        composed.annexes.push(sessions::annex(brief));
    }
    Ok(composed)
}

fn copies(brief: &Brief) -> Vec<String> {
    let mut copies: Vec<String> = brief.office.above.iter().map(|above| format!("{above} (b/c)")).collect();
    copies.extend(leaders_by_report(brief));
    copies.extend(front(brief).map(|front| format!("{front} (p/h)")));
    copies.push("Các cơ quan, đơn vị (t/h)".to_owned());
    copies
}

fn purpose(brief: &Brief, composed: &mut Composed) {
    let (area, level) = (&brief.office.area, &brief.office.level);
    composed.say("I. MỤC ĐÍCH, YÊU CẦU");
    composed.say("1. Mục đích");
    composed.say(format!(
        "- Hoàn thành các chỉ tiêu tại Phần II trong thời gian {}, tạo điều kiện để người dân trên địa bàn {area} sử dụng dịch vụ công trực tuyến thuận lợi, an toàn.",
        window(brief)
    ));
    composed.say("- Xác định rõ việc phải làm, thời hạn và trách nhiệm của từng cơ quan, đơn vị; kết quả theo dõi được đến từng địa bàn, từng người còn phải vận động.");
    composed.say("2. Yêu cầu");
    composed.say("- Chỉ tính là hoàn thành khi người dân đã sử dụng được dịch vụ; không báo cáo số đã cấp thay cho số đã kích hoạt, sử dụng.");
    composed.say("- Thực hiện tự nguyện, đúng quy định về bảo vệ dữ liệu cá nhân; không thu, không giữ mật khẩu, mã xác thực của người dân.");
    composed.say(format!(
        "- Cán bộ, đảng viên, công chức, viên chức, người lao động trên địa bàn {level} gương mẫu thực hiện trước."
    ));
}

/// `- Mức 2 đã kích hoạt: 1.273 người, hoàn thành chậm nhất ngày 30/6/2023 (đến ngày 31/5/2023 đã thực hiện 1.068 người, đạt 83,89%).`
fn target(told: Told<'_>) -> Option<Line> {
    let quota = told.figure.quota?;
    let said = LineWriter::new()
        .text(format!("- {}: ", told.measure.name))
        .line(told.number(quota, FigurePart::Quota))
        .text(" người");
    let said = match told.figure.deadline {
        Some(day) => said.text(", hoàn thành chậm nhất ngày ").figure(in_text(day), told.key(FigurePart::Deadline)),
        None => said,
    };
    let line = match (told.figure.done, &told.figure.percent) {
        (None, _) => said.text(" (hiện chưa có số liệu thực hiện)."),
        (Some(0), _) => said.text(" (hiện chưa thực hiện được người nào)."),
        (Some(done), percent) => {
            let said = said.text(" (đã thực hiện ").line(told.number(done, FigurePart::Done)).text(" người");
            let said = match percent {
                Some(percent) => said.text(", đạt ").line(told.percent_sign(percent)),
                None => said,
            };
            match told.figure.remaining {
                Some(0) => said.text(", tiếp tục duy trì)."),
                Some(left) => {
                    said.text("; còn phải thực hiện ").line(told.number(left, FigurePart::Remaining)).text(").")
                }
                None => said.text(")."),
            }
        }
    };
    Some(line.done())
}

fn contents(brief: &Brief, composed: &mut Composed) {
    composed.say("III. NỘI DUNG THỰC HIỆN");
    composed.say("1. Rà soát");
    composed.say("Lập danh sách người trong diện theo từng thôn, tổ dân phố, cơ quan, đơn vị; đối chiếu nơi cư trú thực tế, phân loại người chưa được cấp, người đã được cấp nhưng chưa kích hoạt và nguyên nhân của từng trường hợp.");
    composed.say("2. Tuyên truyền, vận động");
    composed.say("Thông tin trên loa truyền thanh, trang thông tin điện tử, mạng xã hội và tại nơi tiếp dân; Tổ công nghệ số cộng đồng đến từng hộ còn người chưa thực hiện.");
    composed.say("3. Hướng dẫn, phục vụ người dân");
    let served = match coming_sessions(brief).is_empty() {
        true => {
            "Bố trí người và thiết bị hướng dẫn tại Bộ phận Tiếp nhận và Trả kết quả; tổ chức các buổi lưu động tại thôn, tổ dân phố, ưu tiên người cao tuổi, người khuyết tật, người ở xa."
        }
        false => {
            "Bố trí người và thiết bị hướng dẫn tại Bộ phận Tiếp nhận và Trả kết quả; tổ chức các buổi lưu động theo lịch tại phụ lục, ưu tiên người cao tuổi, người khuyết tật, người ở xa."
        }
    };
    composed.say(served);
    composed.say("4. Theo dõi, báo cáo");
    composed.say("Cập nhật kết quả hằng ngày, so với chỉ tiêu và thời hạn của từng đơn vị; đơn vị chậm tiến độ phải nêu nguyên nhân và cách khắc phục.");
}

fn organisation(brief: &Brief, composed: &mut Composed) {
    composed.say("V. TỔ CHỨC THỰC HIỆN");
    let tasks: Vec<_> = brief.campaign.tasks.iter().enumerate().collect();
    for (position, task) in &tasks {
        composed.say(ordered(&format!("{}.", position + 1), position + 1, task));
    }
    if tasks.is_empty() {
        for (at, (who, what)) in making_known(brief).into_iter().enumerate() {
            composed.say(format!("{}. {who}: {what}; rà soát, vận động từng người chưa thực hiện.", at + 1));
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::super::test_brief::{figure, test_brief, with_figure};
    use super::*;

    #[test]
    fn a_target_is_told_with_what_is_done_of_it() {
        let begin = "- Mức 2 đã kích hoạt: 1.273 người, hoàn thành chậm nhất ngày 30/6/2023 ";
        for (done, end) in [
            (None, "(hiện chưa có số liệu thực hiện)."),
            (Some(0), "(hiện chưa thực hiện được người nào)."),
            (Some(1068), "(đã thực hiện 1.068 người, đạt 83,89%; còn phải thực hiện 205)."),
            (Some(1273), "(đã thực hiện 1.273 người, đạt 100,00%, tiếp tục duy trì)."),
        ] {
            let brief = with_figure(test_brief(), figure(done, Some(1273)));
            let told: Vec<_> = own(&brief).unwrap().told().collect();
            assert_eq!(target(told[0]).unwrap().text, format!("{begin}{end}"));
        }
        let brief = with_figure(test_brief(), figure(Some(5), None));
        assert!(plan(&brief).unwrap_err().to_string().contains("chỉ tiêu"));
    }
}
