//! The REST API over real HTTP, on both databases.

mod description;
mod metrics;
mod problems;
mod sessions;
mod units;
