//! Reported against counted: the lines, what explains one of them, what cannot be right.

use serde::Serialize;

use super::frame::Choice;
use super::links::{Links, Pair};
use super::snapshots::{Tab, tabs};
use super::tile::signed;
use super::{day, number};
use crate::progress::{Cause, Compared, Explanation, Reconciliation};

/// Names shown of one cause; the list of people has the rest.
const NAMES: usize = 50;

/// The page.
#[derive(Debug, Serialize)]
pub struct ReconciliationView {
    tabs: Vec<Tab>,
    /// Units to choose from.
    pub units: Vec<Choice>,
    kept: Vec<Pair>,
    lines: Vec<Line>,
    findings: Vec<String>,
    /// What explains the line that was asked about.
    pub explained: Option<Explained>,
}

#[derive(Debug, Serialize)]
struct Line {
    unit: String,
    measure: String,
    reported: String,
    reported_on: String,
    counted: String,
    difference: String,
    explain_href: Option<String>,
}

/// What explains a difference.
#[derive(Debug, Serialize)]
pub struct Explained {
    heading: String,
    groups: Vec<Group>,
    too_large: bool,
    last_list: Option<(String, String)>,
}

#[derive(Debug, Serialize)]
struct Group {
    cause: &'static str,
    count: String,
    people: Vec<Named>,
    more: bool,
}

#[derive(Debug, Serialize)]
struct Named {
    name: String,
    href: String,
    since: String,
}

impl ReconciliationView {
    /// The page; `people` says whether the reader may open people.
    pub fn of(found: &Reconciliation, units: Vec<Choice>, links: &Links, people: bool) -> Self {
        let slug = found.path.last().map_or("", |unit| &unit.slug);
        let line = |compared: &Compared| {
            let explain = [
                Pair::new("don-vi", slug),
                Pair::new("dong", format!("{}~{}", compared.unit.slug, compared.measure.id.0)),
            ];
            let differs = compared.difference().is_some_and(|difference| difference != 0);
            Line {
                unit: compared.unit.name.clone(),
                measure: compared.measure.name.clone(),
                reported: number(compared.reported),
                reported_on: day(compared.reported_on),
                counted: compared.counted.map_or_else(|| "chưa có danh sách".to_owned(), number),
                difference: compared.difference().map(signed).unwrap_or_default(),
                explain_href: (differs && people).then(|| links.with("/doi-chieu", &explain)),
            }
        };
        Self {
            tabs: tabs(links, "/doi-chieu"),
            units,
            kept: links.kept.clone(),
            lines: found.compared.iter().map(line).collect(),
            findings: found.findings.iter().map(|finding| finding.sentence.clone()).collect(),
            explained: None,
        }
    }
}

impl Explained {
    /// What explains a line.
    pub fn of(of: &Compared, explanation: &Explanation, links: &Links) -> Self {
        let people = explanation.people.as_deref().unwrap_or_default();
        let group = |cause: Cause| {
            let of_cause: Vec<_> = people.iter().filter(|suspect| suspect.cause == cause).collect();
            let named = |suspect: &&crate::progress::Suspect| Named {
                name: suspect.name.clone(),
                href: links.to(&format!("/nguoi-dan/{}", suspect.person)),
                since: suspect.since.map(day).unwrap_or_default(),
            };
            (!of_cause.is_empty()).then(|| Group {
                cause: cause.vietnamese(),
                count: number(i64::try_from(of_cause.len()).unwrap_or(i64::MAX)),
                people: of_cause.iter().take(NAMES).map(named).collect(),
                more: of_cause.len() > NAMES,
            })
        };
        let counted = of.counted.map_or_else(|| "không có".to_owned(), number);
        Self {
            heading: format!(
                "{}, {}: báo cáo {}, đếm được {counted} đến ngày {}",
                of.unit.name,
                of.measure.name,
                number(of.reported),
                day(of.reported_on)
            ),
            groups: Cause::ALL.into_iter().filter_map(group).collect(),
            too_large: explanation.people.is_none(),
            last_list: explanation
                .last_list
                .as_ref()
                .map(|list| (list.file_name.clone(), links.to(&format!("/nhap-lieu/{}", list.batch)))),
        }
    }
}
