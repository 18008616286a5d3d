//! PDFs of others, attached to a document as they are.

use std::path::Path;
use std::process::Command;

use tiendo::access::Actor;
use tiendo::campaign::edit;
use tiendo::documents::registers;
use tiendo::documents::{self, Chosen, DocumentError, DocumentFile, attach_pdf, attachable};
use tiendo::model::document::{DocumentKind, IssuingBody};
use tiendo::model::id::DocumentId;
use tiendo::model::role::Role;
use tiendo::store::Db;
use tiendo::store::incoming_documents::IncomingEntry;

use super::doors::{draft, issue, now};
use super::files::{docx_text, pdf_text};
use super::foreign::{Page, cut_off, encrypted, endless, nested, pdf, with_header};
use crate::pages::browser::Browser;
use crate::roster::steps::{IMPORTED, day, sandbox};
use crate::support::office::account;
use crate::support::server::TestServer;

/// Upright, across, and another size.
const PAGES: [Page<'static>; 3] = [(595, 842, "Trang dung"), (842, 595, "Trang ngang"), (612, 792, "Trang khac kho")];
const TITLE: &str = "Công văn số 1239/UBND-CA ngày 26/5/2023 của UBND huyện Cẩm Thủy";

fn known(db: &Db, id: DocumentId) -> (DocumentId, i64) {
    (id, documents::show(db, &Actor::operator(), id).unwrap().head.revision)
}

fn attach(db: &Db, id: DocumentId, chosen: Chosen<'_>, title: &str) -> Result<(), DocumentError> {
    attach_pdf(db, &Actor::operator(), known(db, id), (chosen, title), (&sandbox(), now()))
}

fn file(db: &Db, id: DocumentId, which: DocumentFile) -> Vec<u8> {
    documents::file(db, &Actor::operator(), (id, which), now()).unwrap().bytes
}

/// Sizes of the pages in points, without fractions.
fn sizes(file: &Path) -> Vec<(u32, u32)> {
    let told = Command::new("pdfinfo").args(["-f", "1", "-l", "500"]).arg(file).output().unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let size = |line: &str| {
        let (_, size) = line.strip_prefix("Page ")?.split_once("size:")?;
        let (width, rest) = size.trim().split_once(" x ")?;
        let whole = |text: &str| text.trim().parse::<f64>().ok().map(|points| points.round() as u32);
        Some((whole(width)?, whole(rest.split(' ').next()?)?))
    };
    String::from_utf8_lossy(&told.stdout).lines().filter_map(size).collect()
}

fn entry() -> IncomingEntry {
    IncomingEntry {
        author: "UBND huyện Cẩm Thủy".to_owned(),
        symbol: "1239/UBND-CA".to_owned(),
        dated_on: day("2023-05-26"),
        subject: "V/v kích hoạt tài khoản định danh điện tử".to_owned(),
        receiver: "Công an xã".to_owned(),
        forwarded_on: None,
        note: None,
    }
}

on_both_databases! {
    fn the_pages_stand_unchanged_behind_their_sheet(db from IMPORTED) {
        let (id, folder) = (draft(db, DocumentKind::Push, IssuingBody::Committee), tempfile::tempdir().unwrap());
        let (paper, word) = (folder.path().join("a.pdf"), folder.path().join("a.docx"));
        std::fs::write(&paper, file(db, id, DocumentFile::Pdf)).unwrap();
        let before = sizes(&paper);
        let foreign = pdf(&PAGES);
        attach(db, id, Chosen::Upload("cv-1239.pdf", &foreign), TITLE).unwrap();
        attach(db, id, Chosen::Upload("mot-trang.pdf", &pdf(&PAGES[..1])), "Bản thứ hai").unwrap();
        std::fs::write(&paper, file(db, id, DocumentFile::Pdf)).unwrap();
        let after = sizes(&paper);
        let a4 = (595, 842);
        assert_eq!(after, [&before[..], &[a4, (595, 842), (842, 595), (612, 792), a4, (595, 842)]].concat());
        let text = pdf_text(&paper);
        let pages: Vec<&str> = text.split("\n---\n").collect();
        let behind = &pages[before.len()..];
        assert!(behind[0].contains(TITLE) && behind[0].contains("(Kèm theo Công văn số"), "{}", behind[0]);
        let told: Vec<&str> = behind[1..4].iter().map(|page| page.trim()).collect();
        assert_eq!(told, ["Trang dung", "Trang ngang", "Trang khac kho"], "nothing of ours on them");
        assert!(behind[4].contains("Bản thứ hai") && behind[5].trim() == "Trang dung");
        std::fs::write(&word, file(db, id, DocumentFile::Docx)).unwrap();
        let words = docx_text(&word);
        for said in [TITLE, "gồm 3 trang", "«cv-1239.pdf»", "gồm 1 trang", "Bản thứ hai"] {
            assert!(words.contains(said), "{said}: {words}");
        }
        let operator = Actor::operator();
        assert_eq!(documents::attached_file(db, &operator, id, 1).unwrap().bytes, foreign);
        documents::detach_pdf(db, &operator, known(db, id), 2, now()).unwrap();
        issue(db, id, "2023-06-05");
        std::fs::write(&paper, file(db, id, DocumentFile::Pdf)).unwrap();
        assert_eq!(sizes(&paper).len(), before.len() + 4);
        assert!(pdf_text(&paper).contains("(Kèm theo Công văn số 01/UBND-CA ngày 05 tháng 6 năm 2023"));
        let late = [
            documents::detach_pdf(db, &operator, known(db, id), 1, now()),
            attach(db, id, Chosen::Upload("b.pdf", &foreign), "Thêm"),
        ];
        assert!(late.iter().all(|one| matches!(one, Err(DocumentError::NotADraft(_)))), "{late:?}");
    }

    fn a_bad_file_is_told_and_changes_nothing(db from IMPORTED) {
        let id = draft(db, DocumentKind::Push, IssuingBody::Committee);
        let before = known(db, id);
        let many: Vec<Page<'_>> = vec![(595, 842, "x"); 101];
        let cases: [(&str, Vec<u8>, &str); 10] = [
            ("no PDF", b"PK\x03\x04 not at all".to_vec(), "không phải PDF"),
            ("only the head", b"%PDF-1.7\n".to_vec(), "hỏng"),
            ("cut off", cut_off(), "hỏng"),
            ("encrypted", encrypted(), "mật khẩu"),
            ("no end to its pages", endless(), "Không đính kèm được"),
            ("nested", nested(), "Không đính kèm được"),
            ("too many pages", pdf(&many), "quá 100 trang"),
            ("a page like a wall", pdf(&[(595, 842, "a"), (9_000, 9_000, "b")]), "A0"),
            ("a page like a stamp", pdf(&[(10, 10, "a")]), "1 cm"),
            ("another standard", with_header("2.0", &PAGES, ""), "in lại ra PDF"),
        ];
        for (name, bytes, said) in cases {
            let refused = attach(db, id, Chosen::Upload("x.pdf", &bytes), TITLE).unwrap_err();
            assert!(matches!(refused, DocumentError::BadPdf(_)) && refused.to_string().contains(said), "{name}: {refused}");
        }
        let big = vec![b' '; (20 << 20) + 1];
        assert!(matches!(attach(db, id, Chosen::Upload("x.pdf", &big), TITLE), Err(DocumentError::TooBig)));
        assert!(matches!(attach(db, id, Chosen::Upload("x.pdf", &pdf(&PAGES)), " "), Err(DocumentError::Empty(_))));
        assert!(matches!(attach(db, id, Chosen::Incoming(2023, 7), ""), Err(DocumentError::NoFile)));
        assert_eq!(known(db, id), before);
        let half: Vec<Page<'_>> = vec![(595, 842, "x"); 90];
        for _ in 0..2 {
            attach(db, id, Chosen::Upload("x.pdf", &pdf(&half)), TITLE).unwrap();
        }
        let full = attach(db, id, Chosen::Upload("x.pdf", &pdf(&half)), TITLE);
        assert!(matches!(full, Err(DocumentError::TooManyAttached)), "{full:?}");
        let stale = attach_pdf(db, &Actor::operator(), before, (Chosen::Upload("x.pdf", &pdf(&PAGES)), TITLE), (&sandbox(), now()));
        assert!(matches!(stale, Err(DocumentError::Changed)));
    }

    fn what_came_in_and_what_a_campaign_rests_on_may_be_chosen(db from IMPORTED) {
        let operator = Actor::operator();
        let (in_register, of_campaign) = (pdf(&PAGES[..1]), pdf(&PAGES[1..2]));
        let receive = |entry: &IncomingEntry, file: Option<(&str, &[u8])>| {
            registers::receive(db, &operator, ("cam-ngoc", day("2023-05-29")), (entry, file), now()).unwrap()
        };
        receive(&entry(), Some(("cv-1239.pdf", &in_register)));
        receive(&IncomingEntry { symbol: "7/GM".to_owned(), ..entry() }, None);
        receive(&IncomingEntry { symbol: "8/BC".to_owned(), ..entry() }, Some(("bang.xlsx", b"PK")));
        let about = tiendo::campaign::show(db, &operator, "cam-ngoc-2023", day("2023-06-13")).unwrap();
        let known = (about.line.campaign.revision, 2);
        edit::attach_ground(db, &operator, "cam-ngoc-2023", known, ("nd-59.pdf", &of_campaign)).unwrap();
        let id = draft(db, DocumentKind::Push, IssuingBody::Committee);
        let offered = attachable(db, &operator, id, now()).unwrap();
        let chosen: Vec<Chosen<'_>> = offered.iter().map(|one| one.chosen).collect();
        assert_eq!(chosen, [Chosen::Ground(2), Chosen::Incoming(2023, 1)]);
        for chosen in chosen {
            attach(db, id, chosen, "").unwrap();
        }
        let titles: Vec<String> =
            documents::show(db, &operator, id).unwrap().attached.into_iter().map(|one| one.title).collect();
        assert!(titles[0].starts_with("Nghị định số 59/2022/NĐ-CP ngày 05/9/2022 của Chính phủ "), "{titles:?}");
        assert_eq!(titles[1], "1239/UBND-CA ngày 26/5/2023 của UBND huyện Cẩm Thủy: V/v kích hoạt tài khoản định danh điện tử");
        assert_eq!(documents::attached_file(db, &operator, id, 2).unwrap().bytes, in_register);
    }

    fn a_guide_carries_the_document_that_it_passes_on(db from IMPORTED) {
        let operator = Actor::operator();
        let cited = |id| documents::attach_cited(db, &operator, id, (&sandbox(), now()));
        let guide = draft(db, DocumentKind::Guide, IssuingBody::Committee);
        assert!(!cited(guide).unwrap(), "its file is nowhere");
        let foreign = pdf(&PAGES);
        registers::receive(db, &operator, ("cam-ngoc", day("2023-05-29")), (&entry(), Some(("goc.pdf", &foreign))), now()).unwrap();
        assert!(cited(guide).unwrap());
        assert_eq!(documents::attached_file(db, &operator, guide, 1).unwrap().bytes, foreign);
        assert!(!cited(draft(db, DocumentKind::Push, IssuingBody::Committee)).unwrap());
    }

    fn a_pdf_is_attached_and_taken_off_on_the_page(db from IMPORTED) {
        let id = draft(db, DocumentKind::Guide, IssuingBody::Committee);
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "camngoc.canbo", Role::Officer, "cam-ngoc"));
        let csrf = browser.token();
        let here = format!("/van-ban/{id}");
        assert!(browser.get(&here).text.contains("chưa có tệp PDF kèm theo"));
        let revision = known(db, id).1.to_string();
        let fields = [("csrf", csrf.as_str()), ("ban", revision.as_str()), ("nguon", ""), ("ten", TITLE)];
        let mut send = |bytes: &[u8]| browser.upload(&format!("{here}/kem"), &fields, "cv-1239.pdf", bytes);
        let refused = send(&encrypted());
        assert!(refused.status == 422 && refused.text.contains("tệp có mật khẩu"), "{}", refused.text);
        let many: Vec<Page<'_>> = vec![(842, 595, "Nhieu trang"); 5];
        assert_eq!(send(&pdf(&many)).status, 303);
        let page = browser.get(&here).text;
        assert!(page.contains(TITLE) && page.contains("5 trang, lấy từ tệp tải lên") && page.contains("Còn 2 trang"), "{page}");
        let picture = browser.get(&format!("{here}/kem/1/trang/3"));
        assert_eq!((picture.status, picture.content_type.as_str()), (200, "image/svg+xml"));
        assert!(picture.text.contains("842"), "it lies across: {}", &picture.text[..300]);
        assert_eq!(browser.get(&format!("{here}/kem/1/trang/6")).status, 404);
        assert_eq!(browser.get(&format!("{here}/kem/1/tep")).text.as_bytes()[..5], *b"%PDF-");
        let mut village = Browser::signed_in(&server, &account(db, "binh", Role::Officer, "cam-ngoc/ngoc-binh"));
        assert_eq!(village.get(&format!("{here}/kem/1/tep")).status, 404);
        let revision = known(db, id).1.to_string();
        assert_eq!(browser.post(&format!("{here}/kem/1/bo"), &[("csrf", &csrf), ("ban", &revision)]).status, 303);
        let after = browser.get(&here).text;
        assert!(!after.contains("cv-1239.pdf") && after.contains("chưa có tệp PDF kèm theo"), "{after}");
    }
}
