//! The words of a campaign's reminders: checked when they are saved.

use tiendo::mail::MailError;
use tiendo::mail::templates::{self, Purpose};
use tiendo::model::role::Role;

use super::{actor, now};
use crate::roster::steps::IMPORTED;

const CAMPAIGN: &str = "cam-ngoc-2023";

on_both_databases! {
    fn words_are_checked_and_kept_with_their_revision(db from IMPORTED) {
        let officer = actor(db, Role::Officer, "cam-ngoc");
        let set = |words: &str, after| templates::set(db, &officer, (CAMPAIGN, Purpose::Overdue), (words, after), now());
        let unknown = set("Kính gửi {{ten_xa}}: {{danh_sach}}", 0).unwrap_err().to_string();
        assert!(unknown.contains("«{{ten_xa}}»"), "{unknown}");
        let kept = |purpose| templates::show(db, &officer, CAMPAIGN, purpose).unwrap();
        assert_eq!(kept(Purpose::Overdue), None);
        set("Kính gửi {{nguoi_nhan}}:\r\n{{danh_sach}}", 0).unwrap();
        assert!(matches!(set("{{danh_sach}}", 0), Err(MailError::Stale)), "somebody has set them meanwhile");
        set("{{danh_sach}}", 1).unwrap();
        assert!(matches!(set("{{danh_sach}}", 1), Err(MailError::Stale)));
        let found = kept(Purpose::Overdue).unwrap();
        assert_eq!((found.body.as_str(), found.revision, found.account), ("{{danh_sach}}", 2, officer.account()));
        assert_eq!(kept(Purpose::Ahead), None);
        let village = actor(db, Role::Officer, "cam-ngoc/ngoc-binh");
        let below = templates::set(db, &village, (CAMPAIGN, Purpose::Ahead), ("{{danh_sach}}", 0), now());
        assert!(matches!(below, Err(MailError::NoCampaign(_))));
    }
}
