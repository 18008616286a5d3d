//! The figures do not depend on the order of the files.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::steps::{LOADED, five_figures, five_true, import, lists, report, truth};
use crate::support::TestDb;

#[test]
fn any_order_gives_the_same_figures() {
    let order = Just((0..11usize).collect::<Vec<_>>()).prop_shuffle();
    // A few orders are enough to meet each of the twelve movers and the staff from both sides; each costs a whole import.
    let mut runner = TestRunner::new_with_rng(
        Config { cases: 3, failure_persistence: None, ..Config::default() },
        proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    );
    let outcome = runner.run(&order, |order| {
        let db = TestDb::sqlite(&LOADED);
        let lists = lists();
        for index in order {
            import(&db, &lists[index]);
        }
        let (report, truth) = (report(&db, "cam-ngoc", "2023-05-31"), truth());
        prop_assert_eq!(five_figures(&report, "Xã Cẩm Ngọc"), five_true(&truth["commune"]));
        for (village, place) in truth["per_village"].as_object().unwrap() {
            prop_assert_eq!(five_figures(&report, village), five_true(place), "{}", village);
        }
        Ok(())
    });
    outcome.unwrap();
}
