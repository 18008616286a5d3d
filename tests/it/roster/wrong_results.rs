//! Every wrong result that the truth file names would be caught here.

use tiendo::store::people;

use super::steps::{IMPORTED, five_figures, five_true, report, truth};

on_both_databases! {
    fn people_listed_twice_count_once(db from IMPORTED) {
        let counted = five_figures(&report(db, "cam-ngoc", "2023-05-31"), "Xã Cẩm Ngọc");
        let wrong = &truth()["wrong_results_and_their_cause"]["no_dedupe (every row of CN01-CN11, as of 31/5)"];
        let without_dedupe = five_true(wrong);
        assert_ne!(counted[1], without_dedupe[1]);
        assert_ne!(counted[3], without_dedupe[3]);
        let people = db.read(people::count).unwrap();
        assert_eq!(people, 4812 + 9, "everybody once: residents, and staff who live elsewhere");
    }

    fn an_earlier_as_of_date_does_not_see_june(db from IMPORTED) {
        let wrong = &truth()["wrong_results_and_their_cause"]["no_as_of (deduplicated, as of 12/6)"];
        let in_june = five_figures(&report(db, "cam-ngoc", "2023-06-12"), "Xã Cẩm Ngọc");
        assert_eq!(in_june, five_true(wrong), "the same lists read as of 12/6");
        let in_may = five_figures(&report(db, "cam-ngoc", "2023-05-31"), "Xã Cẩm Ngọc");
        assert!(in_may.iter().zip(in_june).all(|(may, june)| *may < june), "{in_may:?} {in_june:?}");
        let the_day_before = five_figures(&report(db, "cam-ngoc", "2023-05-30"), "Xã Cẩm Ngọc");
        assert!(in_may[2] + in_may[3] >= the_day_before[2] + the_day_before[3] + 4, "four activated on 31/5 itself");
    }

    fn people_who_live_elsewhere_are_no_residents(db from IMPORTED) {
        let counted = five_figures(&report(db, "cam-ngoc", "2023-05-31"), "Xã Cẩm Ngọc");
        let wrong = five_true(&truth()["wrong_results_and_their_cause"]["non_residents_counted"]);
        assert_eq!((wrong[1] - counted[1], wrong[3] - counted[3]), (9, 9));
    }

    fn an_upgrade_moves_a_person_and_leaves_no_trace_at_level_1(db from IMPORTED) {
        let counted = five_figures(&report(db, "cam-ngoc", "2023-05-31"), "Xã Cẩm Ngọc");
        let wrong = &truth()["wrong_results_and_their_cause"]["level_1_marks_counted_also_for_upgraded (as of 31/5)"];
        assert_ne!(Some(counted[0]), wrong["m1_dates"].as_i64());
        assert_ne!(Some(counted[2]), wrong["m1_dates_with_activation"].as_i64());
        assert_eq!(counted[0] + counted[1], counted[4], "each person at one level only");
    }

    fn issued_is_not_achieved(db from IMPORTED) {
        let counted = five_figures(&report(db, "cam-ngoc", "2023-05-31"), "Xã Cẩm Ngọc");
        let wrong = &truth()["wrong_results_and_their_cause"]["issued_counted_as_achieved"];
        assert_ne!(Some(counted[2]), wrong["level_1"].as_i64());
        assert_ne!(Some(counted[3]), wrong["level_2"].as_i64());
        assert_eq!(counted[4] - counted[2] - counted[3], 1165, "issued and not activated: the people to visit");
    }
}
