//! What the reader has chosen for all pages: the campaign and the as-of date, from the address or as the campaign says.

use std::sync::Arc;

use chrono::NaiveDate;

use super::AppState;
use super::page_error::PageError;
use super::view::links::{Links, Pair};
use crate::access::Session;
use crate::model::as_of::AsOf;
use crate::model::campaign::Campaign;
use crate::model::unit::Unit;
use crate::store::{Conn, StoreError, campaigns, tasks, units};
use crate::vn::date::parse_typed;

/// Name of the as-of date in addresses.
pub const DAY: &str = "den-ngay";
/// Name of the campaign in addresses.
pub const CAMPAIGN: &str = "chien-dich";

/// What the reader has chosen for all pages.
#[derive(Debug, Clone)]
pub struct Scene {
    /// The unit of the account.
    pub own_unit: Option<Unit>,
    /// Campaigns the reader may choose.
    pub campaigns: Vec<Campaign>,
    /// The chosen one.
    pub campaign: Option<Campaign>,
    /// The as-of date.
    pub as_of: AsOf,
    /// Makes addresses that keep the choice.
    pub links: Links,
    /// What was typed as a date and cannot be read.
    pub unreadable_day: Option<String>,
    /// Tasks of the campaign whose last day had passed.
    pub overdue_tasks: i64,
}

impl Scene {
    /// Reads the choice from the pairs of an address.
    pub fn load(state: &AppState, session: &Session, query: &[Pair]) -> Result<Self, PageError> {
        let today = state.today();
        let surroundings =
            state.kept.surroundings.get_or_make(session.state, (session.account.unit, today.day()), || {
                state.db.read(|conn| {
                    let own_unit = units::get(conn, session.account.unit, today.day())?;
                    Ok::<_, StoreError>((own_unit, visible_campaigns(conn, session)?))
                })
            })?;
        let (own_unit, campaigns) = Arc::unwrap_or_clone(surroundings);
        let asked = value(query, CAMPAIGN);
        let campaign = match asked {
            Some(code) => Some(campaigns.iter().find(|campaign| campaign.code == code).cloned().ok_or_else(|| {
                PageError::not_found(format!("Không có chiến dịch «{code}» hoặc tài khoản không được xem."))
            })?),
            None => campaigns.first().cloned(),
        };
        let usual = campaign.as_ref().and_then(|campaign| campaign.default_as_of).unwrap_or(today.day());
        let typed = value(query, DAY);
        let day = typed.and_then(parse_typed);
        let as_of = AsOf(day.unwrap_or(usual));
        let overdue_tasks = match &campaign {
            Some(campaign) => {
                let of = (campaign.id, as_of.day());
                let count = || state.db.read(|conn| tasks::overdue(conn, campaign.id, as_of.day()));
                *state.kept.overdue_tasks.get_or_make(session.state, of, count)?
            }
            None => 0,
        };
        let links = kept(campaigns.first(), campaign.as_ref(), day.filter(|day| *day != usual));
        Ok(Self {
            own_unit,
            campaign,
            campaigns,
            as_of,
            overdue_tasks,
            links,
            unreadable_day: typed.filter(|_| day.is_none()).map(str::to_owned),
        })
    }

    /// The chosen campaign; without any there are no figures.
    pub fn campaign(&self) -> Result<&Campaign, PageError> {
        self.campaign.as_ref().ok_or_else(|| {
            PageError::not_found("Chưa có chiến dịch nào cho đơn vị này. Nạp chiến dịch bằng lệnh «tiendo load».")
        })
    }
}

/// The value of a name in an address; an empty one is none.
pub fn value<'a>(query: &'a [Pair], name: &str) -> Option<&'a str> {
    query.iter().find(|pair| pair.name == name).map(|pair| pair.value.trim()).filter(|value| !value.is_empty())
}

/// Those that touch the unit of the account: run by it, above it or below it. The one that began last is first.
fn visible_campaigns(conn: &mut Conn, session: &Session) -> Result<Vec<Campaign>, StoreError> {
    let own = session.account.unit;
    let mut visible = Vec::new();
    for campaign in campaigns::list(conn)? {
        let touches = campaign.unit == own
            || units::is_below(conn, own, campaign.unit)?
            || units::is_below(conn, campaign.unit, own)?;
        if touches {
            visible.push(campaign);
        }
    }
    visible.sort_by_key(|campaign| std::cmp::Reverse((campaign.starts_on, campaign.id)));
    Ok(visible)
}

fn kept(usual: Option<&Campaign>, chosen: Option<&Campaign>, day: Option<NaiveDate>) -> Links {
    let mut kept = Vec::new();
    if let Some(chosen) = chosen.filter(|chosen| usual.is_some_and(|usual| usual.id != chosen.id)) {
        kept.push(Pair::new(CAMPAIGN, chosen.code.as_str()));
    }
    if let Some(day) = day {
        kept.push(Pair::new(DAY, day.to_string()));
    }
    Links { kept }
}
