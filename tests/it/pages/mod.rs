//! The pages over real HTTP, as a browser without script asks for them.

pub mod browser;
mod figures;
mod forms;
mod headers;
mod import_wizard;
mod imports;
mod people;
mod quick_entry;
mod sign_in;
mod units;
