//! `tiendo demo` and what one does next.

use serde_json::Value;

use super::Desk;
use crate::support::postgres;

#[test]
fn the_demo_prints_the_figures_of_the_dispatch() {
    check(&Desk::new());
}

#[test]
fn the_demo_is_the_same_on_postgres() {
    let Some(database) = postgres::bare() else { return };
    let desk = Desk::on(database.address());
    check(&desk);
    // The folder is empty, the database is not.
    let again = desk.run("demo --no-serve --data elsewhere");
    assert!(again.refusal(1).contains("đã có dữ liệu"), "{}", again.err);
    assert!(!desk.path("elsewhere.key").exists(), "no key for data that are not ours");
}

fn check(desk: &Desk) {
    let demo = desk.run("demo --no-serve --json").json();
    let roles: Vec<&str> = demo["accounts"].as_array().unwrap().iter().map(|a| a["role"].as_str().unwrap()).collect();
    assert_eq!(roles, ["officer", "police", "leader", "village_team", "upper_officer", "auditor", "admin"]);
    assert_eq!(demo["imports"].as_array().unwrap().len(), 11);
    assert!(demo["imports"].as_array().unwrap().iter().all(|file| file["committed"] == true));

    let progress = desk.run("progress --campaign cam-ngoc-2023 --as-of 2023-05-31 --json").json();
    assert_eq!(progress, demo["figures"]);
    let row = |measure: &str, audience: &str| -> &Value {
        let rows = progress["rows"].as_array().unwrap();
        rows.iter()
            .find(|row| row["unit"] == "cam-ngoc" && row["measure"] == measure && row["audience"] == audience)
            .unwrap()
    };
    let two = row("vneid2.activated", "residents");
    assert_eq!((two["done"].as_i64(), two["quota"].as_i64()), (Some(1_068), Some(1_273)));
    assert_eq!((two["percent"].as_str(), two["deadline"].as_str()), (Some("83.89"), Some("2023-06-30")));
    assert_eq!(row("vneid1.activated", "residents")["percent"], "4.49");
    assert_eq!(
        (row("vneid.issued", "residents")["done"].as_i64(), row("vneid.issued", "residents")["quota"].as_i64()),
        (Some(2_352), None)
    );
    assert_eq!(row("vneid2.activated", "staff")["quota"], 46);

    let second = &demo["second_tier"];
    assert_eq!(
        (second["campaign"].as_str(), second["accounts"][0]["role"].as_str()),
        (Some("son-ha-2026"), Some("upper_officer"))
    );
    assert_eq!((second["loaded"]["rounds"].as_i64(), second["loaded"]["reports"].as_i64()), (Some(3), Some(19)));
    assert_eq!(second["imports"].as_array().unwrap().len(), 3);
    let area = desk.run("progress --campaign son-ha-2026 --json").json();
    let done = |unit: &str| {
        let of = |row: &&Value| row["unit"] == format!("khu-vuc-son-ha{unit}") && row["measure"] == "vneid2.activated";
        area["rows"].as_array().unwrap().iter().find(of).and_then(|row| row["done"].as_i64())
    };
    assert_eq!((done("/cao-lam"), done("/khe-truc")), (Some(263), Some(52)), "reported, and nothing new");
    let parts: i64 = [
        "an-lang",
        "binh-lam",
        "cao-lam",
        "dong-ma",
        "hoa-loc-dong",
        "hoa-loc-tay",
        "khe-truc",
        "lung-ha",
        "muong-tan",
        "son-ha",
    ]
    .iter()
    .map(|unit| done(&format!("/{unit}")).unwrap())
    .sum();
    assert_eq!(done(""), Some(parts), "counted and reported together");

    assert_eq!(demo["work_lists"].as_array().unwrap().len(), 2, "a village divided between two teams");

    let told = desk.run("progress --campaign cam-ngoc-2023");
    assert!(told.out.contains("mức 2 đã kích hoạt 1.068/1.273 (83,89%)"), "{}", told.out);
    let village = desk.run("progress --campaign cam-ngoc-2023 --unit cam-ngoc/thon-10 --json").json();
    assert_eq!(village["rows"].as_array().unwrap().len(), 3, "residents are counted in a village, staff are not");

    assert_eq!(desk.run("verify --json").json()["sound"], true);
    assert_eq!(desk.run("demo --no-serve").refusal(1).contains("đang được dùng"), desk.database_url.is_none());
}
