//! `push`: the dispatch that reports how far a campaign is and hands out what is to be done.

use super::addressees::{as_above, units_below, villages_word};
use super::figures::{as_of, below};
use super::units_annex::units_annex;
use super::words::{cited, lower_first};
use super::{Composed, DocumentError, duties, results};
use crate::documents::brief::Brief;
use crate::model::document::LineWriter;

pub(super) fn push(brief: &Brief) -> Result<Composed, DocumentError> {
    let mut composed = Composed {
        subject: format!("đẩy mạnh {}", lower_first(&brief.frozen.campaign.title)),
        addressees: units_below(brief),
        copies: as_above(brief),
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
    composed.say_all(results::results(brief));
}

fn causes(part: usize, brief: &Brief, composed: &mut Composed) {
    composed.say(format!("{part}. Nguyên nhân chủ yếu"));
    composed.say_all(results::causes(brief));
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
        composed.say(duties::task(&format!("{part}.{}.", at + 1), at + 1, task));
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
