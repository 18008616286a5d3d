//! Checks: who enrolled before they could, whose term ends or has ended.

use serde::Serialize;

use super::frame::Choice;
use super::links::{Links, Pair};
use super::number;
use super::people::lower_first;
use super::quotas::{Tab, tabs};
use crate::model::tally::Audience;
use crate::model::unit::Unit;
use crate::people::{Check, CheckFilter, CheckReport, Hits, NamedCheck};

/// Days ahead for terms that end, where nobody asks for others.
pub const USUAL_DAYS: u16 = 30;

/// The page.
#[derive(Debug, Serialize)]
pub struct ChecksView {
    /// The pages about campaigns.
    pub tabs: Vec<Tab>,
    /// Days ahead as asked for.
    pub days: u16,
    /// Residents or staff.
    pub audiences: Vec<Choice>,
    /// What the form sends besides.
    pub hidden: Vec<Pair>,
    /// Heads of the columns.
    pub heads: Vec<String>,
    /// The unit, then its children.
    pub rows: Vec<Row>,
}

/// A unit.
#[derive(Debug, Serialize)]
pub struct Row {
    name: String,
    href: Option<String>,
    cells: Vec<Cell>,
}

/// A count and the list behind it.
#[derive(Debug, Serialize)]
pub struct Cell {
    text: String,
    href: Option<String>,
    label: String,
}

impl ChecksView {
    /// The counts; `people`: whether the reader may open lists of people.
    pub fn of(report: &CheckReport, (audience, days): (Audience, u16), people: bool, links: &Links) -> Self {
        let heads: Vec<String> = report.checks.iter().map(head).collect();
        let audiences = [Audience::Residents, Audience::Staff];
        let choice = |one: Audience| Choice::new(one.as_str(), one.vietnamese(), audience.as_str());
        let row = |(place, (unit, hits)): (usize, &(Unit, Vec<Hits>))| {
            let cells = report.checks.iter().zip(hits).zip(&heads).map(|((named, hits), head)| {
                let more = if hits.more { "hơn " } else { "" };
                let count = i64::try_from(hits.people).unwrap_or(i64::MAX);
                let pairs = [
                    Pair::new("don-vi", unit.slug.as_str()),
                    Pair::new("kiem-tra", check_value(&named.check, audience)),
                ];
                Cell {
                    text: format!("{more}{}", number(count)),
                    href: (people && count > 0).then(|| links.with("/nguoi-dan", &pairs)),
                    label: format!("{}, {head}", unit.name),
                }
            });
            let below = place > 0 && !unit.kind.is_village() && !unit.kind.is_workplace();
            let pairs = [
                Pair::new("don-vi", unit.slug.as_str()),
                Pair::new("doi-tuong", audience.as_str()),
                Pair::new("ngay", days.to_string()),
            ];
            Row {
                name: unit.name.clone(),
                href: below.then(|| links.with("/kiem-tra", &pairs)),
                cells: cells.collect(),
            }
        };
        let unit = report.rows.first().map_or("", |(unit, _)| unit.slug.as_str());
        Self {
            tabs: tabs(links, "/kiem-tra"),
            days,
            audiences: audiences.into_iter().map(choice).collect(),
            hidden: links.kept.iter().cloned().chain([Pair::new("don-vi", unit)]).collect(),
            rows: report.rows.iter().enumerate().map(row).collect(),
            heads,
        }
    }
}

/// What a check looks for, in words.
fn head(named: &NamedCheck) -> String {
    match &named.check {
        Check::BeforePrerequisite { .. } => format!("{}: chưa đủ điều kiện", named.programme),
        Check::ChannelUnknown { .. } => format!("{}: chưa ghi kênh đăng ký", named.programme),
        Check::Expiring { days, .. } => format!("{}: hết hạn trong {days} ngày tới", named.programme),
        Check::Expired { .. } => format!("{}: đã hết hạn", named.programme),
        Check::Ready { .. } => format!("{}: đã đủ điều kiện để đăng ký", named.programme),
        Check::IssuedFor { days, .. } => format!("{}: đã cấp quá {days} ngày", named.programme),
    }
}

/// A check in an address: `expired:smartca~residents`.
fn check_value(check: &Check, audience: Audience) -> String {
    format!("{check}~{}", audience.as_str())
}

/// Reads a check of an address; without an audience everybody is meant.
pub fn parse_check(text: &str) -> Option<CheckFilter> {
    let (check, audience) = match text.split_once('~') {
        Some((check, audience)) => (check, Audience::parse(audience)?),
        None => (text, Audience::All),
    };
    Some(CheckFilter { check: Check::parse(check)?, audience })
}

/// The checks to choose from; one that was asked for with other days or another audience stands among them.
pub fn check_choices(checks: &[NamedCheck], chosen: &str) -> Vec<Choice> {
    let mut choices = vec![Choice::new("", "Tất cả", chosen)];
    choices
        .extend(checks.iter().map(|named| Choice::new(check_value(&named.check, Audience::All), head(named), chosen)));
    if !choices.iter().any(|choice| choice.chosen)
        && let Some(filter) = parse_check(chosen)
    {
        let of_same = |named: &&NamedCheck| named.check.is_like(&filter.check);
        let name = checks.iter().find(of_same).map_or(String::new(), |named| named.programme.clone());
        let named = NamedCheck { check: filter.check, programme: name };
        let label = format!("{} ({})", head(&named), lower_first(filter.audience.vietnamese()));
        choices.push(Choice::new(chosen, label, chosen));
    }
    choices
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_check_goes_through_an_address_and_stands_among_the_choices() {
        let check = Check::Expiring { programme: "smartca".to_owned(), days: 45 };
        let value = check_value(&check, Audience::Residents);
        assert_eq!(parse_check(&value), Some(CheckFilter { check: check.clone(), audience: Audience::Residents }));
        assert_eq!(parse_check("expired:smartca").unwrap().audience, Audience::All);
        assert_eq!((parse_check("x"), parse_check("expired:smartca~ai")), (None, None));
        let usual = NamedCheck {
            check: Check::Expiring { programme: "smartca".to_owned(), days: USUAL_DAYS },
            programme: "SmartCA".to_owned(),
        };
        let choices = check_choices(&[usual], &value);
        assert_eq!(choices[2].label, "SmartCA: hết hạn trong 45 ngày tới (công dân)");
        assert!(choices[2].chosen && !choices[0].chosen);
    }
}
