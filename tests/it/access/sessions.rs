//! How long sessions last, and what ends them.

use chrono::{DateTime, TimeDelta, Utc};
use tiendo::access::{
    AccessError, Actor, Door, PasswordChange, Rights, SignedIn, change_password, csrf_matches, disable_account,
    reset_password, resume, resume_to_change_password, sign_in, sign_out,
};
use tiendo::model::role::Role;
use tiendo::store::Db;

use crate::support::office::{OFFICE, account, now, unit};
use crate::support::raw;

const SENTENCE: &str = "con trâu đi trước cái cày";

fn signed_in(db: &Db, door: Door) -> (SignedIn, String) {
    let made = account(db, "dong.canbo", Role::Officer, "tinh/xa-dong");
    let password = made.password.unwrap();
    (sign_in(db, "dong.canbo", &password, door, "192.0.2.7", now()).unwrap(), password)
}

fn is_open(db: &Db, secret: &str, door: Door, at: DateTime<Utc>) -> bool {
    match resume(db, secret, door, "192.0.2.7", at) {
        Ok(_) => true,
        Err(AccessError::NotSignedIn) => false,
        Err(error) => panic!("{error:?}"),
    }
}

on_both_databases! {
    fn a_page_left_alone_ends_after_a_quarter_of_an_hour(db from OFFICE) {
        let (page, _) = signed_in(db, Door::Page);
        assert!(is_open(db, &page.secret, Door::Page, now() + TimeDelta::minutes(14)));
        assert!(is_open(db, &page.secret, Door::Page, now() + TimeDelta::minutes(28)));
        assert!(!is_open(db, &page.secret, Door::Page, now() + TimeDelta::minutes(43)));
    }

    fn a_busy_page_ends_after_eight_hours(db from OFFICE) {
        let (page, _) = signed_in(db, Door::Page);
        for minutes in (10..480).step_by(10) {
            assert!(is_open(db, &page.secret, Door::Page, now() + TimeDelta::minutes(minutes)), "{minutes}");
        }
        assert!(!is_open(db, &page.secret, Door::Page, now() + TimeDelta::hours(8)));
    }

    fn a_secret_opens_only_its_own_door(db from OFFICE) {
        let (page, password) = signed_in(db, Door::Page);
        let api = sign_in(db, "dong.canbo", &password, Door::Api, "192.0.2.7", now()).unwrap();
        assert!(is_open(db, &api.secret, Door::Api, now()));
        assert!(!is_open(db, &page.secret, Door::Api, now()));
        assert!(!is_open(db, &api.secret, Door::Page, now()));
        assert!(!is_open(db, "", Door::Page, now()));
        let quarter = now() + TimeDelta::minutes(15);
        assert_eq!(api.expires_at, quarter);
        assert!(!is_open(db, &api.secret, Door::Api, quarter));
    }

    fn the_actor_is_the_account_as_it_is_now(db from OFFICE) {
        let (page, _) = signed_in(db, Door::Page);
        raw::execute(db, "UPDATE account SET role = 'leader'").unwrap();
        let session = resume(db, &page.secret, Door::Page, "198.51.100.4", now()).unwrap();
        let rights = Rights::Account {
            account: page.account.id,
            role: Role::Leader,
            unit: unit(db, "tinh/xa-dong"),
        };
        assert_eq!(session.actor, Actor { rights, door: Door::Page, source: "198.51.100.4".to_owned() });
    }

    fn signing_out_ends_it_at_the_server(db from OFFICE) {
        for door in [Door::Page, Door::Api] {
            let name = format!("ai.{}", door.as_str());
            let password = account(db, &name, Role::Officer, "tinh/xa-dong").password.unwrap();
            let first = sign_in(db, &name, &password, door, "", now()).unwrap();
            let second = sign_in(db, &name, &password, door, "", now()).unwrap();
            sign_out(db, &first.secret, door, "", now()).unwrap();
            assert!(!is_open(db, &first.secret, door, now()));
            assert!(is_open(db, &second.secret, door, now()), "another session stays");
            sign_out(db, &first.secret, door, "", now()).unwrap();
        }
        let entries = "SELECT count(*) AS value FROM audit_entry WHERE action = 'access.sign_out'";
        assert_eq!(raw::number(db, entries), 2, "signing out twice is one event");
    }

    fn disabling_and_resetting_end_all_sessions(db from OFFICE) {
        let (page, password) = signed_in(db, Door::Page);
        let api = sign_in(db, "dong.canbo", &password, Door::Api, "", now()).unwrap();
        let one_time = reset_password(db, &Actor::operator(), page.account.id).unwrap();
        assert!(!is_open(db, &page.secret, Door::Page, now()) && !is_open(db, &api.secret, Door::Api, now()));
        assert!(sign_in(db, "dong.canbo", &password, Door::Page, "", now()).is_err(), "the old password is gone");
        let fresh = sign_in(db, "dong.canbo", &one_time, Door::Page, "", now()).unwrap();
        disable_account(db, &Actor::operator(), page.account.id, now()).unwrap();
        let answer = resume_to_change_password(db, &fresh.secret, Door::Page, "", now());
        assert!(matches!(answer, Err(AccessError::NotSignedIn)));
    }

    fn a_one_time_password_opens_nothing_but_its_change(db from OFFICE) {
        let (page, _) = signed_in(db, Door::Page);
        let one_time = reset_password(db, &Actor::operator(), page.account.id).unwrap();
        let page = sign_in(db, "dong.canbo", &one_time, Door::Page, "", now()).unwrap();
        assert!(page.account.must_change_password);
        assert!(matches!(resume(db, &page.secret, Door::Page, "", now()), Err(AccessError::MustChangePassword)));
        let api = sign_in(db, "dong.canbo", &one_time, Door::Api, "", now()).unwrap();
        assert!(matches!(resume(db, &api.secret, Door::Api, "", now()), Err(AccessError::MustChangePassword)));

        let change = PasswordChange { present: &one_time, new: SENTENCE };
        let changed = change_password(db, &page.secret, &change, Door::Page, "", now()).unwrap();
        assert_ne!(changed.secret, page.secret);
        assert!(is_open(db, &changed.secret, Door::Page, now()));
        assert!(!is_open(db, &page.secret, Door::Page, now()) && !is_open(db, &api.secret, Door::Api, now()));
        assert!(sign_in(db, "dong.canbo", &one_time, Door::Page, "", now()).is_err());
        assert!(sign_in(db, "dong.canbo", SENTENCE, Door::Page, "", now()).is_ok());
    }

    fn a_change_needs_the_present_password_and_a_good_new_one(db from OFFICE) {
        let (page, password) = signed_in(db, Door::Page);
        let try_change = |present: &str, new: &str| {
            change_password(db, &page.secret, &PasswordChange { present, new }, Door::Page, "", now()).unwrap_err()
        };
        assert!(matches!(try_change(&password, "Aa@123456Aa@123456"), AccessError::WeakPassword(_)));
        assert!(matches!(try_change(&password, "Người dong.canbo Xã Đông"), AccessError::WeakPassword(_)));
        assert!(matches!(try_change(&password, &password), AccessError::WeakPassword(_)));
        for _ in 0..5 {
            assert!(matches!(try_change("khong phai cai nay", SENTENCE), AccessError::WrongPassword));
        }
        assert!(matches!(try_change(&password, SENTENCE), AccessError::WrongPassword), "guessing is slowed down here too");
        assert!(is_open(db, &page.secret, Door::Page, now()), "the session itself goes on");
    }

    fn form_tokens_belong_to_one_session(db from OFFICE) {
        let (first, password) = signed_in(db, Door::Page);
        let second = sign_in(db, "dong.canbo", &password, Door::Page, "", now()).unwrap();
        let resumed = resume(db, &first.secret, Door::Page, "", now()).unwrap();
        assert_eq!(resumed.csrf, first.csrf);
        assert!(csrf_matches(&resumed.csrf, &first.csrf));
        assert!(!csrf_matches(&resumed.csrf, &second.csrf) && !csrf_matches(&resumed.csrf, ""));
        assert!(!resumed.csrf.contains(&first.secret));
    }
}
