//! The words of a campaign's reminders.

use serde::Serialize;

use super::{Tab, tabs};
use crate::mail::templates::{FIELDS, Purpose};
use crate::store::mail_templates::MailTemplate;
use crate::web::view::form::FieldError;
use crate::web::view::frame::Choice;
use crate::web::view::links::{Links, Pair};

/// The page.
#[derive(Debug, Serialize)]
pub struct WordsView {
    tabs: Vec<Tab>,
    /// What was not accepted.
    pub errors: Vec<FieldError>,
    /// The words, as kept or as typed.
    pub words: String,
    purpose: &'static str,
    name: &'static str,
    purposes: Vec<Choice>,
    kept: Vec<Pair>,
    revision: i64,
    /// Whether the campaign has set words of its own.
    own: bool,
    fields: Vec<FieldRow>,
}

#[derive(Debug, Serialize)]
struct FieldRow {
    name: String,
    meaning: &'static str,
}

impl WordsView {
    /// The page.
    pub fn of(purpose: Purpose, kept: Option<&MailTemplate>, links: &Links) -> Self {
        let field = |field: &crate::mail::templates::Field| FieldRow {
            name: format!("{{{{{}}}}}", field.name),
            meaning: field.meaning,
        };
        Self {
            tabs: tabs(links, "/thu/loi-nhac"),
            errors: Vec::new(),
            words: kept.map_or_else(|| purpose.usual().to_owned(), |kept| kept.body.clone()),
            purpose: purpose.as_str(),
            name: purpose.vietnamese(),
            purposes: Purpose::ALL
                .into_iter()
                .map(|one| Choice::new(one.as_str(), one.vietnamese(), purpose.as_str()))
                .collect(),
            kept: links.kept.clone(),
            revision: kept.map_or(0, |kept| kept.revision),
            own: kept.is_some(),
            fields: FIELDS.iter().map(field).collect(),
        }
    }
}
