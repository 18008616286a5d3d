//! Background work.

use std::time::Duration;

use chrono::{TimeDelta, Utc};
use tiendo::jobs::Jobs;
use tiendo::mail::{MailSettings, MailState, Transport, send_report};
use tiendo::model::role::Role;
use tiendo::roster::{Background, Receiver};
use tiendo::store::outbox;

use super::{actor, now, to_the_chairman};
use crate::roster::steps::IMPORTED;
use crate::support::raw;

/// How often the test looks; how long it waits in all only bounds a failure.
const LOOKS: u32 = 600;
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);
const BLOBS: &str = "SELECT COUNT(*) AS value FROM blob";

on_both_databases! {
    fn what_is_queued_leaves_by_itself_and_stopping_waits_for_the_task_at_hand(db from IMPORTED) {
        let officer = actor(db, Role::Officer, "cam-ngoc");
        raw::execute(db, &format!(
            "INSERT INTO session (account_id, door, secret_hash, created_at, last_seen_at, expires_at, source)
             SELECT MIN(id), 'page', {}, '2023-06-01 00:00:00', '2023-06-01 00:00:00', '2023-06-01 08:00:00', 'x' FROM account",
            match db.engine() {
                tiendo::store::Engine::Sqlite => "x'00'",
                tiendo::store::Engine::Postgres => "'\\x00'::bytea",
            }
        )).unwrap();
        let place = tempfile::tempdir().unwrap();
        let settings = MailSettings { folder: place.path().join("mail"), ..MailSettings::default() };
        let transport = Transport::open(&settings).unwrap();
        let jobs = Jobs::start_with((**db).clone(), transport, Background::new((**db).clone()), now, Duration::from_millis(20)).unwrap();
        let queued = send_report(db, &officer, to_the_chairman("a")).unwrap();
        let sent = (0..LOOKS).any(|_| {
            std::thread::sleep(BETWEEN_LOOKS);
            db.read(|c| outbox::get(c, queued.id)).unwrap().unwrap().state == MailState::Sent
        });
        assert!(sent);
        drop(jobs);
        assert_eq!(std::fs::read_dir(place.path().join("mail")).unwrap().count(), 1);
        assert_eq!(raw::number(db, "SELECT COUNT(*) AS value FROM session"), 0, "ended sessions are removed");
    }

    fn an_upload_that_was_broken_off_is_removed(db from IMPORTED) {
        let kept = raw::number(db, BLOBS);
        let mut broken = Receiver::new(db);
        broken.take(&vec![b'a'; 3 << 20]).unwrap();
        drop(broken);
        assert_eq!(raw::number(db, BLOBS), kept + 1);
        let place = tempfile::tempdir().unwrap();
        let settings = MailSettings { folder: place.path().join("mail"), ..MailSettings::default() };
        let transport = Transport::open(&settings).unwrap();
        let tomorrow = || Utc::now() + TimeDelta::hours(25);
        let background = Background::new((**db).clone());
        let _jobs = Jobs::start_with((**db).clone(), transport, background, tomorrow, Duration::from_millis(20)).unwrap();
        let removed = (0..LOOKS).any(|_| {
            std::thread::sleep(BETWEEN_LOOKS);
            raw::number(db, BLOBS) == kept
        });
        assert!(removed);
    }
}
