//! Small mails, straight into the outbox: for tests of how mails travel, not of what is in them.

use tiendo::mail::Content;
use tiendo::model::id::CampaignId;
use tiendo::store::outbox::{self, NewMail};
use tiendo::store::{Db, StoreError, campaigns, units};

use super::now;

/// A mail of a few lines.
pub struct Small<'a> {
    pub recipient: &'a str,
    pub text: &'a str,
}

/// Queues so many in one transaction. `sending` tells them from those of another call.
pub fn queue_small<'a>(db: &Db, sending: &str, count: usize, of: impl Fn(usize) -> Small<'a>) {
    db.write(|conn| {
        let unit = units::find_by_slug(conn, "cam-ngoc", now().date_naive())?.unwrap().id;
        let campaign: CampaignId = campaigns::find(conn, "cam-ngoc-2023")?.unwrap().id;
        for number in 0..count {
            let Small { recipient, text } = of(number);
            let (html, pictures, attachments) = (format!("<p>{text}</p>"), Vec::new(), Vec::new());
            let content = Content { date: now(), text: text.to_owned(), html, pictures, attachments };
            let new = NewMail {
                message_id: &format!("<{sending}{number:08x}@tiendo>"),
                form_key: &format!("nho:{sending}:{number}"),
                account: None,
                unit,
                campaign,
                recipient,
                subject: "[tiendo] Xã Cẩm Ngọc",
                content: &content.to_bytes().unwrap(),
                dispatch: None,
                schedule: None,
                created_at: now(),
            };
            outbox::insert(conn, &new)?;
        }
        Ok::<_, StoreError>(())
    })
    .unwrap();
}
