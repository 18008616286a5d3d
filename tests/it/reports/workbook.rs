//! The workbook of Cẩm Ngọc, opened as a reader would.

use std::io::Cursor;

use calamine::{Data, DataType, Range, Reader, Xlsx};
use tiendo::access::{AccessError, Actor};
use tiendo::model::as_of::AsOf;
use tiendo::model::role::Role;
use tiendo::progress::FigureQuery;
use tiendo::store::Db;
use tiendo::workbooks::{WorkbookError, make_progress};

use super::{actor, now};
use crate::roster::steps::{IMPORTED, truth};

fn query(unit: Option<&str>) -> FigureQuery {
    FigureQuery {
        campaign: "cam-ngoc-2023".to_owned(),
        unit: unit.map(str::to_owned),
        as_of: None,
        today: AsOf::of_instant(now()),
    }
}

fn sheet(db: &Db, name: &str) -> Range<Data> {
    let made = make_progress(db, &Actor::operator(), &query(None), now()).unwrap();
    assert_eq!(made.file_name, "tien-do-cam-ngoc-2023-05-31.xlsx");
    let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(made.bytes)).unwrap();
    workbook.worksheet_range(name).unwrap()
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
        let refused = make_progress(db, &village, &query(None), now());
        assert!(matches!(refused, Err(WorkbookError::Access(AccessError::Forbidden))), "{refused:?}");
        let officer = actor(db, Role::Officer, "cam-ngoc/ngoc-binh");
        assert!(make_progress(db, &officer, &query(Some("cam-ngoc/ngoc-binh")), now()).is_ok());
        let (outside, unknown) = (query(Some("cam-ngoc/ngoc-son")), query(Some("cam-ngoc/khong-co")));
        let answer = |query: &FigureQuery, slug: &str| {
            make_progress(db, &officer, query, now()).unwrap_err().to_string().replace(slug, "…")
        };
        assert_eq!(answer(&outside, "cam-ngoc/ngoc-son"), answer(&unknown, "cam-ngoc/khong-co"));
    }
}
