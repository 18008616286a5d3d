//! The workbook of Cẩm Ngọc, opened as a reader would.

use std::io::Cursor;

use calamine::{Data, DataType, Range, Reader, Xlsx};
use tiendo::access::{AccessError, Actor};
use tiendo::model::as_of::AsOf;
use tiendo::model::role::Role;
use tiendo::progress::{FigureQuery, snapshots};
use tiendo::store::Db;
use tiendo::workbooks::{ListPeople, WorkbookError, make_progress, make_progress_again};

use super::{actor, now};
use crate::roster::steps::{IMPORTED, truth};
use crate::support::raw;

pub fn query(unit: Option<&str>) -> FigureQuery {
    FigureQuery {
        campaign: "cam-ngoc-2023".to_owned(),
        unit: unit.map(str::to_owned),
        as_of: None,
        today: AsOf::of_instant(now()),
    }
}

fn sheet(db: &Db, name: &str) -> Range<Data> {
    let made = make_progress(db, &Actor::operator(), &query(None), ListPeople::No, now()).unwrap();
    assert_eq!(made.file_name, "tien-do-cam-ngoc-2023-05-31.xlsx");
    range(&made.bytes, name)
}

/// A sheet of a workbook.
pub fn range(bytes: &[u8], name: &str) -> Range<Data> {
    let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    workbook.worksheet_range(name).unwrap()
}

/// Every text of a sheet.
pub fn texts(range: &Range<Data>) -> Vec<String> {
    range.rows().flatten().filter_map(|cell| cell.get_string().map(str::to_owned)).collect()
}

/// How often lists of people were handed out in workbooks, as the audit chain says.
fn lists_noted(db: &Db) -> i64 {
    raw::number(db, "SELECT count(*) AS value FROM audit_entry WHERE action = 'workbook.people'")
}

/// The row whose second cell is this text.
fn row(range: &Range<Data>, text: &str) -> Vec<Data> {
    let found = range.rows().find(|row| row.get(1).and_then(|cell| cell.get_string()) == Some(text));
    found.unwrap_or_else(|| panic!("{text}")).to_vec()
}

fn number(row: &[Data], column: usize) -> f64 {
    row[column].as_f64().unwrap_or_else(|| panic!("{:?}", row[column]))
}

on_both_databases! {
    fn the_summary_reproduces_the_dispatch(db from IMPORTED) {
        let summary = sheet(db, "Tổng hợp");
        let (first, second) = (row(&summary, "Mức 1 đã kích hoạt"), row(&summary, "Mức 2 đã kích hoạt"));
        assert_eq!([4, 6, 7].map(|column| number(&first, column)), [2650.0, 119.0, 0.0449]);
        assert_eq!([4, 6, 7].map(|column| number(&second, column)), [1273.0, 1068.0, 0.8389]);
        assert_eq!(number(&row(&summary, "Tài khoản đã cấp"), 6), 2352.0);
        let text: Vec<&str> = summary.rows().flatten().filter_map(|cell| cell.get_string()).collect();
        assert!(text.contains(&"(Số liệu tính đến ngày 31/5/2023)") && text.contains(&"UBND XÃ CẨM NGỌC"), "{text:?}");
    }

    fn every_village_has_the_figures_of_the_truth(db from IMPORTED) {
        let units = sheet(db, "Theo đơn vị");
        let truth = truth();
        for (village, figures) in truth["per_village"].as_object().unwrap() {
            let row = row(&units, village);
            let numbers: Vec<f64> = row.iter().skip(2).filter_map(DataType::as_f64).collect();
            for key in ["quota_1", "issued_1", "act_1", "quota_2", "issued_2", "act_2", "issued"] {
                let wanted = figures[key].as_f64().unwrap();
                assert!(numbers.contains(&wanted), "{village} {key} {wanted}: {numbers:?}");
            }
            for key in ["pct_1_truncated", "pct_2_truncated"] {
                let wanted: f64 = figures[key].as_str().unwrap().replace(',', ".").parse().unwrap();
                assert!(numbers.iter().any(|n| (n * 100.0 - wanted).abs() < 1e-9), "{village} {key}: {numbers:?}");
            }
        }
        let total = row(&units, "Cộng");
        let numbers: Vec<f64> = total.iter().filter_map(DataType::as_f64).collect();
        for wanted in [2650.0, 307.0, 119.0, 0.0449, 2531.0, 1273.0, 2045.0, 1068.0, 0.8389, 205.0, 2352.0] {
            assert!(numbers.contains(&wanted), "{wanted}: {numbers:?}");
        }
    }

    fn offices_have_a_sheet_of_their_own(db from IMPORTED) {
        let offices = sheet(db, "Theo cơ quan");
        assert!(offices.rows().count() > 5);
        assert!(offices.rows().flatten().all(|cell| cell.get_string() != Some("Thôn Ngọc Bình")));
    }

    fn only_those_who_may_get_one(db from IMPORTED) {
        let village = actor(db, Role::VillageTeam, "cam-ngoc/ngoc-binh");
        let refused = make_progress(db, &village, &query(None), ListPeople::No, now());
        assert!(matches!(refused, Err(WorkbookError::Access(AccessError::Forbidden))), "{refused:?}");
        let officer = actor(db, Role::Officer, "cam-ngoc/ngoc-binh");
        assert!(make_progress(db, &officer, &query(Some("cam-ngoc/ngoc-binh")), ListPeople::No, now()).is_ok());
        let (outside, unknown) = (query(Some("cam-ngoc/ngoc-son")), query(Some("cam-ngoc/khong-co")));
        let answer = |query: &FigureQuery, slug: &str| {
            make_progress(db, &officer, query, ListPeople::No, now()).unwrap_err().to_string().replace(slug, "…")
        };
        assert_eq!(answer(&outside, "cam-ngoc/ngoc-son"), answer(&unknown, "cam-ngoc/khong-co"));
    }

    fn the_workbook_cites_frozen_figures_and_shows_no_others(db from IMPORTED) {
        let made = || make_progress(db, &Actor::operator(), &query(None), ListPeople::No, now()).unwrap().bytes;
        let (first, second) = (made(), made());
        assert_eq!(first, second, "nothing has changed, so the same figures are cited");
        let kept = snapshots::list(db, &Actor::operator(), "cam-ngoc-2023").unwrap();
        let [line] = kept.as_slice() else { panic!("{kept:?}") };
        let hash: String = line.head.sha256.iter().map(|byte| format!("{byte:02x}")).collect();
        let notes = texts(&range(&first, "Ghi chú")).join("\n");
        assert!(notes.contains(&hash) && notes.contains(&format!("Số {}, «Số liệu lập bảng tính, 31/5/2023»", line.head.id)), "{notes}");

        let (_, frozen) = snapshots::show(db, &Actor::operator(), line.head.id).unwrap();
        let data = range(&first, "Dữ liệu");
        let mut compared = 0;
        for unit in frozen.units.iter().filter(|unit| unit.parent.as_deref().is_none_or(|parent| parent == "cam-ngoc")) {
            for figure in &unit.figures {
                let name = &frozen.measures.iter().find(|m| (&m.code, &m.audience) == (&figure.measure, &figure.audience)).unwrap().name;
                let shown = data.rows().find(|row| {
                    let text = |column: usize| row[column].get_string().unwrap_or_default();
                    text(0) == unit.slug && text(2).starts_with(name.as_str()) && (text(3) == "người dân") == (figure.audience == "residents")
                });
                let Some(shown) = shown else { panic!("{} {name}", unit.slug) };
                let number = |column: usize| shown[column].as_i64();
                assert_eq!([number(5), number(9)], [figure.quota, figure.remaining], "{} {name}", unit.slug);
                assert_eq!(shown[7].as_i64(), figure.done, "{} {name}", unit.slug);
                let percent = shown[8].as_f64().map(|share| format!("{:.2}", share * 100.0));
                assert_eq!(percent, figure.percent, "{} {name}", unit.slug);
                compared += 1;
            }
        }
        assert!(compared > 30, "{compared}");

        let again = make_progress_again(db, &Actor::operator(), line.head.id, now()).unwrap().bytes;
        assert_eq!(texts(&range(&again, "Dữ liệu")), texts(&data));
        let auditor = actor(db, Role::Auditor, "cam-ngoc");
        assert!(make_progress(db, &auditor, &query(None), ListPeople::No, now()).is_ok(), "whoever may have workbooks may have figures cited");
    }

    fn people_are_listed_only_when_asked_and_only_for_those_who_see_them(db from IMPORTED) {
        const SHEET: &str = "Người chưa hoàn thành";
        let of = |actor: &Actor, unit: Option<&str>, list| make_progress(db, actor, &query(unit), list, now());
        let officer = actor(db, Role::Officer, "cam-ngoc");
        let without = of(&officer, None, ListPeople::No).unwrap().bytes;
        let book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(without)).unwrap();
        assert!(!book.sheet_names().iter().any(|name| name == SHEET));
        assert_eq!(lists_noted(db), 0);

        let listed = range(&of(&officer, None, ListPeople::Yes).unwrap().bytes, SHEET);
        assert_eq!(lists_noted(db), 1);
        let text = texts(&listed).join("\n");
        let whole = text.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() >= 9).count();
        assert_eq!(whole, 0, "numbers are masked");
        assert!(text.contains("*****"), "and shown as masked");
        let row = listed.rows().nth(1).unwrap();
        assert!(["■ chưa cấp", "◆ đã cấp, chưa hoàn thành"].contains(&row[9].get_string().unwrap()), "{row:?}");

        let village = actor(db, Role::Officer, "cam-ngoc/ngoc-binh");
        let few = range(&of(&village, Some("cam-ngoc/ngoc-binh"), ListPeople::Yes).unwrap().bytes, SHEET);
        let places: std::collections::BTreeSet<&str> = few.rows().skip(1).filter_map(|row| row[6].get_string()).collect();
        assert_eq!(places.into_iter().collect::<Vec<_>>(), ["Thôn Ngọc Bình"]);
        let of_village = |range: &Range<Data>| range.rows().filter(|row| {
            let text = |column: usize| row[column].get_string().unwrap_or_default();
            text(6) == "Thôn Ngọc Bình" && text(8).starts_with("Mức")
        }).count();
        assert_eq!(of_village(&few), of_village(&listed), "the same people from above and from below");
        for role in [Role::UpperOfficer, Role::Auditor] {
            let refused = of(&actor(db, role, "cam-ngoc"), None, ListPeople::Yes);
            assert!(matches!(refused, Err(WorkbookError::Access(AccessError::Forbidden))), "{role:?}");
        }
    }
}
