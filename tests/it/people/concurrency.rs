//! Many officials at once.

use tiendo::model::id::PersonId;
use tiendo::people::{RecordMilestone, Recorded, record_milestone};
use tiendo::store::{Db, StoreError, counted_change, people};

use super::fixture::{PEOPLED, as_of, assert_counters_agree, day, officer, person};

const THREADS: usize = 4;
const EACH: usize = 25;

on_both_databases! {
    fn officials_who_record_at_the_same_time_all_succeed(db from PEOPLED) {
        let actor = &officer(db);
        let villagers = add_villagers(db, THREADS * EACH);
        std::thread::scope(|threads| {
            for own in villagers.chunks(EACH) {
                threads.spawn(move || {
                    for person in own {
                        let milestone = "vneid2.issued".to_owned();
                        let new = RecordMilestone { person: *person, milestone, on: day("2023-05-20"), today: as_of("2023-06-12"), reason: None };
                        let recorded = record_milestone(db, actor, &new).unwrap();
                        assert!(matches!(recorded, Recorded::Written(_)));
                    }
                });
            }
        });
        assert_counters_agree(db);
        let audited = crate::support::raw::number(db, "SELECT count(*) AS value FROM audit_entry WHERE action = 'person.record_milestone'");
        assert_eq!(audited, 100);
        let chain = db.read(tiendo::store::audit::verify_chain).unwrap();
        assert_eq!(chain.broken, None);
    }

    fn officials_who_record_about_the_same_person_count_it_once(db from PEOPLED) {
        let (actor, hoa) = (officer(db), person(db, "Nguyễn Thị Hoa"));
        let new = RecordMilestone { person: hoa, milestone: "vneid2.issued".to_owned(), on: day("2023-05-20"), today: as_of("2023-06-12"), reason: None };
        let written = std::thread::scope(|threads| {
            let threads: Vec<_> = (0..THREADS).map(|_| threads.spawn(|| record_milestone(db, &actor, &new).unwrap())).collect();
            let recorded = threads.into_iter().map(|thread| thread.join().unwrap());
            recorded.filter(|recorded| matches!(recorded, Recorded::Written(_))).count()
        });
        assert_eq!(written, 1);
        assert_counters_agree(db);
    }
}

fn add_villagers(db: &Db, count: usize) -> Vec<PersonId> {
    let model = person(db, "Nguyễn Thị Hoa");
    db.write(|conn| {
        let model = people::by_id(conn, model)?.unwrap();
        let ids = people::reserve(conn, count)?;
        let villagers: Vec<_> =
            ids.iter().map(|id| tiendo::model::person::Person { id: *id, ..model.clone() }).collect();
        counted_change::change_counted(conn, &ids, |conn| {
            people::insert(conn, &villagers, day("2023-06-12").and_hms_opt(0, 0, 0).unwrap())
        })?;
        Ok::<_, StoreError>(ids)
    })
    .unwrap()
}
