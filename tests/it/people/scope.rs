//! Who sees whom.

use tiendo::access::{AccessError, Actor};
use tiendo::model::id::PersonId;
use tiendo::model::role::Role;
use tiendo::people::{PeopleError, PeopleQuery, RecordMilestone, record_milestone, reveal, search, show};

use super::fixture::{PEOPLED, as_of, day, everybody, names, officer, person};
use crate::support::office::actor;

fn unit(slug: &str) -> PeopleQuery {
    PeopleQuery { unit: Some(slug.to_owned()), ..everybody() }
}

on_both_databases! {
    fn only_the_own_subtree_is_listed(db from PEOPLED) {
        let east = officer(db);
        let found = names(db, &east, &everybody());
        assert!(found.contains(&"Lê Văn An".to_owned()), "works in an office of the east");
        assert!(!found.contains(&"Trần Thị Ánh".to_owned()), "lives and works in the west");
        let village = actor(db, Role::VillageTeam, "dong/thon-2");
        assert_eq!(names(db, &village, &everybody()), ["Đinh Văn Đức", "Nguyễn Thị Hoa", "Nguyễn Thị Hoà", "Nguyễn Văn Hoàng"]);
        for text in ["binh", "038138272855", "0795838271", "Bình"] {
            let query = PeopleQuery { text: Some(text.to_owned()), ..everybody() };
            assert_eq!(names(db, &village, &query), Vec::<String>::new(), "{text}: of the village beside");
            assert_eq!(names(db, &east, &query), ["Phạm Thị Bình"], "{text}");
        }
    }

    fn a_filter_by_unit_takes_everything_below_on_the_day(db from PEOPLED) {
        let everywhere = Actor::operator();
        assert_eq!(names(db, &everywhere, &unit("tay")), ["Lê Văn An", "Trần Thị Ánh"]);
        let later = PeopleQuery { as_of: as_of("2024-01-01"), ..unit("tay") };
        assert_eq!(names(db, &everywhere, &later), ["Lê Văn An", "Trần Thị Ánh", "Quách Thị Ba"]);
        assert_eq!(names(db, &officer(db), &unit("dong/van-phong")), ["Lê Văn An"]);
        assert_eq!(names(db, &everywhere, &unit("tinh")), names(db, &everywhere, &everybody()));
    }

    fn the_list_of_a_unit_follows_the_tree_of_the_day(db from PEOPLED) {
        let east = officer(db);
        let ba = "Quách Thị Ba".to_owned();
        assert!(names(db, &east, &everybody()).contains(&ba));
        let later = PeopleQuery { as_of: as_of("2024-01-01"), ..everybody() };
        assert!(!names(db, &east, &later).contains(&ba), "the village has moved to the west");
    }

    fn a_foreign_unit_is_answered_like_an_unknown_one(db from PEOPLED) {
        let east = officer(db);
        let foreign = search(db, &east, &unit("tay/thon-9")).unwrap_err();
        let unknown = search(db, &east, &unit("khong-co")).unwrap_err();
        assert!(matches!(foreign, PeopleError::Access(AccessError::NotFound)), "{foreign:?}");
        assert_eq!(foreign.to_string(), unknown.to_string());
    }

    fn a_foreign_person_is_answered_like_an_unknown_one(db from PEOPLED) {
        let east = officer(db);
        let (foreign, unknown) = (person(db, "Trần Thị Ánh"), PersonId(1_000_000));
        let told = |id| {
            let new = RecordMilestone { person: id, milestone: "vneid2.issued".to_owned(), on: day("2023-05-01"), today: as_of("2023-06-12"), reason: None };
            [
                show(db, &east, id, as_of("2023-05-31")).unwrap_err().to_string(),
                reveal(db, &east, id, "đối chiếu giấy tờ").unwrap_err().to_string(),
                record_milestone(db, &east, &new).unwrap_err().to_string(),
            ]
        };
        assert_eq!(told(foreign), told(unknown));
        assert!(told(foreign)[0].starts_with("Không tìm thấy"));
    }

    fn roles_that_see_only_figures_see_nobody(db from PEOPLED) {
        let auditor = actor(db, Role::Auditor, "tinh");
        assert!(matches!(search(db, &auditor, &everybody()), Err(PeopleError::Access(AccessError::Forbidden))));
        let binh = person(db, "Phạm Thị Bình");
        assert!(matches!(show(db, &auditor, binh, as_of("2023-05-31")), Err(PeopleError::Access(AccessError::Forbidden))));
        let leader = actor(db, Role::Leader, "dong");
        assert!(show(db, &leader, binh, as_of("2023-05-31")).is_ok());
        assert!(matches!(reveal(db, &leader, binh, "đối chiếu giấy tờ"), Err(PeopleError::Access(AccessError::Forbidden))));
    }
}
