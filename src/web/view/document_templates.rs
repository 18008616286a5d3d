//! Word files of an office that are filled from documents: the list, and what may stand in them.

use serde::Serialize;

use super::day;
use super::form::FieldError;
use super::frame::Choice;
use super::links::Links;
use crate::documents::own_template::{FIELDS, Field, LISTS, List, MEASURED, Row, Values};
use crate::documents::own_templates::Listed;
use crate::model::as_of::in_vietnam;
use crate::model::document::DocumentKind;

/// The page.
#[derive(Debug, Serialize)]
pub struct TemplatesView {
    /// What was not accepted.
    pub errors: Vec<FieldError>,
    /// The name that was typed.
    pub name: String,
    kinds: Vec<Choice>,
    may_add: bool,
    templates: Vec<TemplateRow>,
    fields: Vec<FieldRow>,
    lists: Vec<ListRow>,
    sample_href: &'static str,
    /// How a measure is named, how a list begins and ends: braces that the page's own templates would read.
    examples: Examples,
    /// The document whose values stand beside the fields.
    example_of: Option<String>,
}

/// A template in the list.
#[derive(Debug, Serialize)]
struct TemplateRow {
    name: String,
    unit: String,
    kind: &'static str,
    added: String,
    file_href: String,
    retire_href: Option<String>,
}

/// A field in the table.
#[derive(Debug, Serialize)]
struct FieldRow {
    name: String,
    meaning: &'static str,
    example: String,
}

/// A list with its fields.
#[derive(Debug, Serialize)]
struct ListRow {
    begin: String,
    end: String,
    meaning: &'static str,
    fields: Vec<FieldRow>,
    measured: bool,
}

#[derive(Debug, Serialize)]
struct Examples {
    field: &'static str,
    measure: &'static str,
    place: &'static str,
    begin: &'static str,
    end: &'static str,
}

/// What the page is made from.
pub struct Shown<'a> {
    /// Templates that the reader sees.
    pub found: &'a [Listed],
    /// A document of the campaign, by its subject, and what it would fill in.
    pub example: Option<(String, Values)>,
    /// Whether the reader may add templates.
    pub may_add: bool,
    /// The kind that was chosen.
    pub kind: &'a str,
}

impl TemplatesView {
    /// The page.
    pub fn of(shown: &Shown<'_>, links: &Links) -> Self {
        let mut kinds = vec![Choice::new("", "Mọi loại văn bản", shown.kind)];
        kinds.extend(DocumentKind::ALL.map(|of| Choice::new(of.as_str(), of.vietnamese(), shown.kind)));
        let values = shown.example.as_ref().map(|(_, values)| values);
        let outside = values.map(|values| &values.fields);
        Self {
            errors: Vec::new(),
            name: String::new(),
            kinds,
            may_add: shown.may_add,
            templates: shown.found.iter().map(|listed| row(listed, links)).collect(),
            fields: FIELDS.iter().chain(&MEASURED).map(|field| field_row(field, outside)).collect(),
            lists: LISTS.iter().map(|list| list_row(list, values)).collect(),
            sample_href: "/van-ban/mau/tep/mau-thu.docx",
            examples: Examples {
                field: "{{so}}",
                measure: "{{ket-qua:vneid2.activated}}",
                place: "{{ket-qua:2}}",
                begin: "{{#don-vi}}",
                end: "{{/don-vi}}",
            },
            example_of: shown.example.as_ref().map(|(subject, _)| subject.clone()),
        }
    }
}

fn row(listed: &Listed, links: &Links) -> TemplateRow {
    let (head, here) = (&listed.head, format!("/van-ban/mau/{}", listed.head.id));
    TemplateRow {
        name: head.name.clone(),
        unit: listed.unit.name.clone(),
        kind: head.kind.map_or("Mọi loại", DocumentKind::vietnamese),
        added: day(in_vietnam(head.added_at).date_naive()),
        file_href: format!("{here}/tep"),
        retire_href: listed.may_retire.then(|| links.to(&format!("{here}/bo"))),
    }
}

fn field_row(field: &Field, values: Option<&Row>) -> FieldRow {
    let example = values.and_then(|values| values.get(field.name)).map(String::as_str).unwrap_or_default();
    FieldRow { name: format!("{{{{{}}}}}", field.name), meaning: field.meaning, example: short(example) }
}

fn list_row(list: &List, values: Option<&Values>) -> ListRow {
    let first = values.and_then(|values| values.list(list.name).first());
    ListRow {
        begin: format!("{{{{#{}}}}}", list.name),
        end: format!("{{{{/{}}}}}", list.name),
        meaning: list.meaning,
        fields: list.fields.iter().map(|field| field_row(field, first)).collect(),
        measured: list.measured,
    }
}

/// An example on one line of a table.
fn short(value: &str) -> String {
    const SHOWN: usize = 90;
    let words = value.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", words.get(..end).unwrap_or_default().trim_end()),
        None => words,
    }
}

/// A template that one document may be filled into.
#[derive(Debug, Serialize)]
pub struct TemplateLink {
    name: String,
    href: String,
}

impl TemplateLink {
    /// Links of a document's page.
    pub fn all(found: &[Listed], document: impl std::fmt::Display) -> Vec<Self> {
        let link = |listed: &Listed| Self {
            name: listed.head.name.clone(),
            href: format!("/van-ban/{document}/mau/{}/tep", listed.head.id),
        };
        found.iter().map(link).collect()
    }
}
