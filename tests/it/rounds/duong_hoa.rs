//! The story of dispatch 141/UBND of 29/11/2022, through the API: two rounds were asked for on 1/11, nobody reported, the units got a new date.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use tiendo::model::role::Role;
use tiendo::store::Db;

use super::tree::{COMMUNE, DUONG_HOA, counts, look, open, report, rounds};
use crate::support::office::account;
use crate::support::server::TestServer;

fn at(text: &str) -> DateTime<Utc> {
    format!("{text}+07:00").parse().unwrap()
}

/// The same database as it is asked on another day.
fn on(db: &Db, when: &str, password: &str) -> (TestServer, String) {
    let server = TestServer::start(db, at(when));
    let token = server.token("duonghoa.canbo", password);
    (server, token)
}

fn sentences(answer: &Value) -> Vec<&str> {
    answer["lacking"].as_array().unwrap().iter().map(|lacking| lacking["sentence"].as_str().unwrap()).collect()
}

on_both_databases! {
    fn the_rounds_of_dispatch_127_end_as_dispatch_141_says(db from DUONG_HOA) {
        let officer = account(db, "duonghoa.canbo", Role::Officer, COMMUNE);
        let password = officer.password.unwrap();

        // 1/11: dispatch 127 opens both rounds.
        let (server, token) = on(db, "2022-11-01T09:00:00", &password);
        let [first, second] = rounds().map(|round| open(&server, &token, &round));
        let opened = look(&server, &token, first, "2022-11-10");
        assert_eq!(counts(&opened, 1), [4, 0, 0, 0, 0, 4], "the 10th is the last day that counts");
        assert_eq!(opened.json["hops"][0]["due"]["text"], "trước ngày 11/11/2022");
        assert_eq!(opened.json["lacking"], json!([]));

        // 29/11: round 1 is overdue, round 2 is not; nobody has reported; what the commune lacks is the total of the police.
        let (server, token) = on(db, "2022-11-29T09:00:00", &password);
        let overdue = look(&server, &token, first, "2022-11-29");
        assert_eq!(counts(&overdue, 1), [4, 0, 0, 4, 0, 0]);
        assert_eq!(counts(&overdue, 2), [1, 0, 0, 1, 0, 0]);
        assert_eq!(sentences(&overdue.json), [
            "Công an xã Dương Hòa chưa nhận được báo cáo của cả 4 đơn vị (hạn trước ngày 11/11/2022).",
            "UBND xã Dương Hòa và UBND thị xã Hương Thủy chưa nhận được báo cáo tổng hợp của Công an xã Dương Hòa (hạn trước ngày 11/11/2022).",
        ]);
        let ahead = look(&server, &token, second, "2022-11-29");
        assert_eq!((counts(&ahead, 1), counts(&ahead, 2)), ([4, 0, 0, 0, 0, 4], [1, 0, 0, 0, 0, 1]));
        assert_eq!(ahead.json["lacking"], json!([]));

        // Dispatch 141 gives the units a new date; the police keep theirs.
        let new = json!({"hop": 1, "due": {"on": "2022-12-08", "wording": "before"},
            "document": "Công văn số 141/UBND ngày 29/11/2022 của UBND xã Dương Hòa"});
        assert_eq!(server.post(&format!("/api/v1/rounds/{second}/due"), &token, &new).status, 204);
        let moved = look(&server, &token, second, "2022-11-29");
        assert_eq!(moved.json["hops"][0]["due"]["text"], "trước ngày 08/12/2022");
        assert_eq!(moved.json["hops"][0]["earlier_dues"][0]["due"]["text"], "trước ngày 09/12/2022");
        assert!(moved.json["hops"][0]["earlier_dues"][0]["document"].as_str().unwrap().contains("141/UBND"));
        assert_eq!(moved.json["hops"][1]["due"]["text"], "trước ngày 09/12/2022");
        assert_eq!(look(&server, &token, second, "2022-11-28").json["hops"][0]["due"]["text"], "trước ngày 09/12/2022");
        let same = look(&server, &token, first, "2022-11-29");
        assert_eq!(same.json["hops"][0]["due"]["text"], "trước ngày 11/11/2022", "another round keeps its dates");

        reports_come_in(db, &password, second);
    }
}

/// December: three units report, one of them late, one never; the police add up with the gap named, and the commune accepts.
fn reports_come_in(db: &Db, password: &str, round: i64) {
    let path = format!("/api/v1/rounds/{round}/reports");
    let (server, token) = on(db, "2022-12-07T16:00:00", password);
    for (unit, value) in [("duong-hoa/thon-ho", 120), ("duong-hoa/truong-tieu-hoc", 21)] {
        assert_eq!(server.post(&path, &token, &report(1, unit, value)).status, 201);
    }
    let (server, token) = on(db, "2022-12-08T08:00:00", password);
    let nil = json!({"hop": 1, "unit": "duong-hoa/thon-ha", "nil": true});
    assert_eq!(server.post(&path, &token, &nil).status, 201);
    let found = look(&server, &token, round, "2022-12-08");
    assert_eq!(counts(&found, 1), [4, 2, 1, 1, 0, 0]);
    assert_eq!(
        (&found.json["hops"][0]["counts"]["nil"], &found.json["hops"][0]["counts"]["accepted"]),
        (&json!(1), &json!(0))
    );
    assert_eq!(found.json["hops"][0]["counts"]["rate"], "75.00");
    let first = &found.json["hops"][0]["units"][0];
    assert_eq!((first["unit"].as_str(), first["state"].as_str()), (Some("duong-hoa/thon-thanh-van"), Some("missing")));
    let reminder = first["reminder"].as_str().unwrap();
    for part in [
        "Kính gửi Thôn Thanh Vân",
        "«Đợt 2»",
        "127/UBND",
        "trước ngày 08/12/2022",
        "Công an xã Dương Hòa",
        "Tài khoản dịch vụ công",
    ] {
        assert!(reminder.contains(part), "{part}: {reminder}");
    }

    let total = report(2, "duong-hoa/cong-an", 141);
    let strange = server.post(&path, &token, &total);
    strange.is_problem(409, "needs_confirmation");
    assert!(strange.text.contains("Thôn Thanh Vân"), "the gap is named: {}", strange.text);
    let mut confirmed = total;
    confirmed["confirmed"] = json!(true);
    let handed_in = server.post(&path, &token, &confirmed);
    assert_eq!((handed_in.status, &handed_in.json["gaps"]), (201, &json!(["Thôn Thanh Vân"])));
    let accept = json!({"decision": "accept"});
    let decision = format!("/api/v1/reports/{}/decision", handed_in.json["id"]);
    assert_eq!(server.post(&decision, &token, &accept).status, 204);
    let done = look(&server, &token, round, "2022-12-08");
    assert_eq!(counts(&done, 2), [1, 1, 0, 0, 0, 0]);
    assert_eq!(done.json["hops"][1]["counts"]["accepted"], 1);
    assert_eq!(sentences(&done.json).len(), 1, "only the village is missing now");
}
