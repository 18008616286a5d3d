//! What mail somebody gets by itself.

use serde::Serialize;

use crate::mail::own_mail::{OwnAddress, OwnSchedule};
use crate::web::view::links::Links;

/// The page.
#[derive(Debug, Serialize)]
pub struct OwnMailView {
    addresses: Vec<AddressRow>,
}

#[derive(Debug, Serialize)]
struct AddressRow {
    address: String,
    confirmed: bool,
    stopped: bool,
    action: String,
    schedules: Vec<ScheduleRow>,
}

#[derive(Debug, Serialize)]
struct ScheduleRow {
    name: String,
    sends: String,
    timing: String,
    stopped: bool,
    id: String,
}

impl OwnMailView {
    /// The page.
    pub fn of(own: &[OwnAddress], links: &Links) -> Self {
        let row = |own: &OwnAddress| AddressRow {
            address: own.address.address.clone(),
            confirmed: own.address.is_usable(),
            stopped: own.stopped,
            action: links.to(&format!("/thu/cua-toi/{}", own.address.id)),
            schedules: own.schedules.iter().map(schedule).collect(),
        };
        Self { addresses: own.iter().map(row).collect() }
    }
}

fn schedule(own: &OwnSchedule) -> ScheduleRow {
    let settings = &own.schedule.settings;
    ScheduleRow {
        name: settings.name.clone(),
        sends: settings.sends.vietnamese(),
        timing: settings.timing.vietnamese(),
        stopped: own.stopped,
        id: own.schedule.id.to_string(),
    }
}
