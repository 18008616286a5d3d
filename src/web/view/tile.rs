//! The tile of a measure: how much, of what, by when, what comes, whom to visit.

use serde::Serialize;

use super::links::{Links, Pair};
use super::people::{self, upper_first};
use super::{day_in_text, number};
use crate::model::tally::Audience;
use crate::people::MeasureState;
use crate::progress::Gap;
use crate::progress::report::{Figure, Outlook};
use crate::progress::sentence::at_deadline;

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
    more: Vec<Fact>,
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
    /// A tile; `links` where the reader may open lists of people.
    pub fn of(figure: &Figure, gap: Option<Gap>, links: Option<&Links>, with_basis: bool) -> Self {
        let list = |state| {
            let state = people::state_value(&figure.measure.code, figure.measure.audience, state);
            let filters = [Pair::new("don-vi", figure.unit.slug.as_str()), Pair::new("tinh-trang", state)];
            links.filter(|_| figure.detail.noun.is_none()).map(|links| links.with("/nguoi-dan", &filters))
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
            basis: with_basis.then(|| upper_first(&figure.basis.vietnamese())),
            more: more(figure),
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
        Audience::Staff | Audience::StaffOf(_) => "theo nơi làm việc",
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
    let told = at_deadline(figure)?;
    matches!(figure.outlook, Outlook::OnTrack | Outlook::AtRisk | Outlook::Unlikely)
        .then(|| format!("với tốc độ này đến hạn {told}"))
}

/// What is shown on request: the other denominator, changes, the range behind the forecast, quotas of other issuers, what the unit itself reported.
fn more(figure: &Figure) -> Vec<Fact> {
    let detail = &figure.detail;
    let mut facts = Vec::new();
    let mut fact = |label: String, value: String| facts.push(Fact { label, value });
    if let (Some(eligible), Some(percent)) = (figure.eligible.filter(|_| detail.noun.is_none()), detail.of_eligible) {
        fact("trên số đủ điều kiện".to_owned(), format!("{} ({}%)", number(eligible), percent.vietnamese()));
    }
    if let Some(change) = detail.since_round {
        fact(format!("từ sau ngày {}", day_in_text(change.since)), signed(change.added));
    }
    if let Some(change) = detail.since_start {
        fact("từ đầu chiến dịch".to_owned(), signed(change.added));
    }
    if let Some(range) = detail.range.filter(|_| !matches!(figure.outlook, Outlook::Met | Outlook::Missed)) {
        fact("đến hạn, 80% khả năng".to_owned(), format!("từ {} đến {}", number(range.low), number(range.high)));
        match (range.earliest, range.latest) {
            (Some(earliest), Some(latest)) => {
                fact(
                    "đủ chỉ tiêu, 80% khả năng".to_owned(),
                    format!("{} đến {}", day_in_text(earliest), day_in_text(latest)),
                );
            }
            (Some(earliest), None) => fact("đủ chỉ tiêu, sớm nhất".to_owned(), day_in_text(earliest)),
            _ => {}
        }
    }
    for beside in &detail.beside {
        let percent = beside.percent.map(|percent| format!(" ({}%)", percent.vietnamese())).unwrap_or_default();
        let until = day_in_text(beside.deadline);
        fact(format!("chỉ tiêu của {}", beside.issuer), format!("{}{percent}, hạn {until}", number(beside.quota)));
    }
    if let Some(report) = detail.own_report {
        fact(
            "đơn vị tự báo cáo".to_owned(),
            format!("{}, số liệu đến ngày {}", number(report.value), day_in_text(report.day)),
        );
    }
    facts
}

/// `+12`, `0`, `−3`.
pub fn signed(value: i64) -> String {
    match value {
        0 => "0".to_owned(),
        value if value > 0 => format!("+{}", number(value)),
        value => format!("−{}", number(-value)),
    }
}
