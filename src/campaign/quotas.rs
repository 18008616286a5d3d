//! Quotas of a campaign: the table of a unit and its children, the history of one, giving and changing, who gives, splitting down the tree.

mod bases;
mod give;
mod history;
mod issuers;
mod split;
mod table;

pub use give::{GiveQuota, give};
pub use history::{HistoryLine, QuotaSheet, history};
pub use issuers::{add_issuer, issuers, lead, rename};
pub use split::{SplitMethod, SplitPlan, SplitRequest, SplitRow, give_split, plan_split};
pub use table::{Held, QuotaCell, QuotaTable, QuotaUnit, table};
