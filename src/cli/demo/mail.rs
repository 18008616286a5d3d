//! Mail of the demo: two addresses that a second person has confirmed, a weekly report to the leader, sent once.

use chrono::{NaiveTime, Utc, Weekday};

use crate::access::{Actor, Door, Rights};
use crate::cli::error::CommandError;
use crate::mail::addresses::{self, TypedAddress};
use crate::mail::schedules::{self, SavedSchedule};
use crate::mail::send_now;
use crate::model::mail_schedule::{Addressee, Rhythm, Sends, Timing};
use crate::store::mail_schedules::ScheduleSettings;
use crate::store::{Db, accounts};

/// The unit.
const UNIT: &str = "cam-ngoc";
/// Who types, and who confirms.
const CLERKS: [&str; 2] = ["canbo", "congan"];
/// Address, whose, name of the account.
const ADDRESSES: [(&str, &str, &str); 2] = [
    ("chutich@camngoc.example.vn", "Bùi Thị Huệ, Chủ tịch UBND xã", "lanhdao"),
    ("vanphong@camngoc.example.vn", "Văn phòng UBND xã", ""),
];

/// Makes them; returns the number of the schedule.
pub fn make(db: &Db, campaign: &str) -> Result<Option<i64>, CommandError> {
    let [Some(clerk), Some(second)] = [actor(db, CLERKS[0])?, actor(db, CLERKS[1])?] else { return Ok(None) };
    let mut recipients = Vec::new();
    for (address, holder, account) in ADDRESSES {
        let [unit, address, holder, account] = [UNIT, address, holder, account].map(str::to_owned);
        let id = addresses::enter(db, &clerk, &TypedAddress { unit, address, holder, account }, Utc::now())?;
        addresses::confirm(db, &second, id, Utc::now())?;
        recipients.push(Addressee::Address(id));
    }
    let timing = Timing {
        rhythm: Rhythm::Weekly(Weekday::Mon),
        hour: NaiveTime::from_hms_opt(7, 30, 0).unwrap_or_default(),
        weekends: false,
        any_hour: false,
    };
    let settings = ScheduleSettings {
        name: "Báo cáo tuần gửi lãnh đạo UBND xã".to_owned(),
        sends: Sends { workbook: true, first_page: true, people: true, documents: Vec::new() },
        timing,
        only_changed: true,
        answer_to: Some("đ/c Thanh, Văn phòng UBND xã".to_owned()),
        recipients,
    };
    let saved = SavedSchedule { campaign: campaign.to_owned(), unit: UNIT.to_owned(), known: None, settings };
    let id = schedules::save(db, &clerk, &saved, Utc::now())?;
    send_now(db, &clerk, id, "demo", Utc::now())?;
    Ok(Some(id.0))
}

fn actor(db: &Db, name: &str) -> Result<Option<Actor>, CommandError> {
    let found = db.read(|conn| accounts::find_by_name(conn, name))?;
    Ok(found.map(|account| Actor {
        rights: Rights::Account { account: account.id, role: account.role, unit: account.unit },
        door: Door::Command,
        source: "máy chủ".to_owned(),
    }))
}
