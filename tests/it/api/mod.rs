//! The REST API over real HTTP, on both databases.

mod campaigns;
mod description;
mod import_life;
mod imports;
mod metrics;
mod people;
mod problems;
mod quick_entry;
mod sessions;
mod unit_changes;
mod units;
