//! `xóa` in a cell takes a value away, a blank cell keeps it: from the file to the data and back.

use tiendo::access::Actor;
use tiendo::model::id::PersonId;
use tiendo::model::person::Person;
use tiendo::roster::reading::RowResult;
use tiendo::roster::staged::{RowClass, StagedRow};
use tiendo::roster::{CommitMode, Field, Preview, commit, undo};
use tiendo::store::{Db, people};

use super::places::all_rows;
use super::steps::{LOADED, List, look, sandbox, upload};
use crate::support::dump;

const HEADER: &str = "Họ và tên;Ngày sinh;Số CCCD;Điện thoại;Chủ hộ;Địa chỉ;Chức vụ;Đơn vị công tác;Thôn";

fn hand_in(db: &Db, row: &str) -> Preview {
    let bytes = format!("{HEADER}\nPhạm Văn An;01/02/1980;038080000011;{row};Thôn Ngọc Bình\n").into_bytes();
    look(db, &List { file: "danh_sach.csv".to_owned(), unit: "cam-ngoc".to_owned(), bytes })
}

fn apply(db: &Db, shown: &Preview) {
    commit(db, &Actor::operator(), shown.batch, &shown.token, CommitMode::GoodRows).unwrap();
}

fn only(db: &Db) -> Person {
    db.read(|conn| people::page_after(conn, PersonId(0), 1)).unwrap().remove(0)
}

/// Phone, head of the household, address, post.
fn held(db: &Db) -> [Option<String>; 4] {
    let person = only(db);
    let home = person.residence.unwrap();
    let post = person.workplace.and_then(|work| work.post);
    [person.particulars.phone, home.household, home.address_line, post]
}

/// One change: field, old, new.
type Told = (Field, Option<String>, Option<String>);

/// The one row of a preview and what it would change.
fn shown_changes(db: &Db, shown: &Preview) -> (StagedRow, Vec<Told>) {
    let row = all_rows(db, shown).remove(0);
    let changes = row.changes.iter().map(|change| (change.field, change.old.clone(), change.new.clone())).collect();
    (row, changes)
}

const FULL: &str = "0912000011;Phạm Văn Cả;Xóm Đình;Trưởng ban;Trạm Y tế xã Cẩm Ngọc";

on_both_databases! {
    fn a_mark_takes_away_what_a_blank_keeps(db from LOADED) {
        apply(db, &hand_in(db, FULL));
        let before = held(db);
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(before, [text("0912000011"), text("Phạm Văn Cả"), text("Xóm Đình"), text("Trưởng ban")]);
        for blank in [";;;;Trạm Y tế xã Cẩm Ngọc", "x;-;-;x;Trạm Y tế xã Cẩm Ngọc", "không có;;;;Trạm Y tế xã Cẩm Ngọc"] {
            let (row, changes) = shown_changes(db, &hand_in(db, blank));
            let taken: Vec<_> = changes.iter().filter(|(_, _, new)| new.is_none()).collect();
            assert!(row.row.cleared.is_empty() && taken.is_empty(), "{blank}: {changes:?}");
        }

        let state = dump::people(db);
        let shown = hand_in(db, "xóa;(Xóa);XOÁ;xóa bỏ;Trạm Y tế xã Cẩm Ngọc");
        let (row, mut changes) = shown_changes(db, &shown);
        changes.sort_by_key(|(field, ..)| format!("{field:?}"));
        let [phone, household, address, post] = before.clone();
        let expected = [(Field::Address, address), (Field::Household, household), (Field::Phone, phone), (Field::Post, post)];
        assert_eq!(changes, expected.map(|(field, old)| (field, old, None)), "old → nothing");
        assert_eq!((row.class, row.row.result), (RowClass::Changed, RowResult::Ok), "and nothing to complain about");
        assert_eq!(held(db), before, "a preview changes nothing");

        apply(db, &shown);
        assert_eq!(held(db), [None, None, None, None]);
        let again = hand_in(db, "xóa;(Xóa);XOÁ;xóa bỏ;Trạm Y tế xã Cẩm Ngọc");
        assert_eq!((again.counts.unchanged, again.counts.rows), (1, 1));
        undo(db, &Actor::operator(), shown.batch, None).unwrap();
        assert_eq!(held(db), before);
        assert_eq!(dump::difference(&state, &dump::people(db)), Vec::<String>::new());
    }

    fn an_older_list_takes_nothing_away(db from LOADED) {
        apply(db, &hand_in(db, FULL));
        let before = held(db);
        let mut older = upload(&List {
            file: "cu.csv".to_owned(),
            unit: "cam-ngoc".to_owned(),
            bytes: format!("{HEADER}\nPhạm Văn An;01/02/1980;038080000011;xóa;xóa;xóa;xóa;Trạm Y tế xã Cẩm Ngọc;Thôn Ngọc Bình\n").into_bytes(),
        });
        older.details.listed_on = Some("2023-05-01".parse().unwrap());
        let shown = tiendo::roster::preview(db, &Actor::operator(), &older, &sandbox()).unwrap();
        assert_eq!(shown_changes(db, &shown).1, []);
        apply(db, &shown);
        assert_eq!(held(db), before);
    }
}
