//! One report: accepted, returned with a reason, or taken back.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::{after, crumbs, instant};
use crate::model::id::SubmissionId;
use crate::model::round::SubmissionState;
use crate::rounds::{self, Decision, RoundError, RoundSheet, UnitLine};
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::posted::Posted;
use crate::web::view::form::FieldError;
use crate::web::view::rounds::{Fact, FigureLine, ReportView, moment};

/// A decision as typed.
#[derive(Deserialize)]
pub struct Typed {
    #[serde(rename = "viec")]
    what: String,
    #[serde(rename = "ly-do", default)]
    reason: String,
}

/// The page.
pub async fn show(desk: Desk, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| page(desk, SubmissionId(id.into_inner()), StatusCode::OK, Vec::new())).await
}

fn page(desk: &Desk, id: SubmissionId, status: StatusCode, errors: Vec<FieldError>) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let now = desk.state.now().max(instant(desk, &scene));
    let sheet = rounds::of_report(&desk.state.db, desk.actor(), id, now)?;
    let found = sheet.hops.iter().find_map(|hop| {
        let line = hop.lines.iter().find(|line| line.submission.as_ref().is_some_and(|report| report.id == id))?;
        Some((hop, line))
    });
    let Some((hop, line)) = found else {
        return Err(PageError::not_found("Báo cáo này đã được thay bằng bản khác hoặc đã rút."));
    };
    let view = ReportView { errors, ..view(&sheet, line, hop.may_decide, id, &scene.links) };
    let title = format!("Báo cáo của {}", line.unit.name);
    let frame = desk.frame(&scene, Section::Rounds, &title, crumbs(&scene, Some((&sheet, Some(&title)))));
    Ok(desk.page_with(status, "round_report.html", frame, view))
}

fn view(
    sheet: &RoundSheet,
    line: &UnitLine,
    may_decide: bool,
    id: SubmissionId,
    links: &crate::web::view::links::Links,
) -> ReportView {
    let report = line.submission.as_ref();
    let state = report.map_or(SubmissionState::Submitted, |report| report.state);
    let open = !sheet.round.locked;
    let fact = |label, value| Fact { label, value };
    let mut facts = vec![
        fact("Đơn vị", line.unit.name.clone()),
        fact("Nhận lúc", line.standing.received_at.map(moment).unwrap_or_default()),
        fact("Đánh giá", line.standing.timeliness.vietnamese().to_owned()),
    ];
    facts.extend(report.map(|report| fact("Hình thức", report.source.vietnamese().to_owned())));
    facts.extend(report.and_then(|report| report.note.clone()).map(|note| fact("Ghi chú", note)));
    facts.extend(report.and_then(|report| report.reason.clone()).map(|reason| fact("Lý do", reason)));
    ReportView {
        errors: Vec::new(),
        facts,
        state: state.vietnamese(),
        nil: line.standing.nil,
        figures: sheet
            .measures
            .iter()
            .zip(&line.figures)
            .map(|(m, figure)| FigureLine::of(m, figure.as_ref()))
            .collect(),
        action: links.to(&format!("/dot-bao-cao/bao-cao/{id}")),
        may_accept: open && may_decide && state == SubmissionState::Submitted,
        may_return: open && may_decide && matches!(state, SubmissionState::Submitted | SubmissionState::Accepted),
        may_withdraw: open && line.may_submit && state == SubmissionState::Submitted,
        back: links.to(&format!("/dot-bao-cao/{}", sheet.round.id)),
    }
}

/// Decides.
pub async fn decide(Posted(desk, typed): Posted<Typed>, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| write(desk, SubmissionId(id.into_inner()), &typed)).await
}

fn write(desk: &Desk, id: SubmissionId, typed: &Typed) -> Result<Answer, PageError> {
    let (decision, done) = match typed.what.as_str() {
        "chap-nhan" => (Decision::Accept, "Đã chấp nhận báo cáo."),
        "tra-lai" => {
            (Decision::Return(typed.reason.clone()), "Đã trả lại báo cáo; số liệu của báo cáo này không còn được tính.")
        }
        "rut" => {
            (Decision::Withdraw(typed.reason.clone()), "Đã rút báo cáo; số liệu của báo cáo này không còn được tính.")
        }
        _ => return Err(PageError::refused("Chọn chấp nhận, trả lại hoặc rút báo cáo.")),
    };
    let scene = desk.scene()?;
    let round = rounds::of_report(&desk.state.db, desk.actor(), id, desk.state.now())?.round.id;
    match rounds::decide(&desk.state.db, desk.actor(), id, &decision, desk.state.now()) {
        Ok(()) => Ok(Answer::done(after(desk, &scene, &format!("/dot-bao-cao/{round}")), done)),
        Err(error @ RoundError::NoReason) => {
            page(desk, id, StatusCode::UNPROCESSABLE_ENTITY, vec![FieldError::of("ly-do", error.to_string())])
        }
        Err(error @ RoundError::NotInThatState(_)) => {
            page(desk, id, StatusCode::CONFLICT, vec![FieldError::general(error.to_string())])
        }
        Err(error) => Err(error.into()),
    }
}
