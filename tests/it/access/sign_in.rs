//! Signing in, and everything that refuses it.

use chrono::{DateTime, TimeDelta, Utc};
use tiendo::access::{AccessError, Door, SignedIn, disable_account, sign_in};
use tiendo::access::{Actor, resume};
use tiendo::model::role::Role;
use tiendo::store::{Db, Engine};

use crate::support::office::{OFFICE, account, now};
use crate::support::raw;

const WRONG: &str = "không phải mật khẩu này";

fn try_page(db: &Db, name: &str, password: &str, at: DateTime<Utc>) -> Result<SignedIn, AccessError> {
    sign_in(db, name, password, Door::Page, "192.0.2.7", at)
}

/// What the audit chain says about sign-ins: `action reason`.
fn told(db: &Db) -> Vec<String> {
    let query =
        "SELECT action || ' ' || detail AS value FROM audit_entry WHERE action LIKE 'access.sign_in%' ORDER BY id";
    raw::texts(db, query)
}

on_both_databases! {
    fn the_right_password_opens_a_session(db from OFFICE) {
        let made = account(db, "dong.canbo", Role::Officer, "tinh/xa-dong");
        let signed_in = try_page(db, " Dong.CanBo ", made.password.as_ref().unwrap(), now()).unwrap();
        assert_eq!(signed_in.account.id, made.id);
        assert_eq!(signed_in.expires_at, now() + TimeDelta::hours(8));
        let again = try_page(db, "dong.canbo", made.password.as_ref().unwrap(), now()).unwrap();
        assert_ne!(signed_in.secret, again.secret, "every sign-in has a secret of its own");
        assert!(resume(db, &signed_in.secret, Door::Page, "", now()).is_ok());
        assert_eq!(raw::number(db, "SELECT count(*) AS value FROM session"), 2);
    }

    fn no_secret_is_stored(db from OFFICE) {
        let made = account(db, "dong.canbo", Role::Officer, "tinh/xa-dong");
        let password = made.password.unwrap();
        let signed_in = try_page(db, "dong.canbo", &password, now()).unwrap();
        let stored = match db.engine() {
            Engine::Sqlite => "lower(hex(secret_hash))",
            Engine::Postgres => "encode(secret_hash, 'hex')",
        };
        let tables = format!(
            "SELECT password_hash AS value FROM account UNION ALL SELECT detail FROM audit_entry \
             UNION ALL SELECT {stored} FROM session UNION ALL SELECT source FROM session"
        );
        for text in raw::texts(db, &tables) {
            assert!(!text.contains(&signed_in.secret) && !text.contains(&password), "{text}");
        }
    }

    fn every_refusal_reads_the_same_and_the_chain_knows_why(db from OFFICE) {
        let made = account(db, "dong.canbo", Role::Officer, "tinh/xa-dong");
        let closed = account(db, "dong.nghi", Role::Officer, "tinh/xa-dong");
        disable_account(db, &Actor::operator(), closed.id, now()).unwrap();
        let mut answers = vec![
            try_page(db, "khong.co.ai", WRONG, now()).unwrap_err(),
            try_page(db, "không hợp lệ", WRONG, now()).unwrap_err(),
            try_page(db, "dong.nghi", &closed.password.unwrap(), now()).unwrap_err(),
        ];
        for _ in 0..5 {
            answers.push(try_page(db, "dong.canbo", WRONG, now()).unwrap_err());
        }
        answers.push(try_page(db, "dong.canbo", &made.password.unwrap(), now()).unwrap_err());
        for answer in &answers {
            assert!(matches!(answer, AccessError::SignInRefused), "{answer:?}");
        }
        let reasons = ["unknown_name", "unknown_name", "disabled"].into_iter();
        let reasons = reasons.chain(["wrong_password"; 5]).chain(["waiting"]);
        let expected: Vec<String> =
            reasons.map(|reason| format!("access.sign_in_refused {{\"reason\":\"{reason}\"}}")).collect();
        assert_eq!(told(db), expected);
    }

    fn waits_end_and_a_right_password_forgets(db from OFFICE) {
        let made = account(db, "dong.canbo", Role::Officer, "tinh/xa-dong");
        let password = made.password.unwrap();
        for _ in 0..5 {
            try_page(db, "dong.canbo", WRONG, now()).unwrap_err();
        }
        let before = now() + TimeDelta::seconds(29);
        try_page(db, "dong.canbo", &password, before).unwrap_err();
        try_page(db, "dong.canbo", WRONG, before).unwrap_err();
        let after = now() + TimeDelta::seconds(30);
        assert!(try_page(db, "dong.canbo", &password, after).is_ok(), "guesses during the wait do not lengthen it");
        for _ in 0..4 {
            try_page(db, "dong.canbo", WRONG, after).unwrap_err();
        }
        assert!(try_page(db, "dong.canbo", &password, after).is_ok(), "the count began anew");
    }

    fn guessing_at_one_account_never_locks_another(db from OFFICE) {
        account(db, "dong.canbo", Role::Officer, "tinh/xa-dong");
        let other = account(db, "dong.congan", Role::Police, "tinh/xa-dong");
        for _ in 0..20 {
            try_page(db, "dong.canbo", WRONG, now()).unwrap_err();
        }
        assert!(try_page(db, "dong.congan", &other.password.unwrap(), now()).is_ok(), "same address, same instant");
    }

    fn guesses_at_the_same_time_are_counted_one_by_one(db from OFFICE) {
        let made = account(db, "dong.canbo", Role::Officer, "tinh/xa-dong");
        std::thread::scope(|scope| {
            for _ in 0..12 {
                scope.spawn(|| try_page(db, "dong.canbo", WRONG, now()).unwrap_err());
            }
        });
        let looked_at = told(db).iter().filter(|line| line.contains("wrong_password")).count();
        assert_eq!(looked_at, 5, "the fifth starts the wait, whatever arrives with it");
        try_page(db, "dong.canbo", &made.password.unwrap(), now()).unwrap_err();
    }
}
