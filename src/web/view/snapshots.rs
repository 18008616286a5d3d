//! Frozen figures: the list with the form that freezes, one of them, differences.

use serde::Serialize;

use super::form::FieldError;
use super::frame::Choice;
use super::links::{Links, Pair};
use super::{day, day_in_text, number};
use crate::model::as_of::AsOf;
use crate::model::hexadecimal::hexadecimal;
use crate::progress::Difference;
use crate::progress::frozen::{Frozen, FrozenFigure, FrozenUnit};
use crate::progress::snapshots::SnapshotLine;

/// The list.
#[derive(Debug, Serialize)]
pub struct SnapshotList {
    /// The tabs of the reports.
    pub tabs: Vec<Tab>,
    /// What was not accepted.
    pub errors: Vec<FieldError>,
    /// Whether the reader may freeze.
    pub may_take: bool,
    /// Units to choose from.
    pub units: Vec<Choice>,
    /// What was typed as a name.
    pub name: String,
    /// `31/05/2023`: the day whose figures are frozen.
    pub day: String,
    /// What is frozen, latest first.
    pub lines: Vec<Line>,
}

/// A page beside others.
#[derive(Debug, Clone, Serialize)]
pub struct Tab {
    label: &'static str,
    href: String,
    current: bool,
}

/// The pages under «Báo cáo».
pub fn tabs(links: &Links, current: &str) -> Vec<Tab> {
    [("Báo cáo", "/bao-cao"), ("Số liệu chốt", "/so-lieu-chot"), ("Đối chiếu", "/doi-chieu"), ("So sánh", "/so-sanh")]
        .into_iter()
        .map(|(label, path)| Tab { label, href: links.to(path), current: path == current })
        .collect()
}

/// Frozen figures in the list.
#[derive(Debug, Serialize)]
pub struct Line {
    name: String,
    href: String,
    unit: String,
    day: String,
    taken: String,
}

impl Line {
    /// A line.
    pub fn of(line: &SnapshotLine, links: &Links) -> Self {
        Self {
            name: line.head.name.clone(),
            href: links.to(&format!("/so-lieu-chot/{}", line.head.id)),
            unit: line.unit.name.clone(),
            day: day(line.head.as_of),
            taken: day(AsOf::of_instant(line.head.taken_at).day()),
        }
    }
}

/// One of them.
#[derive(Debug, Serialize)]
pub struct SnapshotSheet {
    tabs: Vec<Tab>,
    sentence: String,
    unit: String,
    told: String,
    sha256: String,
    groups: Vec<Group>,
    recompute_href: String,
    workbook_href: Option<String>,
    others: Vec<Choice>,
    compare_action: String,
    kept: Vec<Pair>,
}

/// A measure with the unit and those right below it.
#[derive(Debug, Serialize)]
struct Group {
    name: String,
    rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    unit: String,
    top: bool,
    quota: String,
    done: String,
    percent: String,
    remaining: String,
    basis: String,
}

impl SnapshotSheet {
    /// The page; `others` are those it may be compared with.
    pub fn of(
        line: &SnapshotLine,
        frozen: &Frozen,
        others: &[SnapshotLine],
        links: &Links,
        may_have_workbook: bool,
    ) -> Self {
        let id = line.head.id;
        let top = frozen.units.first();
        let group = |measure: &crate::progress::frozen::FrozenMeasure| {
            let shown = frozen
                .units
                .iter()
                .filter(|unit| unit.parent.is_none() || unit.parent.as_deref() == top.map(|top| top.slug.as_str()));
            let row = |unit: &FrozenUnit| {
                let of = |figure: &&FrozenFigure| figure.measure == measure.code && figure.audience == measure.audience;
                unit.figures.iter().find(of).map(|figure| Row::of(unit, figure))
            };
            Group { name: measure.name.clone(), rows: shown.filter_map(row).collect() }
        };
        let other = |other: &SnapshotLine| {
            Choice::new(
                other.head.id.to_string(),
                format!("{} ({})", other.head.name, day_in_text(other.head.as_of)),
                "",
            )
        };
        Self {
            tabs: tabs(links, "/so-lieu-chot"),
            sentence: frozen.sentence.clone(),
            unit: line.unit.name.clone(),
            told: format!(
                "Số liệu đến ngày {}, chốt ngày {}, gồm {} đơn vị",
                day_in_text(frozen.as_of),
                day_in_text(AsOf::of_instant(frozen.taken_at).day()),
                number(i64::try_from(frozen.units.len()).unwrap_or(i64::MAX))
            ),
            sha256: hexadecimal(&line.head.sha256),
            groups: frozen.measures.iter().map(group).collect(),
            recompute_href: links.to(&format!("/so-lieu-chot/{id}/khac-biet")),
            workbook_href: may_have_workbook.then(|| links.to(&format!("/so-lieu-chot/{id}/tien-do.xlsx"))),
            others: others.iter().filter(|other| other.head.id != id).map(other).collect(),
            compare_action: format!("/so-lieu-chot/{id}/khac-biet"),
            kept: links.kept.clone(),
        }
    }
}

impl Row {
    fn of(unit: &FrozenUnit, figure: &FrozenFigure) -> Self {
        let shown = |value: Option<i64>| value.map(number).unwrap_or_default();
        Self {
            unit: unit.name.clone(),
            top: unit.parent.is_none(),
            quota: shown(figure.quota),
            done: figure.done.map_or_else(|| "chưa có số liệu".to_owned(), number),
            percent: figure
                .percent
                .as_ref()
                .map(|percent| format!("{}%", percent.replace('.', ",")))
                .unwrap_or_default(),
            remaining: shown(figure.remaining),
            basis: figure.basis_words.clone(),
        }
    }
}

/// What differs.
#[derive(Debug, Serialize)]
pub struct DifferencesView {
    tabs: Vec<Tab>,
    heading: String,
    back: String,
    rows: Vec<DifferenceRow>,
}

#[derive(Debug, Serialize)]
struct DifferenceRow {
    unit: String,
    measure: String,
    what: &'static str,
    before: String,
    after: String,
}

impl DifferencesView {
    /// The page.
    pub fn of(heading: String, back: String, found: &[Difference], names: &Frozen, links: &Links) -> Self {
        let measure = |code: &str, audience: &str| {
            let known = names.measures.iter().find(|known| known.code == code && known.audience == audience);
            known.map_or_else(|| code.to_owned(), |known| known.name.clone())
        };
        let shown = |value: Option<i64>| value.map_or_else(|| "không có".to_owned(), number);
        let row = |difference: &Difference| DifferenceRow {
            unit: difference.unit_name.clone(),
            measure: measure(&difference.measure, &difference.audience),
            what: difference.vietnamese(),
            before: shown(difference.before),
            after: shown(difference.after),
        };
        Self { tabs: tabs(links, "/so-lieu-chot"), heading, back, rows: found.iter().map(row).collect() }
    }
}
