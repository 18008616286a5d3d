//! Two days beside each other.

use serde::Serialize;

use super::frame::Choice;
use super::links::{Links, Pair};
use super::snapshots::{Tab, tabs};
use super::tile::signed;
use super::{day, number};
use crate::progress::{ComparedDays, Comparison};

/// The page.
#[derive(Debug, Serialize)]
pub struct CompareView {
    tabs: Vec<Tab>,
    units: Vec<Choice>,
    measures: Vec<Choice>,
    kept: Vec<Pair>,
    earlier: String,
    later: String,
    unreadable: bool,
    groups: Vec<Group>,
}

#[derive(Debug, Serialize)]
struct Group {
    name: String,
    rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    unit: String,
    href: String,
    top: bool,
    then: String,
    now: String,
    added: String,
    percent: String,
    ranks: String,
}

impl CompareView {
    /// The page; `only` is the measure that was chosen, `unreadable` says that the earlier day was not understood.
    pub fn of(found: &Comparison, units: Vec<Choice>, only: Option<i64>, unreadable: bool, links: &Links) -> Self {
        let top = found.later.path.last().map(|unit| unit.id);
        let row = |line: &ComparedDays| Row {
            unit: line.unit.name.clone(),
            href: links.unit(&line.unit.slug),
            top: Some(line.unit.id) == top,
            then: line.then.map_or_else(|| "chưa có số liệu".to_owned(), number),
            now: line.now.done.map_or_else(|| "chưa có số liệu".to_owned(), number),
            added: line.added().map(signed).unwrap_or_default(),
            percent: line.now.percent.map(|percent| format!("{}%", percent.vietnamese())).unwrap_or_default(),
            ranks: ranks(line),
        };
        let chosen = |id: i64| only.is_none_or(|only| only == id);
        let groups = found.measures.iter().filter(|(measure, _)| chosen(measure.id.0));
        let picked = only.map(|only| only.to_string()).unwrap_or_default();
        let mut measures = vec![Choice::new("", "Tất cả", &picked)];
        measures.extend(
            found.measures.iter().map(|(measure, _)| Choice::new(measure.id.to_string(), &measure.name, &picked)),
        );
        Self {
            tabs: tabs(links, "/so-sanh"),
            units,
            measures,
            kept: links.kept.clone(),
            earlier: day(found.earlier.day()),
            later: day(found.later.as_of.day()),
            unreadable,
            groups: groups
                .map(|(measure, lines)| Group { name: measure.name.clone(), rows: lines.iter().map(row).collect() })
                .collect(),
        }
    }
}

/// `3 → 1`, `2`.
fn ranks(line: &ComparedDays) -> String {
    match (line.rank_then, line.rank_now) {
        (Some(then), Some(now)) if then != now => format!("{then} → {now}"),
        (_, Some(now)) => now.to_string(),
        _ => String::new(),
    }
}
