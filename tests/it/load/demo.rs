//! The catalogue, the campaign of the demo and its quotas.

use tiendo::campaign::files::DataFile;
use tiendo::model::campaign::Target;
use tiendo::model::tally::Audience;
use tiendo::store::{campaigns, catalogue, units};

use super::{BASE, CAMPAIGN, load};

/// "Programme and milestone codes" of the contract.
const MILESTONES: [(&str, &[&str]); 7] = [
    ("cccd", &["collected", "issued"]),
    ("vneid1", &["registered", "issued", "activated"]),
    ("vneid2", &["registered", "collected", "issued", "activated"]),
    ("dvc", &["registered"]),
    ("smartca", &["requested", "activated", "verified", "contracted", "accepted"]),
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
            assert_eq!(campaigns::legal_grounds(c, campaign.id)?.len(), 5);
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
}
