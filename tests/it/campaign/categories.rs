//! One milestone for civil servants, for public employees and for all staff in one campaign, from the list to the report.

use serde_json::{Value, json};
use tiendo::access::Actor;
use tiendo::campaign::{self, files::DataFile};
use tiendo::model::role::Role;
use tiendo::model::tally::Audience;
use tiendo::progress::verify;
use tiendo::store::Db;

use super::{CODE, day, now, today};
use crate::pages::browser::Browser;
use crate::roster::steps::{LOADED, List, import, sandbox};
use crate::rounds::forms::{form, with_openpyxl};
use crate::support::office::account;
use crate::support::raw;
use crate::support::server::{Answer, TestServer};

const OFFICE: &str = "cam-ngoc/ubnd";
const WORDS: [&str; 3] = ["staff", "staff:civil_servant", "staff:public_employee"];
const PATH: &str = "/api/v1/campaigns/cam-ngoc-2023";

/// Two who are done and one who is not; nobody knows the category of the last one.
const STAFF: &str = "Họ và tên;Ngày sinh;Số CCCD;Chức vụ;Đơn vị công tác;Mức 2;Ngày kích hoạt\n\
    Phạm Văn An;01/02/1980;038080000011;Công chức Tư pháp;UBND xã Cẩm Ngọc;x;20/05/2023\n\
    Lê Thị Bình;03/04/1985;038185000012;Viên chức;UBND xã Cẩm Ngọc;x;21/05/2023\n\
    Hà Văn Cường;05/06/1990;038090000013;Viên chức;UBND xã Cẩm Ngọc;;\n\
    Bùi Thị Dung;07/08/1991;038191000014;Phụ trách văn thư;UBND xã Cẩm Ngọc;x;22/05/2023\n";

fn with_measures(db: &Db, server: &TestServer) -> String {
    import(db, &List { file: "can_bo.csv".to_owned(), unit: "cam-ngoc".to_owned(), bytes: STAFF.as_bytes().to_vec() });
    let officer = account(db, "camngoc.canbo", Role::Officer, "cam-ngoc");
    let token = server.token("camngoc.canbo", &officer.password.unwrap());
    for category in ["civil_servant", "public_employee"] {
        let added = add(server, &token, category);
        assert_eq!(added.status, 200, "{}", added.text);
    }
    token
}

fn add(server: &TestServer, token: &str, category: &str) -> Answer {
    let revision = server.get(PATH, token).json["revision"].clone();
    let new = json!({"revision": revision, "name": "Mức 2 đã kích hoạt", "milestone": "vneid2.activated", "audience": "staff", "category": category});
    server.post(&format!("{PATH}/measures"), token, &new)
}

/// The rows of level 2 among staff: audience and what is asked for.
fn of_staff(rows: &Value, unit: &str, wanted: &str) -> Vec<(String, Value)> {
    let rows = rows.as_array().unwrap().iter();
    let found = rows
        .filter(|row| row["unit"] == unit && row["measure"] == "vneid2.activated" && row["audience"] != "residents");
    let mut found: Vec<_> =
        found.map(|row| (row["audience"].as_str().unwrap().to_owned(), row[wanted].clone())).collect();
    found.sort_by_key(|(audience, _)| audience.clone());
    found
}

fn each(values: [i64; 3]) -> Vec<(String, Value)> {
    WORDS.iter().zip(values).map(|(word, value)| ((*word).to_owned(), json!(value))).collect()
}

on_both_databases! {
    fn each_category_is_counted_listed_and_named_by_itself(db from LOADED) {
        let server = TestServer::start(db, now());
        let token = with_measures(db, &server);
        let again = add(&server, &token, "public_employee");
        again.is_problem(422, "unfit");
        assert!(again.text.contains("Chiến dịch đã có chỉ tiêu này cho đối tượng «riêng viên chức»"), "{}", again.text);

        let shown = server.get(PATH, &token);
        let names: Vec<&str> = shown.json["measures"].as_array().unwrap().iter().skip(3).map(|m| m["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["Cán bộ, công chức, viên chức có mức 2 đã kích hoạt", "Công chức: mức 2 đã kích hoạt", "Viên chức: mức 2 đã kích hoạt"]);

        for unit in [OFFICE, "cam-ngoc"] {
            let progress = server.get(&format!("{PATH}/progress?unit={unit}&as_of=2023-06-12"), &token);
            assert_eq!(of_staff(&progress.json["rows"], unit, "done"), each([3, 1, 1]), "{}", progress.text);
            assert_eq!(of_staff(&progress.json["rows"], unit, "eligible"), each([4, 1, 2]));
        }
        let list = |audience: &str, state: &str| -> Vec<String> {
            let path = format!("/api/v1/people?unit=cam-ngoc&measure=vneid2.activated&audience={audience}&state={state}&as_of=2023-06-12");
            let found = server.get(&path, &token);
            assert_eq!(found.status, 200, "{}", found.text);
            found.json["people"].as_array().unwrap().iter().map(|person| person["full_name"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(list("staff:civil_servant", "done"), ["Phạm Văn An"]);
        assert_eq!(list("staff:public_employee", "done"), ["Lê Thị Bình"]);
        assert_eq!(list("staff:public_employee", "not_issued"), ["Hà Văn Cường"]);
        assert_eq!(list("staff", "done").len(), 3);
        server.get("/api/v1/people?measure=vneid2.activated&audience=staff:nobody&state=done", &token).is_problem(400, "bad_request");
        assert!(verify(db, &Actor::operator()).unwrap().is_sound());
    }

    fn quotas_of_a_category_are_given_split_imported_and_frozen(db from LOADED) {
        let server = TestServer::start(db, now());
        let token = with_measures(db, &server);
        let (quotas, audience) = (format!("{PATH}/quotas"), "staff:public_employee");
        let wanted = json!({"unit": "cam-ngoc", "measure": "vneid2.activated", "audience": audience, "deadline": "2023-06-30", "people": 7});
        assert_eq!(server.post(&quotas, &token, &wanted).json["changed"], 1);
        let split = json!({"unit": "cam-ngoc", "measure": "vneid2.activated", "audience": audience, "deadline": "2023-06-30", "method": "by_hand",
            "parts": [{"unit": OFFICE, "people": 7}], "give": true});
        let split = server.post(&format!("{quotas}/split"), &token, &split);
        assert_eq!(split.status, 200, "{}", split.text);
        let bytes = "Đơn vị;Chỉ tiêu công chức mức 2;Chỉ tiêu viên chức mức 2\nUBND xã Cẩm Ngọc;2;5\n".as_bytes().to_vec();
        let sheet = tiendo::roster::QuotaSheet {
            campaign: CODE.to_owned(),
            unit: "cam-ngoc".to_owned(),
            file_name: "chi_tieu.csv".to_owned(),
            bytes,
            deadline: day("2023-06-30"),
            document: None,
            issuer: None,
            columns: Default::default(),
            today: today(),
        };
        assert_eq!(tiendo::roster::import_quotas(db, &Actor::operator(), &sheet, &sandbox()).unwrap().changed, 2);
        let progress = server.get(&format!("{PATH}/progress?unit={OFFICE}&as_of=2023-06-12"), &token);
        let held = of_staff(&progress.json["rows"], OFFICE, "quota");
        assert_eq!(held[1..], [("staff:civil_servant".to_owned(), json!(2)), ("staff:public_employee".to_owned(), json!(5))], "{}", progress.text);

        let taken = server.post(&format!("{PATH}/snapshots"), &token, &json!({"name": "Chốt", "unit": "cam-ngoc", "as_of": "2023-06-12"}));
        assert_eq!(taken.status, 201, "{}", taken.text);
        let frozen = server.get(&format!("/api/v1/snapshots/{}", taken.json["id"]), &token);
        let office = frozen.json["content"]["units"].as_array().unwrap().iter().find(|unit| unit["slug"] == OFFICE).unwrap();
        let figures: Vec<(&str, i64)> = office["figures"].as_array().unwrap().iter()
            .filter(|figure| figure["audience"].as_str().unwrap().starts_with("staff:"))
            .map(|figure| (figure["audience"].as_str().unwrap(), figure["done"].as_i64().unwrap())).collect();
        assert_eq!(figures, [("staff:civil_servant", 1), ("staff:public_employee", 1)]);
    }

    fn a_file_that_says_a_measure_twice_is_refused(db from LOADED) {
        let measure = |more: Value| {
            let mut one = json!({"code": "vneid2.activated", "audience": "staff", "name": "Mức 2"});
            one.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            one
        };
        let file = |measures: &[Value]| {
            let campaign = json!({"kind": "campaigns", "campaigns": [{"code": "hai-loai", "unit": "cam-ngoc", "title": "Hai loại", "starts_on": "2023-03-21",
                "ends_on": "2023-06-30", "purpose": "Theo dõi", "retention_until": "2024-12-31", "measures": measures}]});
            DataFile { name: "campaign.json".to_owned(), content: campaign.to_string().into_bytes() }
        };
        let (own, teachers) = (measure(json!({"category": "public_employee"})), measure(json!({"audience": "staff:public_employee"})));
        let load = |measures: &[Value]| campaign::load(db, &Actor::operator(), &[file(measures)]);
        let twice = load(&[own.clone(), teachers]).unwrap_err().to_string();
        assert!(twice.contains("ghi hai lần cho cùng một đối tượng"), "{twice}");
        assert!(load(&[measure(json!({"audience": "residents", "category": "worker"}))]).unwrap_err().to_string().contains("category"));
        assert!(load(&[measure(json!({"audience": "staff:nobody"}))]).unwrap_err().to_string().contains("staff:nobody"));
        load(&[own, measure(json!({"category": "civil_servant"})), measure(json!({}))]).unwrap();
        let sheet = campaign::show(db, &Actor::operator(), "hai-loai", day("2023-06-13")).unwrap();
        let loaded: Vec<(Audience, &str)> = sheet.measures.iter().map(|measure| (measure.audience, measure.name.as_str())).collect();
        let of = |word: &str| Audience::parse(word).unwrap();
        assert_eq!(loaded, [(of("staff:public_employee"), "Viên chức: mức 2"), (of("staff:civil_servant"), "Công chức: mức 2"), (of("staff"), "Mức 2")]);
    }

    fn a_form_of_two_categories_comes_back_into_each(db from LOADED) {
        let server = TestServer::start(db, now());
        let token = with_measures(db, &server);
        let asked = |audience: &str| json!({"measure": "vneid2.activated", "audience": audience});
        let round = json!({"name": "Đợt 1", "period_from": "2023-06-01", "period_to": "2023-06-12",
            "measures": [asked("staff:civil_servant"), asked("staff:public_employee")],
            "hops": [{"receiver": "UBND xã Cẩm Ngọc", "due": {"on": "2023-06-14", "wording": "through"}, "units": ["cam-ngoc/truong-mam-non"]}]});
        let opened = server.post(&format!("{PATH}/rounds"), &token, &round);
        assert_eq!(opened.status, 201, "{}", opened.text);
        let round = opened.json["ids"][0].as_i64().unwrap();
        let chief = account(db, "camngoc.phong", Role::Officer, "cam-ngoc");
        let mut browser = Browser::signed_in(&server, &chief);
        let csrf = browser.token();
        let blank = form(&browser, &server, round, "cam-ngoc/truong-mam-non");
        let named = "assert sheet['B10'].value == 'Công chức: mức 2 đã kích hoạt' and sheet['B11'].value == 'Viên chức: mức 2 đã kích hoạt'\n";
        let filled = with_openpyxl(&blank, &format!("{named}sheet['D10'] = 3\nsheet['D11'] = 21"));
        let preview = browser.upload(&format!("/dot-bao-cao/{round}/bieu"), &[("csrf", &csrf)], "bieu.xlsx", &filled);
        assert_eq!(preview.status, 200, "{}", preview.text);
        let unit = crate::support::office::unit(db, "cam-ngoc/truong-mam-non").0;
        let field = |audience: &str| format!("v-{unit}-{}", raw::number(db, &format!("SELECT id AS value FROM measure WHERE audience = '{audience}'")));
        let fields = [field("staff:civil_servant"), field("staff:public_employee")];
        for (field, value) in fields.iter().zip(["3", "21"]) {
            let input = preview.text.split("<input").find(|input| input.contains(field.as_str())).unwrap();
            assert!(input.contains(&format!("value=\"{value}\"")), "{input}");
        }
        let save = format!("/dot-bao-cao/{round}/nhap?buoc=1");
        assert_eq!(browser.post(&save, &[("csrf", &csrf), ("tu-bieu", "1"), (&fields[0], "3"), (&fields[1], "21")]).status, 303);
        let progress = server.get(&format!("{PATH}/progress?unit=cam-ngoc/truong-mam-non&as_of=2023-06-12"), &token);
        let told = of_staff(&progress.json["rows"], "cam-ngoc/truong-mam-non", "done");
        assert_eq!(told[1..], [("staff:civil_servant".to_owned(), json!(3)), ("staff:public_employee".to_owned(), json!(21))], "{}", progress.text);
    }
}
