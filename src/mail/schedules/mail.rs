//! The mail that a schedule sends now: what a preview shows is what would be sent.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::changes::changes;
use super::files::{Files, Issued, called, issued};
use crate::access::Actor;
use crate::mail::body::{self, Beside, Body, PeopleLine};
use crate::mail::content::Content;
use crate::mail::error::MailError;
use crate::mail::message::one_line;
use crate::mail::public_address;
use crate::mail::report_chart::{attached, chart};
use crate::model::as_of::AsOf;
use crate::model::id::SnapshotId;
use crate::progress::{FigureQuery, snapshots};
use crate::store::Db;
use crate::store::mail_schedules::Schedule;
use crate::store::mail_schedules::runs;
use crate::workbooks;

/// A mail as it would leave now.
#[derive(Debug, Clone)]
pub struct ScheduledMail {
    /// Subject.
    pub subject: String,
    /// Text and files.
    pub content: Content,
    /// The same with the line that says where the list of people is, for those who may see it; where the schedule sends that.
    pub with_people: Option<Content>,
    /// The figures that it tells.
    pub snapshot: SnapshotId,
    /// Whether anything differs from the last mail of the schedule; without one, everything does.
    pub changed: bool,
}

/// Makes the mail of a schedule. `of`: code of the campaign and slug of the unit.
///
/// # Errors
/// The figures or documents are not to be had by the actor; there is nothing of the kinds that are asked for yet.
pub(in crate::mail) fn make(
    db: &Db,
    actor: &Actor,
    schedule: &Schedule,
    of: (&str, &str),
    now: DateTime<Utc>,
) -> Result<ScheduledMail, MailError> {
    let documents = issued(db, actor, schedule)?;
    if schedule.settings.sends.has_figures() {
        with_figures(db, actor, schedule, (of, &documents), now)
    } else {
        documents_only(db, actor, schedule, (of.1, &documents), now)
    }
}

fn with_figures(
    db: &Db,
    actor: &Actor,
    schedule: &Schedule,
    ((campaign, unit), documents): ((&str, &str), &[Issued]),
    now: DateTime<Utc>,
) -> Result<ScheduledMail, MailError> {
    let today = AsOf::of_instant(now);
    let query = FigureQuery { campaign: campaign.to_owned(), unit: Some(unit.to_owned()), as_of: None, today };
    let (cited, workbook) = workbooks::build(db, actor, &query, now)?;
    let snapshot = cited.line.head.id;
    let read = |id| snapshots::show(db, actor, id).map_err(workbooks::WorkbookError::from);
    let since = match schedule.last_snapshot {
        Some(last) => Some(changes(&read(last)?.1, &read(snapshot)?.1)),
        None => None,
    };
    let changed = since.as_ref().is_none_or(|since| since.any) || any_newer(db, schedule, documents)?;
    let mut files = Files::of_figures(&schedule.settings.sends, &cited, workbook)?;
    files.add_documents(db, actor, documents, now)?;
    let picture = chart(&cited);
    let beside = Beside {
        changes: since.as_ref().map(|since| since.sentence.as_str()),
        answer_to: schedule.settings.answer_to.as_deref(),
        files: &files.lines,
        picture: picture.as_ref(),
        ..Beside::default()
    };
    let plain = body::write(&cited.report, &beside, &cited.context)?;
    let pointed = people_line(schedule, unit);
    let for_those = match &pointed {
        Some(people) => Some(body::write(&cited.report, &Beside { people: Some(people), ..beside }, &cited.context)?),
        None => None,
    };
    let pictures = attached(picture);
    let content = |Body { text, html, .. }: Body| Content {
        date: now,
        text,
        html,
        pictures: pictures.clone(),
        attachments: files.attachments.clone(),
    };
    let subject = plain.subject.clone();
    Ok(ScheduledMail { subject, content: content(plain), with_people: for_those.map(content), snapshot, changed })
}

/// Where the list of people is; no name of anybody stands in a mail. The page asks for sign-in.
fn people_line(schedule: &Schedule, unit: &str) -> Option<PeopleLine> {
    schedule.settings.sends.people.then(|| {
        let page = format!("/nguoi-dan?don-vi={unit}");
        let link = public_address::of_page(&page);
        let how = match link {
            Some(_) => "Đăng nhập phần mềm để xem:".to_owned(),
            None => format!("Đăng nhập phần mềm rồi mở mục «Người dân» (đường dẫn {page}) để xem."),
        };
        PeopleLine { text: format!("Danh sách người chưa hoàn thành không gửi qua thư. {how}"), link }
    })
}

/// Whether a document was issued or changed since the last mail of the schedule.
fn any_newer(db: &Db, schedule: &Schedule, documents: &[Issued]) -> Result<bool, MailError> {
    let since = db.read(|conn| runs::last_queued(conn, schedule.id))?;
    let mut found = documents.iter().filter_map(|issued| issued.found.as_ref());
    Ok(found.any(|(head, _)| since.is_none_or(|since| head.changed_at > since)))
}

#[derive(Serialize)]
struct DocumentsView<'a> {
    subject: &'a str,
    files: &'a [String],
    people: Option<&'a PeopleLine>,
    answer_to: Option<&'a str>,
    agency: &'a str,
}

fn documents_only(
    db: &Db,
    actor: &Actor,
    schedule: &Schedule,
    (slug, documents): (&str, &[Issued]),
    now: DateTime<Utc>,
) -> Result<ScheduledMail, MailError> {
    let mut found = documents.iter().filter_map(|issued| issued.found.as_ref());
    let Some((head, unit)) = found.next() else {
        let kinds: Vec<&str> = documents.iter().map(|issued| issued.kind.vietnamese()).collect();
        return Err(MailError::NoDocument(kinds.join(", ")));
    };
    let more = found.count();
    let mut files = Files::default();
    files.add_documents(db, actor, documents, now)?;
    let and_more = if more > 0 { format!(" và {more} văn bản khác") } else { String::new() };
    let subject = one_line(&format!("[tiendo] {}: {}{and_more}", unit.name, called(head)));
    let view = |people| {
        let (answer_to, agency) = (schedule.settings.answer_to.as_deref(), unit.name.as_str());
        let view = DocumentsView { subject: &subject, files: &files.lines, people, answer_to, agency };
        let (text, html) = body::render_both("document", &view)?;
        let attachments = files.attachments.clone();
        Ok::<_, MailError>(Content { date: now, text, html, pictures: Vec::new(), attachments })
    };
    let pointed = people_line(schedule, slug);
    let content = view(None)?;
    let with_people = pointed.as_ref().map(|people| view(Some(people))).transpose()?;
    let changed = any_newer(db, schedule, documents)?;
    Ok(ScheduledMail { content, with_people, snapshot: head.snapshot, changed, subject })
}
