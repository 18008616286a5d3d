//! Valid files of every kind, damaged a little in many ways, through the whole way from bytes to cleaned rows: codes or rows, never a panic, never a
//! child that ends without a word.
//!
//! The cases follow from a seed, so a failure can be had again. A few hundred run with the tests; `TIENDO_FUZZ_SECONDS=900` goes on for that long,
//! `TIENDO_FUZZ_SEED` starts elsewhere.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use tiendo::roster::read::{Limits, read_workbook};
use tiendo::roster::sandbox::{SandboxError, SandboxSettings, read_in_child};
use tiendo::roster::understand::{UnderstandOptions, understand};

use super::mutate::damaged;
use super::random::Random;
use crate::roster::steps::{day, sandbox};
use crate::support::binary_workbook::binary_workbook;
use crate::support::project;

/// Beyond this a case counts as hanging, in a long run on a machine that does other things too.
const PATIENCE: Duration = Duration::from_secs(30);

/// A file to start from.
struct Whole {
    name: String,
    bytes: Vec<u8>,
}

/// The files of the test data with one of these extensions.
fn files(extensions: &[&str]) -> Vec<Whole> {
    let mut found = Vec::new();
    for folder in ["tests/data/rosters/public", "tests/data/files"] {
        for entry in std::fs::read_dir(project().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|own| extensions.iter().any(|extension| own == *extension)) {
                let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                found.push(Whole { name, bytes: std::fs::read(&path).unwrap() });
            }
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

/// A list as a web page, as other programs save one under `.xls`.
fn page(list: &Whole) -> Whole {
    let text = String::from_utf8_lossy(&list.bytes).into_owned();
    let row = |line: &str| format!("<tr><td>{}</td></tr>\n", line.replace([',', ';'], "</td><td>"));
    let rows: String = text.lines().map(row).collect();
    let page = format!(
        "<html><body><table border=1><tr><td colspan=5 rowspan=2>Danh s&#225;ch</td></tr>{rows}</table></body></html>"
    );
    Whole { name: format!("{}.xls", list.name), bytes: page.into_bytes() }
}

/// A list of text as a binary workbook.
fn binary(list: &Whole) -> Whole {
    let text = String::from_utf8_lossy(&list.bytes).into_owned();
    let row = |line: &str| line.split([',', ';', '\t']).map(|cell| cell.trim_matches('"').to_owned()).collect();
    let rows: Vec<Vec<String>> = text.lines().take(60).map(row).collect();
    Whole { name: format!("{}.xlsb", list.name), bytes: binary_workbook("Thôn 1", &rows) }
}

fn options(random: &mut Random, name: &str) -> UnderstandOptions {
    let villages = ["Thôn Đồng Vàng", "Thôn 1", "Khu phố 2", "Tổ dân phố 5", "Buôn H'Đinh"];
    UnderstandOptions {
        listed_on: day("2023-06-12"),
        today: day("2023-06-13"),
        default_unit_name: random.once_in(2).then(|| "Thôn 1".to_owned()),
        known_villages: if random.once_in(2) { villages.map(str::to_owned).to_vec() } else { Vec::new() },
        known_offices: if random.once_in(3) { vec!["Trạm Y tế".to_owned()] } else { Vec::new() },
        file_name: name.to_owned(),
        choices: Default::default(),
    }
}

/// How a case went wrong.
type Wrong = String;

/// In this process, under small caps: our own readers must neither panic nor run long.
fn in_process(bytes: &[u8], options: &UnderstandOptions) -> Result<(), Wrong> {
    let limits =
        Limits { inflated_bytes: 8 << 20, rows: 5_000, cells: 100_000, text_bytes: 4 << 20, ..Limits::default() };
    let way = || {
        let workbook = read_workbook(bytes, &options.file_name, &limits);
        serde_json::to_string(&understand(workbook, options)).unwrap()
    };
    match catch_unwind(AssertUnwindSafe(way)) {
        Ok(_) => Ok(()),
        Err(_) => Err("panic".to_owned()),
    }
}

/// In a child, for formats whose values come from calamine: it may want absurd memory, which only a child survives. Any other end without an answer
/// is ours, because its panics are caught.
fn in_child(bytes: &[u8], options: &UnderstandOptions) -> Result<(), Wrong> {
    let settings = SandboxSettings { processor_time: Duration::from_secs(20), ..sandbox() };
    match read_in_child(bytes, options, &settings) {
        Ok(_) | Err(SandboxError::Memory) => Ok(()),
        Err(error) => Err(format!("{error:?}")),
    }
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

/// Runs cases: this many, or as long as the variable says.
fn run(extensions: &[&str], cases: u64, way: fn(&[u8], &UnderstandOptions) -> Result<(), Wrong>) {
    let files = match extensions {
        ["csv"] => {
            let texts = files(extensions);
            texts.iter().map(page).collect::<Vec<_>>().into_iter().chain(texts).collect()
        }
        ["xlsb"] => files(&["csv"]).iter().map(binary).collect(),
        _ => files(extensions),
    };
    assert!(!files.is_empty());
    let until = number("TIENDO_FUZZ_SECONDS").map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let first = number("TIENDO_FUZZ_SEED").unwrap_or(1);
    let mut wrong = Vec::new();
    let mut seed = first;
    while until.map_or(seed < first + cases, |until| Instant::now() < until) {
        let mut random = Random::of(seed);
        let whole = &files[random.below(files.len())];
        let bytes = damaged(&whole.bytes, &mut random);
        let options = options(&mut random, &whole.name);
        let start = Instant::now();
        let mut outcome = way(&bytes, &options);
        if until.is_some() && start.elapsed() > PATIENCE {
            outcome = Err(format!("{:?}", start.elapsed()));
        }
        if let Err(reason) = outcome {
            wrong.push(format!(
                "seed {seed}, {}: {reason}; kept as {}",
                whole.name,
                kept(seed, &whole.name, &bytes).display()
            ));
        }
        seed += 1;
    }
    eprintln!("{} cases of {extensions:?}", seed - first);
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), seed - first, wrong.join("\n"));
}

/// The damaged file, for whoever looks into it.
fn kept(seed: u64, name: &str, bytes: &[u8]) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("fuzz");
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(format!("{seed}-{name}"));
    std::fs::write(&path, bytes).unwrap();
    path
}

#[test]
fn damaged_xlsx_files_end_in_codes_or_rows() {
    run(&["xlsx"], 60, in_process);
}

#[test]
fn damaged_ods_files_end_in_codes_or_rows() {
    run(&["ods"], 60, in_process);
}

#[test]
fn damaged_texts_end_in_codes_or_rows() {
    run(&["csv"], 100, in_process);
}

#[test]
fn binary_workbooks_are_read_before_they_are_damaged() {
    let limits = Limits::default();
    for list in files(&["csv"]).iter().filter(|list| list.bytes.is_ascii() || std::str::from_utf8(&list.bytes).is_ok())
    {
        let whole = binary(list);
        let workbook = read_workbook(&whole.bytes, &whole.name, &limits);
        assert!(workbook.file_codes.is_empty() && workbook.sheets[0].rows.len() > 2, "{}", whole.name);
    }
}

#[test]
fn damaged_xlsb_files_end_in_codes_or_rows() {
    run(&["xlsb"], 40, in_child);
}

#[test]
fn damaged_xls_files_end_in_codes_or_rows() {
    run(&["xls"], 40, in_child);
}
