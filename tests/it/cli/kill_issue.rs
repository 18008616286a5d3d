//! The program is killed while it issues documents, several at once: no number is given twice, and none without its document. `TIENDO_KILLS=200` kills
//! more often.

use std::process::Child;
use std::thread::sleep;
use std::time::{Duration, Instant};

use tiendo::access::Actor;
use tiendo::documents::registers::{self, RegisterQuery};
use tiendo::documents::{self, DocumentFile, DraftQuery};
use tiendo::model::as_of::AsOf;
use tiendo::model::document::{DocumentKind, DocumentState, IssuingBody};
use tiendo::model::id::DocumentId;
use tiendo::progress::{FigureQuery, verify};

use super::ground::Ground;
use super::kill::{kills, part_of};
use crate::roster::steps::{IMPORTED, day};
use crate::roster::villagers::Dice;

/// Documents that are issued at once.
const AT_ONCE: usize = 3;
const NOW: &str = "2023-06-13T02:00:00Z";

impl Ground {
    fn draft(&self) -> DocumentId {
        let figures = FigureQuery {
            campaign: "cam-ngoc-2023".to_owned(),
            unit: Some("cam-ngoc".to_owned()),
            as_of: Some(AsOf(day("2023-05-31"))),
            today: AsOf(day("2023-06-13")),
        };
        let (kind, body) = (DocumentKind::Push, IssuingBody::Committee);
        let query = DraftQuery { kind, body, figures, drafted_on: day("2023-06-05") };
        documents::draft(&self.db, &Actor::operator(), &query, NOW.parse().unwrap()).unwrap()
    }

    fn start_issuing(&self, id: DocumentId) -> Child {
        self.start(&format!("document issue {id} --on 2023-06-13"))
    }

    /// How many are issued. Each of them has its number and both files, no number is missing, and nothing else has one.
    fn issued(&self, drafts: &[DocumentId]) -> usize {
        let operator = Actor::operator();
        let query = RegisterQuery { unit: "cam-ngoc".to_owned(), body: IssuingBody::Committee, year: 2023 };
        let book = registers::outgoing(&self.db, &operator, &query).unwrap();
        let mut numbers = Vec::new();
        for id in drafts {
            let head = documents::show(&self.db, &operator, *id).unwrap().head;
            assert_eq!(head.number.is_some(), head.state == DocumentState::Issued, "{id}");
            if let Some((number, _)) = head.number {
                numbers.push(number);
                let name =
                    documents::file(&self.db, &operator, (*id, DocumentFile::Pdf), NOW.parse().unwrap()).unwrap().name;
                assert_eq!(name, format!("cong-van-{number:02}-ubnd-ca.pdf"));
                assert!(head.files.pdf.is_some() && head.files.docx.is_some(), "{id}");
            }
        }
        numbers.sort_unstable();
        let expected: Vec<u32> = (1..).take(numbers.len()).collect();
        assert_eq!((numbers, book.rows.len(), book.gaps.len()), (expected.clone(), expected.len(), 0));
        expected.len()
    }
}

/// Kills all of them at some moment of the time that one takes, or a little later; what they left is issued in the end.
fn kill_at_once(ground: &Ground, rounds: u32) {
    let mut drafts = vec![ground.draft()];
    let begun = Instant::now();
    assert!(ground.start_issuing(drafts[0]).wait().unwrap().success());
    let whole = begun.elapsed() * 2;
    let mut lost = 0;
    for seed in 0..rounds {
        let now: Vec<DocumentId> = (0..AT_ONCE).map(|_| ground.draft()).collect();
        drafts.extend(&now);
        let running: Vec<Child> = now.iter().map(|id| ground.start_issuing(*id)).collect();
        sleep(part_of(&mut Dice::new(u64::from(seed)), whole).max(Duration::from_millis(1)));
        for mut child in running {
            child.kill().unwrap();
            child.wait().unwrap();
        }
        lost += drafts.len() - ground.issued(&drafts);
    }
    assert!(lost > 0, "no kill came in time");
    let operator = Actor::operator();
    let open = |id: &&DocumentId| documents::show(&ground.db, &operator, **id).unwrap().head.number.is_none();
    for id in drafts.iter().filter(open) {
        assert!(ground.start_issuing(*id).wait().unwrap().success(), "{id}: what was killed can be issued again");
    }
    assert_eq!(ground.issued(&drafts), drafts.len());
    assert!(verify(&ground.db, &operator).unwrap().is_sound());
}

#[test]
fn documents_killed_while_they_are_issued_leave_no_number_behind_in_a_file() {
    kill_at_once(&Ground::in_a_file(&IMPORTED), (kills() / 3).max(4));
}

#[test]
fn documents_killed_while_they_are_issued_leave_no_number_behind_on_a_server() {
    let Some(ground) = Ground::on_a_server(&IMPORTED) else { return };
    kill_at_once(&ground, (kills() / 3).max(4));
}
