//! Ranking, forms for quotas, the state of a round: what they say, and that the form is read back.

use calamine::{Data, DataType, Range};
use tiendo::access::{AccessError, Actor};
use tiendo::campaign::{quotas, seed};
use tiendo::model::as_of::AsOf;
use tiendo::model::campaign::Target;
use tiendo::model::id::RoundId;
use tiendo::model::role::Role;
use tiendo::progress::{Ranking, figures};
use tiendo::roster::{QuotaSheet, import_quotas};
use tiendo::rounds;
use tiendo::workbooks::{WorkbookError, make_quota_form, make_ranking, make_round_status};

use super::workbook::{query, range, texts};
use super::{actor, now};
use crate::pages::browser::Browser;
use crate::roster::steps::{IMPORTED, sandbox};
use crate::rounds::forms::with_openpyxl;
use crate::rounds::tree::{COMMUNE, DUONG_HOA, open, rounds as asked_rounds};
use crate::support::office::account;
use crate::support::server::TestServer;

const CODE: &str = "cam-ngoc-2023";

fn text(cell: &Data) -> &str {
    cell.get_string().unwrap_or_default()
}

/// Fills every blank cell of the form with its row number, and raises what is there by one.
const FILL_IN: &str = r"
sheet = book['Giao chỉ tiêu']
head = next(row for row in range(1, 30) if sheet.cell(row, 1).value == 'STT')
for row in range(head + 1, sheet.max_row + 1):
    if not isinstance(sheet.cell(row, 1).value, (int, float)):
        break
    for column in range(3, sheet.max_column):
        cell = sheet.cell(row, column)
        if cell.value is None:
            cell.value = row
        elif isinstance(cell.value, (int, float)):
            cell.value += 1
";

on_both_databases! {
    fn the_ranking_says_what_the_figures_say(db from IMPORTED) {
        let made = make_ranking(db, &Actor::operator(), &query(None), now()).unwrap();
        assert_eq!(made.file_name, "xep-hang-cam-ngoc-2023-05-31.xlsx");
        let report = figures(db, &Actor::operator(), &query(None)).unwrap();
        let ranking = Ranking::of(&report);
        let data = range(&made.bytes, "Dữ liệu");
        let mut compared = 0;
        for (unit, figures) in &report.children {
            for figure in figures.iter().filter(|figure| figure.quota.is_some()) {
                let of_it = |row: &&[Data]| text(&row[1]) == unit.name && text(&row[5]).starts_with(&figure.measure.name);
                let Some(row) = data.rows().find(of_it) else { continue };
                let number = |column: usize| row[column].as_i64();
                assert_eq!([number(6), number(7), number(9)], [figure.quota, figure.done, figure.remaining], "{}", unit.name);
                assert_eq!(number(10), ranking.rank(unit.id, figure.measure.id).map(i64::from), "{}", unit.name);
                assert_eq!(number(2), ranking.composite(unit.id).map(|place| i64::from(place.rank)), "{}", unit.name);
                compared += 1;
            }
        }
        assert!(compared >= 20, "{compared}");
        let printed = texts(&range(&made.bytes, "Khối thôn, tổ dân phố"));
        assert!(printed.iter().any(|text| text == "NGƯỜI LẬP BIỂU") && printed.iter().any(|text| text == "UBND XÃ CẨM NGỌC"));
        let village = query(Some("cam-ngoc/ngoc-binh"));
        assert!(matches!(make_ranking(db, &Actor::operator(), &village, now()), Err(WorkbookError::NothingToRank)));
        let team = actor(db, Role::VillageTeam, "cam-ngoc/ngoc-binh");
        assert!(matches!(make_ranking(db, &team, &village, now()), Err(WorkbookError::Access(AccessError::Forbidden))));
    }

    fn the_form_of_quotas_is_read_back_by_the_import(db from IMPORTED) {
        let days = (None, AsOf::of_instant(now()));
        let officer = actor(db, Role::Officer, "cam-ngoc");
        let before = quotas::table(db, &officer, CODE, None, days).unwrap();
        let made = make_quota_form(db, &officer, CODE, None, days, now()).unwrap();
        assert_eq!(made.file_name, "bieu-giao-chi-tieu-cam-ngoc.xlsx");
        let sheet = |bytes: Vec<u8>| QuotaSheet {
            campaign: CODE.to_owned(),
            unit: "cam-ngoc".to_owned(),
            file_name: made.file_name.clone(),
            bytes,
            deadline: "2023-06-30".parse().unwrap(),
            document: seed::rosters().unwrap().quota_sheet.map(|table| table.document),
            issuer: None,
            columns: Default::default(),
            today: days.1,
        };
        let same = import_quotas(db, &officer, &sheet(made.bytes.clone()), &sandbox()).unwrap();
        assert_eq!(same.changed, 0, "what is in force stands in the form as it is");
        assert!(same.units >= 10, "{same:?}");

        let filled = with_openpyxl(&made.bytes, FILL_IN);
        let taken = import_quotas(db, &officer, &sheet(filled), &sandbox()).unwrap();
        let after = quotas::table(db, &officer, CODE, None, days).unwrap();
        let mut given = 0;
        for (old, new) in before.rows.iter().zip(&after.rows).skip(1).filter(|(old, _)| old.may_give) {
            for ((old, new), measure) in old.cells.iter().zip(&new.cells).zip(&after.measures) {
                let (Some(old), Some(new)) = (old, new) else { continue };
                let of = |cell: &quotas::QuotaCell| cell.held.iter().find(|held| !held.from_above).map(|held| held.quota.target);
                let said = format!("{} {:?}", measure.name, measure.audience);
                match (of(old), of(new)) {
                    (Some(Target::Absolute(old)), Some(Target::Absolute(new))) => assert_eq!(new, old + 1, "{said}"),
                    (None | Some(Target::Share(_)), Some(Target::Absolute(new))) => assert!(new > 10, "{said}: its row"),
                    other => panic!("{said}: {other:?}"),
                }
                given += 1;
            }
        }
        assert_eq!(taken.changed, given, "every cell of every unit was read, the police among the offices too");
        let police = after.rows.iter().find(|row| row.unit.name.starts_with("Công an")).map(|row| row.cells.iter().flatten().count());
        assert!(police.is_none_or(|cells| cells > 0), "{police:?}");

        for role in [Role::Leader, Role::VillageTeam, Role::Auditor] {
            let other = actor(db, role, "cam-ngoc");
            let refused = make_quota_form(db, &other, CODE, None, days, now());
            assert!(matches!(refused, Err(WorkbookError::Access(AccessError::Forbidden))), "{role:?}: {refused:?}");
        }
        let village = make_quota_form(db, &officer, CODE, Some("cam-ngoc/ngoc-binh"), days, now());
        assert!(matches!(village, Err(WorkbookError::NobodyToGive(_))), "{village:?}");
    }

    fn the_workbook_of_a_round_says_what_the_page_says(db from DUONG_HOA) {
        let officer = account(db, "duonghoa.canbo", Role::Officer, COMMUNE);
        let server = TestServer::start(db, "2022-11-01T02:00:00Z".parse().unwrap());
        let token = server.token("duonghoa.canbo", &officer.password.unwrap());
        let id = RoundId(open(&server, &token, &asked_rounds()[0]));
        let at = "2022-11-29T02:00:00Z".parse().unwrap();
        let sheet = rounds::show(db, &Actor::operator(), id, at).unwrap();
        let made = make_round_status(db, &Actor::operator(), id, (at, at)).unwrap();
        assert_eq!(made.file_name, "tinh-hinh-bao-cao-dot-1-2022-11-29.xlsx");
        let counts = range(&made.bytes, "Tình hình nộp");
        let said = texts(&counts).join("\n");
        for lacking in &sheet.lacking {
            assert!(said.contains(&lacking.sentence()), "{said}");
        }
        assert!(!sheet.lacking.is_empty() && said.contains("NGƯỜI LẬP BIỂU"), "{said}");
        let rows: Vec<Vec<i64>> = hops_of(&counts, sheet.hops.len());
        for (hop, row) in sheet.hops.iter().zip(&rows) {
            let counts = [hop.counts.expected, hop.counts.on_time, hop.counts.late, hop.counts.missing, hop.counts.returned];
            assert_eq!(row[..5], counts.map(|count| i64::try_from(count).unwrap()), "{}", hop.number);
        }
        let units = range(&made.bytes, "Từng đơn vị");
        let lines: usize = sheet.hops.iter().map(|hop| hop.lines.len()).sum();
        assert_eq!(units.rows().count(), lines + 1);
        let ho = units.rows().find(|row| text(&row[1]) == "Thôn Hộ").unwrap();
        assert_eq!((text(&ho[3]), ho[5].is_datetime()), ("■ thiếu", true), "{ho:?}");
        let row: Vec<&str> = ho.iter().map(text).collect();
        assert!(row.contains(&"Trần Văn Sơn (Trưởng thôn)") && row.contains(&"0912000201"), "{row:?}");
        assert!(row.iter().any(|cell| cell.starts_with("Bước 1: ") && cell.ends_with("chưa nhận được báo cáo")), "{row:?}");
        let team = actor(db, Role::VillageTeam, "duong-hoa/thon-ho");
        assert!(matches!(make_round_status(db, &team, id, (at, at)), Err(WorkbookError::Access(AccessError::Forbidden))));
        let village = actor(db, Role::Officer, "duong-hoa/thon-ha");
        let own = make_round_status(db, &village, id, (at, at)).unwrap();
        assert!(!texts(&range(&own.bytes, "Từng đơn vị")).iter().any(|text| text == "Thôn Hộ"), "only what the page shows");
    }

    fn every_workbook_is_on_the_page_where_it_is_looked_for(db from IMPORTED) {
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "camngoc.canbo", Role::Officer, "cam-ngoc"));
        for (page, link) in [
            ("/bao-cao", "/bao-cao/tien-do.xlsx?don-vi=cam-ngoc"),
            ("/bao-cao", "/bao-cao/xep-hang.xlsx?don-vi=cam-ngoc"),
            ("/chi-tieu", "/chi-tieu/bieu.xlsx?don-vi=cam-ngoc"),
            ("/van-ban/so-di", "/van-ban/so-di/so-dang-ky.xlsx"),
            ("/van-ban/so-den", "/van-ban/so-den/so-dang-ky.xlsx"),
        ] {
            let shown = browser.get(page).text;
            assert!(shown.contains(link), "{page} has no {link}");
            assert!(workbook(&browser, &server, link).starts_with(b"PK"), "{link}");
        }
        let reports = browser.get("/bao-cao").text;
        assert!(reports.contains("name=\"kem-danh-sach\""), "whoever sees people may have them listed");
        let listed = workbook(&browser, &server, "/bao-cao/tien-do.xlsx?don-vi=cam-ngoc&kem-danh-sach=1");
        assert!(texts(&range(&listed, "Người chưa hoàn thành")).len() > 100);
        let kept = browser.get("/so-lieu-chot").text;
        let kept = kept.split("href=\"/so-lieu-chot/").nth(1).unwrap().split(['"', '?']).next().unwrap().to_owned();
        let link = format!("/so-lieu-chot/{kept}/tien-do.xlsx");
        assert!(browser.get(&format!("/so-lieu-chot/{kept}")).text.contains(&link), "{link}");
        assert!(workbook(&browser, &server, &link).starts_with(b"PK"));

        let mut browser = Browser::signed_in(&server, &account(db, "camngoc.kiemtra", Role::Auditor, "cam-ngoc"));
        assert!(!browser.get("/bao-cao").text.contains("kem-danh-sach"), "whoever sees no people is not asked");
        let refused = browser.get("/bao-cao/tien-do.xlsx?don-vi=cam-ngoc&kem-danh-sach=1");
        assert_eq!(refused.status, 403, "{}", refused.text);
        assert!(!browser.get("/chi-tieu").text.contains("bieu.xlsx"), "who gives no quota needs no form");
    }
}

/// A file behind a link.
fn workbook(browser: &Browser<'_>, server: &TestServer, path: &str) -> Vec<u8> {
    let mut made = server.agent().get(server.url(path)).header("Cookie", browser.cookie()).call().unwrap();
    assert_eq!(made.status(), 200, "{path}");
    made.body_mut().read_to_vec().unwrap()
}

/// The numbers of each hop, from the column of those who have to report on.
fn hops_of(counts: &Range<Data>, hops: usize) -> Vec<Vec<i64>> {
    let rows = counts.rows().skip_while(|row| text(&row[0]) != "(1)").skip(1).take(hops);
    rows.map(|row| row[3..].iter().filter_map(DataType::as_i64).collect()).collect()
}
