//! `workbook make` and `mail run-due`.

use serde_json::json;

use super::{Desk, Said};

#[test]
fn a_workbook_is_written_and_mail_has_its_settings() {
    let desk = Desk::new();
    assert_eq!(desk.run("demo --no-serve").code, 0);
    let made = desk.run("workbook make progress --campaign cam-ngoc-2023 --out bao-cao.xlsx --json").json();
    let bytes = std::fs::read(desk.path("bao-cao.xlsx")).unwrap();
    assert!(bytes.starts_with(b"PK"));
    assert_eq!(made, json!({"file": "bao-cao.xlsx", "bytes": bytes.len()}));
    let blank =
        desk.run("workbook make roster-template --campaign cam-ngoc-2023 --list staff --out mau.xlsx --json").json();
    assert!(blank["bytes"].as_u64().is_some_and(|bytes| bytes > 5_000), "{blank}");
    for kind in [
        "progress --people",
        "progress --snapshot 1",
        "ranking",
        "quota-form",
        "register --direction incoming --year 2023",
    ] {
        let made = desk.run(&format!("workbook make {kind} --campaign cam-ngoc-2023 --out loai.xlsx --json")).json();
        let bytes = std::fs::read(desk.path("loai.xlsx")).unwrap();
        assert!(bytes.starts_with(b"PK") && made["bytes"] == json!(bytes.len()), "{kind}: {made}");
        std::fs::remove_file(desk.path("loai.xlsx")).unwrap();
    }
    let round = "--campaign son-ha-2026 --round 1 --as-of 2026-05-31 --json";
    assert!(desk.run(&format!("workbook make round-status {round} --out dot.xlsx")).json()["bytes"].is_number());
    let one = desk.run(&format!("workbook make round-form {round} --unit khu-vuc-son-ha/an-lang --out bieu.xlsx"));
    assert!(one.json()["bytes"].is_number());
    let forms = desk.run(&format!("workbook make round-form {round} --out bieu")).json();
    let files = forms["files"].as_array().unwrap();
    assert!(files.len() > 3 && files.iter().all(|file| desk.path(file.as_str().unwrap()).exists()), "{forms}");
    let which = desk.run("workbook make round-status --campaign son-ha-2026 --out x.xlsx");
    assert!(which.refusal(1).contains("--round"), "three rounds, none named");
    let nowhere = desk.run("workbook make progress --campaign cam-ngoc-2023 --out khong/co/bao-cao.xlsx");
    assert!(nowhere.refusal(1).contains("khong/co/bao-cao.xlsx"));
    let unknown = desk.run("workbook make progress --campaign khong-co --out x.xlsx");
    assert!(unknown.refusal(1).contains("khong-co"));
    assert!(!desk.path("x.xlsx").exists());
    assert_eq!(desk.run("workbook make nothing --campaign cam-ngoc-2023 --out x.xlsx").code, 2);

    // The report of the demo to its two readers waits until somebody sends.
    let turn = |sent: u32| json!({"queued": 0, "idle": 0, "not_made": 0, "sent": sent, "postponed": 0, "failed": 0});
    assert_eq!(desk.run("mail run-due --json").json(), turn(2));
    assert_eq!(desk.run("mail run-due --json").json(), turn(0));
    for command in ["mail run-due", "serve --port 0"] {
        let wrong = Said::of(desk.command(command).env("TIENDO_SMTP_URL", "http://mail.gov.vn").output().unwrap());
        assert!(wrong.refusal(1).contains("TIENDO_SMTP_URL"));
    }
    let wrong = Said::of(desk.command("mail run-due").env("TIENDO_MAIL_FROM", "không").output().unwrap());
    assert!(wrong.refusal(1).contains("TIENDO_MAIL_FROM"));
}
