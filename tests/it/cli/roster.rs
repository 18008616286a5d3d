//! `tiendo roster check` and `tiendo roster import`.

use std::fs;

use super::Desk;
use crate::roster::claims::in_ngoc_binh;
use crate::support::project;

#[test]
fn a_file_is_checked_without_a_database() {
    let desk = Desk::new();
    let list = project().join("seed/cam-ngoc/CN01_thon_ngoc_binh.xlsx");
    let found = desk.run(&format!("roster check {} --as-of 2023-06-12 --json", list.display())).json();
    assert_eq!(found["file"], "CN01_thon_ngoc_binh.xlsx");
    assert_eq!(found["sheets"][0]["kind"], "roster");
    assert_eq!(found["sheets"][0]["rows"].as_array().unwrap().len(), 634);
    assert!(!desk.path("tiendo-data").exists());
}

#[test]
fn a_check_prints_its_fixed_form_and_nothing_else_of_a_person() {
    let desk = Desk::new();
    fs::write(desk.path("list.csv"), "STT,Họ và tên,Ngày sinh,Ghi chú\n1,Nguyễn Văn An,10/1984,đổi sim\n").unwrap();
    let found = desk.run("roster check list.csv --as-of 2023-06-12 --json").json();
    let row = &found["sheets"][0]["rows"][0];
    assert_eq!((&row["dob"], &row["cccd"]), (&"1984".into(), &serde_json::Value::Null));
    assert!(row["codes"][0]["message"].as_str().unwrap().ends_with('.'));
    let keys: Vec<&String> = row.as_object().unwrap().keys().collect();
    assert_eq!(keys.len(), 15, "{keys:?}");
}

#[test]
fn a_file_that_is_no_list_is_a_finding_and_one_that_is_not_there_a_refusal() {
    let desk = Desk::new();
    fs::write(desk.path("empty.xlsx"), "").unwrap();
    let found = desk.run("roster check empty.xlsx --json").json();
    assert_eq!(found["file_codes"].as_array().unwrap().len(), 1);
    assert!(desk.run("roster check none.xlsx --json").refusal(1).contains("none.xlsx"));
}

#[test]
fn a_corrected_file_is_listed_with_what_it_continues() {
    let desk = Desk::new();
    desk.run("demo --no-serve --json").json();
    let import = |corrects: i64| {
        fs::write(desk.path("sua.xml"), in_ngoc_binh(corrects).bytes).unwrap();
        let place = "--campaign cam-ngoc-2023 --unit cam-ngoc/ngoc-binh --as-of 2023-06-12";
        desk.run(&format!("roster import sua.xml {place} --yes --json")).json()["files"][0]["batch"].as_i64().unwrap()
    };
    let first = import(0);
    let second = import(first);
    let listed = desk.run("roster list --last 2 --json").json();
    assert_eq!((&listed["imports"][0]["id"], &listed["imports"][0]["continues"]), (&second.into(), &first.into()));
    let said = |command: &str, words: &str| assert!(desk.run(command).out.contains(words), "{command}: {words}");
    said(&format!("roster show {second}"), &format!("Tiếp nối lượt nhập {first}."));
    said("roster list --last 1", "Tiếp nối");
}

#[test]
fn an_import_is_only_shown_until_it_is_confirmed() {
    let desk = Desk::new();
    desk.run("demo --no-serve --json").json();
    let list = project().join("seed/cam-ngoc/CN10_thon_10.xlsx");
    let import = |more: &str| {
        let place = "--campaign cam-ngoc-2023 --unit cam-ngoc/thon-10 --as-of 2023-06-12";
        desk.run(&format!("roster import {} {place} {more}", list.display()))
    };
    let preview = &import("--json").json()["files"][0];
    assert_eq!((preview["committed"].as_bool(), preview["counts"]["rows"].as_i64()), (Some(false), Some(337)));
    let again = &import("--yes --json").json()["files"][0];
    assert_eq!(again["committed"], true);
    assert_eq!((again["counts"]["new"].as_i64(), again["counts"]["changed"].as_i64()), (Some(0), Some(0)));
    let batch = again["batch"].as_i64().unwrap();
    let undone = desk.run(&format!("roster undo {batch} --reason nhầm --json")).json();
    assert_eq!(
        (undone["batch"].as_i64(), undone["removed"].as_i64(), undone["restored"].as_i64()),
        (Some(batch), Some(0), Some(0))
    );
    assert_eq!((undone["kept"].as_array().unwrap().len(), undone["already"].as_bool()), (0, Some(false)));
    assert_eq!(desk.run(&format!("roster undo {batch} --json")).json()["already"], true);
    assert!(desk.run(&format!("roster undo {batch}")).out.contains("đã được hoàn tác trước đó"));
    let waiting = preview["batch"].as_i64().unwrap();
    assert!(desk.run(&format!("roster undo {waiting}")).refusal(1).contains("chưa được ghi nhận"));
    assert!(desk.run("roster undo 4711").refusal(1).contains("4711"));
    assert!(import("--yes --all-or-nothing --json").json()["files"][0]["committed"].as_bool().unwrap());
    assert!(import("").out.contains("Thêm --yes"));
    let elsewhere = desk.run(&format!("roster import {} --campaign cam-ngoc-2023 --unit nowhere", list.display()));
    assert!(elsewhere.refusal(1).contains("«nowhere»"));
}

#[test]
fn an_import_is_listed_shown_written_out_and_continued() {
    let desk = Desk::new();
    desk.run("demo --no-serve --json").json();
    let rows = "STT;Họ và tên;Ngày sinh;Số CCCD;Thôn\n1;Đinh Văn Khôi;01/02/1980;;Thôn Mới Lập\n";
    fs::write(desk.path("list.csv"), rows).unwrap();
    let place = "--campaign cam-ngoc-2023 --unit cam-ngoc --as-of 2023-06-12 --comment bổ-sung";
    let preview = &desk.run(&format!("roster import list.csv {place} --json")).json()["files"][0];
    assert_eq!((preview["counts"]["held"].as_i64(), preview["committed"].as_bool()), (Some(1), Some(false)));
    let batch = preview["batch"].as_i64().unwrap();

    let listed = desk.run("roster list --last 1 --json").json();
    assert_eq!((&listed["imports"][0]["id"], &listed["imports"][0]["state"]), (&preview["batch"], &"previewed".into()));
    assert!(desk.run("roster list").out.contains("chờ ghi nhận"));
    let shown = desk.run(&format!("roster show {batch} --class held --json")).json();
    assert_eq!((&shown["total"], &shown["rows"][0]["full_name"]), (&1.into(), &"Đinh Văn Khôi".into()));
    let told = desk.run(&format!("roster show {batch}")).out;
    assert!(told.contains("Thôn Mới Lập") && told.contains("Giữ lại: 1"), "{told}");
    assert!(desk.run("roster show 999").refusal(1).contains("999"));

    desk.run(&format!("roster original {batch} --out back.csv"));
    assert_eq!(fs::read_to_string(desk.path("back.csv")).unwrap(), rows);
    assert!(desk.run(&format!("roster original {batch} --out back.csv")).refusal(1).contains("back.csv"), "kept");
    desk.run(&format!("roster errors {batch} --out errors.xlsx"));
    assert!(fs::read(desk.path("errors.xlsx")).unwrap().starts_with(b"PK"));

    fs::write(desk.path("right.csv"), rows.replace("Thôn Mới Lập", "Thôn 10")).unwrap();
    let corrected = desk.run(&format!("roster import right.csv --continue {batch} --yes --json")).json();
    let corrected = &corrected["files"][0];
    assert_eq!((corrected["batch"].as_i64(), corrected["counts"]["new"].as_i64()), (Some(batch), Some(1)));
    assert!(desk.run(&format!("roster import right.csv --continue {batch}")).refusal(1).contains("đã ghi nhận"));
    assert!(desk.run("roster import list.csv").refusal(2).contains("--campaign"));
}
