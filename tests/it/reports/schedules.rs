//! Schedules: due once, sent by one server, only when something changed, caught up once.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use tiendo::access::{self, Actor};
use tiendo::mail::schedules::{self, SavedSchedule};
use tiendo::mail::{self, MailError, MailQuery, MailState, Ran, addresses};
use tiendo::model::id::{AddressId, MailScheduleId};
use tiendo::model::mail_schedule::{Addressee, Rhythm, Sends, Timing};
use tiendo::model::role::Role;
use tiendo::store::mail_schedules::ScheduleSettings;
use tiendo::store::mail_schedules::runs::{self, RunOutcome};
use tiendo::store::{Db, mail_schedules};

use super::addresses::typed;
use super::{actor, now};
use crate::roster::steps::IMPORTED;
use crate::support::raw;

/// An instant of 2023 by Vietnam's clock: day, month, hour, minute.
fn at(day: u32, month: u32, hour: u32, minute: u32) -> DateTime<Utc> {
    let day = chrono::NaiveDate::from_ymd_opt(2023, month, day).unwrap();
    tiendo::model::round::instant(day, NaiveTime::from_hms_opt(hour, minute, 0).unwrap())
}

pub fn settings(rhythm: Rhythm, recipients: Vec<Addressee>) -> ScheduleSettings {
    let hour = NaiveTime::from_hms_opt(7, 30, 0).unwrap();
    ScheduleSettings {
        name: "Báo cáo sáng".to_owned(),
        sends: Sends::workbook(),
        timing: Timing { rhythm, hour, weekends: false, any_hour: false },
        only_changed: false,
        answer_to: Some("đ/c Hoa, 0237 3 123 456".to_owned()),
        recipients,
    }
}

fn saved(settings: ScheduleSettings, known: Option<(MailScheduleId, i64)>) -> SavedSchedule {
    SavedSchedule { campaign: "cam-ngoc-2023".to_owned(), unit: "cam-ngoc".to_owned(), known, settings }
}

/// An officer, and a confirmed address.
pub fn office(db: &Db) -> (Actor, AddressId) {
    let officer = actor(db, Role::Officer, "cam-ngoc");
    let id = addresses::enter(db, &officer, &typed("chutich@camngoc.gov.vn", "Đ/c Chủ tịch", ""), now()).unwrap();
    addresses::confirm(db, &Actor::operator(), id, now()).unwrap();
    (officer, id)
}

fn outcomes(db: &Db, by: &Actor, id: MailScheduleId) -> Vec<(RunOutcome, u32, usize)> {
    let (_, runs) = schedules::show(db, by, id, now()).unwrap();
    runs.into_iter().rev().map(|run| (run.outcome, run.missed, run.mails.len())).collect()
}

on_both_databases! {
    fn a_schedule_sends_when_it_is_due_and_once_for_what_was_missed(db from IMPORTED) {
        let (officer, address) = office(db);
        // now(): Tuesday 13/6/2023, 09:00.
        let new = saved(settings(Rhythm::Weekdays, vec![Addressee::Address(address)]), None);
        let id = schedules::save(db, &officer, &new, now()).unwrap();
        let (sheet, _) = schedules::show(db, &officer, id, now()).unwrap();
        assert_eq!(sheet.next, Some(at(14, 6, 7, 30)));
        let run = |when| mail::run_schedules(db, when).unwrap();
        assert_eq!(run(at(14, 6, 7, 29)), Ran::default());
        assert_eq!(run(at(14, 6, 7, 31)), Ran { queued: 1, ..Ran::default() });
        assert_eq!(run(at(14, 6, 7, 31)), Ran::default(), "not twice");
        assert_eq!(run(at(21, 6, 22, 0)), Ran::default(), "mail rests at night");
        assert_eq!(run(at(22, 6, 7, 0)), Ran { queued: 1, ..Ran::default() });
        assert_eq!(outcomes(db, &officer, id), [(RunOutcome::Queued, 0, 1), (RunOutcome::Queued, 4, 1)]);
        let mails = mail::list(db, &officer, &MailQuery { page: 1, per_page: 10, ..MailQuery::default() }).unwrap().mails;
        assert!(mails.iter().all(|mail| mail.state == MailState::Waiting && mail.recipient == "chutich@camngoc.gov.vn"));
        assert!(mails[0].subject.starts_with("[tiendo] Xã Cẩm Ngọc: mức 2"), "{}", mails[0].subject);
        let opened = mail::open(db, &officer, mails[0].id).unwrap();
        assert!(opened.content.text.contains("): không có thay đổi."), "{}", opened.content.text);
        assert!(opened.content.text.contains("Liên hệ: đ/c Hoa, 0237 3 123 456") && opened.content.html.contains("đ/c Hoa"));
        assert!(opened.content.attachments[0].file_name.is_ascii() && opened.content.attachments[0].file_name.ends_with(".xlsx"));
    }

    fn without_a_change_nothing_is_sent_where_that_was_asked(db from IMPORTED) {
        let (officer, address) = office(db);
        let quiet = ScheduleSettings { only_changed: true, ..settings(Rhythm::Daily, vec![Addressee::Address(address)]) };
        let id = schedules::save(db, &officer, &saved(quiet, None), now()).unwrap();
        assert_eq!(mail::run_schedules(db, at(14, 6, 8, 0)).unwrap().queued, 1, "the first one always");
        assert_eq!(mail::run_schedules(db, at(15, 6, 8, 0)).unwrap(), Ran { idle: 1, ..Ran::default() });
        assert_eq!(outcomes(db, &officer, id), [(RunOutcome::Queued, 0, 1), (RunOutcome::Unchanged, 0, 0)]);
    }

    fn of_two_servers_one_sends(db from IMPORTED) {
        let (officer, address) = office(db);
        let new = saved(settings(Rhythm::Daily, vec![Addressee::Address(address)]), None);
        let id = schedules::save(db, &officer, &new, now()).unwrap();
        let due = at(14, 6, 8, 0);
        let sent: usize = std::thread::scope(|scope| {
            let servers: Vec<_> = (0..4).map(|_| scope.spawn(|| mail::run_schedules(db, due).unwrap().queued)).collect();
            servers.into_iter().map(|server| server.join().unwrap()).sum()
        });
        assert_eq!(sent, 1);
        assert_eq!(outcomes(db, &officer, id), [(RunOutcome::Queued, 0, 1)]);
        let schedule = db.read(|c| mail_schedules::find(c, id)).unwrap().unwrap();
        let stale = db.write(|c| runs::claim(c, (id, schedule.revision), now(), due)).unwrap();
        assert!(!stale, "whoever looked before the run claims nothing");
    }

    fn a_schedule_rests_and_goes_on_without_making_up(db from IMPORTED) {
        let (officer, address) = office(db);
        let new = saved(settings(Rhythm::Daily, vec![Addressee::Address(address)]), None);
        let id = schedules::save(db, &officer, &new, now()).unwrap();
        schedules::set_paused(db, &officer, id, true, now()).unwrap();
        assert_eq!(mail::run_schedules(db, at(15, 6, 8, 0)).unwrap(), Ran::default());
        assert_eq!(schedules::show(db, &officer, id, now()).unwrap().0.next, None);
        schedules::set_paused(db, &officer, id, false, at(15, 6, 9, 0)).unwrap();
        assert_eq!(mail::run_schedules(db, at(15, 6, 9, 1)).unwrap(), Ran::default());
        assert_eq!(mail::run_schedules(db, at(16, 6, 7, 30)).unwrap().queued, 1);
        schedules::retire(db, &officer, id, at(16, 6, 9, 0)).unwrap();
        assert_eq!(mail::run_schedules(db, at(17, 6, 8, 0)).unwrap(), Ran::default());
        assert!(matches!(schedules::show(db, &officer, id, now()), Err(MailError::NotFound)));
    }

    fn a_preview_queues_nothing_and_the_button_sends_once(db from IMPORTED) {
        let (officer, address) = office(db);
        let at_once = saved(settings(Rhythm::AtOnce, vec![Addressee::Address(address)]), None);
        let id = schedules::save(db, &officer, &at_once, now()).unwrap();
        let (made, to) = mail::preview(db, &officer, id, now()).unwrap();
        assert_eq!((made.changed, to.len()), (true, 1));
        assert_eq!(raw::number(db, "SELECT COUNT(*) AS value FROM outbox"), 0);
        assert_eq!(mail::run_schedules(db, now()).unwrap().queued, 1, "one that sends at once is due when it is saved");
        assert_eq!(mail::run_schedules(db, now() + TimeDelta::days(3)).unwrap(), Ran::default());
        let press = |key: &str| mail::send_now(db, &officer, id, key, now()).unwrap();
        assert_eq!((press("a"), press("a"), press("b")), (1, 0, 1));
        assert_eq!(raw::number(db, "SELECT COUNT(*) AS value FROM outbox"), 3);
        let mails = mail::list(db, &officer, &MailQuery { page: 1, per_page: 10, ..MailQuery::default() }).unwrap().mails;
        let first = mail::open(db, &officer, mails.last().unwrap().id).unwrap();
        assert_eq!((first.content, first.mail.subject), (made.content, made.subject), "what was shown is what was sent");
    }

    fn a_role_stands_for_whoever_holds_it_then(db from IMPORTED) {
        let (officer, _) = office(db);
        let leader = actor(db, Role::Leader, "cam-ngoc");
        let unit = db.read(|c| tiendo::store::units::find_by_slug(c, "cam-ngoc", now().date_naive())).unwrap().unwrap().id;
        let role = Addressee::Role { unit, role: Role::Leader };
        let id = schedules::save(db, &officer, &saved(settings(Rhythm::Daily, vec![role]), None), now()).unwrap();
        assert_eq!(mail::run_schedules(db, at(14, 6, 8, 0)).unwrap().idle, 1, "nobody with an address holds it");
        let own = addresses::enter(db, &officer, &typed("lanhdao@camngoc.gov.vn", "", "leader.cam-ngoc"), now()).unwrap();
        addresses::confirm(db, &Actor::operator(), own, now()).unwrap();
        assert_eq!(mail::run_schedules(db, at(15, 6, 8, 0)).unwrap().queued, 1);
        addresses::set_subscribed(db, &leader, own, false, now()).unwrap();
        assert_eq!(mail::run_schedules(db, at(16, 6, 8, 0)).unwrap().idle, 1);
        let found = outcomes(db, &officer, id);
        assert_eq!(found.iter().map(|run| run.0).collect::<Vec<_>>(), [RunOutcome::Nobody, RunOutcome::Queued, RunOutcome::Nobody]);
        assert!(matches!(mail::send_now(db, &officer, id, "a", now()), Err(MailError::NobodyToSendTo)));
    }

    fn what_cannot_be_made_is_told_and_does_not_keep_the_others(db from IMPORTED) {
        let (officer, address) = office(db);
        let other = actor(db, Role::Police, "cam-ngoc");
        let to = vec![Addressee::Address(address)];
        let broken = schedules::save(db, &other, &saved(settings(Rhythm::Daily, to.clone()), None), now()).unwrap();
        schedules::save(db, &officer, &saved(settings(Rhythm::Daily, to), None), now()).unwrap();
        access::disable_account(db, &Actor::operator(), other.account().unwrap(), now()).unwrap();
        let ran = mail::run_schedules(db, at(14, 6, 8, 0)).unwrap();
        assert_eq!(ran, Ran { queued: 1, idle: 0, failed: 1 });
        let (_, history) = schedules::show(db, &officer, broken, now()).unwrap();
        assert!(history[0].reason.as_ref().unwrap().contains("đã bị khóa"));
    }

    fn changes_of_others_are_not_overwritten_and_scopes_hold(db from IMPORTED) {
        let (officer, address) = office(db);
        let good = settings(Rhythm::Daily, vec![Addressee::Address(address)]);
        let id = schedules::save(db, &officer, &saved(good.clone(), None), now()).unwrap();
        let later = ScheduleSettings { name: "Báo cáo chiều".to_owned(), ..good.clone() };
        schedules::save(db, &officer, &saved(later.clone(), Some((id, 1))), now()).unwrap();
        let again = schedules::save(db, &officer, &saved(good.clone(), Some((id, 1))), now());
        assert!(matches!(again, Err(MailError::Stale)));
        let (sheet, _) = schedules::show(db, &officer, id, now()).unwrap();
        assert_eq!(sheet.schedule.settings, later);
        let village = actor(db, Role::Officer, "cam-ngoc/ngoc-binh");
        assert!(matches!(schedules::show(db, &village, id, now()), Err(MailError::NotFound)));
        assert!(matches!(mail::preview(db, &village, id, now()), Err(MailError::NotFound)));
        assert!(schedules::list(db, &village, "cam-ngoc-2023", now()).unwrap().is_empty());
        assert!(matches!(schedules::save(db, &village, &saved(good, None), now()), Err(MailError::NoUnit(_))));
        let unconfirmed = addresses::enter(db, &officer, &typed("a@camngoc.gov.vn", "x", ""), now()).unwrap();
        let unfit = saved(settings(Rhythm::Daily, vec![Addressee::Address(unconfirmed)]), None);
        assert!(matches!(schedules::save(db, &officer, &unfit, now()), Err(MailError::Unfit(_))));
    }
}
