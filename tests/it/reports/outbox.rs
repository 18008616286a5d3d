//! The outbox under trouble: leases, attempts, the folder that cannot be written.

use chrono::TimeDelta;
use tiendo::mail::{Delivered, MailSettings, MailState, Transport, run_due, send_report};
use tiendo::model::role::Role;
use tiendo::store::outbox;

use super::{actor, now, to_the_chairman};
use crate::roster::steps::IMPORTED;

on_both_databases! {
    fn a_leased_mail_is_nobody_elses_until_the_lease_ends(db from IMPORTED) {
        let queued = send_report(db, &actor(db, Role::Officer, "cam-ngoc"), to_the_chairman("a")).unwrap();
        let lease = |at| db.write(|c| outbox::lease_next(c, at, at + TimeDelta::minutes(5))).unwrap();
        assert!(lease(now() - TimeDelta::seconds(1)).is_none(), "not due yet");
        let first = lease(now()).unwrap();
        assert_eq!((first.id, first.attempts), (queued.id, 1));
        assert!(lease(now() + TimeDelta::minutes(4)).is_none());
        let second = lease(now() + TimeDelta::minutes(5)).unwrap();
        assert_eq!((second.id, second.attempts, &second.message_id), (first.id, 2, &first.message_id));
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
        assert_eq!((attempts, given_up.state, given_up.attempts), (9, MailState::Failed, 9));
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
}
