//! The table of the units below: one group of columns per measure, worst first unless the reader sorts otherwise.

use serde::Serialize;

use super::day;
use super::links::{Links, Pair};
use super::people::lower_first;
use super::tile::audience_words;
use super::unit_cells::Cell;
use super::unit_order::{Column, Order, columns_of, concerns, order_in_words, sort, worst_first};
use crate::model::as_of::AsOf;
use crate::model::tally::Audience;
use crate::progress::report::{Basis, Figure, MeasureName, ProgressReport, UnitName};
use crate::progress::{Around, Ranking};

/// The table.
#[derive(Debug, Clone, Serialize)]
pub struct UnitTable {
    caption: String,
    order: String,
    name: Head,
    groups: Vec<Group>,
    rows: Vec<Row>,
    total: Option<Row>,
    ranked: bool,
    contacts: bool,
}

/// What stands beside the figures of a unit.
struct Beside<'a> {
    around: &'a Around,
    ranking: &'a Ranking,
    /// Where the reader may open lists of people.
    people: Option<&'a Links>,
}

impl Beside<'_> {
    fn complete(&self, unit: &UnitName, figures: &[Option<&Figure>], row: Row) -> Row {
        Row {
            rank: self.ranking.composite(unit.id).map(|place| place.rank.to_string()).unwrap_or_default(),
            last_report: last_report(unit, figures, self.around),
            contact: contact(unit, self.around),
            ..row
        }
    }
}

/// What was last handed in for a round; else of which day the list or the report is.
fn last_report(unit: &UnitName, figures: &[Option<&Figure>], around: &Around) -> String {
    if let Some(submission) = around.submissions.get(&unit.id) {
        let day = day(AsOf::of_instant(submission.received_at).day());
        return format!("{}, {day}{}", submission.round, if submission.nil { " (không phát sinh)" } else { "" });
    }
    let newest = figures
        .iter()
        .flatten()
        .filter_map(|figure| Some((figure.basis.day()?, figure.basis)))
        .max_by_key(|(day, _)| *day);
    match newest {
        Some((on, Basis::Counted(_))) => format!("danh sách {}", day(on)),
        Some((on, _)) => format!("báo cáo {}", day(on)),
        None => "chưa có".to_owned(),
    }
}

/// Whom to call: `Lê Thị An, Trưởng thôn, 0912 345 678`.
pub fn contact(unit: &UnitName, around: &Around) -> String {
    let Some(contact) = around.contacts.get(&unit.id) else { return String::new() };
    let parts = [Some(contact.name.clone()), contact.post.clone(), contact.phone.clone()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[derive(Debug, Clone, Serialize)]
struct Group {
    label: String,
    columns: Vec<Head>,
}

#[derive(Debug, Clone, Serialize)]
struct Head {
    label: &'static str,
    href: String,
    sorted: Option<&'static str>,
    numeric: bool,
}

#[derive(Debug, Clone, Serialize)]
struct Row {
    name: String,
    href: String,
    cells: Vec<Cell>,
    rank: String,
    last_report: String,
    contact: String,
}

/// One table per audience whose units have figures. `people` says whether the reader may open lists of people.
pub fn tables(
    report: &ProgressReport,
    links: &Links,
    path: &str,
    asked: Option<&Order>,
    around: &Around,
    people: bool,
) -> Vec<UnitTable> {
    let ranking = Ranking::of(report);
    let beside = Beside { around, ranking: &ranking, people: people.then_some(links) };
    [Audience::All, Audience::Residents, Audience::Staff]
        .into_iter()
        .filter_map(|audience| table(report, links, path, asked, audience, &beside))
        .collect()
}

fn table(
    report: &ProgressReport,
    links: &Links,
    path: &str,
    asked: Option<&Order>,
    audience: Audience,
    beside: &Beside<'_>,
) -> Option<UnitTable> {
    let measures: Vec<&MeasureName> =
        report.measures.iter().filter(|m| m.audience.of_every_category() == audience).collect();
    let mut rows: Vec<(&UnitName, Vec<Option<&Figure>>)> = report
        .children
        .iter()
        .map(|(unit, figures)| (unit, of_measures(&measures, figures)))
        .filter(|(_, figures)| figures.iter().any(Option::is_some))
        .collect();
    if rows.is_empty() {
        return None;
    }
    let order = asked.filter(|order| concerns(order, &measures)).cloned().unwrap_or_else(|| worst_first(&measures));
    sort(&mut rows, &measures, &order);
    let own = of_measures(&measures, &report.own);
    let unit = report.path.last();
    Some(UnitTable {
        caption: caption(&rows, audience),
        order: order_in_words(&order, &measures),
        name: Head { label: "Đơn vị", href: sorted_by(links, path, &Order::Local), sorted: None, numeric: false }
            .mark(order == Order::Local),
        groups: measures.iter().map(|measure| group(measure, links, path, &order)).collect(),
        rows: rows
            .iter()
            .map(|(unit, figures)| {
                beside.complete(
                    unit,
                    figures,
                    row(&unit.name, links.unit(&unit.slug), &measures, figures, beside.people),
                )
            })
            .collect(),
        ranked: rows.iter().any(|(unit, _)| beside.ranking.composite(unit.id).is_some()),
        contacts: rows.iter().any(|(unit, _)| beside.around.contacts.contains_key(&unit.id)),
        total: unit.map(|unit| {
            row(&format!("Toàn {}", lower_first(&unit.name)), String::new(), &measures, &own, beside.people)
        }),
    })
}

impl Head {
    fn mark(mut self, sorted: bool) -> Self {
        if sorted {
            self.sorted = Some("ascending");
        }
        self
    }
}

fn of_measures<'a>(measures: &[&MeasureName], figures: &'a [Figure]) -> Vec<Option<&'a Figure>> {
    measures.iter().map(|measure| figures.iter().find(|figure| figure.measure.id == measure.id)).collect()
}

fn group(measure: &MeasureName, links: &Links, path: &str, order: &Order) -> Group {
    let head = |column: &Column| {
        let now = matches!(order, Order::Column { measure: m, column: c, .. } if *m == measure.id.0 && c == column);
        let falling = matches!(order, Order::Column { descending: true, .. });
        let next = Order::Column { measure: measure.id.0, column: *column, descending: now && !falling };
        Head {
            label: if measure.has_quota { column.label() } else { "Số lượng" },
            href: sorted_by(links, path, &next),
            sorted: now.then_some(if falling { "descending" } else { "ascending" }),
            numeric: !matches!(column, Column::Outlook | Column::Trend),
        }
    };
    Group { label: measure.name.clone(), columns: columns_of(measure).iter().map(head).collect() }
}

fn sorted_by(links: &Links, path: &str, order: &Order) -> String {
    links.with(path, &[Pair::new("xep", order.written())])
}

fn row(
    name: &str,
    href: String,
    measures: &[&MeasureName],
    figures: &[Option<&Figure>],
    people: Option<&Links>,
) -> Row {
    let cells = measures
        .iter()
        .zip(figures)
        .flat_map(|(measure, figure)| columns_of(measure).iter().map(move |column| Cell::of(*figure, *column, people)));
    let (rank, last_report, contact) = Default::default();
    Row { name: name.to_owned(), href, cells: cells.collect(), rank, last_report, contact }
}

fn caption(rows: &[(&UnitName, Vec<Option<&Figure>>)], audience: Audience) -> String {
    let all = |test: fn(&UnitName) -> bool| rows.iter().all(|(unit, _)| test(unit));
    if all(|unit| unit.kind.is_village()) {
        "Các thôn, tổ dân phố".to_owned()
    } else if all(|unit| unit.kind.is_workplace()) {
        "Các cơ quan, đơn vị".to_owned()
    } else if audience == Audience::Residents {
        "Các đơn vị trực thuộc".to_owned()
    } else {
        format!("Các đơn vị trực thuộc, {}", audience_words(audience))
    }
}
