//! Figures: reported totals beside counted ones, frozen figures, what pages cost.

pub mod barriers;
mod basis;
mod reconciliation;
mod snapshots;
mod statements;
mod visits;
