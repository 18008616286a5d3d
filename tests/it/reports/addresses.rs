//! Addresses that schedules send to: one types, another confirms.

use tiendo::access::{Actor, Rights};
use tiendo::mail::addresses::{self, AddressLine, TypedAddress};
use tiendo::mail::{self, MailError, SendReport};
use tiendo::model::role::Role;
use tiendo::store::Db;

use super::{actor, now, to_the_chairman};
use crate::roster::steps::IMPORTED;
use crate::support::raw;

pub fn typed(address: &str, holder: &str, account: &str) -> TypedAddress {
    let own = str::to_owned;
    TypedAddress { unit: own("cam-ngoc"), address: own(address), holder: own(holder), account: own(account) }
}

fn only(db: &Db, by: &Actor) -> AddressLine {
    let lines = addresses::list(db, by, now()).unwrap();
    assert_eq!(lines.len(), 1);
    lines.into_iter().next().unwrap()
}

on_both_databases! {
    fn an_address_is_typed_by_one_and_confirmed_by_another(db from IMPORTED) {
        let officer = actor(db, Role::Officer, "cam-ngoc");
        let police = actor(db, Role::Police, "cam-ngoc");
        let id = addresses::enter(db, &officer, &typed(" ChuTich@camngoc.gov.vn ", "Đ/c Chủ tịch", ""), now()).unwrap();
        let line = only(db, &officer);
        assert_eq!((line.address.address.as_str(), line.address.is_usable()), ("chutich@camngoc.gov.vn", false));
        assert_eq!((line.entered_by.as_str(), line.may_confirm), ("Lê Thị Hoa", false));
        assert!(matches!(addresses::confirm(db, &officer, id, now()), Err(MailError::OwnConfirmation)));
        assert!(only(db, &police).may_confirm);
        addresses::confirm(db, &police, id, now()).unwrap();
        let confirmed = only(db, &officer);
        assert!(confirmed.address.is_usable() && confirmed.confirmed_by.as_deref() == Some("Lê Thị Hoa"));
        assert_eq!(confirmed.address.confirmed, Some((police.account(), now())));
        assert!(matches!(addresses::confirm(db, &police, id, now()), Err(MailError::AddressSettled)));
        let entries = raw::number(db, "SELECT COUNT(*) AS value FROM audit_entry WHERE action LIKE 'mail-address.%'");
        assert_eq!(entries, 2);
    }

    fn an_address_in_use_is_not_taken_twice_and_one_given_up_is(db from IMPORTED) {
        let officer = actor(db, Role::Officer, "cam-ngoc");
        let new = typed("chutich@camngoc.gov.vn", "Đ/c Chủ tịch", "");
        let id = addresses::enter(db, &officer, &new, now()).unwrap();
        assert!(matches!(addresses::enter(db, &officer, &new, now()), Err(MailError::AddressInUse(_))));
        addresses::retire(db, &officer, id, now()).unwrap();
        assert!(matches!(addresses::retire(db, &officer, id, now()), Err(MailError::AddressSettled)));
        let police = actor(db, Role::Police, "cam-ngoc");
        assert!(matches!(addresses::confirm(db, &police, id, now()), Err(MailError::AddressSettled)));
        assert_ne!(addresses::enter(db, &officer, &new, now()).unwrap(), id);
        assert_eq!(addresses::list(db, &officer, now()).unwrap().len(), 2, "what was given up is still told");
    }

    fn a_report_goes_to_a_confirmed_address_or_to_one_looked_at_again(db from IMPORTED) {
        let (officer, police) = (actor(db, Role::Officer, "cam-ngoc"), actor(db, Role::Police, "cam-ngoc"));
        let unseen = |key: &str| SendReport { looked_again: false, recipient: "ChuTich@camngoc.gov.vn".to_owned(), ..to_the_chairman(key) };
        let send = |key: &str| mail::send_report(db, &officer, unseen(key));
        assert!(matches!(send("a"), Err(MailError::NotConfirmed(_))), "nobody entered it");
        let id = addresses::enter(db, &officer, &typed("chutich@camngoc.gov.vn", "Đ/c Chủ tịch", ""), now()).unwrap();
        assert!(matches!(send("a"), Err(MailError::NotConfirmed(_))), "one person entered it");
        addresses::confirm(db, &police, id, now()).unwrap();
        let sent = send("a").unwrap().id;
        let village = actor(db, Role::Officer, "cam-ngoc/ngoc-binh");
        let of_village = SendReport { unit: Some("cam-ngoc/ngoc-binh".to_owned()), ..unseen("b") };
        assert!(matches!(mail::send_report(db, &village, of_village), Err(MailError::NotConfirmed(_))), "not in their scope");
        raw::execute(db, "UPDATE outbox SET state = 'sent', sent_at = '2023-06-13 02:00:00'").unwrap();
        mail::send_copy(db, &officer, sent, "c", now()).unwrap();
        addresses::retire(db, &officer, id, now()).unwrap();
        assert!(matches!(send("d"), Err(MailError::NotConfirmed(_))), "given up");
        assert!(matches!(mail::send_copy(db, &officer, sent, "e", now()), Err(MailError::AddressRetired(_))));
    }

    fn what_cannot_be_is_refused_with_what_to_do(db from IMPORTED) {
        let officer = actor(db, Role::Officer, "cam-ngoc");
        let enter = |new: TypedAddress| addresses::enter(db, &officer, &new, now()).unwrap_err();
        assert!(matches!(enter(typed("a@b.vn\r\nBcc: c@d.vn", "x", "")), MailError::BadRecipient(_)));
        assert!(matches!(enter(typed("a@b.vn", " ", "")), MailError::NoHolder));
        assert!(matches!(enter(typed("a@b.vn", "x", "khong.co")), MailError::NoAccount(_)));
        assert!(matches!(enter(TypedAddress { unit: "khong-co".to_owned(), ..typed("a@b.vn", "x", "") }), MailError::NoUnit(_)));
        let village = actor(db, Role::Officer, "cam-ngoc/ngoc-binh");
        let above = addresses::enter(db, &village, &typed("a@b.vn", "x", ""), now());
        assert!(matches!(above, Err(MailError::NoUnit(_))), "outside the scope it does not exist");
        let id = addresses::enter(db, &officer, &typed("a@b.vn", "x", ""), now()).unwrap();
        assert!(matches!(addresses::confirm(db, &village, id, now()), Err(MailError::NotFound)));
        assert!(addresses::list(db, &village, now()).unwrap().is_empty());
        let auditor = actor(db, Role::Auditor, "cam-ngoc");
        assert!(matches!(addresses::list(db, &auditor, now()), Err(MailError::Access(_))));
    }

    fn leaders_stop_their_mail_themselves(db from IMPORTED) {
        let (officer, police) = (actor(db, Role::Officer, "cam-ngoc"), actor(db, Role::Police, "cam-ngoc"));
        let leader = actor(db, Role::Leader, "cam-ngoc");
        let of = |role: &str, address: &str| {
            let new = typed(address, "", &format!("{role}.cam-ngoc"));
            let id = addresses::enter(db, &officer, &new, now()).unwrap();
            addresses::confirm(db, &police, id, now()).unwrap();
            id
        };
        let (chairman, colleague) = (of("leader", "chutich@camngoc.gov.vn"), of("police", "conganxa@camngoc.gov.vn"));
        let stop = |by: &Actor, id| addresses::set_subscribed(db, by, id, false, now());
        assert!(matches!(stop(&officer, chairman), Err(MailError::LeadersThemselves)));
        stop(&leader, chairman).unwrap();
        stop(&officer, colleague).unwrap();
        stop(&officer, colleague).unwrap();
        let asked = |by: &Actor| -> Vec<Option<String>> {
            let lines = addresses::list(db, by, now()).unwrap();
            lines.into_iter().map(|line| line.unsubscribed.map(|one| one.asked)).collect()
        };
        let mut found = asked(&officer);
        found.sort();
        assert_eq!(found, [Some("page".to_owned()), Some("reply".to_owned())]);
        addresses::set_subscribed(db, &leader, chairman, true, now()).unwrap();
        assert_eq!(asked(&leader).iter().filter(|one| one.is_none()).count(), 1);
        assert!(matches!(leader.rights, Rights::Account { role: Role::Leader, .. }));
    }
}
