//! What can be decided about a file: places it names and the unit does not have, and whom rows stand for.

use serde::Serialize;

use super::frame::Choice;
use super::import_absent::place;
use super::number;
use crate::messages::imports::likeness;
use crate::roster::StagedPage;
use crate::roster::choices::{Choices, PlaceKind, RowChoice, RowDecision};
use crate::roster::staged::{FileSummary, Reason, RowClass, StagedRow, UnknownName};

/// The value, and the field of the button, that create a place.
pub const CREATE: &str = "tao-moi";
/// The field of the button that drops the choice for a name.
pub const UNDO_PLACE: &str = "bo-ten";

/// A unit that a name can stand for.
#[derive(Debug, Clone)]
pub struct KnownUnit {
    /// Village or office.
    pub kind: PlaceKind,
    /// Slug.
    pub slug: String,
    /// Name.
    pub name: String,
}

/// The word of a kind of place in forms.
pub fn place_kind(kind: PlaceKind) -> &'static str {
    match kind {
        PlaceKind::Village => "thon",
        PlaceKind::Office => "co-quan",
    }
}

/// The form about names that the unit does not have.
#[derive(Debug, Serialize)]
pub struct PlacesForm {
    /// One button for all names of a kind.
    all: Vec<Choice>,
    unknown: Vec<PlaceLine>,
    decided: Vec<DecidedPlace>,
}

#[derive(Debug, Serialize)]
struct PlaceLine {
    field: String,
    name: String,
    kind: &'static str,
    rows: String,
    options: Vec<Choice>,
}

#[derive(Debug, Serialize)]
struct DecidedPlace {
    name: String,
    unit: String,
}

impl PlacesForm {
    /// The form, where there is anything to decide or to take back.
    pub fn of(file: &FileSummary, choices: &Choices, units: &[KnownUnit]) -> Option<Self> {
        if file.unknown_places.is_empty() && choices.places.is_empty() {
            return None;
        }
        let all = [(PlaceKind::Village, "thôn"), (PlaceKind::Office, "cơ quan, đơn vị")].into_iter();
        let button = |(kind, word): (PlaceKind, &str)| {
            let many = file.unknown_places.iter().filter(|place| place.kind == kind).count();
            (many > 0).then(|| Choice::new(place_kind(kind), format!("Tạo {many} {word} này từ tệp"), ""))
        };
        let decided = choices.places.iter().map(|choice| DecidedPlace {
            name: choice.name.clone(),
            unit: units.iter().find(|u| u.slug == choice.unit).map_or_else(|| choice.unit.clone(), |u| u.name.clone()),
        });
        Some(Self {
            all: all.filter_map(button).collect(),
            unknown: file.unknown_places.iter().enumerate().map(|(at, place)| line(at, place, units)).collect(),
            decided: decided.collect(),
        })
    }
}

fn line(at: usize, place: &UnknownName, units: &[KnownUnit]) -> PlaceLine {
    let mut options = vec![Choice::new("", "Để lại, chưa nhận các dòng này", "")];
    options.push(Choice { value: CREATE.to_owned(), label: format!("Tạo mới «{}»", place.name), chosen: false });
    if let Some(near) = &place.near {
        options.push(Choice {
            value: near.slug.clone(),
            label: format!("Là {} (tên gần giống)", near.name),
            chosen: false,
        });
    }
    let others = units.iter().filter(|unit| unit.kind == place.kind);
    let others = others.filter(|unit| place.near.as_ref().is_none_or(|near| near.slug != unit.slug));
    options.extend(others.map(|unit| Choice {
        value: unit.slug.clone(),
        label: format!("Là {}", unit.name),
        chosen: false,
    }));
    PlaceLine {
        field: format!("noi-{at}"),
        name: place.name.clone(),
        kind: match place.kind {
            PlaceKind::Village => "thôn, tổ dân phố",
            PlaceKind::Office => "cơ quan, đơn vị",
        },
        rows: number(place.rows.into()),
        options,
    }
}

/// What can be decided about a row.
#[derive(Debug, Serialize)]
pub struct RowForm {
    field: String,
    options: Vec<Choice>,
    people: Vec<Alike>,
}

/// Somebody the row may stand for.
#[derive(Debug, Serialize)]
struct Alike {
    href: String,
    text: String,
}

/// Name of the field for a row.
fn row_field(row: &StagedRow) -> String {
    format!("dong-{}-{}-{}", row.sheet, row.row.row, row.row.c0)
}

/// Reads that name: sheet, row, first column.
pub fn parse_row_field(name: &str) -> Option<(u32, u32, u16)> {
    let mut parts = name.strip_prefix("dong-")?.split('-');
    let read = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    parts.next().is_none().then_some(read)
}

impl RowForm {
    /// The form of a row, where there is anything to decide.
    pub fn of(row: &StagedRow, page: &StagedPage, choices: &Choices) -> Option<Self> {
        let of_row = |choice: &&RowChoice| {
            (choice.sheet, choice.row, choice.first_column) == (row.sheet, row.row.row, row.row.c0)
        };
        let present = choices.rows.iter().find(of_row).map(|choice| choice.decision);
        let newer =
            matches!(row.reason, Some(Reason::EditedHere { .. } | Reason::OtherRow { .. })) || !row.kept.is_empty();
        let conflict = row.class == RowClass::Conflict;
        if row.suggestions.is_empty() && !newer && !conflict && present.is_none() {
            return None;
        }
        let chosen = present.map(decision_word).unwrap_or_default();
        let mut options = vec![Choice::new("", if conflict { "Chưa quyết định" } else { "Như đang hiểu" }, &chosen)];
        for suggestion in &row.suggestions {
            let same = decision_word(RowDecision::SamePerson(suggestion.person));
            options.push(Choice::new(same, format!("Cùng người: {}", who(suggestion.person, page)), &chosen));
        }
        if !row.suggestions.is_empty() {
            options.push(Choice::new("nguoi-moi", "Người khác, thêm mới", &chosen));
        }
        if let Some(RowDecision::SamePerson(person)) = present
            && !row.suggestions.iter().any(|suggestion| suggestion.person == person)
        {
            let same = decision_word(RowDecision::SamePerson(person));
            options.push(Choice::new(same, format!("Cùng người: {}", who(person, page)), &chosen));
        }
        if newer || present == Some(RowDecision::TakeRow) {
            options.push(Choice::new("theo-tep", "Lấy theo tệp", &chosen));
        }
        options.push(Choice::new("bo-qua", "Bỏ qua dòng này", &chosen));
        let people = row.suggestions.iter().map(|suggestion| Alike {
            href: format!("/nguoi-dan/{}", suggestion.person),
            text: format!("{}: {}", who(suggestion.person, page), likeness(suggestion.likeness)),
        });
        Some(Self { field: row_field(row), people: people.collect(), options })
    }
}

fn who(person: crate::model::id::PersonId, page: &StagedPage) -> String {
    let Some(found) = page.suggested.get(&person) else {
        return page.person_names.get(&person).cloned().unwrap_or_else(|| format!("hồ sơ số {person}"));
    };
    let birth = found.birth_date.map(|date| format!("sinh {}", date.in_table()));
    let place = Some(place(found)).filter(|place| !place.is_empty());
    let all = [Some(found.full_name.clone()), birth, place];
    all.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn decision_word(decision: RowDecision) -> String {
    match decision {
        RowDecision::SamePerson(person) => format!("cung-{person}"),
        RowDecision::NewPerson => "nguoi-moi".to_owned(),
        RowDecision::TakeRow => "theo-tep".to_owned(),
        RowDecision::LeaveOut => "bo-qua".to_owned(),
    }
}
