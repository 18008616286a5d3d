//! Every kind of document for the campaigns of the demo: the words of both files are those of the golden files, and both files are laid out alike.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use tiendo::access::Actor;
use tiendo::campaign::{load, seed};
use tiendo::documents::{self, DocumentError, DocumentFile, DraftQuery};
use tiendo::model::as_of::AsOf;
use tiendo::model::document::{DocumentKind, IssuingBody};
use tiendo::model::role::Role;
use tiendo::progress::FigureQuery;
use tiendo::store::Db;

use super::files::{by_libreoffice, docx_text, golden, pdf_text};
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
    fn make(self, db: &Db, kind: DocumentKind, folder: &Path) -> Option<(PathBuf, PathBuf)> {
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
        Some((file(DocumentFile::Pdf, "pdf"), file(DocumentFile::Docx, "docx")))
    }
}

/// The words of both files, without what only pages have: numbers and repeated heads.
fn check_words(case: Case, kind: DocumentKind, (pdf, docx): &(PathBuf, PathBuf)) {
    let name = format!("{}-{}", case.name, kind.as_str());
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

fn all(db: &Db, folder: &Path) -> Vec<(String, (PathBuf, PathBuf))> {
    let mut made = Vec::new();
    for case in [CAM_NGOC, SON_HA, SON_HA_LATE] {
        let late = case.name == SON_HA_LATE.name;
        for kind in DocumentKind::ALL.into_iter().filter(|kind| !late || *kind == DocumentKind::Reminder) {
            if let Some(files) = case.make(db, kind, folder) {
                check_words(case, kind, &files);
                made.push((format!("{}-{}", case.name, kind.as_str()), files));
            }
        }
    }
    made
}

on_both_databases! {
    fn every_kind_says_what_its_golden_file_says(db from BOTH) {
        let folder = tempfile::tempdir().unwrap();
        let made: Vec<String> = all(db, folder.path()).into_iter().map(|(name, _)| name).collect();
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

#[test]
fn word_files_are_laid_out_like_the_pdf() {
    let db = crate::support::TestDb::sqlite(&BOTH);
    let folder = tempfile::tempdir().unwrap();
    let made = all(&db, folder.path());
    let turned = folder.path().join("turned");
    fs::create_dir_all(&turned).unwrap();
    let files: Vec<PathBuf> = made.iter().map(|(_, (_, docx))| docx.clone()).collect();
    by_libreoffice(&files, &turned);
    let mut different = Vec::new();
    for (name, (pdf, _)) in made {
        let (ours, theirs) = (pdf_text(&pdf), pdf_text(&turned.join(format!("{name}.pdf"))));
        if ours != theirs {
            let line = ours.lines().zip(theirs.lines()).find(|(one, other)| one != other);
            different.push(format!("{name}: {line:?}"));
        }
    }
    assert!(different.is_empty(), "{different:#?}");
}
