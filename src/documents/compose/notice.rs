//! `notice`: what everybody who lives here has to know: what for, from when to when, where, whom to ask, what it costs.

use super::addressees::{front, leaders_by_report};
use super::services::{coming_sessions, contact, free_packages, session_line, sheets_of, support_code, window};
use super::words::{cited_short, lower_first, upper_first};
use super::{Composed, DocumentError, nothing, sessions};
use crate::documents::brief::Brief;
use crate::documents::sheets::Sheet;
use crate::model::document::LineWriter;
use crate::vn::date::in_text;

/// Sessions that are told in the text; more of them stand in the annex.
const NAMED: usize = 6;

pub(super) fn notice(brief: &Brief) -> Result<Composed, DocumentError> {
    let campaign = &brief.frozen.campaign;
    if campaign.ends_on < brief.drafted_on {
        return Err(nothing(format!(
            "chiến dịch đã kết thúc ngày {}, không còn thời gian để người dân thực hiện. Hãy gia hạn chiến dịch trước.",
            in_text(campaign.ends_on)
        )));
    }
    if coming_sessions(brief).is_empty() && brief.campaign.contacts.is_empty() {
        return Err(nothing(
            "chiến dịch chưa có nơi phục vụ và đầu mối liên hệ để người dân tìm đến. Hãy ghi ở trang thông tin chiến dịch.",
        ));
    }
    let name = &brief.office.letterhead.name;
    let sheets = sheets_of(brief);
    let mut composed = Composed {
        subject: format!("Về việc {}", lower_first(&campaign.title)),
        copies: copies(brief),
        ..Composed::default()
    };
    let by = brief.campaign.grounds.last().map(|ground| format!("Thực hiện {}, ", cited_short(ground)));
    composed.say(format!("{}{name} thông báo đến người dân trên địa bàn như sau:", by.unwrap_or_default()));
    purpose(&sheets, &mut composed);
    composed.say(LineWriter::new().text("2. Thời gian: ").line(window(brief)).text(".").done());
    places(brief, &mut composed);
    contacts(brief, &mut composed);
    cost(brief, &mut composed);
    composed.body.extend(support_code(brief));
    composed.say(format!(
        "{name} đề nghị người dân sắp xếp thời gian thực hiện sớm, không để dồn vào những ngày cuối; không cung cấp mật khẩu, mã xác thực (OTP) cho người lạ."
    ));
    composed.annexes.extend(sheets.iter().map(|sheet| sheet.annex(brief.campaign.support_link.as_deref())));
    if coming_sessions(brief).len() > NAMED {
        composed.annexes.push(sessions::annex(brief));
    }
    Ok(composed)
}

/// Whoever is told besides the public.
fn copies(brief: &Brief) -> Vec<String> {
    let told = ["Các thôn, tổ dân phố (phổ biến đến người dân)", "Niêm yết tại trụ sở, nhà văn hóa"];
    leaders_by_report(brief).into_iter().chain(front(brief)).chain(told.map(str::to_owned)).collect()
}

fn purpose(sheets: &[Sheet], composed: &mut Composed) {
    composed.say("1. Nội dung thực hiện");
    let mut told: Vec<&str> = Vec::new();
    for purpose in sheets.iter().filter_map(Sheet::purpose) {
        if !told.contains(&purpose) {
            told.push(purpose);
            composed.say(format!("- {purpose}"));
        }
    }
    let needed: Vec<String> = sheets.first().map(|sheet| sheet.needed().map(lower_first).collect()).unwrap_or_default();
    if !needed.is_empty() {
        composed.say(format!("- Khi đi mang theo, chuẩn bị sẵn: {}.", needed.join("; ")));
    }
    if !sheets.is_empty() {
        composed.say("- Các bước thực hiện có trong tài liệu hướng dẫn kèm theo Thông báo này.");
    }
}

fn places(brief: &Brief, composed: &mut Composed) {
    let sessions = coming_sessions(brief);
    if sessions.is_empty() {
        return composed.say(format!(
            "3. Địa điểm: trụ sở {} trong giờ hành chính, hoặc tự thực hiện trên điện thoại theo tài liệu hướng dẫn.",
            brief.office.letterhead.name
        ));
    }
    composed.say("3. Địa điểm và lịch phục vụ");
    if sessions.len() > NAMED {
        return composed
            .say("Lịch phục vụ từng nơi tại phụ lục kèm theo; người dân có thể đến bất kỳ nơi nào thuận tiện.");
    }
    composed.say_list(sessions.into_iter().map(|(at, (session, unit))| session_line(at, session, unit.as_deref())));
}

fn contacts(brief: &Brief, composed: &mut Composed) {
    match brief.campaign.contacts.as_slice() {
        [] => composed.say(format!("4. Liên hệ, giải đáp: {}.", brief.office.letterhead.name)),
        [one] => composed.say(format!("4. Liên hệ, giải đáp: {}.", contact(one))),
        several => {
            composed.say("4. Liên hệ, giải đáp");
            composed.say_list(several.iter().map(|one| format!("- {};", upper_first(&contact(one))).into()));
        }
    }
}

/// Only what the catalogue of packages says: where it says nothing, nothing is promised.
fn cost(brief: &Brief, composed: &mut Composed) {
    let mut free = free_packages(brief).peekable();
    if free.peek().is_some() {
        let said = LineWriter::new().text("5. Chi phí: ").joined(free.map(|line| lower_line(&line)), "; ").text(".");
        composed.say(said.done());
    }
}

fn lower_line(line: &crate::model::document::Line) -> crate::model::document::Line {
    lower_first(&line.text).into()
}
