//! A file that is being read.

use serde::Serialize;

use super::import_batch::STEPS;
use super::imports::BatchRow;
use super::links::Links;
use super::number;
use crate::roster::{BatchLine, Work};

/// The page of a batch while its file is read.
#[derive(Debug, Serialize)]
pub struct ReadingView {
    steps: [&'static str; 4],
    step: u8,
    batch: BatchRow,
    text: String,
    events: String,
    here: String,
}

impl ReadingView {
    /// The page.
    pub fn of(batch: &BatchLine, work: Option<Work>, links: &Links) -> Self {
        let path = format!("/nhap-lieu/{}", batch.id);
        Self {
            steps: STEPS,
            step: 1,
            batch: BatchRow::of(batch, links),
            text: progress_text(work),
            events: links.to(&format!("{path}/tien-do")),
            here: links.to(&path),
        }
    }
}

/// How far the reading has come, in words.
fn progress_text(work: Option<Work>) -> String {
    match work.map(|work| work.progress.rows) {
        None | Some(0) => "Đang đọc…".to_owned(),
        Some(rows) => format!("Đang đọc… {} dòng", number(rows.into())),
    }
}
