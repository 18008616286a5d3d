//! Quotas given, changed, taken back and shown.

use tiendo::access::Actor;
use tiendo::campaign::quotas::{GiveQuota, QuotaCell, QuotaTable, give, history, table};
use tiendo::campaign::{self, CampaignError, files::DataFile};
use tiendo::model::as_of::AsOf;
use tiendo::model::campaign::Target;
use tiendo::model::percent::Percent;
use tiendo::model::role::Role;
use tiendo::progress::{self, FigureQuery};
use tiendo::store::Db;

use super::{CODE, day, level_2, now, people, today};
use crate::roster::steps::{IMPORTED, LOADED, report};
use crate::support::office::actor;

fn shown(db: &Db, actor: &Actor, unit: &str) -> QuotaTable {
    table(db, actor, CODE, Some(unit), (None, today())).unwrap()
}

fn cell<'a>(table: &'a QuotaTable, unit: &str) -> &'a QuotaCell {
    let row = table.rows.iter().find(|row| row.unit.slug == unit).unwrap();
    let of = |m: &tiendo::model::campaign::Measure| m.code == level_2().code && m.audience == level_2().audience;
    row.cells[table.measures.iter().position(of).unwrap()].as_ref().unwrap()
}

fn field_of(error: &CampaignError) -> &'static str {
    match error {
        CampaignError::Unfit { field, .. } => field,
        other => panic!("{other}"),
    }
}

on_both_databases! {
    fn the_table_shows_what_is_in_force_for_a_unit_and_its_children(db from IMPORTED) {
        let operator = Actor::operator();
        let before = shown(db, &operator, "cam-ngoc");
        assert_eq!(before.rows[0].unit.slug, "cam-ngoc");
        assert_eq!(cell(&before, "cam-ngoc").held[0].people, Some(1273));
        let villages: i64 = before.rows[1..].iter().filter(|row| row.unit.kind.is_village())
            .map(|row| cell(&before, &row.unit.slug).held[0].people.unwrap()).sum();
        assert_eq!(villages, 1273, "the villages of the dispatch add up");
        let staff = before.measures.iter().position(|m| m.audience.as_str() == "staff").unwrap();
        assert!(before.rows.iter().all(|row| row.cells[staff].is_none() == row.unit.kind.is_village()));

        let share = GiveQuota { target: Some(Target::Share(Percent::from_hundredths(9_000))), ..people("cam-ngoc/ngoc-binh", 0, "2023-06-30") };
        assert!(give(db, &operator, &share).unwrap());
        let after = shown(db, &operator, "cam-ngoc");
        let (base, held) = (cell(&after, "cam-ngoc/ngoc-binh").eligible.unwrap(), &cell(&after, "cam-ngoc/ngoc-binh").held[0]);
        assert_eq!(held.people, Some((base * 9 + 9) / 10), "rounded up");
        let figures = report(db, "cam-ngoc/ngoc-binh", "2023-05-31");
        let quota = figures.own.iter().find(|f| f.measure.code == "vneid2.activated").unwrap().quota;
        assert_eq!(quota, held.people, "the figures are measured against it");
    }

    fn a_change_is_a_revision_and_the_same_again_is_none(db from LOADED) {
        let officer = actor(db, Role::Officer, "cam-ngoc");
        let changed = GiveQuota { reason: Some("  bổ sung theo công văn mới ".to_owned()), ..people("cam-ngoc/ngoc-binh", 140, "2023-06-30") };
        assert!(give(db, &officer, &changed).unwrap());
        assert!(!give(db, &officer, &changed).unwrap());
        assert!(give(db, &officer, &people("cam-ngoc/ngoc-binh", 60, "2023-05-15")).unwrap(), "an earlier deadline beside it");
        let taken_back = GiveQuota { target: None, reason: Some("giao nhầm hạn".to_owned()), ..people("cam-ngoc/ngoc-binh", 0, "2023-05-15") };
        assert!(give(db, &officer, &taken_back).unwrap());

        let sheet = history(db, &officer, CODE, ("cam-ngoc/ngoc-binh", &level_2()), (None, today())).unwrap();
        let told: Vec<_> = sheet.lines.iter().map(|l| (l.revision.revision, l.revision.target, l.holds, l.by.is_some())).collect();
        let people = |n| Some(Target::Absolute(n));
        assert_eq!(told[..3], [(4, None, false, true), (3, people(60), false, true), (2, people(140), true, true)]);
        assert_eq!((told[3].0, told[3].2, told[3].3), (1, false, false), "out of the table of the demo");
        assert_eq!(sheet.lines[2].revision.reason.as_deref(), Some("bổ sung theo công văn mới"));
        assert_eq!(sheet.lines[0].issuer, "Xã Cẩm Ngọc");
        assert!(sheet.may_give);
        assert_eq!(cell(&shown(db, &officer, "cam-ngoc"), "cam-ngoc/ngoc-binh").held[0].people, Some(140));
    }

    fn every_deadline_of_a_measure_stands_beside_the_one_it_is_measured_against(db from IMPORTED) {
        let operator = Actor::operator();
        for (number, deadline) in [(60, "2023-05-15"), (150, "2023-06-15")] {
            assert!(give(db, &operator, &people("cam-ngoc/ngoc-binh", number, deadline)).unwrap());
        }
        let query = FigureQuery {
            campaign: CODE.to_owned(),
            unit: Some("cam-ngoc/ngoc-binh".to_owned()),
            as_of: Some(AsOf("2023-05-31".parse().unwrap())),
            today: today(),
        };
        let (_, series) = progress::overview(db, &operator, &query).unwrap();
        let level_2 = series.iter().find(|series| series.measure.code == "vneid2.activated").unwrap();
        assert_eq!((level_2.quota, level_2.deadline), (Some(150), "2023-06-15".parse().ok()), "the next one");
        let others: Vec<(String, i64)> = level_2.other_deadlines.iter().map(|other| (other.on.to_string(), other.quota)).collect();
        assert_eq!(others, [("2023-05-15".to_owned(), 60), ("2023-06-30".to_owned(), 166)]);
    }

    fn what_cannot_be_meant_is_refused_with_its_field(db from LOADED) {
        let operator = Actor::operator();
        let refused = |wanted: GiveQuota| field_of(&give(db, &operator, &wanted).unwrap_err());
        assert_eq!(refused(people("cam-ngoc", -1, "2023-06-30")), "people");
        assert_eq!(refused(people("cam-ngoc", 10, "2023-03-20")), "deadline");
        let share = Some(Target::Share(Percent::from_hundredths(100_001)));
        assert_eq!(refused(GiveQuota { target: share, ..people("cam-ngoc", 0, "2023-06-30") }), "percent");
        assert_eq!(refused(GiveQuota { target: None, ..people("cam-ngoc", 0, "2023-06-30") }), "reason");
        let elsewhere = give(db, &operator, &people("ha-noi", 10, "2023-06-30")).unwrap_err();
        assert!(matches!(elsewhere, CampaignError::NoUnit(_)), "{elsewhere}");
    }

    fn only_who_runs_the_campaign_or_stands_above_gives(db from LOADED) {
        let quota = people("cam-ngoc/ngoc-binh", 140, "2023-06-30");
        for (role, unit) in [(Role::Leader, "cam-ngoc"), (Role::Police, "cam-ngoc"), (Role::VillageTeam, "cam-ngoc/ngoc-binh")] {
            let error = give(db, &actor(db, role, unit), &quota).unwrap_err();
            assert!(matches!(error, CampaignError::Access(tiendo::access::AccessError::Forbidden)), "{role:?}: {error}");
        }
        let stranger = actor(db, Role::Officer, "ha-noi");
        assert!(matches!(give(db, &stranger, &quota).unwrap_err(), CampaignError::NoCampaign(_)));
        let within = actor(db, Role::Officer, "cam-ngoc/ngoc-binh");
        let own = give(db, &within, &quota).unwrap_err();
        assert!(matches!(own, CampaignError::Access(tiendo::access::AccessError::Forbidden)), "nobody gives to oneself: {own}");
        let table = shown(db, &within, "cam-ngoc/ngoc-binh");
        assert!(!table.rows[0].may_give && table.path.len() == 1);
    }

    fn a_data_file_names_the_issuer(db from LOADED) {
        let file = serde_json::json!({"kind": "quotas", "campaign": CODE, "quotas": [
            {"measure": "vneid2.activated", "audience": "residents", "unit": "cam-ngoc", "people": 1500, "deadline": "2023-07-31",
             "issuer": "Công an huyện Cẩm Thủy", "document": "Kế hoạch của Công an huyện"}]});
        let file = DataFile { name: "chi-tieu.json".to_owned(), content: file.to_string().into_bytes() };
        for changed in [1, 0] {
            let loaded = campaign::load(db, &Actor::operator(), std::slice::from_ref(&file)).unwrap();
            assert_eq!((loaded.quotas, loaded.quotas_changed), (1, changed));
        }
        let table = shown(db, &Actor::operator(), "cam-ngoc");
        let names: Vec<_> = table.issuers.iter().map(|issuer| issuer.name.as_str()).collect();
        assert_eq!(names, ["Xã Cẩm Ngọc", "Công an huyện Cẩm Thủy"]);
        let held = &cell(&table, "cam-ngoc").held;
        assert_eq!((held[0].people, held[1].people, held[1].quota.deadline), (Some(1273), Some(1500), day("2023-07-31")));
        assert_eq!(now().date_naive(), day("2023-06-13"));
    }
}
