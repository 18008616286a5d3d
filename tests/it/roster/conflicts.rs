//! Rows that contradict what is known, other rows, or what an official did since.

use chrono::NaiveDate;
use tiendo::access::Actor;
use tiendo::model::person::Person;
use tiendo::model::role::Role;
use tiendo::people::revoke_milestone;
use tiendo::roster::choices::RowDecision;
use tiendo::roster::staged::{Reason, RowClass};
use tiendo::roster::{Field, undo};
use tiendo::store::{Db, events, people};

use super::matching::{apply, decided, listed};
use super::places::all_rows;
use super::steps::LOADED;
use crate::support::office;

const VILLAGE: &str = "cam-ngoc/ngoc-binh";

on_both_databases! {
    fn a_number_of_somebody_else_is_a_conflict(db from LOADED) {
        apply(db, &listed(db, VILLAGE, "2023-05-01", "Phạm Văn An;01/02/1980;038080000011;;x\n"));
        let shown = listed(db, VILLAGE, "2023-05-02", "Lê Văn Cường;05/06/1980;038080000011;;x\n");
        assert_eq!(all_rows(db, &shown)[0].reason, Some(Reason::OtherPerson));
        assert_eq!(shown.counts.conflict, 1);
        assert_eq!(shown.file.absent, 0, "whom a number names is not absent");
    }

    fn two_rows_of_one_person_that_cannot_both_be_true(db from LOADED) {
        let rows = "Phạm Văn An;01/02/1980;;0912000011;x\nPhạm Văn An;11/12/1985;;0912000011;x\n";
        let shown = listed(db, VILLAGE, "2023-05-01", rows);
        let staged = all_rows(db, &shown);
        assert_eq!((staged[0].class, staged[1].class), (RowClass::New, RowClass::Conflict));
        assert_eq!(staged[1].reason, Some(Reason::OtherRow { row: 2 }));
        let taken = decided(db, &shown, &staged[1], RowDecision::TakeRow);
        assert_eq!(taken.counts.conflict, 0);
        apply(db, &taken);
        assert_eq!(db.read(people::count).unwrap(), 1);
    }

    fn the_same_across_pieces(db from LOADED) {
        let mut rows = "Phạm Văn An;01/02/1980;;0912000011;x\n".to_owned();
        for number in 0..600 {
            rows.push_str(&format!("Lê Thị Hoa;{:02}/{:02}/{};;;x\n", number % 28 + 1, number % 12 + 1, 1930 + number / 28));
        }
        rows.push_str("Phạm Văn An;11/12/1985;;0912000011;x\nPhạm Văn An;01/02/1980;;0912000011;x\n");
        let shown = listed(db, VILLAGE, "2023-05-01", &rows);
        let staged = all_rows(db, &shown);
        assert_eq!(staged[601].reason, Some(Reason::OtherRow { row: 2 }));
        assert_eq!(staged[602].class, RowClass::Unchanged);
    }

    fn an_older_list_blocks_nothing_and_takes_nothing_back(db from LOADED) {
        apply(db, &listed(db, VILLAGE, "2023-05-20", "Phạm Văn An;01/02/1980;038080000011;0912000011;\n"));
        let older = listed(db, VILLAGE, "2023-05-01", "Phạm Văn An;01/02/1980;038080000011;0912000099;x\n");
        let row = all_rows(db, &older).remove(0);
        assert_eq!((row.class, older.file.older), (RowClass::Changed, 1), "the milestone is new");
        assert!(row.changes.iter().all(|change| change.field == Field::Milestone));
        assert_eq!((row.kept[0].field, row.kept[0].old.as_deref(), row.kept[0].new.as_deref()), (Field::Phone, Some("0912000011"), Some("0912000099")));
        let insisted = decided(db, &older, &row, RowDecision::TakeRow);
        let row = all_rows(db, &insisted).remove(0);
        assert!(row.kept.is_empty() && row.changes.iter().any(|change| change.field == Field::Phone));
        apply(db, &insisted);
        assert_eq!(phone(db), Some("0912000099".to_owned()));
        assert_eq!(listed_on(db), Some("2023-05-20".parse().unwrap()), "the newer list still named the person");
        let between = listed(db, VILLAGE, "2023-05-10", "Phạm Văn An;01/02/1980;038080000011;0912000055;\n");
        assert_eq!((between.counts.unchanged, between.file.older), (1, 1), "what lies between is still older than the data");
        undo(db, &Actor::operator(), insisted.batch, None).unwrap();
        assert_eq!((phone(db).as_deref(), listed_on(db)), (Some("0912000011"), Some("2023-05-20".parse().unwrap())));
    }

    fn a_milestone_that_an_official_took_back_is_not_added_again_unasked(db from LOADED) {
        let row = "Phạm Văn An;01/02/1980;038080000011;;x\n";
        apply(db, &listed(db, VILLAGE, "2023-05-01", row));
        let person = db.read(|conn| people::page_after(conn, tiendo::model::id::PersonId(0), 1)).unwrap().remove(0).id;
        let stated = db.read(|conn| events::of_people(conn, &[person])).unwrap().remove(&person).unwrap();
        let officer = office::actor(db, Role::Officer, "cam-ngoc");
        revoke_milestone(db, &officer, stated[0].id, "ghi nhầm người").unwrap();
        let shown = listed(db, VILLAGE, "2023-05-01", row);
        let staged = all_rows(db, &shown).remove(0);
        assert!(matches!(staged.reason, Some(Reason::EditedHere { .. })), "{:?}", staged.reason);
        let taken = decided(db, &shown, &staged, RowDecision::TakeRow);
        assert_eq!(taken.counts.changed, 1);
        apply(db, &taken);
    }
}

fn only(db: &Db) -> Person {
    db.read(|conn| people::page_after(conn, tiendo::model::id::PersonId(0), 1)).unwrap().remove(0)
}

fn phone(db: &Db) -> Option<String> {
    only(db).particulars.phone
}

fn listed_on(db: &Db) -> Option<NaiveDate> {
    only(db).listed_on
}
