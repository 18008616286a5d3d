//! The nouns of the product as plain types with their rules. No I/O, no SQL, no HTTP.

pub mod as_of;
pub mod audience;
pub mod barrier;
pub mod campaign;
pub mod card;
pub mod contribution;
pub mod document;
pub mod enrollment;
pub mod hexadecimal;
pub mod id;
pub mod mail_reminder;
pub mod mail_schedule;
pub mod percent;
pub mod person;
pub mod programme;
pub mod provider;
pub mod reported;
pub mod residence;
pub mod role;
pub mod round;
pub mod round_period;
pub mod split;
pub mod tally;
pub mod task;
pub mod unit;
pub mod work_list;
