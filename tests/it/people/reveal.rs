//! Seeing numbers in full.

use tiendo::people::{PeopleError, reveal};

use super::fixture::{PEOPLED, officer, person};
use crate::support::raw;

on_both_databases! {
    fn each_time_leaves_a_row_without_the_numbers(db from PEOPLED) {
        let (east, binh) = (officer(db), person(db, "Phạm Thị Bình"));
        let audited = || raw::number(db, "SELECT count(*) AS value FROM audit_entry WHERE action = 'person.reveal'");
        let refused = reveal(db, &east, binh, "xem");
        assert!(matches!(refused, Err(PeopleError::ReasonTooShort)), "{refused:?}");
        assert_eq!(audited(), 0);
        let numbers = reveal(db, &east, binh, "gọi số 0795838271 hẹn kích hoạt").unwrap();
        assert_eq!(numbers.national_id.as_deref(), Some("038138272855"));
        assert_eq!(numbers.phone.as_deref(), Some("0795838271"));
        assert_eq!((numbers.old_card, numbers.second_phone), (None, None));
        assert_eq!(audited(), 1);
        let row = raw::texts(db, "SELECT object || ' ' || object_id || ' ' || detail AS value FROM audit_entry WHERE action = 'person.reveal'");
        assert!(row[0].starts_with(&format!("person {binh} ")), "{row:?}");
        assert!(row[0].contains("hẹn kích hoạt"), "{row:?}");
        assert!(!row[0].contains("0795838271") && !row[0].contains("Bình"), "{row:?}");
    }
}
