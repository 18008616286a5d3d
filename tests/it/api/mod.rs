//! The REST API over real HTTP, on both databases.

mod campaigns;
mod description;
mod imports;
mod metrics;
mod people;
mod problems;
mod sessions;
mod units;
