//! Taking a batch back: the question, and what came of it.

use serde::Serialize;

use super::form::FieldError;
use super::imports::BatchRow;
use super::links::Links;
use super::number;
use crate::roster::{BatchLine, Undone};
use crate::store::batches::BatchState;

/// The question.
#[derive(Debug, Serialize)]
pub struct AskUndoView {
    errors: Vec<FieldError>,
    batch: BatchRow,
    /// Only an applied batch can be taken back.
    applied: bool,
    action: String,
    back: String,
}

impl AskUndoView {
    /// About a batch.
    pub fn of(batch: &BatchLine, errors: Vec<FieldError>, links: &Links) -> Self {
        let path = format!("/nhap-lieu/{}", batch.id);
        Self {
            errors,
            batch: BatchRow::of(batch, links),
            applied: batch.state == BatchState::Committed,
            action: links.to(&format!("{path}/hoan-tac")),
            back: links.to(&path),
        }
    }
}

/// What came of it.
#[derive(Debug, Serialize)]
pub struct UndoneView {
    already: bool,
    removed: String,
    restored: String,
    kept: Vec<Kept>,
    kept_count: String,
    back: String,
}

#[derive(Debug, Serialize)]
struct Kept {
    name: String,
    href: String,
}

impl UndoneView {
    /// After an undo.
    pub fn of(undone: &Undone, links: &Links) -> Self {
        let kept = undone
            .kept
            .iter()
            .map(|person| Kept { name: person.name.clone(), href: links.to(&format!("/nguoi-dan/{}", person.person)) });
        Self {
            already: undone.already,
            removed: number(undone.removed.into()),
            restored: number(undone.restored.into()),
            kept: kept.collect(),
            kept_count: number(i64::try_from(undone.kept.len()).unwrap_or(i64::MAX)),
            back: links.to(&format!("/nhap-lieu/{}", undone.batch)),
        }
    }
}
