//! The whole way from the bytes of a workbook to cleaned rows, over the two sets of rosters with known truth: nothing missed, nothing extra, every
//! value, milestone, status and finding as the truth has it.
//!
//! `tests/data/rosters/public` has 36 layouts of one workbook each; `tests/data/rosters/cam-ngoc` has the truth of the workbooks in `seed/cam-ngoc`.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde_json::Value;
use tiendo::roster::read::{Limits, read_workbook};
use tiendo::roster::understand::{UnderstandOptions, understand};

const FIELDS: [&str; 9] = ["full_name", "dob", "sex", "cccd", "cmnd9", "phone", "phone2", "village", "unit"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// What was compared, and every difference in words.
#[derive(Default)]
struct Tally {
    workbooks: usize,
    rows: usize,
    values: usize,
    milestones: usize,
    findings: usize,
    differences: Vec<String>,
}

fn truths(folder: &Path) -> Vec<Value> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.file_name().unwrap().to_string_lossy().ends_with(".truth.json"))
        .filter(|path| path.file_name().unwrap() != "truth.json")
        .collect();
    paths.sort();
    paths.iter().map(|path| serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()).collect()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap()
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().unwrap()
}

fn codes_of(defects: &[Value]) -> BTreeSet<String> {
    defects.iter().map(|d| text(d, "code").to_owned()).collect()
}

fn plain_codes(codes: &Value) -> BTreeSet<String> {
    codes.as_array().unwrap().iter().map(|c| c.as_str().unwrap().to_owned()).collect()
}

fn read_file(folder: &Path, truth: &Value, known_villages: &[String]) -> Value {
    let name = text(truth, "file");
    let bytes = std::fs::read(folder.join(name)).unwrap();
    let listed_on = NaiveDate::parse_from_str(text(truth, "as_of"), "%Y-%m-%d").unwrap();
    let options = UnderstandOptions {
        listed_on,
        today: listed_on,
        default_unit_name: None,
        known_villages: known_villages.to_vec(),
        known_offices: Vec::new(),
        file_name: name.to_owned(),
        choices: Default::default(),
    };
    understand(read_workbook(&bytes, name, &Limits::default()), &options).to_check_json(name)
}

/// Compares one workbook. `other_files` says whether findings that need another file or the villages of the unit can be expected.
fn compare(tally: &mut Tally, truth: &Value, got: &Value, other_files: bool) {
    let file = text(truth, "file");
    tally.workbooks += 1;
    let mut differ = |what: String| tally.differences.push(format!("{file}: {what}"));
    let (want, have) = (codes_of(list(truth, "file_defects")), plain_codes(&got["file_codes"]));
    if want != have {
        differ(format!("file codes {want:?}, got {have:?}"));
    }
    let (sheets, got_sheets) = (list(truth, "sheets"), list(got, "sheets"));
    if sheets.len() != got_sheets.len() {
        differ(format!("{} sheets, got {}", sheets.len(), got_sheets.len()));
    }
    for (sheet, got) in sheets.iter().zip(got_sheets) {
        compare_sheet(tally, file, sheet, got, other_files);
    }
}

fn compare_sheet(tally: &mut Tally, file: &str, sheet: &Value, got: &Value, other_files: bool) {
    let at = format!("{file} [{}]", text(sheet, "name"));
    let (want, have) = (codes_of(list(sheet, "sheet_defects")), plain_codes(&got["codes"]));
    if want != have {
        tally.differences.push(format!("{at}: sheet codes {want:?}, got {have:?}"));
    }
    if sheet["kind"] != got["kind"] {
        tally.differences.push(format!("{at}: kind {}, got {}", sheet["kind"], got["kind"]));
    }
    let place = |row: &Value| (row["row"].as_u64().unwrap(), row["c0"].as_u64().unwrap());
    let rows = list(sheet, "rows");
    let got_rows = list(got, "rows");
    for extra in got_rows.iter().filter(|g| !rows.iter().any(|r| place(r) == place(g))) {
        tally.differences.push(format!("{at}: extra row {:?}", place(extra)));
    }
    for row in rows {
        tally.rows += 1;
        match got_rows.iter().find(|g| place(g) == place(row)) {
            None => tally.differences.push(format!("{at}: missed row {:?}", place(row))),
            Some(got) => compare_row(tally, &format!("{at} {:?}", place(row)), row, got, other_files),
        }
    }
}

fn compare_row(tally: &mut Tally, at: &str, row: &Value, got: &Value, other_files: bool) {
    let expected = row["expected"].as_object().unwrap();
    let folded =
        codes_of(list(row, "defects")).iter().any(|c| matches!(c.as_str(), "NAME_UPPER" | "NAME_LOWER" | "NAME_TCVN3"));
    for field in FIELDS.iter().filter(|field| expected.contains_key(**field)) {
        tally.values += 1;
        let (mut want, mut have) = (expected[*field].as_str().unwrap_or(""), got[*field].as_str().unwrap_or(""));
        let (lower_want, lower_have) = (want.to_lowercase(), have.to_lowercase());
        if *field == "full_name" && folded {
            (want, have) = (&lower_want, &lower_have);
        }
        if want != have {
            tally.differences.push(format!("{at}: {field} {want:?}, got {have:?}"));
        }
    }
    for (mark, want) in expected.get("milestones").and_then(Value::as_object).into_iter().flatten() {
        tally.milestones += 1;
        let have = &got["milestones"][mark];
        if want["done"] != have["done"] || want["date"] != have["date"] {
            tally.differences.push(format!("{at}: {mark} {want}, got {have}"));
        }
    }
    let statuses = |value: &Value| {
        value.as_array().unwrap().iter().map(|s| s.as_str().unwrap().to_owned()).collect::<BTreeSet<_>>()
    };
    if statuses(&expected["status"]) != statuses(&got["status"]) {
        tally.differences.push(format!("{at}: status {}, got {}", expected["status"], got["status"]));
    }
    compare_findings(tally, at, row, got, other_files);
}

fn compare_findings(tally: &mut Tally, at: &str, row: &Value, got: &Value, other_files: bool) {
    let findings = |list: &[Value]| -> BTreeSet<(String, Option<u64>)> {
        list.iter()
            .map(|d| (text(d, "code").to_owned(), d["col"].as_u64()))
            .filter(|(code, _)| other_files || !code.starts_with("XFILE"))
            .collect()
    };
    let (want, have) = (findings(list(row, "defects")), findings(list(got, "codes")));
    tally.findings += want.len();
    if want != have {
        tally.differences.push(format!("{at}: findings {want:?}, got {have:?}"));
    }
    let needs_other_files = codes_of(list(row, "defects")).iter().any(|code| code.starts_with("XFILE"));
    if row["result"] != got["result"] && (other_files || !needs_other_files) {
        tally.differences.push(format!("{at}: result {}, got {}", row["result"], got["result"]));
    }
}

/// The villages that the people of a truth really live in: what the unit tree would hold.
fn villages(truth: &Value) -> Vec<String> {
    let people = list(truth, "sheets").iter().flat_map(|sheet| list(sheet, "rows"));
    let names: BTreeSet<String> =
        people.filter_map(|row| row["person"]["village"].as_str()).map(str::to_owned).collect();
    names.into_iter().collect()
}

#[test]
fn the_public_layouts_are_read_as_their_truth_says() {
    let folder = root().join("tests/data/rosters/public");
    let mut tally = Tally::default();
    for truth in truths(&folder) {
        // a village that the commune does not have shows only where the villages of the commune are known
        let known = if text(&truth, "file").starts_with("L33") { villages(&truth) } else { Vec::new() };
        compare(&mut tally, &truth, &read_file(&folder, &truth, &known), false);
    }
    assert_eq!(tally.differences, [] as [String; 0]);
    assert_eq!((tally.workbooks, tally.rows, tally.values, tally.milestones), (36, 1989, 14857, 5009));
    assert_eq!(tally.findings, 2068);
}

#[test]
fn the_lists_of_cam_ngoc_are_read_as_their_truth_says() {
    let truth_folder = root().join("tests/data/rosters/cam-ngoc");
    let folder = root().join("seed/cam-ngoc");
    let truths = truths(&truth_folder);
    let known: BTreeSet<String> = truths.iter().flat_map(villages).filter(|name| name.starts_with("Thôn")).collect();
    let known: Vec<String> = known.into_iter().collect();
    assert_eq!(known.len(), 10);
    let mut tally = Tally::default();
    for truth in &truths {
        compare(&mut tally, truth, &read_file(&folder, truth, &known), true);
    }
    assert_eq!(tally.differences, [] as [String; 0]);
    assert_eq!((tally.workbooks, tally.rows, tally.values, tally.milestones), (12, 4876, 39054, 14582));
}

#[test]
fn the_quotas_of_cam_ngoc_add_up() {
    let truth: Value = serde_json::from_slice(
        &std::fs::read(root().join("tests/data/rosters/cam-ngoc/CN00_chi_tieu.xlsx.truth.json")).unwrap(),
    )
    .unwrap();
    let got = read_file(&root().join("seed/cam-ngoc"), &truth, &[]);
    let want: Vec<(u64, &str, u64, u64)> = list(&truth["sheets"][0], "quota")
        .iter()
        .map(|q| (q["row"].as_u64().unwrap(), text(q, "village"), q["m1"].as_u64().unwrap(), q["m2"].as_u64().unwrap()))
        .collect();
    let have: Vec<(u64, &str, u64, u64)> = list(&got["sheets"][0], "quotas")
        .iter()
        .map(|q| (q["row"].as_u64().unwrap(), text(q, "unit"), q["m1"].as_u64().unwrap(), q["m2"].as_u64().unwrap()))
        .collect();
    assert_eq!(have, want);
    assert_eq!((have.iter().map(|q| q.2).sum::<u64>(), have.iter().map(|q| q.3).sum::<u64>()), (2650, 1273));
}
