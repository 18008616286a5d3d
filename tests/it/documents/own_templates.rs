//! Word files of an office, written by python-docx and LibreOffice, filled with a document of the demo and read back by both.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use chrono::{DateTime, Utc};
use tiendo::access::Actor;
use tiendo::documents::own_template::TemplateError;
use tiendo::documents::own_templates::{self, Added};
use tiendo::documents::{self, DocumentError, DraftQuery, Numbering};
use tiendo::model::as_of::AsOf;
use tiendo::model::document::{Block, DocumentKind, IssuingBody, Table};
use tiendo::model::id::{DocumentId, TemplateId};
use tiendo::model::role::Role;
use tiendo::progress::{FigureQuery, verify};
use tiendo::store::Db;

use super::files::{by_libreoffice, docx_text, pdf_text};
use crate::pages::browser::{Browser, header};
use crate::roster::steps::{IMPORTED, day};
use crate::support::TestDb;
use crate::support::office::{account, actor};
use crate::support::server::TestServer;

/// Writes a template of a commune by python-docx, with fields cut into runs as Word cuts them.
const TEMPLATE: &str = r"
import sys
import docx
from docx.shared import Pt

document = docx.Document()
document.sections[0].header.paragraphs[0].text = '{{Tên cơ quan}}'
document.sections[0].footer.paragraphs[0].text = 'Trang cuối, không có trường'
number = document.add_paragraph()
for piece, bold in [('Số: {', False), ('{s', True), ('ố}', False), ('}/{{ky', False), ('-hieu}}', True)]:
    run = number.add_run(piece)
    run.bold = bold
document.add_paragraph('{{Địa danh}}, ngày {{ngay}} tháng {{thang}} năm {{nam}}')
document.add_paragraph('V/v {{ trich_yeu }}').runs[0].font.size = Pt(12)
document.add_paragraph('{{#can-cu}}')
document.add_paragraph('{{dong}}', style='List Bullet')
document.add_paragraph('{{/can-cu}}')
document.add_paragraph('{{cau-ket-qua}}')
table = document.add_table(rows=3, cols=6, style='Table Grid')
heads = ['STT', 'Thôn', 'Chỉ tiêu', 'Kết quả', 'Tỷ lệ (%)', 'Còn thiếu']
row = ['{{#thon}}{{stt}}', '{{ten}}', '{{chi-tieu:vneid2.activated}}', '{{ket-qua:vneid2.activated}}', '{{ty-le-so:vneid2.activated}}', '{{con-thieu:vneid2.activated}}{{/thon}}']
whole = ['', 'Cộng', '{{chi-tieu:vneid2.activated}}', '{{ket-qua:vneid2.activated}}', '{{ty-le-so:vneid2.activated}}', '{{con-thieu:vneid2.activated}}']
for cells, texts in zip(table.rows, [heads, row, whole]):
    for cell, text in zip(cells.cells, texts):
        paragraph = cell.paragraphs[0]
        middle = len(text) // 2
        paragraph.add_run(text[:middle])
        paragraph.add_run(text[middle:])
signature = document.add_table(rows=1, cols=2)
signature.cell(0, 0).paragraphs[0].text = 'Nơi nhận:'
signature.cell(0, 0).add_paragraph('{{#noi-nhan}}{{dong}}{{/noi-nhan}}')
signature.cell(0, 1).paragraphs[0].text = '{{tham-quyen}}'
document.save(sys.argv[1])
";

/// Names of parts whose bytes differ between two files, by Python.
const CHANGED_PARTS: &str = r"
import sys
import zipfile
before, after = zipfile.ZipFile(sys.argv[1]), zipfile.ZipFile(sys.argv[2])
assert before.namelist() == after.namelist()
print(' '.join(name for name in before.namelist() if before.read(name) != after.read(name)))
";

fn now() -> DateTime<Utc> {
    "2023-06-13T02:00:00Z".parse().unwrap()
}

fn draft(db: &Db, kind: DocumentKind) -> DocumentId {
    let figures = FigureQuery {
        campaign: "cam-ngoc-2023".to_owned(),
        unit: Some("cam-ngoc".to_owned()),
        as_of: Some(AsOf(day("2023-05-31"))),
        today: AsOf(day("2023-06-13")),
    };
    let query = DraftQuery { kind, body: IssuingBody::Committee, figures, drafted_on: day("2023-06-05") };
    documents::draft(db, &Actor::operator(), &query, now()).unwrap()
}

fn python(script: &str, arguments: &[&Path]) -> String {
    let said = Command::new("/usr/bin/python3").args(["-c", script]).args(arguments).output().unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    String::from_utf8(said.stdout).unwrap().trim().to_owned()
}

/// The template written by python-docx.
fn template(folder: &Path) -> Vec<u8> {
    let file = folder.join("mau.docx");
    python(TEMPLATE, &[&file]);
    fs::read(file).unwrap()
}

fn add(db: &Db, who: &Actor, unit: &str, bytes: &[u8]) -> Result<TemplateId, DocumentError> {
    let added = Added { unit, kind: None, name: " Mẫu  của xã ", file_name: "Mẫu xã.docx", bytes };
    own_templates::add(db, who, &added, now())
}

/// The rows of villages in the table of units that the document itself has attached, of the second measure.
fn attached_rows(db: &Db, id: DocumentId) -> Vec<String> {
    let content = documents::show(db, &Actor::operator(), id).unwrap().text.content;
    let blocks = content.annexes.iter().flat_map(|annex| &annex.blocks);
    let table: &Table =
        blocks.into_iter().find_map(|block| if let Block::Table(table) = block { Some(table) } else { None }).unwrap();
    let measure = |column: &tiendo::model::document::Column| column.group.as_deref() == Some("Mức 2 đã kích hoạt");
    let from = table.columns.iter().position(measure).unwrap();
    let rows = table.rows.iter().filter(|row| !row.total);
    rows.map(|row| {
        std::iter::once(&row.cells[1])
            .chain(&row.cells[from..from + 4])
            .map(|cell| cell.text.clone())
            .collect::<Vec<_>>()
            .join(" ")
    })
    .collect()
}

on_both_databases! {
    fn a_template_is_filled_with_the_figures_of_the_document(db from IMPORTED) {
        let folder = tempfile::tempdir().unwrap();
        let (operator, bytes) = (Actor::operator(), template(folder.path()));
        let template = add(db, &operator, "cam-ngoc", &bytes).unwrap();
        let id = draft(db, DocumentKind::Push);
        let made = own_templates::fill(db, &operator, id, template).unwrap();
        assert_eq!(made.name, format!("du-thao-cong-van-{id}-theo-mau.docx"));
        let file = folder.path().join(&made.name);
        fs::write(&file, &made.bytes).unwrap();
        let text = docx_text(&file);
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[0] == "Số: /UBND-CA" && lines[1] == "Cẩm Ngọc, ngày tháng 6 năm 2023", "{text}");
        assert!(text.contains("mức 2 đã kích hoạt 1.068/1.273 (83,89%)") && !text.contains("{{"), "{text}");
        let begin = lines.iter().position(|line| *line == "Còn thiếu").unwrap() + 1;
        let rows: Vec<String> = lines[begin..].chunks(6).take(10).map(|row| row[1..].join(" ")).collect();
        let attached = attached_rows(db, id);
        assert_eq!(rows, attached[..10], "the same figures as in the table of the program");
        assert_eq!(lines[begin + 60..begin + 65], ["Cộng", "1.273", "1.068", "83,89", "205"]);
        assert!(lines.last().is_some_and(|line| *line == "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH"), "{text}");
        let changed = python(CHANGED_PARTS, &[&folder.path().join("mau.docx"), &file]);
        assert_eq!(changed, "word/document.xml word/header1.xml", "all other parts keep their bytes");

        let known = (id, documents::show(db, &operator, id).unwrap().head.revision);
        documents::issue(db, &operator, known, (Numbering::Next, day("2023-06-05")), now()).unwrap();
        let issued = own_templates::fill(db, &operator, id, template).unwrap();
        assert_eq!(issued.name, "cong-van-01-ubnd-ca-theo-mau.docx");
        fs::write(&file, &issued.bytes).unwrap();
        assert!(docx_text(&file).starts_with("Số: 01/UBND-CA\nCẩm Ngọc, ngày 05 tháng 6 năm 2023\n"));
        assert!(verify(db, &operator).unwrap().is_sound());
    }

    fn the_sample_holds_every_field_and_is_filled(db from IMPORTED) {
        let folder = tempfile::tempdir().unwrap();
        let sample = own_templates::sample(now()).unwrap();
        own_templates::check(db, &sample.bytes).unwrap();
        for kind in [DocumentKind::Push, DocumentKind::Report] {
            let id = draft(db, kind);
            let made = own_templates::fill_file(db, &Actor::operator(), id, &sample.bytes).unwrap();
            let file = folder.path().join("thu.docx");
            fs::write(&file, made.bytes).unwrap();
            let text = docx_text(&file);
            assert!(!text.contains("{{") && text.contains("Thôn 10") && text.contains("Lưu: VT"), "{text}");
        }
    }

    fn what_cannot_be_filled_is_told_and_nothing_is_kept(db from IMPORTED) {
        let folder = tempfile::tempdir().unwrap();
        let (operator, bytes) = (Actor::operator(), template(folder.path()));
        let with_line = |line: &str| {
            let file = folder.path().join("sai.docx");
            fs::write(&file, &bytes).unwrap();
            let script = format!("import sys, docx\nd = docx.Document(sys.argv[1])\nd.add_paragraph('{line}')\nd.save(sys.argv[1])");
            python(&script, &[&file]);
            fs::read(file).unwrap()
        };
        for (wrong, sentence) in [
            ("Kính gửi {{kinh-gui-ai}}", "thân văn bản, đoạn «Kính gửi {{kinh-gui-ai}}»: không có trường {{kinh-gui-ai}}"),
            ("{{ket-qua:mysign.accepted}}", "chưa chiến dịch nào có chỉ tiêu này"),
            ("{{#don-vi}}", "không có {{/don-vi}}"),
        ] {
            let Err(error @ DocumentError::Template(TemplateError::Findings(_))) = add(db, &operator, "cam-ngoc", &with_line(wrong)) else { panic!("{wrong}") };
            assert!(error.to_string().contains(sentence), "{error}");
        }
        assert!(add(db, &operator, "cam-ngoc", b"PK\x03\x04").is_err() && add(db, &operator, "khong-co", &bytes).is_err());
        assert!(own_templates::list(db, &operator, now()).unwrap().is_empty());
        let ordinal = with_line("{{ket-qua:77}}");
        let template = add(db, &operator, "cam-ngoc", &ordinal).unwrap();
        let lacking = own_templates::fill(db, &operator, draft(db, DocumentKind::Push), template);
        assert!(lacking.unwrap_err().to_string().contains("không có chỉ tiêu của trường {{ket-qua:77}}"));
    }

    fn an_office_uses_its_templates_and_those_above_it(db from IMPORTED) {
        let folder = tempfile::tempdir().unwrap();
        let bytes = template(folder.path());
        let officer = actor(db, Role::Officer, "cam-ngoc");
        let village = actor(db, Role::Officer, "cam-ngoc/ngoc-binh");
        let own = add(db, &officer, "cam-ngoc", &bytes).unwrap();
        assert!(matches!(add(db, &village, "cam-ngoc", &bytes), Err(DocumentError::NoUnit(_))), "outside the scope is unknown");
        for role in [Role::VillageTeam, Role::Auditor, Role::Admin] {
            assert!(matches!(add(db, &actor(db, role, "cam-ngoc"), "cam-ngoc", &bytes), Err(DocumentError::Access(_))), "{role:?}");
        }
        let of_village = add(db, &village, "cam-ngoc/ngoc-binh", &bytes).unwrap();
        let seen = |who: &Actor| -> Vec<(TemplateId, bool)> {
            let mut seen: Vec<_> = own_templates::list(db, who, now()).unwrap().iter().map(|one| (one.head.id, one.may_retire)).collect();
            seen.sort();
            seen
        };
        assert_eq!(seen(&officer), [(own, true), (of_village, true)]);
        assert_eq!(seen(&village), [(own, false), (of_village, true)]);
        let elsewhere = actor(db, Role::Officer, "cam-ngoc/thon-10");
        assert_eq!(seen(&elsewhere), [(own, false)]);
        assert!(matches!(own_templates::file(db, &elsewhere, of_village), Err(DocumentError::NoTemplate(_))));
        let kept = own_templates::file(db, &elsewhere, own).unwrap();
        assert_eq!((kept.name.as_str(), kept.bytes), ("Mẫu xã.docx", bytes));
        let id = draft(db, DocumentKind::Push);
        let of_document = own_templates::fill(db, &officer, id, of_village);
        assert!(matches!(of_document, Err(DocumentError::NoTemplate(_))), "a commune's document is not set by a village's template");
        assert!(matches!(own_templates::fill(db, &village, id, own), Err(DocumentError::NoDocument(_))));
        assert!(matches!(own_templates::retire(db, &village, own, now()), Err(DocumentError::NoTemplate(_))));
        own_templates::retire(db, &officer, own, now()).unwrap();
        assert!(own_templates::retire(db, &officer, own, now()).is_err());
        assert!(own_templates::fill(db, &officer, id, own).is_err());
        assert_eq!(seen(&officer), [(of_village, true)]);
        assert!(verify(db, &Actor::operator()).unwrap().is_sound());
    }

    fn a_template_goes_through_the_pages(db from IMPORTED) {
        let folder = tempfile::tempdir().unwrap();
        let bytes = template(folder.path());
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "camngoc.canbo", Role::Officer, "cam-ngoc"));
        let page = browser.get("/van-ban/mau").text;
        assert!(page.contains("Chưa có mẫu nào") && page.contains("{{trich-yeu}}") && page.contains("{{#don-vi}}"), "{page}");
        let csrf = browser.token();
        let fields = [("csrf", csrf.as_str()), ("ten", "Công văn của xã"), ("loai", "push")];
        let refused = browser.upload("/van-ban/mau", &fields, "a.docx", b"%PDF-1.7");
        assert!(refused.status == 422 && refused.text.contains("không phải tệp Word") && refused.text.contains("Công văn của xã"), "{}", refused.text);
        let added = browser.upload("/van-ban/mau", &fields, "Mẫu.docx", &bytes);
        assert_eq!(added.status, 303, "{}", added.text);
        let (push, report) = (draft(db, DocumentKind::Push), draft(db, DocumentKind::Report));
        let page = browser.get("/van-ban/mau").text;
        assert!(page.contains("Công văn của xã") && page.contains("1.068/1.273"), "fields stand beside what a document of the campaign has: {page}");
        assert!(!browser.get(&format!("/van-ban/{report}")).text.contains("Tải theo mẫu"), "a template for another kind");
        let sheet = browser.get(&format!("/van-ban/{push}")).text;
        let link = sheet.split('"').find(|part| part.contains("/mau/")).unwrap().to_owned();
        let file = browser.get(&link);
        assert_eq!(file.status, 200);
        assert!(header(&file, "content-disposition").unwrap().contains("theo-mau.docx"));
        assert_eq!(browser.get("/van-ban/mau/tep/mau-thu.docx").status, 200);
        let retired = browser.post(&link.replace(&format!("/van-ban/{push}/mau"), "/van-ban/mau").replace("/tep", "/bo"), &[("csrf", &csrf)]);
        assert_eq!(retired.status, 303, "{}", retired.text);
        assert_eq!(browser.get(&link).status, 404);
    }
}

/// A template that LibreOffice wrote, and what LibreOffice makes of it once it is filled.
#[test]
fn libreoffice_writes_a_template_and_opens_what_became_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let html = "<html><body><p><b>Số: {{so}}/{{ky-hieu}}</b></p><p>Về việc {{trich-yeu}}</p>\
        <table border=1><tr><th>STT</th><th>Thôn</th><th>Kết quả</th></tr>\
        <tr><td>{{#thon}}{{stt}}</td><td><i>{{ten}}</i></td><td>{{ket-qua:vneid2.activated}}{{/thon}}</td></tr></table>\
        <p>{{#noi-nhan}}{{dong}}{{/noi-nhan}}</p></body></html>";
    let source = folder.path().join("mau.html");
    fs::write(&source, format!("<meta charset=utf-8>{html}")).unwrap();
    let profile = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
    let arguments =
        ["--headless", &profile, "--infilter=HTML (StarWriter)", "--convert-to", "docx:MS Word 2007 XML", "--outdir"];
    let said = Command::new("soffice").args(arguments).arg(folder.path()).arg(&source).output().unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let template = fs::read(folder.path().join("mau.docx")).unwrap();
    let db = TestDb::sqlite(&IMPORTED);
    let id = draft(&db, DocumentKind::Push);
    let own = own_templates::fill_file(&db, &Actor::operator(), id, &template).unwrap();
    let files: Vec<PathBuf> = [
        ("libreoffice", own.bytes),
        ("mau-thu", {
            let sample = own_templates::sample(now()).unwrap();
            own_templates::fill_file(&db, &Actor::operator(), id, &sample.bytes).unwrap().bytes
        }),
    ]
    .into_iter()
    .map(|(name, bytes)| {
        let file = folder.path().join(format!("{name}.docx"));
        fs::write(&file, bytes).unwrap();
        file
    })
    .collect();
    by_libreoffice(&files, folder.path());
    let text = pdf_text(&folder.path().join("libreoffice.pdf"));
    let rows: Vec<String> = attached_rows(&db, id)
        .iter()
        .enumerate()
        .map(|(at, row)| {
            let cells: Vec<&str> = row.rsplitn(5, ' ').collect();
            format!("{} {} {}", at + 1, cells[4], cells[2])
        })
        .collect();
    let mut from = text.find("Số: /UBND-CA").unwrap_or_else(|| panic!("{text}"));
    for row in rows.iter().take(10).map(String::as_str).chain(["- Như trên;", "- Lưu: VT"]) {
        let found = text[from..].find(row).unwrap_or_else(|| panic!("«{row}» is not behind its neighbour in\n{text}"));
        from += found;
    }
    let sample = pdf_text(&folder.path().join("mau-thu.pdf"));
    assert!(
        sample.contains("CÁC TRƯỜNG DÙNG ĐƯỢC") && sample.contains("Tổng cộng") && !sample.contains("{{"),
        "{sample}"
    );
}
