//! `guide`: passes on a guide that came from above: which document, what it is about, who does what with it.

use super::addressees::{as_above, units_below};
use super::duties;
use super::services::{contact, programmes, sheets_of};
use super::words::{cited, cited_short, kind_of_number, lower_first};
use super::{Composed, DocumentError, nothing};
use crate::documents::brief::Brief;
use crate::model::campaign::LegalGround;

pub(super) fn guide(brief: &Brief) -> Result<Composed, DocumentError> {
    let passed_on = passed_on(&brief.campaign.grounds).ok_or_else(|| {
        nothing(
            "trong căn cứ của chiến dịch không có công văn hoặc hướng dẫn nào của cấp trên. Hãy thêm văn bản đến vào phần căn cứ ở trang thông tin chiến dịch.",
        )
    })?;
    let name = &brief.office.letterhead.name;
    let about = lower_first(passed_on.subject.trim().trim_start_matches("V/v ").trim_start_matches("Về việc "));
    let sheets = sheets_of(brief);
    let mut composed = Composed {
        subject: format!("triển khai {about}"),
        addressees: units_below(brief),
        copies: as_above(brief),
        ..Composed::default()
    };
    composed.say(format!(
        "Thực hiện {}, {name} sao gửi và yêu cầu các cơ quan, đơn vị triển khai như sau:",
        cited(passed_on)
    ));
    composed.say(format!(
        "1. Phổ biến {} đến toàn thể cán bộ, công chức, viên chức, người lao động; người trực tiếp hướng dẫn người dân phải làm thành thạo trên điện thoại của mình trước.",
        cited_short(passed_on)
    ));
    let helps = match sheets.is_empty() {
        true => "hướng dẫn người dân theo đúng các bước trong văn bản nêu trên",
        false => "hướng dẫn người dân theo đúng các bước trong văn bản nêu trên và tài liệu tóm tắt tại phụ lục",
    };
    composed.say(format!(
        "2. Bộ phận Tiếp nhận và Trả kết quả, Tổ công nghệ số cộng đồng {helps}; ghi lại trường hợp không thực hiện được và lý do để tổng hợp."
    ));
    let mut at = 3;
    if programmes(brief).contains(&"remote-sign") {
        composed.say("3. Cán bộ tiếp nhận hồ sơ trực tuyến mở lịch sử ký số của từng thành phần hồ sơ, đối chiếu người ký, địa chỉ thư điện tử, cơ quan chứng thực và ngày ký trước khi tiếp nhận; chữ ký không khớp với người nộp thì hướng dẫn ký lại.");
        at += 1;
    }
    let tasks = brief.campaign.tasks.iter().enumerate().filter(|(_, task)| task.state.is_pending());
    for (position, task) in tasks {
        composed.say(duties::ordered(&format!("{at}."), position + 1, task));
        at += 1;
    }
    composed.say(closing(brief));
    composed.annexes.extend(sheets.iter().map(|sheet| sheet.annex(brief.campaign.support_link.as_deref())));
    Ok(composed)
}

/// The latest công văn or hướng dẫn among the grounds.
pub(in crate::documents) fn passed_on(grounds: &[LegalGround]) -> Option<&LegalGround> {
    let guides = |ground: &&LegalGround| matches!(kind_of_number(&ground.number), "Công văn" | "Hướng dẫn");
    grounds.iter().filter(guides).max_by_key(|ground| ground.issued_on)
}

fn closing(brief: &Brief) -> String {
    let name = &brief.office.letterhead.name;
    let through = brief.campaign.contacts.first().map(|one| format!(" (đầu mối: {})", contact(one)));
    format!(
        "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, các cơ quan, đơn vị phản ánh về {name}{} để tổng hợp, hướng dẫn.",
        through.unwrap_or_default()
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::super::test_brief::test_brief;
    use super::*;

    #[test]
    fn the_latest_dispatch_or_guide_is_passed_on() {
        let ground = |number: &str, day: &str| LegalGround {
            number: number.to_owned(),
            issued_on: day.parse().unwrap(),
            issuer: "UBND huyện".to_owned(),
            subject: "V/v hướng dẫn ký số từ xa".to_owned(),
        };
        let mut brief = test_brief();
        brief.campaign.grounds = vec![ground("70/KH-UBND", "2023-03-21")];
        assert!(guide(&brief).unwrap_err().to_string().contains("căn cứ"), "a plan is no guide");
        brief.campaign.grounds.push(ground("1239/UBND-CA", "2023-05-26"));
        brief.campaign.grounds.push(ground("12/HD-UBND", "2023-04-01"));
        brief.campaign.grounds.push(ground("80/KH-UBND", "2023-06-01"));
        assert_eq!(passed_on(&brief.campaign.grounds).unwrap().number, "1239/UBND-CA");
        let composed = guide(&brief).unwrap();
        assert_eq!(composed.subject, "triển khai hướng dẫn ký số từ xa");
    }
}
