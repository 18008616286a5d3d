//! What an office sets about itself: on new documents, in symbols, and in how they are numbered.

use std::collections::BTreeSet;
use std::thread;

use tiendo::access::Actor;
use tiendo::documents::office_settings::{OfficePart, TypedOffice, forget_office, office_sheet, set_office};
use tiendo::documents::registers::{self, Gap, RegisterQuery};
use tiendo::documents::{self, DocumentError, Numbering};
use tiendo::model::document::{DocumentKind, Form, IssuingBody, NumberingRule};
use tiendo::model::id::DocumentId;
use tiendo::model::role::Role;
use tiendo::store::Db;

use super::doors::{draft, issue, now};
use crate::pages::browser::{Browser, token};
use crate::roster::steps::{IMPORTED, day};
use crate::support::office::{account, actor};
use crate::support::server::TestServer;

const COMMITTEE: (&str, IssuingBody) = ("cam-ngoc", IssuingBody::Committee);

/// The settings of the demo's Ủy ban nhân dân as somebody would type them.
fn typed() -> TypedOffice {
    TypedOffice {
        superior: String::new(),
        agency: "ỦY BAN NHÂN DÂN\nXÃ CẨM NGỌC".to_owned(),
        place: "Ngọc Bình".to_owned(),
        name: "UBND xã Cẩm Ngọc".to_owned(),
        abbreviation: "UBND".to_owned(),
        drafter: "VP".to_owned(),
        authority: "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH".to_owned(),
        signer: "Lê Thị Giả".to_owned(),
        copies: "- Như trên;\n- TT Đảng ủy xã (b/c);\n- Lưu: VT.".to_owned(),
        numbering: NumberingRule::One,
    }
}

fn set(db: &Db, of: (&str, IssuingBody), typed: &TypedOffice) {
    set_office(db, &Actor::operator(), of, typed, now()).unwrap();
}

fn made(db: &Db, kind: DocumentKind) -> String {
    let id = draft(db, kind, IssuingBody::Committee);
    issue(db, id, "2023-06-05")
}

on_both_databases! {
    fn new_drafts_say_what_the_office_has_set(db from IMPORTED) {
        let before = draft(db, DocumentKind::Push, IssuingBody::Committee);
        set(db, COMMITTEE, &typed());
        let operator = Actor::operator();
        let sheet = |id| documents::show(db, &operator, id).unwrap().text.content;
        let after = sheet(draft(db, DocumentKind::Push, IssuingBody::Committee));
        assert_eq!((after.letterhead.place.as_str(), after.symbol.as_str()), ("Ngọc Bình", "UBND-VP"));
        assert_eq!(after.signature.authority, ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]);
        assert_eq!(after.signature.signer.as_deref(), Some("Lê Thị Giả"));
        assert_eq!(after.copies, ["Như trên", "TT Đảng ủy xã (b/c)", "Lưu: VT"]);
        let plan = sheet(draft(db, DocumentKind::Plan, IssuingBody::Committee));
        assert_eq!(plan.copies, ["TT Đảng ủy xã (b/c)", "Lưu: VT"], "a kế hoạch is addressed to nobody above");
        assert_eq!(sheet(before).letterhead.place, "Cẩm Ngọc", "drafts that are there stay");
        let police = sheet(draft(db, DocumentKind::Push, IssuingBody::Police));
        assert_eq!((police.letterhead.place.as_str(), police.symbol.as_str()), ("Cẩm Ngọc", "CAX"), "another body of the unit");
        forget_office(db, &operator, COMMITTEE, now()).unwrap();
        assert!(!office_sheet(db, &operator, COMMITTEE, day("2023-06-13")).unwrap().is_set);
        assert_eq!(sheet(draft(db, DocumentKind::Push, IssuingBody::Committee)).symbol.as_str(), "UBND-CA");
    }

    fn what_cannot_be_printed_is_refused_with_its_part(db from IMPORTED) {
        let operator = Actor::operator();
        let good = typed();
        let cases = [
            (OfficePart::Agency, "ỦY BAN NHÂN DÂN", TypedOffice { agency: "Ủy ban nhân dân".to_owned(), ..good.clone() }),
            (OfficePart::Agency, "từ 1 đến 3 dòng", TypedOffice { agency: " \n".to_owned(), ..good.clone() }),
            (OfficePart::Superior, "CÔNG AN HUYỆN", TypedOffice { superior: "Công an huyện".to_owned(), ..good.clone() }),
            (OfficePart::Place, "địa danh", TypedOffice { place: "cẩm ngọc".to_owned(), ..good.clone() }),
            (OfficePart::Name, "tên cơ quan", TypedOffice { name: String::new(), ..good.clone() }),
            (OfficePart::Abbreviation, "ký hiệu văn bản", TypedOffice { abbreviation: "UB ND".to_owned(), ..good.clone() }),
            (OfficePart::Abbreviation, "«UBND»", TypedOffice { abbreviation: "Ubnd".to_owned(), ..good.clone() }),
            (OfficePart::Drafter, "ký hiệu văn bản", TypedOffice { drafter: "V/P".to_owned(), ..good.clone() }),
            (OfficePart::Authority, "PHÓ CHỦ TỊCH", TypedOffice { authority: "KT. CHỦ TỊCH".to_owned(), ..good.clone() }),
            (OfficePart::Signer, "học vị", TypedOffice { signer: "ThS. Lê Thị Giả".to_owned(), ..good.clone() }),
            (OfficePart::Copies, "20 dòng", TypedOffice { copies: "Nơi\n".repeat(21), ..good.clone() }),
        ];
        for (wrong, said, typed) in cases {
            match set_office(db, &operator, COMMITTEE, &typed, now()) {
                Err(DocumentError::BadOffice { part, text }) => {
                    assert!(part == wrong && text.contains(said), "{wrong:?}: {part:?} {text}");
                }
                other => panic!("{wrong:?}: {other:?}"),
            }
        }
        assert!(!office_sheet(db, &operator, COMMITTEE, day("2023-06-13")).unwrap().is_set);
        let village = actor(db, Role::Officer, "cam-ngoc/ngoc-binh");
        let outside = set_office(db, &village, ("cam-ngoc/ngoc-binh", IssuingBody::Committee), &good, now());
        assert!(matches!(outside, Err(DocumentError::NoUnit(_))), "the commune issues for its villages: {outside:?}");
        let police = actor(db, Role::Police, "cam-ngoc");
        assert!(matches!(set_office(db, &police, COMMITTEE, &good, now()), Err(DocumentError::Access(_))));
        assert!(!office_sheet(db, &police, COMMITTEE, day("2023-06-13")).unwrap().may_set);
    }

    fn bodies_and_forms_have_their_own_numbers(db from IMPORTED) {
        let per_form = TypedOffice { numbering: NumberingRule::PerForm, drafter: "CA".to_owned(), ..typed() };
        set(db, COMMITTEE, &per_form);
        let (push, report) = (DocumentKind::Push, DocumentKind::Report);
        assert_eq!([made(db, push), made(db, report), made(db, push), made(db, report)], ["01/UBND-CA", "01/BC-UBND", "02/UBND-CA", "02/BC-UBND"]);
        let police = draft(db, push, IssuingBody::Police);
        assert_eq!(issue(db, police, "2023-06-05"), "01/CAX");
        let operator = Actor::operator();
        let late = draft(db, report, IssuingBody::Committee);
        let known = (late, documents::show(db, &operator, late).unwrap().head.revision);
        documents::issue(db, &operator, known, (Numbering::Given(5), day("2023-06-05")), now()).unwrap();
        let query = RegisterQuery { unit: "cam-ngoc".to_owned(), body: IssuingBody::Committee, year: 2023 };
        let book = registers::outgoing(db, &operator, &query).unwrap();
        let numbers: Vec<&str> = book.rows.iter().map(|row| row[0].as_str()).collect();
        assert_eq!(numbers, ["01/UBND-CA", "02/UBND-CA", "01/BC-UBND", "02/BC-UBND", "05/BC-UBND"], "form by form");
        let gap = |number| Gap { form: Some(Form::Report), number };
        assert_eq!(book.gaps, [gap(3), gap(4)]);
        let explain = |gap| registers::explain_gap(db, &operator, &query, (gap, "văn bản giấy", day("2023-06-13")), now());
        assert!(explain(Gap { form: Some(Form::Letter), number: 3 }).is_err(), "a công văn lacks none");
        explain(gap(3)).unwrap();
        assert_eq!(registers::outgoing(db, &operator, &query).unwrap().gaps, [gap(4)]);
    }

    fn a_change_during_the_year_never_gives_a_number_twice(db from IMPORTED) {
        let rule = |numbering| set(db, COMMITTEE, &TypedOffice { numbering, drafter: "CA".to_owned(), ..typed() });
        let (push, report) = (DocumentKind::Push, DocumentKind::Report);
        let mut numbers = vec![made(db, push), made(db, report)];
        rule(NumberingRule::PerForm);
        numbers.extend([made(db, push), made(db, report), made(db, report)]);
        rule(NumberingRule::One);
        numbers.extend([made(db, push), made(db, report)]);
        rule(NumberingRule::PerForm);
        numbers.push(made(db, report));
        assert_eq!(numbers, [
            "01/UBND-CA", "02/BC-UBND",
            "03/UBND-CA", "03/BC-UBND", "04/BC-UBND",
            "05/UBND-CA", "06/BC-UBND",
            "07/BC-UBND",
        ]);
        let once: BTreeSet<&String> = numbers.iter().collect();
        assert_eq!(once.len(), numbers.len());
        let operator = Actor::operator();
        let again = draft(db, report, IssuingBody::Committee);
        for taken in [1, 2, 3, 4, 5, 6, 7] {
            let known = (again, documents::show(db, &operator, again).unwrap().head.revision);
            let given = documents::issue(db, &operator, known, (Numbering::Given(taken), day("2023-06-05")), now());
            assert!(matches!(given, Err(DocumentError::NumberTaken { .. })), "{taken}: {given:?}");
        }
        let query = RegisterQuery { unit: "cam-ngoc".to_owned(), body: IssuingBody::Committee, year: 2023 };
        assert_eq!(registers::outgoing(db, &operator, &query).unwrap().gaps, []);
    }

    fn whoever_issues_while_the_rule_changes_gets_a_number_of_their_own(db from IMPORTED) {
        let kinds = [DocumentKind::Push, DocumentKind::Report];
        let drafts: Vec<DocumentId> = (0..8).map(|at| draft(db, kinds[at % 2], IssuingBody::Committee)).collect();
        let numbers: BTreeSet<String> = thread::scope(|scope| {
            let issuing: Vec<_> = drafts.iter().map(|id| scope.spawn(move || issue(db, *id, "2023-06-05"))).collect();
            for numbering in [NumberingRule::PerForm, NumberingRule::One, NumberingRule::PerForm] {
                set(db, COMMITTEE, &TypedOffice { numbering, drafter: "CA".to_owned(), ..typed() });
            }
            issuing.into_iter().map(|one| one.join().unwrap()).collect()
        });
        assert_eq!(numbers.len(), 8, "{numbers:?}");
    }

    fn an_office_is_set_on_its_page(db from IMPORTED) {
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "camngoc.canbo", Role::Officer, "cam-ngoc"));
        assert!(browser.get("/van-ban").text.contains("href=\"/van-ban/co-quan\""));
        let page = browser.get("/van-ban/co-quan").text;
        assert!(page.contains("ỦY BAN NHÂN DÂN\nXÃ CẨM NGỌC") && page.contains("Đang dùng mẫu chung"), "{page}");
        let csrf = token(&page);
        let here = "/van-ban/co-quan?don-vi=cam-ngoc&co-quan=committee";
        let mut send = |agency: &str, also: &[(&str, &str)]| {
            let fields = [
                ("csrf", csrf.as_str()), ("cap-tren", ""), ("ten-co-quan", agency), ("dia-danh", "Cẩm Ngọc"), ("ten-trong-cau", "UBND xã Cẩm Ngọc"),
                ("viet-tat", "UBND"), ("soan-thao", "VHXH"), ("tham-quyen", "CHỦ TỊCH"), ("nguoi-ky", ""), ("noi-nhan", ""), ("danh-so", "per-form"),
            ];
            browser.post(here, &[&fields[..], also].concat())
        };
        let refused = send("Ủy ban nhân dân", &[]);
        assert!(refused.status == 422 && refused.text.contains("href=\"#ten-co-quan\"") && refused.text.contains("VHXH"), "{}", refused.text);
        assert_eq!(send("ỦY BAN NHÂN DÂN\r\nXÃ CẨM NGỌC", &[]).status, 303);
        assert_eq!(office_sheet(db, &Actor::operator(), COMMITTEE, day("2023-06-13")).unwrap().settings.numbering, NumberingRule::PerForm);
        assert_eq!(send("ỦY BAN NHÂN DÂN", &[("mac-dinh", "co")]).status, 303);
        let usual = browser.get(here).text;
        assert!(usual.contains("Đang dùng mẫu chung") && usual.contains("01/UBND-CA"), "{usual}");
    }
}
