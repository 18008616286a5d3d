//! Every hostile kind through the real doors: an answer with a sentence, no change of any figure, a server that goes on.

use std::time::Duration;

use tiendo::model::role::Role;
use tiendo::store::Db;

use super::corpus::{Kind, Told, kinds};
use super::now;
use crate::pages::browser::Browser;
use crate::roster::steps::LOADED;
use crate::support::office::account;
use crate::support::raw;
use crate::support::server::{Answer, TestServer};

/// What must not move.
fn figures(db: &Db) -> Vec<i64> {
    ["person", "milestone_event", "person_barrier", "enrollment", "tally", "counter", "quota"]
        .iter()
        .map(|table| raw::number(db, &format!("SELECT count(*) AS value FROM {table}")))
        .collect()
}

on_both_databases! {
    fn every_hostile_file_ends_in_an_answer_of_the_api(db from LOADED) {
        let server = TestServer::start(db, now());
        let token = server.token("camngoc.canbo", &account(db, "camngoc.canbo", Role::Officer, "cam-ngoc").password.unwrap());
        let before = figures(db);
        let fields = [("campaign", "cam-ngoc-2023"), ("unit", "cam-ngoc"), ("listed_on", "2023-06-12")];
        for kind in kinds() {
            let start = std::time::Instant::now();
            let bytes = (kind.make)();
            let made = start.elapsed();
            let answer = server.upload(&token, &fields, kind.file, &bytes);
            eprintln!("{:?} {:?} {} {} {} {}", made, start.elapsed() - made, bytes.len(), kind.name, answer.status, answer.json["detail"]);
        }
    }
}
