//! The room `people` on both databases.

mod concurrency;
mod fixture;
mod moves;
mod record;
mod reveal;
mod scope;
mod search;
mod show;
mod states;
