//! The life of an import over HTTP beside upload and commit: progress, decisions, corrected file, original, giving up.

use std::io::Read;

use serde_json::{Value, json};
use tiendo::access::Actor;
use tiendo::model::role::Role;
use tiendo::roster::{begin, receive};
use tiendo::store::Db;
use ureq::http::Request;
use ureq::unversioned::multipart::{Form, Part};

use super::imports::{list, now, signed_in, upload};
use crate::roster::claims::in_ngoc_binh;
use crate::roster::secrets;
use crate::roster::steps::{LOADED, List, lists, upload as details};
use crate::support::raw;
use crate::support::server::{Answer, TestServer, answer};

fn bearer(token: &str) -> String {
    format!("Bearer {token}")
}

/// An import of the commune's officer that waits for its commit: server, token of the officer, address of the import, preview.
fn previewed(db: &Db, list: &List) -> (TestServer, String, String, Value) {
    let server = TestServer::start(db, now());
    let token = signed_in(db, &server, "camngoc.canbo", Role::Officer, "cam-ngoc");
    let preview = upload(&server, &token, list);
    assert_eq!(preview.status, 201, "{}", preview.text);
    let address = format!("/api/v1/imports/{}", preview.json["id"]);
    (server, token, address, preview.json)
}

fn put(server: &TestServer, path: &str, token: &str, body: &Value) -> Answer {
    answer(server.agent().put(server.url(path)).header("Authorization", bearer(token)).send_json(body).unwrap())
}

fn put_file(server: &TestServer, path: &str, token: &str, name: &str, bytes: &[u8]) -> Answer {
    let part = Part::bytes(bytes).file_name(name).mime_str("application/octet-stream").unwrap();
    let request = server.agent().put(server.url(path)).header("Authorization", bearer(token));
    answer(request.send(Form::new().part("file", part)).unwrap())
}

fn original(server: &TestServer, address: &str, token: &str) -> (u16, Vec<u8>, String) {
    let request = server.agent().get(server.url(&format!("{address}/file"))).header("Authorization", bearer(token));
    let mut response = request.call().unwrap();
    let named = response.headers().get("content-disposition").map(|named| named.to_str().unwrap().to_owned());
    let mut bytes = Vec::new();
    response.body_mut().as_reader().read_to_end(&mut bytes).unwrap();
    (response.status().as_u16(), bytes, named.unwrap_or_default())
}

/// A list of plain text with so many different people.
fn text_list(rows: usize) -> List {
    long_list(rows, 10)
}

/// The same with notes of so many letters.
fn long_list(rows: usize, note: usize) -> List {
    let family = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ"];
    let middle = ["Văn", "Thị", "Đức", "Minh", "Quang", "Hữu", "Ngọc", "Thanh", "Xuân", "Thu"];
    let given = ["An", "Bình", "Cường", "Dung", "Giang", "Hà", "Khánh", "Lan", "Nam", "Phúc"];
    let note = "x".repeat(note);
    let row = |n: usize| {
        let name = format!("{} {} {}", family[n % 10], middle[n / 10 % 10], given[n / 100 % 10]);
        let born = format!("{:02}/{:02}/1980", n / 1_000 % 28 + 1, n % 12 + 1);
        format!("{n};{name};{born};Thôn 10;0912 345 678;{note}\n")
    };
    let text = format!("STT;Họ và tên;Ngày sinh;Thôn;Điện thoại;Ghi chú\n{}", (1..=rows).map(row).collect::<String>());
    List { file: "danh sách.csv".to_owned(), unit: "cam-ngoc".to_owned(), bytes: text.into_bytes() }
}

on_both_databases! {
    fn a_list_is_read_meanwhile_and_tells_how_far_it_has_come(db from LOADED) {
        let server = TestServer::start(db, now());
        let token = signed_in(db, &server, "camngoc.canbo", Role::Officer, "cam-ngoc");
        let list = long_list(1_200, 1_000);
        let part = Part::bytes(&list.bytes).file_name(&list.file).mime_str("text/csv").unwrap();
        let form = Form::new().text("campaign", "cam-ngoc-2023").text("unit", "cam-ngoc").text("comment", "đợt 2").part("file", part);
        let request = server.agent().post(server.url("/api/v1/imports?wait=false")).header("Authorization", bearer(&token));
        let begun = answer(request.send(form).unwrap());
        assert_eq!((begun.status, &begun.json["state"]), (202, &json!("reading")), "{}", begun.text);
        let address = format!("/api/v1/imports/{}", begun.json["id"]);
        assert!(begun.headers.contains(&("location".to_owned(), address.clone())));

        let told = server.get(&format!("{address}/progress"), &token);
        assert_eq!(told.content_type, "text/event-stream; charset=utf-8");
        assert!(told.headers.contains(&("x-accel-buffering".to_owned(), "no".to_owned())));
        assert!(told.text.contains("event: progress\ndata: {\"of\":null,\"rows\":"), "{}", told.text);
        assert!(told.text.ends_with("event: done\ndata: {\"state\":\"previewed\"}\n\n"), "{}", told.text);
        let shown = server.get(&format!("{address}?per_page=1"), &token).json;
        assert_eq!((&shown["state"], &shown["counts"]["rows"]), (&json!("previewed"), &json!(1_200)));
        assert!(raw::number(db, "SELECT COUNT(*) AS value FROM blob_piece") > 1, "it was kept piece by piece");
        assert_eq!(raw::texts(db, "SELECT comment AS value FROM import_batch"), ["đợt 2"]);
        let over = server.get(&format!("{address}/progress"), &token);
        assert_eq!(over.text, "event: done\ndata: {\"state\":\"previewed\"}\n\n", "nothing is under way");
    }

    fn a_list_that_another_process_reads_is_told_too(db from LOADED) {
        let server = TestServer::start(db, now());
        let token = signed_in(db, &server, "camngoc.canbo", Role::Officer, "cam-ngoc");
        let list = &lists()[9];
        let stored = receive(db, &list.bytes).unwrap();
        let batch = begin(db, &Actor::operator(), &details(list).details, stored).unwrap();
        let told = std::thread::scope(|scope| {
            let told = scope.spawn(|| server.get(&format!("/api/v1/imports/{batch}/progress"), &token));
            std::thread::sleep(std::time::Duration::from_millis(500));
            raw::execute(db, "UPDATE import_batch SET state = 'failed'").unwrap();
            told.join().unwrap()
        });
        let events = ["event: progress\ndata: {\"of\":null,\"rows\":null,\"task\":\"reading\"}\n\n", "event: done\ndata: {\"state\":\"failed\"}\n\n"];
        assert_eq!(told.text, events.concat());
    }

    fn decisions_read_the_list_again_under_a_new_token(db from LOADED) {
        let (server, token, address, before) = previewed(db, &text_list(3));
        let columns = before["file"]["sheets"][0]["columns"].as_array().unwrap();
        let phone = columns.iter().find(|column| column["role"] == "phone").unwrap();
        let samples = phone["samples"].to_string();
        assert!(samples.contains("**") && !samples.contains("345"), "the number is hidden: {samples}");
        let choices = format!("{address}/choices");
        assert_eq!(server.get(&choices, &token).json["reading"]["columns"], json!([]));
        let sheet = &before["file"]["sheets"][0]["name"];
        let column = json!({"sheet": sheet, "column": phone["col"], "role": "ignored"});
        let after = put(&server, &choices, &token, &json!({"reading": {"columns": [column]}}));
        assert_eq!(after.status, 201, "{}", after.text);
        let taken = |preview: &Value| preview["file"]["sheets"][0]["columns"].as_array().unwrap().iter()
            .find(|column| column["col"] == phone["col"]).unwrap()["role"].clone();
        assert_eq!(taken(&after.json), "ignored");
        assert_eq!(server.get(&choices, &token).json["reading"]["columns"], json!([column]));
        let old = server.post(&format!("{address}/commit"), &token, &json!({"token": before["token"]}));
        old.is_problem(409, "wrong_token");
        let new = server.post(&format!("{address}/commit"), &token, &json!({"token": after.json["token"]}));
        assert_eq!(new.status, 200, "{}", new.text);
        put(&server, &choices, &token, &json!({})).is_problem(409, "closed");
    }

    fn a_corrected_file_takes_the_place_of_the_first(db from LOADED) {
        let (server, token, address, before) = previewed(db, &text_list(3));
        let corrected = text_list(5);
        let after = put_file(&server, &format!("{address}/file"), &token, "sửa.csv", &corrected.bytes);
        assert_eq!((after.status, &after.json["id"]), (201, &before["id"]), "{}", after.text);
        assert_eq!((&before["counts"]["rows"], &after.json["counts"]["rows"]), (&json!(3), &json!(5)));
        let (status, bytes, named) = original(&server, &address, &token);
        assert_eq!((status, bytes), (200, corrected.bytes));
        assert!(named.starts_with("attachment; filename=\"sua.csv\"; filename*=UTF-8''s%E1%BB%ADa.csv"), "{named}");
        assert_eq!(raw::number(db, "SELECT COUNT(*) AS value FROM blob"), 1, "the first file is gone");
        let noted = raw::number(db, "SELECT COUNT(*) AS value FROM audit_entry WHERE action = 'import.original'");
        assert_eq!(noted, 1, "it holds every number in full");
        put_file(&server, "/api/v1/imports/999/file", &token, "a.csv", b"x").is_problem(404, "not_found");
        put_file(&server, &format!("{address}/file"), &token, "a.csv", b"").is_problem(422, "empty_file");
        assert_eq!(raw::number(db, "SELECT COUNT(*) AS value FROM blob"), 1);
    }

    fn a_large_file_is_kept_and_given_back_whole(db from LOADED) {
        let list = long_list(1_500, 1_500);
        assert!(list.bytes.len() > 2 << 20);
        let (server, token, address, _) = previewed(db, &list);
        assert!(original(&server, &address, &token).1 == list.bytes);
    }

    fn a_workbook_that_is_too_large_leaves_nothing(db from LOADED) {
        let server = TestServer::start(db, now());
        let token = signed_in(db, &server, "camngoc.canbo", Role::Officer, "cam-ngoc");
        let mut bytes = vec![b' '; (20 << 20) + 1];
        bytes[..4].copy_from_slice(b"PK\x03\x04");
        let fields = [("campaign", "cam-ngoc-2023"), ("unit", "cam-ngoc")];
        server.upload(&token, &fields, "to.xlsx", &bytes).is_problem(413, "payload_too_large");
        server.upload(&token, &[("campaign", "khong-co"), ("unit", "cam-ngoc")], "a.csv", b"STT;x").is_problem(404, "not_found");
        server.upload(&token, &[("campaign", "cam-ngoc-2023")], "a.csv", b"STT;x").is_problem(400, "bad_request");
        for table in ["blob", "blob_piece", "import_batch"] {
            assert_eq!(raw::number(db, &format!("SELECT COUNT(*) AS value FROM {table}")), 0, "{table}");
        }
    }

    fn an_import_that_is_given_up_is_over(db from LOADED) {
        let (server, token, address, before) = previewed(db, &text_list(3));
        assert_eq!(server.delete(&address, &token).status, 204);
        server.delete(&address, &token).is_problem(409, "closed");
        assert_eq!(server.get(&address, &token).json["state"], "discarded");
        server.post(&format!("{address}/commit"), &token, &json!({"token": before["token"]})).is_problem(409, "not_previewed");
        server.get(&format!("{address}/file"), &token).is_problem(404, "not_found");
    }

    fn the_error_workbook_is_the_file_with_what_is_wrong(db from LOADED) {
        let rows = "STT;Họ và tên;Ngày sinh;Thôn\n1;Nguyễn Văn An;01/02/1980;Thôn 10\n2;Trần Thị Bình;31/02/1980;Thôn Không Có\n";
        let list = List { file: "lỗi.csv".to_owned(), unit: "cam-ngoc".to_owned(), bytes: rows.as_bytes().to_vec() };
        let (server, token, address, _) = previewed(db, &list);
        let request = server.agent().get(server.url(&format!("{address}/errors.xlsx"))).header("Authorization", bearer(&token));
        let mut response = request.call().unwrap();
        assert_eq!(response.status().as_u16(), 200);
        let bytes = response.body_mut().read_to_vec().unwrap();
        assert!(bytes.starts_with(b"PK"));
        let corrected = put_file(&server, &format!("{address}/file"), &token, "da-sua.xlsx", &bytes);
        assert_eq!((corrected.status, &corrected.json["counts"]["rows"]), (201, &json!(2)), "{}", corrected.text);
    }

    fn rows_are_found_by_finding_and_name(db from LOADED) {
        let rows = "STT;Họ và tên;Ngày sinh;Thôn\n1;Nguyễn Văn An;01/02/1980;Thôn 10\n2;TRẦN THỊ BÌNH;01/02/1980;Thôn 10\n";
        let list = List { file: "hoa.csv".to_owned(), unit: "cam-ngoc".to_owned(), bytes: rows.as_bytes().to_vec() };
        let (server, token, address, _) = previewed(db, &list);
        let names = |query: &str| {
            let answer = server.get(&format!("{address}?{query}"), &token);
            let rows = answer.json["rows"].as_array().unwrap_or_else(|| panic!("{}", answer.text)).clone();
            rows.into_iter().map(|row| row["full_name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(names("code=NAME_UPPER"), ["Trần Thị Bình"]);
        assert_eq!(names("name=van%20an"), ["Nguyễn Văn An"]);
        assert_eq!(names("sheet=1"), Vec::<String>::new());
        assert_eq!(names("undecided=true"), Vec::<String>::new());
        server.get(&format!("{address}?code=OTHER"), &token).is_problem(400, "bad_request");
        assert_eq!(server.get(&format!("{address}/absent"), &token).json, json!({"people": [], "total": 0}));
    }

    fn an_import_is_applied_whole_or_not_at_all_and_taken_back(db from LOADED) {
        let rows = "STT;Họ và tên;Ngày sinh;Thôn\n1;Nguyễn Văn An;01/02/1980;Thôn 10\n2;Trần Thị Bình;31/02/1980;Thôn 10\n";
        let list = List { file: "mot-loi.csv".to_owned(), unit: "cam-ngoc".to_owned(), bytes: rows.as_bytes().to_vec() };
        let (server, token, address, preview) = previewed(db, &list);
        assert_eq!((&preview["counts"]["new"], &preview["counts"]["held"]), (&json!(1), &json!(1)));
        let commit = |mode: &str| server.post(&format!("{address}/commit"), &token, &json!({"token": preview["token"], "mode": mode}));
        assert_eq!(commit("all_or_nothing").status, 409);
        assert_eq!(raw::number(db, "SELECT COUNT(*) AS value FROM person"), 0);
        assert_eq!(commit("good_rows").status, 200);
        let undo = || server.post(&format!("{address}/undo"), &token, &json!({"reason": "nhầm tệp"}));
        let undone = undo();
        assert_eq!((undone.status, &undone.json["removed"], &undone.json["kept"]), (200, &json!(1), &json!([])), "{}", undone.text);
        assert_eq!(undo().json["already"], true);
        assert_eq!(server.get(&address, &token).json["state"], "undone");
        assert_eq!(raw::number(db, "SELECT COUNT(*) AS value FROM person"), 0);
    }

    fn a_stale_preview_is_compared_anew(db from LOADED) {
        let (server, token, address, before) = previewed(db, &text_list(3));
        let again = upload(&server, &token, &text_list(3)).json;
        let commit = |address: &str, with: &Value| server.post(&format!("{address}/commit"), &token, &json!({"token": with}));
        assert_eq!(commit(&format!("/api/v1/imports/{}", again["id"]), &again["token"]).status, 200);
        commit(&address, &before["token"]).is_problem(409, "stale");
        server.get(&format!("{address}/progress"), &token);
        let now = server.get(&address, &token).json;
        assert_eq!((&now["state"], &now["counts"]["unchanged"]), (&json!("previewed"), &json!(3)));
        assert_eq!(commit(&address, &now["token"]).status, 200);
    }

    fn a_file_with_passwords_is_gone_once_it_is_applied(db from LOADED) {
        let (server, token, address, before) = previewed(db, &secrets::list("Mật khẩu"));
        assert_eq!(original(&server, &address, &token).0, 200);
        let commit = server.post(&format!("{address}/commit"), &token, &json!({"token": before["token"]}));
        assert_eq!(commit.status, 200, "{}", commit.text);
        server.get(&format!("{address}/file"), &token).is_problem(410, "secrets_dropped");
        server.get(&format!("{address}/errors.xlsx"), &token).is_problem(410, "secrets_dropped");
    }

    fn a_corrected_file_is_told_with_what_it_continues(db from LOADED) {
        let (server, token, _, first) = previewed(db, &in_ngoc_binh(0));
        let second = upload(&server, &token, &in_ngoc_binh(first["id"].as_i64().unwrap())).json;
        let listed = server.get("/api/v1/imports", &token).json;
        assert_eq!(listed["imports"][0]["continues"], first["id"]);
        assert_eq!(listed["imports"][1]["continues"], Value::Null);
        let shown = server.get(&format!("/api/v1/imports/{}", second["id"]), &token).json;
        assert_eq!(shown["continues"], first["id"]);
    }

    fn a_place_that_the_list_does_not_name_is_not_created(db from LOADED) {
        let (server, token, address, _) = previewed(db, &text_list(3));
        let wanted = json!({"places": [{"kind": "village", "name": "Thôn Tự Nghĩ Ra"}]});
        let refused = server.post(&format!("{address}/places"), &token, &wanted);
        assert_eq!(refused.status, 422, "{}", refused.text);
    }

    fn nobody_outside_the_scope_learns_of_an_import(db from LOADED) {
        let (server, _, address, before) = previewed(db, &list());
        let stranger = signed_in(db, &server, "hanoi.canbo", Role::Officer, "ha-noi");
        let leader = signed_in(db, &server, "camngoc.lanhdao", Role::Leader, "cam-ngoc");
        let ask = |method: &str, path: &str, body: &Value, token: &str| {
            let request = Request::builder().method(method).uri(server.url(&format!("{address}{path}")));
            let request = request.header("Authorization", bearer(token)).header("Content-Type", "application/json");
            answer(server.agent().run(request.body(body.to_string()).unwrap()).unwrap())
        };
        let nothing = json!({});
        let calls = [
            ("DELETE", "", &nothing),
            ("GET", "/progress", &nothing),
            ("GET", "/file", &nothing),
            ("PUT", "/file", &nothing),
            ("GET", "/absent", &nothing),
            ("GET", "/errors.xlsx", &nothing),
            ("GET", "/choices", &nothing),
            ("PUT", "/choices", &nothing),
            ("POST", "/places", &json!({"places": []})),
            ("POST", "/undo", &nothing),
            ("POST", "/commit", &json!({"token": before["token"]})),
        ];
        for (method, path, body) in calls {
            ask(method, path, body, &stranger).is_problem(404, "not_found");
            ask(method, path, body, &leader).is_problem(403, "forbidden");
        }
        assert_eq!(raw::texts(db, "SELECT state AS value FROM import_batch"), ["previewed"]);
    }
}
