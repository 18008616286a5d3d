//! `propaganda`: the dispatch that asks everybody to make the services of a campaign known.

use super::addressees::{as_above, units_below};
use super::duties::making_known;
use super::services::{contact, free_packages, sheets_of, support_code};
use super::words::{cited_short, lower_first, upper_first};
use super::{Composed, DocumentError, nothing, results};
use crate::documents::brief::Brief;
use crate::documents::sheets::Sheet;
use crate::model::document::LineWriter;

pub(super) fn propaganda(brief: &Brief) -> Result<Composed, DocumentError> {
    let sheets = sheets_of(brief);
    if sheets.is_empty() && brief.campaign.support_link.is_none() {
        return Err(nothing(
            "chiến dịch không theo dõi dịch vụ nào có tài liệu hướng dẫn và chưa có liên kết hỗ trợ. Hãy thêm chỉ tiêu hoặc ghi liên kết hỗ trợ ở trang thông tin chiến dịch.",
        ));
    }
    let name = &brief.office.letterhead.name;
    let mut composed = Composed {
        subject: format!("tuyên truyền, hướng dẫn {}", lower_first(&brief.frozen.campaign.title)),
        addressees: units_below(brief),
        copies: as_above(brief),
        ..Composed::default()
    };
    let grounds: Vec<String> = brief.campaign.grounds.iter().map(cited_short).collect();
    let by = if grounds.is_empty() { String::new() } else { format!("Thực hiện {}; ", grounds.join("; ")) };
    let asks = "đề nghị các cơ quan, đơn vị tuyên truyền đến toàn thể cán bộ, người dân những nội dung sau:";
    composed.say(format!("{by}{name} {asks}"));
    contents(brief, &sheets, &mut composed);
    composed.say("2. Phân công thực hiện");
    let duties = making_known(brief).into_iter().zip(LETTERS);
    composed.say_list(duties.map(|((who, what), letter)| format!("{letter} {who}: {what};").into()));
    support(brief, &mut composed);
    composed.say(format!(
        "{name} đề nghị các cơ quan, đơn vị phối hợp tổ chức thực hiện; phản ánh khó khăn, vướng mắc về {name} để kịp thời giải quyết."
    ));
    composed.annexes.extend(sheets.iter().map(|sheet| sheet.annex(brief.campaign.support_link.as_deref())));
    Ok(composed)
}

/// Marks of points, in the order of the Vietnamese alphabet.
const LETTERS: [&str; 9] = ["a)", "b)", "c)", "d)", "đ)", "e)", "g)", "h)", "i)"];

fn contents(brief: &Brief, sheets: &[Sheet], composed: &mut Composed) {
    composed.say("1. Nội dung tuyên truyền");
    let mut told: Vec<&str> = Vec::new();
    for purpose in sheets.iter().filter_map(Sheet::purpose) {
        if !told.contains(&purpose) {
            told.push(purpose);
            composed.say(format!("- {purpose}"));
        }
    }
    composed.say_all(free_packages(brief).map(|line| LineWriter::new().text("- ").line(line).text(".").done()));
    if let Some(line) = results::in_one_sentence(brief) {
        composed.say(LineWriter::new().text("- Kết quả: ").line(line).done());
    }
    match sheets {
        [] => {}
        [_] => composed.say("- Các bước thực hiện: tài liệu hướng dẫn tại phụ lục kèm theo."),
        _ => composed.say("- Các bước thực hiện từng dịch vụ: tài liệu hướng dẫn tại các phụ lục kèm theo."),
    }
}

/// The group where people are helped, and whom they ask.
fn support(brief: &Brief, composed: &mut Composed) {
    let code = support_code(brief);
    let contacts = &brief.campaign.contacts;
    if code.is_none() && contacts.is_empty() {
        return;
    }
    composed.say("3. Hỗ trợ trong quá trình thực hiện");
    composed.say_list(contacts.iter().map(|one| format!("- Đầu mối: {};", upper_first(&contact(one))).into()));
    if let (Some(code), Some(link)) = (code, &brief.campaign.support_link) {
        composed.say(format!(
            "- Nhóm, trang hỗ trợ: mở đường dẫn {link} hoặc quét mã dưới đây; đưa mã này lên trang thông tin điện tử, bảng tin và mọi nơi tiếp dân của đơn vị."
        ));
        composed.body.push(code);
    }
}
