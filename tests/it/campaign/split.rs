//! Quotas split down the tree.

use std::collections::BTreeMap;

use tiendo::access::Actor;
use tiendo::campaign::CampaignError;
use tiendo::campaign::quotas::{SplitMethod, SplitPlan, SplitRequest, give_split, plan_split};
use tiendo::model::campaign::Target;
use tiendo::model::role::Role;
use tiendo::store::Db;

use super::{CODE, day, level_2, today};
use crate::roster::steps::{IMPORTED, LOADED, report};
use crate::support::office::actor;

fn request(method: SplitMethod) -> SplitRequest {
    SplitRequest {
        campaign: CODE.to_owned(),
        unit: "cam-ngoc".to_owned(),
        measure: level_2(),
        issuer: None,
        deadline: day("2023-06-30"),
        method,
        as_of: None,
        today: today(),
    }
}

fn plan(db: &Db, method: SplitMethod) -> SplitPlan {
    plan_split(db, &Actor::operator(), &request(method)).unwrap()
}

fn sum(plan: &SplitPlan) -> i64 {
    plan.parts().iter().map(|(_, people)| people).sum()
}

on_both_databases! {
    fn the_parts_add_up_whatever_the_method(db from IMPORTED) {
        for method in [SplitMethod::Population, SplitMethod::Equal, SplitMethod::Remaining] {
            let plan = plan(db, method);
            assert_eq!((plan.whole, plan.remainder, sum(&plan), plan.rows.len()), (1273, 0, 1273, 10));
            assert!(plan.rows.iter().all(|row| matches!(row.old, Some(Target::Absolute(_)))), "old → new");
        }
        let equal: Vec<i64> = plan(db, SplitMethod::Equal).parts().into_iter().map(|(_, people)| people).collect();
        assert_eq!(equal, [128, 128, 128, 127, 127, 127, 127, 127, 127, 127], "what is left goes to the first in local order");
        let by_people = plan(db, SplitMethod::Population);
        let base: i64 = by_people.rows.iter().map(|row| row.eligible.unwrap()).sum();
        for row in &by_people.rows {
            let (exact, got) = (1273 * row.eligible.unwrap(), row.new.unwrap() * base);
            assert!((exact - got).abs() < base, "{}", row.unit.name);
        }
    }

    fn the_parts_are_given_with_their_document_and_count(db from IMPORTED) {
        let officer = actor(db, Role::Officer, "cam-ngoc");
        let wanted = request(SplitMethod::Remaining);
        let plan = plan_split(db, &officer, &wanted).unwrap();
        let said = (Some("Thông báo số 12/TB-UBND"), Some("chia lại theo số chưa đạt"));
        let changed = give_split(db, &officer, &wanted, &plan.parts(), said).unwrap();
        assert!(changed > 0 && changed <= 10, "{changed}");
        assert_eq!(give_split(db, &officer, &wanted, &plan.parts(), said).unwrap(), 0, "the same again changes nothing");
        let figures = report(db, "cam-ngoc", "2023-05-31");
        let quota = |figures: &[tiendo::progress::report::Figure]| figures.iter().find(|f| f.measure.code == "vneid2.activated").and_then(|f| f.quota);
        let villages: i64 = figures.children.iter().filter(|(unit, _)| unit.kind.is_village()).filter_map(|(_, own)| quota(own)).sum();
        assert_eq!(villages, 1273);
    }

    fn parts_that_were_not_shown_are_not_given(db from IMPORTED) {
        let wanted = request(SplitMethod::Equal);
        let mut shown = plan(db, SplitMethod::Equal).parts();
        shown[0].1 += 1;
        let error = give_split(db, &Actor::operator(), &wanted, &shown, (None, None)).unwrap_err();
        assert!(matches!(error, CampaignError::Stale { .. }), "{error}");
    }

    fn by_hand_the_remainder_is_told_and_the_others_keep_theirs(db from LOADED) {
        let typed = BTreeMap::from([("cam-ngoc/ngoc-binh".to_owned(), 200), ("cam-ngoc/ngoc-son".to_owned(), 100)]);
        let plan = plan(db, SplitMethod::ByHand(typed));
        assert_eq!((plan.remainder, plan.parts().len()), (1273 - 300, 2));
        let unknown = SplitMethod::ByHand(BTreeMap::from([("ha-noi".to_owned(), 1)]));
        assert!(matches!(plan_split(db, &Actor::operator(), &request(unknown)).unwrap_err(), CampaignError::NoUnit(_)));
    }

    fn without_a_whole_or_a_list_nothing_is_split(db from LOADED) {
        let error = plan_split(db, &Actor::operator(), &request(SplitMethod::Population)).unwrap_err();
        assert!(matches!(error, CampaignError::NoWeights(_)), "{error}");
        let other = SplitRequest { deadline: day("2023-07-31"), ..request(SplitMethod::Equal) };
        let error = plan_split(db, &Actor::operator(), &other).unwrap_err();
        assert!(error.to_string().contains("31/7/2023"), "{error}");
        let village = actor(db, Role::VillageTeam, "cam-ngoc/ngoc-binh");
        assert!(plan_split(db, &village, &request(SplitMethod::Equal)).is_err());
        let leader = actor(db, Role::Leader, "cam-ngoc");
        assert!(matches!(plan_split(db, &leader, &request(SplitMethod::Equal)).unwrap_err(), CampaignError::Access(_)));
    }
}
