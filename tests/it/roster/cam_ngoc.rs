//! The figures of the Cẩm Ngọc dispatch, from the real files by the real importer.

use tiendo::access::Actor;
use tiendo::model::as_of::AsOf;
use tiendo::model::tally::Audience;
use tiendo::progress::report::{Basis, Figure, Outlook};
use tiendo::progress::{FigureQuery, Gap, figures, gap, verify};

use super::steps::{IMPORTED, LOADED, day, five_figures, five_true, report, truth};

fn figure<'a>(figures: &'a [Figure], code: &str, audience: Audience) -> &'a Figure {
    figures.iter().find(|figure| figure.measure.code == code && figure.measure.audience == audience).unwrap()
}

on_both_databases! {
    fn the_commune_stands_where_the_dispatch_says(db from IMPORTED) {
        let report = report(db, "cam-ngoc", "2023-05-31");
        assert_eq!(five_figures(&report, "Xã Cẩm Ngọc"), five_true(&truth()["commune"]));
        let one = figure(&report.own, "vneid1.activated", Audience::Residents);
        let two = figure(&report.own, "vneid2.activated", Audience::Residents);
        let any = figure(&report.own, "vneid.issued", Audience::Residents);
        assert_eq!((one.done, one.quota, one.percent.unwrap().to_string()), (Some(119), Some(2650), "4.49".to_owned()));
        assert_eq!((two.done, two.quota, two.percent.unwrap().to_string()), (Some(1068), Some(1273), "83.89".to_owned()));
        assert_eq!((any.done, any.quota, any.deadline), (Some(2352), None, None));
        assert_eq!(gap(any, &report.own), Some(Gap { achieved: 1187, between: 1165 }));
        assert_eq!(gap(two, &report.own), None, "no whole of parts");
        assert_eq!((two.remaining, two.days_left, two.needed_per_day), (Some(205), Some(30), Some(7)));
        assert_eq!(two.deadline, Some(day("2023-06-30")));
        // The lists show a pace of 18 a day at level 2 (7 are needed) and of 2 a day at level 1 (85 are needed).
        assert_eq!((two.outlook, one.outlook), (Outlook::OnTrack, Outlook::Unlikely));
        assert_eq!(one.needed_per_day, Some(85));
    }

    fn every_village_stands_where_the_truth_says(db from IMPORTED) {
        let (report, truth) = (report(db, "cam-ngoc", "2023-05-31"), truth());
        let villages = truth["per_village"].as_object().unwrap();
        assert_eq!(villages.len(), 10);
        for (village, place) in villages {
            assert_eq!(five_figures(&report, village), five_true(place), "{village}");
            let (_, figures) = report.children.iter().find(|(name, _)| name.name == *village).unwrap();
            for level in [1, 2] {
                let of = figure(figures, &format!("vneid{level}.activated"), Audience::Residents);
                assert_eq!(of.quota, place[format!("quota_{level}")].as_i64(), "{village}");
                let printed = of.percent.unwrap().vietnamese();
                assert_eq!(printed, place[format!("pct_{level}_truncated")].as_str().unwrap(), "{village}");
            }
        }
    }

    fn staff_of_the_offices_are_counted_against_all_of_them(db from IMPORTED) {
        let report = report(db, "cam-ngoc", "2023-05-31");
        let own = figure(&report.own, "vneid2.activated", Audience::Staff);
        // people.csv: 37 staff who live in the villages and 9 who live elsewhere; a person counts once, at the highest level held.
        let path = crate::support::project().join("tests/data/rosters/cam-ngoc/people.csv");
        let mut people = csv::Reader::from_path(path).unwrap();
        let columns = people.headers().unwrap().clone();
        let at = |name: &str| columns.iter().position(|column| column == name).unwrap();
        let (unit, level, active) = (at("unit"), at("level_at_2023_05_31"), at("active_at_2023_05_31"));
        let staff: Vec<csv::StringRecord> =
            people.records().map(Result::unwrap).filter(|record| !record[unit].is_empty()).collect();
        assert_eq!(staff.len(), 46);
        let done = staff.iter().filter(|record| &record[level] == "2" && &record[active] == "1").count();
        assert_eq!((own.quota, own.eligible), (Some(46), Some(46)));
        assert_eq!(own.done, i64::try_from(done).ok());
        let offices: Vec<_> = report.children.iter().filter(|(unit, _)| unit.kind.is_workplace()).collect();
        let counted: Vec<_> =
            offices.iter().filter_map(|(_, figures)| figure(figures, "vneid2.activated", Audience::Staff).done).collect();
        assert_eq!(counted.len(), 5, "five offices sent a list, the police did not: no data is not zero");
        assert_eq!(counted.iter().sum::<i64>(), own.done.unwrap());
    }

    fn no_data_is_not_zero(db from LOADED) {
        let report = report(db, "cam-ngoc", "2023-05-31");
        for figure in report.own.iter().chain(report.children.iter().flat_map(|(_, figures)| figures)) {
            assert_eq!((figure.basis, figure.done, figure.percent), (Basis::None, None, None));
            assert_eq!(figure.outlook, Outlook::NoData);
        }
    }

    fn after_the_merger_the_villages_roll_up_to_the_successor(db from IMPORTED) {
        let before = report(db, "cam-ngoc", "2025-06-30");
        let after = report(db, "thanh-hoa/xa-cam-thuy", "2025-07-01");
        let done = |figures: &[Figure]| figure(figures, "vneid2.activated", Audience::Residents).done;
        assert_eq!(done(&before.own), Some(1205), "what the lists of 12/6/2023 say, nobody added anything since");
        assert_eq!(done(&after.own), done(&before.own));
        assert!(after.children.iter().any(|(unit, _)| unit.slug == "cam-ngoc/ngoc-binh"));
    }

    fn a_unit_that_no_longer_exists_is_not_shown_with_zeros(db from IMPORTED) {
        let query = FigureQuery {
            campaign: "cam-ngoc-2023".to_owned(),
            unit: Some("cam-ngoc".to_owned()),
            as_of: Some(AsOf(day("2025-07-01"))),
            today: AsOf(day("2026-01-01")),
        };
        let refused = figures(db, &Actor::operator(), &query).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "Xã Cẩm Ngọc chỉ hoạt động đến hết ngày 30/6/2025. Chọn ngày trong thời gian đó thay cho 01/7/2025, \
             hoặc xem đơn vị kế thừa."
        );
    }

    fn counters_agree_with_the_events(db from IMPORTED) {
        let found = verify(db, &Actor::operator()).unwrap();
        assert!(found.is_sound(), "{found:?}");
        assert!(found.counters > 1000);
    }
}
