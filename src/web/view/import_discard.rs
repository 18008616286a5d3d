//! Giving a batch up: the question.

use serde::Serialize;

use super::imports::BatchRow;
use super::links::Links;
use crate::roster::BatchLine;
use crate::store::batches::BatchState;

/// The question.
#[derive(Debug, Serialize)]
pub struct AskDiscardView {
    batch: BatchRow,
    /// Only a batch that is not applied can be given up.
    open: bool,
    action: String,
    back: String,
}

impl AskDiscardView {
    /// About a batch.
    pub fn of(batch: &BatchLine, links: &Links) -> Self {
        let path = format!("/nhap-lieu/{}", batch.id);
        Self {
            batch: BatchRow::of(batch, links),
            open: matches!(batch.state, BatchState::Reading | BatchState::Previewed | BatchState::Failed),
            action: links.to(&format!("{path}/bo")),
            back: links.to(&path),
        }
    }
}
