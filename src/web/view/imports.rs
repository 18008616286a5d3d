//! Imports: the form and the history.

use std::collections::BTreeMap;

use serde::Serialize;

use super::form::FieldError;
use super::frame::Choice;
use super::links::Links;
use super::pager::Pager;
use super::{day, number};
use crate::model::as_of::in_vietnam;
use crate::roster::BatchLine;
use crate::store::batches::BatchState;

/// The page with the form and the history.
#[derive(Debug, Serialize)]
pub struct ImportsView {
    /// The steps of an import.
    pub steps: [&'static str; 4],
    /// What is not right with the form.
    pub errors: Vec<FieldError>,
    /// Units a list can be of.
    pub units: Vec<Choice>,
    /// The day the list was drawn up, as typed.
    pub listed_on: String,
    /// What is said about the file, as typed.
    pub comment: String,
    /// Batches, latest first.
    pub batches: Vec<BatchRow>,
    /// Which page of them.
    pub pager: Option<Pager>,
}

/// One line of the history.
#[derive(Debug, Serialize)]
pub struct BatchRow {
    href: String,
    number: i64,
    file: String,
    comment: Option<String>,
    unit: String,
    listed_on: String,
    by: String,
    at: String,
    state: &'static str,
    /// `waiting`, `reading`, `done`, `failed`, `undone`.
    look: &'static str,
    /// Who took it back and when.
    undone: Option<String>,
    continues: Option<Linked>,
    rows: String,
    new: String,
    changed: String,
    unchanged: String,
    not_taken: String,
}

/// Words that lead somewhere.
#[derive(Debug, Serialize)]
pub struct Linked {
    label: String,
    href: String,
}

impl Linked {
    /// To the page of a batch.
    pub fn to_batch(batch: impl std::fmt::Display, links: &Links) -> Self {
        Self { label: format!("lượt {batch}"), href: links.to(&format!("/nhap-lieu/{batch}")) }
    }
}

impl BatchRow {
    /// A line.
    pub fn of(batch: &BatchLine, links: &Links) -> Self {
        let counts = &batch.counts;
        let (state, look) = state_words(batch.state);
        let somebody = |name: &Option<String>| name.clone().unwrap_or_else(|| "máy chủ".to_owned());
        Self {
            href: links.to(&format!("/nhap-lieu/{}", batch.id)),
            number: batch.id.0,
            file: batch.file_name.clone(),
            comment: batch.comment.clone(),
            unit: batch.unit_name.clone(),
            listed_on: day(batch.listed_on),
            by: somebody(&batch.uploaded_by),
            at: moment(batch.committed_at.unwrap_or(batch.created_at)),
            state,
            look,
            undone: batch.undone_at.map(|at| format!("{}, {}", somebody(&batch.undone_by), moment(at))),
            continues: batch.continues.map(|before| Linked::to_batch(before, links)),
            rows: number(counts.rows.into()),
            new: number(counts.new.into()),
            changed: number(counts.changed.into()),
            unchanged: number(counts.unchanged.into()),
            not_taken: number((counts.held + counts.conflict).into()),
        }
    }
}

/// `09:30 12/06/2023`, as the clock on the wall shows it.
fn moment(at: chrono::NaiveDateTime) -> String {
    in_vietnam(at.and_utc()).format("%H:%M %d/%m/%Y").to_string()
}

fn state_words(state: BatchState) -> (&'static str, &'static str) {
    match state {
        BatchState::Reading => ("đang đọc", "reading"),
        BatchState::Previewed => ("chờ ghi nhận", "waiting"),
        BatchState::Committed => ("đã ghi nhận", "done"),
        BatchState::Failed => ("không đọc được", "failed"),
        BatchState::Undone => ("đã hoàn tác", "undone"),
        BatchState::Discarded => ("đã bỏ", "undone"),
    }
}

/// Names of milestones by identity and of causes by code.
pub type ById = BTreeMap<String, String>;
