//! Finding people by name and number, paging, order.

use tiendo::access::Actor;
use tiendo::people::{PageSize, PeopleError, PeopleQuery, search};

use super::fixture::{PEOPLE, PEOPLED, as_of, everybody, names, officer, person};

fn text(text: &str) -> PeopleQuery {
    PeopleQuery { text: Some(text.to_owned()), ..everybody() }
}

on_both_databases! {
    fn names_are_found_by_the_beginnings_of_all_their_words(db from PEOPLED) {
        let found = |words: &str| names(db, &Actor::operator(), &text(words));
        assert_eq!(found("binh pham"), ["Phạm Thị Bình"], "any order, without diacritics");
        assert_eq!(found("PH BI"), ["Phạm Thị Bình"], "beginnings, any case");
        assert_eq!(found("hoa"), ["Nguyễn Thị Hoa", "Nguyễn Thị Hoà", "Nguyễn Văn Hoàng"]);
        assert_eq!(found("nguyen thi hoa"), ["Nguyễn Thị Hoa", "Nguyễn Thị Hoà"]);
        assert_eq!(found("dang dung"), ["Đặng Văn Dũng"], "đ is found as d");
        assert_eq!(found("pham dung"), Vec::<String>::new(), "every word has to match");
        assert_eq!(found("inh"), Vec::<String>::new(), "the middle of a word is no beginning");
        assert_eq!(found("--"), Vec::<String>::new());
        assert_eq!(found("%"), Vec::<String>::new());
        assert_eq!(found("  "), names(db, &Actor::operator(), &everybody()), "spaces ask for nothing");
    }

    fn a_query_with_diacritics_means_them(db from PEOPLED) {
        let found = |words: &str| names(db, &Actor::operator(), &text(words));
        assert_eq!(found("hoà"), ["Nguyễn Thị Hoà"]);
        assert_eq!(found("hòa"), ["Nguyễn Thị Hoà"], "the place of the tone mark does not matter");
        assert_eq!(found("Đức"), ["Đinh Văn Đức"]);
        assert_eq!(found("đung"), Vec::<String>::new());
        assert_eq!(found("Trần ánh"), ["Trần Thị Ánh"]);
        assert_eq!(found("Trần_"), ["Trần Thị Ánh"], "punctuation is no pattern");
    }

    fn numbers_are_found_whole_only(db from PEOPLED) {
        let found = |number: &str| names(db, &Actor::operator(), &text(number));
        assert_eq!(found("038138272855"), ["Phạm Thị Bình"]);
        assert_eq!(found(" 038 138 272 855"), ["Phạm Thị Bình"]);
        assert_eq!(found("38138272855"), ["Phạm Thị Bình"], "the zero that a spreadsheet ate");
        assert_eq!(found("0795.838.271"), ["Phạm Thị Bình"]);
        assert_eq!(found("+84795838271"), ["Phạm Thị Bình"]);
        assert_eq!(found("038138272856"), Vec::<String>::new());
        let refused = search(db, &Actor::operator(), &text("03813827"));
        assert!(matches!(refused, Err(PeopleError::UnreadableNumber(_))), "{refused:?}");
    }

    fn numbers_are_masked_and_names_of_units_told(db from PEOPLED) {
        let page = search(db, &Actor::operator(), &text("038085000001")).unwrap();
        let an = &page.people[0];
        assert_eq!(an.national_id.as_deref(), Some("038*****0001"));
        assert_eq!((an.village.as_deref(), an.office.as_deref()), (Some("Thôn 9"), Some("Văn phòng")));
        let binh = search(db, &Actor::operator(), &text("binh")).unwrap().people.remove(0);
        assert_eq!(binh.phone.as_deref(), Some("079****271"));
    }

    fn the_list_is_in_vietnamese_order_and_pages_do_not_overlap(db from PEOPLED) {
        let all = names(db, &Actor::operator(), &everybody());
        assert_eq!(all, PEOPLE.map(|row| row.0));
        add_many(db);
        let query = |page| PeopleQuery { page, per_page: PageSize::Small, text: Some("vo".to_owned()), ..everybody() };
        let pages: Vec<_> = (1..=4).map(|page| search(db, &Actor::operator(), &query(page)).unwrap()).collect();
        assert_eq!(pages.iter().map(|page| page.people.len()).collect::<Vec<_>>(), [25, 25, 10, 0]);
        assert!(pages.iter().all(|page| page.total == 60 && !page.more && page.last_page == 3));
        let mut seen: Vec<_> = pages.iter().flat_map(|page| page.people.iter().map(|person| person.id)).collect();
        let in_order = seen.clone();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 60);
        assert_eq!(in_order, search(db, &Actor::operator(), &PeopleQuery { per_page: PageSize::Large, ..query(1) }).unwrap().people.iter().map(|person| person.id).collect::<Vec<_>>());
    }

    fn causes_filter_and_are_told(db from PEOPLED) {
        let query = PeopleQuery { barrier: Some("no_smartphone".to_owned()), ..everybody() };
        assert_eq!(names(db, &officer(db), &query), ["Nguyễn Thị Hoa"]);
        assert_eq!(names(db, &Actor::operator(), &query), ["Nguyễn Thị Hoa"]);
        let line = search(db, &Actor::operator(), &query).unwrap().people.remove(0);
        assert_eq!(line.barriers[0].name, "Không có điện thoại thông minh");
        let unknown = PeopleQuery { barrier: Some("x".to_owned()), ..everybody() };
        assert!(matches!(search(db, &Actor::operator(), &unknown), Err(PeopleError::UnknownBarrier(_))));
    }

    fn a_changed_name_is_found_by_its_new_words_only(db from PEOPLED) {
        let id = person(db, "Trần Thị Ánh");
        db.write(|conn| {
            let mut anh = tiendo::store::people::by_id(conn, id)?.unwrap();
            anh.particulars.full_name = "Trần Thị Vân Anh".to_owned();
            tiendo::store::people::update(conn, &[anh], as_of("2023-06-12").day().and_hms_opt(0, 0, 0).unwrap())
        }).unwrap();
        assert_eq!(names(db, &Actor::operator(), &text("tran van anh")), ["Trần Thị Vân Anh"]);
        assert_eq!(names(db, &Actor::operator(), &text("ánh")), Vec::<String>::new());
    }
}

/// Sixty people of one family name, some with equal names.
fn add_many(db: &tiendo::store::Db) {
    db.write(|conn| {
        let model = tiendo::store::people::by_id(conn, tiendo::model::id::PersonId(1))?.unwrap();
        let ids = tiendo::store::people::reserve(conn, 60)?;
        let given = ["An", "Bình", "Bình", "Đạt", "Yến"];
        let named = |(index, id): (usize, &tiendo::model::id::PersonId)| {
            let mut person = model.clone();
            person.id = *id;
            person.particulars.national_id = None;
            person.particulars.full_name = format!("Võ {}", given[index % given.len()]);
            person
        };
        let people: Vec<_> = ids.iter().enumerate().map(named).collect();
        tiendo::store::people::insert(conn, &people, as_of("2023-06-12").day().and_hms_opt(0, 0, 0).unwrap())
    })
    .unwrap();
}
