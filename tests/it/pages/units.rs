//! The pages of the tree of units.

use tiendo::model::role::Role;

use super::browser::Browser;
use crate::support::TestDb;
use crate::support::office::{OFFICE, account, now};
use crate::support::server::TestServer;

const ONE: &str = "tinh/xa-dong/thon-1";
const TWO: &str = "tinh/xa-dong/thon-2";

#[test]
fn villages_are_chosen_looked_at_and_merged() {
    let db = TestDb::sqlite(&OFFICE);
    let server = TestServer::start(&db, now());
    let mut browser = Browser::signed_in(&server, &account(&db, "dong.canbo", Role::Officer, "tinh/xa-dong"));
    let tree = browser.get("/co-cau").text;
    assert!(tree.contains("Thôn 1") && tree.contains("Cơ cấu đơn vị"), "{tree}");
    let form = browser.get(&format!("/co-cau/thay-doi?viec=sap-nhap&don-vi={ONE}&don-vi={TWO}")).text;
    assert!(form.contains("Sáp nhập đơn vị") && form.contains("một đơn vị mới"), "{form}");
    let token = browser.token();
    let typed = |day: &'static str, step: &'static str| {
        vec![
            ("viec", "sap-nhap"),
            ("don-vi", ONE),
            ("don-vi", TWO),
            ("thanh", ""),
            ("ten", "Thôn Đông"),
            ("loai", "village"),
            ("hieu-luc", day),
            ("can-cu", "Nghị quyết 01/NQ-HĐND"),
            ("buoc", step),
        ]
    };
    let send = |browser: &mut Browser<'_>, mut fields: Vec<(&'static str, &'static str)>| {
        let token = token.clone();
        fields.retain(|(name, _)| *name != "csrf");
        let with: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, *v)).chain([("csrf", token.as_str())]).collect();
        browser.post("/co-cau/thay-doi", &with)
    };
    let wrong = send(&mut browser, typed("1 tháng 4", "xem"));
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.text.contains("Không đọc được ngày hiệu lực «1 tháng 4»") && wrong.text.contains("value=\"Thôn Đông\"")
    );
    let looked = send(&mut browser, typed("01/04/2026", "xem"));
    assert!(
        looked.text.contains("Kết thúc: Thôn 1, Thôn 2.") && looked.text.contains("Lập mới: Thôn Đông."),
        "{}",
        looked.text
    );
    assert!(browser.get("/co-cau?den-ngay=2026-04-01").text.contains("Thôn 2"), "nothing is written by looking");
    let written = send(&mut browser, typed("01/04/2026", "ghi"));
    assert_eq!(written.status, 303, "{}", written.text);
    let after = browser.get("/co-cau?den-ngay=01/04/2026").text;
    assert!(after.contains("Thôn Đông") && !after.contains("Chọn Thôn 2"), "{after}");
}

#[test]
fn contacts_and_order_are_saved_and_a_divided_village_asks_for_its_people() {
    let db = TestDb::sqlite(&OFFICE);
    let server = TestServer::start(&db, now());
    let mut browser = Browser::signed_in(&server, &account(&db, "dong.canbo", Role::Officer, "tinh/xa-dong"));
    let token = browser.token();
    let contacts = [
        ("ten", "Lê Văn An"),
        ("chuc-danh", "Trưởng thôn"),
        ("dien-thoai", "0912.000.111"),
        ("thu", ""),
        ("csrf", &token),
    ];
    assert_eq!(browser.post(&format!("/co-cau/dau-moi?don-vi={ONE}"), &contacts).status, 303);
    assert!(browser.get(&format!("/co-cau?don-vi={ONE}")).text.contains("0912000111"));
    let order = [("don-vi", ONE), ("don-vi", TWO), ("thu-tu", "2"), ("thu-tu", "1"), ("csrf", &token)];
    assert_eq!(browser.post("/co-cau/thu-tu?don-vi=tinh/xa-dong", &order).status, 303);
    let tree = browser.get("/co-cau").text;
    assert!(tree.find("Chọn Thôn 2").unwrap() < tree.find("Chọn Thôn 1").unwrap());
    let split = [
        ("viec", "chia-tach"),
        ("don-vi", ONE),
        ("loai", "village"),
        ("phan", "Thôn 1A"),
        ("phan", "Thôn 1B"),
        ("phan", ""),
        ("hieu-luc", "01/04/2026"),
        ("can-cu", "Nghị quyết"),
        ("buoc", "ghi"),
        ("csrf", &token),
    ];
    let done = browser.post("/co-cau/thay-doi", &split);
    assert_eq!(done.status, 303, "{}", done.text);
    let nobody = browser.get(&format!("/co-cau/phan-ve?don-vi={ONE}&den-ngay=01/04/2026")).text;
    assert!(nobody.contains("Không còn ai chờ phân"), "{nobody}");
}
