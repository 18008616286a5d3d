//! Making accounts.

use tiendo::access::{AccessError, Actor, Door, InitialPassword, NewAccount, create_account, disable_account, sign_in};
use tiendo::model::id::{AccountId, UnitId};
use tiendo::model::role::Role;
use tiendo::store::Db;

use crate::support::office::{OFFICE, account, actor, now, unit};
use crate::support::raw;

fn new(db: &Db, name: &str, slug: &str, password: InitialPassword) -> NewAccount {
    let (name, display_name) = (name.to_owned(), "Phạm Thị Bình".to_owned());
    NewAccount { name, display_name, role: Role::Officer, unit: unit(db, slug), password }
}

on_both_databases! {
    fn a_one_time_password_is_told_once_and_must_be_changed(db from OFFICE) {
        let new = new(db, "binh.pham", "tinh/xa-dong", InitialPassword::OneTime);
        let made = create_account(db, &Actor::operator(), &new, now()).unwrap();
        let signed_in = sign_in(db, "binh.pham", &made.password.unwrap(), Door::Page, "", now()).unwrap();
        assert!(signed_in.account.must_change_password);
    }

    fn a_chosen_password_obeys_the_rules_and_is_not_told(db from OFFICE) {
        let try_one = |password: &str| {
            let new = new(db, "binh.pham", "tinh/xa-dong", InitialPassword::Chosen(password.to_owned()));
            create_account(db, &Actor::operator(), &new, now())
        };
        assert!(matches!(try_one("ngan qua"), Err(AccessError::WeakPassword(_))));
        assert!(matches!(try_one("Phạm Thị Bình 2023"), Err(AccessError::WeakPassword(_))));
        assert_eq!(try_one("con trâu đi trước cái cày").unwrap().password, None);
        assert!(sign_in(db, "binh.pham", "con trâu đi trước cái cày", Door::Page, "", now()).is_ok());
    }

    fn names_are_unique_whatever_the_case(db from OFFICE) {
        account(db, "binh.pham", Role::Leader, "tinh");
        let again = new(db, "Binh.Pham", "tinh/xa-dong", InitialPassword::OneTime);
        let answer = create_account(db, &Actor::operator(), &again, now());
        assert!(matches!(answer, Err(AccessError::NameTaken(_))), "{answer:?}");
        let bad = new(db, "bình phạm", "tinh/xa-dong", InitialPassword::OneTime);
        assert!(matches!(create_account(db, &Actor::operator(), &bad, now()), Err(AccessError::BadName(_))));
    }

    fn an_admin_manages_accounts_of_the_own_subtree_only(db from OFFICE) {
        let admin = actor(db, Role::Admin, "tinh/xa-dong");
        let make = |slug: &str| {
            let new = new(db, &slug.replace('/', "."), slug, InitialPassword::OneTime);
            create_account(db, &admin, &new, now())
        };
        assert!(make("tinh/xa-dong/thon-1").is_ok());
        for foreign in ["tinh", "tinh/xa-tay", "tinh/xa-tay/thon-9"] {
            assert!(matches!(make(foreign), Err(AccessError::NotFound)), "{foreign}");
        }
        let outside = account(db, "tay.canbo", Role::Officer, "tinh/xa-tay");
        let disable = |id| disable_account(db, &admin, id, now()).unwrap_err().to_string();
        assert_eq!(disable(outside.id), disable(AccountId(1_000_000)));
        let officer = actor(db, Role::Officer, "tinh/xa-dong");
        let answer = disable_account(db, &officer, outside.id, now());
        assert!(matches!(answer, Err(AccessError::Forbidden)), "{answer:?}");
    }

    fn an_account_of_an_unknown_unit_is_refused(db from OFFICE) {
        let mut new = new(db, "binh.pham", "tinh", InitialPassword::OneTime);
        new.unit = UnitId(1_000_000);
        assert!(matches!(create_account(db, &Actor::operator(), &new, now()), Err(AccessError::NotFound)));
        assert_eq!(raw::number(db, "SELECT count(*) AS value FROM audit_entry"), 0, "nothing half done");
    }
}
