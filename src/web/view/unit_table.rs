//! The table of the units below: one group of columns per measure, worst first unless the reader sorts otherwise.

use std::cmp::Reverse;

use serde::Serialize;

use super::links::{Links, Pair};
use super::people::lower_first;
use super::tile::{Bar, audience_words};
use super::{day, number};
use crate::charts;
use crate::model::as_of::AsOf;
use crate::model::tally::Audience;
use crate::progress::report::{Basis, Figure, MeasureName, Outlook, ProgressReport, UnitName};
use crate::progress::{Around, Ranking};

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
    /// How it went lately.
    Trend,
    /// Will it be met?
    Outlook,
}

impl Column {
    const ALL: [Self; 5] = [Self::Done, Self::Share, Self::Remaining, Self::Trend, Self::Outlook];

    fn word(self) -> &'static str {
        match self {
            Self::Done => "dat",
            Self::Share => "ty-le",
            Self::Remaining => "con-lai",
            Self::Trend => "moi-dat",
            Self::Outlook => "danh-gia",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Done => "Đạt / chỉ tiêu",
            Self::Share => "Tỷ lệ",
            Self::Remaining => "Còn lại",
            Self::Trend => "Xu hướng",
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
    ranked: bool,
    contacts: bool,
}

/// What stands beside the figures of a unit.
struct Beside<'a> {
    around: &'a Around,
    ranking: &'a Ranking,
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

#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Cell {
    Number { text: String, first: bool, soft: bool },
    Share { text: String, bar: Option<Bar> },
    Spark { svg: Option<String> },
    Chip { word: &'static str, shape: &'static str, class: &'static str },
}

/// One table per audience whose units have figures.
pub fn tables(
    report: &ProgressReport,
    links: &Links,
    path: &str,
    asked: Option<&Order>,
    around: &Around,
) -> Vec<UnitTable> {
    let ranking = Ranking::of(report);
    [Audience::All, Audience::Residents, Audience::Staff]
        .into_iter()
        .filter_map(|audience| table(report, links, path, asked, audience, &Beside { around, ranking: &ranking }))
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
        rows: rows
            .iter()
            .map(|(unit, figures)| {
                beside.complete(unit, figures, row(&unit.name, links.unit(&unit.slug), &measures, figures))
            })
            .collect(),
        ranked: rows.iter().any(|(unit, _)| beside.ranking.composite(unit.id).is_some()),
        contacts: rows.iter().any(|(unit, _)| beside.around.contacts.contains_key(&unit.id)),
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
        Column::Trend => {
            figure.detail.recent.first().zip(figure.detail.recent.last()).map(|(first, last)| last - first)
        }
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
            numeric: !matches!(column, Column::Outlook | Column::Trend),
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
    let (rank, last_report, contact) = Default::default();
    Row { name: name.to_owned(), href, cells: cells.collect(), rank, last_report, contact }
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
        Column::Trend => Cell::Spark { svg: charts::spark(&figure.detail.recent) },
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
        (Column::Trend, way) => ("số mới đạt gần đây", if *way { "từ cao xuống" } else { "từ thấp lên" }),
        (Column::Remaining, way) => ("số còn lại", if *way { "từ cao xuống" } else { "từ thấp lên" }),
    };
    format!("xếp theo {what} «{name}», {way}")
}
