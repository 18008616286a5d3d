//! Every hostile kind through the real doors: an answer with a sentence, no change of any figure, a server that goes on.

use tiendo::model::role::Role;
use tiendo::store::Db;

use super::corpus::{Kind, Told, kinds};
use super::now;
use crate::pages::browser::Browser;
use crate::roster::steps::LOADED;
use crate::support::office::account;
use crate::support::raw;
use crate::support::server::{Answer, TestServer};

/// What an upload must not move.
fn figures(db: &Db) -> Vec<i64> {
    let tables = ["person", "enrollment", "milestone_event", "person_barrier", "listing", "tally", "counter", "quota"];
    tables.iter().map(|table| raw::number(db, &format!("SELECT count(*) AS value FROM {table}"))).collect()
}

/// What a kind is not answered with, in words.
fn wrong_with(kind: &Kind, answer: &Answer, text: &str) -> Option<String> {
    let (status, words) = match kind.told {
        Told::Refused(words) => (422, words),
        Told::TooLarge => (413, "lớn hơn"),
        Told::Taken(..) => return None,
    };
    let told = text.to_lowercase().contains(&words.to_lowercase());
    let shown = if text.contains("<html") { "another page" } else { text };
    (answer.status != status || !told)
        .then(|| format!("{}: {} {shown}, wanted {status} «{words}»", kind.name, answer.status))
}

fn wrong_with_taken(kind: &Kind, answer: &Answer) -> Option<String> {
    let Told::Taken(people, code) = kind.told else { return None };
    let codes = answer.json["file"]["codes"].to_string();
    let right = answer.status == 201 && answer.json["counts"]["rows"] == people && codes.contains(code);
    (!right).then(|| format!("{}: {} {}, wanted {people} {code}", kind.name, answer.status, answer.text))
}

/// Uploads these kinds by the API.
fn by_the_api(db: &Db, kinds: &[Kind]) {
    let server = TestServer::start(db, now());
    let token =
        server.token("camngoc.canbo", &account(db, "camngoc.canbo", Role::Officer, "cam-ngoc").password.unwrap());
    let before = figures(db);
    let fields = [("campaign", "cam-ngoc-2023"), ("unit", "cam-ngoc"), ("listed_on", "2023-06-12")];
    let mut wrong = Vec::new();
    for kind in kinds {
        let answer = server.upload(&token, &fields, kind.file, &(kind.make)());
        let detail = answer.json["detail"].as_str().unwrap_or_default().to_owned();
        wrong.extend(wrong_with(kind, &answer, &detail));
        wrong.extend(wrong_with_taken(kind, &answer));
        assert_eq!(server.get("/healthz", "").status, 200, "{}", kind.name);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(figures(db), before);
}

/// Uploads these kinds by the page.
fn by_the_page(db: &Db, kinds: &[Kind]) {
    let server = TestServer::start(db, now());
    let mut browser = Browser::signed_in(&server, &account(db, "camngoc.canbo", Role::Officer, "cam-ngoc"));
    let csrf = browser.token();
    let before = figures(db);
    let fields = [("csrf", csrf.as_str()), ("don-vi", "cam-ngoc"), ("ngay-lap", "12/06/2023")];
    let mut wrong = Vec::new();
    for kind in kinds {
        let answer = browser.upload("/nhap-lieu", &fields, kind.file, &(kind.make)());
        wrong.extend(wrong_with(kind, &answer, &answer.text));
        if matches!(kind.told, Told::Taken(..)) && answer.status != 303 {
            wrong.push(format!("{}: {} {}", kind.name, answer.status, answer.text));
        }
        assert_eq!(server.get("/healthz", "").status, 200, "{}", kind.name);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(figures(db), before);
}

/// Those that are read in a moment, also by a program without optimisation.
fn light() -> Vec<Kind> {
    kinds().into_iter().filter(|kind| !kind.heavy).collect()
}

#[test]
fn there_are_many_kinds() {
    assert!(kinds().len() >= 100, "{}", kinds().len());
}

on_both_databases! {
    fn hostile_files_end_in_an_answer_of_the_api(db from LOADED) {
        by_the_api(db, &light());
    }

    fn hostile_files_end_in_a_page(db from LOADED) {
        by_the_page(db, &light());
    }
}

mod heavy {
    use super::*;
    use crate::support::TestDb;

    fn heavy(part: usize) -> Vec<Kind> {
        kinds()
            .into_iter()
            .filter(|kind| kind.heavy)
            .enumerate()
            .filter(|(at, _)| at % 3 == part)
            .map(|(_, kind)| kind)
            .collect()
    }

    // The database has no part in it; the third of them goes through the page.
    #[test]
    fn hostile_files_that_take_work_end_in_an_answer() {
        by_the_api(&TestDb::sqlite(&LOADED), &heavy(0));
    }

    #[test]
    fn more_hostile_files_that_take_work_end_in_an_answer() {
        by_the_api(&TestDb::sqlite(&LOADED), &heavy(1));
    }

    #[test]
    fn hostile_files_that_take_work_end_in_a_page() {
        by_the_page(&TestDb::sqlite(&LOADED), &heavy(2));
    }
}
