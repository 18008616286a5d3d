//! The room `people` on both databases.

mod barrier_counts;
mod barriers;
mod concurrency;
pub mod fixture;
mod moves;
mod quick_entry;
mod record;
mod reveal;
mod scope;
mod search;
mod show;
mod states;
