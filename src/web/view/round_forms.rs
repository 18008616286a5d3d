//! Forms about rounds: opening one, the quick grid, chasing, leading, the page behind a link.

use serde::Serialize;

use super::form::FieldError;
use super::frame::Choice;
use super::rounds::{Chip, ContactView, LogLine};

/// Opening a round.
#[derive(Debug, Default, Serialize)]
pub struct NewRoundView {
    /// What is not right.
    pub errors: Vec<FieldError>,
    /// Regular periods to start from: label and address.
    pub presets: Vec<Preset>,
    /// What was typed.
    pub typed: TypedRound,
    /// Measures to ask for.
    pub measures: Vec<Choice>,
    /// Units that report.
    pub units: Vec<Choice>,
    /// Who receives first.
    pub receivers: Vec<Choice>,
    /// Who receives next; the first line is nobody.
    pub next_receivers: Vec<Choice>,
    /// «trước ngày», «đến hết ngày».
    pub wordings: Vec<Choice>,
    /// The same for the second hop.
    pub next_wordings: Vec<Choice>,
    /// One round, or one a day, or one a week.
    pub rhythms: Vec<Choice>,
}

/// A regular period to start from.
#[derive(Debug, Serialize)]
pub struct Preset {
    /// What is read.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// Whether it is the one in the form.
    pub chosen: bool,
}

/// What was typed to open a round.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TypedRound {
    /// Name of the round.
    pub name: String,
    /// The document that asks for it.
    pub document: String,
    /// A word to those who report.
    pub note: String,
    /// First day of the figures.
    pub from: String,
    /// Last day of the figures.
    pub to: String,
    /// The day that the document names.
    pub due: String,
    /// The hour.
    pub time: String,
    /// The second receiver as the document names it.
    pub next_name: String,
    /// The second date.
    pub next_due: String,
    /// Last day of a series.
    pub last: String,
}

/// The quick grid.
#[derive(Debug, Default, Serialize)]
pub struct GridView {
    /// What is not right, linked to the rows.
    pub errors: Vec<RowError>,
    /// Whether what is not right can be confirmed.
    pub may_confirm: bool,
    /// Where it is sent.
    pub action: String,
    /// What is asked for.
    pub columns: Vec<GridColumn>,
    /// A row per unit.
    pub rows: Vec<GridRow>,
    /// When the reports were received, as typed; nothing for those who hand in their own.
    pub received: Option<String>,
    /// Whether the rows were read from forms.
    pub from_form: bool,
    /// Gaps of a total.
    pub gaps: Option<String>,
    /// Imports that can count as the report, by unit and number.
    pub imports: Vec<Choice>,
    /// Where a chosen import is sent.
    pub import_action: String,
    /// The round.
    pub back: String,
    /// By when, for the caption.
    pub due: String,
    /// Other pages of the grid.
    pub pages: Vec<Preset>,
}

/// What is not right with a row.
#[derive(Debug, Serialize)]
pub struct RowError {
    /// Its field.
    pub field: String,
    /// Whose row, what is wrong and what to do.
    pub text: String,
}

/// A column of the grid.
#[derive(Debug, Serialize)]
pub struct GridColumn {
    /// The measure.
    pub label: String,
    /// Of a share, what the whole is.
    pub base: Option<String>,
}

/// A row of the grid.
#[derive(Debug, Serialize)]
pub struct GridRow {
    /// Names of its fields end in it.
    pub unit: i64,
    /// The unit.
    pub name: String,
    /// Where it stands.
    pub state: Chip,
    /// Its cells.
    pub cells: Vec<GridCell>,
    /// «Không phát sinh».
    pub nil: bool,
    /// A word with it.
    pub note: String,
    /// Whether something is wrong with it.
    pub invalid: bool,
    /// An accepted report cannot be typed over.
    pub fixed: bool,
}

/// A cell of the grid.
#[derive(Debug, Serialize)]
pub struct GridCell {
    /// Name of the field.
    pub field: String,
    /// What stands in it.
    pub value: String,
    /// Spoken name.
    pub label: String,
    /// Of a share: name and content of the second field.
    pub base: Option<(String, String)>,
}

/// Chasing.
#[derive(Debug, Default, Serialize)]
pub struct ChaseView {
    /// What is not right.
    pub errors: Vec<FieldError>,
    /// Where it is sent.
    pub action: String,
    /// The hop.
    pub hop: i32,
    /// The message to a group.
    pub group_text: String,
    /// Who owes a report.
    pub rows: Vec<ChaseRow>,
    /// The round.
    pub back: String,
    /// Whether mails can be sent to somebody.
    pub may_mail: bool,
}

/// A unit to be chased.
#[derive(Debug, Serialize)]
pub struct ChaseRow {
    /// Slug.
    pub slug: String,
    /// Number of the row, for names of fields.
    pub number: usize,
    /// Name.
    pub name: String,
    /// Where it stands.
    pub state: Chip,
    /// Whom to call.
    pub contacts: Vec<ContactView>,
    /// How far chasing has come.
    pub step: String,
    /// What comes next.
    pub next: &'static str,
    /// The message to it.
    pub text: String,
    /// Whether somebody there has a mail address.
    pub has_mail: bool,
}

/// Leading a round.
#[derive(Debug, Default, Serialize)]
pub struct ManageView {
    /// What is not right.
    pub errors: Vec<FieldError>,
    /// Where its forms are sent; a word follows.
    pub path: String,
    /// What the reader keeps.
    pub keep: String,
    /// Whether it is closed.
    pub locked: bool,
    /// Its hops.
    pub hops: Vec<Choice>,
    /// «trước ngày», «đến hết ngày».
    pub wordings: Vec<Choice>,
    /// Links that were just made: told this once.
    pub issued: Vec<IssuedView>,
    /// Links there are.
    pub links: Vec<LinkView>,
    /// Until when new links hold, as typed.
    pub expires: String,
    /// Units for which links can be made.
    pub units: Vec<Choice>,
    /// What was done.
    pub log: Vec<LogLine>,
}

/// A link that was just made.
#[derive(Debug, Serialize)]
pub struct IssuedView {
    /// For whom.
    pub unit: String,
    /// The address.
    pub href: String,
    /// Number of the row.
    pub number: usize,
}

/// A link there is.
#[derive(Debug, Serialize)]
pub struct LinkView {
    /// For whom.
    pub unit: String,
    /// Slug.
    pub slug: String,
    /// Where it stands.
    pub state: &'static str,
    /// Until when it holds.
    pub expires: String,
    /// Whether it can be taken back.
    pub open: bool,
}

/// The page behind a link.
#[derive(Debug, Default, Serialize)]
pub struct LinkPage {
    /// Title.
    pub title: String,
    /// Style sheet, script, icon.
    #[serde(flatten)]
    pub files: Option<super::frame::Files>,
    /// What is not right.
    pub errors: Vec<FieldError>,
    /// Whether it can be confirmed.
    pub may_confirm: bool,
    /// Where it is sent; nothing once it was saved.
    pub action: Option<String>,
    /// The unit.
    pub unit: String,
    /// Who collects.
    pub collector: String,
    /// The round.
    pub round: String,
    /// What the figures are about.
    pub period: String,
    /// By when.
    pub due: String,
    /// Its fields.
    pub cells: Vec<GridCell>,
    /// Name of the field for «không phát sinh».
    pub nil_field: String,
    /// «Không phát sinh».
    pub nil: bool,
    /// Name of the field for a word with it.
    pub note_field: String,
    /// A word with it.
    pub note: String,
}
