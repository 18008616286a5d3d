//! Whom a row stands for: found again without an ID number, completed later, only suggested, decided by a person.

use tiendo::access::Actor;
use tiendo::model::as_of::AsOf;
use tiendo::model::id::PersonId;
use tiendo::progress::verify;
use tiendo::roster::choices::{Choices, RowChoice, RowDecision};
use tiendo::roster::staged::{Likeness, RowClass, StagedRow, Target};
use tiendo::roster::{Field, ListDetails, Preview, StagedFilter, Upload, commit, preview, staged};
use tiendo::store::{Db, people};

use super::places::{again, all_rows};
use super::steps::{LOADED, day, sandbox};

const HEADER: &str = "Họ và tên;Ngày sinh;Số CCCD;Điện thoại;Mức 2";

/// Shows rows as a list of a village, drawn up on a day.
pub fn listed(db: &Db, village: &str, on: &str, rows: &str) -> Preview {
    let details = ListDetails {
        campaign: "cam-ngoc-2023".to_owned(),
        unit: village.to_owned(),
        file_name: "danh_sach.csv".to_owned(),
        comment: None,
        listed_on: Some(day(on)),
        today: AsOf(day("2023-06-13")),
    };
    let bytes = format!("{HEADER}\n{rows}").into_bytes();
    preview(db, &Actor::operator(), &Upload { details, bytes }, &sandbox()).unwrap()
}

pub fn apply(db: &Db, shown: &Preview) {
    commit(db, &Actor::operator(), shown.batch, &shown.token).unwrap();
    assert!(verify(db, &Actor::operator()).unwrap().is_sound());
}

/// Decides about a row of the file.
pub fn decided(db: &Db, shown: &Preview, row: &StagedRow, decision: RowDecision) -> Preview {
    let choice = RowChoice { sheet: row.sheet, row: row.row.row, first_column: row.row.c0, decision };
    again(db, shown, &Choices { rows: vec![choice], ..Choices::default() })
}

fn classes(db: &Db, shown: &Preview) -> Vec<RowClass> {
    all_rows(db, shown).iter().map(|row| row.class).collect()
}

const VILLAGE: &str = "cam-ngoc/ngoc-binh";

on_both_databases! {
    fn people_without_a_number_are_found_again_and_completed(db from LOADED) {
        let without = "Phạm Văn An;01/02/1980;;0912000011;x\nPhạm Thị Bình;03/04/1981;;;x\n";
        let first = listed(db, VILLAGE, "2023-05-01", without);
        assert_eq!(classes(db, &first), [RowClass::New; 2]);
        apply(db, &first);
        let second = listed(db, VILLAGE, "2023-05-01", without);
        assert_eq!(classes(db, &second), [RowClass::Unchanged; 2], "by phone and name; by name, birth date and village");
        let with = "Phạm Văn An;01/02/1980;038080000011;0912000011;x\nPhạm Thị Bình;03/04/1981;038181000012;;x\n";
        let third = listed(db, VILLAGE, "2023-05-02", with);
        assert_eq!(classes(db, &third), [RowClass::Changed; 2]);
        let rows = all_rows(db, &third);
        assert!(rows.iter().all(|row| row.changes.iter().any(|c| c.field == Field::NationalId && c.old.is_none())));
        apply(db, &third);
        assert_eq!(classes(db, &listed(db, VILLAGE, "2023-05-02", without)), [RowClass::Unchanged; 2]);
        assert_eq!(db.read(people::count).unwrap(), 2);
        let others = "Phạm Văn An;01/02/1980;038080000099;0912000011;x\n";
        let fourth = listed(db, VILLAGE, "2023-05-03", others);
        assert_eq!(classes(db, &fourth), [RowClass::New], "another number is another person");
    }

    fn what_is_only_alike_is_suggested_and_decided_by_a_person(db from LOADED) {
        apply(db, &listed(db, VILLAGE, "2023-05-01", "Phạm Văn An;01/02/1980;038080000011;0912000011;\n"));
        let mistyped = "Phạm Văn An;01/02/1980;038080000017;;x\n";
        let shown = listed(db, VILLAGE, "2023-05-02", mistyped);
        let row = all_rows(db, &shown).remove(0);
        assert_eq!((row.class, shown.file.suggested), (RowClass::New, 1));
        let suggested = row.suggestions[0].clone();
        assert_eq!(suggested.likeness, Likeness::NumberMistyped);
        let filter = StagedFilter { undecided: true, page: 1, per_page: 10, ..StagedFilter::default() };
        let page = staged(db, &Actor::operator(), shown.batch, &filter).unwrap();
        assert_eq!((page.total, page.suggested[&suggested.person].full_name.as_str()), (1, "Phạm Văn An"));
        assert_eq!(page.suggested[&suggested.person].village.as_deref(), Some("Thôn Ngọc Bình"));

        let same = decided(db, &shown, &row, RowDecision::SamePerson(suggested.person));
        let row = all_rows(db, &same).remove(0);
        assert_eq!((row.class, row.target, same.file.suggested), (RowClass::Changed, Target::Known(suggested.person), 0));
        apply(db, &same);
        assert_eq!(db.read(people::count).unwrap(), 1);

        let elsewhere = listed(db, "cam-ngoc/thon-10", "2023-05-03", "Phạm Văn An;01/02/1980;;;x\n");
        assert_eq!(all_rows(db, &elsewhere)[0].suggestions, [], "the list of one village is not told of the people of another");
        let commune = listed(db, "cam-ngoc", "2023-05-03", "Phạm Văn An;01/02/1980;;;x\n");
        assert_eq!(all_rows(db, &commune)[0].suggestions[0].likeness, Likeness::OtherVillage);
    }

    fn somebody_recognised_can_be_declared_somebody_new(db from LOADED) {
        let row = "Phạm Văn An;01/02/1980;;0912000011;x\n";
        apply(db, &listed(db, VILLAGE, "2023-05-01", row));
        let shown = listed(db, VILLAGE, "2023-05-02", row);
        let staged = all_rows(db, &shown).remove(0);
        assert!(matches!(staged.target, Target::Known(_)));
        let new = decided(db, &shown, &staged, RowDecision::NewPerson);
        let staged = all_rows(db, &new).remove(0);
        assert_eq!((staged.class, staged.suggestions[0].likeness, new.file.suggested), (RowClass::New, Likeness::Recognised, 0));
        apply(db, &new);
        assert_eq!(db.read(people::count).unwrap(), 2);
    }

    fn a_decision_about_somebody_from_elsewhere_is_not_followed(db from LOADED) {
        apply(db, &listed(db, "cam-ngoc/thon-10", "2023-05-01", "Lê Văn Xa;01/02/1980;038080000031;;x\n"));
        let far = PersonId(db.read(|conn| people::page_after(conn, PersonId(0), 1)).unwrap()[0].id.0);
        let shown = listed(db, VILLAGE, "2023-05-02", "Phạm Văn An;01/02/1985;;0912000011;x\n");
        let row = all_rows(db, &shown).remove(0);
        let after = decided(db, &shown, &row, RowDecision::SamePerson(far));
        assert_eq!(all_rows(db, &after)[0].class, RowClass::New);
    }

    fn a_row_can_be_left_out(db from LOADED) {
        let shown = listed(db, VILLAGE, "2023-05-01", "Phạm Văn An;01/02/1980;;0912000011;x\nPhạm Văn Ba;01/02/1981;;0912000012;x\n");
        let row = all_rows(db, &shown).remove(1);
        let after = decided(db, &shown, &row, RowDecision::LeaveOut);
        assert_eq!(classes(db, &after), [RowClass::New, RowClass::Held]);
        apply(db, &after);
        assert_eq!(db.read(people::count).unwrap(), 1);
    }
}
