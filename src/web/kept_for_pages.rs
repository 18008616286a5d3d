//! What many pages need and few changes touch, kept until something changes. Every key names the rights that decide what is shown: the role and the unit of
//! the account, which are read anew with every request.

use chrono::{DateTime, NaiveDate, Utc};

use super::pages::overview::{ShownOverview, WhichOverview};
use crate::model::campaign::Campaign;
use crate::model::id::{AccountId, CampaignId, UnitId};
use crate::model::role::Role;
use crate::model::unit::Unit;
use crate::store::Kept;

/// Accounts whose surroundings are kept.
const ACCOUNTS: usize = 1_024;
/// Overviews that are kept; the largest have some 150 kB.
const OVERVIEWS: usize = 64;

/// The unit of an account and the campaigns it may choose, the one that began last first.
pub type Surroundings = (Option<Unit>, Vec<Campaign>);
/// Rounds that wait for somebody in a campaign at a minute.
pub type WhoseRounds = (AccountId, CampaignId, DateTime<Utc>);

/// What is kept for pages. Cheap to clone; clones share what they keep.
#[derive(Clone)]
pub struct KeptForPages {
    /// By the unit of the account and the day.
    pub surroundings: Kept<(UnitId, NaiveDate), Surroundings>,
    /// How many tasks of a campaign were overdue on a day.
    pub overdue_tasks: Kept<(CampaignId, NaiveDate), i64>,
    /// How many rounds wait.
    pub waiting_rounds: Kept<WhoseRounds, usize>,
    /// How many mails did not arrive, by what decides whose they are.
    pub undelivered: Kept<(Role, UnitId), i64>,
    /// Overviews as HTML.
    pub overviews: Kept<WhichOverview, ShownOverview>,
}

impl Default for KeptForPages {
    fn default() -> Self {
        Self {
            surroundings: Kept::at_most(ACCOUNTS),
            overdue_tasks: Kept::at_most(ACCOUNTS),
            waiting_rounds: Kept::at_most(ACCOUNTS),
            undelivered: Kept::at_most(ACCOUNTS),
            overviews: Kept::at_most(OVERVIEWS),
        }
    }
}
