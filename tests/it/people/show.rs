//! The sheet of one person.

use tiendo::model::id::{BatchId, PersonId};
use tiendo::model::residence::Listing;
use tiendo::people::{EventSourceName, RecordMilestone, Recorded, record_milestone, revoke_milestone, show};
use tiendo::store::batches::NewBatch;
use tiendo::store::campaigns::CampaignEntry;
use tiendo::store::listings::{NewListing, Place};
use tiendo::store::{Db, StoreError, batches, blobs, campaigns, listings, units};

use super::fixture::{PEOPLED, as_of, day, officer, person};

on_both_databases! {
    fn particulars_are_masked_and_standings_read_on_the_day(db from PEOPLED) {
        let (east, dung) = (officer(db), person(db, "Đặng Văn Dũng"));
        let sheet = show(db, &east, dung, as_of("2023-05-31")).unwrap();
        assert_eq!(sheet.national_id.as_deref(), Some("038*****0004"));
        assert_eq!(sheet.residence.unwrap().unit.name, "Thôn 1");
        assert_eq!(sheet.workplace, None);
        let told: Vec<_> = sheet.standings.iter().map(|s| (s.programme.as_str(), s.state.as_ref().map(|word| word.word.as_str()))).collect();
        assert_eq!(told, [("vneid1", Some("Đã kích hoạt")), ("vneid2", None)]);
        let later = show(db, &east, dung, as_of("2023-06-10")).unwrap();
        let told: Vec<_> = later.standings.iter().map(|s| (s.programme.as_str(), s.state.as_ref().map(|word| word.word.as_str()))).collect();
        assert_eq!(told, [("vneid1", None), ("vneid2", Some("Đã kích hoạt"))]);
    }

    fn the_time_line_keeps_what_was_taken_back(db from PEOPLED) {
        let (east, duc) = (officer(db), person(db, "Đinh Văn Đức"));
        let new = RecordMilestone { person: duc, milestone: "vneid2.activated".to_owned(), on: day("2023-05-20"), today: as_of("2023-06-12"), reason: Some("tại nhà văn hóa".to_owned()) };
        let Recorded::Written(event) = record_milestone(db, &east, &new).unwrap() else { panic!("not written") };
        revoke_milestone(db, &east, event, "ghi nhầm người").unwrap();
        let sheet = show(db, &east, duc, as_of("2023-05-31")).unwrap();
        let told: Vec<_> = sheet.time_line.iter().map(|entry| (entry.milestone.as_str(), entry.holds)).collect();
        assert_eq!(told, [("vneid2.activated", false), ("vneid2.issued", true), ("smartca.requested", true)], "newest first");
        let first = &sheet.time_line[0];
        assert_eq!(first.event, event);
        assert_eq!(first.reason.as_deref(), Some("tại nhà văn hóa"));
        assert!(matches!(&first.source, EventSourceName::Account { display_name, .. } if display_name == "Người officer.dong"));
        assert_eq!(first.revoked.as_ref().unwrap().reason.as_deref(), Some("ghi nhầm người"));
        assert!(sheet.time_line[1].revoked.is_none());
    }

    fn lists_that_named_the_person_are_told_latest_first(db from PEOPLED) {
        let binh = person(db, "Phạm Thị Bình");
        name_in_list(db, binh, "thang5.xlsx", "2023-05-12", "dong/thon-1", false);
        name_in_list(db, binh, "thang6.xlsx", "2023-06-12", "dong/thon-2", true);
        let sheet = show(db, &officer(db), binh, as_of("2023-05-31")).unwrap();
        let told: Vec<_> = sheet.mentions.iter().map(|m| (m.file_name.as_str(), m.unit.as_deref(), m.departed, m.listed_on)).collect();
        assert_eq!(told, [
            ("thang6.xlsx", Some("Thôn 2"), true, day("2023-06-12")),
            ("thang5.xlsx", Some("Thôn 1"), false, day("2023-05-12")),
        ]);
    }
}

fn name_in_list(db: &Db, person: PersonId, file_name: &str, on: &str, village: &str, departed: bool) {
    let now = day("2023-06-12").and_hms_opt(9, 0, 0).unwrap();
    db.write(|conn| {
        let units = units::slugs_in_use(conn)?;
        let campaign = campaigns::put_campaign(conn, &campaign(units["dong"]))?;
        let file = blobs::begin(conn, "import.file", now)?;
        let batch: BatchId = batches::insert(
            conn,
            &NewBatch {
                campaign,
                unit: units["dong"],
                account: None,
                file_name: file_name.to_owned(),
                file,
                file_sha256: vec![0; 32],
                listed_on: day(on),
                token: file_name.to_owned(),
                comment: None,
                continues: None,
            },
            now,
        )?;
        let listing = Listing { unit: units[village], listed_on: day(on), departed };
        listings::insert(conn, &[NewListing { person, batch, place: Place::Residence, listing, seen: None }])?;
        Ok::<_, StoreError>(())
    })
    .unwrap();
}

fn campaign(unit: tiendo::model::id::UnitId) -> CampaignEntry {
    CampaignEntry {
        code: "thu".to_owned(),
        unit,
        title: "Thử".to_owned(),
        starts_on: day("2023-03-21"),
        ends_on: day("2023-06-30"),
        default_as_of: None,
        rounding: tiendo::model::percent::Rounding::parse("truncate").unwrap(),
        purpose: "Thử".to_owned(),
        retention_until: day("2024-12-31"),
        support_link: None,
    }
}
