//! Who gives quotas.

use tiendo::access::Actor;
use tiendo::campaign::CampaignError;
use tiendo::campaign::quotas::{GiveQuota, add_issuer, give, issuers, lead, rename};
use tiendo::model::role::Role;

use super::{CODE, people};
use crate::roster::steps::{LOADED, report};
use crate::support::office::actor;

on_both_databases! {
    fn the_first_one_leads_and_the_figures_follow_it(db from LOADED) {
        let officer = actor(db, Role::Officer, "cam-ngoc");
        let police = add_issuer(db, &officer, CODE, " Công an huyện Cẩm Thủy ").unwrap();
        let beside = GiveQuota { issuer: Some(police), ..people("cam-ngoc", 1500, "2023-06-30") };
        assert!(give(db, &officer, &beside).unwrap());
        let quota = || report(db, "cam-ngoc", "2023-05-31").own.iter().find(|f| f.measure.code == "vneid2.activated").unwrap().quota;
        assert_eq!(quota(), Some(1273));
        lead(db, &officer, CODE, police).unwrap();
        assert_eq!(quota(), Some(1500));
        let names = || issuers(db, &officer, CODE).unwrap().into_iter().map(|issuer| issuer.name).collect::<Vec<_>>();
        assert_eq!(names(), ["Công an huyện Cẩm Thủy", "Xã Cẩm Ngọc"]);
        rename(db, &officer, CODE, police, "Công an tỉnh Thanh Hóa").unwrap();
        assert_eq!(names()[0], "Công an tỉnh Thanh Hóa");
    }

    fn a_name_stands_once_and_only_who_runs_the_campaign_changes_it(db from LOADED) {
        let officer = actor(db, Role::Officer, "cam-ngoc");
        for name in ["", "  ", "Xã Cẩm Ngọc"] {
            let error = add_issuer(db, &officer, CODE, name).unwrap_err();
            assert!(matches!(error, CampaignError::Unfit { field: "name", .. }), "{error}");
        }
        let only = issuers(db, &officer, CODE).unwrap();
        rename(db, &officer, CODE, only[0].id, "Xã Cẩm Ngọc").unwrap();
        for low in [actor(db, Role::Leader, "cam-ngoc"), actor(db, Role::Officer, "cam-ngoc/ngoc-binh")] {
            assert!(matches!(add_issuer(db, &low, CODE, "Ai đó").unwrap_err(), CampaignError::Access(_)));
        }
        let unknown = lead(db, &Actor::operator(), CODE, tiendo::model::id::IssuerId(999_999)).unwrap_err();
        assert!(matches!(unknown, CampaignError::NoIssuer));
    }
}
