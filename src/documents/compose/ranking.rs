//! `ranking`: how the units stand to one another, whom it praises and whom it blames: with the figures, only among those that were given a quota, and only
//! where figures are known.

use super::addressees::leaders_by_report;
use super::figures::{UnitFigures, as_of, below};
use super::words::{cited_short, lower_first};
use super::{Composed, DocumentError, nothing};
use crate::documents::brief::Brief;
use crate::model::document::{
    Annex, Block, Cell, Column, FigureKey, FigurePart, Line, LineWriter, Side, Table, TableRow,
};
use crate::model::unit::UnitKind;
use crate::progress::frozen::FrozenMeasure;
use crate::vn::number::decimal_comma;
use crate::vn::place_name;

/// Hundredths of a percent: a measure counts up to this; below the half a unit is blamed, from it on the best are praised.
const FULL: i64 = 10_000;
const HALF: i64 = 5_000;
/// Places that are praised.
const BEST: u32 = 3;

/// A unit with its place.
#[derive(Clone, Copy)]
struct Placed<'a> {
    unit: UnitFigures<'a>,
    rank: u32,
    /// Mean share of its quotas, each counted up to 100 %, in hundredths of a percent.
    mean: i64,
}

/// Units that are compared with one another.
struct Group<'a> {
    words: &'static str,
    units: Vec<Placed<'a>>,
}

pub(super) fn ranking(brief: &Brief) -> Result<Composed, DocumentError> {
    let groups = groups(brief);
    if groups.is_empty() {
        return Err(nothing(
            "chưa có đủ hai đơn vị cùng khối vừa được giao chỉ tiêu vừa có số liệu để xếp hạng. Hãy phân bổ chỉ tiêu ở trang «Chỉ tiêu» và nhập kết quả trước.",
        ));
    }
    let name = &brief.office.letterhead.name;
    let mut composed = Composed {
        subject: format!("Kết quả xếp hạng {}", lower_first(&brief.frozen.campaign.title)),
        copies: copies(brief),
        ..Composed::default()
    };
    let by = brief.campaign.grounds.last().map(|ground| format!("Thực hiện {}, ", cited_short(ground)));
    let opening = LineWriter::new()
        .text(format!("{}{name} thông báo kết quả xếp hạng các đơn vị đến ngày ", by.unwrap_or_default()))
        .line(as_of(brief))
        .text(" như sau:");
    composed.say(opening.done());
    composed.say("1. Cách xếp hạng");
    composed.say("Hạng tính theo tỷ lệ hoàn thành chỉ tiêu được giao; đơn vị có nhiều chỉ tiêu thì lấy bình quân, mỗi chỉ tiêu tính không quá 100%. Đơn vị bằng nhau xếp cùng hạng; thôn, tổ dân phố và cơ quan, đơn vị xếp riêng. Bảng xếp hạng tại phụ lục.");
    composed.say("2. Biểu dương");
    composed.say_all(groups.iter().map(|group| praise(name, group)));
    composed.say("3. Phê bình, nhắc nhở");
    composed.say_all(groups.iter().map(|group| blame(name, group)));
    if let Some(line) = unranked(brief) {
        composed.say("4. Đơn vị chưa xếp hạng");
        composed.say(line);
    }
    composed.say(format!(
        "{name} yêu cầu các đơn vị xếp hạng thấp rà soát từng người chưa thực hiện, đề ra việc làm cụ thể hằng tuần; đơn vị dẫn đầu phổ biến cách làm để các đơn vị khác học tập."
    ));
    composed.annexes.extend(groups.iter().map(|group| annex(brief, group)));
    Ok(composed)
}

fn copies(brief: &Brief) -> Vec<String> {
    let told = ["Các cơ quan, đơn vị được xếp hạng", "Trang thông tin điện tử, bảng tin (công khai)"];
    leaders_by_report(brief).into_iter().chain(told.map(str::to_owned)).collect()
}

fn groups(brief: &Brief) -> Vec<Group<'_>> {
    let workplace = |unit: &UnitFigures<'_>| UnitKind::parse(&unit.unit.kind).is_some_and(UnitKind::is_workplace);
    let units = below(brief);
    let communes = units.iter().any(|unit| UnitKind::parse(&unit.unit.kind).is_some_and(UnitKind::is_commune_level));
    let places = if communes { "khối xã, phường" } else { "khối thôn, tổ dân phố" };
    let group = |words, at_work: bool| {
        let within = units.iter().filter(|unit| workplace(unit) == at_work);
        let mut placed: Vec<Placed<'_>> = within.filter_map(|unit| placed(*unit)).collect();
        placed.sort_by_key(|one| (one.rank, one.unit.unit.local_order));
        Group { words, units: placed }
    };
    let groups = [group(places, false), group("khối cơ quan, đơn vị", true)];
    groups.into_iter().filter(|group| group.units.len() > 1).collect()
}

fn placed(unit: UnitFigures<'_>) -> Option<Placed<'_>> {
    let rank = unit.unit.composite_rank?;
    let with_quota = unit.told().filter(|told| told.figure.quota.is_some_and(|quota| quota > 0));
    let shares: Option<Vec<i64>> =
        with_quota.map(|told| hundredths(told.figure.percent.as_deref()?).map(|share| share.clamp(0, FULL))).collect();
    let shares = shares.filter(|shares| !shares.is_empty())?;
    let mean = shares.iter().sum::<i64>() / i64::try_from(shares.len()).ok()?;
    Some(Placed { unit, rank, mean })
}

/// `83.89` → 8389.
fn hundredths(plain: &str) -> Option<i64> {
    let (whole, part) = plain.split_once('.').unwrap_or((plain, "0"));
    let part: i64 = format!("{part:0<2}").get(..2)?.parse().ok()?;
    Some(whole.parse::<i64>().ok()? * 100 + part)
}

/// `thôn Ngọc Bình (hạng 1, 90,36%)`.
fn named(one: &Placed<'_>, issuer: &str) -> Line {
    let name = place_name::in_text(&one.unit.unit.name);
    // The office of the issuing body has its name.
    let name = if name == issuer { format!("cơ quan {name}") } else { name };
    LineWriter::new()
        .text(format!("{name} (hạng "))
        .figure(one.rank.to_string(), key(one, FigurePart::Rank))
        .text(", ")
        .figure(format!("{}%", decimal_comma(one.mean)), key(one, FigurePart::Percent))
        .text(")")
        .done()
}

fn key(one: &Placed<'_>, part: FigurePart) -> FigureKey {
    FigureKey { unit: one.unit.unit.slug.clone(), measure: String::new(), part }
}

fn praise(name: &str, group: &Group<'_>) -> Line {
    let best: Vec<&Placed<'_>> = group.units.iter().filter(|one| one.rank <= BEST && one.mean >= HALF).collect();
    let said = LineWriter::new().text(format!("- {}: ", upper(group.words)));
    if best.is_empty() {
        let ahead = group.units.iter().filter(|one| one.rank == 1).map(|one| named(one, name));
        let said = said.text("chưa có đơn vị nào đạt từ 50% trở lên để biểu dương; dẫn đầu là ");
        return said.joined(ahead, ", ").text(".").done();
    }
    said.text(format!("{name} biểu dương ")).joined(best.into_iter().map(|one| named(one, name)), ", ").text(".").done()
}

fn blame(name: &str, group: &Group<'_>) -> Line {
    let behind: Vec<&Placed<'_>> = group.units.iter().filter(|one| one.mean < HALF).collect();
    let said = LineWriter::new().text(format!("- {}: ", upper(group.words)));
    if behind.is_empty() {
        return said.text("không có đơn vị nào dưới 50%.").done();
    }
    if behind.len() == group.units.len() {
        let all = format!(
            "cả {} đơn vị đều dưới 50%; {name} yêu cầu tất cả tự kiểm điểm, chưa phê bình riêng đơn vị nào.",
            behind.len()
        );
        return said.text(all).done();
    }
    said.text(format!("{name} phê bình ")).joined(behind.into_iter().map(|one| named(one, name)), ", ").text(".").done()
}

fn upper(words: &str) -> String {
    super::words::upper_first(words)
}

/// Units without a place: they have a quota and no figures, or no quota at all.
fn unranked(brief: &Brief) -> Option<Line> {
    let units = below(brief);
    let without = |wanted: bool| -> Vec<String> {
        let has_quota =
            |unit: &UnitFigures<'_>| unit.told().any(|told| told.figure.quota.is_some_and(|quota| quota > 0));
        let open = units.iter().filter(|unit| unit.unit.composite_rank.is_none() && has_quota(unit) == wanted);
        open.map(|unit| place_name::in_text(&unit.unit.name)).collect()
    };
    let told: Vec<String> = [("chưa có đủ số liệu", without(true)), ("chưa được giao chỉ tiêu", without(false))]
        .into_iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(why, names)| format!("{why}: {}", names.join(", ")))
        .collect();
    (!told.is_empty()).then(|| Line::from(format!("- {}.", upper(&told.join("; ")))))
}

fn annex(brief: &Brief, group: &Group<'_>) -> Annex {
    let measures: Vec<&FrozenMeasure> = brief
        .frozen
        .measures
        .iter()
        .filter(|measure| group.units.iter().any(|one| one.unit.of(measure).is_some_and(|t| t.figure.quota.is_some())))
        .collect();
    let column = |head: &str, width, side| Column { group: None, head: head.to_owned(), width, side };
    let mut columns = vec![column("Hạng", 16, Side::Center), column("Đơn vị", 56, Side::Left)];
    columns.extend(measures.iter().map(|measure| column(&format!("{} (%)", measure.name), 34, Side::Right)));
    if measures.len() > 1 {
        columns.push(column("Bình quân (%)", 28, Side::Right));
    }
    let rows = group.units.iter().map(|one| row(one, &measures)).collect();
    Annex {
        title: format!("Bảng xếp hạng {}", group.words),
        attached_to: None,
        landscape: false,
        blocks: vec![Block::Table(Table { columns, rows })],
    }
}

fn row(one: &Placed<'_>, measures: &[&FrozenMeasure]) -> TableRow {
    let rank = LineWriter::new().figure(one.rank.to_string(), key(one, FigurePart::Rank)).done();
    let mut cells: Vec<Cell> = vec![rank, Line::from(one.unit.unit.name.as_str())];
    cells.extend(measures.iter().map(|measure| {
        let told = one.unit.of(measure).filter(|told| told.figure.quota.is_some());
        match told.and_then(|told| told.figure.percent.as_deref().map(|percent| told.percent(percent))) {
            Some(percent) => percent,
            None => Line::from("-"),
        }
    }));
    if measures.len() > 1 {
        cells.push(LineWriter::new().figure(decimal_comma(one.mean), key(one, FigurePart::Percent)).done());
    }
    TableRow { cells, total: false }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::super::test_brief::{lines, test_brief, with_ranks};
    use super::*;

    #[test]
    fn percentages_are_read_back() {
        for (plain, value) in [("83.89", 8389), ("100.00", 10_000), ("4.5", 450), ("7", 700), ("0.05", 5)] {
            assert_eq!(hundredths(plain), Some(value), "{plain}");
        }
        assert_eq!(hundredths(""), None);
    }

    #[test]
    fn praise_and_blame_follow_the_figures() {
        let told = |shares: &[Option<&str>]| lines(&ranking(&with_ranks(test_brief(), shares)).unwrap());
        let has = |lines: &[String], words: &str| lines.iter().any(|line| line.contains(words));
        let one = told(&[Some("90.00"), Some("90.00"), Some("60.00"), Some("55.00"), Some("12.50"), None]);
        assert!(has(&one, "biểu dương thôn 1 (hạng 1, 90,00%), thôn 2 (hạng 1, 90,00%), thôn 3 (hạng 3, 60,00%)."));
        assert!(has(&one, "phê bình thôn 5 (hạng 5, 12,50%)."), "only below the half");
        assert!(has(&one, "Chưa có đủ số liệu: thôn 6"), "nobody is blamed for figures that are not there");
        let good = told(&[Some("120.00"), Some("50.00")]);
        assert!(
            has(&good, "thôn 1 (hạng 1, 100,00%), thôn 2 (hạng 2, 50,00%)")
                && has(&good, "không có đơn vị nào dưới 50%")
        );
        let bad = told(&[Some("40.00"), Some("10.00")]);
        assert!(has(&bad, "để biểu dương; dẫn đầu là thôn 1 (hạng 1, 40,00%)"));
        assert!(has(&bad, "cả 2 đơn vị đều dưới 50%") && !has(&bad, "phê bình thôn"));
        assert!(ranking(&with_ranks(test_brief(), &[Some("90.00"), None])).is_err(), "one alone is no ranking");
    }
}
