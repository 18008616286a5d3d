//! Rounds and reports out of data files.

use tiendo::access::Actor;
use tiendo::campaign::{load, seed};
use tiendo::model::id::RoundId;
use tiendo::model::round::Counts;
use tiendo::rounds::{self, RoundError};
use tiendo::store::Db;

use crate::support::Template;
use crate::support::raw;

/// The second tier of the demo without its lists.
const SON_HA: Template = Template { name: "son_ha", fill: Some(fill) };

fn fill(db: &Db) {
    let files = [seed::base(), seed::second_tier()].concat();
    load(db, &Actor::operator(), &files).unwrap();
}

fn files() -> Vec<(String, Vec<u8>)> {
    seed::second_rounds().into_iter().map(|file| (file.name, file.content)).collect()
}

fn counts(db: &Db, name: &str, at: &str) -> Counts {
    let id = raw::number(db, &format!("SELECT id AS value FROM round WHERE name LIKE '{name}%'"));
    rounds::show(db, &Actor::operator(), RoundId(id), at.parse().unwrap()).unwrap().hops[0].counts
}

on_both_databases! {
    fn the_rounds_of_the_second_tier_are_in_every_state(db from SON_HA) {
        let loaded = rounds::load(db, &Actor::operator(), &files()).unwrap();
        assert_eq!((loaded.rounds, loaded.reports), (3, 19));
        let second = counts(db, "Đợt 2", "2026-05-20T16:59:59Z");
        let expected = Counts { expected: 10, on_time: 6, late: 1, missing: 2, returned: 1, not_due: 0, nil: 1, accepted: 4 };
        assert_eq!(second, expected);
        let before = counts(db, "Đợt 2", "2026-05-16T00:00:00Z");
        assert_eq!((before.on_time, before.not_due, before.accepted), (4, 6, 0), "as it stood then");
        assert_eq!(counts(db, "Đợt 3", "2026-05-20T00:00:00Z").not_due, 10);

        let again = rounds::load(db, &Actor::operator(), &files()).unwrap();
        assert_eq!((again.rounds, again.reports), (0, 0), "loading the same files again changes nothing");
        assert_eq!(counts(db, "Đợt 2", "2026-05-20T16:59:59Z"), expected);
    }

    fn a_division_is_loaded_with_its_legal_basis_and_villages_follow(db from SON_HA) {
        let basis = raw::texts(db, "SELECT legal_basis AS value FROM unit_change WHERE legal_basis IS NOT NULL");
        assert_eq!(basis.len(), 2);
        assert!(basis[0].contains("18/NQ-HĐND"));
        let parent = |village: &str, day: &str| {
            let query = format!(
                "SELECT above.slug AS value FROM unit_version AS version JOIN unit ON unit.id = version.unit_id JOIN unit AS above ON above.id = version.parent_id \
                 WHERE unit.slug = 'khu-vuc-son-ha/hoa-loc/{village}' AND version.valid_from <= '{day}' AND version.valid_to >= '{day}'"
            );
            raw::texts(db, &query)
        };
        assert_eq!(parent("loc-dong-1", "2026-03-31"), ["khu-vuc-son-ha/hoa-loc"]);
        assert_eq!(parent("loc-dong-1", "2026-04-01"), ["khu-vuc-son-ha/hoa-loc-dong"]);
        assert_eq!(parent("loc-tay-2", "2026-04-01"), ["khu-vuc-son-ha/hoa-loc-tay"]);
    }

    fn a_file_that_does_not_fit_loads_nothing_and_is_named(db from SON_HA) {
        let mut wrong = files();
        wrong[1].1 = String::from_utf8(wrong[1].1.clone()).unwrap().replacen("khu-vuc-son-ha/cao-lam", "khu-vuc-son-ha/khong-co", 1).into_bytes();
        let refused = rounds::load(db, &Actor::operator(), &wrong).unwrap_err();
        assert!(matches!(&refused, RoundError::Unfit(text) if text.contains("reports.json") && text.contains("khong-co")), "{refused}");
        assert_eq!(raw::number(db, "SELECT COUNT(*) AS value FROM round"), 0);
    }
}
