//! The time line: every statement with its source, newest first, revocations beside what they take back.

use std::collections::HashMap;

use super::super::error::PeopleError;
use super::super::sheet::{EventSourceName, Revocation, TimeLineEntry};
use crate::model::enrollment::{DayPrecision, EffectiveDay, EffectiveDays, EventSource};
use crate::model::id::EventId;
use crate::model::programme::{Catalogue, MilestoneMeaning};
use crate::store::events::RecordedEvent;
use crate::store::{Conn, accounts, batches};

/// Names the events of one person.
pub fn entries(
    conn: &mut Conn,
    catalogue: &Catalogue,
    recorded: Vec<RecordedEvent>,
    days: &EffectiveDays,
) -> Result<Vec<TimeLineEntry>, PeopleError> {
    let names = source_names(conn, &recorded)?;
    let revocations: HashMap<EventId, Revocation> =
        recorded.iter().filter_map(|revoking| Some((revoking.event.revokes?, revocation(revoking, &names)))).collect();
    let statements = recorded.into_iter().filter(|recorded| recorded.event.revokes.is_none());
    let mut entries: Vec<TimeLineEntry> =
        statements.filter_map(|statement| entry(catalogue, statement, &names, &revocations, days)).collect();
    entries.sort_by_key(|entry| std::cmp::Reverse((entry.happened_on, entry.event)));
    Ok(entries)
}

fn entry(
    catalogue: &Catalogue,
    statement: RecordedEvent,
    names: &HashMap<EventSource, EventSourceName>,
    revocations: &HashMap<EventId, Revocation>,
    days: &EffectiveDays,
) -> Option<TimeLineEntry> {
    let RecordedEvent { event, reason, recorded_at } = statement;
    let (programme, milestone) = catalogue.milestone_by_id(event.milestone)?;
    let revoked = revocations.get(&event.id).cloned();
    let stated = EffectiveDay::stated(event.happened_on, event.precision);
    let renews = milestone.meaning == MilestoneMeaning::Renewed && event.precision == DayPrecision::Exact;
    let decides = renews || days.get(&event.milestone).is_some_and(|held| held.begins_with(stated));
    Some(TimeLineEntry {
        event: event.id,
        milestone: format!("{}.{}", programme.code, milestone.code),
        programme_name: programme.name.clone(),
        milestone_name: milestone.name.clone(),
        happened_on: event.happened_on,
        precision: event.precision,
        source: name_of(event.source, names),
        reason,
        recorded_at,
        holds: decides && revoked.is_none(),
        revoked,
    })
}

fn revocation(revoking: &RecordedEvent, names: &HashMap<EventSource, EventSourceName>) -> Revocation {
    Revocation {
        event: revoking.event.id,
        source: name_of(revoking.event.source, names),
        reason: revoking.reason.clone(),
        recorded_at: revoking.recorded_at,
    }
}

/// A source that is gone keeps its number.
fn name_of(source: EventSource, names: &HashMap<EventSource, EventSourceName>) -> EventSourceName {
    names.get(&source).cloned().unwrap_or_else(|| match source {
        EventSource::Import(batch) => EventSourceName::List { batch, file_name: format!("danh sách số {batch}") },
        EventSource::Account(account) => {
            EventSourceName::Account { account, display_name: format!("tài khoản số {account}") }
        }
    })
}

fn source_names(
    conn: &mut Conn,
    recorded: &[RecordedEvent],
) -> Result<HashMap<EventSource, EventSourceName>, PeopleError> {
    let mut names = HashMap::new();
    for source in recorded.iter().map(|recorded| recorded.event.source) {
        if names.contains_key(&source) {
            continue;
        }
        let name = match source {
            EventSource::Import(batch) => {
                batches::find(conn, batch)?.map(|found| EventSourceName::List { batch, file_name: found.file_name })
            }
            EventSource::Account(account) => accounts::get(conn, account)?
                .map(|found| EventSourceName::Account { account, display_name: found.display_name }),
        };
        names.extend(name.map(|name| (source, name)));
    }
    Ok(names)
}
