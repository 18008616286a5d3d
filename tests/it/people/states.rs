//! Filters by state: at two as-of dates, and against the figures.

use tiendo::access::Actor;
use tiendo::model::tally::{Audience, Counted};
use tiendo::people::{MeasureState, PeopleError, PeopleQuery, StateFilter, search};
use tiendo::store::{Db, StoreError, campaigns, counters, units};

use super::fixture::{PEOPLED, as_of, everybody, names};

fn query(measure: &str, audience: Audience, state: MeasureState, on: &str) -> PeopleQuery {
    let measure = measure.to_owned();
    PeopleQuery { state: Some(StateFilter { measure, audience, state }), as_of: as_of(on), ..everybody() }
}

fn in_state(db: &Db, measure: &str, state: MeasureState, on: &str) -> Vec<String> {
    let unit = Some("dong".to_owned());
    names(db, &Actor::operator(), &PeopleQuery { unit, ..query(measure, Audience::Residents, state, on) })
}

/// The figure of a unit.
fn figure(db: &Db, slug: &str, audience: Audience, counted: &str, on: &str) -> usize {
    let figures = db.read(|conn| {
        let counted = Counted::parse(counted).unwrap();
        let tallies = campaigns::tallies(conn)?;
        let tally = tallies.into_iter().find(|t| t.audience == audience && t.counted == counted).unwrap().id;
        let unit = units::slugs_in_use(conn)?[slug];
        let figures = counters::figures(conn, &[unit], &[tally], as_of(on).day())?;
        Ok::<_, StoreError>(figures.get(&(unit, tally)).copied().unwrap_or(0))
    });
    usize::try_from(figures.unwrap()).unwrap()
}

on_both_databases! {
    fn the_highest_level_held_on_the_day_decides(db from PEOPLED) {
        use MeasureState::{Done, IssuedNotDone, NotIssued};
        let none = Vec::<String>::new();
        let (may, june) = ("2023-05-31", "2023-06-10");
        assert_eq!(in_state(db, "vneid1.activated", Done, may), ["Đặng Văn Dũng"]);
        assert_eq!(in_state(db, "vneid1.activated", Done, june), none, "raised to level 2");
        assert_eq!(in_state(db, "vneid2.activated", Done, may), ["Phạm Thị Bình"]);
        assert_eq!(in_state(db, "vneid2.activated", Done, june), ["Phạm Thị Bình", "Đặng Văn Dũng"], "stays activated");
        assert_eq!(in_state(db, "vneid2.activated", IssuedNotDone, may), ["Đinh Văn Đức"]);
        assert_eq!(in_state(db, "vneid2.activated", IssuedNotDone, "2023-05-14"), none);
        assert_eq!(in_state(db, "vneid2.activated", NotIssued, may), ["Quách Thị Ba", "Đặng Văn Dũng", "Nguyễn Thị Hoa", "Nguyễn Văn Hoàng"]);
        assert_eq!(in_state(db, "vneid1.activated", NotIssued, may), ["Quách Thị Ba", "Nguyễn Thị Hoa", "Nguyễn Văn Hoàng"], "a higher level is no lack of a lower one");
    }

    fn the_ladder_as_a_whole(db from PEOPLED) {
        use MeasureState::{Done, IssuedNotDone, NotIssued};
        let may = "2023-05-31";
        assert_eq!(in_state(db, "vneid", NotIssued, may), ["Quách Thị Ba", "Nguyễn Thị Hoa", "Nguyễn Văn Hoàng"], "the dead, the departed and children are not asked");
        assert_eq!(in_state(db, "vneid", NotIssued, "2023-02-28").len(), 5);
        assert!(in_state(db, "vneid", NotIssued, "2024-07-01").contains(&"Nguyễn Thị Hoà".to_owned()), "fourteen by then");
        assert_eq!(in_state(db, "vneid", IssuedNotDone, may), ["Đinh Văn Đức"]);
        assert_eq!(in_state(db, "vneid", Done, may), ["Phạm Thị Bình", "Đặng Văn Dũng"]);
        assert_eq!(in_state(db, "vneid.issued", Done, may), ["Phạm Thị Bình", "Đặng Văn Dũng", "Đinh Văn Đức"]);
    }

    fn a_step_is_read_from_the_events(db from PEOPLED) {
        assert_eq!(in_state(db, "smartca.requested", MeasureState::Done, "2023-04-01"), ["Đinh Văn Đức"]);
        assert_eq!(in_state(db, "smartca.requested", MeasureState::Done, "2023-03-31"), Vec::<String>::new());
        assert_eq!(in_state(db, "smartca.requested", MeasureState::NotIssued, "2023-04-01").len(), 5);
    }

    fn a_list_is_as_long_as_the_figure(db from PEOPLED) {
        let lists = [
            ("vneid1.activated", "activated:vneid:1"),
            ("vneid2.activated", "activated:vneid:2"),
            ("vneid", "activated:vneid"),
            ("vneid.issued", "issued:vneid"),
            ("smartca.requested", "reached:smartca.requested"),
        ];
        let length = |slug: &str, measure: &str, audience, state, on: &str| {
            let query = PeopleQuery { unit: Some(slug.to_owned()), ..query(measure, audience, state, on) };
            search(db, &Actor::operator(), &query).unwrap().total
        };
        for slug in ["tinh", "dong", "dong/thon-1", "dong/van-phong", "tay", "thon-moi"] {
            for on in ["2023-01-31", "2023-05-31", "2023-06-10", "2024-07-01"] {
                for audience in [Audience::Residents, Audience::Staff, Audience::All] {
                    for (measure, counted) in lists {
                        let list = length(slug, measure, audience, MeasureState::Done, on);
                        assert_eq!(list, figure(db, slug, audience, counted, on), "{slug} {measure} {audience:?} {on}");
                    }
                    let none = length(slug, "vneid", audience, MeasureState::NotIssued, on);
                    let issued = figure(db, slug, audience, "issued:vneid", on);
                    assert_eq!(none + issued, figure(db, slug, audience, "eligible:14", on), "{slug} {audience:?} {on}");
                }
            }
        }
    }

    fn the_way_in_changes_nothing(db from PEOPLED) {
        for state in MeasureState::ALL {
            for (measure, on) in [("vneid2.activated", "2023-05-31"), ("vneid", "2024-07-01"), ("smartca.requested", "2023-04-01")] {
                let everywhere = query(measure, Audience::Residents, state, on);
                let unit = Some("tinh".to_owned());
                let in_province = PeopleQuery { unit, ..everywhere.clone() };
                let found = names(db, &Actor::operator(), &everywhere);
                assert_eq!(found, names(db, &Actor::operator(), &in_province), "{measure} {state:?}");
            }
        }
    }

    fn the_words_are_those_of_the_day(db from PEOPLED) {
        let words = |on: &str| {
            let text = Some("dang van dung".to_owned());
            let page = search(db, &Actor::operator(), &PeopleQuery { text, as_of: as_of(on), ..everybody() }).unwrap();
            let told = |word: &tiendo::people::StateWord| format!("{}: {} {}", word.programme, word.word, word.since);
            page.people[0].states.iter().map(told).collect::<Vec<_>>()
        };
        assert_eq!(words("2023-01-31"), Vec::<String>::new());
        assert_eq!(words("2023-02-05"), ["vneid1: Đã cấp tài khoản 2023-02-01"]);
        assert_eq!(words("2023-05-31"), ["vneid1: Đã kích hoạt 2023-02-10"]);
        assert_eq!(words("2023-06-10"), ["vneid2: Đã kích hoạt 2023-06-10"]);
    }

    fn an_unknown_measure_is_told(db from PEOPLED) {
        for measure in ["vneid9.activated", "vneid", "vneid2.lost", "x"] {
            let answer = search(db, &Actor::operator(), &query(measure, Audience::All, MeasureState::Done, "2023-05-31"));
            assert_eq!(answer.is_ok(), measure == "vneid", "{measure}: {answer:?}");
            assert!(!matches!(&answer, Err(error) if !matches!(error, PeopleError::UnknownMeasure(_))));
        }
    }
}
