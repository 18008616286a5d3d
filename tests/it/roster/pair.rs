//! Two rounds of one commune: who moved, who contradicts the first round, who is the same, who is new.

use std::collections::BTreeMap;

use serde_json::Value;
use tiendo::access::Actor;
use tiendo::model::id::UnitId;
use tiendo::progress::verify;
use tiendo::roster::reading::FindingCode;
use tiendo::roster::staged::{RowClass, StagedRow, Target};
use tiendo::roster::{CommitMode, Field, StagedFilter, commit, staged};
use tiendo::store::{Db, people};

use super::places::{all_rows, empty_commune, public_file, show, with_its_villages};
use super::steps::LOADED;

const CODES: [FindingCode; 3] = [FindingCode::XfileSame, FindingCode::XfileConflict, FindingCode::XfileMoved];

/// The rows of a round by row number, as its truth gives them.
fn truth(file: &str) -> BTreeMap<u32, Value> {
    let truth: Value = serde_json::from_slice(&public_file(file)).unwrap();
    let rows = truth["sheets"][0]["rows"].as_array().unwrap().iter();
    rows.map(|row| (u32::try_from(row["row"].as_u64().unwrap()).unwrap(), row.clone())).collect()
}

/// What a row of the second round says about the first: code, field and what stood there.
fn said(row: &Value) -> Vec<(&str, &str, &str)> {
    fn word<'a>(defect: &'a Value, key: &str) -> &'a str {
        defect[key].as_str().unwrap_or_default()
    }
    let defects = row["defects"].as_array().unwrap().iter();
    let told = defects.map(|defect| (word(defect, "code"), word(defect, "field"), word(defect, "note")));
    told.filter(|(code, ..)| code.starts_with("XFILE_")).collect()
}

/// A value of a person as the truth writes it: `Thôn Chiềng`, `1967-07-12`, `0769750608`.
fn value_of(field: &str, stored: &str, units: &BTreeMap<UnitId, String>) -> String {
    match field {
        "village" => units[&UnitId(stored.parse().unwrap())].clone(),
        _ => stored.to_owned(),
    }
}

fn field(word: &str) -> Field {
    match word {
        "name" => Field::Name,
        "dob" => Field::BirthDate,
        "phone" => Field::Phone,
        "village" => Field::Village,
        other => panic!("no such field: {other}"),
    }
}

/// Every row that meets somebody of the first round meets the right one and tells what stood there.
fn assert_right_person(db: &Db, row: &StagedRow, now: &Value, then: &Value, units: &BTreeMap<UnitId, String>) {
    let Target::Known(person) = row.target else { panic!("row {} is somebody known", row.row.row) };
    let known = db.read(|conn| people::by_ids(conn, &[person])).unwrap().remove(0).particulars;
    assert_eq!(known.full_name, then["expected"]["full_name"].as_str().unwrap(), "row {}", row.row.row);
    assert_eq!(known.national_id.as_deref(), then["expected"]["cccd"].as_str(), "row {}", row.row.row);
    for (code, named, note) in said(now).into_iter().filter(|(code, ..)| *code != "XFILE_SAME") {
        let before = note.strip_prefix("đợt 1: ").unwrap();
        let change = row.changes.iter().find(|change| change.field == field(named));
        let change = change.unwrap_or_else(|| panic!("row {}: {code} of {named}", row.row.row));
        assert_eq!(value_of(named, change.old.as_deref().unwrap(), units), before, "row {}", row.row.row);
    }
}

on_both_databases! {
    fn the_second_round_tells_moved_contradicting_and_new_people_apart(db from LOADED) {
        let (one, two) = (truth("L28_dot_1_bao_cao.xls.truth.json"), truth("L29_dot_2_bao_cao.xlsx.truth.json"));
        let by_person: BTreeMap<&str, &Value> = one.values().map(|row| (row["pid"].as_str().unwrap(), row)).collect();
        let commune = empty_commune(db);
        let first = show(db, &commune, "dot_1.xls", public_file("L28_dot_1_bao_cao.xls"), "2023-05-31");
        let first = with_its_villages(db, &first);
        assert!(CODES.iter().all(|code| !first.file.findings.contains_key(code)), "nobody was known before");
        commit(db, &Actor::operator(), first.batch, &first.token, CommitMode::GoodRows).unwrap();

        let second = show(db, &commune, "dot_2.xlsx", public_file("L29_dot_2_bao_cao.xlsx"), "2023-06-09");
        let filter = StagedFilter { per_page: 10_000, ..StagedFilter::default() };
        let page = staged(db, &Actor::operator(), second.batch, &filter).unwrap();
        for row in &page.rows {
            let now = &two[&row.row.row];
            let codes = row.row.codes.iter().filter(|finding| CODES.contains(&finding.code));
            let codes: Vec<&str> = codes.map(|finding| finding.code.as_str()).collect();
            assert_eq!(codes, said(now).iter().map(|(code, ..)| *code).collect::<Vec<_>>(), "row {}", row.row.row);
            match by_person.get(now["pid"].as_str().unwrap()) {
                Some(then) => assert_right_person(db, row, now, then, &page.unit_names),
                None => assert_eq!((row.class, row.suggestions.len()), (RowClass::New, 0), "row {}", row.row.row),
            }
        }
        let count = |code| second.file.findings.get(&code).copied().unwrap_or(0);
        assert_eq!(CODES.map(count), [24, 4, 2], "the same, contradicting, moved");
        assert_eq!((page.rows.len(), second.counts.new), (37, 7));
        assert_eq!((second.counts.conflict, second.counts.held), (0, 0));
        assert_eq!(second.file.absent, 8, "eight people of the first round are not in the second");
        commit(db, &Actor::operator(), second.batch, &second.token, CommitMode::GoodRows).unwrap();
        assert!(verify(db, &Actor::operator()).unwrap().is_sound());

        let again = show(db, &commune, "dot_2.xlsx", public_file("L29_dot_2_bao_cao.xlsx"), "2023-06-09");
        assert_eq!(again.counts.unchanged, again.counts.rows);
        assert!(all_rows(db, &again).iter().all(|row| row.class == RowClass::Unchanged && row.kept.is_empty()));
    }
}
