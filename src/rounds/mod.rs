//! Rounds of reports: opening them, handing in, accepting and returning, chasing; forms and links for units without accounts.

mod chase;
mod checks;
mod decide;
mod enter;
mod error;
pub mod files;
mod lead;
mod links;
mod list;
mod load;
mod open;
mod reach;
mod show;
mod submit;
mod sums;
mod write_report;

pub use chase::{ChasedHop, ChasedRound, ChasedUnit, ChasingData, Step, chasing_data, group_reminder, owes, reminder};
pub use checks::Finding;
pub use decide::{Decision, decide};
pub use enter::{Entry, RowProblem, TypedFigure, TypedRow, enter};
pub use error::RoundError;
pub use lead::{NewDue, Reminded, change_due, note_reminded, note_reminded_in, set_locked};
pub use links::{IssuedLink, LinkForm, SavedByLink, issue_links, links_of, open_link, revoke_links, submit_by_link};
pub use list::{HopLine, RoundLine, list, waiting};
pub use load::{LoadedRounds, load};
pub use open::{MeasureRef, NewHop, NewRound, open, open_series};
pub use show::{EarlierDue, HopSheet, Lacking, RoundSheet, UnitLine, of_report, show};
pub use submit::{CountingImport, GivenFigure, Report, Said, imports, submit};
pub use sums::{Sum, sums};
pub use write_report::Written;

pub use crate::store::rounds::links::RoundLink;
