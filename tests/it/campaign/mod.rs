//! Campaigns, quotas and tasks: the use cases, and the doors to them.

mod campaigns_api;
mod campaigns_pages;
mod categories;
mod checks;
mod edit;
mod issuers;
mod quotas;
mod quotas_api;
mod quotas_pages;
mod split;
mod tasks;
mod tasks_doors;
mod unit_barriers;

use chrono::{DateTime, NaiveDate, Utc};
use tiendo::campaign::MeasureName;
use tiendo::campaign::quotas::GiveQuota;
use tiendo::model::as_of::AsOf;
use tiendo::model::campaign::Target;
use tiendo::model::tally::Audience;

pub const CODE: &str = "cam-ngoc-2023";

/// After the lists of the demo were drawn up.
pub fn now() -> DateTime<Utc> {
    "2023-06-13T02:00:00Z".parse().unwrap()
}

pub fn today() -> AsOf {
    AsOf::of_instant(now())
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn level_2() -> MeasureName {
    MeasureName { code: "vneid2.activated".to_owned(), audience: Audience::Residents }
}

pub fn people(unit: &str, people: i64, deadline: &str) -> GiveQuota {
    GiveQuota {
        campaign: CODE.to_owned(),
        unit: unit.to_owned(),
        measure: level_2(),
        issuer: None,
        target: Some(Target::Absolute(people)),
        deadline: day(deadline),
        document: Some("Công văn số 141/UBND".to_owned()),
        reason: None,
        today: today(),
    }
}
