//! The table of the units below with every measure that has a quota, in local order, the whole last: the annex of most documents.

use super::figures::{Told, UnitFigures, below, own};
use crate::documents::brief::Brief;
use crate::model::document::{Annex, Block, Cell, Column, FigurePart, Line, Side, Table, TableRow};
use crate::progress::frozen::FrozenMeasure;
use crate::vn::date::in_text;

/// The annex; `None` where nothing stands below or no measure has a quota.
pub(super) fn units_annex(brief: &Brief) -> Option<Annex> {
    let units: Vec<UnitFigures<'_>> = below(brief).into_iter().filter(|unit| unit.told().next().is_some()).collect();
    let measures: Vec<&FrozenMeasure> = brief.frozen.measures.iter().filter(|measure| measure.has_quota).collect();
    if units.is_empty() || measures.is_empty() {
        return None;
    }
    let mut rows: Vec<TableRow> = units
        .iter()
        .enumerate()
        .map(|(at, unit)| row(&(at + 1).to_string(), &unit.unit.name, *unit, &measures))
        .collect();
    rows.extend(own(brief).map(|whole| TableRow { total: true, ..row("", "Tổng cộng", whole, &measures) }));
    let day = in_text(brief.frozen.as_of);
    Some(Annex {
        title: format!("Kết quả thực hiện theo đơn vị đến ngày {day}"),
        attached_to: None,
        landscape: measures.len() > 2,
        blocks: vec![Block::Table(Table { columns: columns(&measures), rows })],
    })
}

fn columns(measures: &[&FrozenMeasure]) -> Vec<Column> {
    let plain = |head: &str, width, side| Column { group: None, head: head.to_owned(), width, side };
    let mut columns = vec![plain("STT", 14, Side::Center), plain("Đơn vị", 52, Side::Left)];
    for measure in measures {
        let group = Some(measure.name.clone());
        for (head, width) in [("Chỉ tiêu", 20), ("Kết quả", 20), ("Tỷ lệ (%)", 20), ("Còn lại", 20)] {
            columns.push(Column { group: group.clone(), head: head.to_owned(), width, side: Side::Right });
        }
    }
    columns
}

fn row(number: &str, name: &str, unit: UnitFigures<'_>, measures: &[&FrozenMeasure]) -> TableRow {
    let mut cells: Vec<Cell> = vec![Line::from(number), Line::from(name)];
    for measure in measures {
        match unit.of(measure) {
            Some(told) => cells.extend(figures(told)),
            None => cells.extend([nothing(), nothing(), nothing(), nothing()]),
        }
    }
    TableRow { cells, total: false }
}

fn figures(told: Told<'_>) -> [Cell; 4] {
    let number = |value: Option<i64>, part| value.map_or_else(nothing, |value| told.number(value, part));
    let percent = told.figure.percent.as_ref().map_or_else(nothing, |percent| told.percent(percent));
    let done = match told.figure.done {
        Some(done) => told.number(done, FigurePart::Done),
        None => Line::from("chưa có số liệu"),
    };
    [number(told.figure.quota, FigurePart::Quota), done, percent, number(told.figure.remaining, FigurePart::Remaining)]
}

fn nothing() -> Cell {
    Line::from("-")
}
