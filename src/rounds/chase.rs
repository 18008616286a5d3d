//! Chasing: the words of a reminder, how far it has escalated, and what a dispatch needs.

use chrono::NaiveDate;

use super::show::{HopSheet, RoundSheet, UnitLine};
use crate::model::as_of::AsOf;
use crate::model::round::{Due, RoundEventKind, Timeliness};
use crate::store::units::Contact;
use crate::vn::date::in_text;

/// How far chasing a unit has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Nothing was said yet.
    None,
    /// Reminded so often by message or mail.
    Reminded(usize),
    /// By an official dispatch, so often.
    Dispatched(usize),
}

impl Step {
    /// The step that the reminders of a unit make.
    pub fn of(line: &UnitLine) -> Self {
        let dispatches = line.reminders.iter().filter(|(kind, _)| *kind == RoundEventKind::RemindedByDispatch).count();
        match (dispatches, line.reminders.len()) {
            (0, 0) => Self::None,
            (0, reminders) => Self::Reminded(reminders),
            (dispatches, _) => Self::Dispatched(dispatches),
        }
    }

    /// As a clerk calls it.
    pub fn vietnamese(self) -> String {
        match self {
            Self::None => "chưa nhắc".to_owned(),
            Self::Reminded(times) => format!("đã nhắc lần {times}"),
            Self::Dispatched(times) => format!("đã có công văn đôn đốc lần {times}"),
        }
    }

    /// What comes next: two reminders, then a dispatch, then one that goes to the superior as well.
    pub fn next(self) -> &'static str {
        match self {
            Self::None => "nhắc lần 1",
            Self::Reminded(1) => "nhắc lần 2",
            Self::Reminded(_) => "công văn đôn đốc",
            Self::Dispatched(1) => "công văn đôn đốc lần 2, báo cáo cấp trên",
            Self::Dispatched(_) => "báo cáo lãnh đạo xem xét, phê bình",
        }
    }
}

/// Whether a unit has to be chased, or can be asked ahead of time.
pub fn owes(line: &UnitLine) -> bool {
    !line.standing.timeliness.is_reported()
}

/// The reminder to one unit, to be copied into a message.
pub fn reminder(sheet: &RoundSheet, hop: &HopSheet, line: &UnitLine) -> String {
    let mut text = format!("Kính gửi {},\n", line.unit.name);
    text.push_str(&standing_sentence(sheet, hop, line));
    text.push_str(&asked(sheet, hop));
    text
}

/// The reminder to everybody who owes a report at a hop, to be copied into a group.
pub fn group_reminder(sheet: &RoundSheet, hop: &HopSheet) -> String {
    let day = in_text(sheet.as_of().day());
    let mut text = format!("{}: {} (số liệu đến hết ngày {}).\n", heading(sheet), sheet.round.name, period_end(sheet));
    let names = |wanted: Timeliness| -> Vec<&str> {
        hop.lines.iter().filter(|line| line.standing.timeliness == wanted).map(|line| line.unit.name.as_str()).collect()
    };
    let listed = [
        (
            Timeliness::Missing,
            format!("Đến ngày {day}, các đơn vị đã quá hạn ({}) chưa gửi báo cáo", hop.due.vietnamese()),
        ),
        (Timeliness::Returned, "Các đơn vị có báo cáo bị trả lại, chưa gửi lại".to_owned()),
        (Timeliness::NotDue, format!("Các đơn vị chưa gửi báo cáo, hạn {}", hop.due.vietnamese())),
    ];
    for (timeliness, words) in listed {
        let names = names(timeliness);
        if !names.is_empty() {
            text.push_str(&format!("{words}: {}.\n", names.join(", ")));
        }
    }
    text.push_str(&asked(sheet, hop));
    text
}

fn heading(sheet: &RoundSheet) -> &str {
    &sheet.campaign.title
}

fn period_end(sheet: &RoundSheet) -> String {
    in_text(sheet.round.period.to)
}

fn standing_sentence(sheet: &RoundSheet, hop: &HopSheet, line: &UnitLine) -> String {
    let (round, due) = (&sheet.round.name, hop.due.vietnamese());
    let base = sheet.round.document.as_deref().map(|document| format!(" theo {document}")).unwrap_or_default();
    let day = in_text(sheet.as_of().day());
    match line.standing.timeliness {
        Timeliness::Returned => {
            let reason = line.submission.as_ref().and_then(|report| report.reason.as_deref()).unwrap_or_default();
            let reason = reason.trim_end_matches('.');
            format!(
                "Báo cáo «{round}»{base} của đơn vị đã được trả lại (lý do: {reason}), đến ngày {day} chưa gửi lại.\n"
            )
        }
        Timeliness::NotDue => format!("Đơn vị chưa gửi báo cáo «{round}»{base}; hạn báo cáo: {due}.\n"),
        _ => format!("Đến ngày {day}, đơn vị chưa gửi báo cáo «{round}»{base}; hạn báo cáo là {due}.\n"),
    }
}

/// What is asked for, where to send it.
fn asked(sheet: &RoundSheet, hop: &HopSheet) -> String {
    let measures: Vec<&str> = sheet.measures.iter().map(|measure| measure.name.as_str()).collect();
    format!(
        "Nội dung: {}; số liệu tính đến hết ngày {}. Không phát sinh cũng báo cáo «không phát sinh».\nNơi nhận: {}.\n\
         Đề nghị đơn vị gửi báo cáo ngay.",
        measures.join("; "),
        period_end(sheet),
        hop.receiver_name
    )
}

/// What a dispatch that chases (công văn đôn đốc) has to say.
#[derive(Debug, Clone, PartialEq)]
pub struct ChasingData {
    /// The campaign it is about.
    pub campaign: String,
    /// The unit that chases.
    pub unit: String,
    /// The day it is drawn up.
    pub on: AsOf,
    /// The documents that asked for the reports, each once.
    pub base_documents: Vec<String>,
    /// The rounds, in order of their period.
    pub rounds: Vec<ChasedRound>,
}

/// A round in a dispatch that chases.
#[derive(Debug, Clone, PartialEq)]
pub struct ChasedRound {
    /// Its name.
    pub name: String,
    /// Last day of its figures.
    pub period_to: NaiveDate,
    /// Its hops.
    pub hops: Vec<ChasedHop>,
}

/// A hop in a dispatch that chases.
#[derive(Debug, Clone, PartialEq)]
pub struct ChasedHop {
    /// 1 for those who report first.
    pub number: i32,
    /// Who receives.
    pub receiver_name: String,
    /// The date first given.
    pub first_due: Due,
    /// The date in force, where a later document gave another one.
    pub new_due: Option<Due>,
    /// Whether the date in force has passed.
    pub overdue: bool,
    /// Who has not reported, in local order, with whom to call and how far chasing has come.
    pub not_reported: Vec<ChasedUnit>,
    /// Of how many.
    pub expected: usize,
}

/// A unit in a dispatch that chases.
#[derive(Debug, Clone, PartialEq)]
pub struct ChasedUnit {
    /// Its name.
    pub name: String,
    /// Slug.
    pub slug: String,
    /// Whether its report was sent back.
    pub returned: bool,
    /// How far chasing has come.
    pub step: Step,
    /// Whom to call.
    pub contacts: Vec<Contact>,
}

/// Puts together what a dispatch about some rounds of one unit has to say.
pub fn chasing_data(sheets: &[RoundSheet]) -> Option<ChasingData> {
    let first = sheets.first()?;
    let mut base_documents: Vec<String> = Vec::new();
    for document in sheets.iter().filter_map(|sheet| sheet.round.document.as_ref()) {
        if !base_documents.contains(document) {
            base_documents.push(document.clone());
        }
    }
    let mut rounds: Vec<&RoundSheet> = sheets.iter().collect();
    rounds.sort_by_key(|sheet| sheet.round.period.to);
    Some(ChasingData {
        campaign: first.campaign.title.clone(),
        unit: first.unit.name.clone(),
        on: first.as_of(),
        base_documents,
        rounds: rounds.into_iter().map(chased).collect(),
    })
}

fn chased(sheet: &RoundSheet) -> ChasedRound {
    let hop = |hop: &HopSheet| {
        let first_due = hop.earlier.first().map_or(hop.due, |earlier| earlier.due);
        let mut owing: Vec<&UnitLine> = hop.lines.iter().filter(|line| owes(line)).collect();
        owing.sort_by_key(|line| (line.unit.local_order, line.unit.id));
        ChasedHop {
            number: hop.number,
            receiver_name: hop.receiver_name.clone(),
            first_due,
            new_due: (!hop.earlier.is_empty()).then_some(hop.due),
            overdue: sheet.at >= hop.due.ends_at(),
            not_reported: owing.into_iter().map(chased_unit).collect(),
            expected: hop.counts.expected,
        }
    };
    ChasedRound {
        name: sheet.round.name.clone(),
        period_to: sheet.round.period.to,
        hops: sheet.hops.iter().map(hop).collect(),
    }
}

fn chased_unit(line: &UnitLine) -> ChasedUnit {
    ChasedUnit {
        name: line.unit.name.clone(),
        slug: line.unit.slug.clone(),
        returned: line.standing.timeliness == Timeliness::Returned,
        step: Step::of(line),
        contacts: line.contacts.clone(),
    }
}
