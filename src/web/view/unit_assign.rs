//! People of a divided village who belong to no part yet.

use serde::Serialize;

use super::links::{Links, Pair};
use super::{day, number};
use crate::campaign::unit_changes::Unassigned;
use crate::model::person::Person;

/// The page.
#[derive(Debug, Serialize)]
pub struct AssignView {
    village: String,
    divided_on: String,
    total: String,
    action: String,
    parts: Vec<Part>,
    households: Vec<Household>,
    next: Option<String>,
    previous: Option<String>,
}

#[derive(Debug, Serialize)]
struct Part {
    slug: String,
    name: String,
}

/// People of one household.
#[derive(Debug, Serialize)]
struct Household {
    label: String,
    people: Vec<Waiting>,
}

#[derive(Debug, Serialize)]
struct Waiting {
    id: i64,
    name: String,
    birth: String,
    address: String,
}

/// The address of the page.
pub fn assign_href(links: &Links, village: &str) -> String {
    links.with("/co-cau/phan-ve", &[Pair::new("don-vi", village)])
}

impl AssignView {
    /// A page of people.
    pub fn of(found: &Unassigned, page: usize, links: &Links) -> Self {
        let slug = found.village.slug.as_str();
        let to = |page: usize| {
            links.with("/co-cau/phan-ve", &[Pair::new("don-vi", slug), Pair::new("trang", page.to_string())])
        };
        let seen = page.max(1) * crate::campaign::unit_changes::PEOPLE_ON_A_PAGE;
        Self {
            village: found.village.name.clone(),
            divided_on: day(found.divided_on),
            total: number(i64::try_from(found.total).unwrap_or(i64::MAX)),
            action: assign_href(links, slug),
            parts: found.parts.iter().map(|part| Part { slug: part.slug.clone(), name: part.name.clone() }).collect(),
            households: households(&found.people),
            next: (seen < found.total).then(|| to(page + 1)),
            previous: (page > 1).then(|| to(page - 1)),
        }
    }
}

fn households(people: &[Person]) -> Vec<Household> {
    let mut found: Vec<Household> = Vec::new();
    for person in people {
        let home = person.residence.as_ref();
        let household = home.and_then(|home| home.household.clone());
        let label = household.map_or_else(|| "Chưa ghi hộ".to_owned(), |household| format!("Hộ {household}"));
        let birth = person.particulars.birth_date.map(|date| date.in_table()).unwrap_or_default();
        let waiting = Waiting {
            id: person.id.0,
            name: person.particulars.full_name.clone(),
            birth,
            address: home.and_then(|home| home.address_line.clone()).unwrap_or_default(),
        };
        match found.last_mut() {
            Some(last) if last.label == label => last.people.push(waiting),
            _ => found.push(Household { label, people: vec![waiting] }),
        }
    }
    found
}
