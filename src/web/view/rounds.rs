//! Rounds of reports: the list, and one round with the standing of everybody.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::links::Links;
use super::{day, day_in_text, number};
use crate::model::as_of::in_vietnam;
use crate::model::campaign::Measure;
use crate::model::reported::ReportedFigure;
use crate::model::round::{Counts, Due, RoundEvent, SubmissionState, Timeliness};
use crate::rounds::{HopSheet, RoundLine, RoundSheet, Step, UnitLine, owes};
use crate::store::units::Contact;

/// What stands where nothing is known.
const NONE: &str = "–";

/// A word with its shape and colour.
#[derive(Debug, Clone, Serialize)]
pub struct Chip {
    /// The word.
    pub word: &'static str,
    /// Its shape.
    pub shape: &'static str,
    /// Its colour.
    pub kind: &'static str,
}

impl Chip {
    /// Of a standing.
    pub fn of(timeliness: Timeliness) -> Self {
        let kind = match timeliness {
            Timeliness::OnTime => "met",
            Timeliness::Late => "at_risk",
            Timeliness::Returned | Timeliness::Missing => "missed",
            Timeliness::NotDue => "no_data",
        };
        Self { word: timeliness.vietnamese(), shape: timeliness.shape(), kind }
    }
}

/// A number with its name.
#[derive(Debug, Clone, Serialize)]
pub struct Count {
    /// Name.
    pub label: &'static str,
    /// How many.
    pub value: usize,
    /// Whether somebody has to do something about it.
    pub bad: bool,
}

/// The counts in the order in which they are read.
pub fn counts(counts: &Counts) -> Vec<Count> {
    let count = |label, value| Count { label, value, bad: false };
    let bad = |label, value| Count { label, value, bad: value > 0 };
    vec![
        count("Phải báo cáo", counts.expected),
        count("Đúng hạn", counts.on_time),
        count("Muộn", counts.late),
        bad("Thiếu", counts.missing),
        bad("Trả lại", counts.returned),
        count("Chưa đến hạn", counts.not_due),
        count("Không phát sinh", counts.nil),
        count("Đã chấp nhận", counts.accepted),
    ]
}

/// The list.
#[derive(Debug, Serialize)]
pub struct RoundsView {
    /// A row per hop.
    pub rows: Vec<RoundRow>,
    /// Where a round is opened; nothing for those who may not.
    pub new_href: Option<String>,
}

/// A hop of a round in the list.
#[derive(Debug, Serialize)]
pub struct RoundRow {
    name: String,
    href: String,
    hop: Option<String>,
    period: String,
    due: String,
    counts: Vec<Count>,
    state: Chip,
    waits: Option<String>,
}

impl RoundsView {
    /// Of the rounds of a campaign.
    pub fn of(lines: &[RoundLine], links: &Links, at: DateTime<Utc>, may_open: bool) -> Self {
        Self {
            rows: lines.iter().flat_map(|line| rows(line, links, at)).collect(),
            new_href: may_open.then(|| links.to("/dot-bao-cao/moi")),
        }
    }
}

fn rows(line: &RoundLine, links: &Links, at: DateTime<Utc>) -> Vec<RoundRow> {
    let several = line.hops.len() > 1;
    let row = |(place, hop): (usize, &crate::rounds::HopLine)| RoundRow {
        name: line.round.name.clone(),
        href: links.to(&format!("/dot-bao-cao/{}", line.round.id)),
        hop: several.then(|| format!("bước {}: gửi {}", hop.number, hop.receiver_name)),
        period: format!("{} – {}", day(line.round.period.from), day(line.round.period.to)),
        due: hop.due.vietnamese(),
        counts: counts(&hop.counts),
        state: state(line, &hop.counts, hop.due, at),
        waits: (place == 0).then(|| waits(line)).flatten(),
    };
    line.hops.iter().enumerate().map(row).collect()
}

fn state(line: &RoundLine, counts: &Counts, due: Due, at: DateTime<Utc>) -> Chip {
    let chip = |word, shape, kind| Chip { word, shape, kind };
    match counts {
        _ if line.round.locked => chip("đã khóa", "○", "no_data"),
        counts if counts.to_chase() > 0 => chip("còn thiếu", "■", "missed"),
        counts if counts.reported() == counts.expected && counts.accepted == counts.expected => {
            chip("xong", "●", "met")
        }
        counts if counts.reported() == counts.expected => chip("đã đủ, chờ duyệt", "▲", "on_track"),
        _ if at < due.ends_at() => chip("đang nhận", "▲", "on_track"),
        _ => chip("còn thiếu", "■", "missed"),
    }
}

fn waits(line: &RoundLine) -> Option<String> {
    let parts: Vec<String> = [(line.to_decide, "báo cáo chờ duyệt"), (line.owed, "báo cáo chưa nộp")]
        .into_iter()
        .filter(|(count, _)| *count > 0 && !line.round.locked)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// A round.
#[derive(Debug, Serialize)]
pub struct RoundView {
    /// What it is about.
    pub facts: Vec<Fact>,
    /// Which hops lack what.
    pub lacking: Vec<String>,
    /// Its hops.
    pub hops: Vec<HopView>,
    /// Whether it is closed.
    pub locked: bool,
    /// Where it is led; nothing for those who may not.
    pub manage_href: Option<String>,
    /// Where forms are made and taken back.
    pub forms_href: Option<String>,
    /// Where the workbook of the round is; nothing for those who may not have workbooks.
    pub workbook_href: Option<String>,
    /// The day it is looked at.
    pub as_of: String,
}

/// A fact with its name.
#[derive(Debug, Serialize)]
pub struct Fact {
    /// Name.
    pub label: &'static str,
    /// Value.
    pub value: String,
}

/// A hop.
#[derive(Debug, Serialize)]
pub struct HopView {
    number: i32,
    title: String,
    due: String,
    overdue: bool,
    earlier: Vec<String>,
    counts: Vec<Count>,
    rate: String,
    columns: Vec<String>,
    rows: Vec<UnitRow>,
    may_decide: bool,
    enter_href: Option<String>,
    chase_href: Option<String>,
}

/// A unit.
#[derive(Debug, Serialize)]
pub struct UnitRow {
    name: String,
    state: Chip,
    accepted: bool,
    nil: bool,
    received: String,
    source: &'static str,
    figures: Vec<String>,
    contacts: Vec<ContactView>,
    step: Option<String>,
    report_href: Option<String>,
    accept_action: Option<String>,
}

/// Whom to call.
#[derive(Debug, Clone, Serialize)]
pub struct ContactView {
    /// Name with post.
    pub name: String,
    /// Phone.
    pub phone: Option<String>,
    /// Mail address.
    pub email: Option<String>,
}

impl From<&Contact> for ContactView {
    fn from(contact: &Contact) -> Self {
        let name = match &contact.post {
            Some(post) => format!("{} ({post})", contact.name),
            None => contact.name.clone(),
        };
        let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        Self { name, phone: given(&contact.phone), email: given(&contact.email) }
    }
}

impl RoundView {
    /// Of a round. `enters`: whether the reader hands in reports at all.
    pub fn of(sheet: &RoundSheet, links: &Links, may_have_workbook: bool) -> Self {
        let path = format!("/dot-bao-cao/{}", sheet.round.id);
        let fact = |label, value| Fact { label, value };
        let mut facts = vec![
            fact("Đơn vị tổ chức", sheet.unit.name.clone()),
            fact("Số liệu", format!("từ {} đến hết {}", day(sheet.round.period.from), day(sheet.round.period.to))),
        ];
        facts.extend(sheet.round.document.clone().map(|document| fact("Văn bản", document)));
        facts.extend(sheet.round.note.clone().map(|note| fact("Ghi chú", note)));
        Self {
            facts,
            lacking: sheet.lacking.iter().map(|lacking| lacking.sentence()).collect(),
            hops: sheet.hops.iter().map(|hop| hop_view(sheet, hop, &path, links)).collect(),
            locked: sheet.round.locked,
            manage_href: sheet.may_manage.then(|| links.to(&format!("{path}/quan-ly"))),
            forms_href: sheet.may_manage.then(|| links.to(&format!("{path}/bieu"))),
            workbook_href: may_have_workbook.then(|| links.to(&format!("{path}/tinh-hinh.xlsx"))),
            as_of: day(sheet.as_of().day()),
        }
    }
}

fn hop_view(sheet: &RoundSheet, hop: &HopSheet, path: &str, links: &Links) -> HopView {
    let enters = !sheet.round.locked && hop.lines.iter().any(|line| line.may_submit);
    let of_hop = [super::links::Pair::new("buoc", hop.number.to_string())];
    let earlier = hop.earlier.iter().map(|earlier| {
        let document = earlier.document.as_deref().unwrap_or("chưa ghi văn bản");
        let changed = day_in_text(crate::model::as_of::AsOf::of_instant(earlier.replaced_at).day());
        format!("Hạn trước đó: {}; đổi ngày {changed} theo {document}.", earlier.due.vietnamese())
    });
    HopView {
        number: hop.number,
        title: format!("Bước {}: gửi {}", hop.number, hop.receiver_name),
        due: hop.due.vietnamese(),
        overdue: sheet.at >= hop.due.ends_at(),
        earlier: earlier.collect(),
        counts: counts(&hop.counts),
        rate: hop.counts.rate().map_or_else(|| NONE.to_owned(), |rate| format!("{}%", rate.vietnamese())),
        columns: sheet.measures.iter().map(|measure| measure.name.clone()).collect(),
        rows: hop.lines.iter().map(|line| unit_row(sheet, hop, line, links)).collect(),
        may_decide: hop.may_decide,
        enter_href: enters.then(|| links.with(&format!("{path}/nhap"), &of_hop)),
        chase_href: hop.may_decide.then(|| links.with(&format!("{path}/nhac"), &of_hop)),
    }
}

fn unit_row(sheet: &RoundSheet, hop: &HopSheet, line: &UnitLine, links: &Links) -> UnitRow {
    let waits = line.submission.as_ref().is_some_and(|report| report.state == SubmissionState::Submitted);
    let address = line.submission.as_ref().map(|report| format!("/dot-bao-cao/bao-cao/{}", report.id));
    UnitRow {
        name: line.unit.name.clone(),
        state: Chip::of(line.standing.timeliness),
        accepted: line.standing.accepted,
        nil: line.standing.nil,
        received: line.standing.received_at.map(moment).unwrap_or_default(),
        source: line.submission.as_ref().map_or("", |report| report.source.vietnamese()),
        figures: line.figures.iter().map(|value| figure(value.as_ref())).collect(),
        contacts: line.contacts.iter().map(ContactView::from).collect(),
        step: (owes(line) && hop.may_decide).then(|| Step::of(line).vietnamese()),
        report_href: address.as_ref().map(|address| links.to(address)),
        accept_action: address
            .filter(|_| waits && hop.may_decide && !sheet.round.locked)
            .map(|address| links.to(&address)),
    }
}

/// A figure; a share with its whole.
pub fn figure(figure: Option<&ReportedFigure>) -> String {
    match figure {
        None => NONE.to_owned(),
        Some(figure) => number(figure.value),
    }
}

/// An instant as the clock on a Vietnamese wall shows it.
pub fn moment(at: DateTime<Utc>) -> String {
    in_vietnam(at).format("%H:%M %d/%m/%Y").to_string()
}

/// One report.
#[derive(Debug, Serialize)]
pub struct ReportView {
    /// What went wrong.
    pub errors: Vec<super::form::FieldError>,
    /// What it is.
    pub facts: Vec<Fact>,
    /// Where it stands.
    pub state: &'static str,
    /// Whether it says that nothing has happened.
    pub nil: bool,
    /// Its figures.
    pub figures: Vec<FigureLine>,
    /// Where decisions are sent.
    pub action: String,
    /// Whether the reader may accept it.
    pub may_accept: bool,
    /// Whether the reader may send it back.
    pub may_return: bool,
    /// Whether the reader may take it back.
    pub may_withdraw: bool,
    /// The round.
    pub back: String,
}

/// A figure with its measure.
#[derive(Debug, Serialize)]
pub struct FigureLine {
    name: String,
    value: String,
    base: String,
}

impl FigureLine {
    /// Of a measure.
    pub fn of(measure: &Measure, value: Option<&ReportedFigure>) -> Self {
        let base = value.and_then(|value| value.base).map_or_else(|| NONE.to_owned(), number);
        Self { name: measure.name.clone(), value: figure(value), base }
    }
}

/// What was done about a round.
#[derive(Debug, Serialize)]
pub struct LogLine {
    at: String,
    what: String,
}

impl LogLine {
    /// Of an event; `unit` is the name of the unit it is about.
    pub fn of(event: &RoundEvent, unit: Option<&str>) -> Self {
        let mut parts = vec![event.kind.vietnamese().to_owned()];
        parts.extend(unit.map(str::to_owned));
        parts.extend(event.hop.map(|hop| format!("bước {hop}")));
        parts.extend(event.due.map(|due| format!("hạn mới {}", due.vietnamese())));
        parts.extend(event.document.clone());
        parts.extend(event.reason.clone().map(|reason| format!("lý do: {reason}")));
        Self { at: moment(event.happened_at), what: parts.join("; ") }
    }
}
