//! The table of the units below: one group of columns per measure, worst first unless the reader sorts otherwise.

use std::cmp::Reverse;

use serde::Serialize;

use super::links::{Links, Pair};
use super::number;
use super::overview::{Bar, audience_words};
use super::people::lower_first;
use crate::model::tally::Audience;
use crate::progress::report::{Figure, MeasureName, Outlook, ProgressReport, UnitName};

/// How the reader wants the table sorted: `12-ty-le` is the share of measure 12, `ten` the local order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// As annexes list them.
    Local,
    /// By a column of a measure; from small to large unless turned round.
    Column {
        /// Identity of the measure.
        measure: i64,
        /// Which column.
        column: Column,
        /// From large to small.
        descending: bool,
    },
}

/// A column of a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// How many count.
    Done,
    /// Share of the quota.
    Share,
    /// How many are missing.
    Remaining,
    /// Will it be met?
    Outlook,
}

impl Column {
    const ALL: [Self; 4] = [Self::Done, Self::Share, Self::Remaining, Self::Outlook];

    fn word(self) -> &'static str {
        match self {
            Self::Done => "dat",
            Self::Share => "ty-le",
            Self::Remaining => "con-lai",
            Self::Outlook => "danh-gia",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Done => "Đạt / chỉ tiêu",
            Self::Share => "Tỷ lệ",
            Self::Remaining => "Còn lại",
            Self::Outlook => "Đánh giá",
        }
    }
}

impl Order {
    /// Reads the order of an address: `ten`, `12-ty-le`, `-12-ty-le`.
    pub fn parse(text: &str) -> Option<Self> {
        if text == "ten" {
            return Some(Self::Local);
        }
        let (descending, rest) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (measure, word) = rest.split_once('-')?;
        let column = Column::ALL.into_iter().find(|column| column.word() == word)?;
        Some(Self::Column { measure: measure.parse().ok()?, column, descending })
    }

    fn written(&self) -> String {
        match self {
            Self::Local => "ten".to_owned(),
            Self::Column { measure, column, descending } => {
                format!("{}{measure}-{}", if *descending { "-" } else { "" }, column.word())
            }
        }
    }
}

/// The table.
#[derive(Debug, Clone, Serialize)]
pub struct UnitTable {
    caption: String,
    order: String,
    name: Head,
    groups: Vec<Group>,
    rows: Vec<Row>,
    total: Option<Row>,
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
}

#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Cell {
    Number { text: String, first: bool, soft: bool },
    Share { text: String, bar: Option<Bar> },
    Chip { word: &'static str, shape: &'static str, class: &'static str },
}

/// One table per audience whose units have figures.
pub fn tables(report: &ProgressReport, links: &Links, path: &str, asked: Option<&Order>) -> Vec<UnitTable> {
    [Audience::All, Audience::Residents, Audience::Staff]
        .into_iter()
        .filter_map(|audience| table(report, links, path, asked, audience))
        .collect()
}

fn table(
    report: &ProgressReport,
    links: &Links,
    path: &str,
    asked: Option<&Order>,
    audience: Audience,
) -> Option<UnitTable> {
    let measures: Vec<&MeasureName> = report.measures.iter().filter(|m| m.audience == audience).collect();
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
        rows: rows.iter().map(|(unit, figures)| row(&unit.name, links.unit(&unit.slug), &measures, figures)).collect(),
        total: unit.map(|unit| row(&format!("Toàn {}", lower_first(&unit.name)), String::new(), &measures, &own)),
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

fn concerns(order: &Order, measures: &[&MeasureName]) -> bool {
    match order {
        Order::Local => true,
        Order::Column { measure, .. } => measures.iter().any(|known| known.id.0 == *measure),
    }
}

/// By the share of the first measure that has a quota, smallest first: who needs help is on top.
fn worst_first(measures: &[&MeasureName]) -> Order {
    match measures.iter().find(|measure| measure.has_quota) {
        Some(measure) => Order::Column { measure: measure.id.0, column: Column::Share, descending: false },
        None => Order::Local,
    }
}

fn sort(rows: &mut [(&UnitName, Vec<Option<&Figure>>)], measures: &[&MeasureName], order: &Order) {
    rows.sort_by_key(|(unit, _)| unit.local_order);
    let Order::Column { measure, column, descending } = order else { return };
    let Some(place) = measures.iter().position(|known| known.id.0 == *measure) else { return };
    // What is not known stays at the end whichever way the rest is sorted.
    let key = |figures: &[Option<&Figure>]| {
        figures.get(place).copied().flatten().and_then(|figure| sort_value(figure, *column))
    };
    if *descending {
        rows.sort_by_key(|(_, figures)| (key(figures).is_none(), Reverse(key(figures))));
    } else {
        rows.sort_by_key(|(_, figures)| (key(figures).is_none(), key(figures)));
    }
}

fn sort_value(figure: &Figure, column: Column) -> Option<i64> {
    match column {
        Column::Done => figure.done,
        Column::Share => figure.percent.map(|percent| percent.hundredths()),
        Column::Remaining => figure.remaining,
        Column::Outlook => Some(match figure.outlook {
            Outlook::Missed => 0,
            Outlook::Unlikely => 1,
            Outlook::AtRisk => 2,
            Outlook::OnTrack => 3,
            Outlook::Met => 4,
            Outlook::NoData => return None,
        }),
    }
}

fn columns_of(measure: &MeasureName) -> &'static [Column] {
    if measure.has_quota { &Column::ALL } else { &[Column::Done] }
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
            numeric: *column != Column::Outlook,
        }
    };
    Group { label: measure.name.clone(), columns: columns_of(measure).iter().map(head).collect() }
}

fn sorted_by(links: &Links, path: &str, order: &Order) -> String {
    links.with(path, &[Pair::new("xep", order.written())])
}

fn row(name: &str, href: String, measures: &[&MeasureName], figures: &[Option<&Figure>]) -> Row {
    let cells = measures
        .iter()
        .zip(figures)
        .flat_map(|(measure, figure)| columns_of(measure).iter().map(move |column| cell(*figure, *column)));
    Row { name: name.to_owned(), href, cells: cells.collect() }
}

fn cell(figure: Option<&Figure>, column: Column) -> Cell {
    let first = column == Column::Done;
    let nothing = |text: &str| Cell::Number { text: text.to_owned(), first, soft: true };
    let Some(figure) = figure else { return nothing("") };
    match column {
        Column::Done => match (figure.done, figure.quota) {
            (Some(done), Some(quota)) => {
                Cell::Number { text: format!("{} / {}", number(done), number(quota)), first, soft: false }
            }
            (Some(done), None) => Cell::Number { text: number(done), first, soft: false },
            (None, Some(quota)) => nothing(&format!("… / {}", number(quota))),
            (None, None) => nothing("…"),
        },
        Column::Share => match figure.percent {
            Some(percent) => Cell::Share { text: format!("{}%", percent.vietnamese()), bar: Bar::of(figure) },
            None => nothing(""),
        },
        Column::Remaining => match figure.remaining {
            Some(remaining) => Cell::Number { text: number(remaining), first, soft: false },
            None => nothing(""),
        },
        Column::Outlook => Cell::Chip {
            word: figure.outlook.vietnamese(),
            shape: figure.outlook.shape(),
            class: figure.outlook.as_str(),
        },
    }
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

fn order_in_words(order: &Order, measures: &[&MeasureName]) -> String {
    let Order::Column { measure, column, descending } = order else {
        return "theo thứ tự của địa phương".to_owned();
    };
    let name = measures.iter().find(|known| known.id.0 == *measure).map_or("", |measure| &measure.name);
    let (what, way) = match (column, descending) {
        (Column::Outlook, false) => ("đánh giá", "khó đạt nhất ở trên"),
        (Column::Outlook, true) => ("đánh giá", "tốt nhất ở trên"),
        (Column::Done, way) => ("số đạt", if *way { "từ cao xuống" } else { "từ thấp lên" }),
        (Column::Share, way) => ("tỷ lệ", if *way { "từ cao xuống" } else { "từ thấp lên" }),
        (Column::Remaining, way) => ("số còn lại", if *way { "từ cao xuống" } else { "từ thấp lên" }),
    };
    format!("xếp theo {what} «{name}», {way}")
}
