//! `sessions`: when and where people are served near their homes, village by village.

use super::addressees::leaders_by_report;
use super::services::{coming_sessions, contact, days, hours, sheets_of};
use super::words::{cited_short, lower_first};
use super::{Composed, DocumentError, nothing};
use crate::documents::brief::Brief;
use crate::model::document::{Annex, Block, Column, Line, LineWriter, Side, Table, TableRow};
use crate::vn::date::in_text;

pub(super) fn sessions(brief: &Brief) -> Result<Composed, DocumentError> {
    let coming = coming_sessions(brief);
    if coming.is_empty() {
        let sentence = match brief.campaign.sessions.is_empty() {
            true => {
                "chiến dịch chưa có lịch phục vụ lưu động. Hãy ghi ngày, giờ, địa điểm ở trang thông tin chiến dịch."
                    .to_owned()
            }
            false => format!(
                "các buổi phục vụ lưu động đã ghi đều diễn ra trước ngày {}. Hãy ghi lịch mới ở trang thông tin chiến dịch.",
                in_text(brief.drafted_on)
            ),
        };
        return Err(nothing(sentence));
    }
    let name = &brief.office.letterhead.name;
    let mut composed = Composed {
        subject: format!("Lịch phục vụ lưu động {}", lower_first(&brief.frozen.campaign.title)),
        copies: copies(brief),
        ..Composed::default()
    };
    let by = brief.campaign.grounds.last().map(|ground| format!("Thực hiện {}, ", cited_short(ground)));
    composed.say(format!("{}{name} thông báo lịch phục vụ lưu động như sau:", by.unwrap_or_default()));
    composed.say("1. Lịch phục vụ");
    composed.body.push(Block::Table(table(brief)));
    composed.say("Người dân có thể đến bất kỳ địa điểm nào thuận tiện; người cao tuổi, người khuyết tật không đến được thì báo trưởng thôn, tổ trưởng tổ dân phố để được phục vụ tại nhà.");
    let needed: Vec<String> = needed(brief);
    if !needed.is_empty() {
        composed.say("2. Người dân mang theo, chuẩn bị sẵn");
        let last = needed.len() - 1;
        for (at, one) in needed.iter().enumerate() {
            composed.say(format!("- {one}{}", if at == last { "." } else { ";" }));
        }
    }
    let asked: Vec<String> = brief.campaign.contacts.iter().map(contact).collect();
    let through = if asked.is_empty() { String::new() } else { format!("; giải đáp: {}", asked.join("; ")) };
    composed.say(format!(
        "{name} đề nghị các thôn, tổ dân phố chuẩn bị địa điểm, bàn ghế, nguồn điện, mạng; thông báo để người dân đến đúng lịch{through}."
    ));
    Ok(composed)
}

fn copies(brief: &Brief) -> Vec<String> {
    let told = ["Các thôn, tổ dân phố (thông báo đến người dân)", "Niêm yết tại các địa điểm phục vụ"];
    leaders_by_report(brief).into_iter().chain(told.map(str::to_owned)).collect()
}

/// Things that begin with the same words are the same thing.
const SAME: usize = 3;

/// What people bring for all services together, each thing once.
fn needed(brief: &Brief) -> Vec<String> {
    let mut needed: Vec<String> = Vec::new();
    for sheet in sheets_of(brief) {
        for one in sheet.needed() {
            let begin = |text: &str| text.split(' ').take(SAME).collect::<Vec<_>>().join(" ").to_lowercase();
            if !needed.iter().any(|told| begin(told) == begin(one)) {
                needed.push(one.to_owned());
            }
        }
    }
    needed
}

/// The same table as an annex of another document.
pub(super) fn annex(brief: &Brief) -> Annex {
    Annex {
        title: "Lịch phục vụ lưu động".to_owned(),
        attached_to: None,
        landscape: false,
        blocks: vec![Block::Table(table(brief))],
    }
}

fn table(brief: &Brief) -> Table {
    let column = |head: &str, width, side| Column { group: None, head: head.to_owned(), width, side };
    let row = |(at, (session, unit)): (usize, &(crate::model::campaign::CampaignSession, Option<String>))| TableRow {
        cells: vec![
            upper(days(at, session)),
            Line::from(hours(session).unwrap_or_else(|| "Giờ hành chính".to_owned())),
            Line::from(session.place.as_str()),
            Line::from(unit.as_deref().unwrap_or("Toàn địa bàn")),
            Line::from(session.in_charge.as_deref().unwrap_or("")),
        ],
        total: false,
    };
    Table {
        columns: vec![
            column("Ngày", 28, Side::Center),
            column("Thời gian", 34, Side::Center),
            column("Địa điểm", 44, Side::Left),
            column("Phục vụ", 32, Side::Left),
            column("Phụ trách", 32, Side::Left),
        ],
        rows: coming_sessions(brief).into_iter().map(row).collect(),
    }
}

/// A cell begins with a capital; the figures in it stay where they are, as both letters are one byte.
fn upper(line: Line) -> Line {
    match line.text.strip_prefix("từ ") {
        Some(_) => LineWriter::new().text("Từ").line(after(line, "từ".len())).done(),
        None => line,
    }
}

fn after(line: Line, cut: usize) -> Line {
    let text = line.text.get(cut..).unwrap_or_default().to_owned();
    let bound = line.bound.into_iter().map(|mut bound| {
        bound.start -= cut;
        bound.end -= cut;
        bound
    });
    Line { text, bound: bound.collect() }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::super::test_brief::{session, test_brief};
    use super::*;

    #[test]
    fn only_what_is_still_to_come_is_announced() {
        let mut brief = test_brief();
        assert!(sessions(&brief).unwrap_err().to_string().contains("chưa có lịch"));
        brief.campaign.sessions = vec![session("2023-05-30", "2023-05-30")];
        assert!(sessions(&brief).unwrap_err().to_string().contains("trước ngày 05/6/2023"));
        brief.campaign.sessions.push(session("2023-06-04", "2023-06-06"));
        let table = table(&brief);
        assert_eq!(table.rows.len(), 1, "one runs on the day of the draft");
        let cells: Vec<&str> = table.rows[0].cells.iter().map(|cell| cell.text.as_str()).collect();
        assert_eq!(
            cells,
            ["Từ 04/6/2023 đến 06/6/2023", "07 giờ 30 - 11 giờ 00", "Nhà văn hóa thôn 10", "Thôn 10", "Ông Lê Văn Giả"]
        );
        let first = &table.rows[0].cells[0];
        assert_eq!(first.text.get(first.bound[1].range()), Some("06/6/2023"), "days stay bound");
    }
}
