//! Reminders that go out by themselves: one a day for each person, by one server, not at night, to the level above once.

use chrono::{DateTime, NaiveTime, Utc};
use serde_json::{Value, json};
use tiendo::access::{Actor, acting_for};
use tiendo::campaign::{self, files::DataFile};
use tiendo::mail::addresses::{self, TypedAddress};
use tiendo::mail::templates::Purpose;
use tiendo::mail::{self, Content, MailError, MailQuery, reminders, run_reminders};
use tiendo::model::id::RoundId;
use tiendo::model::mail_reminder::{ReminderDays, ReminderKind};
use tiendo::model::role::Role;
use tiendo::rounds::{Step, show};
use tiendo::store::mail_reminders::ReminderSettings;
use tiendo::store::tasks::{self, TaskEntry};
use tiendo::store::{Db, Engine, campaigns, units};

use super::tree::{COMMUNE, DUONG_HOA, open, rounds};
use crate::support::office::account;
use crate::support::raw;
use crate::support::server::TestServer;

const CAMPAIGN: &str = "duong-hoa-2022";
const OTHER: &str = "duong-hoa-thu-hai";

/// An instant by Vietnam's clock; 29/11/2022 is a Tuesday.
fn at(day: &str, hour: u32) -> DateTime<Utc> {
    tiendo::model::round::instant(day.parse().unwrap(), NaiveTime::from_hms_opt(hour, 30, 0).unwrap())
}

fn settings() -> ReminderSettings {
    ReminderSettings {
        days: ReminderDays { before: Some(3), every: Some(2), escalate_after: Some(5) },
        hour: NaiveTime::from_hms_opt(8, 0, 0).unwrap(),
        weekends: false,
        answer_to: Some("đ/c Mai, 0234 3 123 456".to_owned()),
        running: true,
    }
}

/// Two rounds, of which nobody has reported anything: the first was due on 10/11, the second is due on 8/12. Returns their numbers.
fn opened(db: &Db) -> [i64; 2] {
    let server = TestServer::start(db, at("2022-11-29", 9));
    let officer = account(db, "duonghoa.canbo", Role::Officer, COMMUNE);
    let token = server.token("duonghoa.canbo", officer.password.as_deref().unwrap());
    rounds().map(|round| open(&server, &token, &round))
}

/// Somebody with a role in a unit.
fn somebody(db: &Db, name: &str, role: Role, unit: &str) -> Actor {
    let id = account(db, name, role, unit).id;
    db.read(|c| acting_for(c, id)).unwrap().unwrap()
}

/// A confirmed address in a unit.
fn confirmed(db: &Db, unit: &str, address: &str, account: &str) -> tiendo::model::id::AddressId {
    let own = str::to_owned;
    let typed =
        TypedAddress {
            unit: own(unit), address: own(address), holder: own("Đ/c Chủ tịch"), account: own(account)
        };
    let typist = somebody(db, "nguoi.nhap", Role::Police, unit);
    let id = addresses::enter(db, &typist, &typed, at("2022-11-29", 7)).unwrap();
    addresses::confirm(db, &Actor::operator(), id, at("2022-11-29", 7)).unwrap();
    id
}

/// The mails so far, latest first: to whom, subject, what is in it.
fn mails(db: &Db) -> Vec<(String, String, Content)> {
    let query = MailQuery { page: 1, per_page: 50, ..MailQuery::default() };
    let found = mail::list(db, &Actor::operator(), &query).unwrap().mails;
    let open = |id| mail::open(db, &Actor::operator(), id).unwrap().content;
    found.into_iter().map(|mail| (mail.recipient, mail.subject, open(mail.id))).collect()
}

/// A second campaign, and quotas of both that nobody has reached: due on 1/12 and on 20/11.
fn second_campaign(db: &Db) {
    let load = |content: Value| {
        let file = DataFile { name: "them.json".to_owned(), content: content.to_string().into_bytes() };
        campaign::load(db, &Actor::operator(), &[file]).unwrap();
    };
    let measure = "dvc.registered";
    let quotas = |campaign: &str, deadline: &str, units: &[(&str, i64)]| {
        let of = |(unit, people): &(&str, i64)| json!({"unit": unit, "measure": measure, "audience": "residents", "people": people, "deadline": deadline});
        load(json!({"kind": "quotas", "campaign": campaign, "quotas": units.iter().map(of).collect::<Vec<_>>()}));
    };
    load(json!({"kind": "campaigns", "campaigns": [{
        "code": OTHER, "unit": COMMUNE, "title": "Chiến dịch thứ hai", "starts_on": "2022-11-01", "ends_on": "2022-12-31",
        "purpose": "Theo dõi", "retention_until": "2024-12-31",
        "measures": [{"code": measure, "audience": "residents", "name": "Tài khoản đã đăng ký"}],
    }]}));
    quotas(CAMPAIGN, "2022-12-01", &[("duong-hoa/thon-ho", 120), ("duong-hoa/thon-thanh-van", 50)]);
    quotas(OTHER, "2022-11-20", &[("duong-hoa/thon-ho", 30)]);
}

/// Makes the database refuse every mail to an address, or take it again.
fn refuse_mail_to(db: &Db, address: &str, refused: bool) {
    let statement = match (db.engine(), refused) {
        (Engine::Sqlite, true) => format!(
            "CREATE TRIGGER refused BEFORE INSERT ON outbox WHEN NEW.recipient = '{address}' BEGIN SELECT RAISE(ABORT, 'refused'); END"
        ),
        (Engine::Sqlite, false) => "DROP TRIGGER refused".to_owned(),
        (Engine::Postgres, true) => {
            format!("ALTER TABLE outbox ADD CONSTRAINT refused CHECK (recipient <> '{address}')")
        }
        (Engine::Postgres, false) => "ALTER TABLE outbox DROP CONSTRAINT refused".to_owned(),
    };
    raw::execute(db, &statement).unwrap();
}

on_both_databases! {
    fn each_person_is_reminded_once_a_day_and_the_level_above_once(db from DUONG_HOA) {
        let [first, _] = opened(db);
        let leader = somebody(db, "chu.tich", Role::Leader, COMMUNE);
        confirmed(db, COMMUNE, "chutich@duonghoa.vn", "chu.tich");
        let now = at("2022-11-29", 9);
        reminders::set(db, &Actor::operator(), CAMPAIGN, (&settings(), 0), now).unwrap();
        assert_eq!(reminders::show(db, &Actor::operator(), CAMPAIGN, now).unwrap().planned.len(), 3);
        let run = |day: &str, hour: u32| run_reminders(db, at(day, hour)).unwrap();
        assert_eq!(run("2022-11-29", 7), 0, "before the hour");
        assert_eq!(run("2022-11-29", 21), 0, "at night");
        let sent: usize = std::thread::scope(|scope| {
            let servers: Vec<_> = (0..4).map(|_| scope.spawn(|| run_reminders(db, now).unwrap())).collect();
            servers.into_iter().map(|server| server.join().unwrap()).sum()
        });
        assert_eq!((sent, mails(db).len()), (3, 3), "of four servers one sends");
        let of = |address: &str| mails(db).into_iter().find(|(to, ..)| to == address).unwrap();
        let (_, subject, village) = of("thonho@example.vn");
        assert_eq!(subject, "[tiendo] Quá hạn 1 báo cáo (29/11/2022)");
        for part in ["Kính gửi Trần Văn Sơn", "Thôn Hộ: báo cáo «Đợt 1», hạn trước ngày 11/11/2022", "quá hạn 19 ngày, từ ngày 11/11/2022", "Liên hệ: đ/c Mai"] {
            assert!(village.text.contains(part) && village.html.contains(part), "{part}: {}", village.text);
        }
        assert!(!village.text.contains("Thôn Hạ") && !village.text.contains("0912000201"));
        assert!(village.attachments.len() == 1 && village.attachments[0].bytes.starts_with(b"PK"), "the blank form");
        let (_, subject, above) = of("chutich@duonghoa.vn");
        assert_eq!(subject, "[tiendo] 5 đơn vị quá hạn 5 báo cáo (29/11/2022)");
        for unit in ["Thôn Hộ", "Thôn Hạ", "Thôn Thanh Vân", "Trường Tiểu học Dương Hòa", "Công an xã Dương Hòa"] {
            assert!(above.text.contains(&format!("- {unit}: báo cáo «Đợt 1»")), "{unit}: {}", above.text);
        }
        assert!(above.attachments.is_empty());
        let sheet = show(db, &Actor::operator(), RoundId(first), now).unwrap();
        let reminded = |slug: &str| Step::of(sheet.hops[0].lines.iter().find(|line| line.unit.slug == slug).unwrap());
        assert_eq!(reminded("duong-hoa/thon-ho"), Step::Reminded(1));
        assert_eq!(reminded("duong-hoa/thon-ha"), Step::None, "nobody was told for it");
        assert_eq!(reminders::show(db, &leader, CAMPAIGN, now).unwrap().sent.len(), 3);
        let entries = raw::number(db, "SELECT COUNT(*) AS value FROM audit_entry WHERE action = 'mail-reminder.send'");
        assert_eq!(entries, 3);

        let counts = [("2022-11-30", 0), ("2022-12-01", 2), ("2022-12-03", 0), ("2022-12-04", 0), ("2022-12-05", 2), ("2022-12-06", 0)];
        for (day, mails) in counts {
            assert_eq!((run(day, 9), run(day, 10)), (mails, 0), "{day}");
        }
        let (_, _, both) = of("thonho@example.vn");
        assert!(both.text.contains("«Đợt 1»") && both.text.contains("«Đợt 2»") && both.text.contains("còn 3 ngày"), "{}", both.text);
        let sent = reminders::show(db, &Actor::operator(), CAMPAIGN, at("2022-12-06", 9)).unwrap().sent;
        assert_eq!(sent.iter().filter(|one| one.kind == ReminderKind::Escalation).count(), 1);
        assert_eq!((sent.len(), sent[0].items), (7, 2));
    }

    fn who_wants_no_mail_gets_none_and_tasks_are_told_too(db from DUONG_HOA) {
        opened(db);
        let quiet = confirmed(db, "duong-hoa/thon-ho", "thonho@example.vn", "");
        let now = at("2022-11-29", 9);
        let (campaign, unit) = db.read(|c| {
            let unit = units::find_by_slug(c, "duong-hoa/cong-an", now.date_naive())?.unwrap();
            Ok::<_, tiendo::store::StoreError>((campaigns::find(c, CAMPAIGN)?.unwrap(), unit.id))
        }).unwrap();
        let task = TaskEntry {
            addressee: "Công an xã".to_owned(),
            unit: Some(unit),
            content: "Rà soát danh sách".to_owned(),
            due_on: Some("2022-12-01".parse().unwrap()),
            due_wording: None,
            document: None,
        };
        db.write(|c| tasks::add(c, campaign.id, &task)).unwrap();
        addresses::set_subscribed(db, &Actor::operator(), quiet, false, now).unwrap();
        reminders::set(db, &Actor::operator(), CAMPAIGN, (&settings(), 0), now).unwrap();
        assert_eq!(run_reminders(db, now).unwrap(), 1);
        let [(to, _, content)] = mails(db).try_into().unwrap();
        assert_eq!(to, "congan@example.vn");
        assert!(content.text.contains("nhiệm vụ «Rà soát danh sách», hạn 01/12/2022 (còn 2 ngày)"), "{}", content.text);
        addresses::set_subscribed(db, &Actor::operator(), quiet, true, now).unwrap();
        assert_eq!(run_reminders(db, at("2022-11-30", 9)).unwrap(), 1, "whoever wants mail again is told what is owed");
    }

    fn quotas_are_told_and_campaigns_share_one_mail(db from DUONG_HOA) {
        opened(db);
        second_campaign(db);
        let now = at("2022-11-29", 9);
        for campaign in [CAMPAIGN, OTHER] {
            reminders::set(db, &Actor::operator(), campaign, (&settings(), 0), now).unwrap();
        }
        confirmed(db, COMMUNE, "chutich@duonghoa.vn", "");
        let sent: usize = std::thread::scope(|scope| {
            let servers: Vec<_> = (0..4).map(|_| scope.spawn(|| run_reminders(db, now).unwrap())).collect();
            servers.into_iter().map(|server| server.join().unwrap()).sum()
        });
        assert_eq!((sent, mails(db).len()), (3, 3), "of four servers one sends, of two campaigns one mail");
        let of = |address: &str| mails(db).into_iter().find(|(to, ..)| to == address).unwrap();
        let (_, subject, village) = of("thonho@example.vn");
        assert_eq!(subject, "[tiendo] Chưa xong 1 báo cáo, 2 chỉ tiêu, trong đó 2 việc quá hạn (29/11/2022)");
        for part in [
            "chỉ tiêu «Tài khoản dịch vụ công đã đăng ký» được giao 120, chưa có số liệu, hạn 01/12/2022 (còn 2 ngày)",
            "Chiến dịch thứ hai: đến ngày 29/11/2022, còn 1 việc đã quá hạn",
            "chỉ tiêu «Tài khoản đã đăng ký» được giao 30, chưa có số liệu, hạn 20/11/2022 (quá hạn 9 ngày, từ ngày 21/11/2022)",
        ] {
            assert!(village.text.contains(part) && village.html.contains(part), "{part}: {}", village.text);
        }
        assert_eq!(village.text.matches("Kính gửi Trần Văn Sơn").count(), 1, "{}", village.text);
        assert_eq!(village.text.matches("Không phát sinh cũng").count(), 1, "only where a report is asked for: {}", village.text);
        let (_, subject, above) = of("chutich@duonghoa.vn");
        assert_eq!(subject, "[tiendo] 5 đơn vị quá hạn 5 báo cáo, 1 chỉ tiêu (29/11/2022)");
        assert!(above.text.contains("- Thôn Hộ: chỉ tiêu «Tài khoản đã đăng ký»") && !above.text.contains("Thôn Thanh Vân: chỉ tiêu"));
        for campaign in [CAMPAIGN, OTHER] {
            let told = reminders::show(db, &Actor::operator(), campaign, now).unwrap().sent;
            assert_eq!(told.iter().filter(|one| one.address == "thonho@example.vn").count(), 1, "{campaign}");
        }
        assert_eq!(run_reminders(db, at("2022-11-30", 9)).unwrap(), 0, "told, and not due again");
    }

    fn a_campaign_that_fails_does_not_keep_the_others(db from DUONG_HOA) {
        opened(db);
        second_campaign(db);
        let now = at("2022-11-29", 9);
        for campaign in [CAMPAIGN, OTHER] {
            reminders::set(db, &Actor::operator(), campaign, (&settings(), 0), now).unwrap();
        }
        let words = "{{danh_sach}}";
        mail::templates::set(db, &Actor::operator(), (CAMPAIGN, Purpose::Overdue), (words, 0), now).unwrap();
        raw::execute(db, "UPDATE mail_template SET body = '{{danh_sach'").unwrap();
        assert_eq!(run_reminders(db, now).unwrap(), 1);
        let [(_, subject, _)] = mails(db).try_into().unwrap();
        assert_eq!(subject, "[tiendo] Quá hạn 1 chỉ tiêu (29/11/2022)");
        assert_eq!(run_reminders(db, now).unwrap(), 0, "still not to be filled");
        raw::execute(db, "UPDATE mail_template SET body = '{{danh_sach}}'").unwrap();
        assert_eq!(run_reminders(db, now).unwrap(), 2, "it was tried again");
        assert_eq!(run_reminders(db, now).unwrap(), 0);
    }

    fn a_mail_that_cannot_be_written_does_not_keep_the_others(db from DUONG_HOA) {
        opened(db);
        let now = at("2022-11-29", 9);
        reminders::set(db, &Actor::operator(), CAMPAIGN, (&settings(), 0), now).unwrap();
        refuse_mail_to(db, "congan@example.vn", true);
        assert_eq!(run_reminders(db, now).unwrap(), 1);
        let [(to, ..)] = mails(db).try_into().unwrap();
        assert_eq!(to, "thonho@example.vn", "which comes after the one that was refused");
        assert_eq!(run_reminders(db, now).unwrap(), 0, "who was told is not told again");
        refuse_mail_to(db, "congan@example.vn", false);
        assert_eq!(run_reminders(db, now).unwrap(), 1, "it was tried again");
        assert_eq!((run_reminders(db, now).unwrap(), mails(db).len()), (0, 2));
    }

    fn settings_are_kept_with_their_revision_by_whoever_may(db from DUONG_HOA) {
        let officer = somebody(db, "can.bo", Role::Officer, COMMUNE);
        let now = at("2022-11-29", 9);
        reminders::set(db, &officer, CAMPAIGN, (&settings(), 0), now).unwrap();
        assert!(matches!(reminders::set(db, &officer, CAMPAIGN, (&settings(), 0), now), Err(MailError::Stale)));
        let resting = ReminderSettings { running: false, ..settings() };
        reminders::set(db, &officer, CAMPAIGN, (&resting, 1), now).unwrap();
        let kept = reminders::show(db, &officer, CAMPAIGN, now).unwrap();
        assert_eq!((kept.rule.unwrap().settings, kept.set_by.as_deref()), (resting, Some("Người can.bo")));
        let village = somebody(db, "thon.ho", Role::Officer, "duong-hoa/thon-ho");
        assert!(matches!(reminders::show(db, &village, CAMPAIGN, now), Err(MailError::NoCampaign(_))));
        assert!(matches!(reminders::set(db, &village, CAMPAIGN, (&settings(), 2), now), Err(MailError::NoCampaign(_))));
        assert_eq!(run_reminders(db, now).unwrap(), 0, "it rests");
    }
}
