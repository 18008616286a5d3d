//! What the columns of a file mean and what words in them mean: shown, corrected, and the file read again.

use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use super::crumbs;
use super::decisions::{Fields, decided};
use crate::model::id::BatchId;
use crate::roster::choices::{Choices, ColumnChoice, WordChoice};
use crate::roster::reading::ColumnRole;
use crate::roster::staged::SheetSummary;
use crate::roster::{self, StagedPage};
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::posted::Posted;
use crate::web::view::form::FieldError;
use crate::web::view::import_columns::{ColumnsView, column_field};
use crate::web::view::import_meanings::{parse_meaning, parse_role, role_name};

/// The form.
pub async fn ask_columns(desk: Desk, batch: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let batch = BatchId(batch.into_inner());
        let (page, choices) = load(desk, batch)?;
        form(desk, &page, &choices, StatusCode::OK, Vec::new())
    })
    .await
}

fn load(desk: &Desk, batch: BatchId) -> Result<(StagedPage, Choices), PageError> {
    let (db, actor) = (&desk.state.db, desk.actor());
    let page = roster::staged(db, actor, batch, &super::one_row())?;
    Ok((page, roster::kept_choices(db, actor, batch)?))
}

fn form(
    desk: &Desk,
    page: &StagedPage,
    choices: &Choices,
    status: StatusCode,
    errors: Vec<FieldError>,
) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let batch = page.batch.id;
    let here = crumbs(&scene, Some((batch, Some("Cột và giá trị"))));
    let frame = desk.frame(&scene, Section::Imports, "Cột và giá trị của tệp", here);
    Ok(desk.page_with(status, "import_columns.html", frame, ColumnsView::of(page, choices, errors, &scene.links)))
}

/// Keeps what was chosen and has the file read with it.
pub async fn choose_columns(Posted(desk, fields): Posted<Fields>, batch: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| choose(desk, BatchId(batch.into_inner()), &fields)).await
}

fn choose(desk: &Desk, batch: BatchId, fields: &Fields) -> Result<Answer, PageError> {
    let (page, mut choices) = load(desk, batch)?;
    let posted: HashMap<&str, &str> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let mut twice = Vec::new();
    for (place, sheet) in page.file.sheets.iter().enumerate() {
        let chosen = chosen_roles(place, sheet, &posted);
        twice.extend(chosen_twice(sheet, &chosen));
        take_columns(&mut choices, sheet, &chosen);
    }
    take_words(&mut choices, &posted);
    choices.taken_from = None;
    if !twice.is_empty() {
        return form(desk, &page, &choices, StatusCode::UNPROCESSABLE_ENTITY, twice);
    }
    let to = desk.scene()?.links.to(&format!("/nhap-lieu/{batch}"));
    decided(desk, batch, &choices, to, "Đã lưu cách hiểu cột và giá trị, và đọc lại tệp theo đó.")
}

/// The meaning of every column of a sheet as the form has it; a column that the form does not name stays as it is.
fn chosen_roles(place: usize, sheet: &SheetSummary, posted: &HashMap<&str, &str>) -> Vec<(u16, ColumnRole)> {
    let mut chosen: Vec<(u16, ColumnRole)> = Vec::new();
    for column in &sheet.columns {
        if !chosen.iter().any(|(known, _)| *known == column.column) {
            let field = column_field(place, column.column);
            let role = posted.get(field.as_str()).and_then(|role| parse_role(role));
            chosen.push((column.column, role.filter(|_| column.role != ColumnRole::Refused).unwrap_or(column.role)));
        }
    }
    chosen
}

/// Meanings that stand once in a table and were chosen for more columns than had them: lists side by side have each twice, rightly.
fn chosen_twice(sheet: &SheetSummary, chosen: &[(u16, ColumnRole)]) -> Vec<FieldError> {
    let before = |role| sheet.columns.iter().filter(|column| column.role == role).count();
    let now = |role| chosen.iter().filter(|(_, other)| *other == role).count();
    let mut found = Vec::new();
    for (_, role) in chosen.iter().filter(|(_, role)| role.stands_once()) {
        if now(*role) > before(*role).max(1) && !found.contains(role) {
            found.push(*role);
        }
    }
    let told = |role: ColumnRole| {
        FieldError::general(format!(
            "Trang tính «{}»: «{}» được chọn cho nhiều hơn một cột. Giữ một cột, các cột kia chọn ý nghĩa khác hoặc «Không dùng».",
            sheet.name,
            role_name(role)
        ))
    };
    found.into_iter().map(told).collect()
}

fn take_columns(choices: &mut Choices, sheet: &SheetSummary, chosen: &[(u16, ColumnRole)]) {
    for (column, role) in chosen {
        let before = sheet.columns.iter().find(|known| known.column == *column).map(|known| known.role);
        if before != Some(*role) {
            choices.reading.columns.retain(|choice| (&choice.sheet, choice.column) != (&sheet.name, *column));
            let choice = ColumnChoice { sheet: sheet.name.clone(), column: *column, role: *role };
            choices.reading.columns.push(choice);
        }
    }
}

/// Words come as three fields each: what the column means, the word, its meaning; an empty meaning leaves the word as it is.
fn take_words(choices: &mut Choices, posted: &HashMap<&str, &str>) {
    for number in 0.. {
        let field = |name: &str| posted.get(format!("{name}-{number}").as_str()).copied();
        let (Some(role), Some(word), Some(meaning)) = (field("vai").and_then(parse_role), field("chu"), field("nghia"))
        else {
            return;
        };
        choices.reading.words.retain(|choice| (choice.role, choice.word.as_str()) != (role, word));
        if let Some(meaning) = parse_meaning(meaning) {
            choices.reading.words.push(WordChoice { role, word: word.to_owned(), meaning });
        }
    }
}

/// Drops everything that was chosen about columns and words, also what is remembered of an earlier file, and has the file read again.
pub async fn drop_mapping(Posted(desk, _): Posted<Fields>, batch: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let batch = BatchId(batch.into_inner());
        let (db, actor) = (&desk.state.db, desk.actor());
        let mut choices = roster::kept_choices(db, actor, batch)?;
        roster::forget_mapping(db, actor, batch)?;
        choices.reading = Default::default();
        if choices.taken_from.take().is_some() {
            choices.places.clear();
        }
        let to = desk.scene()?.links.to(&format!("/nhap-lieu/{batch}"));
        decided(desk, batch, &choices, to, "Đã bỏ các lựa chọn về cột và giá trị, và đọc lại tệp.")
    })
    .await
}
