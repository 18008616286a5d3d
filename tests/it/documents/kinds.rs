//! Every kind of document for the campaigns of the demo: the words of both files are those of the golden files, and both files are laid out alike.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use tiendo::access::Actor;
use tiendo::campaign::{load, seed};
use tiendo::documents::face::Face;
use tiendo::documents::{self, DocumentError, DocumentFile, DraftQuery};
use tiendo::model::as_of::AsOf;
use tiendo::model::document::{DocumentKind, IssuingBody};
use tiendo::model::role::Role;
use tiendo::progress::FigureQuery;
use tiendo::store::Db;

use super::files::{docx_text, golden, pdf_text};
use crate::roster::steps::{IMPORTED, day};
use crate::support::Template;

/// Both tiers of the demo.
pub const BOTH: Template = Template { name: "documents", fill: Some(fill) };

fn fill(db: &Db) {
    let actor = Actor::operator();
    (IMPORTED.fill.unwrap())(db);
    load(db, &actor, &seed::second_tier()).unwrap();
    let rounds: Vec<(String, Vec<u8>)> =
        seed::second_rounds().into_iter().map(|file| (file.name, file.content)).collect();
    tiendo::rounds::load(db, &actor, &rounds).unwrap();
}

/// A campaign with the day on which its documents are drafted.
#[derive(Clone, Copy)]
pub struct Case {
    /// Begins the names of its golden files.
    name: &'static str,
    campaign: &'static str,
    body: IssuingBody,
    dated: &'static str,
    now: &'static str,
}

pub const CAM_NGOC: Case = Case {
    name: "cam-ngoc",
    campaign: "cam-ngoc-2023",
    body: IssuingBody::Committee,
    dated: "2023-06-05",
    now: "2023-06-13T03:00:00Z",
};
const SON_HA: Case = Case {
    name: "son-ha",
    campaign: "son-ha-2026",
    body: IssuingBody::TaskForce,
    dated: "2026-05-21",
    now: "2026-05-21T03:00:00Z",
};

/// A month later, when nobody has reported in the third round.
const SON_HA_LATE: Case = Case { name: "son-ha-late", dated: "2026-06-22", now: "2026-06-22T03:00:00Z", ..SON_HA };

impl Case {
    pub fn query(self, kind: DocumentKind) -> DraftQuery {
        let campaign = self.campaign.to_owned();
        let figures = FigureQuery { campaign, unit: None, as_of: None, today: AsOf::of_instant(self.now()) };
        DraftQuery { kind, body: self.body, figures, drafted_on: day(self.dated) }
    }

    pub fn now(self) -> DateTime<Utc> {
        self.now.parse().unwrap()
    }

    /// Writes both files of a kind; `None` where there is nothing that it could be about.
    fn make(self, db: &Db, kind: DocumentKind, folder: &Path) -> Option<Made> {
        let actor = Actor::operator();
        let id = match documents::draft(db, &actor, &self.query(kind), self.now()) {
            Ok(id) => id,
            Err(DocumentError::NothingToSay(why)) => {
                assert!(why.ends_with('.') && why.contains("Hãy "), "{kind:?}: says what to do: {why}");
                return None;
            }
            Err(error) => panic!("{kind:?}: {error}"),
        };
        let file = |which, ending: &str| {
            let made = documents::file(db, &actor, (id, which), self.now()).unwrap();
            let path = folder.join(format!("{}-{}.{ending}", self.name, kind.as_str()));
            fs::write(&path, made.bytes).unwrap();
            path
        };
        let face = Face::of(&documents::show(db, &actor, id).unwrap().text.content).unwrap();
        let name = format!("{}-{}", self.name, kind.as_str());
        Some(Made { name, face, pdf: file(DocumentFile::Pdf, "pdf"), docx: file(DocumentFile::Docx, "docx") })
    }
}

/// A document with its files.
pub struct Made {
    pub name: String,
    pub face: Face,
    pub pdf: PathBuf,
    pub docx: PathBuf,
}

/// The words of both files, without what only pages have: numbers and repeated heads.
fn check_words(Made { name, pdf, docx, .. }: &Made) {
    let (pdf, docx) = (pdf_text(pdf), docx_text(docx));
    assert_eq!(pdf, golden(&format!("{name}.pdf"), &pdf), "{name}");
    assert_eq!(docx, golden(&format!("{name}.docx"), &docx), "{name}");
    let words = |text: &str| {
        let mut words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        words.sort();
        words.dedup();
        words
    };
    let (in_pdf, in_docx) = (words(&pdf.replace("\n---\n", "\n")), words(&docx));
    let lost: Vec<&String> = in_docx.iter().filter(|word| !in_pdf.contains(word)).collect();
    // Words that a line of the PDF breaks at a hyphen.
    let lost: Vec<&&String> = lost.iter().filter(|word| !word.contains(['-', '/'])).collect();
    assert!(lost.is_empty(), "{name}: {lost:?}");
}

/// Every kind that has something to say, with the words of its files checked.
pub fn all(db: &Db, folder: &Path) -> Vec<Made> {
    let mut made = Vec::new();
    for case in [CAM_NGOC, SON_HA, SON_HA_LATE] {
        let late = case.name == SON_HA_LATE.name;
        for kind in DocumentKind::ALL.into_iter().filter(|kind| !late || *kind == DocumentKind::Reminder) {
            if let Some(document) = case.make(db, kind, folder) {
                check_words(&document);
                made.push(document);
            }
        }
    }
    made
}

on_both_databases! {
    fn every_kind_says_what_its_golden_file_says(db from BOTH) {
        let folder = tempfile::tempdir().unwrap();
        let made: Vec<String> = all(db, folder.path()).into_iter().map(|document| document.name).collect();
        let of = |campaign: &str| made.iter().filter(|name| name.starts_with(campaign)).count();
        assert_eq!(of("cam-ngoc"), 12, "all but the reminder: {made:?}");
        assert!(made.contains(&"son-ha-late-reminder".to_owned()), "{made:?}");
    }

    fn whoever_may_not_see_people_does_not_read_who_is_missing(db from BOTH) {
        let operator = Actor::operator();
        let query = CAM_NGOC.query(DocumentKind::StaffMissing);
        let id = documents::draft(db, &operator, &query, CAM_NGOC.now()).unwrap();
        let text = format!("{:?}", documents::show(db, &operator, id).unwrap().text.content);
        assert!(!text.contains("*****"), "not even masked numbers");
        let auditor = crate::reports::actor(db, Role::Auditor, "cam-ngoc");
        assert!(documents::show(db, &auditor, id).is_err() && documents::draft(db, &auditor, &query, CAM_NGOC.now()).is_err());
        let officer = crate::reports::actor(db, Role::Officer, "cam-ngoc");
        assert!(documents::show(db, &officer, id).is_ok());
    }
}
