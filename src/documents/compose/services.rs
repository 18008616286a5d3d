//! What the campaign is about for those who take part: its services, where they are served, whom they ask, what it costs.

use crate::documents::brief::{Brief, Offer};
use crate::documents::sheets::{self, Sheet};
use crate::model::campaign::{CampaignContact, CampaignSession};
use crate::model::document::{Block, FigureKey, FigurePart, Line, LineWriter, QrBlock};
use crate::vn::date::in_text;
use crate::vn::number::group_thousands;
use crate::vn::place_name;

/// Codes of the programmes that the measures count, each once, in their order.
pub(super) fn programmes(brief: &Brief) -> Vec<&str> {
    let mut codes: Vec<&str> = Vec::new();
    for measure in &brief.frozen.measures {
        let code = measure.code.split('.').next().unwrap_or_default();
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes
}

/// The sheets of these programmes.
pub(super) fn sheets_of(brief: &Brief) -> Vec<Sheet> {
    sheets::of_programmes(programmes(brief))
}

/// `Gói SmartCA cá nhân PS0 (Công dân) do VNPT-CA (VNPT SmartCA) cung cấp: 0 đồng trong 12 tháng`.
pub(super) fn free_packages(brief: &Brief) -> impl Iterator<Item = Line> {
    brief.campaign.offers.iter().filter(|offer| offer.price_dong == Some(0)).map(free)
}

fn free(offer: &Offer) -> Line {
    let by = offer.provider.as_ref().map(|name| format!(" do {name} cung cấp")).unwrap_or_default();
    let term = offer.term_months.map(|months| format!(" trong {months} tháng kể từ ngày được cấp")).unwrap_or_default();
    Line::from(format!("Gói «{}»{by}: miễn phí{term}", offer.name))
}

/// The code of the support group with what it is for; `None` where the campaign has no link.
pub(super) fn support_code(brief: &Brief) -> Option<Block> {
    let link = brief.campaign.support_link.as_ref()?;
    let caption = format!("Quét mã để được hỗ trợ: {link}");
    Some(Block::Qr(QrBlock { payload: link.clone(), caption }))
}

/// `bà Hoàng Thị Quế, Công chức Văn phòng - Thống kê, điện thoại 0237…, thư điện tử …`.
pub(super) fn contact(contact: &CampaignContact) -> String {
    let mut said = contact.name.clone();
    for (word, part) in [("", &contact.post), ("điện thoại ", &contact.phone), ("thư điện tử ", &contact.email)]
    {
        if let Some(part) = part {
            said.push_str(&format!(", {word}{part}"));
        }
    }
    said
}

/// Sessions that are not over on the day of the draft, each with its place in the campaign.
pub(super) fn coming_sessions(brief: &Brief) -> Vec<(usize, &(CampaignSession, Option<String>))> {
    let all = brief.campaign.sessions.iter().enumerate();
    let mut coming: Vec<_> = all.filter(|(_, (session, _))| session.held_to >= brief.drafted_on).collect();
    coming.sort_by_key(|(at, (session, _))| (session.held_on, session.from_time, *at));
    coming
}

/// The days of a session: `06/6/2023`, `từ 06/6/2023 đến 08/6/2023`.
pub(super) fn days(at: usize, session: &CampaignSession) -> Line {
    let day = |day| LineWriter::new().figure(in_text(day), session_key(at)).done();
    if session.held_on == session.held_to {
        return day(session.held_on);
    }
    LineWriter::new().text("từ ").line(day(session.held_on)).text(" đến ").line(day(session.held_to)).done()
}

/// The hours of a session: `07 giờ 30 - 11 giờ 00`, `từ 07 giờ 30`; nothing said where nobody wrote them down.
pub(super) fn hours(session: &CampaignSession) -> Option<String> {
    let hour = |time: chrono::NaiveTime| time.format("%H giờ %M").to_string();
    match (session.from_time, session.to_time) {
        (Some(from), Some(to)) => Some(format!("{} - {}", hour(from), hour(to))),
        (Some(from), None) => Some(format!("từ {}", hour(from))),
        (None, Some(to)) => Some(format!("đến {}", hour(to))),
        (None, None) => None,
    }
}

/// A session as a line: `- Nhà văn hóa thôn 10, 07 giờ 30 - 11 giờ 00 ngày 06/6/2023, phục vụ thôn 10 (phụ trách: …);`.
pub(super) fn session_line(at: usize, session: &CampaignSession, unit: Option<&str>) -> Line {
    let hours = hours(session).map(|hours| format!(", {hours}")).unwrap_or_default();
    let word = if session.held_on == session.held_to { " ngày " } else { " " };
    let hours = if hours.is_empty() { ",".to_owned() } else { hours };
    let whom = unit.map(|name| format!(", phục vụ {}", place_name::in_text(name))).unwrap_or_default();
    let charge = session.in_charge.as_ref().map(|name| format!(" (phụ trách: {name})")).unwrap_or_default();
    LineWriter::new()
        .text(format!("- {}{hours}{word}", session.place))
        .line(days(at, session))
        .text(format!("{whom}{charge};"))
        .done()
}

/// The key of the days of a session.
pub(super) fn session_key(at: usize) -> FigureKey {
    FigureKey { unit: String::new(), measure: format!("session/{}", at + 1), part: FigurePart::Day }
}

/// The key of the days between which the campaign runs.
pub(super) fn window_key() -> FigureKey {
    FigureKey { unit: String::new(), measure: "campaign".to_owned(), part: FigurePart::Day }
}

/// `từ ngày 21/3/2023 đến hết ngày 30/6/2023`; once it runs, `từ nay đến hết ngày …`.
pub(super) fn window(brief: &Brief) -> Line {
    let campaign = &brief.frozen.campaign;
    let begin = match campaign.starts_on > brief.drafted_on {
        true => LineWriter::new().text("từ ngày ").figure(in_text(campaign.starts_on), window_key()),
        false => LineWriter::new().text("từ nay"),
    };
    begin.text(" đến hết ngày ").figure(in_text(campaign.ends_on), window_key()).done()
}

/// A count of things of the campaign, bound.
pub(super) fn count(value: usize, measure: &str) -> Line {
    let key = FigureKey { unit: String::new(), measure: measure.to_owned(), part: FigurePart::Count };
    LineWriter::new().figure(group_thousands(i64::try_from(value).unwrap_or(i64::MAX)), key).done()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::super::compose;
    use super::super::test_brief::test_brief;
    use super::*;
    use crate::documents::face::Face;
    use crate::documents::pdf;
    use crate::model::document::{Content, DocumentKind};

    #[test]
    fn every_sheet_fits_one_page() {
        let document = compose(DocumentKind::Invitation, &test_brief()).unwrap();
        let pages = |annexes| pdf::pages(&Face::of(&Content { annexes, ..document.clone() }).unwrap()).unwrap().len();
        let alone = pages(Vec::new());
        let all = sheets::of_programmes(["vneid1", "vneid2", "dvc", "smartca", "mysign", "remote-sign"]);
        assert_eq!(all.len(), 7);
        // With the longest that can stand below: the code of the campaign's own group.
        let long = |sheet: &Sheet| {
            let annex = sheet.annex(Some("https://example.vn/nhom-ho-tro-cua-xa"));
            (pages(vec![annex]) != alone + 1).then(|| sheet.title.clone())
        };
        let too_long: Vec<String> = all.iter().filter_map(long).collect();
        assert!(too_long.is_empty(), "{too_long:?}");
    }
}
