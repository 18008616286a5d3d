//! Documents from their draft to their end: numbers, files that never change, registers, and what becomes of figures on the way.

use std::io::{Cursor, Read, Write};
use std::thread;

use chrono::{DateTime, NaiveDate, Utc};
use tiendo::access::Actor;
use tiendo::documents::registers::{self, Gap, RegisterQuery};
use tiendo::documents::{
    self, DocumentError, DocumentFile, DocumentSheet, DraftQuery, Editable, Numbering, changed_figures,
};
use tiendo::model::as_of::AsOf;
use tiendo::model::document::{DocumentKind, DocumentState, IssuingBody};
use tiendo::model::id::DocumentId;
use tiendo::model::role::Role;
use tiendo::progress::{FigureQuery, snapshots, verify};
use tiendo::store::Db;
use tiendo::store::documents::DocumentFilter;
use tiendo::store::incoming_documents::IncomingEntry;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::roster::steps::{IMPORTED, day};
use crate::support::office::actor;

fn now() -> DateTime<Utc> {
    "2023-06-13T02:00:00Z".parse().unwrap()
}

fn query(kind: DocumentKind) -> DraftQuery {
    let figures = FigureQuery {
        campaign: "cam-ngoc-2023".to_owned(),
        unit: Some("cam-ngoc".to_owned()),
        as_of: Some(AsOf(day("2023-05-31"))),
        today: AsOf(day("2023-06-13")),
    };
    DraftQuery { kind, body: IssuingBody::Committee, figures, drafted_on: day("2023-06-05") }
}

fn draft(db: &Db) -> DocumentId {
    documents::draft(db, &Actor::operator(), &query(DocumentKind::Push), now()).unwrap()
}

fn sheet(db: &Db, id: DocumentId) -> DocumentSheet {
    documents::show(db, &Actor::operator(), id).unwrap()
}

fn issue(db: &Db, id: DocumentId, numbering: Numbering) -> Result<String, DocumentError> {
    let known = (id, sheet(db, id).head.revision);
    documents::issue(db, &Actor::operator(), known, (numbering, day("2023-06-13")), now())
        .map(|number| number.to_string())
}

fn register() -> RegisterQuery {
    RegisterQuery { unit: "cam-ngoc".to_owned(), body: IssuingBody::Committee, year: 2023 }
}

/// The file with one text of its document part replaced.
fn edited(docx: &[u8], from: &str, to: &str) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(docx)).unwrap();
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let (name, mut content) = (part.name().unwrap().into_owned(), Vec::new());
        part.read_to_end(&mut content).unwrap();
        if name == "word/document.xml" {
            content = String::from_utf8(content).unwrap().replacen(from, to, 1).into_bytes();
        }
        out.start_file(name, SimpleFileOptions::default()).unwrap();
        out.write_all(&content).unwrap();
    }
    out.finish().unwrap().into_inner()
}

on_both_databases! {
    fn sixteen_who_issue_at_once_get_sixteen_numbers(db from IMPORTED) {
        let drafts: Vec<DocumentId> = (0..16).map(|_| draft(db)).collect();
        let mut numbers: Vec<String> = thread::scope(|scope| {
            let issuing: Vec<_> = drafts.iter().map(|id| scope.spawn(move || issue(db, *id, Numbering::Next).unwrap())).collect();
            issuing.into_iter().map(|one| one.join().unwrap()).collect()
        });
        numbers.sort();
        let expected: Vec<String> = (1..=16).map(|number| format!("{number:02}/UBND-CA")).collect();
        assert_eq!(numbers, expected);
        let book = registers::outgoing(db, &Actor::operator(), &register()).unwrap();
        assert_eq!((book.rows.len(), book.gaps.len()), (16, 0));
        assert!(verify(db, &Actor::operator()).unwrap().is_sound());
    }

    fn an_issued_document_never_changes(db from IMPORTED) {
        let id = draft(db);
        assert_eq!(issue(db, id, Numbering::Next).unwrap(), "01/UBND-CA");
        let operator = Actor::operator();
        let file = |which, at| documents::file(db, &operator, (id, which), at).unwrap();
        let later: DateTime<Utc> = "2024-01-01T00:00:00Z".parse().unwrap();
        for which in [DocumentFile::Pdf, DocumentFile::Docx] {
            assert_eq!(file(which, now()), file(which, later));
        }
        assert_eq!(file(DocumentFile::Pdf, later).name, "cong-van-01-ubnd-ca.pdf");
        let issued = sheet(db, id);
        assert_eq!((issued.head.state, issued.may_edit), (DocumentState::Issued, false));
        let known = (id, issued.head.revision);
        let text = Editable { subject: "khác".to_owned(), ..Editable::of(&issued.text.content) };
        assert!(matches!(documents::save(db, &operator, known, &text, now()), Err(DocumentError::NotADraft(_))));
        for next in [DocumentState::Draft, DocumentState::Ready, DocumentState::Dropped, DocumentState::Issued] {
            assert!(documents::set_state(db, &operator, known, next, now()).is_err(), "{next:?}");
        }
        assert!(issue(db, id, Numbering::Next).is_err());
        documents::attach_signed(db, &operator, id, ("Bản ký.pdf", b"%PDF-1.7 signed"), now()).unwrap();
        let again = documents::attach_signed(db, &operator, id, ("b.pdf", b"%PDF-1.7 other"), now());
        assert!(matches!(again, Err(DocumentError::SignedAlready)));
        assert_eq!(file(DocumentFile::Signed, now()).bytes, b"%PDF-1.7 signed");
        let second = draft(db);
        issue(db, second, Numbering::Next).unwrap();
        documents::supersede(db, &operator, (id, second), now()).unwrap();
        assert_eq!(sheet(db, id).head.superseded_by, Some(second));
        assert_eq!(sheet(db, id).text, issued.text);
    }

    fn numbers_of_the_e_office_leave_gaps_that_want_a_reason(db from IMPORTED) {
        let (first, second) = (draft(db), draft(db));
        assert_eq!(issue(db, first, Numbering::Given(4)).unwrap(), "04/UBND-CA");
        assert!(matches!(issue(db, second, Numbering::Given(4)), Err(DocumentError::NumberTaken { number: 4, .. })));
        assert!(issue(db, second, Numbering::Given(0)).is_err());
        assert_eq!(sheet(db, second).head.state, DocumentState::Draft, "a refusal changes nothing");
        assert_eq!(issue(db, second, Numbering::Given(2)).unwrap(), "02/UBND-CA");
        let operator = Actor::operator();
        let gap = |number| Gap { form: None, number };
        assert_eq!(registers::outgoing(db, &operator, &register()).unwrap().gaps, [gap(1), gap(3)]);
        let explain = |number, reason| registers::explain_gap(db, &operator, &register(), (gap(number), reason, day("2023-06-13")), now());
        assert!(explain(1, " ").is_err() && explain(4, "x").is_err() && explain(9, "x").is_err());
        explain(1, "văn bản giấy").unwrap();
        explain(3, "cấp nhầm, đã hủy").unwrap();
        let book = registers::outgoing(db, &operator, &register()).unwrap();
        assert_eq!(book.gaps, []);
        let told: Vec<(&str, &str)> = book.rows.iter().map(|row| (row[0].as_str(), row[9].as_str())).collect();
        assert_eq!(told, [("01", "văn bản giấy"), ("02/UBND-CA", ""), ("03", "cấp nhầm, đã hủy"), ("04/UBND-CA", "")]);
        let third = draft(db);
        let noted = issue(db, third, Numbering::Given(3)).unwrap_err();
        assert!(noted.to_string().contains("cấp nhầm, đã hủy"), "{noted}");
        assert_eq!(issue(db, third, Numbering::Next).unwrap(), "05/UBND-CA");
    }

    fn figures_stay_bound_while_words_change(db from IMPORTED) {
        let id = draft(db);
        let before = sheet(db, id);
        let mut text = Editable::of(&before.text.content);
        assert!(text.body.contains("1.068 người") && text.body.contains("83,89%"), "{}", text.body);
        text.body = text.body.replace("- Mức 2 đã kích hoạt: 1.068 người", "- Riêng mức 2 có 1.068 người đã kích hoạt");
        text.body = text.body.replace("119 người", "120 người");
        text.signer = "Nguyễn Văn An".to_owned();
        documents::save(db, &Actor::operator(), (id, before.head.revision), &text, now()).unwrap();
        let after = sheet(db, id);
        let changed = changed_figures(&after.text.composed, &after.text.content);
        let told: Vec<(&str, Option<&str>)> = changed.iter().map(|one| (one.frozen.as_str(), one.now.as_deref())).collect();
        assert_eq!(told, [("119", Some("120"))]);
        let lost = documents::save(db, &Actor::operator(), (id, before.head.revision), &text, now());
        assert!(matches!(lost, Err(DocumentError::Changed)), "two who edit are told");
        let empty = Editable { body: "  \n ".to_owned(), ..text };
        let known = (id, after.head.revision);
        assert!(matches!(documents::save(db, &Actor::operator(), known, &empty, now()), Err(DocumentError::Empty(_))));
    }

    fn a_word_file_that_comes_back_is_compared(db from IMPORTED) {
        let (id, operator) = (draft(db), Actor::operator());
        let docx = documents::file(db, &operator, (id, DocumentFile::Docx), now()).unwrap().bytes;
        let check = |bytes: &[u8]| documents::check_returned(db, &operator, id, bytes, now());
        let same = check(&docx).unwrap();
        assert!(same.differences.is_empty() && same.same > 100, "{same:?}");
        let changed = check(&edited(&docx, "1.068 người", "1.086 người")).unwrap();
        let found = &changed.differences[0];
        assert_eq!((changed.differences.len(), found.before.as_deref(), found.now.as_deref()), (1, Some("1.068"), Some("1.086")));
        assert!(found.frozen && found.around.contains("Mức 2"), "{found:?}");
        let moved = check(&edited(&docx, "30/6/2023", "15/7/2023")).unwrap();
        assert_eq!(moved.differences[0].now.as_deref(), Some("15/7/2023"));
        for bad in [&b"PK\x03\x04"[..], b"", b"%PDF-1.7"] {
            assert!(matches!(check(bad), Err(DocumentError::NotWord(_))));
        }
    }

    fn drafts_of_the_same_figures_cite_the_same_snapshot(db from IMPORTED) {
        let (first, second) = (draft(db), draft(db));
        assert_eq!(sheet(db, first).head.snapshot, sheet(db, second).head.snapshot);
        assert_eq!(snapshots::list(db, &Actor::operator(), "cam-ngoc-2023").unwrap().len(), 1);
    }

    fn only_those_who_may_draft_and_issue(db from IMPORTED) {
        let id = draft(db);
        let police = actor(db, Role::Police, "cam-ngoc");
        let other = documents::draft(db, &police, &query(DocumentKind::Push), now()).unwrap();
        let known = (other, sheet(db, other).head.revision);
        let on = (Numbering::Next, day("2023-06-13"));
        assert!(matches!(documents::issue(db, &police, known, on, now()), Err(DocumentError::Access(_))));
        for role in [Role::VillageTeam, Role::Auditor, Role::Admin] {
            let who = actor(db, role, "cam-ngoc");
            assert!(documents::draft(db, &who, &query(DocumentKind::Push), now()).is_err(), "{role:?}");
        }
        let village = actor(db, Role::Officer, "cam-ngoc/ngoc-binh");
        assert!(matches!(documents::show(db, &village, id), Err(DocumentError::NoDocument(_))), "outside the scope is unknown");
        assert!(documents::list(db, &village, &DocumentFilter::default()).unwrap().is_empty());
        let tomorrow: NaiveDate = day("2023-06-14");
        let leader = actor(db, Role::Leader, "cam-ngoc");
        let early = documents::issue(db, &leader, known, (Numbering::Next, tomorrow), now());
        assert!(matches!(early, Err(DocumentError::FutureDay)));
        documents::issue(db, &leader, known, on, now()).unwrap();
        let found = |words: &str| documents::list(db, &leader, &DocumentFilter { words: words.to_owned(), ..DocumentFilter::default() }).unwrap().len();
        assert_eq!((found("dinh danh"), found("ĐỊNH DANH điện"), found("không có")), (2, 2, 0));
    }

    fn documents_that_came_in_are_numbered_by_year(db from IMPORTED) {
        let operator = Actor::operator();
        let entry = IncomingEntry {
            author: "UBND huyện Cẩm Thủy".to_owned(),
            symbol: "1239/UBND-CA".to_owned(),
            dated_on: day("2023-05-26"),
            subject: "Công văn hướng dẫn kích hoạt tài khoản".to_owned(),
            receiver: "Công an xã".to_owned(),
            forwarded_on: None,
            note: None,
        };
        let receive = |on: &str, entry: &IncomingEntry, file| registers::receive(db, &operator, ("cam-ngoc", day(on)), (entry, file), now());
        assert_eq!(receive("2023-05-29", &entry, Some(("a.pdf", &b"%PDF-1.7"[..]))).unwrap(), 1);
        assert_eq!(receive("2023-05-30", &entry, None).unwrap(), 2);
        assert_eq!(receive("2024-01-02", &entry, None).unwrap(), 1);
        assert!(receive("2023-05-30", &IncomingEntry { author: " ".to_owned(), ..entry.clone() }, None).is_err());
        let (book, found) = registers::incoming(db, &operator, &register()).unwrap();
        assert_eq!((book.rows.len(), book.rows[0][0].as_str(), book.rows[1][1].as_str()), (2, "29/05/2023", "2"));
        assert_eq!(found.len(), 2);
        assert_eq!(registers::incoming_file(db, &operator, &register(), 1).unwrap(), ("a.pdf".to_owned(), b"%PDF-1.7".to_vec()));
        assert!(registers::incoming_file(db, &operator, &register(), 2).is_err());
    }
}
