//! Figures: reported totals beside counted ones, frozen figures, what pages cost.

mod basis;
mod snapshots;
mod statements;
mod visits;
