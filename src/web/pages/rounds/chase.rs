//! Chasing: who owes a report, whom to call, the words to send, and noting that it was done.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use super::{after, crumbs, sheet};
use crate::mail::{self, RemindByMail};
use crate::model::id::RoundId;
use crate::model::role::Operation;
use crate::model::round::RoundEventKind;
use crate::rounds::{self, HopSheet, Reminded, RoundError, RoundSheet, Step, UnitLine};
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::posted::Posted;
use crate::web::scene::{Scene, value};
use crate::web::view::form::FieldError;
use crate::web::view::links::Pair;
use crate::web::view::round_forms::{ChaseRow, ChaseView};
use crate::web::view::rounds::{Chip, ContactView};

const TITLE: &str = "Đôn đốc";

/// The page.
pub async fn show(desk: Desk, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let scene = desk.scene()?;
        page(desk, &scene, RoundId(id.into_inner()), StatusCode::OK, Vec::new())
    })
    .await
}

fn hop_of<'a>(desk: &Desk, sheet: &'a RoundSheet) -> Result<&'a HopSheet, PageError> {
    let number = desk.asked("buoc").and_then(|text| text.parse().ok()).unwrap_or(1);
    let hop = sheet.hop(number).ok_or_else(|| PageError::from(RoundError::NoHop(number)))?;
    if hop.may_decide {
        Ok(hop)
    } else {
        Err(PageError::forbidden("Tài khoản không đôn đốc bước báo cáo này."))
    }
}

fn page(
    desk: &Desk,
    scene: &Scene,
    id: RoundId,
    status: StatusCode,
    errors: Vec<FieldError>,
) -> Result<Answer, PageError> {
    let sheet = sheet(desk, scene, id)?;
    let hop = hop_of(desk, &sheet)?;
    let owing: Vec<&UnitLine> = hop.lines.iter().filter(|line| rounds::owes(line)).collect();
    let rows: Vec<ChaseRow> =
        owing.iter().enumerate().map(|(number, line)| row(&sheet, hop, line, number + 1)).collect();
    let path = format!("/dot-bao-cao/{id}");
    let view = ChaseView {
        errors,
        action: scene.links.with(&format!("{path}/nhac"), &[Pair::new("buoc", hop.number.to_string())]),
        hop: hop.number,
        group_text: rounds::group_reminder(&sheet, hop),
        may_mail: desk.session.account.role.may(Operation::SendMail) && rows.iter().any(|row| row.has_mail),
        rows,
        back: scene.links.to(&path),
    };
    let frame = desk.frame(scene, Section::Rounds, TITLE, crumbs(scene, Some((&sheet, Some(TITLE)))));
    Ok(desk.page_with(status, "round_chase.html", frame, view))
}

fn row(sheet: &RoundSheet, hop: &HopSheet, line: &UnitLine, number: usize) -> ChaseRow {
    let contacts: Vec<ContactView> = line.contacts.iter().map(ContactView::from).collect();
    let step = Step::of(line);
    ChaseRow {
        slug: line.unit.slug.clone(),
        number,
        name: line.unit.name.clone(),
        state: Chip::of(line.standing.timeliness),
        has_mail: contacts.iter().any(|contact| contact.email.is_some()),
        contacts,
        step: step.vietnamese(),
        next: step.next(),
        text: rounds::reminder(sheet, hop, line),
    }
}

/// Notes reminders, or sends them by mail.
pub async fn remind(Posted(desk, fields): Posted<Vec<(String, String)>>, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| write(desk, RoundId(id.into_inner()), fields)).await
}

fn write(desk: &Desk, id: RoundId, fields: Vec<(String, String)>) -> Result<Answer, PageError> {
    let fields: Vec<Pair> = fields.into_iter().map(|(name, value)| Pair { name, value }).collect();
    let scene = desk.scene()?;
    let sheet = sheet(desk, &scene, id)?;
    let hop = hop_of(desk, &sheet)?.number;
    let units: Vec<String> =
        fields.iter().filter(|pair| pair.name == "don-vi").map(|pair| pair.value.clone()).collect();
    let refused =
        |field, text: &str| page(desk, &scene, id, StatusCode::UNPROCESSABLE_ENTITY, vec![FieldError::of(field, text)]);
    if units.is_empty() {
        return refused("danh-sach", "Chưa chọn đơn vị nào. Đánh dấu các đơn vị đã nhắc hoặc cần gửi thư.");
    }
    let document = value(&fields, "van-ban").map(str::to_owned);
    let (db, actor, now) = (&desk.state.db, desk.actor(), desk.state.now());
    let back = after(desk, &scene, &format!("/dot-bao-cao/{id}/nhac?buoc={hop}").replace("?buoc=1", ""));
    let told = match value(&fields, "viec") {
        Some("tin-nhan") => {
            let reminded = Reminded { round: id, hop, units, how: RoundEventKind::RemindedByMessage, document: None };
            let count = rounds::note_reminded(db, actor, &reminded, now)?;
            format!("Đã ghi nhận nhắc {count} đơn vị qua tin nhắn.")
        }
        Some("cong-van") if document.is_none() => {
            return refused("van-ban", "Ghi số, ngày của công văn đôn đốc.");
        }
        Some("cong-van") => {
            let reminded = Reminded { round: id, hop, units, how: RoundEventKind::RemindedByDispatch, document };
            let count = rounds::note_reminded(db, actor, &reminded, now)?;
            format!("Đã ghi nhận công văn đôn đốc {count} đơn vị.")
        }
        Some("thu") => {
            let sent = mail::remind_by_mail(db, actor, &RemindByMail { round: id, hop, units, now })?;
            format!("Đã xếp {} thư nhắc vào hàng chờ gửi; {} đơn vị không có địa chỉ thư.", sent.queued, sent.without)
        }
        _ => return Err(PageError::refused("Chọn cách nhắc.")),
    };
    Ok(Answer::done(back, told))
}
