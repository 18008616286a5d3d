//! Texts for the street: one message and one text to read aloud per village, and a poster.

use tiendo::access::Actor;
use tiendo::documents::street::street;
use tiendo::model::document::DocumentKind;

use super::files::{golden, pdf_text};
use super::kinds::{BOTH, CAM_NGOC};

on_both_databases! {
    fn every_village_has_its_texts(db from BOTH) {
        let query = CAM_NGOC.query(DocumentKind::Propaganda);
        let files = street(db, &Actor::operator(), &query, CAM_NGOC.now()).unwrap();
        assert_eq!(files.len(), 21, "two for each of ten villages, and a poster");
        let text = |name: &str| {
            let file = files.iter().find(|file| file.name == name).unwrap();
            String::from_utf8(file.bytes.clone()).unwrap()
        };
        for name in ["tin-nhan-thon-10.txt", "loa-truyen-thanh-thon-10.txt"] {
            let said = text(name);
            assert_eq!(said, golden(name.trim_end_matches(".txt"), &said));
        }
        let folder = tempfile::tempdir().unwrap();
        let poster = folder.path().join("ap-phich.pdf");
        std::fs::write(&poster, &files.last().unwrap().bytes).unwrap();
        let said = pdf_text(&poster);
        assert!(!said.contains("---"), "one page: {said}");
        assert_eq!(said, golden("ap-phich", &said));
    }
}
