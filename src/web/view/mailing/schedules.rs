//! Schedules of mails.

use serde::Serialize;

use super::{Tab, clock, mail_state, tabs};
use crate::mail::schedules::ScheduleSheet;
use crate::mail::{Reader, ScheduledMail};
use crate::model::document::DocumentKind;
use crate::model::hexadecimal::hexadecimal;
use crate::model::id::MailScheduleId;
use crate::model::mail_schedule::{Rhythm, Sends, WEEKDAYS};
use crate::store::mail_schedules::ScheduleSettings;
use crate::store::mail_schedules::runs::{Run, RunOutcome};
use crate::store::outbox::MailState;
use crate::web::view::form::FieldError;
use crate::web::view::frame::Choice;
use crate::web::view::links::Links;
use crate::web::view::outbox::FileLine;

/// The list.
#[derive(Debug, Serialize)]
pub struct SchedulesView {
    tabs: Vec<Tab>,
    new_href: String,
    lines: Vec<Line>,
}

#[derive(Debug, Serialize)]
struct Line {
    name: String,
    href: String,
    unit: String,
    sends: String,
    timing: String,
    recipients: usize,
    state: &'static str,
    shape: &'static str,
    kind: &'static str,
    next: String,
    sender: String,
    last: Option<LastRun>,
}

/// What became of the latest run.
#[derive(Debug, Serialize)]
struct LastRun {
    at: String,
    word: &'static str,
    shape: &'static str,
    kind: &'static str,
    remark: String,
}

impl SchedulesView {
    /// The list.
    pub fn of(sheets: &[ScheduleSheet], links: &Links) -> Self {
        Self {
            tabs: tabs(links, "/thu"),
            new_href: links.to("/thu/moi"),
            lines: sheets.iter().map(|sheet| Line::of(sheet, links)).collect(),
        }
    }
}

impl Line {
    fn of(sheet: &ScheduleSheet, links: &Links) -> Self {
        let settings = &sheet.schedule.settings;
        let (state, shape, kind) = match (sheet.schedule.paused_at, sheet.next) {
            (Some(_), _) => ("tạm dừng", "○", "no_data"),
            (None, Some(_)) => ("đang chạy", "●", "met"),
            (None, None) => ("không còn lần nào", "○", "no_data"),
        };
        Self {
            name: settings.name.clone(),
            href: links.to(&format!("/thu/{}", sheet.schedule.id)),
            unit: sheet.unit.name.clone(),
            sends: settings.sends.vietnamese(),
            timing: settings.timing.vietnamese(),
            recipients: settings.recipients.len(),
            state,
            shape,
            kind,
            next: sheet.next.map_or_else(|| "–".to_owned(), clock),
            sender: sheet.sender.clone(),
            last: sheet.last.as_ref().map(|run| {
                let RunRow { at, word, shape, kind, remark, .. } = RunRow::of(run, links);
                LastRun { at, word, shape, kind, remark }
            }),
        }
    }
}

/// The form.
#[derive(Debug, Serialize)]
pub struct FormView {
    /// What was not accepted.
    pub errors: Vec<FieldError>,
    /// Units that it may be about.
    pub units: Vec<Choice>,
    /// Who may get it.
    pub recipients: Vec<Choice>,
    action: String,
    addresses_href: String,
    revision: i64,
    name: String,
    sends: Vec<Choice>,
    documents: Vec<Choice>,
    /// Whether one of the documents is chosen.
    any_document: bool,
    rhythms: Vec<Choice>,
    weekdays: Vec<Choice>,
    days_before: String,
    hour: String,
    weekends: bool,
    any_hour: bool,
    only_changed: bool,
    answer_to: String,
}

impl FormView {
    /// The form with what is kept or was typed; an empty one where there is neither.
    pub fn of(settings: Option<&ScheduleSettings>, revision: i64, links: &Links, id: Option<MailScheduleId>) -> Self {
        let rhythm = settings.map_or(Rhythm::Weekdays, |settings| settings.timing.rhythm);
        let (day, days_before) = match rhythm {
            Rhythm::Weekly(day) => (day.number_from_monday(), String::new()),
            Rhythm::BeforeDeadline(days) => (1, days.to_string()),
            _ => (1, String::new()),
        };
        let weekday = |(of, name): (chrono::Weekday, &str)| {
            Choice::new(of.number_from_monday().to_string(), name, &day.to_string())
        };
        let (figures, documents) = sends(settings);
        let path = id.map_or_else(|| "/thu/moi".to_owned(), |id| format!("/thu/{id}"));
        Self {
            errors: Vec::new(),
            units: Vec::new(),
            recipients: Vec::new(),
            action: links.to(&path),
            addresses_href: links.to("/thu/dia-chi"),
            revision,
            name: settings.map(|settings| settings.name.clone()).unwrap_or_default(),
            sends: figures,
            any_document: documents.iter().any(|choice| choice.chosen),
            documents,
            rhythms: [
                ("daily", "Hằng ngày, cả thứ Bảy, Chủ nhật"),
                ("weekdays", "Các ngày làm việc"),
                ("weekly", "Một ngày trong tuần"),
                ("before_deadline", "Trước hạn một số ngày"),
                ("after_round", "Sau khi đợt báo cáo hết hạn"),
                ("at_once", "Một lần, ngay khi lưu"),
            ]
            .map(|(word, label)| Choice::new(word, label, rhythm.as_str()))
            .into(),
            weekdays: WEEKDAYS.map(weekday).into(),
            days_before,
            hour: settings.map_or_else(|| "07:30".to_owned(), |s| s.timing.hour.format("%H:%M").to_string()),
            weekends: settings.is_some_and(|settings| settings.timing.weekends),
            any_hour: settings.is_some_and(|settings| settings.timing.any_hour),
            only_changed: settings.is_none_or(|settings| settings.only_changed),
            answer_to: settings.and_then(|settings| settings.answer_to.clone()).unwrap_or_default(),
        }
    }
}

/// What may be sent: the workbook, its first page, where the list of people is; documents of a kind that names nobody.
fn sends(settings: Option<&ScheduleSettings>) -> (Vec<Choice>, Vec<Choice>) {
    let chosen = settings.map_or_else(|| Sends::workbook().words(), |settings| settings.sends.words());
    let choice = |value: String, label: String| Choice { chosen: chosen.contains(&value), value, label };
    let kinds = DocumentKind::ALL.into_iter().filter(|kind| *kind != DocumentKind::StaffMissing);
    let figures = [
        ("workbook", "Bảng tiến độ (Excel)"),
        ("first_page", "Trang tổng hợp của bảng tiến độ (PDF)"),
        ("people", "Nơi xem danh sách người chưa hoàn thành (chỉ ghi cho người có quyền xem; phải đăng nhập)"),
    ];
    let figures = figures.map(|(value, label)| choice(value.to_owned(), label.to_owned()));
    let documents = kinds.map(|kind| {
        let sends = Sends::document(kind);
        choice(sends.as_text(), kind.vietnamese().to_owned())
    });
    (figures.into(), documents.collect())
}

/// One schedule with its history, or a new one.
#[derive(Debug, Serialize)]
pub struct ScheduleView {
    form: FormView,
    known: Option<Known>,
}

#[derive(Debug, Serialize)]
struct Known {
    line: Line,
    paused: bool,
    base: String,
    keep: String,
    preview_href: String,
    form_key: String,
    runs: Vec<RunRow>,
}

#[derive(Debug, Serialize)]
struct RunRow {
    at: String,
    due: String,
    word: &'static str,
    shape: &'static str,
    kind: &'static str,
    remark: String,
    mails: Vec<MailRow>,
}

#[derive(Debug, Serialize)]
struct MailRow {
    recipient: String,
    href: String,
    state: &'static str,
    hash: Option<String>,
    /// Why it was not sent.
    reason: Option<String>,
}

impl ScheduleView {
    /// The page. `form_key`: the button pressed twice sends once.
    pub fn of(form: FormView, known: Option<(&ScheduleSheet, &[Run])>, links: &Links, form_key: String) -> Self {
        let known = known.map(|(sheet, runs)| {
            let base = format!("/thu/{}", sheet.schedule.id);
            Known {
                line: Line::of(sheet, links),
                paused: sheet.schedule.paused_at.is_some(),
                keep: links.to(""),
                preview_href: links.to(&format!("{base}/xem-thu")),
                base,
                form_key,
                runs: runs.iter().map(|run| RunRow::of(run, links)).collect(),
            }
        });
        Self { form, known }
    }
}

impl RunRow {
    fn of(run: &Run, links: &Links) -> Self {
        let failed = run.mails.iter().filter(|mail| mail.state == MailState::Failed.as_str()).count();
        let waiting = run.mails.iter().any(|mail| mail.state == MailState::Waiting.as_str());
        let (word, shape, kind) = match run.outcome {
            RunOutcome::Queued if failed > 0 => ("có thư không gửi được", "■", "unlikely"),
            RunOutcome::Queued if waiting => ("đang gửi", "◆", "at_risk"),
            RunOutcome::Queued => ("đã gửi", "●", "met"),
            RunOutcome::Unchanged => ("không có thay đổi", "○", "no_data"),
            RunOutcome::Nobody => ("không có người nhận", "◆", "at_risk"),
            RunOutcome::Failed => ("không lập được thư", "■", "unlikely"),
        };
        let mut remarks: Vec<String> = run.reason.iter().cloned().collect();
        if failed > 0 {
            remarks.push(format!("{failed}/{} thư không gửi được", run.mails.len()));
        }
        if run.missed > 0 {
            remarks.push(format!("gửi một lần thay cho {} lần đến hạn khi máy chủ tắt", run.missed + 1));
        }
        Self {
            at: clock(run.ran_at),
            due: if run.by_hand { "gửi ngay".to_owned() } else { clock(run.due_at) },
            word,
            shape,
            kind,
            remark: remarks.join("; "),
            mails: run
                .mails
                .iter()
                .map(|mail| MailRow {
                    recipient: mail.recipient.clone(),
                    href: links.to(&format!("/thu-da-gui/{}", mail.mail)),
                    state: mail_state(&mail.state).0,
                    hash: mail.sha256.as_deref().map(hexadecimal),
                    reason: mail.error.clone().filter(|_| mail.state != MailState::Sent.as_str()),
                })
                .collect(),
        }
    }
}

/// A mail as it would leave now.
#[derive(Debug, Serialize)]
pub struct PreviewView {
    subject: String,
    text: String,
    recipients: Vec<String>,
    /// What those who may see people read besides.
    with_people: bool,
    changed: bool,
    files: Vec<FileLine>,
    html_href: String,
    back_href: String,
}

impl PreviewView {
    /// The page.
    pub fn of(id: MailScheduleId, mail: &ScheduledMail, to: &[Reader], links: &Links) -> Self {
        Self {
            subject: mail.subject.clone(),
            text: mail.content.text.clone(),
            recipients: to.iter().map(reader).collect(),
            with_people: mail.with_people.is_some(),
            changed: mail.changed,
            files: FileLine::all(&mail.content, &links.to(&format!("/thu/{id}/xem-thu/tep"))),
            html_href: links.to(&format!("/thu/{id}/xem-thu/thu.html")),
            back_href: links.to(&format!("/thu/{id}")),
        }
    }
}

fn reader(reader: &Reader) -> String {
    let people = if reader.with_people { "; kèm dòng chỉ nơi xem danh sách người dân" } else { "" };
    format!("{} ({}){people}", reader.address.holder, reader.address.address)
}
