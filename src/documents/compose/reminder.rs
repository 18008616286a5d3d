//! `reminder`: the dispatch that chases reports: which document asked for them, which round, who has not reported, new dates.

use super::addressees::{as_above, units_below};
use super::missing_units::{Owing, missing_units, owing};
use super::words::lower_first;
use super::{Composed, DocumentError, nothing};
use crate::documents::brief::Brief;
use crate::model::document::{FigureKey, FigurePart, Line, LineWriter};
use crate::model::round::Due;
use crate::rounds::{ChasedHop, ChasedRound, ChasedUnit, ChasingData, Step};
use crate::vn::date::in_text;
use crate::vn::place_name;

/// Units that are named in the text; more of them stand in the annex.
pub(super) const NAMED: usize = 8;

/// Of a unit that has been chased by a dispatch already, the head of the unit answers for it.
const EARNEST: &str = "Thủ trưởng đơn vị đã được đôn đốc bằng văn bản mà vẫn chưa báo cáo chịu trách nhiệm giải trình bằng văn bản; kết quả chấp hành chế độ báo cáo là một căn cứ đánh giá, xếp loại cuối năm.";

pub(super) fn reminder(brief: &Brief) -> Result<Composed, DocumentError> {
    let chasing = brief.chasing.as_ref().ok_or_else(|| {
        nothing(
            "chưa có đợt báo cáo nào đang mở. Hãy mở đợt ở trang «Đợt báo cáo» của chiến dịch, rồi lập lại văn bản.",
        )
    })?;
    let owing = owing(chasing);
    if owing.is_empty() {
        return Err(nothing("các đơn vị đã gửi đủ báo cáo của những đợt đang mở, không còn ai phải đôn đốc."));
    }
    let late: Vec<&Owing<'_>> = owing.iter().filter(|one| one.hop.overdue).collect();
    let named = distinct(
        if late.is_empty() { owing.iter().collect() } else { late.clone() },
        &brief.frozen.units.first().map(|unit| unit.slug.clone()).unwrap_or_default(),
    );
    let mut composed = Composed {
        subject: format!("đôn đốc báo cáo kết quả {}", lower_first(&brief.frozen.campaign.title)),
        addressees: if named.is_empty() || named.len() > NAMED { units_below(brief) } else { named },
        copies: as_above(brief),
        ..Composed::default()
    };
    composed.say(opening(brief, chasing));
    composed.say(LineWriter::new().text("1. Tình hình báo cáo đến ngày ").line(on(chasing)).done());
    for round in &chasing.rounds {
        composed.say_all(round.hops.iter().map(|hop| standing(brief, round, hop)));
    }
    composed.say("2. Nội dung yêu cầu");
    let mut asked = requests(brief, chasing);
    if late.iter().any(|one| matches!(one.unit.step, Step::Dispatched(_))) {
        asked.push(Line::from(format!("- {EARNEST}")));
    }
    composed.say_list(asked);
    composed.say(format!(
        "Nhận được văn bản này, {} đề nghị các đơn vị thực hiện nghiêm túc. Báo cáo gửi kèm số liệu theo biểu của đợt; đơn vị không phát sinh vẫn báo cáo, ghi rõ «không phát sinh».",
        brief.office.letterhead.name
    ));
    composed.annexes.extend(missing_units(&owing));
    Ok(composed)
}

/// The units that owe — those that are late, where any is —, each once, without the one that writes.
fn distinct(owing: Vec<&Owing<'_>>, own: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for one in owing.into_iter().filter(|one| one.unit.slug != own) {
        if !names.contains(&one.unit.name) {
            names.push(one.unit.name.clone());
        }
    }
    names
}

fn opening(brief: &Brief, chasing: &ChasingData) -> Line {
    let name = &brief.office.letterhead.name;
    let asked = match chasing.base_documents.as_slice() {
        [] => format!("{name} đã mở các đợt báo cáo kết quả {}", lower_first(&brief.frozen.campaign.title)),
        documents => format!(
            "{} yêu cầu báo cáo kết quả {} theo đợt",
            documents.join("; "),
            lower_first(&brief.frozen.campaign.title)
        ),
    };
    LineWriter::new()
        .text(format!("{asked}. Qua theo dõi, {name} thông báo tình hình báo cáo và yêu cầu như sau:"))
        .done()
}

/// `- Đợt 1 (số liệu đến hết ngày 14/4/2026), gửi Khu vực Sơn Hà trước ngày 17/4/2026: còn 2/10 đơn vị chưa báo cáo: xã Đồng Mạ, xã Khe Trúc.`
fn standing(brief: &Brief, round: &ChasedRound, hop: &ChasedHop) -> Line {
    let said = LineWriter::new()
        .text(format!("- {}, số liệu đến hết ngày ", bare(&round.name)))
        .figure(in_text(round.period_to), key(round, hop, FigurePart::Day))
        .text(format!(", gửi {} ", receiver(brief, hop)))
        .line(due(round, hop, hop.first_due));
    let said = match hop.new_due {
        Some(new) => said.text(", điều chỉnh thành ").line(due(round, hop, new)),
        None => said,
    };
    let missing = hop.not_reported.len();
    let count = |value: usize| LineWriter::new().figure(value.to_string(), key(round, hop, FigurePart::Units)).done();
    if missing == 0 {
        return said.text(": ").line(all_reported(hop, count(hop.expected))).done();
    }
    let lapse = if hop.overdue { "đã quá hạn, " } else { "chưa đến hạn, " };
    let said = said.text(": ").text(lapse);
    if hop.expected == 1 {
        return said.text(format!("{} chưa gửi báo cáo tổng hợp.", names(brief, hop))).done();
    }
    let said = match missing == hop.expected {
        true => said.text("chưa có đơn vị nào báo cáo (").line(count(missing)).text(" đơn vị)"),
        false => {
            said.text("còn ").line(count(missing)).text("/").line(count(hop.expected)).text(" đơn vị chưa báo cáo")
        }
    };
    let said = match missing > NAMED {
        true if hop.overdue => said.text(" (danh sách tại phụ lục)"),
        true => said,
        false => said.text(format!(": {}", names(brief, hop))),
    };
    let returned = hop.not_reported.iter().filter(|unit| unit.returned).count();
    match returned {
        0 => said.text(".").done(),
        _ => said
            .text("; trong đó ")
            .line(count(returned))
            .text(" đơn vị đã gửi nhưng báo cáo bị trả lại, chưa gửi lại.")
            .done(),
    }
}

fn all_reported(hop: &ChasedHop, count: Line) -> Line {
    match hop.expected {
        1 => Line::from("đã gửi báo cáo tổng hợp."),
        _ => LineWriter::new().text("đủ ").line(count).text(" đơn vị đã báo cáo.").done(),
    }
}

fn requests(brief: &Brief, chasing: &ChasingData) -> Vec<Line> {
    let mut asked = Vec::new();
    let own = brief.frozen.units.first().map(|unit| unit.slug.as_str()).unwrap_or_default();
    for round in &chasing.rounds {
        for hop in round.hops.iter().filter(|hop| !hop.not_reported.is_empty()) {
            let consolidates = hop.expected == 1;
            let mine = hop.not_reported.iter().any(|unit| unit.slug == own);
            let whom = match (mine, consolidates) {
                (true, _) => format!(
                    "{} tổng hợp báo cáo {} của các đơn vị, gửi",
                    brief.office.letterhead.name,
                    bare(&round.name)
                ),
                (false, true) => {
                    format!("{} tổng hợp báo cáo {} của các đơn vị, gửi", names(brief, hop), bare(&round.name))
                }
                (false, false) if hop.overdue => {
                    format!("Các đơn vị chưa báo cáo {} gửi ngay báo cáo về", bare(&round.name))
                }
                (false, false) => format!("Các đơn vị chuẩn bị số liệu, gửi báo cáo {} về", bare(&round.name)),
            };
            let said = LineWriter::new().text(format!("- {whom} {}", receiver(brief, hop)));
            let said = match hop.overdue {
                true if consolidates || mine => said.text(" ngay khi đủ báo cáo của các đơn vị;"),
                true => said.text(", không chờ đợt sau;"),
                false => said.text(" ").line(due(round, hop, hop.new_due.unwrap_or(hop.first_due))).text(";"),
            };
            asked.push(said.done());
        }
    }
    asked
}

/// The receiver: the writing body by its own name where the unit itself receives.
fn receiver<'a>(brief: &'a Brief, hop: &'a ChasedHop) -> &'a str {
    let own = brief.frozen.units.first().map(|unit| unit.name.as_str());
    if own == Some(hop.receiver_name.as_str()) { &brief.office.letterhead.name } else { &hop.receiver_name }
}

/// Names within a sentence.
fn names(brief: &Brief, hop: &ChasedHop) -> String {
    let own = brief.frozen.units.first().map(|unit| unit.slug.as_str());
    let name = |unit: &ChasedUnit| match own == Some(unit.slug.as_str()) {
        true => brief.office.letterhead.name.clone(),
        false => place_name::in_text(&unit.name),
    };
    hop.not_reported.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// `Đợt 1 (đến 14/4)` without what stands in brackets: the days are said in full beside it.
pub(super) fn bare(name: &str) -> &str {
    name.split(" (").next().unwrap_or(name)
}

/// `trước ngày 17/4/2026` with its day bound.
pub(super) fn due(round: &ChasedRound, hop: &ChasedHop, due: Due) -> Line {
    let words = due.vietnamese();
    let (before, day) = words.rsplit_once(' ').unwrap_or(("", &words));
    LineWriter::new().text(before).text(" ").figure(day, key(round, hop, FigurePart::Day)).done()
}

fn on(chasing: &ChasingData) -> Line {
    let key = FigureKey { unit: String::new(), measure: "round".to_owned(), part: FigurePart::Day };
    LineWriter::new().figure(in_text(chasing.on.day()), key).done()
}

fn key(round: &ChasedRound, hop: &ChasedHop, part: FigurePart) -> FigureKey {
    FigureKey { unit: String::new(), measure: format!("round/{}/{}", round.name, hop.number), part }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::super::test_brief::{chased_hop, test_brief};
    use super::*;
    use crate::model::as_of::AsOf;

    fn round(hops: Vec<ChasedHop>) -> ChasedRound {
        ChasedRound { name: "Đợt 1".to_owned(), period_to: "2022-11-10".parse().unwrap(), hops }
    }

    #[test]
    fn a_hop_is_told_by_how_many_have_not_reported() {
        let brief = test_brief();
        let told = |hop: ChasedHop| standing(&brief, &round(vec![hop.clone()]), &hop).text;
        let begin = "- Đợt 1, số liệu đến hết ngày 10/11/2022, gửi Công an xã Cẩm Ngọc trước ngày 11/11/2022: ";
        for (missing, expected, overdue, end) in [
            (vec![], 3, true, "đủ 3 đơn vị đã báo cáo."),
            (vec!["Thôn 1"], 3, true, "đã quá hạn, còn 1/3 đơn vị chưa báo cáo: thôn 1."),
            (
                vec!["Thôn 1", "Trạm Y tế"],
                2,
                true,
                "đã quá hạn, chưa có đơn vị nào báo cáo (2 đơn vị): thôn 1, Trạm Y tế.",
            ),
            (vec!["Thôn 1"], 3, false, "chưa đến hạn, còn 1/3 đơn vị chưa báo cáo: thôn 1."),
            (vec!["Công an xã"], 1, true, "đã quá hạn, Công an xã chưa gửi báo cáo tổng hợp."),
            (vec![], 1, true, "đã gửi báo cáo tổng hợp."),
        ] {
            assert_eq!(told(chased_hop(&missing, expected, overdue)), format!("{begin}{end}"));
        }
        let many: Vec<String> = (1..=9).map(|at| format!("Thôn {at}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert!(told(chased_hop(&many, 12, true)).ends_with("còn 9/12 đơn vị chưa báo cáo (danh sách tại phụ lục)."));
        let mut later = chased_hop(&["Thôn 1"], 3, false);
        later.new_due = Some(Due { day: "2022-12-08".parse().unwrap(), ..later.first_due });
        assert!(told(later).contains("trước ngày 11/11/2022, điều chỉnh thành trước ngày 09/12/2022: "));
    }

    #[test]
    fn nothing_is_chased_where_nothing_is_owed() {
        let mut brief = test_brief();
        assert!(reminder(&brief).unwrap_err().to_string().contains("đợt báo cáo"));
        let rounds = vec![round(vec![chased_hop(&[], 3, true)])];
        let on = AsOf("2022-11-29".parse().unwrap());
        let data = ChasingData {
            campaign: String::new(),
            unit: String::new(),
            on,
            base_documents: vec!["Công văn số 127/UBND ngày 01/11/2022".to_owned()],
            rounds,
        };
        brief.chasing = Some(data.clone());
        assert!(reminder(&brief).unwrap_err().to_string().contains("gửi đủ báo cáo"));
        let rounds = vec![round(vec![chased_hop(&["Thôn 1"], 3, true), chased_hop(&["Công an xã"], 1, true)])];
        brief.chasing = Some(ChasingData { rounds, ..data });
        let composed = reminder(&brief).unwrap();
        assert_eq!(composed.addressees, ["Thôn 1", "Công an xã"]);
        assert!(composed.annexes.is_empty(), "few units are named in the text");
    }
}
