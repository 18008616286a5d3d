//! Quick entry: a card finds or makes a person, asks about everything that is not plain, and leaves nothing behind when it asks.

use tiendo::access::{AccessError, Actor};
use tiendo::model::person::ResidenceKind;
use tiendo::model::role::Role;
use tiendo::people::quick_entry::{
    Answers, Card, Entered, NewResident, Outcome, Particular, Question, QuickEntry, Settle, latest_entries, quick_entry,
};
use tiendo::people::{PeopleError, Recorded, show};
use tiendo::store::{Db, catalogue, channels};
use tiendo::vn::date::PartialDate;

use super::fixture::{PEOPLED, as_of, assert_counters_agree, day, officer, person};
use crate::support::office::actor;
use crate::support::{dump, raw};

const BINH: &str = "038138272855||Phạm Thị Bình|04061938|Nữ|Thôn 1, Xã Đông|15042021";
const DUNG: &str = "038080000004||Đặng Văn Dũng|03021980|Nam|Thôn 1, Xã Đông|15042021";
const AN: &str = "038085000001||Lê Văn An|01011985|Nam|Thôn 9, Xã Tây|15042021";
const NEW: &str = "038099000077|171234523|Vũ Văn Mới|09091999|Nam|Thôn 2, Xã Đông|15042021||Vũ Văn Cha|Trần Thị Mẹ|";

fn entry(card: &str, milestone: &str, answers: Answers) -> QuickEntry {
    QuickEntry {
        card: Card::Scanned(card.to_owned()),
        milestone: milestone.to_owned(),
        on: day("2023-05-20"),
        today: as_of("2023-06-12"),
        channel: None,
        answers,
    }
}

fn newcomer(village: &str) -> Answers {
    let (full_name, village) = ("Vũ Văn Mới".to_owned(), village.to_owned());
    Answers { add: Some(NewResident { full_name, village, kind: ResidenceKind::Permanent }), ..Answers::default() }
}

fn scan(db: &Db, actor: &Actor, card: &str, milestone: &str) -> Outcome {
    quick_entry(db, actor, &entry(card, milestone, Answers::default())).unwrap()
}

fn entered(outcome: Outcome) -> Entered {
    match outcome {
        Outcome::Entered(entered) => *entered,
        asked => panic!("{asked:?}"),
    }
}

fn asked(outcome: Outcome) -> (Question, String) {
    match outcome {
        Outcome::Asked(asked) => (asked.question, asked.held),
        Outcome::Entered(entered) => panic!("{entered:?}"),
    }
}

fn audited(db: &Db, action: &str) -> i64 {
    raw::number(db, &format!("SELECT count(*) AS value FROM audit_entry WHERE action = '{action}'"))
}

on_both_databases! {
    fn a_card_of_somebody_known_records_the_milestone_once(db from PEOPLED) {
        let east = officer(db);
        let first = entered(scan(db, &east, DUNG, "vneid1.activated"));
        assert!(matches!(first.recorded, Recorded::AlreadyHeld(held) if held.day == day("2023-02-10")), "{first:?}");
        assert_eq!(first.who.national_id.as_deref(), Some("038*****0004"));
        let binh = entered(scan(db, &east, BINH, "smartca.requested"));
        assert!(matches!(binh.recorded, Recorded::Written(_)) && !binh.added, "{binh:?}");
        assert_eq!(binh.filled, [Particular::Sex], "what was not known is taken from the card");
        assert_counters_agree(db);
        let again = entered(scan(db, &east, BINH, "smartca.requested"));
        assert!(matches!(again.recorded, Recorded::AlreadyHeld(_)) && again.filled.is_empty(), "{again:?}");
        let lines = latest_entries(db, &east, as_of("2023-06-12")).unwrap();
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert_eq!((lines[0].who.full_name.as_str(), lines[0].revoked), ("Phạm Thị Bình", false));
    }

    fn somebody_unknown_is_asked_about_and_added_with_an_answer(db from PEOPLED) {
        let east = officer(db);
        let before = dump::people(db);
        let (question, held) = asked(scan(db, &east, NEW, "smartca.requested"));
        assert_eq!(question, Question::New);
        assert_eq!(dump::difference(&before, &dump::people(db)), Vec::<String>::new(), "asking leaves nothing behind");
        let answer = QuickEntry { card: Card::Held(held), ..entry("", "smartca.requested", newcomer("dong/thon-2")) };
        let made = entered(quick_entry(db, &east, &answer).unwrap());
        assert!(made.added && matches!(made.recorded, Recorded::Written(_)), "{made:?}");
        assert_eq!(made.who.village.as_deref(), Some("Thôn 2"));
        assert_counters_agree(db);
        assert_eq!((audited(db, "person.add_from_card"), audited(db, "person.record_milestone")), (1, 1));
        let sheet = show(db, &east, made.who.id, as_of("2023-06-12")).unwrap();
        assert_eq!(sheet.birth_date, PartialDate::parse_iso("1999-09-09"));
        assert_eq!(sheet.residence.unwrap().address_line.as_deref(), Some("Thôn 2, Xã Đông"));
        assert!(sheet.added_by.unwrap().0.contains("officer.dong"));
        let again = entered(scan(db, &east, NEW, "smartca.requested"));
        assert!(!again.added && again.who.id == made.who.id, "found by the number from now on: {again:?}");
        let parents = raw::number(db, "SELECT count(*) AS value FROM audit_entry WHERE detail LIKE '%Vũ%' OR detail LIKE '%038099%'");
        assert_eq!(parents, 0, "nothing of a card is in the audit chain");
    }

    fn the_milestone_needed_first_is_offered_and_recorded_with_it(db from PEOPLED) {
        let east = officer(db);
        let (question, _) = asked(scan(db, &east, BINH, "vneid1.activated"));
        assert!(matches!(&question, Question::First { first, .. } if first.contains("Đã cấp tài khoản")), "{question:?}");
        let answers = Answers { first_too: true, ..Answers::default() };
        let done = entered(quick_entry(db, &east, &entry(BINH, "vneid1.activated", answers)).unwrap());
        assert!(done.first.is_some() && matches!(done.recorded, Recorded::Written(_)), "{done:?}");
        assert_counters_agree(db);
        let duc = "038092000009||Đinh Văn Đức|09091992|Nam|Thôn 2|15042021";
        let answers = Answers { person: Some(person(db, "Đinh Văn Đức")), first_too: true, ..Answers::default() };
        let done = entered(quick_entry(db, &east, &entry(duc, "smartca.accepted", answers)).unwrap());
        assert!(done.first.unwrap().contains("Đã ký hợp đồng"));
    }

    fn what_differs_is_asked_and_never_overwritten_silently(db from PEOPLED) {
        let east = officer(db);
        let card = BINH.replace("Bình", "Binh").replace("04061938", "05061938");
        let (question, _) = asked(scan(db, &east, &card, "smartca.requested"));
        let Question::Differs { differences, may_take: true, .. } = question else { panic!("{question:?}") };
        let fields: Vec<_> = differences.iter().map(|difference| difference.what).collect();
        assert_eq!(fields, [Particular::FullName, Particular::BirthDate]);
        let settle = |settle| Answers { differences: Some(settle), ..Answers::default() };
        let kept = entered(quick_entry(db, &east, &entry(&card, "smartca.requested", settle(Settle::Keep))).unwrap());
        assert_eq!((kept.who.full_name.as_str(), kept.corrected.len()), ("Phạm Thị Bình", 0));
        let taken = entered(quick_entry(db, &east, &entry(&card, "smartca.requested", settle(Settle::Take))).unwrap());
        assert_eq!((taken.who.full_name.as_str(), taken.corrected.len()), ("Phạm Thị Binh", 2));
        assert_eq!(audited(db, "person.take_from_card"), 2);
        assert_counters_agree(db);
        let team = actor(db, Role::VillageTeam, "dong/thon-1");
        let (question, _) = asked(scan(db, &team, BINH, "smartca.requested"));
        assert!(matches!(question, Question::Differs { may_take: false, .. }), "{question:?}");
        let refused = quick_entry(db, &team, &entry(BINH, "smartca.requested", settle(Settle::Take)));
        assert!(matches!(refused, Err(PeopleError::MayNotCorrect)), "{refused:?}");
    }

    fn name_and_birth_only_suggest_and_the_answer_gives_the_number(db from PEOPLED) {
        let east = officer(db);
        let hoa = "038199000055||Nguyễn Thị Hoa|02031999|Nữ|Thôn 2|15042021";
        let (question, _) = asked(scan(db, &east, hoa, "smartca.requested"));
        let Question::Which { suggested, may_add: true } = question else { panic!("{question:?}") };
        assert_eq!(suggested.len(), 1);
        let id = suggested[0].who.id;
        let answers = Answers { person: Some(id), ..Answers::default() };
        let done = entered(quick_entry(db, &east, &entry(hoa, "smartca.requested", answers)).unwrap());
        assert_eq!(done.who.id, id);
        assert!(done.filled.contains(&Particular::NationalId) && done.filled.contains(&Particular::BirthDate), "{done:?}");
        assert!(!entered(scan(db, &east, hoa, "smartca.requested")).added, "found by the number from now on");
        let other = Answers { person: Some(person(db, "Lê Văn An")), ..Answers::default() };
        let foreign = quick_entry(db, &east, &entry(NEW, "smartca.requested", other));
        assert!(matches!(foreign, Err(PeopleError::Access(AccessError::NotFound))), "only who was suggested: {foreign:?}");
        assert_counters_agree(db);
    }

    fn a_number_known_elsewhere_is_refused_and_tells_nothing(db from PEOPLED) {
        let village = actor(db, Role::Officer, "dong/thon-2");
        let before = dump::people(db);
        let refused = quick_entry(db, &village, &entry(AN, "smartca.requested", newcomer("dong/thon-2"))).unwrap_err();
        assert!(matches!(refused, PeopleError::KnownElsewhere), "{refused:?}");
        let sentence = refused.to_string();
        assert!(["An", "Tây", "Thôn", "038"].iter().all(|word| !sentence.contains(word)), "{sentence}");
        let team = actor(db, Role::VillageTeam, "dong/thon-2");
        let told = |card: &str| quick_entry(db, &team, &entry(card, "smartca.requested", newcomer("dong/thon-2"))).unwrap_err();
        assert_eq!(told(AN).to_string(), told(NEW).to_string(), "a village team learns nothing about numbers elsewhere");
        assert_eq!(dump::difference(&before, &dump::people(db)), Vec::<String>::new());
        let outside = quick_entry(db, &village, &entry(NEW, "smartca.requested", newcomer("tay/thon-9")));
        assert!(matches!(outside, Err(PeopleError::Access(AccessError::NotFound))), "{outside:?}");
        let leader = quick_entry(db, &actor(db, Role::Leader, "dong"), &entry(BINH, "smartca.requested", Answers::default()));
        assert!(matches!(leader, Err(PeopleError::Access(AccessError::Forbidden))), "{leader:?}");
    }

    fn the_dead_are_told_and_those_who_left_are_recorded_with_a_word(db from PEOPLED) {
        let east = officer(db);
        let chien = "038040000066||Hà Văn Chiến|01021940|Nam|Thôn 1|15042021";
        let answers = Answers { person: Some(person(db, "Hà Văn Chiến")), ..Answers::default() };
        let refused = quick_entry(db, &east, &entry(chien, "smartca.requested", answers)).unwrap_err();
        assert!(matches!(refused, PeopleError::Deceased { .. }), "{refused:?}");
        let dao = "038175000067||Bùi Thị Đào|01021975|Nữ|Thôn 1|15042021";
        let answers = Answers { person: Some(person(db, "Bùi Thị Đào")), ..Answers::default() };
        assert!(entered(quick_entry(db, &east, &entry(dao, "smartca.requested", answers)).unwrap()).departed);
        assert_counters_agree(db);
    }

    fn a_held_card_opens_only_for_the_account_that_scanned_it(db from PEOPLED) {
        let (_, held) = asked(scan(db, &officer(db), NEW, "smartca.requested"));
        assert!(!held.contains("038099000077"));
        let police = actor(db, Role::Police, "dong");
        for card in [held, "00".to_owned(), "xyz".to_owned(), String::new()] {
            let answer = QuickEntry { card: Card::Held(card), ..entry("", "smartca.requested", newcomer("dong/thon-2")) };
            let refused = quick_entry(db, &police, &answer);
            assert!(matches!(refused, Err(PeopleError::ScanExpired)), "{refused:?}");
        }
    }

    fn the_channel_is_kept_and_its_own_rule_checked(db from PEOPLED) {
        let east = officer(db);
        db.write(|conn| {
            let catalogue = catalogue::load(conn)?;
            let smartca = catalogue.by_code("smartca").unwrap().id;
            let channel = |code: &str| channels::Channel { code: code.to_owned(), name: format!("Qua {code}") };
            channels::replace(conn, smartca, &[channel("vneid"), channel("provider_app")])?;
            let needed = catalogue.milestone("vneid2.activated").unwrap().1.id;
            catalogue::replace_prerequisites(conn, smartca, &[(needed, "vneid".to_owned())])
        })
        .unwrap();
        let through = |channel: &str| QuickEntry { channel: Some(channel.to_owned()), ..entry(DUNG, "smartca.requested", Answers::default()) };
        let refused = quick_entry(db, &east, &through("vneid"));
        assert!(matches!(&refused, Err(PeopleError::Needs { first_code, .. }) if first_code == "vneid2.activated"), "{refused:?}");
        assert!(matches!(quick_entry(db, &east, &through("post")), Err(PeopleError::UnknownChannel(_))));
        entered(quick_entry(db, &east, &through("provider_app")).unwrap());
        let id = person(db, "Đặng Văn Dũng");
        let known = db.read(|conn| channels::taken_by(conn, id)).unwrap();
        assert_eq!(known.into_values().collect::<Vec<_>>(), ["provider_app"]);
        assert_counters_agree(db);
    }
}
