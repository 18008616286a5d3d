//! The outbox under trouble: leases, attempts, the folder that cannot be written.

use chrono::TimeDelta;
use tiendo::mail::{self, Content, Delivered, MailError, MailSettings, MailState, Transport, run_due, send_report};
use tiendo::model::role::Role;
use tiendo::store::outbox;
use tiendo::store::outbox_leases::{self, Lease, Outcome};

use super::{actor, now, to_the_chairman};
use crate::roster::steps::IMPORTED;
use crate::support::raw;

on_both_databases! {
    fn a_leased_mail_is_nobody_elses_until_the_lease_ends(db from IMPORTED) {
        let queued = send_report(db, &actor(db, Role::Officer, "cam-ngoc"), to_the_chairman("a")).unwrap();
        let until = |at| at + TimeDelta::minutes(5);
        let lease = |at| db.write(|c| outbox_leases::lease_next(c, &Lease { by: "một", now: at, until: until(at) })).unwrap();
        assert!(lease(now() - TimeDelta::seconds(1)).is_none(), "not due yet");
        let first = lease(now()).unwrap();
        assert_eq!((first.id, first.attempts), (queued.id, 1));
        assert!(lease(now() + TimeDelta::minutes(4)).is_none());
        let second = lease(now() + TimeDelta::minutes(5)).unwrap();
        assert_eq!((second.id, second.attempts, &second.message_id), (first.id, 2, &first.message_id));
        assert_eq!(second.first_attempt_at, Some(now()), "the time for retries runs from the first attempt");
    }

    fn a_server_that_lost_its_mail_notes_nothing_but_that_it_left(db from IMPORTED) {
        let id = send_report(db, &actor(db, Role::Officer, "cam-ngoc"), to_the_chairman("a")).unwrap().id;
        let at = |minutes| now() + TimeDelta::minutes(minutes);
        let lease = |by, minutes| Lease { by, now: at(minutes), until: at(minutes + 2) };
        db.write(|c| outbox_leases::lease_next(c, &lease("một", 0))).unwrap().unwrap();
        assert!(db.write(|c| outbox_leases::keep(c, id, &lease("một", 1))).unwrap());
        assert!(db.write(|c| outbox_leases::lease_next(c, &lease("hai", 2))).unwrap().is_none(), "renewed until minute 3");
        db.write(|c| outbox_leases::lease_next(c, &lease("hai", 3))).unwrap().unwrap();
        assert!(!db.write(|c| outbox_leases::keep(c, id, &lease("một", 3))).unwrap());
        let note = |by, outcome: &Outcome| db.write(|c| outbox_leases::record(c, id, by, outcome, at(4))).unwrap();
        assert!(!note("một", &Outcome::Failed { error: "x".to_owned() }));
        assert!(!note("một", &Outcome::Retry { at: at(9), error: "x".to_owned() }));
        assert_eq!(db.read(|c| outbox::get(c, id)).unwrap().unwrap().state, MailState::Waiting);
        assert!(note("một", &Outcome::Sent { answer: Some("250 ok".to_owned()) }), "what has left has left");
        assert!(!note("hai", &Outcome::Failed { error: "x".to_owned() }));
        let mail = db.read(|c| outbox::get(c, id)).unwrap().unwrap();
        assert_eq!((mail.state, mail.server_answer.as_deref()), (MailState::Sent, Some("250 ok")));
    }

    fn a_mail_that_cannot_leave_is_tried_again_and_in_the_end_given_up(db from IMPORTED) {
        let queued = send_report(db, &actor(db, Role::Officer, "cam-ngoc"), to_the_chairman("a")).unwrap();
        let place = tempfile::tempdir().unwrap();
        let blocked = place.path().join("mail");
        std::fs::write(&blocked, "a file where the folder should be").unwrap();
        let transport = Transport::open(&MailSettings { folder: blocked.clone(), ..MailSettings::default() }).unwrap();
        let (mut at, mut attempts) = (now(), 0);
        let mail = |id| db.read(|c| outbox::get(c, id)).unwrap().unwrap();
        loop {
            let delivered = run_due(db, &transport, at).unwrap();
            attempts += 1;
            assert_eq!(delivered.sent, 0);
            if delivered.failed == 1 {
                break;
            }
            assert_eq!(delivered.postponed, 1);
            assert_eq!(run_due(db, &transport, at).unwrap(), Delivered::default(), "waits for its turn");
            at = mail(queued.id).next_attempt_at;
        }
        let given_up = mail(queued.id);
        assert_eq!((attempts, given_up.state, given_up.attempts), (30, MailState::Failed, 30));
        assert_eq!(at, now() + TimeDelta::hours(48), "two days from the first attempt");
        assert!(given_up.last_error.unwrap().contains("mail"));
        std::fs::remove_file(&blocked).unwrap();
        assert_eq!(run_due(db, &transport, at + TimeDelta::days(2)).unwrap(), Delivered::default());
    }

    fn trouble_that_passes_loses_nothing(db from IMPORTED) {
        let queued = send_report(db, &actor(db, Role::Officer, "cam-ngoc"), to_the_chairman("a")).unwrap();
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("mail");
        std::fs::write(&folder, "").unwrap();
        let transport = Transport::open(&MailSettings { folder: folder.clone(), ..MailSettings::default() }).unwrap();
        assert_eq!(run_due(db, &transport, now()).unwrap().postponed, 1);
        std::fs::remove_file(&folder).unwrap();
        let later = now() + TimeDelta::minutes(1);
        assert_eq!(run_due(db, &transport, later).unwrap().sent, 1);
        let mail = db.read(|c| outbox::get(c, queued.id)).unwrap().unwrap();
        assert_eq!((mail.state, mail.sent_at, mail.last_error), (MailState::Sent, Some(later), None));
    }

    fn the_same_bytes_go_out_at_every_attempt_and_after_a_resend(db from IMPORTED) {
        let officer = actor(db, Role::Officer, "cam-ngoc");
        let id = send_report(db, &officer, to_the_chairman("a")).unwrap().id;
        let place = tempfile::tempdir().unwrap();
        let blocked = place.path().join("mail");
        std::fs::write(&blocked, "").unwrap();
        let transport = Transport::open(&MailSettings { folder: blocked.clone(), ..MailSettings::default() }).unwrap();
        assert_eq!(run_due(db, &transport, now()).unwrap().postponed, 1);
        let kept = db.read(|c| outbox_leases::message(c, id)).unwrap().unwrap();
        let mail = db.read(|c| outbox::get(c, id)).unwrap().unwrap();
        assert_eq!(mail.sha256, Some(tiendo::store::blobs::sha256(&kept)));
        std::fs::remove_file(&blocked).unwrap();
        // Another sender later: what was built stays.
        let settings = MailSettings { sender: Some("khac@camngoc.gov.vn".to_owned()), folder: blocked.clone(), ..MailSettings::default() };
        mail::try_again(db, &officer, id, now()).unwrap();
        assert_eq!(run_due(db, &Transport::open(&settings).unwrap(), now()).unwrap().sent, 1);
        let files: Vec<_> = std::fs::read_dir(&blocked).unwrap().map(|e| e.unwrap().path()).collect();
        assert_eq!(std::fs::read(&files[0]).unwrap(), kept);
        assert_eq!(mail::open(db, &officer, id).unwrap().message, Some(kept));
        let again = mail::try_again(db, &officer, id, now());
        assert!(matches!(again, Err(MailError::NotToBeTriedAgain)), "it was sent");
        let village = actor(db, Role::Officer, "cam-ngoc/ngoc-binh");
        assert!(matches!(mail::try_again(db, &village, id, now()), Err(MailError::NotFound)));
    }

    fn a_mail_that_was_sent_is_sent_once_more_as_another(db from IMPORTED) {
        let officer = actor(db, Role::Officer, "cam-ngoc");
        let id = send_report(db, &officer, to_the_chairman("a")).unwrap().id;
        assert!(matches!(mail::send_copy(db, &officer, id, "b", now()), Err(MailError::NotToBeCopied)), "not sent yet");
        let place = tempfile::tempdir().unwrap();
        let transport = Transport::open(&MailSettings { folder: place.path().to_owned(), ..MailSettings::default() }).unwrap();
        assert_eq!(run_due(db, &transport, now()).unwrap().sent, 1);
        let later = now() + TimeDelta::days(3);
        let copy = mail::send_copy(db, &officer, id, "b", later).unwrap();
        let again = mail::send_copy(db, &officer, id, "b", later).unwrap();
        assert_eq!((copy.already, again.already, again.id), (false, true, copy.id), "the same form sent twice sends once");
        assert_eq!(run_due(db, &transport, later).unwrap().sent, 1);
        let (first, second) = (mail::open(db, &officer, id).unwrap(), mail::open(db, &officer, copy.id).unwrap());
        assert_eq!(second.mail.copy_of, Some(id));
        assert_eq!(first.copies, [(copy.id, later)]);
        assert_ne!(first.mail.message_id, second.mail.message_id);
        assert_ne!(first.mail.dispatch, second.mail.dispatch, "a sending of its own");
        assert_eq!((&first.mail.recipient, &first.mail.subject), (&second.mail.recipient, &second.mail.subject));
        assert_eq!(second.content, Content { date: later, ..first.content }, "the same content of another day");
        let audited = raw::texts(db, "SELECT action AS value FROM audit_entry WHERE action LIKE 'mail.%' ORDER BY id");
        assert_eq!(audited, ["mail.queue", "mail.sent", "mail.copy", "mail.sent"]);
        let village = actor(db, Role::Officer, "cam-ngoc/ngoc-binh");
        assert!(matches!(mail::send_copy(db, &village, id, "c", later), Err(MailError::NotFound)));
        let team = actor(db, Role::VillageTeam, "cam-ngoc");
        assert!(matches!(mail::send_copy(db, &team, id, "c", later), Err(MailError::Access(_))));
    }

    fn a_mail_that_was_given_up_counts_until_somebody_cares_for_it(db from IMPORTED) {
        let officer = actor(db, Role::Officer, "cam-ngoc");
        let village = actor(db, Role::Officer, "cam-ngoc/ngoc-binh");
        let [first, second] = ["a", "b"].map(|key| send_report(db, &officer, to_the_chairman(key)).unwrap().id);
        raw::execute(db, "UPDATE outbox SET state = 'failed', attempts = 1, last_error = 'x'").unwrap();
        let counts = || [&officer, &village].map(|actor| mail::count_failed(db, actor).unwrap());
        assert_eq!(counts(), [2, 0], "each in their scope");
        assert!(mail::count_failed(db, &actor(db, Role::VillageTeam, "cam-ngoc")).is_err());
        mail::settle(db, &officer, first, now()).unwrap();
        assert_eq!(counts(), [1, 0]);
        assert!(matches!(mail::settle(db, &officer, first, now()), Err(MailError::NotToBeSettled)), "once");
        assert!(matches!(mail::settle(db, &village, second, now()), Err(MailError::NotFound)));
        mail::try_again(db, &officer, second, now()).unwrap();
        assert_eq!(counts(), [0, 0]);
        assert!(matches!(mail::settle(db, &officer, second, now()), Err(MailError::NotToBeSettled)), "it waits");
        mail::try_again(db, &officer, first, now()).unwrap();
        assert_eq!(mail::open(db, &officer, first).unwrap().mail.settled_at, None, "tried again after all");
        assert_eq!(raw::number(db, "SELECT COUNT(*) AS value FROM audit_entry WHERE action = 'mail.settle'"), 1);
    }
}
