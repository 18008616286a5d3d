//! A commune that collects reports: three villages, a school, the police and the office of the people's committee, as in the dispatches of 2022.

use serde_json::{Value, json};
use tiendo::access::Actor;
use tiendo::campaign::{files::DataFile, load, seed};
use tiendo::store::Db;

use crate::support::Template;
use crate::support::server::{Answer, TestServer};

/// The commune of the dispatch with one campaign.
pub const DUONG_HOA: Template = Template { name: "duong_hoa", fill: Some(fill) };

/// The slug of the commune in those years.
pub const COMMUNE: &str = "hue/thi-xa-huong-thuy/xa-duong-hoa";

fn fill(db: &Db) {
    load(db, &Actor::operator(), &seed::base()).unwrap();
    let contact = |name: &str, phone: &str, email: &str| json!([{"name": name, "post": "Trưởng thôn", "phone": phone, "email": email}]);
    let unit = |slug: &str, kind: &str, name: &str, contacts: Value| json!({"slug": slug, "kind": kind, "name": name, "parent": COMMUNE, "contacts": contacts, "valid_to": "2025-06-30"});
    let units = json!({"kind": "units", "units": [
        unit("duong-hoa/thon-ho", "village", "Thôn Hộ", contact("Trần Văn Sơn", "0912000201", "thonho@example.vn")),
        unit("duong-hoa/thon-ha", "village", "Thôn Hạ", contact("Lê Thị Mai", "0912000202", "")),
        unit("duong-hoa/thon-thanh-van", "village", "Thôn Thanh Vân", json!([])),
        unit("duong-hoa/truong-tieu-hoc", "school", "Trường Tiểu học Dương Hòa", json!([])),
        unit("duong-hoa/cong-an", "police", "Công an xã Dương Hòa", contact("Hồ Văn Lực", "0912000203", "congan@example.vn")),
        unit("duong-hoa/ubnd", "office", "UBND xã Dương Hòa", json!([])),
    ]});
    let campaign = json!({"kind": "campaigns", "campaigns": [{
        "code": "duong-hoa-2022", "unit": COMMUNE,
        "title": "Đăng ký tài khoản trên Cổng Dịch vụ công quốc gia tại xã Dương Hòa",
        "starts_on": "2022-11-01", "ends_on": "2022-12-31", "purpose": "Theo dõi đăng ký tài khoản",
        "retention_until": "2024-12-31",
        "measures": [{"code": "dvc.registered", "audience": "residents", "name": "Tài khoản dịch vụ công đã đăng ký"}],
    }]});
    let file =
        |name: &str, content: &Value| DataFile { name: name.to_owned(), content: content.to_string().into_bytes() };
    load(db, &Actor::operator(), &[file("units.json", &units), file("campaign.json", &campaign)]).unwrap();
}

/// The two rounds of dispatch 127/UBND as the API takes them.
pub fn rounds() -> [Value; 2] {
    let round = |name: &str, due: &str| {
        json!({
            "name": name, "period_from": "2022-11-01", "period_to": due,
            "document": "Công văn số 127/UBND ngày 01/11/2022 của UBND xã Dương Hòa",
            "hops": [
                {"receiver_unit": "duong-hoa/cong-an", "due": {"on": due, "wording": "before"},
                 "units": ["duong-hoa/thon-ho", "duong-hoa/thon-ha", "duong-hoa/thon-thanh-van", "duong-hoa/truong-tieu-hoc"]},
                {"receiver": "UBND xã Dương Hòa và UBND thị xã Hương Thủy", "receiver_unit": "duong-hoa/ubnd",
                 "due": {"on": due, "wording": "before"}},
            ],
        })
    };
    [round("Đợt 1", "2022-11-11"), round("Đợt 2", "2022-12-09")]
}

/// Opens a round of the campaign and gives its identity.
pub fn open(server: &TestServer, token: &str, round: &Value) -> i64 {
    let opened = server.post("/api/v1/campaigns/duong-hoa-2022/rounds", token, round);
    assert_eq!(opened.status, 201, "{}", opened.text);
    opened.json["ids"][0].as_i64().unwrap()
}

/// A round at the end of a day.
pub fn look(server: &TestServer, token: &str, id: i64, day: &str) -> Answer {
    let found = server.get(&format!("/api/v1/rounds/{id}?as_of={day}"), token);
    assert_eq!(found.status, 200, "{}", found.text);
    found
}

/// Expected, on time, late, missing, returned, not due of a hop.
pub fn counts(answer: &Answer, hop: usize) -> [i64; 6] {
    let counts = &answer.json["hops"][hop - 1]["counts"];
    ["expected", "on_time", "late", "missing", "returned", "not_due"].map(|key| counts[key].as_i64().unwrap())
}

/// A report with one figure.
pub fn report(hop: i32, unit: &str, value: i64) -> Value {
    let figures = json!([{"measure": "dvc.registered", "audience": "residents", "value": value}]);
    json!({"hop": hop, "unit": unit, "figures": figures})
}
