//! `tiendo mail run-due` does in one turn what a serving program does by itself: what schedules have become due is made, then sent.

use std::process::Command;

use chrono::Utc;
use serde_json::{Value, json};
use tiendo::access::Actor;
use tiendo::mail::schedules::{self, SavedSchedule};
use tiendo::mail::{self, MailQuery, addresses};
use tiendo::model::mail_schedule::{Addressee, Rhythm, Sends};
use tiendo::model::role::Role;
use tiendo::store::mail_schedules::ScheduleSettings;
use tiendo::store::{Db, Location};

use super::addresses::typed;
use super::schedules::{office, settings};
use super::{actor, now};
use crate::roster::steps::IMPORTED;
use crate::support::key_file;

fn saved(settings: ScheduleSettings) -> SavedSchedule {
    SavedSchedule { campaign: "cam-ngoc-2023".to_owned(), unit: "cam-ngoc".to_owned(), known: None, settings }
}

/// The command with the address at which readers reach the program.
fn command(db: &Db, data: &std::path::Path, public: &str) -> std::process::Output {
    let address = match db.location() {
        Location::Sqlite(path) => format!("sqlite://{}", path.display()),
        Location::Postgres(address) => address.clone(),
    };
    let mut command = Command::new(env!("CARGO_BIN_EXE_tiendo"));
    command.args(["mail", "run-due", "--json"]).env("TIENDO_DATA", data).env("TIENDO_KEY", key_file());
    command
        .env("DATABASE_URL", address)
        .env("TIENDO_PUBLIC_URL", public)
        .env_remove("TIENDO_SMTP_URL")
        .output()
        .unwrap()
}

fn run_due(db: &Db, data: &std::path::Path, public: &str) -> Value {
    let out = command(db, data, public);
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    serde_json::from_slice(&out.stdout).unwrap()
}

on_both_databases! {
    fn what_a_schedule_is_due_is_made_and_sent_in_one_turn(db from IMPORTED) {
        let (officer, address) = office(db);
        let settings = settings(Rhythm::AtOnce, vec![Addressee::Address(address)]);
        schedules::save(db, &officer, &saved(settings), Utc::now()).unwrap();
        let place = tempfile::tempdir().unwrap();
        let data = place.path().join("data");
        std::fs::create_dir(&data).unwrap();
        let turn = |queued: u32, sent: u32| {
            json!({"queued": queued, "idle": 0, "not_made": 0, "sent": sent, "postponed": 0, "failed": 0})
        };
        assert_eq!(run_due(db, &data, ""), turn(1, 1));
        assert_eq!(run_due(db, &data, ""), turn(0, 0), "once");
        let written = std::fs::read_dir(data.join("mail")).unwrap().count();
        assert_eq!(written, 1, "without a mail server a mail is a file");
    }

    fn whoever_may_see_people_gets_a_link_to_the_page_that_asks_for_sign_in(db from IMPORTED) {
        let (officer, stranger) = office(db);
        actor(db, Role::Leader, "cam-ngoc");
        let own = addresses::enter(db, &officer, &typed("lanhdao@camngoc.gov.vn", "", "leader.cam-ngoc"), now()).unwrap();
        addresses::confirm(db, &Actor::operator(), own, now()).unwrap();
        let sends = Sends { people: true, ..Sends::workbook() };
        let to = vec![Addressee::Address(stranger), Addressee::Address(own)];
        let settings = ScheduleSettings { sends, ..settings(Rhythm::AtOnce, to) };
        schedules::save(db, &officer, &saved(settings), Utc::now()).unwrap();
        let place = tempfile::tempdir().unwrap();
        let data = place.path().join("data");
        std::fs::create_dir(&data).unwrap();
        let refused = command(db, &data, "tiendo.camngoc.gov.vn");
        assert_eq!(refused.status.code(), Some(1), "nothing is made as long as the setting is wrong");
        assert!(String::from_utf8_lossy(&refused.stderr).contains("TIENDO_PUBLIC_URL"));
        assert_eq!(run_due(db, &data, "https://tiendo.camngoc.gov.vn/")["sent"], 2);
        let query = MailQuery { page: 1, per_page: 10, ..MailQuery::default() };
        for mail in mail::list(db, &Actor::operator(), &query).unwrap().mails {
            let content = mail::open(db, &Actor::operator(), mail.id).unwrap().content;
            let linked = content.text.contains(" https://tiendo.camngoc.gov.vn/nguoi-dan?don-vi=cam-ngoc\n");
            assert_eq!(linked, mail.recipient == "lanhdao@camngoc.gov.vn", "{}", content.text);
            assert_eq!(content.html.contains("<a href="), linked, "{}", content.html);
        }
    }
}
