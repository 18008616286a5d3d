//! Quotas: the table, and one of them with its history.

use serde::Serialize;

use super::form::FieldError;
use super::frame::Choice;
use super::links::{Links, Pair};
use super::{day, number};
use crate::campaign::quotas::{Held, HistoryLine, QuotaCell, QuotaSheet, QuotaTable, QuotaUnit};
use crate::campaign::{Definition, MeasureName};
use crate::model::as_of::in_vietnam;
use crate::model::campaign::{Measure, QuotaIssuer, Target};
use crate::model::percent::Percent;
use crate::vn::number::parse_integer;

/// One of the pages about a campaign, in the row of tabs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tab {
    /// Name.
    pub label: &'static str,
    /// Address.
    pub href: String,
    /// Whether it is open.
    pub current: bool,
    /// How much is overdue there.
    pub count: Option<i64>,
}

/// The tabs of the pages about campaigns; `current` is the address of the open one.
pub fn tabs(links: &Links, current: &str) -> Vec<Tab> {
    let all = [
        ("Chiến dịch", "/chien-dich"),
        ("Chỉ tiêu", "/chi-tieu"),
        ("Nhiệm vụ", "/nhiem-vu"),
        ("Điều kiện, hạn dùng", "/kiem-tra"),
    ];
    all.into_iter().map(|(label, to)| Tab { label, href: links.to(to), current: to == current, count: None }).collect()
}

/// The table of quotas.
#[derive(Debug, Serialize)]
pub struct QuotasView {
    /// The pages about campaigns.
    pub tabs: Vec<Tab>,
    /// Title of the campaign.
    pub campaign: String,
    /// Name of the unit.
    pub unit: String,
    /// Name of the day that decides.
    pub as_of: String,
    /// Measures, each with a column per issuer.
    pub groups: Vec<Group>,
    /// The unit, then its children.
    pub rows: Vec<Row>,
    /// What the children add up to; none where there are none.
    pub sums: Vec<Sum>,
    /// Where a table is taken from a file, if the reader may.
    pub import_href: Option<String>,
    /// Where the form is that such a file is filled in on.
    pub form_href: Option<String>,
    /// Who gives quotas.
    pub issuers_href: String,
    /// Whether several give.
    pub several: bool,
}

/// A measure.
#[derive(Debug, Serialize)]
pub struct Group {
    name: String,
    audience: &'static str,
    issuers: Vec<String>,
}

/// A unit.
#[derive(Debug, Serialize)]
pub struct Row {
    name: String,
    href: Option<String>,
    cells: Vec<Cell>,
}

/// What one issuer gave a unit for a measure.
#[derive(Debug, Serialize)]
pub struct Cell {
    /// `1.273`, `95% (3.705)`; empty where nothing was given.
    text: String,
    deadline: String,
    from_above: bool,
    /// Where its history is; none where the measure is not counted in such a unit.
    href: Option<String>,
    first: bool,
    label: String,
}

/// What the children add up to.
#[derive(Debug, Serialize)]
pub struct Sum {
    text: String,
    /// What is missing to the quota of the unit, in words.
    remark: Option<String>,
    first: bool,
}

impl QuotasView {
    /// Everything but the links that depend on rights.
    pub fn of(table: &QuotaTable, links: &Links) -> Self {
        let group = |measure: &Measure| Group {
            name: measure.name.clone(),
            audience: measure.audience.vietnamese(),
            issuers: table.issuers.iter().map(|issuer| issuer.name.clone()).collect(),
        };
        Self {
            tabs: tabs(links, "/chi-tieu"),
            campaign: table.campaign.title.clone(),
            unit: table.rows.first().map_or_else(String::new, |row| row.unit.name.clone()),
            as_of: day(table.as_of.day()),
            groups: table.measures.iter().map(group).collect(),
            rows: table.rows.iter().enumerate().map(|(place, row)| row_of(table, row, place > 0, links)).collect(),
            sums: sums(table),
            import_href: None,
            form_href: None,
            issuers_href: links.to("/chi-tieu/don-vi-giao"),
            several: table.issuers.len() > 1,
        }
    }
}

fn row_of(table: &QuotaTable, row: &QuotaUnit, below: bool, links: &Links) -> Row {
    let mut cells = Vec::new();
    for (measure, cell) in table.measures.iter().zip(&row.cells) {
        for (place, issuer) in table.issuers.iter().enumerate() {
            cells.push(cell_of(row, measure, cell.as_ref(), issuer, links, place == 0));
        }
    }
    let to_unit = || links.with("/chi-tieu", &[Pair::new("don-vi", row.unit.slug.as_str())]);
    let has_below = below && !row.unit.kind.is_village() && !row.unit.kind.is_workplace();
    Row { name: row.unit.name.clone(), href: has_below.then(to_unit), cells }
}

fn cell_of(
    row: &QuotaUnit,
    measure: &Measure,
    cell: Option<&QuotaCell>,
    issuer: &QuotaIssuer,
    links: &Links,
    first: bool,
) -> Cell {
    let held = cell.and_then(|cell| cell.held.iter().find(|held| held.quota.issuer == issuer.id));
    let href = cell.map(|_| history_href(links, &row.unit.slug, &MeasureName::of(measure)));
    let text = match (held, cell) {
        (Some(held), _) => held_text(held),
        (None, Some(_)) => "chưa giao".to_owned(),
        (None, None) => String::new(),
    };
    Cell {
        text,
        deadline: held.map_or_else(String::new, |held| day(held.quota.deadline)),
        from_above: held.is_some_and(|held| held.from_above),
        href,
        first,
        label: format!("{}, {}: chỉ tiêu và lịch sử", row.unit.name, measure.name),
    }
}

/// Where the history of a quota is.
pub fn history_href(links: &Links, unit: &str, measure: &MeasureName) -> String {
    links.with("/chi-tieu/lich-su", &[Pair::new("don-vi", unit), Pair::new("chi-tieu", measure.to_string())])
}

fn held_text(held: &Held) -> String {
    match (held.quota.target, held.people) {
        (Target::Absolute(people), _) => number(people),
        (Target::Share(share), Some(people)) => format!("{} ({})", share_text(share), number(people)),
        (Target::Share(share), None) => share_text(share),
    }
}

fn sums(table: &QuotaTable) -> Vec<Sum> {
    let Some((own, children)) = table.rows.split_first().filter(|(_, children)| !children.is_empty()) else {
        return Vec::new();
    };
    let mut sums = Vec::new();
    for (column, _) in table.measures.iter().enumerate() {
        for (place, issuer) in table.issuers.iter().enumerate() {
            let of = |row: &QuotaUnit| {
                let cell = row.cells.get(column)?.as_ref()?;
                cell.held.iter().find(|held| held.quota.issuer == issuer.id)?.people
            };
            let given: Vec<i64> = children.iter().filter_map(of).collect();
            let sum: i64 = given.iter().sum();
            let text = if given.is_empty() { String::new() } else { number(sum) };
            let remark = of(own).filter(|_| !given.is_empty()).and_then(|whole| match whole - sum {
                0 => None,
                left if left > 0 => Some(format!("chưa chia {}", number(left))),
                more => Some(format!("giao vượt {}", number(-more))),
            });
            sums.push(Sum { text, remark, first: place == 0 });
        }
    }
    sums
}

/// One quota with its history.
#[derive(Debug, Serialize)]
pub struct QuotaView {
    /// What is not right.
    pub errors: Vec<FieldError>,
    /// The pages about campaigns.
    pub tabs: Vec<Tab>,
    /// Name of the unit.
    pub unit: String,
    /// Name of the measure.
    pub measure: String,
    /// What it counts, in words.
    pub definition: String,
    /// The rule of a share, in words, with the base of the day.
    pub rule: String,
    /// Every revision, latest first.
    pub lines: Vec<Line>,
    /// Where the form goes; none where the reader may not give.
    pub action: Option<String>,
    /// Who may be named as issuer.
    pub issuers: Vec<Choice>,
    /// What was typed, or what holds.
    pub typed: TypedQuota,
    /// Where it is split from, where there is something to split.
    pub split_href: Option<String>,
    /// Back to the table.
    pub back: String,
}

/// What is typed to give a quota.
#[derive(Debug, Clone, Default, Serialize, serde::Deserialize)]
pub struct TypedQuota {
    /// Number, or share with a percent sign; empty takes it back.
    #[serde(rename(deserialize = "muc"), default)]
    pub target: String,
    /// Last day.
    #[serde(rename(deserialize = "han"), default)]
    pub deadline: String,
    /// Document.
    #[serde(rename(deserialize = "van-ban"), default)]
    pub document: String,
    /// Reason.
    #[serde(rename(deserialize = "ly-do"), default)]
    pub reason: String,
    /// Number of the issuer.
    #[serde(rename(deserialize = "don-vi-giao"), default)]
    pub issuer: String,
}

/// A revision.
#[derive(Debug, Serialize)]
pub struct Line {
    target: String,
    taken_back: bool,
    holds: bool,
    deadline: String,
    issuer: String,
    revision: i32,
    document: Option<String>,
    reason: Option<String>,
    by: String,
    at: String,
}

impl Line {
    fn of(line: &HistoryLine) -> Self {
        let revision = &line.revision;
        Self {
            target: revision.target.map_or_else(|| "thu hồi".to_owned(), target_text),
            taken_back: revision.target.is_none(),
            holds: line.holds,
            deadline: day(revision.deadline),
            issuer: line.issuer.clone(),
            revision: revision.revision,
            document: revision.document.clone(),
            reason: revision.reason.clone(),
            by: line.by.clone().unwrap_or_else(|| "nạp từ tệp".to_owned()),
            at: in_vietnam(revision.created_at).format("%H:%M %d/%m/%Y").to_string(),
        }
    }
}

/// `1.273` or `95%`.
pub fn target_text(target: Target) -> String {
    match target {
        Target::Absolute(people) => number(people),
        Target::Share(share) => share_text(share),
    }
}

/// `95,5%`: a share that was asked for has no more decimals than it needs.
fn share_text(share: Percent) -> String {
    let text = share.vietnamese();
    format!("{}%", text.trim_end_matches('0').trim_end_matches(','))
}

impl QuotaView {
    /// The page of a quota, filled with what holds; rights and errors are added by the page.
    pub fn of(sheet: &QuotaSheet, definition: &Definition, as_of: &str, links: &Links) -> Self {
        let held = sheet.lines.iter().find(|line| line.holds);
        let chosen = held.map(|line| line.revision.issuer).or(sheet.issuers.first().map(|issuer| issuer.id));
        let issuer = chosen.map_or_else(String::new, |id| id.to_string());
        let typed = TypedQuota {
            target: held.and_then(|line| line.revision.target).map_or_else(String::new, target_text),
            deadline: day(held.map_or(sheet.campaign.ends_on, |line| line.revision.deadline)),
            issuer,
            ..TypedQuota::default()
        };
        let choice = |issuer: &QuotaIssuer| Choice::new(issuer.id.to_string(), issuer.name.as_str(), &typed.issuer);
        Self {
            errors: Vec::new(),
            tabs: tabs(links, "/chi-tieu"),
            unit: sheet.unit.name.clone(),
            measure: sheet.measure.name.clone(),
            definition: definition.done.clone(),
            rule: rule(sheet, definition, as_of),
            lines: sheet.lines.iter().map(Line::of).collect(),
            action: None,
            issuers: sheet.issuers.iter().map(choice).collect(),
            typed,
            split_href: None,
            back: links.with("/chi-tieu", &[Pair::new("don-vi", sheet.unit.slug.as_str())]),
        }
    }
}

/// «Tỷ lệ tính trên số người đủ điều kiện: …. Đến 31/05/2023 là 3.900 người; 95% là 3.705 người, làm tròn lên.»
fn rule(sheet: &QuotaSheet, definition: &Definition, as_of: &str) -> String {
    if sheet.measure.activity.is_some() {
        return definition.eligible.clone();
    }
    let base = match sheet.eligible {
        Some(eligible) => {
            let example = Percent::from_hundredths(9_500).of_people(eligible);
            format!("Đến {as_of} là {} người; ví dụ 95% là {} người, làm tròn lên.", number(eligible), number(example))
        }
        None => "Chưa có danh sách của đơn vị nên chưa biết số người.".to_owned(),
    };
    let eligible = super::people::lower_first(&definition.eligible);
    format!(
        "Tỷ lệ tính trên số người đủ điều kiện: {eligible} {base} Số người thay đổi thì chỉ tiêu theo tỷ lệ thay đổi theo."
    )
}

/// Reads how much is given: a number, or a share with a percent sign; nothing where nothing was typed.
pub fn read_target(text: &str) -> Result<Option<Target>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let unreadable =
        || format!("Không đọc được mức giao «{text}»; ghi số người, ví dụ 1.273, hoặc tỷ lệ có dấu %, ví dụ 95,5%.");
    let read = match text.strip_suffix('%') {
        Some(share) => Percent::parse(share).map(Target::Share),
        None => parse_integer(text).map(Target::Absolute),
    };
    read.map(Some).ok_or_else(unreadable)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_read_as_it_is_shown() {
        for target in [Target::Absolute(1_273), Target::Share(Percent::from_hundredths(9_550))] {
            assert_eq!(read_target(&target_text(target)), Ok(Some(target)));
        }
        assert_eq!(target_text(Target::Share(Percent::from_hundredths(9_550))), "95,5%");
        assert_eq!(target_text(Target::Share(Percent::from_hundredths(10_000))), "100%");
        assert_eq!(read_target(" "), Ok(None));
        for text in ["nhiều", "95,555%", "12a"] {
            assert!(read_target(text).is_err(), "{text}");
        }
    }
}
