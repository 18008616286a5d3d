//! Workbooks on paper, as LibreOffice prints them: A4 across, one page wide, the heads on every page.

use std::path::Path;

use tiendo::access::Actor;
use tiendo::model::as_of::AsOf;
use tiendo::model::id::RoundId;
use tiendo::model::role::Role;
use tiendo::rounds;
use tiendo::store::Db;
use tiendo::workbooks::{
    ListKind, ListPeople, WorkbookContext, make_progress, make_quota_form, make_ranking, roster_template, round_status,
};

use super::now;
use super::readers::{by_libreoffice, by_openpyxl, page_texts, pages, written};
use super::workbook::query;
use crate::roster::steps::IMPORTED;
use crate::rounds::tree::{COMMUNE, DUONG_HOA, open, rounds as asked_rounds};
use crate::support::TestDb;
use crate::support::office::account;
use crate::support::server::TestServer;

/// A4 across, in points.
const A4: (f64, f64) = (841.89, 595.28);

fn is_a4_across(pdf: &Path) -> bool {
    let sizes = pages(pdf);
    !sizes.is_empty() && sizes.iter().all(|(width, height)| (width - A4.0).abs() < 1.0 && (height - A4.1).abs() < 1.0)
}

fn books(db: &Db) -> Vec<(&'static str, Vec<u8>)> {
    let actor = Actor::operator();
    let days = (None, AsOf::of_instant(now()));
    let template = roster_template(db, &actor, "cam-ngoc-2023", None, ListKind::Residents, days.1.day());
    vec![
        ("progress", make_progress(db, &actor, &query(None), ListPeople::Yes, now()).unwrap().bytes),
        ("ranking", make_ranking(db, &actor, &query(None), now()).unwrap().bytes),
        ("quota", make_quota_form(db, &actor, "cam-ngoc-2023", None, days, now()).unwrap().bytes),
        ("template", template.unwrap().bytes),
    ]
}

/// A round of so many units that its lines run over pages.
fn long_round(db: &Db) -> Vec<u8> {
    let officer = account(db, "duonghoa.canbo", Role::Officer, COMMUNE);
    let server = TestServer::start(db, "2022-11-01T02:00:00Z".parse().unwrap());
    let token = server.token("duonghoa.canbo", &officer.password.unwrap());
    let id = RoundId(open(&server, &token, &asked_rounds()[0]));
    let at = "2022-11-29T02:00:00Z".parse().unwrap();
    let mut sheet = rounds::show(db, &Actor::operator(), id, at).unwrap();
    let lines = &mut sheet.hops[0].lines;
    let line = lines[0].clone();
    lines.extend((0..120).map(|number| {
        let mut line = line.clone();
        line.unit.name = format!("Thôn {number}");
        line
    }));
    let context = WorkbookContext {
        agency: "UBND xã Dương Hòa".to_owned(),
        made_by: "Lê Thị Hoa".to_owned(),
        made_at: at,
        snapshot: None,
    };
    round_status(&sheet, &context).unwrap()
}

#[test]
fn every_workbook_prints_across_one_page_wide_with_its_heads_on_every_page() {
    let db = TestDb::sqlite(&IMPORTED);
    let other = TestDb::sqlite(&DUONG_HOA);
    let mut books = books(&db);
    books.push(("round", long_round(&other)));
    let place = tempfile::tempdir().unwrap();
    let files = written(place.path(), &books);
    let printed = by_libreoffice(&files, "pdf", &place.path().join("printed"));
    for pdf in &printed {
        assert!(is_a4_across(pdf), "{}: {:?}", pdf.display(), pages(pdf));
    }
    let progress = page_texts(&printed[0]);
    let listed: Vec<&String> =
        progress.iter().filter(|page| page.contains("Người chưa hoàn thành Số liệu chốt")).collect();
    assert!(listed.len() > 2, "{} of {} pages list people", listed.len(), progress.len());
    // A page that is too wide would leave columns to another page, which would lack these.
    let whole =
        |page: &&&String| page.contains("Họ và tên") && page.contains("Nguyên nhân") && page.contains("Tình trạng");
    assert_eq!(listed.iter().filter(whole).count(), listed.len(), "the heads stand on every page, all of them");
    let first = &progress[0];
    for said in
        ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "NGƯỜI LẬP BIỂU", "2.650", "83,89%", "Số liệu chốt số", "Trang 1/"]
    {
        assert!(first.contains(said), "{said}: {first}");
    }
    let round = page_texts(&printed[4]);
    let units: Vec<&String> = round.iter().filter(|page| page.contains("■ thiếu")).collect();
    assert!(units.len() > 1 && units.iter().skip(1).all(|page| page.contains("Đầu mối")), "{units:?}");
}

#[test]
fn libreoffice_saves_the_same_values() {
    let db = TestDb::sqlite(&IMPORTED);
    let place = tempfile::tempdir().unwrap();
    let files = written(place.path(), &books(&db));
    let saved = by_libreoffice(&files, "xlsx", &place.path().join("saved"));
    for ((ours, theirs), file) in by_openpyxl(&files).iter().zip(by_openpyxl(&saved)).zip(&files) {
        assert_eq!(ours.keys().collect::<Vec<_>>(), theirs.keys().collect::<Vec<_>>());
        for (name, cells) in ours {
            let again = &theirs[name];
            assert_eq!((&cells.texts, &cells.numbers), (&again.texts, &again.numbers), "{}: {name}", file.display());
            assert_eq!(cells.formulas.len(), again.formulas.len(), "{}: {name}", file.display());
        }
    }
}
