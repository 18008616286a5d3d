//! `document make --template`.

use std::process::Command;

use super::Desk;
use crate::documents::own_templates::template;

#[test]
fn a_word_file_of_the_office_is_filled_by_command() {
    let desk = Desk::new();
    assert_eq!(desk.run("demo --no-serve").code, 0);
    let file = desk.path("mau.docx");
    let bytes = template(file.parent().unwrap());
    let make = "document make push --campaign cam-ngoc-2023 --format docx --dated 2023-06-05";
    let made = desk.run(&format!("{make} --template mau.docx --out ra --json")).json();
    let files: Vec<&str> = made["files"].as_array().unwrap().iter().map(|file| file.as_str().unwrap()).collect();
    let draft = made["document"].to_string();
    let [own, filled] =
        [format!("ra/du-thao-cong-van-{draft}.docx"), format!("ra/du-thao-cong-van-{draft}-theo-mau.docx")];
    assert_eq!(files, [own.as_str(), filled.as_str()]);
    let text = crate::documents::files::docx_text(&desk.path(&filled));
    assert!(text.contains("1.068/1.273 (83,89%)") && !text.contains("{{"), "{text}");

    let script =
        "import sys, docx\nd = docx.Document(sys.argv[1])\nd.add_paragraph('Nơi {{sai}}')\nd.save(sys.argv[1])";
    assert!(Command::new("/usr/bin/python3").args(["-c", script]).arg(&file).status().unwrap().success());
    let refused = desk.run(&format!("{make} --template mau.docx --out khac"));
    assert_eq!((refused.code, refused.out.as_str()), (1, ""));
    assert!(refused.err.contains("đoạn «Nơi {{sai}}»: không có trường {{sai}}"), "{}", refused.err);
    let missing = desk.run(&format!("{make} --template khong-co.docx --out khac"));
    assert!(missing.refusal(1).contains("khong-co.docx"));
    assert!(!desk.path("khac").exists(), "a template is checked before anything is drafted");
    std::fs::write(&file, bytes).unwrap();
    let next = desk.run(&format!("{make} --template mau.docx --out khac --json")).json();
    assert_eq!(next["document"].as_i64(), draft.parse::<i64>().ok().map(|draft| draft + 1), "refusals drafted nothing");
}
