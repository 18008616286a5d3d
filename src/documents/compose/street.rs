//! Texts for the street: short sentences about one village, to be read on a phone or heard once.

use chrono::{Datelike, NaiveDate};

use super::figures::{Told, UnitFigures};
use super::services::{coming_sessions, days, hours, sheets_of};
use super::words::lower_first;
use crate::documents::brief::Brief;
use crate::documents::sheets::Sheet;
use crate::progress::frozen::FrozenUnit;
use crate::vn::date::in_text;
use crate::vn::number::group_thousands;
use crate::vn::place_name;

/// Places that are read aloud.
const HEARD: usize = 2;

/// The sheets of the services that the campaign counts.
pub(in crate::documents) fn sheets(brief: &Brief) -> Vec<Sheet> {
    sheets_of(brief)
}

/// A message for the chat of a village.
pub(in crate::documents) fn chat(brief: &Brief, unit: &FrozenUnit) -> String {
    let mut lines = vec![format!("{} - {}", unit.name.to_uppercase(), brief.frozen.campaign.title)];
    let told = told(brief, unit);
    if !told.is_empty() {
        lines.push(format!("Kết quả đến ngày {}:", in_text(brief.frozen.as_of)));
        lines.extend(told.iter().map(|told| format!("- {}: {}.", told.measure.name, written(*told))));
    }
    lines.push(format!("{}.", time(brief, in_text)));
    let places = places(brief, Some(unit));
    if !places.is_empty() {
        lines.push("Nơi phục vụ:".to_owned());
        lines.extend(places.into_iter().map(|place| format!("- {place}.")));
    }
    lines.push("Bà con nào chưa thực hiện xin sắp xếp thời gian làm sớm; ai đã làm rồi thì giúp người thân, hàng xóm cùng làm.".to_owned());
    let phones: Vec<&str> = brief.campaign.contacts.iter().filter_map(|contact| contact.phone.as_deref()).collect();
    if !phones.is_empty() {
        lines.push(format!("Điện thoại hỗ trợ: {}.", phones.join(", ")));
    }
    lines.extend(brief.campaign.support_link.iter().map(|link| format!("Hỗ trợ trực tuyến: {link}")));
    lines.push("Không đưa mật khẩu, mã xác thực (OTP) cho bất kỳ ai.".to_owned());
    lines.join("\n") + "\n"
}

/// The same to be read aloud: no signs that cannot be heard, the deadline twice.
pub(in crate::documents) fn loudspeaker(brief: &Brief, unit: &FrozenUnit) -> String {
    let (name, place) = (&brief.office.letterhead.name, place_name::in_text(&unit.name));
    let mut said = vec![
        format!("Kính thưa bà con {place}."),
        format!("{} xin thông báo về việc {}.", aloud(name), lower_first(&brief.frozen.campaign.title)),
    ];
    let told = told(brief, unit);
    if !told.is_empty() {
        said.push(format!("Tính đến {}, kết quả của {place} như sau.", day_aloud(brief.frozen.as_of)));
        said.extend(told.iter().map(|told| format!("{}: {}.", told.measure.name, heard(*told))));
    }
    let time = time(brief, |day| day_aloud(day).trim_start_matches("ngày ").to_owned());
    said.push(format!("{time}."));
    let places = places(brief, Some(unit));
    if !places.is_empty() {
        let places: Vec<String> = places.into_iter().take(HEARD).collect();
        said.push(format!("Bà con được phục vụ tại: {}.", places.join("; ")));
    }
    said.push("Đề nghị bà con chưa thực hiện sắp xếp thời gian, mang theo thẻ căn cước và điện thoại đang dùng; không đưa mật khẩu, mã xác thực cho bất kỳ ai.".to_owned());
    said.push(format!("Xin nhắc lại. {time}. Trân trọng cảm ơn bà con."));
    said.join("\n") + "\n"
}

/// Where people of a unit are served; of `None`, everybody.
pub(in crate::documents) fn places(brief: &Brief, unit: Option<&FrozenUnit>) -> Vec<String> {
    let coming = coming_sessions(brief).into_iter();
    let own = coming.filter(|(_, (_, of))| match (unit, of) {
        (Some(unit), Some(of)) => *of == unit.name,
        _ => true,
    });
    own.map(|(at, (session, _))| {
        let hours = hours(session).map(|hours| format!(", {hours}")).unwrap_or_default();
        let word = if session.held_on == session.held_to { "ngày " } else { "" };
        format!("{}{hours}, {word}{}", session.place, days(at, session))
    })
    .collect()
}

fn told<'a>(brief: &'a Brief, unit: &'a FrozenUnit) -> Vec<Told<'a>> {
    UnitFigures { frozen: &brief.frozen, unit }.told().filter(|told| told.figure.quota.is_some()).collect()
}

/// `150/166 người (90,36%), còn 16 người`.
fn written(told: Told<'_>) -> String {
    let (Some(done), Some(quota)) = (told.figure.done, told.figure.quota) else {
        return "chưa có số liệu".to_owned();
    };
    let percent = told.figure.percent.as_deref().map(|percent| format!(" ({}%)", percent.replace('.', ",")));
    let said = format!("{}/{} người{}", group_thousands(done), group_thousands(quota), percent.unwrap_or_default());
    format!("{said}, {}", rest(done, quota))
}

/// `đã có 150 người trên chỉ tiêu 166 người, đạt 90,36 phần trăm, còn 16 người`.
fn heard(told: Told<'_>) -> String {
    let (Some(done), Some(quota)) = (told.figure.done, told.figure.quota) else {
        return "chưa có số liệu".to_owned();
    };
    if done == 0 {
        return format!("chưa có người nào thực hiện, chỉ tiêu là {} người", group_thousands(quota));
    }
    let percent =
        told.figure.percent.as_deref().map(|percent| format!(", đạt {} phần trăm", percent.replace('.', ",")));
    let (said, of) = (group_thousands(done), group_thousands(quota));
    format!("đã có {said} người trên chỉ tiêu {of} người{}, {}", percent.unwrap_or_default(), rest(done, quota))
}

/// How the two stand to each other.
fn rest(done: i64, quota: i64) -> String {
    match quota - done {
        0 => "đã hoàn thành chỉ tiêu".to_owned(),
        over if over < 0 => format!("vượt chỉ tiêu {} người", group_thousands(-over)),
        left => format!("còn {} người", group_thousands(left)),
    }
}

/// Whether there is time left.
fn time(brief: &Brief, day: impl Fn(NaiveDate) -> String) -> String {
    let last = brief.frozen.campaign.ends_on;
    match last.cmp(&brief.drafted_on) {
        std::cmp::Ordering::Less => format!("Thời hạn đã qua (ngày {}), bà con cần thực hiện ngay", day(last)),
        std::cmp::Ordering::Equal => format!("Hôm nay, ngày {}, là ngày cuối", day(last)),
        std::cmp::Ordering::Greater => format!("Thời hạn: đến hết ngày {}", day(last)),
    }
}

fn day_aloud(day: NaiveDate) -> String {
    format!("ngày {} tháng {} năm {}", day.day(), day.month(), day.year())
}

/// Abbreviations are read in full.
fn aloud(name: &str) -> String {
    name.replacen("UBND", "Ủy ban nhân dân", 1)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::super::test_brief::{figure, session, test_brief, with_figure};
    use super::*;

    fn both(done: Option<i64>) -> (String, String) {
        let brief = with_figure(test_brief(), figure(done, Some(1273)));
        let unit = &brief.frozen.units[0];
        (chat(&brief, unit), loudspeaker(&brief, unit))
    }

    #[test]
    fn texts_say_how_far_the_village_is() {
        for (done, on_paper, aloud) in [
            (None, "chưa có số liệu.", "chưa có số liệu."),
            (
                Some(0),
                "0/1.273 người (0,00%), còn 1.273 người.",
                "chưa có người nào thực hiện, chỉ tiêu là 1.273 người.",
            ),
            (Some(1068), "1.068/1.273 người (83,89%), còn 205 người.", "đạt 83,89 phần trăm, còn 205 người."),
            (Some(1273), "(100,00%), đã hoàn thành chỉ tiêu.", "đã hoàn thành chỉ tiêu."),
            (Some(1300), "vượt chỉ tiêu 27 người.", "vượt chỉ tiêu 27 người."),
        ] {
            let (chat, loudspeaker) = both(done);
            assert!(chat.contains(on_paper), "{chat}");
            assert!(loudspeaker.contains(aloud), "{loudspeaker}");
            assert!(!loudspeaker.contains('%') && !loudspeaker.contains("UBND"), "{loudspeaker}");
        }
    }

    #[test]
    fn the_deadline_is_ahead_today_or_past() {
        let mut brief = test_brief();
        for (day, words) in [
            ("2023-06-05", "Thời hạn: đến hết ngày 30/6/2023."),
            ("2023-06-30", "Hôm nay, ngày 30/6/2023, là ngày cuối."),
            ("2023-07-01", "Thời hạn đã qua (ngày 30/6/2023), bà con cần thực hiện ngay."),
        ] {
            brief.drafted_on = day.parse().unwrap();
            assert!(chat(&brief, &brief.frozen.units[0]).contains(words), "{day}");
        }
    }

    #[test]
    fn nobody_is_named() {
        let mut brief = test_brief();
        brief.campaign.sessions = vec![session("2023-06-06", "2023-06-06")];
        let contact = crate::model::campaign::CampaignContact {
            name: "Hoàng Thị Giả".to_owned(),
            post: None,
            phone: Some("0237000000".to_owned()),
            email: None,
        };
        brief.campaign.contacts = vec![contact];
        let unit = FrozenUnit { name: "Thôn 10".to_owned(), ..brief.frozen.units[0].clone() };
        let (chat, loudspeaker) = (chat(&brief, &unit), loudspeaker(&brief, &unit));
        assert!(chat.contains("Nhà văn hóa thôn 10, 07 giờ 30 - 11 giờ 00, ngày 06/6/2023."), "{chat}");
        assert!(chat.contains("0237000000") && loudspeaker.contains("Nhà văn hóa thôn 10"));
        for text in [chat, loudspeaker] {
            assert!(!text.contains("Hoàng Thị Giả") && !text.contains("Lê Văn Giả"), "{text}");
        }
        let other = FrozenUnit { name: "Thôn 9".to_owned(), ..unit };
        assert!(places(&brief, Some(&other)).is_empty(), "each village hears its own places");
    }
}
