//! Two rounds of one commune: who moved, who contradicts the first round, who is the same, who is new.

use std::collections::BTreeMap;

use tiendo::access::Actor;
use tiendo::progress::verify;
use tiendo::roster::commit;
use tiendo::roster::reading::FindingCode;
use tiendo::roster::staged::RowClass;

use super::places::{all_rows, empty_commune, public_file, show, with_its_villages};
use super::steps::LOADED;

const CODES: [FindingCode; 3] = [FindingCode::XfileSame, FindingCode::XfileConflict, FindingCode::XfileMoved];

/// Codes about the other file per row, as the truth of the second round gives them.
fn truth() -> BTreeMap<u32, Vec<String>> {
    let text = public_file("L29_dot_2_bao_cao.xlsx.truth.json");
    let truth: serde_json::Value = serde_json::from_slice(&text).unwrap();
    let rows = truth["sheets"][0]["rows"].as_array().unwrap().iter();
    let of_row = |row: &serde_json::Value| {
        let codes = row["defects"].as_array().unwrap().iter().map(|defect| defect["code"].as_str().unwrap().to_owned());
        let codes: Vec<String> = codes.filter(|code| code.starts_with("XFILE_")).collect();
        (u32::try_from(row["row"].as_u64().unwrap()).unwrap(), codes)
    };
    rows.map(of_row).collect()
}

on_both_databases! {
    fn the_second_round_tells_moved_contradicting_and_new_people_apart(db from LOADED) {
        let commune = empty_commune(db);
        let first = show(db, &commune, "dot_1.xls", public_file("L28_dot_1_bao_cao.xls"), "2023-05-31");
        let first = with_its_villages(db, &first);
        assert!(CODES.iter().all(|code| !first.file.findings.contains_key(code)), "nobody was known before");
        commit(db, &Actor::operator(), first.batch, &first.token, tiendo::roster::CommitMode::GoodRows).unwrap();

        let second = show(db, &commune, "dot_2.xlsx", public_file("L29_dot_2_bao_cao.xlsx"), "2023-06-09");
        let rows = all_rows(db, &second);
        let found: BTreeMap<u32, Vec<String>> = rows
            .iter()
            .map(|row| {
                let codes = row.row.codes.iter().filter(|finding| CODES.contains(&finding.code));
                (row.row.row, codes.map(|finding| finding.code.as_str().to_owned()).collect())
            })
            .collect();
        assert_eq!(found, truth());
        assert_eq!(second.counts.new, 7);
        assert_eq!((second.counts.conflict, second.counts.held), (0, 0));
        assert_eq!(second.file.absent, 8, "eight people of the first round are not in the second");
        let moved = rows.iter().filter(|row| row.changes.iter().any(|c| c.field == tiendo::roster::Field::Village));
        assert_eq!(moved.count(), 2);
        commit(db, &Actor::operator(), second.batch, &second.token, tiendo::roster::CommitMode::GoodRows).unwrap();
        assert!(verify(db, &Actor::operator()).unwrap().is_sound());

        let again = show(db, &commune, "dot_2.xlsx", public_file("L29_dot_2_bao_cao.xlsx"), "2023-06-09");
        assert_eq!(again.counts.unchanged, again.counts.rows);
        assert!(all_rows(db, &again).iter().all(|row| row.class == RowClass::Unchanged && row.kept.is_empty()));
    }
}
