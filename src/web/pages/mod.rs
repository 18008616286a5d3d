//! One file per page: take out of the request, call the use case, show.

pub mod campaigns;
pub mod checks;
pub mod compare;
pub mod documents;
pub mod imports;
pub mod mailing;
pub mod outbox;
pub mod overview;
pub mod password;
pub mod people;
pub mod person;
pub mod person_barriers;
pub mod person_move;
pub mod quick_entry;
pub mod quotas;
pub mod reconciliation;
pub mod reports;
pub mod roster_template;
pub mod rounds;
pub mod sign_in;
pub mod snapshots;
pub mod tasks;
pub mod unit_barriers;
pub mod units;
pub mod work_lists;
