//! A unit for whoever administers the tree.

use chrono::NaiveDate;
use serde::Serialize;

use super::day;
use super::links::{Links, Pair};
use crate::campaign::unit_changes::{ChildLine, UnitHistory, UnitSheet};
use crate::model::unit::{Unit, Validity};
use crate::store::units::Contact;

/// Empty lines for new contacts under those there are.
const SPARE_CONTACTS: usize = 2;

/// The page of a unit.
#[derive(Debug, Serialize)]
pub struct UnitsView {
    name: String,
    kind: &'static str,
    since: Option<String>,
    superior: Option<String>,
    day: String,
    children: Vec<Child>,
    actions: Vec<Action>,
    order_action: String,
    change_action: &'static str,
    kept: Vec<Pair>,
    contacts: Vec<ContactFields>,
    contacts_action: String,
    waiting: Vec<Waiting>,
    states: Vec<State>,
    changes: Vec<Change>,
}

/// A unit below.
#[derive(Debug, Serialize)]
struct Child {
    slug: String,
    name: String,
    href: String,
    kind: &'static str,
    below: Option<String>,
    contact: Option<String>,
    order: String,
}

/// Something that can be done.
#[derive(Debug, Serialize)]
struct Action {
    label: &'static str,
    href: String,
}

/// A line of the form of contacts.
#[derive(Debug, Serialize)]
pub struct ContactFields {
    /// Name.
    pub name: String,
    /// Post.
    pub post: String,
    /// Phone.
    pub phone: String,
    /// Mail address.
    pub email: String,
}

/// A divided village whose people wait.
#[derive(Debug, Serialize)]
struct Waiting {
    name: String,
    people: String,
    href: String,
}

#[derive(Debug, Serialize)]
struct State {
    days: String,
    name: String,
    above: String,
}

#[derive(Debug, Serialize)]
struct Change {
    day: String,
    what: &'static str,
    units: String,
    basis: String,
}

/// The address of the page of a unit.
pub fn sheet_href(links: &Links, slug: &str) -> String {
    links.with("/co-cau", &[Pair::new("don-vi", slug)])
}

/// The address of a form about a unit.
pub fn change_href(links: &Links, what: &str, slug: &str) -> String {
    links.with("/co-cau/thay-doi", &[Pair::new("viec", what), Pair::new("don-vi", slug)])
}

impl UnitsView {
    /// The page.
    pub fn of(sheet: &UnitSheet, history: &UnitHistory, on: NaiveDate, links: &Links) -> Self {
        let unit = &sheet.unit;
        let to = |path: &str| links.with(path, &[Pair::new("don-vi", unit.slug.as_str())]);
        Self {
            name: unit.name.clone(),
            kind: unit.kind.vietnamese(),
            since: (unit.validity.from > Validity::BEGINNING).then(|| day(unit.validity.from)),
            superior: sheet.superior.as_ref().map(|superior| superior.name.clone()),
            day: day(on),
            children: sheet.children.iter().enumerate().map(|(place, child)| child_of(place, child, links)).collect(),
            actions: actions(sheet, links),
            order_action: to("/co-cau/thu-tu"),
            change_action: "/co-cau/thay-doi",
            kept: links.kept.clone(),
            contacts: contact_fields(&sheet.contacts),
            contacts_action: to("/co-cau/dau-moi"),
            waiting: sheet.waiting.iter().map(|(village, people)| waiting_of(village, *people, links)).collect(),
            states: states(history),
            changes: changes(history),
        }
    }
}

fn child_of(place: usize, child: &ChildLine, links: &Links) -> Child {
    let contact = child.contact.as_ref().map(|contact| match &contact.post {
        Some(post) => format!("{} ({post})", contact.name),
        None => contact.name.clone(),
    });
    Child {
        slug: child.unit.slug.clone(),
        name: child.unit.name.clone(),
        href: sheet_href(links, &child.unit.slug),
        kind: child.unit.kind.vietnamese(),
        below: (child.below > 0).then(|| format!("{} đơn vị trực thuộc", child.below)),
        contact,
        order: (place + 1).to_string(),
    }
}

fn actions(sheet: &UnitSheet, links: &Links) -> Vec<Action> {
    let unit = &sheet.unit;
    let places_others = !unit.kind.is_village() && !unit.kind.is_workplace();
    let all = [
        ("Thêm đơn vị trực thuộc", "them", places_others),
        ("Đổi tên, đổi loại", "doi-ten", !sheet.own),
        ("Chia tách", "chia-tach", !sheet.own),
        ("Kết thúc hoạt động", "ket-thuc", !sheet.own),
        ("Đơn vị chủ quản theo ngành", "chu-quan", !sheet.own && unit.kind.is_workplace()),
    ];
    let offered = all.into_iter().filter(|(_, _, offered)| *offered);
    offered.map(|(label, what, _)| Action { label, href: change_href(links, what, &unit.slug) }).collect()
}

fn contact_fields(contacts: &[Contact]) -> Vec<ContactFields> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let filled = contacts.iter().map(|contact| ContactFields {
        name: contact.name.clone(),
        post: text(&contact.post),
        phone: text(&contact.phone),
        email: text(&contact.email),
    });
    let spare =
        || ContactFields { name: String::new(), post: String::new(), phone: String::new(), email: String::new() };
    filled.chain(std::iter::repeat_with(spare).take(SPARE_CONTACTS)).collect()
}

fn waiting_of(village: &Unit, people: usize, links: &Links) -> Waiting {
    let href = links.with("/co-cau/phan-ve", &[Pair::new("don-vi", village.slug.as_str())]);
    let people = super::number(i64::try_from(people).unwrap_or(i64::MAX));
    Waiting { name: village.name.clone(), people, href }
}

fn states(history: &UnitHistory) -> Vec<State> {
    let days = |validity: Validity| match (validity.from > Validity::BEGINNING, validity.to < Validity::END) {
        (false, false) => "từ trước đến nay".to_owned(),
        (true, false) => format!("từ {}", day(validity.from)),
        (false, true) => format!("đến {}", day(validity.to)),
        (true, true) => format!("{} – {}", day(validity.from), day(validity.to)),
    };
    let state = |(unit, above): &(Unit, Option<String>)| State {
        days: days(unit.validity),
        name: unit.name.clone(),
        above: above.clone().unwrap_or_default(),
    };
    history.states.iter().rev().map(state).collect()
}

fn changes(history: &UnitHistory) -> Vec<Change> {
    let change = |line: &crate::campaign::unit_changes::UnitHistoryLine| Change {
        day: day(line.effective_on),
        what: line.kind.vietnamese(),
        units: if line.from == line.to { line.from.clone() } else { format!("{} → {}", line.from, line.to) },
        basis: line.legal_basis.clone().unwrap_or_default(),
    };
    history.changes.iter().rev().map(change).collect()
}
