//! `staff-missing`: the dispatch that sends the police the staff of offices who do not have a level 2 account in use, so that they can be served. Names, years
//! of birth and offices only.

use super::figures::as_of;
use super::services::{contact, count};
use super::words::cited_short;
use super::{Composed, DocumentError, nothing};
use crate::documents::brief::{Brief, MissingStaff};
use crate::documents::missing_staff::measure_of_staff;
use crate::model::document::{Annex, Block, Column, IssuingBody, Line, LineWriter, Side, Table, TableRow};

pub(super) fn staff_missing(brief: &Brief) -> Result<Composed, DocumentError> {
    let Some(measure) = measure_of_staff(&brief.frozen) else {
        return Err(nothing(
            "chiến dịch không theo dõi tài khoản mức 2 của cán bộ. Hãy thêm chỉ tiêu cho đối tượng «cán bộ» ở trang thông tin chiến dịch.",
        ));
    };
    let staff = by_office(brief);
    if staff.is_empty() {
        return Err(nothing(format!(
            "không còn cán bộ nào thuộc chỉ tiêu «{}» chưa hoàn thành. Nếu chưa nhập danh sách cán bộ của các cơ quan, hãy nhập trước.",
            measure.name
        )));
    }
    let name = &brief.office.letterhead.name;
    let police = match brief.office.body {
        IssuingBody::Police => brief.office.above.clone().unwrap_or_else(|| super::report::OPEN.to_owned()),
        _ => format!("Công an {}", brief.office.area),
    };
    let mut composed = Composed {
        subject: "gửi danh sách cán bộ, công chức, viên chức, người lao động chưa có tài khoản định danh điện tử mức 2 đã kích hoạt"
            .to_owned(),
        addressees: vec![police.clone()],
        copies: vec!["Như trên".to_owned(), "Các cơ quan, đơn vị có tên trong danh sách".to_owned()],
        ..Composed::default()
    };
    let grounds: Vec<String> = brief.campaign.grounds.iter().map(cited_short).collect();
    let by = if grounds.is_empty() { String::new() } else { format!("Thực hiện {}; ", grounds.join("; ")) };
    composed.say(opening(brief, &by, &staff));
    composed.say(per_office(&staff));
    let asks = if brief.office.body == IssuingBody::Police { "kính đề nghị" } else { "đề nghị" };
    composed.say(format!(
        "{name} {asks} {police} bố trí thời gian thu nhận hồ sơ cho người chưa được cấp, hướng dẫn kích hoạt cho người đã được cấp; thông báo lịch để các cơ quan, đơn vị cử người đến đầy đủ."
    ));
    composed.say("Các cơ quan, đơn vị có tên trong danh sách thông báo đến từng người, bố trí công việc để đi đúng lịch và báo lại trường hợp đã chuyển công tác, nghỉ việc.");
    if let Some(one) = brief.campaign.contacts.first() {
        composed.say(format!("Đầu mối phối hợp: {}.", contact(one)));
    }
    composed.annexes.push(annex(&staff));
    Ok(composed)
}

/// Office by office in local order, within each as the list of people has them.
fn by_office(brief: &Brief) -> Vec<(String, Vec<&MissingStaff>)> {
    let mut offices: Vec<(String, Vec<&MissingStaff>)> = Vec::new();
    for one in &brief.missing_staff {
        match offices.iter_mut().find(|(office, _)| *office == one.office) {
            Some((_, staff)) => staff.push(one),
            None => offices.push((one.office.clone(), vec![one])),
        }
    }
    let order = |name: &str| brief.frozen.units.iter().position(|unit| unit.name == name).unwrap_or(usize::MAX);
    offices.sort_by_key(|(office, _)| order(office));
    offices
}

fn opening(brief: &Brief, by: &str, staff: &[(String, Vec<&MissingStaff>)]) -> Line {
    let all: Vec<&&MissingStaff> = staff.iter().flat_map(|(_, staff)| staff).collect();
    let issued = all.iter().filter(|one| one.issued).count();
    let said = LineWriter::new()
        .text(format!("{by}{} gửi danh sách ", brief.office.letterhead.name))
        .line(count(all.len(), "staff"))
        .text(" người đang làm việc tại các cơ quan, đơn vị trên địa bàn đến ngày ")
        .line(as_of(brief));
    match (issued, all.len() - issued) {
        (0, _) => said.text(" chưa được cấp tài khoản định danh điện tử mức 2 (danh sách kèm theo)."),
        (_, 0) => {
            said.text(" đã được cấp tài khoản định danh điện tử mức 2 nhưng chưa kích hoạt (danh sách kèm theo).")
        }
        (issued, none) => said
            .text(" chưa có tài khoản định danh điện tử mức 2 đã kích hoạt, gồm ")
            .line(count(none, "staff"))
            .text(" người chưa được cấp, ")
            .line(count(issued, "staff"))
            .text(" người đã được cấp nhưng chưa kích hoạt (danh sách kèm theo)."),
    }
    .done()
}

fn per_office(staff: &[(String, Vec<&MissingStaff>)]) -> Line {
    let parts = staff.iter().map(|(office, staff)| {
        let office = if office.is_empty() { "chưa rõ đơn vị" } else { office };
        LineWriter::new().text(format!("{office}: ")).line(count(staff.len(), "staff")).text(" người").done()
    });
    LineWriter::new().text("Theo đơn vị: ").joined(parts, "; ").text(".").done()
}

fn annex(staff: &[(String, Vec<&MissingStaff>)]) -> Annex {
    let column = |head: &str, width, side| Column { group: None, head: head.to_owned(), width, side };
    let people = staff.iter().flat_map(|(_, staff)| staff).enumerate();
    let row = |(at, one): (usize, &&MissingStaff)| TableRow {
        cells: vec![
            Line::from((at + 1).to_string()),
            Line::from(one.full_name.as_str()),
            Line::from(one.birth_year.map(|year| year.to_string()).unwrap_or_default()),
            Line::from(one.office.as_str()),
            Line::from(if one.issued { "Đã cấp, chưa kích hoạt" } else { "Chưa được cấp" }),
        ],
        total: false,
    };
    Annex {
        title: "Danh sách cán bộ, công chức, viên chức, người lao động chưa có tài khoản mức 2 đã kích hoạt".to_owned(),
        attached_to: None,
        landscape: false,
        blocks: vec![Block::Table(Table {
            columns: vec![
                column("STT", 14, Side::Center),
                column("Họ và tên", 46, Side::Left),
                column("Năm sinh", 18, Side::Center),
                column("Đơn vị công tác", 52, Side::Left),
                column("Tình trạng tài khoản mức 2", 38, Side::Left),
            ],
            rows: people.map(row).collect(),
        })],
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::super::test_brief::{lines, test_brief};
    use super::*;

    fn one(name: &str, office: &str, issued: bool) -> MissingStaff {
        MissingStaff { full_name: name.to_owned(), birth_year: Some(1988), office: office.to_owned(), issued }
    }

    #[test]
    fn those_without_and_those_not_activated_are_said_apart() {
        let mut brief = test_brief();
        assert!(staff_missing(&brief).unwrap_err().to_string().contains("đối tượng «cán bộ»"));
        brief.frozen.measures[0].audience = "staff".to_owned();
        assert!(staff_missing(&brief).unwrap_err().to_string().contains("không còn cán bộ nào"));
        let whole = "chưa có tài khoản định danh điện tử mức 2 đã kích hoạt, gồm 1 người chưa được cấp, 1 người đã được cấp nhưng chưa kích hoạt";
        for (states, words) in [
            (vec![false, true], whole),
            (vec![false], "gửi danh sách 1 người đang làm việc"),
            (vec![false, false], "đến ngày 31/5/2023 chưa được cấp tài khoản"),
            (vec![true, true], "đã được cấp tài khoản định danh điện tử mức 2 nhưng chưa kích hoạt"),
        ] {
            brief.missing_staff = states.iter().map(|issued| one("Nguyễn Văn Giả", "Trạm Y tế", *issued)).collect();
            let composed = staff_missing(&brief).unwrap();
            assert!(lines(&composed)[0].contains(words), "{}", lines(&composed)[0]);
        }
        brief.missing_staff =
            vec![one("A", "Trạm Y tế", false), one("B", "Trường THCS", true), one("C", "Trạm Y tế", true)];
        let composed = staff_missing(&brief).unwrap();
        assert_eq!(lines(&composed)[1], "Theo đơn vị: Trạm Y tế: 2 người; Trường THCS: 1 người.");
    }
}
