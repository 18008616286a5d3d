//! Lists of people to visit: the lists with how far they have come, one of them on the desk, on paper and on the phone.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use super::form::FieldError;
use super::frame::Choice;
use super::links::{Links, Pair};
use super::people::lower_first;
use super::{day, day_in_text};
use crate::charts;
use crate::fieldwork::{Counts, LinePerson, LineSheet, LineWho, ListLine, ListSheet};
use crate::model::as_of::AsOf;
use crate::model::work_list::{LineResult, Outcome, ResultSource, Target, WorkListKind};
use crate::people::{MeasureState, StateFilter, StateWord};

/// What a kind of list is called in forms: `not_activated~vneid2`.
pub fn target_value(target: &Target) -> String {
    format!("{}~{}", target.kind.as_str(), target.programme)
}

/// The kind of list that those make who stand in a measure like this.
pub fn target_of_state(filter: &StateFilter) -> String {
    let programme = filter.measure.split('.').next().unwrap_or_default();
    let kind = match filter.state {
        MeasureState::NotIssued => WorkListKind::WithoutAccount,
        MeasureState::IssuedNotDone | MeasureState::Done => WorkListKind::NotActivated,
    };
    format!("{}~{programme}", kind.as_str())
}

/// The lists.
#[derive(Debug, Serialize)]
pub struct ListsView {
    /// Where new ones are made, for those who may.
    pub new_href: Option<String>,
    /// The unit whose lists are shown, where one was asked for.
    pub of_unit: Option<String>,
    /// All lists.
    pub all_href: String,
    /// The lists.
    pub rows: Vec<ListRow>,
}

/// A list among others.
#[derive(Debug, Serialize)]
pub struct ListRow {
    number: i64,
    href: String,
    phone_href: String,
    name: String,
    place: String,
    made: String,
    age: String,
    counts: CountsView,
    closed: bool,
}

/// How far a list has come.
#[derive(Debug, Serialize)]
pub struct CountsView {
    lines: usize,
    done: usize,
    barriers: usize,
    remaining: usize,
}

impl From<Counts> for CountsView {
    fn from(counts: Counts) -> Self {
        Self { lines: counts.lines, done: counts.done, barriers: counts.barriers, remaining: counts.remaining() }
    }
}

impl ListRow {
    /// A row.
    pub fn of(line: &ListLine, links: &Links) -> Self {
        let id = line.list.id;
        Self {
            number: id.0,
            href: links.to(&format!("/van-dong/{id}")),
            phone_href: links.to(&format!("/viec/{id}")),
            name: line.name.clone(),
            place: place(&line.unit.name, line.list.team.as_deref()),
            made: day(day_of(line.list.created_at)),
            age: match line.age_days {
                0 => "hôm nay".to_owned(),
                days => format!("{days} ngày trước"),
            },
            counts: line.counts.into(),
            closed: line.list.closed_at.is_some(),
        }
    }
}

/// `Thôn Ngọc Bình · Tổ 1`.
fn place(unit: &str, team: Option<&str>) -> String {
    team.map_or_else(|| unit.to_owned(), |team| format!("{unit} · {team}"))
}

fn day_of(at: DateTime<Utc>) -> NaiveDate {
    AsOf::of_instant(at).day()
}

/// Making lists.
#[derive(Debug, Default, Serialize)]
pub struct NewListsView {
    /// What is not right.
    pub errors: Vec<FieldError>,
    /// Kinds.
    pub targets: Vec<Choice>,
    /// Villages, offices, or all villages.
    pub units: Vec<Choice>,
    /// As typed.
    pub team: String,
    /// As typed.
    pub teams: String,
    /// As typed.
    pub as_of: String,
}

/// One list, on the desk, on paper or on the phone.
#[derive(Debug, Serialize)]
pub struct ListView {
    /// What is not right.
    pub errors: Vec<FieldError>,
    /// Its number.
    pub number: i64,
    /// What it is about.
    pub name: String,
    /// `Thôn Ngọc Bình · Tổ 1`.
    pub place: String,
    /// The village or office.
    pub unit: String,
    /// The team.
    pub team: Option<String>,
    /// The unit above, which heads the paper.
    pub agency: String,
    /// The campaign.
    pub campaign: String,
    /// `31/5/2023`.
    pub as_of: String,
    /// `05/6/2023`.
    pub made: String,
    /// When it was closed.
    pub closed: Option<String>,
    /// The milestone that «1» records.
    pub done_means: Option<String>,
    /// How far it has come.
    pub counts: CountsView,
    /// The latest result in it.
    pub latest: i64,
    /// Its lines.
    pub lines: Vec<LineView>,
    /// The nine results.
    pub codes: Vec<Code>,
    /// The page on the desk.
    pub href: String,
    /// The phone page.
    pub phone_href: String,
    /// Whether the reader may write results.
    pub may_write: bool,
    /// Whether the reader may print phone numbers in full.
    pub may_reveal: bool,
    /// The day that results are dated with, unless another is typed.
    pub today: String,
}

/// A digit and its words.
#[derive(Debug, Serialize)]
pub struct Code {
    digit: u8,
    words: &'static str,
}

/// A line.
#[derive(Debug, Serialize)]
pub struct LineView {
    /// Its number.
    pub number: i32,
    /// Name, or why there is none.
    pub name: String,
    /// Whether there is nobody to visit any more.
    pub gone: bool,
    /// The page of the person.
    pub href: Option<String>,
    /// Year of birth.
    pub birth: String,
    /// Household and address.
    pub place: String,
    /// The same, where it differs from the line before: heads a house.
    pub house: Option<String>,
    /// Masked or full.
    pub phone: String,
    /// What the person has.
    pub has: String,
    /// Causes noted.
    pub barriers: String,
    /// What came of the visit.
    pub result: Option<ResultView>,
    /// Done without a visit.
    pub elsewhere: Option<String>,
    /// Another open list names the person.
    pub also_on: Option<String>,
    /// Nothing is known of a visit, and it is not done elsewhere.
    pub remaining: bool,
    /// The code of the line, on paper.
    pub qr: Option<String>,
}

/// What came of a visit.
#[derive(Debug, Serialize)]
pub struct ResultView {
    digit: u8,
    words: &'static str,
    done: bool,
    told: String,
}

impl ListView {
    /// A list; `today` is the day that results are dated with.
    pub fn of(sheet: &ListSheet, links: &Links, today: NaiveDate) -> Self {
        let id = sheet.list.id;
        let own = sheet.target.as_ref().map_or("", |target| &target.programme);
        let mut lines: Vec<LineView> = sheet.lines.iter().map(|line| LineView::of(line, links, own)).collect();
        head_houses(&mut lines);
        let target = sheet.target.as_ref();
        Self {
            errors: Vec::new(),
            number: id.0,
            name: target.map_or_else(|| sheet.list.kind.as_str().to_owned(), |target| target.name.clone()),
            place: place(&sheet.unit.name, sheet.list.team.as_deref()),
            unit: sheet.unit.name.clone(),
            team: sheet.list.team.clone(),
            agency: sheet.above.as_ref().unwrap_or(&sheet.unit).name.clone(),
            campaign: sheet.campaign.title.clone(),
            as_of: day_in_text(sheet.list.as_of),
            made: day_in_text(day_of(sheet.list.created_at)),
            closed: sheet.list.closed_at.map(|at| day_in_text(day_of(at))),
            done_means: target.and_then(|target| target.done.as_ref()).map(|(_, name)| lower_first(name)),
            counts: sheet.counts.into(),
            latest: sheet.latest,
            lines,
            codes: Outcome::all().map(|outcome| Code { digit: outcome.digit(), words: outcome.vietnamese() }).collect(),
            href: links.to(&format!("/van-dong/{id}")),
            phone_href: links.to(&format!("/viec/{id}")),
            may_write: sheet.may_write,
            may_reveal: sheet.may_reveal,
            today: day(today),
        }
    }

    /// With the code of each line: the address that a phone opens.
    pub fn with_codes(mut self, origin: &str) -> Self {
        for line in &mut self.lines {
            let label = format!("Mã của dòng {}", line.number);
            line.qr = charts::qr(&format!("{origin}/viec/{}/{}", self.number, line.number), &label);
        }
        self
    }
}

/// Heads each house with its address: a line that is not of the same house as the line before it.
pub fn head_houses(lines: &mut [LineView]) {
    let mut before: Option<String> = None;
    for line in lines {
        let new = before.as_ref() != Some(&line.place);
        let head = if line.place.is_empty() { "Chưa ghi địa chỉ" } else { &line.place };
        line.house = new.then(|| head.to_owned());
        before = Some(line.place.clone());
    }
}

impl LineView {
    /// `own` is the programme of the list: of it only the state is told, not the name.
    fn of(line: &LineSheet, links: &Links, own: &str) -> Self {
        let blank = |name: &str| Self {
            number: line.number,
            name: name.to_owned(),
            gone: true,
            href: None,
            birth: String::new(),
            place: String::new(),
            house: None,
            phone: String::new(),
            has: String::new(),
            barriers: String::new(),
            result: line.result.as_ref().and_then(|result| ResultView::of(result, line.written_by.as_deref())),
            elsewhere: None,
            also_on: None,
            remaining: false,
            qr: None,
        };
        match &line.who {
            LineWho::Known(person) => Self::known(line, person, (links, own), blank("")),
            LineWho::Gone => blank("(đã chuyển khỏi đơn vị)"),
            LineWho::Erased => blank("(đã xóa khỏi hệ thống)"),
        }
    }

    fn known(line: &LineSheet, person: &LinePerson, (links, own): (&Links, &str), blank: Self) -> Self {
        let told = |state: &StateWord| {
            let programme = if state.programme == own { String::new() } else { format!("{}: ", state.programme_name) };
            format!("{programme}{} {}", lower_first(&state.word), day(state.since))
        };
        let (of_list, others): (Vec<&StateWord>, Vec<&StateWord>) =
            person.states.iter().partition(|state| state.programme == own);
        let states: Vec<String> = of_list.into_iter().chain(others).map(told).collect();
        let barriers: Vec<&str> = person.barriers.iter().map(|barrier| barrier.name.as_str()).collect();
        let elsewhere = line.done_elsewhere.map(|since| format!("đã hoàn thành từ {}", day(since)));
        Self {
            name: person.full_name.clone(),
            gone: false,
            href: Some(links.to(&format!("/nguoi-dan/{}", person.id))),
            birth: person.birth_date.map(|birth| birth.year().to_string()).unwrap_or_default(),
            place: dwelling(person),
            phone: person.phone.clone().unwrap_or_default(),
            has: states.join("; "),
            barriers: barriers.join("; "),
            remaining: line.result.is_none() && elsewhere.is_none(),
            elsewhere,
            also_on: line.also_on.map(|list| format!("đang có trong danh sách số {list}")),
            ..blank
        }
    }
}

/// `Hộ Nguyễn Văn An, số 12 ngõ 5`.
fn dwelling(person: &LinePerson) -> String {
    let household = person.household.as_deref().map(str::trim).filter(|household| !household.is_empty());
    let household = household.map(|household| match household.to_lowercase().starts_with("hộ") {
        true => household.to_owned(),
        false => format!("Hộ {household}"),
    });
    let address = person.address.as_deref().map(str::trim).filter(|address| !address.is_empty()).map(str::to_owned);
    [household, address].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

impl ResultView {
    fn of(result: &LineResult, by: Option<&str>) -> Option<Self> {
        let outcome = result.outcome?;
        let how = match result.source {
            ResultSource::Paper => "từ bản giấy",
            ResultSource::Phone => "trên điện thoại",
            ResultSource::Api => "qua kết nối",
        };
        Some(Self {
            digit: outcome.digit(),
            words: outcome.vietnamese(),
            done: outcome == Outcome::Done,
            told: format!("ngày {}, {} ghi {how}", day(result.on), by.unwrap_or("tài khoản đã xóa")),
        })
    }
}

/// The address of the phone page with or without those that are done, at a line.
pub fn phone_address(links: &Links, list: i64, remaining: bool, at: Option<i32>) -> String {
    let pairs = [Pair::new("loc", if remaining { "con-lai" } else { "" })];
    let address = links.with(&format!("/viec/{list}"), &pairs);
    at.map_or_else(|| address.clone(), |line| format!("{address}#d-{line}"))
}
