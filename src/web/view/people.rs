//! The list of people: filters, rows with masked numbers.

use serde::Serialize;

use super::form::FieldError;
use super::frame::Choice;
use super::links::Links;
use super::pager::Pager;
use crate::model::campaign::Measure;
use crate::model::person::Life;
use crate::model::tally::Audience;
use crate::people::{MeasureState, PersonLine, StateFilter};

/// The list of people.
#[derive(Debug, Serialize)]
pub struct PeopleView {
    /// What could not be searched.
    pub errors: Vec<FieldError>,
    /// What was typed.
    pub text: String,
    /// Units to choose from.
    pub units: Vec<Choice>,
    /// States to choose from.
    pub states: Vec<Choice>,
    /// Checks to choose from.
    pub checks: Vec<Choice>,
    /// Causes to choose from.
    pub barriers: Vec<Choice>,
    /// `1.068 người`, `hơn 10.000 người`.
    pub found: String,
    /// Whether anything is filtered.
    pub filtered: bool,
    /// Address without filters.
    pub everybody: String,
    /// Where the search is sent.
    pub action: String,
    /// Where a list of these people is made for a team to visit, for those who may.
    pub visit_href: Option<String>,
    /// The people.
    pub people: Vec<PersonRow>,
    /// Where in the list.
    pub pager: Option<Pager>,
}

/// A person in the list.
#[derive(Debug, Serialize)]
pub struct PersonRow {
    href: String,
    name: String,
    birth: String,
    place: String,
    national_id: String,
    phone: String,
    marks: Vec<String>,
    barriers: String,
}

impl PersonRow {
    /// A row.
    pub fn of(person: &PersonLine, links: &Links) -> Self {
        let unknown = || "chưa có".to_owned();
        Self {
            href: links.to(&format!("/nguoi-dan/{}", person.id)),
            name: person.full_name.clone(),
            birth: person.birth_date.map(|date| date.in_table()).unwrap_or_default(),
            place: place(person),
            national_id: person.national_id.clone().unwrap_or_else(unknown),
            phone: person.phone.clone().unwrap_or_else(unknown),
            marks: person
                .states
                .iter()
                .map(|state| format!("{}: {}", state.programme_name, lower_first(&state.word)))
                .collect(),
            barriers: person.barriers.iter().map(|barrier| barrier.name.as_str()).collect::<Vec<_>>().join("; "),
        }
    }
}

fn place(person: &PersonLine) -> String {
    let mut parts: Vec<String> = [&person.village, &person.office].into_iter().flatten().cloned().collect();
    if person.life != Life::Alive {
        parts.push("đã mất".to_owned());
    } else if person.has_departed() {
        parts.push("đã chuyển đi".to_owned());
    }
    parts.join(" · ")
}

/// With a small first letter, to follow other words.
pub fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// With a large first letter, to begin a sentence.
pub fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A state in an address: `vneid2.activated~residents~done`.
pub fn state_value(measure: &str, audience: Audience, state: MeasureState) -> String {
    format!("{measure}~{}~{}", audience.as_str(), state.as_str())
}

/// Reads a state of an address.
pub fn parse_state(text: &str) -> Option<StateFilter> {
    let mut parts = text.split('~');
    let measure = parts.next()?.to_owned();
    let audience = Audience::parse(parts.next()?)?;
    let state = MeasureState::parse(parts.next()?)?;
    Some(StateFilter { measure, audience, state })
}

/// The states of a campaign's measures.
pub fn state_choices(measures: &[Measure], chosen: &str) -> Vec<Choice> {
    let mut choices = vec![Choice::new("", "Tất cả", chosen)];
    for measure in measures {
        for state in MeasureState::ALL {
            let label = format!("{}: {}", measure.name, state.vietnamese());
            choices.push(Choice::new(state_value(&measure.code, measure.audience, state), label, chosen));
        }
    }
    choices
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_state_goes_through_an_address() {
        for state in MeasureState::ALL {
            let filter = parse_state(&state_value("vneid2.activated", Audience::Residents, state)).unwrap();
            assert_eq!(
                (filter.measure.as_str(), filter.audience, filter.state),
                ("vneid2.activated", Audience::Residents, state)
            );
        }
        for text in ["", "vneid2.activated", "vneid2.activated~residents", "a~nobody~done", "a~staff~maybe"] {
            assert_eq!(parse_state(text), None, "{text}");
        }
    }
}
