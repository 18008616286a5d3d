//! Figures of a unit: the sentence for a dispatch, a tile per measure, tables of the units below, who has not reported, what holds people back, charts.

use chrono::NaiveDate;
use serde::Serialize;

use super::links::{Links, Pair};
use super::people::upper_first;
use super::tile::{Tile, audience_words, signed};
use super::unit_order::Order;
use super::unit_table::{self, UnitTable};
use super::{day, day_in_text, number};
use crate::charts;
use crate::model::as_of::AsOf;
use crate::progress::report::{Figure, ProgressReport, Series, UnitName};
use crate::progress::{Around, ChangedFigure, SinceVisit, gap, units_summary};

/// The page: what every reader of the same rights sees alike, and what only one of them sees.
#[derive(Debug, Clone, Serialize)]
pub struct Overview {
    /// «Tính đến ngày 31/5/2023, …», to be pasted into a dispatch.
    pub sentence: Option<String>,
    /// What has changed since the visit before.
    pub since_visit: Option<String>,
    /// Mails that did not arrive, if any and if the reader may send mail.
    pub undelivered: Option<Undelivered>,
    /// [`Figures`] as HTML.
    pub figures: String,
    /// Where the workbook is downloaded, if the reader may.
    pub workbook_href: Option<String>,
    /// Where the report is sent from, if the reader may.
    pub send_href: Option<String>,
    /// Lists of people to visit there, if the reader may see people.
    pub visits_href: Option<String>,
}

/// Mails that did not arrive.
#[derive(Debug, Clone, Serialize)]
pub struct Undelivered {
    count: String,
    href: String,
}

impl Undelivered {
    /// So many, and where they are listed.
    pub fn of(count: i64, links: &Links) -> Self {
        Self { count: number(count), href: links.with("/thu-da-gui", &[Pair::new("trang-thai", "khong-gui-duoc")]) }
    }
}

/// Figures of a unit.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Figures {
    /// One per measure.
    pub tiles: Vec<Tile>,
    /// Where the figures come from, when all come from the same.
    pub basis: Option<String>,
    /// One per audience.
    pub tables: Vec<UnitTable>,
    /// One per measure with a quota.
    pub charts: Vec<Chart>,
    /// How the units below stand, one line per measure with a quota.
    pub standing: Vec<String>,
    /// Units of which nothing is known, and those whose data are old.
    pub waiting: Vec<Waiting>,
    /// What holds people back, most frequent first.
    pub barriers: Vec<BarrierLine>,
    /// What holds whole units back, most frequent first.
    pub unit_barriers: Vec<String>,
    /// Where what holds units back is shown and noted.
    pub unit_barriers_href: Option<String>,
}

impl Figures {
    /// Of a report. `people` says whether the reader may open lists of people.
    pub fn of(
        report: &ProgressReport,
        series: &[Series],
        links: &Links,
        path: &str,
        order: Option<&Order>,
        people: bool,
        around: &Around,
    ) -> Self {
        let basis = shared_basis(&report.own);
        let tile = |figure| Tile::of(figure, gap(figure, &report.own), people.then_some(links), basis.is_none());
        Self {
            tiles: report.own.iter().map(tile).collect(),
            basis: basis.clone(),
            tables: unit_table::tables(report, links, path, order, around, people),
            charts: series.iter().filter(|series| series.quota.is_some()).map(Chart::of).collect(),
            standing: standing(report),
            waiting: waiting(report, links, around),
            barriers: barriers(report, links, around, people),
            unit_barriers: around.unit_barriers.iter().map(unit_barrier).collect(),
            unit_barriers_href: report
                .path
                .last()
                .map(|unit| links.with("/vuong-mac", &[Pair::new("don-vi", unit.slug.as_str())])),
        }
    }
}

/// A unit that has to be asked for its figures.
#[derive(Debug, Clone, Serialize)]
pub struct Waiting {
    name: String,
    href: String,
    what: String,
    contact: String,
}

/// A cause and how many it holds back.
#[derive(Debug, Clone, Serialize)]
pub struct BarrierLine {
    name: String,
    people: String,
    /// The list of them, if the reader may open it.
    href: Option<String>,
}

/// «Mức 2 đã kích hoạt: 1/10 đơn vị đã hoàn thành; …».
fn standing(report: &ProgressReport) -> Vec<String> {
    let line = |measure: &crate::progress::report::MeasureName| {
        let units = units_summary(report, measure.id);
        let achievement = units.achievement()?;
        let sources = if units.counted == units.units { String::new() } else { format!(" ({})", units.sources()) };
        Some(format!("{}: {achievement}{sources}.", measure.name))
    };
    report.measures.iter().filter_map(line).collect()
}

fn waiting(report: &ProgressReport, links: &Links, around: &Around) -> Vec<Waiting> {
    let mut silent: Vec<(&UnitName, Option<NaiveDate>)> = Vec::new();
    for (unit, figures) in report.children.iter().filter(|(_, figures)| !figures.is_empty()) {
        let newest = figures.iter().filter_map(|figure| figure.basis.day()).max();
        let known = figures.iter().any(|figure| figure.done.is_some());
        let old = newest.filter(|day| (report.as_of.day() - *day).num_days() > crate::progress::STALE_DAYS);
        if !known || old.is_some() {
            silent.push((unit, old));
        }
    }
    silent.sort_by_key(|(unit, old)| (*old, unit.local_order));
    let line = |(unit, old): (&UnitName, Option<NaiveDate>)| Waiting {
        name: unit.name.clone(),
        href: links.unit(&unit.slug),
        what: match old {
            Some(day) => format!("số liệu mới nhất của ngày {}", day_in_text(day)),
            None => "chưa có danh sách, chưa có báo cáo".to_owned(),
        },
        contact: unit_table::contact(unit, around),
    };
    silent.into_iter().map(line).collect()
}

fn barriers(report: &ProgressReport, links: &Links, around: &Around, people: bool) -> Vec<BarrierLine> {
    let slug = report.path.last().map_or("", |unit| &unit.slug);
    let line = |barrier: &crate::store::barrier_counts::BarrierCount| BarrierLine {
        name: barrier.name.clone(),
        people: number(barrier.people),
        href: people.then(|| {
            links.with("/nguoi-dan", &[Pair::new("don-vi", slug), Pair::new("vuong-mac", barrier.code.as_str())])
        }),
    };
    around.barriers.iter().map(line).collect()
}

/// `Tuyên truyền, hướng dẫn chưa sâu rộng: 3 đơn vị`.
fn unit_barrier(count: &crate::store::unit_barriers::UnitBarrierCount) -> String {
    format!("{}: {} đơn vị", count.name, number(count.units))
}

/// «Từ lần xem trước (ngày 30/5/2023): Mức 2 đã kích hoạt +12 (nay 1.068).»
pub fn since_visit(since: &SinceVisit) -> String {
    let told = |changed: &ChangedFigure| {
        format!("{} {} (nay {})", changed.name, signed(changed.now - changed.then), number(changed.now))
    };
    let changes: Vec<String> = since.changed.iter().map(told).collect();
    let told = if changes.is_empty() { "không có thay đổi".to_owned() } else { changes.join("; ") };
    format!("Từ lần xem trước (ngày {}): {told}.", day_in_text(AsOf::of_instant(since.at).day()))
}

fn shared_basis(figures: &[Figure]) -> Option<String> {
    let first = figures.first()?;
    figures.iter().all(|figure| figure.basis == first.basis).then(|| basis(first))
}

fn basis(figure: &Figure) -> String {
    upper_first(&figure.basis.vietnamese())
}

/// A chart and the table behind it.
#[derive(Debug, Clone, Serialize)]
pub struct Chart {
    name: String,
    audience: &'static str,
    svg: String,
    rows: Vec<ChartRow>,
}

#[derive(Debug, Clone, Serialize)]
struct ChartRow {
    day: String,
    done: String,
    added: String,
    expected: String,
}

impl Chart {
    fn of(series: &Series) -> Self {
        let row = |row: &charts::TableRow| ChartRow {
            day: day(row.day),
            done: number(row.done),
            added: number(row.added),
            expected: row.expected.map(number).unwrap_or_default(),
        };
        Self {
            name: series.measure.name.clone(),
            audience: audience_words(series.measure.audience),
            svg: charts::burn_up(series),
            rows: charts::weekly(series).iter().rev().map(row).collect(),
        }
    }
}
