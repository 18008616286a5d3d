//! Quick entry: what is recorded with each scan, what became of the last one, what it asks, what was recorded before.

use serde::Serialize;

use super::day;
use super::form::FieldError;
use super::frame::Choice;
use super::links::{Links, Pair};
use super::tile::Fact;
use crate::model::as_of::in_vietnam;
use crate::model::person::ResidenceKind;
use crate::model::unit::Unit;
use crate::people::Recorded;
use crate::people::quick_entry::{CardShown, Entered, EntryLine, Particular, Question, Who};

/// The page.
#[derive(Debug, Default, Serialize)]
pub struct QuickEntryView {
    /// What could not be done with the last scan or the choice.
    pub errors: Vec<FieldError>,
    /// What the reader has chosen for all pages.
    pub kept: Vec<Pair>,
    /// What can be recorded.
    pub milestones: Vec<Choice>,
    /// Ways to enrol.
    pub channels: Vec<Choice>,
    /// Villages of newcomers.
    pub villages: Vec<Choice>,
    /// The day as typed.
    pub day: String,
    /// Where scans are sent; none before the milestone is chosen.
    pub action: Option<String>,
    /// Where pictures from the camera are sent; as `action`.
    pub frames_action: Option<String>,
    /// Where photos of cards are sent; as `action`.
    pub photo_action: Option<String>,
    /// Address of the script that looks through the camera.
    pub script: &'static str,
    /// `Đã kích hoạt …, ngày 31/05/2023`.
    pub summary: String,
    /// What was done with the last scan.
    pub done: Option<DoneView>,
    /// What the last scan asks.
    pub question: Option<QuestionView>,
    /// What was recorded today, latest first.
    pub lines: Vec<LogLine>,
}

/// What was done with a scan.
#[derive(Debug, Serialize)]
pub struct DoneView {
    /// `done`, or `warn` where something is to be looked at.
    pub tone: &'static str,
    /// Who.
    pub name: String,
    /// Birth, number, village.
    pub who: String,
    /// What was recorded, one sentence each.
    pub sentences: Vec<String>,
    /// What is to be looked at.
    pub notes: Vec<String>,
    /// The page of the person.
    pub href: String,
}

/// What a scan asks. Which of the parts a kind uses is for the template.
#[derive(Debug, Default, Serialize)]
pub struct QuestionView {
    /// `which`, `new`, `differs`, `first`.
    pub kind: &'static str,
    /// What the card says.
    pub card: Vec<Fact>,
    /// Whom it is about.
    pub who: Option<String>,
    /// Fields of the answers given so far, the sealed card first.
    pub fields: Vec<Pair>,
    /// People who may be meant.
    pub suggested: Vec<SuggestedView>,
    /// Somebody new may be added.
    pub may_add: bool,
    /// What the card says otherwise.
    pub differences: Vec<DifferenceView>,
    /// What the card says may be taken.
    pub may_take: bool,
    /// What is recorded first.
    pub first: String,
    /// What was to be recorded.
    pub wanted: String,
    /// Name of somebody new.
    pub name: String,
    /// The name may have been changed by an input method.
    pub doubtful: bool,
    /// How somebody new can belong to the village.
    pub kinds: Vec<Choice>,
}

/// Somebody who may be meant.
#[derive(Debug, Serialize)]
pub struct SuggestedView {
    id: String,
    name: String,
    who: String,
    why: &'static str,
}

/// Something that the card says otherwise.
#[derive(Debug, Serialize)]
pub struct DifferenceView {
    what: &'static str,
    known: String,
    card: String,
}

/// A milestone that was recorded.
#[derive(Debug, Serialize)]
pub struct LogLine {
    at: String,
    name: String,
    href: String,
    national_id: String,
    village: String,
    milestone: String,
    day: String,
    revoked: bool,
}

impl LogLine {
    /// A line.
    pub fn of(line: EntryLine, links: &Links) -> Self {
        Self {
            at: in_vietnam(line.recorded_at.and_utc()).format("%H:%M").to_string(),
            href: person(&line.who, links),
            name: line.who.full_name,
            national_id: line.who.national_id.unwrap_or_default(),
            village: line.who.village.unwrap_or_default(),
            milestone: line.milestone,
            day: day(line.happened_on),
            revoked: line.revoked,
        }
    }
}

fn person(who: &Who, links: &Links) -> String {
    links.to(&format!("/nguoi-dan/{}", who.id))
}

/// `sinh 04/06/1938, số 038*****2855, Thôn 1`.
fn in_short(who: &Who) -> String {
    let birth = who.birth_date.map(|date| format!("sinh {}", date.in_table()));
    let number = who.national_id.as_ref().map(|number| format!("số {number}"));
    [birth, number, who.village.clone()].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// What was done. `milestone` in words; `village` is the one chosen for newcomers.
pub fn done(entered: &Entered, milestone: &str, on: &str, village: Option<&str>, links: &Links) -> DoneView {
    let list = |fields: &[Particular]| fields.iter().map(|what| what.vietnamese()).collect::<Vec<_>>().join(", ");
    let mut sentences = Vec::new();
    if entered.added {
        let where_to = entered.who.village.as_deref().unwrap_or("danh sách");
        sentences.push(format!("Đã thêm vào {where_to}."));
    }
    if let Some(first) = &entered.first {
        sentences.push(format!("Đã ghi «{first}» ngày {on}."));
    }
    sentences.push(match entered.recorded {
        Recorded::Written(_) => format!("Đã ghi «{milestone}» ngày {on}."),
        Recorded::AlreadyHeld(held) => format!("«{milestone}» đã có từ {}; không ghi thêm.", day(held.day)),
    });
    if !entered.filled.is_empty() {
        sentences.push(format!("Đã bổ sung từ thẻ: {}.", list(&entered.filled)));
    }
    if !entered.corrected.is_empty() {
        sentences.push(format!("Đã sửa theo thẻ: {}.", list(&entered.corrected)));
    }
    let mut notes = Vec::new();
    if entered.departed {
        let text = "Danh sách ghi người này đã chuyển đi nên không tính vào số liệu của thôn. Nếu đã về, ghi chuyển nơi ở ở trang người dân.";
        notes.push(text.to_owned());
    } else if let (Some(home), Some(chosen)) = (&entered.who.village, village)
        && !entered.added
        && home != chosen
    {
        notes.push(format!("Danh sách ghi người này ở {home}, không phải {chosen} đang chọn. Nếu đã chuyển, ghi chuyển nơi ở ở trang người dân."));
    }
    let held = matches!(entered.recorded, Recorded::AlreadyHeld(_));
    DoneView {
        tone: if held || !notes.is_empty() { "warn" } else { "done" },
        name: entered.who.full_name.clone(),
        who: in_short(&entered.who),
        sentences,
        notes,
        href: person(&entered.who, links),
    }
}

/// What is asked. `fields` are the answers given so far.
pub fn question(asked: &Question, card: &CardShown, fields: Vec<Pair>) -> QuestionView {
    let base = QuestionView { card: facts(card), fields, doubtful: card.doubtful, ..QuestionView::default() };
    match asked {
        Question::Which { suggested, may_add } => {
            let line = |suggested: &crate::people::quick_entry::Suggested| SuggestedView {
                id: suggested.who.id.to_string(),
                name: suggested.who.full_name.clone(),
                who: in_short(&suggested.who),
                why: if suggested.by_old_card { "trùng số CMND cũ" } else { "trùng họ tên, ngày sinh" },
            };
            let suggested = suggested.iter().map(line).collect();
            QuestionView { kind: "which", suggested, may_add: *may_add, ..with_newcomer(base, card) }
        }
        Question::New => QuestionView { kind: "new", may_add: true, ..with_newcomer(base, card) },
        Question::Differs { who, differences, may_take } => {
            let line = |difference: &crate::people::quick_entry::Difference| DifferenceView {
                what: difference.what.vietnamese(),
                known: difference.known.clone(),
                card: difference.card.clone(),
            };
            let differences = differences.iter().map(line).collect();
            QuestionView { kind: "differs", who: Some(named(who)), differences, may_take: *may_take, ..base }
        }
        Question::First { who, first, wanted } => {
            let (first, wanted) = (first.clone(), wanted.clone());
            QuestionView { kind: "first", who: Some(named(who)), first, wanted, ..base }
        }
    }
}

fn with_newcomer(view: QuestionView, card: &CardShown) -> QuestionView {
    let kinds = ResidenceKind::OF_NEWCOMERS;
    let kinds = kinds.map(|kind| Choice::new(kind.as_str(), kind.vietnamese(), ResidenceKind::Permanent.as_str()));
    QuestionView { name: card.full_name.clone(), kinds: kinds.to_vec(), ..view }
}

fn named(who: &Who) -> String {
    format!("{} ({})", who.full_name, in_short(who))
}

fn facts(card: &CardShown) -> Vec<Fact> {
    let fact = |label: &str, value: String| Fact { label: label.to_owned(), value };
    let mut facts = vec![
        fact("Họ và tên", card.full_name.clone()),
        fact("Ngày sinh", card.birth_date.in_table()),
        fact("Giới tính", card.sex.to_lowercase()),
        fact("Số định danh", card.national_id.clone()),
    ];
    facts.extend(card.address.clone().map(|address| fact("Nơi thường trú", address)));
    facts
}

/// Ways to enrol, as `smartca.vneid`; the first line is none.
pub fn channel_choices(
    programmes: &[(String, String, Vec<crate::store::channels::Channel>)],
    chosen: &str,
) -> Vec<Choice> {
    let of = |(code, name, channels): &(String, String, Vec<crate::store::channels::Channel>)| {
        let line = |channel: &crate::store::channels::Channel| {
            let label = format!("{name}: {}", super::people::lower_first(&channel.name));
            Choice::new(format!("{code}.{}", channel.code), label, chosen)
        };
        channels.iter().map(line).collect::<Vec<_>>()
    };
    let none = Choice::new("", "Không ghi kênh", chosen);
    std::iter::once(none).chain(programmes.iter().flat_map(of)).collect()
}

/// Villages; the first line is none.
pub fn village_choices(villages: Vec<Unit>, chosen: &str) -> Vec<Choice> {
    let single = villages.len() == 1;
    let none = (!single).then(|| Choice::new("", "Hỏi khi có người mới", chosen));
    none.into_iter().chain(villages.into_iter().map(|unit| Choice::new(unit.slug, unit.name, chosen))).collect()
}
