//! Making lists: whom they name, in which order, divided how.

use tiendo::access::{AccessError, Actor};
use tiendo::fieldwork::{Counts, FieldworkError, LineWho, NewWorkLists, close, lists, make, targets_of};
use tiendo::model::as_of::AsOf;
use tiendo::model::id::PersonId;
use tiendo::model::role::Role;
use tiendo::model::tally::Audience;
use tiendo::model::work_list::WorkListKind;
use tiendo::people::{MeasureState, PageSize, PeopleQuery, StateFilter, search};
use tiendo::store::{Db, StoreError, people};

use super::steps::{VILLAGE, day, made, new, not_activated, now, person, sheet};
use crate::roster::steps::IMPORTED;
use crate::support::office::actor;
use crate::support::raw;

/// Everybody whom the list of people shows in a state, page by page.
fn listed(db: &Db, measure: &str, state: MeasureState) -> Vec<PersonId> {
    let mut found = Vec::new();
    for page in 1.. {
        let query = PeopleQuery {
            text: None,
            unit: Some(VILLAGE.to_owned()),
            state: Some(StateFilter { measure: measure.to_owned(), audience: Audience::Residents, state }),
            check: None,
            barrier: None,
            as_of: AsOf(day("2023-05-31")),
            page,
            per_page: PageSize::Large,
        };
        let people = search(db, &Actor::operator(), &query).unwrap();
        found.extend(people.people.iter().map(|person| person.id));
        if page >= people.last_page {
            break;
        }
    }
    found.sort_unstable();
    found
}

fn on_list(db: &Db, actor: &Actor, list: tiendo::model::id::WorkListId) -> Vec<PersonId> {
    let mut people: Vec<PersonId> = sheet(db, actor, list).lines.iter().map(person).collect();
    people.sort_unstable();
    people
}

on_both_databases! {
    fn a_list_names_whom_the_list_of_people_shows(db from IMPORTED) {
        let officer = actor(db, Role::Officer, "cam-ngoc");
        for (kind, programme, measure, state) in [
            (WorkListKind::NotActivated, "vneid2", "vneid2.activated", MeasureState::IssuedNotDone),
            (WorkListKind::WithoutAccount, "vneid1", "vneid1.issued", MeasureState::NotIssued),
            (WorkListKind::WithoutCard, "cccd", "cccd.issued", MeasureState::NotIssued),
        ] {
            let both = NewWorkLists { teams: 2, ..new(kind, programme, VILLAGE) };
            let lists = made(db, &officer, &both).lists;
            let mut people: Vec<PersonId> = lists.iter().flat_map(|list| on_list(db, &officer, list.id)).collect();
            people.sort_unstable();
            assert!(!people.is_empty());
            assert_eq!(people, listed(db, measure, state), "{kind:?}");
        }
    }

    fn seven_days_have_to_have_passed_and_the_level_has_to_be_active_first(db from IMPORTED) {
        let officer = actor(db, Role::Officer, "cam-ngoc");
        let all = on_list(db, &officer, not_activated(db, &officer));
        let overdue = made(db, &officer, &new(WorkListKind::ActivationOverdue, "vneid2", VILLAGE)).lists[0].id;
        let overdue = sheet(db, &officer, overdue);
        let issued: Vec<_> = overdue.lines.iter().map(|line| match &line.who {
            LineWho::Known(known) => known.states.iter().find(|state| state.programme == "vneid2").unwrap().since,
            other => panic!("{other:?}"),
        }).collect();
        assert!(issued.iter().all(|since| (day("2023-05-31") - *since).num_days() > 7), "{issued:?}");
        let due: Vec<PersonId> = overdue.lines.iter().map(person).collect();
        assert!(due.len() < all.len() && due.iter().all(|person| all.contains(person)));

        let ready = made(db, &officer, &new(WorkListKind::Ready, "smartca", VILLAGE)).lists[0].id;
        let active = listed(db, "vneid2.activated", MeasureState::Done);
        let ready = on_list(db, &officer, ready);
        assert!(!ready.is_empty() && ready.iter().all(|person| active.contains(person)));
    }

    fn the_lines_go_from_house_to_house_and_keep_their_numbers(db from IMPORTED) {
        let officer = actor(db, Role::Officer, "cam-ngoc");
        let first = sheet(db, &officer, not_activated(db, &officer));
        let ids: Vec<i64> = first.lines.iter().map(|line| person(line).0).collect();
        let (a, b, c) = (ids[0], ids[1], ids[5]);
        for (id, household, address) in [(a, "Hà Văn Tư", "Số 10, ngõ 2"), (b, "Lê Thị Năm", "Số 9, ngõ 2"), (c, "Hà Văn Tư", "")] {
            raw::execute(db, &format!("UPDATE person SET household = '{household}', address_line = '{address}' WHERE id = {id}")).unwrap();
        }
        let second = sheet(db, &officer, not_activated(db, &officer));
        let walked: Vec<i64> = second.lines.iter().map(|line| person(line).0).take(3).collect();
        assert_eq!(walked, [b, a, c], "house 9 before house 10, the household together, then everybody else");
        let again: Vec<i64> = sheet(db, &officer, first.list.id).lines.iter().map(|line| person(line).0).collect();
        assert_eq!(again, ids, "what was printed stays");
        assert_eq!(second.lines[0].also_on, Some(first.list.id), "told, not dropped");
        assert_eq!(sheet(db, &officer, first.list.id).lines[0].also_on, None);
        close(db, &officer, first.list.id, now()).unwrap();
        assert_eq!(sheet(db, &officer, second.list.id).lines[0].also_on, None, "a closed list sends nobody");
    }

    fn a_commune_has_a_list_for_every_village_and_team(db from IMPORTED) {
        let officer = actor(db, Role::Officer, "cam-ngoc");
        let mut both = new(WorkListKind::NotActivated, "vneid2", "cam-ngoc");
        let whole = made(db, &officer, &both);
        assert_eq!(whole.lists.len() + whole.empty.len(), 10, "villages, no offices");
        both.teams = 2;
        let divided = made(db, &officer, &both);
        assert_eq!(divided.lists.len(), 2 * whole.lists.len());
        assert_eq!(divided.listed_before, whole.lists.iter().map(|list| list.lines).sum::<usize>());
        let of_first: Vec<_> = divided.lists.iter().filter(|list| list.unit.slug == VILLAGE).collect();
        assert_eq!(of_first.iter().map(|list| list.team.as_deref().unwrap()).collect::<Vec<_>>(), ["Tổ 1", "Tổ 2"]);
        let lines: Vec<usize> = of_first.iter().map(|list| list.lines).collect();
        assert_eq!(lines.iter().sum::<usize>(), whole.lists.iter().find(|list| list.unit.slug == VILLAGE).unwrap().lines);
        assert!(lines[0].abs_diff(lines[1]) <= 1, "{lines:?}");
        let told = lists(db, &officer, "cam-ngoc-2023", Some(VILLAGE), now()).unwrap();
        assert_eq!(told.len(), 3);
        assert_eq!(told[0].counts, Counts { lines: lines[1], done: 0, barriers: 0 }, "the newest first");
        assert_eq!(raw::number(db, "SELECT count(*) AS value FROM audit_entry WHERE action = 'work_list.make'"), i64::try_from(whole.lists.len() * 3).unwrap());
    }

    fn staff_are_listed_where_they_work(db from IMPORTED) {
        let officer = actor(db, Role::Officer, "cam-ngoc");
        let offices = ["ubnd", "truong-tieu-hoc", "truong-thcs", "truong-mam-non"];
        let lists = offices.map(|office| {
            make(db, &officer, &new(WorkListKind::NotActivated, "vneid2", &format!("cam-ngoc/{office}")), now())
        });
        let somebody = lists.iter().flatten().next().unwrap();
        assert!(sheet(db, &officer, somebody.lists[0].id).lines.iter().all(|line| matches!(line.who, LineWho::Known(_))));
    }

    fn a_village_team_reaches_its_own_village_only(db from IMPORTED) {
        let (officer, team) = (actor(db, Role::Officer, "cam-ngoc"), actor(db, Role::VillageTeam, VILLAGE));
        let own = not_activated(db, &officer);
        let foreign = made(db, &officer, &new(WorkListKind::NotActivated, "vneid2", "cam-ngoc/ngoc-son")).lists[0].id;
        assert_eq!(sheet(db, &team, own).lines.len(), sheet(db, &officer, own).lines.len());
        let unknown = tiendo::model::id::WorkListId(999);
        for list in [foreign, unknown] {
            assert!(matches!(tiendo::fieldwork::show(db, &team, list, now()), Err(FieldworkError::NoList)));
            assert!(matches!(close(db, &team, list, now()), Err(FieldworkError::NoList)));
        }
        let refused = make(db, &team, &new(WorkListKind::NotActivated, "vneid2", "cam-ngoc/ngoc-son"), now());
        assert!(matches!(refused, Err(FieldworkError::NoUnit(_))), "{refused:?}");
        assert_eq!(lists(db, &team, "cam-ngoc-2023", None, now()).unwrap().len(), 1);
        assert!(matches!(lists(db, &team, "cam-ngoc-2023", Some("cam-ngoc"), now()), Err(FieldworkError::NoUnit(_))));
        let leader = actor(db, Role::Leader, "cam-ngoc");
        assert!(!sheet(db, &leader, own).may_write);
        let refused = make(db, &leader, &new(WorkListKind::NotActivated, "vneid2", VILLAGE), now());
        assert!(matches!(refused, Err(FieldworkError::Access(AccessError::Forbidden))), "{refused:?}");
        let stranger = actor(db, Role::Officer, "ha-noi");
        assert!(matches!(targets_of(db, &stranger, "cam-ngoc-2023"), Err(FieldworkError::NoCampaign(_))));
    }

    fn who_moves_away_is_no_longer_shown_to_the_old_village(db from IMPORTED) {
        let (officer, team) = (actor(db, Role::Officer, "cam-ngoc"), actor(db, Role::VillageTeam, VILLAGE));
        let list = not_activated(db, &officer);
        let gone = person(&sheet(db, &team, list).lines[0]);
        let other = raw::number(db, "SELECT unit_id AS value FROM unit_version v JOIN unit u ON u.id = v.unit_id WHERE u.slug = 'cam-ngoc/ngoc-son' LIMIT 1");
        raw::execute(db, &format!("UPDATE person SET residence_id = {other} WHERE id = {gone}")).unwrap();
        assert_eq!(sheet(db, &team, list).lines[0].who, LineWho::Gone);
        assert!(matches!(sheet(db, &officer, list).lines[0].who, LineWho::Known(_)), "the commune still reaches them");
        db.write(|conn| people::delete(conn, &[gone])).map_err(|error: StoreError| error.to_string()).unwrap();
        assert_eq!(sheet(db, &officer, list).lines[0].who, LineWho::Erased);
    }

    fn what_cannot_be_made_is_told(db from IMPORTED) {
        let officer = actor(db, Role::Officer, "cam-ngoc");
        let with = |change: &dyn Fn(&mut NewWorkLists)| {
            let mut draft = new(WorkListKind::NotActivated, "vneid2", VILLAGE);
            change(&mut draft);
            make(db, &officer, &draft, now()).unwrap_err()
        };
        assert!(matches!(with(&|draft| draft.teams = 0), FieldworkError::BadTeams));
        assert!(matches!(with(&|draft| draft.teams = 21), FieldworkError::BadTeams));
        assert!(matches!(with(&|draft| draft.programme = "mysign".to_owned()), FieldworkError::NoTarget(_)));
        assert!(matches!(with(&|draft| draft.campaign = "khac".to_owned()), FieldworkError::NoCampaign(_)));
        assert!(matches!(with(&|draft| draft.unit = "khong-co".to_owned()), FieldworkError::NoUnit(_)));
        let many = with(&|draft| (draft.kind, draft.programme) = (WorkListKind::WithoutCard, "cccd".to_owned()));
        assert!(matches!(many, FieldworkError::TooMany { people: 629, teams: 2, .. }), "{many}");
        let nobody = with(&|draft| (draft.kind, draft.programme) = (WorkListKind::Expiring, "smartca".to_owned()));
        assert!(matches!(nobody, FieldworkError::Nobody), "{nobody}");
        assert_eq!(raw::number(db, "SELECT count(*) AS value FROM work_list"), 0);
    }
}
