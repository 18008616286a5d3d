//! Counted, reported or none: what a total adds.

use tiendo::access::Actor;
use tiendo::model::as_of::AsOf;
use tiendo::model::id::MeasureId;
use tiendo::model::reported::ReportSource;
use tiendo::progress::report::{Basis, Figure, Outlook, ProgressReport};
use tiendo::progress::{FigureQuery, ProgressJson, figures, series, units_summary};
use tiendo::store::reported::{self, ReportedEntry};
use tiendo::store::{Db, StoreError, campaigns, units};

use crate::roster::steps::{LOADED, day, import, lists, report};

const LEVEL_2: &str = "vneid2.activated";

/// Says on behalf of a unit how many there are.
pub fn told(db: &Db, unit: &str, measure: &str, on: &str, value: i64) {
    db.write(|conn| {
        let campaign = campaigns::find(conn, "cam-ngoc-2023")?.unwrap();
        let measures = campaigns::measures(conn, campaign.id)?;
        let residents = measures.iter().filter(|known| known.audience.as_str() == "residents");
        let measure = residents.into_iter().find(|known| known.code == measure).unwrap().id;
        let entry = ReportedEntry {
            measure,
            unit: units::slugs_in_use(conn)?[unit],
            as_of: day(on),
            value,
            base: None,
            source: ReportSource::Typed,
            submission: None,
            note: None,
            account: None,
        };
        reported::add(conn, &[entry], "2023-06-01T02:00:00Z".parse().unwrap())?;
        Ok::<_, StoreError>(())
    })
    .unwrap();
}

fn own(report: &ProgressReport) -> &Figure {
    let residents =
        |figure: &&Figure| figure.measure.code == LEVEL_2 && figure.measure.audience.as_str() == "residents";
    report.own.iter().find(residents).unwrap()
}

fn measure(report: &ProgressReport) -> MeasureId {
    own(report).measure.id
}

on_both_databases! {
    fn units_without_lists_are_reported_and_a_unit_above_adds_them(db from LOADED) {
        let nothing = report(db, "cam-ngoc", "2023-05-31");
        assert_eq!((own(&nothing).done, own(&nothing).basis, own(&nothing).outlook), (None, Basis::None, Outlook::NoData));
        told(db, "cam-ngoc", LEVEL_2, "2023-05-30", 900);
        let whole = report(db, "cam-ngoc", "2023-05-31");
        assert_eq!((own(&whole).done, own(&whole).basis), (Some(900), Basis::Reported(day("2023-05-30"))));
        assert_eq!(own(&whole).remaining, Some(373), "measured against the quota of 1.273");
        told(db, "cam-ngoc/ngoc-binh", LEVEL_2, "2023-05-20", 100);
        told(db, "cam-ngoc/ngoc-binh", LEVEL_2, "2023-05-30", 140);
        told(db, "cam-ngoc/ngoc-son", LEVEL_2, "2023-05-10", 60);
        let added = report(db, "cam-ngoc", "2023-05-31");
        assert_eq!((own(&added).done, own(&added).basis), (Some(200), Basis::Reported(day("2023-05-10"))));
        assert_eq!(own(&added).detail.own_report.unwrap().value, 900, "what the commune said is kept beside");
        let units = units_summary(&added, measure(&added));
        assert_eq!((units.reported, units.counted, units.no_data.len()), (2, 0, 8), "no data is not zero");
        let stale: Vec<&str> = units.stale.iter().map(|(unit, _)| unit.slug.as_str()).collect();
        assert_eq!(stale, ["cam-ngoc/ngoc-son"], "older than the day by more than a week");
        assert_eq!(own(&report(db, "cam-ngoc", "2023-05-25")).done, Some(160), "as it was told then");
        assert_eq!(own(&report(db, "cam-ngoc/ngoc-binh", "2023-05-31")).done, Some(140));
    }

    fn a_list_outranks_the_report_of_its_unit_and_is_never_added_to_it(db from LOADED) {
        let lists = lists();
        let list = lists.iter().find(|list| list.unit == "cam-ngoc/ngoc-binh").unwrap_or(&lists[0]);
        import(db, list);
        let counted = own(&report(db, "cam-ngoc", "2023-05-31")).done.unwrap();
        let village = report(db, "cam-ngoc", "2023-05-31");
        let listed: Vec<&str> = village.children.iter()
            .filter(|(_, figures)| figures.iter().any(|figure| matches!(figure.basis, Basis::Counted(_))))
            .map(|(unit, _)| unit.slug.as_str()).collect();
        let listed = listed.first().copied().unwrap();
        let other = if listed == "cam-ngoc/ngoc-son" { "cam-ngoc/dong-cam" } else { "cam-ngoc/ngoc-son" };
        told(db, listed, LEVEL_2, "2023-05-30", 9_999);
        assert_eq!(own(&report(db, "cam-ngoc", "2023-05-31")).done, Some(counted), "no person comes in twice");
        let seen = report(db, listed, "2023-05-31");
        assert!(matches!(own(&seen).basis, Basis::Counted(_)));
        assert_eq!(own(&seen).detail.own_report.unwrap().value, 9_999);
        told(db, other, LEVEL_2, "2023-05-29", 50);
        let both = report(db, "cam-ngoc", "2023-05-31");
        assert_eq!(own(&both).done, Some(counted + 50));
        assert_eq!(own(&both).basis, Basis::Mixed { counted: Some(day("2023-06-12")), reported: day("2023-05-29") });
        let query = FigureQuery {
            campaign: "cam-ngoc-2023".to_owned(), unit: Some("cam-ngoc".to_owned()), as_of: Some(AsOf(day("2023-05-31"))),
            today: AsOf(day("2023-06-13")),
        };
        let over_time = series(db, &Actor::operator(), &query).unwrap();
        let line = over_time.iter().find(|series| series.measure.id == measure(&both)).unwrap();
        assert_eq!(line.points.last().unwrap().done, counted + 50, "the line ends at the figure");
        let json = ProgressJson::from(&figures(db, &Actor::operator(), &query).unwrap());
        let row = json.rows.iter().find(|row| row.unit == "cam-ngoc" && row.measure == LEVEL_2 && row.audience == "residents");
        assert_eq!((row.unwrap().basis, row.unwrap().data_as_of), ("mixed", Some(day("2023-05-29"))));
    }

    fn a_report_that_was_taken_back_no_longer_counts(db from LOADED) {
        told(db, "cam-ngoc/ngoc-binh", LEVEL_2, "2023-05-20", 100);
        told(db, "cam-ngoc/ngoc-binh", LEVEL_2, "2023-05-20", 104);
        let village = || report(db, "cam-ngoc/ngoc-binh", "2023-05-31");
        assert_eq!(own(&village()).done, Some(104), "of one day the last entry holds");
        db.write(|conn| {
            let unit = units::slugs_in_use(conn)?["cam-ngoc/ngoc-binh"];
            let history = reported::history(conn, unit, measure(&village()))?;
            let at = "2023-06-02T02:00:00Z".parse().unwrap();
            reported::revoke(conn, history.last().unwrap().id, None, at)?;
            Ok::<_, StoreError>(())
        })
        .unwrap();
        assert_eq!(own(&village()).done, Some(100));
    }
}
