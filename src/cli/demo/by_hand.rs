//! What officials of the demo recorded by hand: certificates through both channels, what holds two villages back.

use chrono::{NaiveDate, Utc};

use crate::access::{Actor, Door, Rights};
use crate::campaign::CampaignError;
use crate::campaign::unit_barriers::{NoteUnitBarrier, note_unit_barrier};
use crate::cli::error::CommandError;
use crate::model::as_of::AsOf;
use crate::model::tally::Audience;
use crate::people::{
    self, MeasureState, PageSize, PeopleError, PeopleQuery, RecordMilestone, StateFilter, record_milestone_through,
};
use crate::store::{Db, accounts};

/// The account that recorded it.
const OFFICER: &str = "canbo";
/// The village whose people have certificates.
const VILLAGE: &str = "cam-ngoc/ngoc-binh";
/// The ways they took; one told none.
const CHANNELS: [Option<&str>; 4] = [Some("vneid"), Some("vneid"), Some("provider_app"), None];
/// Unit, cause, note.
const UNIT_BARRIERS: [(&str, &str, &str); 3] = [
    ("cam-ngoc/thon-10", "weak_outreach", "Chưa phát thanh tại thôn trong tháng 5"),
    ("cam-ngoc/thung-lung", "weak_outreach", ""),
    ("cam-ngoc/thung-lung", "few_joined_in", "Chi đoàn chưa cử người cùng tổ công nghệ số"),
];

/// Records it, on the last day of May 2023.
pub fn record(db: &Db, campaign: &str) -> Result<(), CommandError> {
    let account = db.read(|conn| accounts::find_by_name(conn, OFFICER))?;
    let (Some(account), Some(on)) = (account, NaiveDate::from_ymd_opt(2023, 5, 31)) else { return Ok(()) };
    let rights = Rights::Account { account: account.id, role: account.role, unit: account.unit };
    let actor = Actor { rights, door: Door::Command, source: "máy chủ".to_owned() };
    certificates(db, &actor, on)?;
    unit_barriers(db, &actor, campaign, on).map_err(CommandError::from)
}

fn certificates(db: &Db, actor: &Actor, on: NaiveDate) -> Result<(), PeopleError> {
    let state = StateFilter {
        measure: "vneid2.activated".to_owned(),
        audience: Audience::Residents,
        state: MeasureState::Done,
    };
    let query = PeopleQuery {
        text: None,
        unit: Some(VILLAGE.to_owned()),
        state: Some(state),
        check: None,
        barrier: None,
        as_of: AsOf(on),
        page: 1,
        per_page: PageSize::Small,
    };
    let found = people::search(db, actor, &query)?;
    let today = AsOf::of_instant(Utc::now());
    for (person, channel) in found.people.iter().zip(CHANNELS) {
        let milestone = "smartca.contracted".to_owned();
        let new = RecordMilestone { person: person.id, milestone, on, today, reason: None };
        record_milestone_through(db, actor, &new, channel)?;
    }
    Ok(())
}

fn unit_barriers(db: &Db, actor: &Actor, campaign: &str, on: NaiveDate) -> Result<(), CampaignError> {
    let today = AsOf::of_instant(Utc::now());
    for (unit, barrier, note) in UNIT_BARRIERS {
        let (campaign, unit, barrier) = (campaign.to_owned(), unit.to_owned(), barrier.to_owned());
        let note = Some(note.to_owned());
        note_unit_barrier(db, actor, &NoteUnitBarrier { campaign, unit, barrier, on, note, today })?;
    }
    Ok(())
}
