//! Figures of a unit: the sentence for a dispatch, a tile per measure, tables of the units below, charts.

use serde::Serialize;

use super::links::{Links, Pair};
use super::people::{self, upper_first};
use super::unit_table::{self, Order, UnitTable};
use super::{day, day_in_text, number};
use crate::charts;
use crate::model::tally::Audience;
use crate::people::MeasureState;
use crate::progress::report::{Figure, Outlook, ProgressReport, Series};
use crate::progress::sentence::summary;
use crate::progress::{Gap, gap};

/// Figures of a unit.
#[derive(Debug, Clone, Serialize)]
pub struct Overview {
    /// «Tính đến ngày 31/5/2023, …», to be pasted into a dispatch.
    pub sentence: Option<String>,
    /// One per measure.
    pub tiles: Vec<Tile>,
    /// Where the figures come from, when all come from the same.
    pub basis: Option<String>,
    /// One per audience.
    pub tables: Vec<UnitTable>,
    /// One per measure with a quota.
    pub charts: Vec<Chart>,
    /// Where the workbook is downloaded, if the reader may.
    pub workbook_href: Option<String>,
    /// Where the report is sent from, if the reader may.
    pub send_href: Option<String>,
}

impl Overview {
    /// Where there is no campaign yet.
    pub fn empty() -> Self {
        Self {
            sentence: None,
            tiles: Vec::new(),
            basis: None,
            tables: Vec::new(),
            charts: Vec::new(),
            workbook_href: None,
            send_href: None,
        }
    }

    /// Everything but the two links of the heading. `people` says whether the reader may open lists of people.
    pub fn of(
        report: &ProgressReport,
        series: &[Series],
        links: &Links,
        path: &str,
        order: Option<&Order>,
        people: bool,
    ) -> Self {
        let basis = shared_basis(&report.own);
        let tile = |figure| Tile::of(figure, gap(figure, &report.own), people.then_some(links), basis.is_none());
        Self {
            sentence: Some(summary(report)),
            tiles: report.own.iter().map(tile).collect(),
            basis: basis.clone(),
            tables: unit_table::tables(report, links, path, order),
            charts: series.iter().filter(|series| series.quota.is_some()).map(Chart::of).collect(),
            workbook_href: None,
            send_href: None,
        }
    }
}

/// A progress bar: lengths in hundredths of the bar.
#[derive(Debug, Clone, Serialize)]
pub struct Bar {
    done: String,
    expected: Option<String>,
    label: String,
}

impl Bar {
    /// The bar of a figure that has a quota.
    pub fn of(figure: &Figure) -> Option<Self> {
        let (done, quota) = (figure.done?, figure.quota.filter(|quota| *quota > 0)?);
        let share = |part: i64| format!("{:.1}", (part as f64 * 100.0 / quota as f64).clamp(0.0, 100.0));
        let expected = figure.expected_today.filter(|_| figure.outlook != Outlook::Met);
        let label = match expected {
            Some(expected) => {
                format!("đạt {} trên {}, nếu làm đều thì đã được {}", number(done), number(quota), number(expected))
            }
            None => format!("đạt {} trên {}", number(done), number(quota)),
        };
        Some(Self { done: share(done), expected: expected.map(share), label })
    }
}

/// One measure.
#[derive(Debug, Clone, Serialize)]
pub struct Tile {
    name: String,
    audience: &'static str,
    done: Option<String>,
    quota: Option<String>,
    percent: Option<String>,
    people_href: Option<String>,
    lists: Vec<ListLink>,
    bar: Option<Bar>,
    facts: Vec<Fact>,
    outlook: Option<Chip>,
    ahead: Option<String>,
    basis: Option<String>,
}

/// A word with its value.
#[derive(Debug, Clone, Serialize)]
pub struct Fact {
    /// What.
    pub label: String,
    /// How much.
    pub value: String,
}

#[derive(Debug, Clone, Serialize)]
struct Chip {
    word: &'static str,
    shape: &'static str,
    kind: &'static str,
}

impl Tile {
    fn of(figure: &Figure, gap: Option<Gap>, links: Option<&Links>, with_basis: bool) -> Self {
        let list = |state| {
            let state = people::state_value(&figure.measure.code, figure.measure.audience, state);
            let filters = [Pair::new("don-vi", figure.unit.slug.as_str()), Pair::new("tinh-trang", state)];
            links.map(|links| links.with("/nguoi-dan", &filters))
        };
        Self {
            name: figure.measure.name.clone(),
            audience: audience_words(figure.measure.audience),
            done: figure.done.map(number),
            quota: figure.quota.map(number),
            percent: figure.percent.map(|percent| format!("{}%", percent.vietnamese())),
            people_href: list(MeasureState::Done),
            lists: lists(&list),
            bar: Bar::of(figure),
            facts: facts(figure, gap),
            outlook: figure.measure.has_quota.then(|| Chip {
                word: figure.outlook.vietnamese(),
                shape: figure.outlook.shape(),
                kind: figure.outlook.as_str(),
            }),
            ahead: ahead(figure),
            basis: with_basis.then(|| basis(figure)),
        }
    }
}

/// A list of people behind a figure.
#[derive(Debug, Clone, Serialize)]
struct ListLink {
    label: &'static str,
    href: String,
}

/// Whom to visit next.
fn lists(list: &dyn Fn(MeasureState) -> Option<String>) -> Vec<ListLink> {
    [MeasureState::IssuedNotDone, MeasureState::NotIssued]
        .into_iter()
        .filter_map(|state| Some(ListLink { label: state.vietnamese(), href: list(state)? }))
        .collect()
}

/// By which place people are counted.
pub fn audience_words(audience: Audience) -> &'static str {
    match audience {
        Audience::Residents => "theo nơi cư trú",
        Audience::Staff => "theo nơi làm việc",
        Audience::All => "theo nơi cư trú và nơi làm việc",
    }
}

fn facts(figure: &Figure, gap: Option<Gap>) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut fact = |label: &str, value: String| facts.push(Fact { label: label.to_owned(), value });
    if let Some(remaining) = figure.remaining.filter(|remaining| *remaining > 0) {
        fact("còn", number(remaining));
    }
    match (figure.days_left, figure.deadline) {
        (Some(days), Some(deadline)) if days >= 0 => fact("hạn", format!("{} ({days} ngày)", day_in_text(deadline))),
        (Some(days), Some(deadline)) => fact("hạn", format!("{} (đã qua {} ngày)", day_in_text(deadline), -days)),
        _ => {}
    }
    if let Some(needed) = figure.needed_per_day.filter(|needed| *needed > 0) {
        fact("cần", format!("{}/ngày", number(needed)));
    }
    if let Some(pace) = figure.pace_per_day.filter(|_| figure.measure.has_quota) {
        fact("đang được", format!("{}/ngày", pace.vietnamese()));
    }
    if let Some(issued) = figure.issued {
        fact("đã cấp", number(issued));
    }
    if let Some(gap) = gap {
        fact("đã kích hoạt", number(gap.achieved));
        fact("chưa kích hoạt", number(gap.between));
    }
    facts
}

/// What the present pace leads to.
fn ahead(figure: &Figure) -> Option<String> {
    match (figure.outlook, figure.forecast_on, figure.at_deadline) {
        (Outlook::OnTrack, Some(on), _) => Some(format!("dự kiến đủ ngày {}", day_in_text(on))),
        (Outlook::AtRisk | Outlook::Unlikely, _, Some(value)) => {
            Some(format!("với nhịp này đến hạn được {}", number(value)))
        }
        _ => None,
    }
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
