//! `assign`: the dispatch that hands quotas down: the whole of each measure with its deadline, and what falls to each unit in the annex, with a total that
//! adds up and the part that is left named.

use super::addressees::{as_above, units_below};
use super::figures::{Told, UnitFigures, below, own};
use super::words::{cited_short, lower_first};
use super::{Composed, DocumentError, nothing};
use crate::documents::brief::Brief;
use crate::model::document::{Annex, Block, Cell, Column, FigurePart, Line, LineWriter, Side, Table, TableRow};
use crate::progress::frozen::FrozenMeasure;
use crate::vn::date::in_text;
use crate::vn::number::group_thousands;

/// Columns of figures that fit across an upright page.
const UPRIGHT: usize = 4;

pub(super) fn assign(brief: &Brief) -> Result<Composed, DocumentError> {
    let annex = annex(brief).ok_or_else(|| {
        nothing("chưa phân bổ chỉ tiêu cho đơn vị nào bên dưới. Hãy phân bổ ở trang «Chỉ tiêu» của chiến dịch.")
    })?;
    let name = &brief.office.letterhead.name;
    let title = lower_first(&brief.frozen.campaign.title);
    let mut composed = Composed {
        subject: format!("giao chỉ tiêu {title}"),
        addressees: units_below(brief),
        copies: as_above(brief),
        ..Composed::default()
    };
    let grounds: Vec<String> = brief.campaign.grounds.iter().map(cited_short).collect();
    let by = if grounds.is_empty() { String::new() } else { format!("Thực hiện {}; ", grounds.join("; ")) };
    composed.say(format!("{by}{name} giao chỉ tiêu {title} như sau:"));
    let measures = shared(brief);
    for (at, measure) in measures.iter().enumerate() {
        composed.say(whole(brief, at + 1, measure));
    }
    composed.say("Chỉ tiêu của từng đơn vị tại phụ lục kèm theo; chỉ người đã hoàn thành đủ các bước theo quy định mới được tính vào kết quả.");
    composed.say(format!(
        "{name} yêu cầu các đơn vị rà soát người trong diện, phân công người phụ trách từng nhóm hộ, thực hiện đúng thời hạn và báo cáo kết quả theo đợt. Chỉ tiêu được theo dõi, công khai hằng tuần và là căn cứ xét thi đua cuối năm."
    ));
    composed.annexes.push(annex);
    Ok(composed)
}

/// Measures of which at least one unit below has a quota.
fn shared(brief: &Brief) -> Vec<&FrozenMeasure> {
    let units = below(brief);
    let has = |measure: &&FrozenMeasure| units.iter().any(|unit| quota(*unit, measure).is_some());
    brief.frozen.measures.iter().filter(has).collect()
}

fn quota(unit: UnitFigures<'_>, measure: &FrozenMeasure) -> Option<i64> {
    unit.of(measure)?.figure.quota
}

/// The annex of quotas; `None` where no unit below has one.
pub(super) fn annex(brief: &Brief) -> Option<Annex> {
    let measures = shared(brief);
    if measures.is_empty() {
        return None;
    }
    let units = below(brief).into_iter().filter(|unit| measures.iter().any(|one| quota(*unit, one).is_some()));
    let units: Vec<UnitFigures<'_>> = units.collect();
    let mut rows: Vec<TableRow> = units.iter().enumerate().map(|(at, unit)| row(at + 1, *unit, &measures)).collect();
    rows.push(total(&units, &measures));
    Some(Annex {
        title: "Chỉ tiêu giao các đơn vị".to_owned(),
        attached_to: None,
        landscape: measures.len() > UPRIGHT,
        blocks: vec![Block::Table(Table { columns: columns(brief, &measures), rows })],
    })
}

fn columns(brief: &Brief, measures: &[&FrozenMeasure]) -> Vec<Column> {
    let column = |head: String, width, side| Column { group: None, head, width, side };
    let mut columns = vec![column("STT".to_owned(), 14, Side::Center), column("Đơn vị".to_owned(), 56, Side::Left)];
    for measure in measures {
        let whole = own(brief).and_then(|own| own.of(measure)).and_then(|told| told.figure.deadline);
        let by = whole.map(|day| format!(" (đến {})", in_text(day))).unwrap_or_default();
        columns.push(column(format!("{}{by}", measure.name), 34, Side::Right));
    }
    columns
}

fn row(number: usize, unit: UnitFigures<'_>, measures: &[&FrozenMeasure]) -> TableRow {
    let mut cells: Vec<Cell> = vec![Line::from(number.to_string()), Line::from(unit.unit.name.as_str())];
    cells.extend(measures.iter().map(|measure| match unit.of(measure) {
        Some(told) => told.figure.quota.map_or_else(none, |quota| told.number(quota, FigurePart::Quota)),
        None => none(),
    }));
    TableRow { cells, total: false }
}

fn none() -> Cell {
    Line::from("-")
}

/// What the units have together: the sum of the rows, never the quota of the whole.
fn total(units: &[UnitFigures<'_>], measures: &[&FrozenMeasure]) -> TableRow {
    let mut cells: Vec<Cell> = vec![Line::from(""), Line::from("Tổng cộng")];
    cells.extend(measures.iter().map(|measure| Line::from(group_thousands(sum(units, measure)))));
    TableRow { cells, total: true }
}

fn sum(units: &[UnitFigures<'_>], measure: &FrozenMeasure) -> i64 {
    units.iter().filter_map(|unit| quota(*unit, measure)).sum()
}

/// `1. Mức 2 đã kích hoạt: 1.273 người, hoàn thành chậm nhất ngày 30/6/2023; giao cho 10 đơn vị 1.270, còn 3 chưa phân bổ.`
fn whole(brief: &Brief, at: usize, measure: &FrozenMeasure) -> Line {
    let units = below(brief);
    let given = units.iter().filter(|unit| quota(**unit, measure).is_some()).count();
    let sum = sum(&units, measure);
    let said = LineWriter::new().text(format!("{at}. {}: ", measure.name));
    let told = own(brief).and_then(|own| own.of(measure));
    let Some((told, quota)) = told.and_then(|told| told.figure.quota.map(|quota| (told, quota))) else {
        let parts = format!("giao cho {given} đơn vị, tổng số {} người.", group_thousands(sum));
        return said.text(parts).done();
    };
    let said = said.line(told.number(quota, FigurePart::Quota)).text(" người");
    let said = match told.figure.deadline {
        Some(day) => said.text(", hoàn thành chậm nhất ngày ").figure(in_text(day), told.key(FigurePart::Deadline)),
        None => said,
    };
    said.text(parts(told, given, sum - quota, sum)).done()
}

/// How the parts stand to the whole.
fn parts(told: Told<'_>, given: usize, over: i64, sum: i64) -> String {
    let whom = if told.unit.kind == "group" { "toàn khu vực" } else { "toàn địa bàn" };
    match over {
        0 => format!("; giao hết cho {given} đơn vị."),
        short if short < 0 => format!(
            "; giao cho {given} đơn vị {} người, còn {} người chưa phân bổ.",
            group_thousands(sum),
            group_thousands(-short)
        ),
        more => format!(
            "; giao cho {given} đơn vị {} người, cao hơn chỉ tiêu {whom} {} người để dự phòng.",
            group_thousands(sum),
            group_thousands(more)
        ),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::super::test_brief::{test_brief, with_quotas};
    use super::*;

    #[test]
    fn parts_are_set_against_the_whole() {
        for (quotas, end) in [
            (vec![700, 573], "; giao hết cho 2 đơn vị."),
            (vec![700, 570], "; giao cho 2 đơn vị 1.270 người, còn 3 người chưa phân bổ."),
            (vec![700, 600], "; giao cho 2 đơn vị 1.300 người, cao hơn chỉ tiêu toàn địa bàn 27 người để dự phòng."),
        ] {
            let brief = with_quotas(test_brief(), &quotas);
            let measure = brief.frozen.measures.first().unwrap();
            let said = whole(&brief, 1, measure).text;
            assert_eq!(said, format!("1. Mức 2 đã kích hoạt: 1.273 người, hoàn thành chậm nhất ngày 30/6/2023{end}"));
            let annex = annex(&brief).unwrap();
            let Some(Block::Table(table)) = annex.blocks.first() else { unreachable!("a table") };
            let last = table.rows.last().unwrap().cells.last().unwrap().text.clone();
            assert_eq!(last, group_thousands(quotas.iter().sum()), "the total is what the rows add up to");
        }
        assert!(assign(&test_brief()).unwrap_err().to_string().contains("phân bổ"));
    }
}
