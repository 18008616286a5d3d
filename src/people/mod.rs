//! Finding people, showing one with the time line, recording a milestone by hand.

mod barriers;
mod by_card;
mod channel;
mod check;
mod check_report;
mod error;
pub mod mask;
mod measure_state;
mod move_residence;
mod move_targets;
mod number;
mod page;
mod prerequisites;
mod query;
pub mod quick_entry;
mod reach;
pub(crate) mod reason;
mod record;
mod reveal;
mod revoke;
mod search;
mod sheet;
mod show;
mod state_word;

pub use barriers::{NoteBarrier, note_barrier, take_back_barrier};
pub use by_card::{find_by_card, looks_like_card};
pub use channel::channels_by_programme;
pub use check::{Check, MOST_DAYS};
pub use check_report::{CheckQuery, CheckReport, Hits, NamedCheck, check_report, checks};
pub use error::PeopleError;
pub use move_residence::{MoveResidence, move_residence};
pub use move_targets::move_targets;
pub use page::{PeoplePage, PersonLine};
pub use query::{CheckFilter, MeasureState, PageSize, PeopleQuery, StateFilter};
pub use record::{RecordMilestone, Recorded, record_milestone, record_milestone_through};
pub(crate) use record::{check_day, state_milestone};
pub use reveal::{Revealed, reveal};
pub(crate) use revoke::take_back;
pub use revoke::{Revoked, revoke_milestone};
pub(crate) use search::select;
pub use search::{everybody, search};
pub use sheet::{
    BarrierName, EventSourceName, ListMention, MoveLine, NotedBarrier, PersonSheet, PlaceOfWork, ProgrammeStanding,
    ResidenceLine, Revocation, TimeLineEntry,
};
pub use show::show;
pub use state_word::StateWord;
pub(crate) use state_word::state_words;
