//! Mail through a mail server.

use chrono::TimeDelta;
use tiendo::mail::{Delivered, MailSettings, MailState, Transport, run_due, send_report};
use tiendo::model::role::Role;
use tiendo::store::outbox;

use super::sink::{Answer, Sink};
use super::{actor, now, to_the_chairman};
use crate::roster::steps::IMPORTED;

fn through(sink: &Sink) -> Transport {
    let settings = MailSettings {
        server: Some(format!("smtp://{}", sink.address)),
        sender: Some("tiendo@camngoc.gov.vn".to_owned()),
        folder: "unused".into(),
        ..MailSettings::default()
    };
    Transport::open(&settings).unwrap()
}

on_both_databases! {
    fn a_refusal_for_now_is_followed_by_the_same_mail(db from IMPORTED) {
        let sink = Sink::start(&[Answer::Later, Answer::Accept]);
        let transport = through(&sink);
        let queued = send_report(db, &actor(db, Role::Officer, "cam-ngoc"), to_the_chairman("a")).unwrap();
        assert_eq!(run_due(db, &transport, now()).unwrap(), Delivered { postponed: 1, ..Delivered::default() });
        let waiting = db.read(|c| outbox::get(c, queued.id)).unwrap().unwrap();
        assert!(waiting.last_error.unwrap().contains("try again later"));
        let later = now() + TimeDelta::minutes(1);
        assert_eq!(run_due(db, &transport, later).unwrap(), Delivered { sent: 1, ..Delivered::default() });
        let arrived = sink.arrived();
        let [mail] = arrived.as_slice() else { panic!("{arrived:?}") };
        assert!(mail.sender.contains("<tiendo@camngoc.gov.vn>"), "{}", mail.sender);
        assert_eq!(mail.recipients, ["RCPT TO:<chutich@camngoc.gov.vn>"]);
        assert!(mail.data.contains(&format!("Message-ID: {}", waiting.message_id)));
        assert_eq!(run_due(db, &transport, later + TimeDelta::days(1)).unwrap(), Delivered::default(), "sent once");
    }

    fn a_refusal_for_good_ends_it(db from IMPORTED) {
        let sink = Sink::start(&[Answer::Never]);
        let queued = send_report(db, &actor(db, Role::Officer, "cam-ngoc"), to_the_chairman("a")).unwrap();
        let delivered = run_due(db, &through(&sink), now()).unwrap();
        assert_eq!(delivered, Delivered { failed: 1, ..Delivered::default() });
        let mail = db.read(|c| outbox::get(c, queued.id)).unwrap().unwrap();
        assert_eq!((mail.state, mail.attempts), (MailState::Failed, 1));
        assert!(mail.last_error.unwrap().contains("no such mailbox"));
        assert!(sink.arrived().is_empty());
    }
}
