//! One person: particulars with masked numbers, where they stand, the time line.

use chrono::NaiveDate;
use serde::Serialize;

use super::form::FieldError;
use super::frame::Choice;
use super::links::Links;
use super::people::lower_first;
use super::person_move::{MoveView, TypedMove};
use super::{day, tile::Fact};
use crate::model::as_of::in_vietnam;
use crate::model::enrollment::DayPrecision;
use crate::model::person::{Life, ResidenceKind};
use crate::model::programme::Catalogue;
use crate::people::{EventSourceName, NotedBarrier, PersonSheet, Revealed, TimeLineEntry};
use crate::vn::national_id::Sex;

/// One person.
#[derive(Debug, Default, Serialize)]
pub struct PersonView {
    /// What could not be done.
    pub errors: Vec<FieldError>,
    /// Address of the page, to which its forms are sent.
    pub action: String,
    /// Name, birth, numbers, places.
    pub facts: Vec<Fact>,
    /// Where the person stands.
    pub standings: Vec<Fact>,
    /// Causes noted.
    pub barriers: Vec<NotedLine>,
    /// Causes that may be noted; empty where the reader may not.
    pub causes: Vec<Choice>,
    /// Ways to enrol that may be told with a milestone.
    pub channels: Vec<Choice>,
    /// Lists that named the person.
    pub mentions: Vec<String>,
    /// Moves recorded, newest first.
    pub moves: Vec<MoveView>,
    /// What happened, newest first.
    pub events: Vec<EventLine>,
    /// Numbers in full, right after they were asked for.
    pub revealed: Vec<Fact>,
    /// Whether the reader may see numbers in full.
    pub may_reveal: bool,
    /// Milestones that may be recorded by hand; empty where the reader may not.
    pub milestones: Vec<Choice>,
    /// Where the person can be moved to; empty where the reader may not record it.
    pub destinations: Vec<Choice>,
    /// What was typed to record a move.
    pub typed_move: TypedMove,
    /// What was typed to record a milestone.
    pub typed: TypedMilestone,
    /// The reason that was typed.
    pub reason: String,
}

/// A cause as it was noted.
#[derive(Debug, Serialize)]
pub struct NotedLine {
    code: String,
    name: String,
    /// `từ 01/05/2023, do Trần Thị B ghi; đã có kết quả ngày 25/05/2023, không tính nữa`.
    told: String,
}

impl NotedLine {
    /// A line.
    pub fn of(noted: &NotedBarrier) -> Self {
        let by = noted.by.as_ref().map(|by| format!(", {by}")).unwrap_or_default();
        let overcome =
            noted.overcome_on.map(|on| format!("; đã có kết quả ngày {}, không tính nữa", day(on))).unwrap_or_default();
        let told = format!("từ {}{by}{overcome}", day(noted.noted_on));
        Self { code: noted.barrier.code.clone(), name: noted.barrier.name.clone(), told }
    }
}

/// What was typed to record a milestone.
#[derive(Debug, Default, Clone, Serialize)]
pub struct TypedMilestone {
    /// The day.
    pub day: String,
    /// The remark.
    pub remark: String,
}

/// One event.
#[derive(Debug, Serialize)]
pub struct EventLine {
    day: String,
    on_or_before: bool,
    what: String,
    source: String,
    reason: Option<String>,
    holds: bool,
    revoked: Option<String>,
    /// Where it is taken back.
    revoke_href: Option<String>,
}

impl EventLine {
    /// A line.
    pub fn of(entry: &TimeLineEntry, links: &Links, person: &str, may_revoke: bool) -> Self {
        let revocation = entry.revoked.as_ref().map(|by| {
            let when = in_vietnam(by.recorded_at.and_utc()).format("%H:%M %d/%m/%Y");
            let reason = by.reason.as_deref().map(|reason| format!(", lý do: {reason}")).unwrap_or_default();
            format!("Đã thu hồi lúc {when}, {}{reason}", source(&by.source))
        });
        let href = || links.to(&format!("/nguoi-dan/{person}/thu-hoi/{}", entry.event));
        Self {
            day: day(entry.happened_on),
            on_or_before: entry.precision == DayPrecision::OnOrBefore,
            what: format!("{}: {}", entry.programme_name, lower_first(&entry.milestone_name)),
            source: source(&entry.source),
            reason: entry.reason.clone(),
            holds: entry.holds,
            revoke_href: (may_revoke && revocation.is_none()).then(href),
            revoked: revocation,
        }
    }
}

fn source(source: &EventSourceName) -> String {
    match source {
        EventSourceName::List { batch, file_name } => format!("theo danh sách «{file_name}» (lượt nhập {batch})"),
        EventSourceName::Account { display_name, .. } => format!("do {display_name} ghi nhận"),
    }
}

/// Name, birth, numbers, places.
pub fn facts(sheet: &PersonSheet) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut fact = |label: &str, value: Option<String>| {
        facts.extend(value.map(|value| Fact { label: label.to_owned(), value }));
    };
    let none = || Some("chưa có".to_owned());
    fact("Ngày sinh", sheet.birth_date.map(|date| date.in_table()).or_else(none));
    fact("Giới tính", sheet.sex.map(|sex| if sex == Sex::Female { "nữ" } else { "nam" }.to_owned()));
    fact("Số định danh", sheet.national_id.clone().or_else(none));
    fact("Số CMND cũ", sheet.old_card.clone());
    fact("Điện thoại", sheet.phone.clone().or_else(none));
    fact("Điện thoại thứ hai", sheet.second_phone.clone());
    fact(
        "Nơi cư trú",
        sheet.residence.as_ref().map(|home| match home.kind {
            ResidenceKind::Unknown => home.unit.name.clone(),
            kind => format!("{} ({})", home.unit.name, kind.vietnamese()),
        }),
    );
    fact("Hộ", sheet.residence.as_ref().and_then(|home| home.household.clone()));
    fact("Địa chỉ", sheet.residence.as_ref().and_then(|home| home.address_line.clone()));
    let work = sheet.workplace.as_ref();
    fact("Nơi làm việc", work.map(|work| work.unit.name.clone()));
    fact("Chức vụ", work.and_then(|work| work.post.clone()));
    fact("Đối tượng", work.and_then(|work| work.category).map(|category| category.vietnamese().to_owned()));
    fact("Tình trạng", life(sheet.life));
    let added = sheet.added_by.as_ref();
    let added = added
        .map(|(by, at)| format!("do {by} thêm từ thẻ căn cước ngày {}", day(in_vietnam(at.and_utc()).date_naive())));
    fact("Nguồn", added);
    facts
}

fn life(life: Life) -> Option<String> {
    match life {
        Life::Alive => None,
        Life::Dead(None) => Some("đã mất".to_owned()),
        Life::Dead(Some(on)) => Some(format!("đã mất ngày {}", day(on))),
    }
}

/// Where the person stands on the as-of date.
pub fn standings(sheet: &PersonSheet) -> Vec<Fact> {
    let state = |standing: &crate::people::ProgrammeStanding| {
        let state = standing.state.as_ref()?;
        let channel = standing.channel.as_ref().map(|name| format!(", {}", lower_first(name))).unwrap_or_default();
        let term = standing.standing.expires_on.map(|on| term(on, sheet.as_of.day())).unwrap_or_default();
        let value = format!("{} từ {}{channel}{term}", lower_first(&state.word), day(state.since));
        Some(Fact { label: standing.name.clone(), value })
    };
    sheet.standings.iter().filter_map(state).collect()
}

/// `, hạn dùng đến hết 20/5/2024`.
fn term(expires_on: NaiveDate, as_of: NaiveDate) -> String {
    let word = if expires_on < as_of { "đã hết hạn ngày" } else { "hạn dùng đến hết" };
    format!(", {word} {}", day(expires_on))
}

/// The lists that named the person.
pub fn mentions(sheet: &PersonSheet) -> Vec<String> {
    let line = |mention: &crate::people::ListMention| {
        let unit = mention.unit.as_deref().unwrap_or("đơn vị khác");
        let departed = if mention.departed { ", ghi là đã chuyển đi" } else { "" };
        format!("{unit}, lập ngày {}, tệp «{}»{departed}", day(mention.listed_on), mention.file_name)
    };
    sheet.mentions.iter().map(line).collect()
}

/// Numbers in full.
pub fn revealed(numbers: &Revealed) -> Vec<Fact> {
    let fact = |label: &str, value: &Option<String>| {
        value.as_ref().map(|value| Fact { label: label.to_owned(), value: value.clone() })
    };
    [
        fact("Số định danh", &numbers.national_id),
        fact("Số CMND cũ", &numbers.old_card),
        fact("Điện thoại", &numbers.phone),
        fact("Điện thoại thứ hai", &numbers.second_phone),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The milestones of the catalogue.
pub fn milestones(catalogue: &Catalogue, chosen: &str) -> Vec<Choice> {
    let of = |programme: &crate::model::programme::Programme| -> Vec<Choice> {
        let choice = |milestone: &crate::model::programme::Milestone| {
            let value = format!("{}.{}", programme.code, milestone.code);
            Choice::new(value, format!("{}: {}", programme.name, lower_first(&milestone.name)), chosen)
        };
        programme.milestones.iter().map(choice).collect()
    };
    catalogue.programmes().iter().flat_map(of).collect()
}
