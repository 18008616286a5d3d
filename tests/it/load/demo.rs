//! The catalogue, the campaign of the demo and its quotas.

use tiendo::access::Actor;
use tiendo::campaign::files::DataFile;
use tiendo::model::as_of::AsOf;
use tiendo::model::campaign::Target;
use tiendo::model::tally::Audience;
use tiendo::progress::{FigureQuery, figures, verify};
use tiendo::store::{campaigns, catalogue, units};

use super::{BASE, CAMPAIGN, load};
use crate::roster::steps::IMPORTED;

/// "Programme and milestone codes" of the contract.
const MILESTONES: [(&str, &[&str]); 7] = [
    ("cccd", &["collected", "issued"]),
    ("vneid1", &["registered", "issued", "activated"]),
    ("vneid2", &["registered", "collected", "issued", "activated"]),
    ("dvc", &["registered"]),
    // The contract, and the renewal of a term beside it.
    ("smartca", &["requested", "activated", "verified", "contracted", "accepted", "renewed"]),
    ("mysign", &["registered", "verified", "contracted", "first_login", "accepted"]),
    ("remote-sign", &["configured", "first_signed"]),
];

fn file(text: &str) -> DataFile {
    DataFile { name: "thu.json".to_owned(), content: text.as_bytes().to_vec() }
}

on_both_databases! {
    fn every_milestone_of_the_contract_is_in_the_catalogue(db from BASE) {
        let (catalogue, providers, barriers) = db
            .read(|c| {
                let loaded = (catalogue::load(c)?, catalogue::providers(c)?, catalogue::barriers(c)?);
                Ok::<_, tiendo::store::StoreError>(loaded)
            })
            .unwrap();
        let codes: Vec<&str> = catalogue.programmes().iter().map(|programme| programme.code.as_str()).collect();
        assert_eq!(codes, MILESTONES.map(|(code, _)| code));
        for (code, milestones) in MILESTONES {
            let own: Vec<&str> =
                catalogue.by_code(code).unwrap().milestones.iter().map(|milestone| milestone.code.as_str()).collect();
            assert_eq!(own, milestones, "{code}");
        }
        let ladder: Vec<&str> = catalogue.ladder("vneid").iter().map(|programme| programme.code.as_str()).collect();
        assert_eq!(ladder, ["vneid1", "vneid2"]);
        assert_eq!(catalogue.by_code("smartca").unwrap().term_months, Some(12));
        for written in ["VNPT SmartCA", "vnpt-ca", "Bkav CA", "FPT"] {
            assert_eq!(providers.iter().filter(|provider| provider.is_called(written)).count(), 1, "{written}");
        }
        let causes = barriers.iter().filter(|barrier| barrier.group == barrier.code).count();
        assert_eq!(causes, 6, "the five causes of the dispatch and the rest");
    }

    fn the_campaign_of_the_demo_has_its_measures_and_quotas(db from CAMPAIGN) {
        db.read(|c| {
            let campaign = campaigns::find(c, "cam-ngoc-2023")?.unwrap();
            assert_eq!(campaign.default_as_of, "2023-05-31".parse().ok());
            let measures = campaigns::measures(c, campaign.id)?;
            let told: Vec<_> = measures.iter().map(|m| (m.code.as_str(), m.audience, m.issued.is_some())).collect();
            assert_eq!(told, [
                ("vneid1.activated", Audience::Residents, true),
                ("vneid2.activated", Audience::Residents, true),
                ("vneid.issued", Audience::Residents, false),
                ("vneid2.activated", Audience::Staff, true),
            ]);
            let quotas = campaigns::quotas_of_units(c, campaign.id, &[campaign.unit])?;
            let residents: Vec<_> = quotas.iter().filter(|q| q.measure != measures[3].id).map(|q| q.target).collect();
            assert_eq!(residents, [Target::Absolute(2_650), Target::Absolute(1_273)]);
            let catalogue = catalogue::load(c)?;
            assert_eq!(campaigns::rules(c, &catalogue)?.len(), campaigns::tallies(c)?.len());
            assert_eq!(campaigns::filed_grounds(c, campaign.id)?.len(), 5);
            Ok::<_, tiendo::store::StoreError>(())
        })
        .unwrap();
    }

    fn a_changed_quota_is_a_new_revision(db from CAMPAIGN) {
        let quota = |people: u32| {
            file(&format!(
                r#"{{"kind": "quotas", "campaign": "cam-ngoc-2023", "quotas": [{{"measure": "vneid1.activated",
                   "audience": "residents", "unit": "cam-ngoc/thon-10", "people": {people}, "deadline": "2023-06-30"}}]}}"#
            ))
        };
        for (people, changed) in [(185, 1), (185, 0), (190, 1)] {
            assert_eq!(load(db, vec![quota(people)]).unwrap().quotas_changed, changed);
        }
        db.read(|c| {
            let campaign = campaigns::find(c, "cam-ngoc-2023")?.unwrap();
            let unit = units::find_by_slug(c, "cam-ngoc/thon-10", campaign.ends_on)?.unwrap();
            let quotas = campaigns::quotas_of_units(c, campaign.id, &[unit.id])?;
            assert_eq!(quotas.iter().map(|q| (q.target, q.revision)).collect::<Vec<_>>(), [(Target::Absolute(190), 2)]);
            Ok::<_, tiendo::store::StoreError>(())
        })
        .unwrap();
    }

    fn people_already_known_are_counted_in_a_new_measure(db from IMPORTED) {
        let campaign = r#"{"kind": "campaigns", "campaigns": [{"code": "any-level", "unit": "cam-ngoc", "title": "Mọi mức",
            "starts_on": "2023-04-01", "ends_on": "2023-06-30", "purpose": "Thử", "retention_until": "2024-12-31",
            "measures": [{"code": "vneid.activated", "audience": "residents", "name": "Đã kích hoạt"}]}]}"#;
        load(db, vec![file(campaign)]).unwrap();
        let day = AsOf("2023-05-31".parse().unwrap());
        let query = FigureQuery { campaign: "any-level".to_owned(), unit: None, as_of: Some(day), today: day };
        let report = figures(db, &Actor::operator(), &query).unwrap();
        assert_eq!((report.own[0].done, report.own[0].issued), (Some(119 + 1_068), Some(2_352)));
        assert!(verify(db, &Actor::operator()).unwrap().is_sound());
    }

    fn people_follow_their_village_to_the_successor(db from IMPORTED) {
        let query = |unit: &str, day: &str| {
            let as_of = AsOf(day.parse().unwrap());
            let (campaign, unit) = ("cam-ngoc-2023".to_owned(), Some(unit.to_owned()));
            figures(db, &Actor::operator(), &FigureQuery { campaign, unit, as_of: Some(as_of), today: as_of }).unwrap()
        };
        let issued = |unit: &str, day: &str| {
            let report = query(unit, day);
            report.own.iter().find(|figure| figure.measure.code == "vneid.issued").unwrap().done
        };
        let all = issued("cam-ngoc", "2025-06-30");
        assert!(all > Some(2_352));
        assert_eq!(issued("thanh-hoa/xa-cam-thuy", "2025-07-01"), all);
        assert_eq!(issued("thanh-hoa", "2025-06-30"), all);
        assert_eq!(issued("thanh-hoa", "2025-07-01"), all);
        assert_eq!(issued("thanh-hoa/huyen-cam-thuy", "2025-06-30"), all);
    }
}
