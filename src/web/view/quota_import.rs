//! A table of quotas out of a file: the form, and what it would change.

use serde::Serialize;

use super::form::FieldError;
use super::frame::Choice;
use super::links::Pair;
use super::number;
use super::quotas::{Tab, target_text};
use crate::campaign::MeasureName;
use crate::model::campaign::Target;
use crate::roster::{LEVEL_1, LEVEL_2, QuotaChange, QuotaColumn, QuotaPlan};

/// The page.
#[derive(Debug, Default, Serialize)]
pub struct QuotaImportView {
    /// What is not right.
    pub errors: Vec<FieldError>,
    /// The pages about campaigns.
    pub tabs: Vec<Tab>,
    /// Where a file goes.
    pub action: String,
    /// Where it is taken, or looked at with other columns.
    pub take_action: String,
    /// Units whose children a table may name.
    pub units: Vec<Choice>,
    /// Who may be named as issuer.
    pub issuers: Vec<Choice>,
    /// Last day as typed.
    pub deadline: String,
    /// Document as typed.
    pub document: String,
    /// What the table says; none before a file was read.
    pub plan: Option<PlanView>,
}

/// What a table would change.
#[derive(Debug, Serialize)]
pub struct PlanView {
    /// Name of the file.
    pub file: String,
    /// «10 đơn vị; 3 chỉ tiêu mới, 2 thay đổi, 15 giữ nguyên».
    pub summary: String,
    /// The columns.
    pub columns: Vec<ColumnView>,
    /// The rows.
    pub changes: Vec<ChangeView>,
    /// Rows with a unit that nobody knows.
    pub unknown: Vec<String>,
    /// What the forms send besides.
    pub hidden: Vec<Pair>,
    /// Whether it can be taken.
    pub ready: bool,
}

/// A column.
#[derive(Debug, Serialize)]
pub struct ColumnView {
    header: String,
    field: String,
    sum: String,
    choices: Vec<Choice>,
}

/// What one unit gets.
#[derive(Debug, Serialize)]
pub struct ChangeView {
    row: u32,
    unit: String,
    measure: String,
    old: String,
    new: String,
    word: &'static str,
    changed: bool,
}

/// Name of the field that says what a column means.
pub fn column_field(key: &str) -> String {
    format!("cot-{key}")
}

impl PlanView {
    /// What a table would change; `hidden` leads back to the file.
    pub fn of(plan: &QuotaPlan, file: &str, hidden: Vec<Pair>) -> Self {
        let changes: Vec<ChangeView> = plan.changes.iter().map(ChangeView::of).collect();
        let count = |word: &str| changes.iter().filter(|change| change.word == word).count();
        let summary = format!(
            "{} đơn vị; {} chỉ tiêu mới, {} thay đổi, {} giữ nguyên.",
            plan.units,
            count(NEW),
            count(CHANGED),
            count(SAME)
        );
        let told = |(row, unit): &(u32, String)| format!("Dòng {row}: không có đơn vị «{unit}» trực thuộc.");
        Self {
            file: file.to_owned(),
            summary,
            columns: plan.columns.iter().map(|column| ColumnView::of(column, plan)).collect(),
            ready: plan.unknown.is_empty() && changes.iter().any(|change| change.changed),
            changes,
            unknown: plan.unknown.iter().map(told).collect(),
            hidden,
        }
    }
}

const NEW: &str = "mới";
const CHANGED: &str = "thay đổi";
const SAME: &str = "giữ nguyên";

impl ChangeView {
    fn of(change: &QuotaChange) -> Self {
        let word = match change.old {
            None => NEW,
            Some(old) if old == Target::Absolute(change.new) => SAME,
            Some(_) => CHANGED,
        };
        Self {
            row: change.row,
            unit: change.unit.name.clone(),
            measure: change.measure.name.clone(),
            old: change.old.map_or_else(String::new, target_text),
            new: number(change.new),
            word,
            changed: word != SAME,
        }
    }
}

impl ColumnView {
    fn of(column: &QuotaColumn, plan: &QuotaPlan) -> Self {
        let header = match column.key.as_str() {
            LEVEL_1 => "Mức 1".to_owned(),
            LEVEL_2 => "Mức 2".to_owned(),
            header => header.to_owned(),
        };
        let chosen = plan.measures.iter().find(|measure| Some(measure.id) == column.measure);
        let chosen = chosen.map_or_else(String::new, |measure| MeasureName::of(measure).to_string());
        let mut choices = vec![Choice::new("", "Không dùng", &chosen)];
        choices.extend(plan.measures.iter().map(|measure| {
            let label = format!("{} ({})", measure.name, measure.audience.vietnamese());
            Choice::new(MeasureName::of(measure).to_string(), label, &chosen)
        }));
        Self { header, field: column_field(&column.key), sum: number(column.sum), choices }
    }
}
