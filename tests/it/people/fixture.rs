//! Two communes with a handful of people whose names, numbers and milestones tell the rules apart.

use std::collections::HashMap;

use chrono::NaiveDate;
use tiendo::access::Actor;
use tiendo::model::as_of::AsOf;
use tiendo::model::barrier::Barrier;
use tiendo::model::enrollment::{DayPrecision, EventSource};
use tiendo::model::id::{AccountId, MilestoneId, PersonId, UnitId};
use tiendo::model::person::{Life, Particulars, Person, Residence, ResidenceKind, Workplace};
use tiendo::model::programme::{LadderStep, MilestoneMeaning};
use tiendo::model::role::Role;
use tiendo::model::tally::{Audience, Counted};
use tiendo::model::unit::{UnitKind, Validity};
use tiendo::people::{PageSize, PeopleQuery, search};
use tiendo::store::catalogue::ProgrammeEntry;
use tiendo::store::counted_change::change_counted;
use tiendo::store::events::NewEvent;
use tiendo::store::listings::NewBarrier;
use tiendo::store::units::{self, PlacedAbove, Version};
use tiendo::store::{Conn, Db, StoreError, campaigns, catalogue, counters, events, listings, people, recount};
use tiendo::vn::date::PartialDate;
use tiendo::vn::fold::fold;

use crate::support::{Template, office};

/// Units, catalogue, counted quantities and [`PEOPLE`].
pub const PEOPLED: Template = Template { name: "peopled", fill: Some(fill) };

/// `thon-moi` moved from the east to the west on the first day of 2024.
const UNITS: [(&str, UnitKind, &str, Validity); 8] = [
    ("tinh", UnitKind::Province, "Tỉnh Thử Nghiệm", Validity::ALWAYS),
    ("dong", UnitKind::Commune, "Xã Đông", Validity::ALWAYS),
    ("dong/thon-1", UnitKind::Village, "Thôn 1", Validity::ALWAYS),
    ("dong/thon-2", UnitKind::Village, "Thôn 2", Validity::ALWAYS),
    ("dong/van-phong", UnitKind::Office, "Văn phòng", Validity::ALWAYS),
    ("tay", UnitKind::Commune, "Xã Tây", Validity::ALWAYS),
    ("tay/thon-9", UnitKind::Village, "Thôn 9", Validity::ALWAYS),
    ("thon-moi", UnitKind::Village, "Thôn Mới", Validity::ALWAYS),
];

/// Name, birth date, ID number, phone, village, milestones with their days.
type Row = (
    &'static str,
    &'static str,
    Option<&'static str>,
    Option<&'static str>,
    &'static str,
    &'static [(&'static str, &'static str)],
);

/// Everybody, in Vietnamese order of given names.
pub const PEOPLE: [Row; 11] = [
    (
        "Lê Văn An",
        "1985-01-01",
        Some("038085000001"),
        None,
        "tay/thon-9",
        &[("vneid2.issued", "2023-01-05"), ("vneid2.activated", "2023-01-06")],
    ),
    ("Trần Thị Ánh", "1990", None, Some("0912000002"), "tay/thon-9", &[]),
    ("Quách Thị Ba", "1970-05-05", None, None, "thon-moi", &[]),
    (
        "Phạm Thị Bình",
        "1938-06-04",
        Some("038138272855"),
        Some("0795838271"),
        "dong/thon-1",
        &[("vneid2.issued", "2023-03-01"), ("vneid2.activated", "2023-03-25")],
    ),
    ("Hà Văn Chiến", "1940", None, None, "dong/thon-1", &[]),
    (
        "Đặng Văn Dũng",
        "1980-02-03",
        Some("038080000004"),
        None,
        "dong/thon-1",
        &[("vneid1.issued", "2023-02-01"), ("vneid1.activated", "2023-02-10"), ("vneid2.issued", "2023-06-10")],
    ),
    ("Bùi Thị Đào", "1975", None, None, "dong/thon-1", &[("vneid1.issued", "2023-02-01")]),
    (
        "Đinh Văn Đức",
        "1992-09-09",
        None,
        None,
        "dong/thon-2",
        &[("vneid2.issued", "2023-05-15"), ("smartca.requested", "2023-04-01")],
    ),
    ("Nguyễn Thị Hoa", "1999", None, None, "dong/thon-2", &[]),
    ("Nguyễn Thị Hoà", "2010-07-01", None, None, "dong/thon-2", &[]),
    ("Nguyễn Văn Hoàng", "1960", None, None, "dong/thon-2", &[]),
];

/// The day that most tests look at.
pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// That day as an as-of date.
pub fn as_of(text: &str) -> AsOf {
    AsOf(day(text))
}

/// A search for everybody on 31/5/2023.
pub fn everybody() -> PeopleQuery {
    let as_of = as_of("2023-05-31");
    PeopleQuery {
        text: None,
        unit: None,
        state: None,
        check: None,
        barrier: None,
        as_of,
        page: 1,
        per_page: PageSize::Small,
    }
}

/// The names that a search finds.
pub fn names(db: &Db, actor: &Actor, query: &PeopleQuery) -> Vec<String> {
    let page = search(db, actor, query).unwrap();
    assert_eq!(page.total, page.people.len(), "these tests fit on one page");
    page.people.into_iter().map(|person| person.full_name).collect()
}

/// The person of a name.
pub fn person(db: &Db, name: &str) -> PersonId {
    let query = PeopleQuery { text: Some(name.to_owned()), ..everybody() };
    search(db, &Actor::operator(), &query).unwrap().people[0].id
}

/// An officer of the east.
pub fn officer(db: &Db) -> Actor {
    office::actor(db, Role::Officer, "dong")
}

/// Counters as kept and as counted again.
pub fn assert_counters_agree(db: &Db) {
    let (kept, counted) = db.read(|conn| Ok::<_, StoreError>((counters::all(conn)?, recount::recount(conn)?))).unwrap();
    assert!(!kept.is_empty());
    assert_eq!(kept, counted);
}

fn fill(db: &Db) {
    db.write(|conn| {
        plant_units(conn)?;
        put_catalogue(conn)?;
        put_tallies(conn)
    })
    .unwrap();
    office::account(db, "nguoi.ghi", Role::Officer, "tinh");
    db.write(put_people).unwrap();
}

fn plant_units(conn: &mut Conn) -> Result<(), StoreError> {
    let slugs: Vec<String> = UNITS.iter().map(|(slug, ..)| (*slug).to_owned()).collect();
    let ids = units::identities(conn, &slugs)?;
    let states: Vec<(UnitId, Vec<Version>)> =
        UNITS.iter().map(|(slug, kind, name, _)| (ids[*slug], versions(&ids, slug, *kind, name))).collect();
    let states: Vec<(UnitId, &[Version])> = states.iter().map(|(id, states)| (*id, states.as_slice())).collect();
    units::replace_versions(conn, &states)?;
    let mut placed = Vec::new();
    for (slug, ..) in UNITS {
        placed.push((slug, slug, 0, Validity::ALWAYS));
        for (parent, validity) in parents(slug) {
            placed.push((slug, parent, 1, validity));
            placed.extend(parents(parent).into_iter().map(|(above, _)| (slug, above, 2, validity)));
        }
    }
    let placed: Vec<PlacedAbove> = placed
        .into_iter()
        .map(|(slug, above, depth, validity)| PlacedAbove { unit: ids[slug], ancestor: ids[above], depth, validity })
        .collect();
    units::replace_closure(conn, &[], &placed)
}

fn parents(slug: &str) -> Vec<(&'static str, Validity)> {
    let commune = |slug| if slug == "dong" { "dong" } else { "tay" };
    match slug.split_once('/') {
        Some((parent, _)) => vec![(commune(parent), Validity::ALWAYS)],
        None if slug == "thon-moi" => vec![
            ("dong", Validity { to: day("2023-12-31"), ..Validity::ALWAYS }),
            ("tay", Validity { from: day("2024-01-01"), ..Validity::ALWAYS }),
        ],
        None if slug == "tinh" => vec![],
        None => vec![("tinh", Validity::ALWAYS)],
    }
}

fn versions(ids: &HashMap<String, UnitId>, slug: &str, kind: UnitKind, name: &str) -> Vec<Version> {
    let version = |parent: Option<UnitId>, validity| Version {
        validity,
        kind,
        name: name.to_owned(),
        official_code: None,
        parent,
        line_superior: None,
        local_order: 1,
        search_key: fold(name),
        sort_key: name.as_bytes().to_vec(),
    };
    let mut states: Vec<Version> =
        parents(slug).into_iter().map(|(parent, validity)| version(Some(ids[parent]), validity)).collect();
    if states.is_empty() {
        states.push(version(None, Validity::ALWAYS));
    }
    states
}

fn put_catalogue(conn: &mut Conn) -> Result<(), StoreError> {
    use MilestoneMeaning::{Achieved, Issued, Step};
    let ladder = |level| Some(LadderStep { ladder: "vneid".to_owned(), level });
    let vneid: [(&str, &str, MilestoneMeaning); 2] =
        [("issued", "Đã cấp tài khoản", Issued), ("activated", "Đã kích hoạt", Achieved)];
    let smartca: [(&str, &str, MilestoneMeaning); 3] = [
        ("requested", "Đã đăng ký", Step),
        ("contracted", "Đã ký hợp đồng", Issued),
        ("accepted", "Đã nghiệm thu", Achieved),
    ];
    put_programme(conn, 1, "vneid1", "Định danh điện tử mức 1", ladder(1), &vneid)?;
    put_programme(conn, 2, "vneid2", "Định danh điện tử mức 2", ladder(2), &vneid)?;
    put_programme(conn, 3, "smartca", "Chữ ký số SmartCA", None, &smartca)?;
    let barrier =
        |code: &str, name: &str| Barrier { code: code.into(), name: name.into(), group: "a".into(), position: 1 };
    catalogue::put_barrier(conn, &barrier("no_smartphone", "Không có điện thoại thông minh"))
}

fn put_programme(
    conn: &mut Conn,
    position: i32,
    code: &str,
    name: &str,
    ladder: Option<LadderStep>,
    milestones: &[(&str, &str, MilestoneMeaning)],
) -> Result<(), StoreError> {
    let entry = ProgrammeEntry {
        code: code.to_owned(),
        name: name.to_owned(),
        ladder,
        min_age: 14,
        term_months: None,
        holder: "person".to_owned(),
        retired_on: None,
        position,
    };
    let programme = catalogue::put_programme(conn, &entry)?;
    for (position, (code, name, meaning)) in (1..).zip(milestones) {
        catalogue::put_milestone(conn, programme, code, name, *meaning, position)?;
    }
    Ok(())
}

fn put_tallies(conn: &mut Conn) -> Result<(), StoreError> {
    let counted = [
        "eligible:14",
        "issued:vneid",
        "activated:vneid",
        "activated:vneid:1",
        "activated:vneid:2",
        "reached:smartca.requested",
    ];
    for audience in [Audience::Residents, Audience::Staff, Audience::All] {
        for code in counted {
            campaigns::put_tally(conn, audience, &Counted::parse(code).unwrap())?;
        }
    }
    Ok(())
}

fn put_people(conn: &mut Conn) -> Result<(), StoreError> {
    let units = units::slugs_in_use(conn)?;
    let ids = people::reserve(conn, PEOPLE.len())?;
    let everybody: Vec<Person> = PEOPLE.iter().zip(&ids).map(|(row, id)| person_of(row, *id, &units)).collect();
    let now = day("2023-06-12").and_hms_opt(8, 0, 0).unwrap();
    let (barrier, noted_on) = ("no_smartphone".to_owned(), day("2023-05-01"));
    let hoa = NewBarrier { person: ids[8], barrier, noted_on, batch: None, account: Some(AccountId(1)) };
    change_counted(conn, &ids, |conn| {
        people::insert(conn, &everybody, now)?;
        let events = events_of(conn, &ids)?;
        events::insert(conn, &events, now)?;
        listings::note_barriers(conn, &[hoa])
    })
}

fn person_of(row: &Row, id: PersonId, units: &HashMap<String, UnitId>) -> Person {
    let (name, birth_date, national_id, phone, village, _) = *row;
    let particulars = Particulars {
        full_name: name.to_owned(),
        birth_date: PartialDate::parse_iso(birth_date),
        national_id: national_id.map(str::to_owned),
        phone: phone.map(str::to_owned),
        ..Particulars::default()
    };
    let departed = name == "Bùi Thị Đào";
    let kind = if departed { ResidenceKind::Departed } else { ResidenceKind::Permanent };
    let residence = Residence { unit: units[village], kind, since: None, household: None, address_line: None };
    // Lives in the west, works in the east.
    let office = (name == "Lê Văn An").then(|| units["dong/van-phong"]);
    let workplace = office.map(|unit| Workplace { unit, post: None, category: None, party_member: false });
    let life = if name == "Hà Văn Chiến" { Life::Dead(None) } else { Life::Alive };
    Person { id, particulars, life, residence: Some(residence), workplace, listed_on: Some(day("2023-06-12")) }
}

fn events_of(conn: &mut Conn, ids: &[PersonId]) -> Result<Vec<NewEvent>, StoreError> {
    let catalogue = catalogue::load(conn)?;
    let milestone = |dotted: &str| -> MilestoneId { catalogue.milestone(dotted).unwrap().1.id };
    let of = |(row, person): (&Row, &PersonId)| -> Vec<NewEvent> {
        let event = |(dotted, on): &(&str, &str)| NewEvent {
            person: *person,
            milestone: milestone(dotted),
            happened_on: day(on),
            precision: DayPrecision::Exact,
            source: EventSource::Account(AccountId(1)),
            revokes: None,
            reason: None,
        };
        row.5.iter().map(event).collect()
    };
    Ok(PEOPLE.iter().zip(ids).flat_map(of).collect())
}
