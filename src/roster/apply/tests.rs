#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use super::*;
use crate::model::enrollment::DayPrecision;
use crate::model::id::ProgrammeId;
use crate::model::programme::{Catalogue, LadderStep, Milestone, MilestoneMeaning, Programme};
use crate::roster::reading::{Mark, MarkReading};
use crate::vn::date::PartialDate;

const HERE: UnitId = UnitId(1);
const THERE: UnitId = UnitId(2);

fn programme(id: i64, code: &str, level: Option<u8>, milestones: &[(&str, MilestoneMeaning)]) -> Programme {
    let milestone = |(index, (code, meaning)): (usize, &(&str, MilestoneMeaning))| Milestone {
        id: MilestoneId(id * 10 + i64::try_from(index).unwrap()),
        code: (*code).to_owned(),
        name: (*code).to_owned(),
        meaning: *meaning,
    };
    Programme {
        id: ProgrammeId(id),
        code: code.to_owned(),
        name: code.to_owned(),
        ladder: level.map(|level| LadderStep { ladder: "vneid".to_owned(), level }),
        min_age: 14,
        term_months: None,
        milestones: milestones.iter().enumerate().map(milestone).collect(),
    }
}

fn targets() -> MarkTargets {
    use MilestoneMeaning::{Achieved, Issued, Step};
    let account = [("issued", Issued), ("activated", Achieved)];
    let programmes = vec![
        programme(1, "vneid1", Some(1), &account),
        programme(2, "vneid2", Some(2), &account),
        programme(3, "dvc", None, &[("registered", Achieved)]),
        programme(4, "smartca", None, &[("requested", Step), ("accepted", Achieved)]),
        programme(5, "mysign", None, &[("registered", Step), ("accepted", Achieved)]),
    ];
    MarkTargets::of(&Catalogue::new(programmes)).unwrap()
}

fn row(name: &str) -> RosterRow {
    RosterRow {
        row: 8,
        full_name: Some(name.to_owned()),
        cccd: Some("038138272855".to_owned()),
        ..RosterRow::default()
    }
}

fn marked(mark: Mark, date: Option<&str>) -> RosterRow {
    let reading = MarkReading { done: Some(true), date: date.map(|day| day.parse().unwrap()) };
    RosterRow { milestones: BTreeMap::from([(mark, reading)]), ..row("Phạm Thị Bình") }
}

fn take(known: &mut KnownPerson, row: &RosterRow, village: UnitId, listed_on: &str) -> Applied {
    let targets = targets();
    let context = RowContext {
        listed_on: listed_on.parse().unwrap(),
        village: Some(village),
        office: None,
        targets: &targets,
        insists: false,
    };
    apply(known, row, &context)
}

fn known() -> KnownPerson {
    let mut known = KnownPerson::blank(PersonId(7));
    let first = RosterRow {
        dob: PartialDate::parse_iso("1938-06-04"),
        phone: Some("0912000001".to_owned()),
        ..row("PHẠM THỊ BÌNH")
    };
    take(&mut known, &first, HERE, "2023-06-12");
    known
}

#[test]
fn the_same_row_again_changes_nothing() {
    let mut known = known();
    let again = take(&mut known, &row("Phạm Thị Bình"), HERE, "2023-06-12");
    assert_eq!(known.person.particulars.full_name, "Phạm Thị Bình", "capitals are set in natural case");
    assert_eq!((again.changes.len(), again.person_changed), (0, false));
}

#[test]
fn blank_keeps_and_a_newer_list_replaces() {
    let mut known = known();
    take(&mut known, &row("Phạm Thị Bình"), HERE, "2023-07-01");
    assert_eq!(known.person.particulars.phone.as_deref(), Some("0912000001"));
    let new_phone = RosterRow { phone: Some("0912000002".to_owned()), ..row("Phạm Thị Bình") };
    let applied = take(&mut known, &new_phone, HERE, "2023-07-02");
    assert_eq!(applied.changes.len(), 1);
    assert_eq!(
        (applied.changes[0].old.as_deref(), applied.changes[0].new.as_deref()),
        (Some("0912000001"), Some("0912000002"))
    );
}

#[test]
fn an_older_list_only_fills_gaps() {
    let mut known = known();
    let older = RosterRow {
        phone: Some("0912000009".to_owned()),
        sex: Some(crate::vn::national_id::Sex::Female),
        ..row("Phạm Thị Bình")
    };
    take(&mut known, &older, HERE, "2022-01-01");
    assert_eq!(known.person.particulars.phone.as_deref(), Some("0912000001"));
    assert_eq!(known.person.particulars.sex, Some(crate::vn::national_id::Sex::Female));
}

#[test]
fn a_year_alone_does_not_undo_a_birth_date_and_a_birth_date_completes_a_year() {
    let mut known = known();
    let year = RosterRow { dob: PartialDate::parse_iso("1938"), ..row("Phạm Thị Bình") };
    take(&mut known, &year, HERE, "2023-08-01");
    assert_eq!(known.person.particulars.birth_date, PartialDate::parse_iso("1938-06-04"));
    let mut of_year = KnownPerson::blank(PersonId(8));
    take(&mut of_year, &year, HERE, "2023-08-01");
    let full = RosterRow { dob: PartialDate::parse_iso("1938-06-04"), ..row("Phạm Thị Bình") };
    take(&mut of_year, &full, HERE, "2022-08-01");
    assert_eq!(of_year.person.particulars.birth_date, PartialDate::parse_iso("1938-06-04"));
}

#[test]
fn somebody_who_left_is_given_up_but_not_taken_from_another_village() {
    let left = RosterRow { status: vec![NoteStatus::MovedOut], ..row("Phạm Thị Bình") };
    let mut known = known();
    take(&mut known, &left, THERE, "2023-07-12");
    assert_eq!(known.person.residence.as_ref().unwrap().unit, HERE, "another village's list does not decide");
    take(&mut known, &left, HERE, "2023-07-13");
    assert!(!known.person.residence.as_ref().unwrap().kind.counts());
    take(&mut known, &row("Phạm Thị Bình"), THERE, "2023-07-14");
    let home = known.person.residence.as_ref().unwrap();
    assert_eq!((home.unit, home.kind), (THERE, ResidenceKind::Unknown));
}

#[test]
fn a_dated_mark_replaces_on_or_before_and_a_blank_one_revokes_nothing() {
    let mut known = known();
    let undated = take(&mut known, &marked(Mark::M2, None), HERE, "2023-06-12");
    assert_eq!(undated.events[0].1.precision, DayPrecision::OnOrBefore);
    let dated = take(&mut known, &marked(Mark::M2, Some("2023-05-20")), HERE, "2023-06-12");
    assert_eq!(dated.changes[0].new.as_deref(), Some("2023-05-20"));
    let blank = RosterRow {
        milestones: BTreeMap::from([(Mark::M2, MarkReading { done: Some(false), date: None })]),
        ..row("Phạm Thị Bình")
    };
    assert_eq!(take(&mut known, &blank, HERE, "2023-09-01").events, []);
    assert_eq!(known.days.len(), 1);
}

#[test]
fn an_activation_belongs_to_the_highest_level_issued_by_then() {
    let (level_1, level_2) = (MilestoneId(11), MilestoneId(21));
    for (activated, expected) in [(Some("2023-03-01"), level_1), (Some("2023-04-01"), level_2), (None, level_2)] {
        let mut known = KnownPerson::blank(PersonId(9));
        let dated = |day: &str| MarkReading { done: Some(true), date: day.parse().ok() };
        let mark = MarkReading { done: Some(true), date: activated.map(|day| day.parse().unwrap()) };
        let both = RosterRow {
            milestones: BTreeMap::from([
                (Mark::M1, dated("2023-02-01")),
                (Mark::M2, dated("2023-03-15")),
                (Mark::Act, mark),
            ]),
            ..row("Phạm Thị Bình")
        };
        let applied = take(&mut known, &both, HERE, "2023-06-12");
        assert_eq!(applied.events[2].0, expected, "{activated:?}");
    }
    let mut nobody = KnownPerson::blank(PersonId(10));
    assert_eq!(
        take(&mut nobody, &marked(Mark::Act, None), HERE, "2023-06-12").events,
        [],
        "no account, nothing to activate"
    );
}

#[test]
fn signatures_go_to_the_provider_the_list_names() {
    let (smartca, mysign) = (MilestoneId(40), MilestoneId(50));
    for (provider, expected) in [(None, smartca), (Some("VNPT"), smartca), (Some("Viettel MySign"), mysign)] {
        let mut known = KnownPerson::blank(PersonId(9));
        let signed = RosterRow { provider: provider.map(str::to_owned), ..marked(Mark::Cks, None) };
        assert_eq!(take(&mut known, &signed, HERE, "2023-06-12").events[0].0, expected);
    }
}

#[test]
fn another_person_with_the_same_number_is_a_contradiction() {
    let known = known();
    let other = RosterRow { dob: PartialDate::parse_iso("1990-01-01"), ..row("Lê Văn Cường") };
    assert!(contradicts(&known, &other));
    assert!(!contradicts(&known, &row("Pham Thi Binh")), "the same name without diacritics");
    let renamed = RosterRow { dob: PartialDate::parse_iso("1938-06-04"), ..row("Phạm Thị Bính") };
    assert!(!contradicts(&known, &renamed), "the same birth date: a corrected name");
}

#[test]
fn the_dead_stay_dead_and_causes_are_noted_once() {
    let mut known = known();
    let dead = RosterRow { status: vec![NoteStatus::Deceased, NoteStatus::NoSmartphone], ..row("Phạm Thị Bình") };
    let first = take(&mut known, &dead, HERE, "2023-06-12");
    assert_eq!(first.barriers, ["no_smartphone"]);
    let second = take(&mut known, &row("Phạm Thị Bình"), HERE, "2023-07-12");
    assert_eq!(known.person.life, Life::Dead(None));
    assert_eq!((second.barriers.len(), second.changes.len()), (0, 0));
}

#[test]
fn a_recorded_move_stands_against_lists_up_to_its_day() {
    let mut known = known();
    let moved_on: NaiveDate = "2023-06-15".parse().unwrap();
    known.moved = Some(RecordedMove { unit: THERE, departed: false, outweighs_to: moved_on });
    known.person.residence = Some(Residence {
        unit: THERE,
        kind: ResidenceKind::Permanent,
        since: Some(moved_on),
        household: None,
        address_line: None,
    });
    let row = RosterRow { household: Some("Phạm Văn A".to_owned()), ..row("Phạm Thị Bình") };
    for listed_on in ["2023-06-01", "2023-06-15"] {
        assert_eq!(take(&mut known, &row, HERE, listed_on).changes, [], "{listed_on}");
    }
    take(&mut known, &row, HERE, "2023-06-16");
    let home = known.person.residence.as_ref().unwrap();
    assert_eq!((home.unit, home.household.as_deref()), (HERE, Some("Phạm Văn A")));
    assert_eq!(home.since, Some(moved_on), "the stay that the list corrects began when it began");
}

#[test]
fn a_blank_keeps_and_a_mark_removes() {
    let mut person = known();
    person.person.particulars.phone = Some("0912000001".to_owned());
    person.person.particulars.second_phone = Some("0912000002".to_owned());
    person.person.listed_on = Some("2023-06-01".parse().unwrap());
    let blank = take(&mut person, &row("Phạm Thị Bình"), HERE, "2023-06-02");
    assert!(blank.changes.iter().all(|change| change.field != Field::Phone));
    assert_eq!(person.person.particulars.phone.as_deref(), Some("0912000001"));
    let clearing = RosterRow { cleared: vec![Clearable::Phone, Clearable::Address], ..row("Phạm Thị Bình") };
    let older = take(&mut person, &clearing, HERE, "2023-05-01");
    assert!(older.changes.iter().all(|change| change.field != Field::Phone), "an older list removes nothing");
    let cleared = take(&mut person, &clearing, HERE, "2023-06-03");
    let change = cleared.changes.iter().find(|change| change.field == Field::Phone).unwrap();
    assert_eq!((change.old.as_deref(), change.new.as_deref()), (Some("0912000001"), None));
    assert_eq!(person.person.particulars.second_phone, None);
}

#[test]
fn an_older_list_keeps_what_stands_and_says_so() {
    let mut person = known();
    person.person.particulars.phone = Some("0912000001".to_owned());
    person.person.listed_on = Some("2023-06-01".parse().unwrap());
    let mut says = RosterRow { phone: Some("0912000009".to_owned()), ..row("Phạm Thị Bình") };
    let older = take(&mut person, &says, HERE, "2023-05-01");
    let kept: Vec<_> = older.kept.iter().filter(|change| change.field == Field::Phone).collect();
    assert_eq!(kept.len(), 1);
    assert_eq!((kept[0].old.as_deref(), kept[0].new.as_deref()), (Some("0912000001"), Some("0912000009")));
    says.phone = None;
    assert!(take(&mut person, &says, HERE, "2023-05-01").kept.iter().all(|change| change.field != Field::Phone));
}
