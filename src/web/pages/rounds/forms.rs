//! Forms for units without an account: workbooks that come back, and a sheet of A4 that is typed back.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::{crumbs, sheet};
use crate::model::id::RoundId;
use crate::roster::sandbox::cells::cells_in_child;
use crate::rounds::{HopSheet, RoundError, RoundSheet, UnitLine};
use crate::vn::date::in_text;
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::small_files::{SmallFile, SmallFiles};
use crate::web::view::form::FieldError;
use crate::web::view::links::Pair;
use crate::workbooks::round_form::{self, FormError, ReadForm};

const TITLE: &str = "Biểu báo cáo";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The page.
#[derive(Serialize)]
struct FormsView {
    errors: Vec<FieldError>,
    action: String,
    hops: Vec<FormsHop>,
    back: String,
}

/// The forms of a hop.
#[derive(Serialize)]
struct FormsHop {
    title: String,
    zip_href: Option<String>,
    paper_href: String,
    units: Vec<FormsUnit>,
}

/// The form of a unit.
#[derive(Serialize)]
struct FormsUnit {
    name: String,
    href: String,
}

/// The page with the forms.
pub async fn show(desk: Desk, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| page(desk, RoundId(id.into_inner()), StatusCode::OK, Vec::new())).await
}

fn page(desk: &Desk, id: RoundId, status: StatusCode, errors: Vec<FieldError>) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let sheet = sheet(desk, &scene, id)?;
    let path = format!("/dot-bao-cao/{id}");
    let of_hop = |hop: &HopSheet| {
        let at = |more: &[Pair], what: &str| {
            let pairs = [&[Pair::new("buoc", hop.number.to_string())], more].concat();
            scene.links.with(&format!("{path}/{what}"), &pairs)
        };
        let unit = |line: &UnitLine| FormsUnit {
            name: line.unit.name.clone(),
            href: at(&[Pair::new("don-vi", line.unit.slug.as_str())], "bieu.xlsx"),
        };
        FormsHop {
            title: format!("Bước {}: gửi {}", hop.number, hop.receiver_name),
            zip_href: hop.may_decide.then(|| at(&[], "bieu.zip")),
            paper_href: at(&[], "bieu-giay"),
            units: hop.lines.iter().filter(|line| line.may_submit).map(unit).collect(),
        }
    };
    let view = FormsView {
        errors,
        action: scene.links.to(&format!("{path}/bieu")),
        hops: sheet.hops.iter().map(of_hop).collect(),
        back: scene.links.to(&path),
    };
    let frame = desk.frame(&scene, Section::Rounds, TITLE, crumbs(&scene, Some((&sheet, Some(TITLE)))));
    Ok(desk.page_with(status, "round_forms.html", frame, view))
}

fn asked_hop(desk: &Desk) -> i32 {
    desk.asked("buoc").and_then(|text| text.parse().ok()).unwrap_or(1)
}

/// The workbook of one unit.
pub async fn workbook(desk: Desk, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let slug = desk.asked("don-vi").unwrap_or_default().to_owned();
        let id = RoundId(id.into_inner());
        let made = round_form::round_form(&desk.state.db, desk.actor(), id, asked_hop(desk), &slug, desk.state.now())?;
        Ok(Answer::File { name: made.file_name, kind: XLSX, bytes: made.bytes })
    })
    .await
}

/// The workbooks of every unit.
pub async fn archive(desk: Desk, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let id = RoundId(id.into_inner());
        let made = round_form::round_forms(&desk.state.db, desk.actor(), id, asked_hop(desk), desk.state.now())?;
        Ok(Answer::File { name: made.file_name, kind: "application/zip", bytes: made.bytes })
    })
    .await
}

/// Sheets of A4.
#[derive(Serialize)]
struct PaperView {
    sheets: Vec<Paper>,
    back: String,
}

/// A sheet of A4.
#[derive(Serialize)]
struct Paper {
    collector: String,
    unit: String,
    round: String,
    campaign: String,
    period: String,
    due: String,
    receiver: String,
    rows: Vec<PaperRow>,
}

/// A line to fill in.
#[derive(Serialize)]
struct PaperRow {
    name: String,
    noun: String,
    base: Option<String>,
}

/// The sheets of a hop, one per unit, to be printed.
pub async fn paper(desk: Desk, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let scene = desk.scene()?;
        let sheet = sheet(desk, &scene, RoundId(id.into_inner()))?;
        let number = asked_hop(desk);
        let hop = sheet.hop(number).ok_or_else(|| PageError::from(RoundError::NoHop(number)))?;
        let own = hop.lines.iter().filter(|line| line.may_submit);
        let view = PaperView {
            sheets: own.map(|line| paper_of(&sheet, hop, line)).collect(),
            back: scene.links.to(&format!("/dot-bao-cao/{}", sheet.round.id)),
        };
        let title = "Biểu giấy A4";
        let frame = desk.frame(&scene, Section::Rounds, title, crumbs(&scene, Some((&sheet, Some(title)))));
        Ok(desk.page("round_paper.html", frame, view))
    })
    .await
}

fn paper_of(sheet: &RoundSheet, hop: &HopSheet, line: &UnitLine) -> Paper {
    let row = |measure: &crate::model::campaign::Measure| PaperRow {
        name: measure.name.clone(),
        noun: measure.activity.as_ref().map_or("người", |activity| activity.noun.as_str()).to_owned(),
        base: measure.activity.as_ref().and_then(|activity| activity.base_noun.clone()),
    };
    Paper {
        collector: sheet.unit.name.clone(),
        unit: line.unit.name.clone(),
        round: sheet.round.name.clone(),
        campaign: sheet.campaign.title.clone(),
        period: in_text(sheet.round.period.to),
        due: hop.due.vietnamese(),
        receiver: hop.receiver_name.clone(),
        rows: sheet.measures.iter().map(row).collect(),
    }
}

/// Takes workbooks back: what they say is shown in the grid, and saved from there.
pub async fn take(SmallFiles(desk, files): SmallFiles, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| read(desk, RoundId(id.into_inner()), &files)).await
}

fn read(desk: &Desk, id: RoundId, files: &[SmallFile]) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    // The right to see the round comes before any file is opened.
    sheet(desk, &scene, id)?;
    let refused = |text: String| page(desk, id, StatusCode::UNPROCESSABLE_ENTITY, vec![FieldError::of("tep", text)]);
    let mut forms: Vec<ReadForm> = Vec::with_capacity(files.len());
    for file in files {
        match read_one(desk, id, file) {
            Ok(form) => forms.push(form),
            Err(error) => return refused(error.to_string()),
        }
    }
    let Some(hop) = forms.first().map(|form| form.hop) else {
        return refused("Chưa chọn tệp nào. Chọn các biểu đã điền rồi gửi lại.".to_owned());
    };
    if forms.iter().any(|form| form.hop != hop) {
        return refused("Các biểu thuộc nhiều bước báo cáo khác nhau. Gửi riêng biểu của từng bước.".to_owned());
    }
    let rows = forms.into_iter().map(|form| form.row).collect();
    super::enter::preview(desk, &scene, id, hop, rows)
}

fn read_one(desk: &Desk, id: RoundId, file: &SmallFile) -> Result<ReadForm, FormError> {
    let cells = cells_in_child(&file.bytes, &file.name, &desk.state.sandbox)?;
    round_form::read(desk.state.db.keys(), id, &file.name, &cells)
}
