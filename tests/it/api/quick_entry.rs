//! `/api/v1/people/quick-entry`.

use serde_json::json;
use tiendo::model::role::Role;

use crate::people::fixture::PEOPLED;
use crate::support::office::{account, now};
use crate::support::server::TestServer;

const NEW: &str = "038099000077||Vũ Văn Mới|09091999|Nam|Thôn 2, Xã Đông|15042021";
const BINH: &str = "038138272855||Phạm Thị Bình|04061938|Nữ|Thôn 1, Xã Đông|15042021";

on_both_databases! {
    fn a_scan_is_entered_or_asks(db from PEOPLED) {
        let server = TestServer::start(db, now());
        let made = account(db, "dong.canbo", Role::Officer, "dong");
        let token = server.token("dong.canbo", &made.password.unwrap());
        let send = |body: &serde_json::Value| server.post("/api/v1/people/quick-entry", &token, body);
        let known = send(&json!({"scanned": BINH, "milestone": "smartca.requested", "on": "2023-05-20"}));
        assert_eq!((known.status, &known.json["entered"]["written"]), (200, &json!(true)), "{}", known.text);
        assert_eq!(known.json["entered"]["person"]["national_id"], "038*****2855");
        let mut scan = json!({"scanned": NEW, "milestone": "smartca.requested", "on": "2023-05-20"});
        assert_eq!(send(&scan).json["question"]["kind"], "new");
        scan["answers"] = json!({"add": {"full_name": "Vũ Văn Mới", "village": "dong/thon-2", "residence_kind": "temporary"}});
        let added = send(&scan);
        assert_eq!(added.json["entered"]["added"], true, "{}", added.text);
        scan["scanned"] = json!("không phải thẻ");
        send(&scan).is_problem(422, "unreadable_card");
        scan["answers"] = json!({"differences": "maybe"});
        assert_eq!(send(&scan).status, 400);
        let leader = account(db, "dong.lanhdao", Role::Leader, "dong");
        let leader = server.token("dong.lanhdao", &leader.password.unwrap());
        let refused = server.post("/api/v1/people/quick-entry", &leader, &json!({"scanned": BINH, "milestone": "smartca.requested"}));
        refused.is_problem(403, "forbidden");
    }
}
