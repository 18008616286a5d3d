//! The list of who is known in the places of a list and not named by it.

use serde::Serialize;

use super::links::Links;
use super::number;
use super::pager::Pager;
use crate::roster::{AbsentPage, BatchLine, PersonSummary};

/// The page.
#[derive(Debug, Serialize)]
pub struct AbsentView {
    file: String,
    unit: String,
    total: String,
    back: String,
    people: Vec<AbsentPerson>,
    pager: Pager,
}

#[derive(Debug, Serialize)]
struct AbsentPerson {
    href: String,
    name: String,
    birth: String,
    place: String,
}

impl AbsentView {
    /// A page of the list.
    pub fn of(batch: &BatchLine, page: &AbsentPage, links: &Links, pager: Pager) -> Self {
        Self {
            file: batch.file_name.clone(),
            unit: batch.unit_name.clone(),
            total: number(page.total.into()),
            back: links.to(&format!("/nhap-lieu/{}", batch.id)),
            people: page.people.iter().map(|person| AbsentPerson::of(person, links)).collect(),
            pager,
        }
    }
}

impl AbsentPerson {
    fn of(person: &PersonSummary, links: &Links) -> Self {
        Self {
            href: links.to(&format!("/nguoi-dan/{}", person.id)),
            name: person.full_name.clone(),
            birth: person.birth_date.map_or_else(|| "chưa có".to_owned(), |date| date.in_table()),
            place: place(person),
        }
    }
}

/// Village and office, as far as the reader may know them.
pub fn place(person: &PersonSummary) -> String {
    let known = [&person.village, &person.office].into_iter().flatten().cloned();
    known.collect::<Vec<_>>().join("; ")
}
