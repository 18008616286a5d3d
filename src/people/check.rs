//! What can be wrong, or soon will be, with what people hold: enrolled before they could, term ended or ending.

use chrono::{Days, NaiveDate};

use super::error::PeopleError;
use crate::model::id::ProgrammeId;
use crate::model::programme::{Catalogue, MilestoneMeaning, Programme};
use crate::store::people_search::{Ending, Fact, Held};
use crate::store::{Conn, catalogue};

/// The most days ahead that can be asked for.
pub const MOST_DAYS: u16 = 366;

/// Something to look for among the people who hold something of a programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Check {
    /// They hold it although what has to hold first does not, on the as-of date. Of a rule for one channel, people whose channel is not known are
    /// looked at too.
    BeforePrerequisite {
        /// Code of the programme.
        programme: String,
    },
    /// They hold it, and nothing tells through which channel, while a rule asks for one.
    ChannelUnknown {
        /// Code of the programme.
        programme: String,
    },
    /// Its term ends within so many days.
    Expiring {
        /// Code of the programme.
        programme: String,
        /// Days ahead, today included.
        days: u16,
    },
    /// Its term has ended.
    Expired {
        /// Code of the programme.
        programme: String,
    },
    /// What has to hold before it does hold, through any channel; whether they hold it themselves is not looked at.
    Ready {
        /// Code of the programme.
        programme: String,
    },
    /// They have it for more than so many days.
    IssuedFor {
        /// Code of the programme.
        programme: String,
        /// Whole days that have passed.
        days: u16,
    },
}

impl Check {
    /// Reads the form of addresses and the API.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(':');
        let (word, programme, days) = (parts.next()?, parts.next()?.to_owned(), parts.next());
        match (word, days, parts.next()) {
            ("before_prerequisite", None, None) => Some(Self::BeforePrerequisite { programme }),
            ("channel_unknown", None, None) => Some(Self::ChannelUnknown { programme }),
            ("expired", None, None) => Some(Self::Expired { programme }),
            ("ready", None, None) => Some(Self::Ready { programme }),
            (word @ ("expiring" | "issued_for"), Some(days), None) => {
                let days = days.parse().ok().filter(|days| *days <= MOST_DAYS)?;
                let expiring = word == "expiring";
                Some(if expiring { Self::Expiring { programme, days } } else { Self::IssuedFor { programme, days } })
            }
            _ => None,
        }
    }

    /// Whether another one looks at the same programme.
    pub fn is_like(&self, other: &Self) -> bool {
        self.programme() == other.programme()
    }

    fn programme(&self) -> &str {
        match self {
            Self::BeforePrerequisite { programme }
            | Self::ChannelUnknown { programme }
            | Self::Expiring { programme, .. }
            | Self::Expired { programme }
            | Self::Ready { programme }
            | Self::IssuedFor { programme, .. } => programme,
        }
    }
}

/// `before_prerequisite:smartca`, `expiring:smartca:30`, `expired:smartca`, `ready:smartca`, `issued_for:vneid2:7`.
impl std::fmt::Display for Check {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::BeforePrerequisite { programme } => write!(f, "before_prerequisite:{programme}"),
            Self::ChannelUnknown { programme } => write!(f, "channel_unknown:{programme}"),
            Self::Expiring { programme, days } => write!(f, "expiring:{programme}:{days}"),
            Self::Expired { programme } => write!(f, "expired:{programme}"),
            Self::Ready { programme } => write!(f, "ready:{programme}"),
            Self::IssuedFor { programme, days } => write!(f, "issued_for:{programme}:{days}"),
        }
    }
}

/// The facts that must hold about somebody on a day for a check to hit.
pub(super) fn facts(conn: &mut Conn, check: &Check, day: NaiveDate) -> Result<Vec<Fact>, PeopleError> {
    let catalogue = catalogue::load(conn)?;
    let unknown = || PeopleError::UnknownMeasure(check.programme().to_owned());
    let programme = catalogue.by_code(check.programme()).ok_or_else(unknown)?;
    let held = |channel, expires| Fact::Holds(Held { programme: programme.id, channel, expires });
    let renewal = programme.renewal().map(|milestone| milestone.id).zip(programme.term_months);
    let ending = |from, to| held(None, Some(Ending { from, to, renewal }));
    Ok(match check {
        Check::Expiring { days, .. } => {
            let until = day.checked_add_days(Days::new(u64::from(*days))).unwrap_or(day);
            vec![ending(Some(day), until)]
        }
        Check::ChannelUnknown { .. } => vec![held(Some(String::new()), None)],
        Check::Expired { .. } => vec![ending(None, day.pred_opt().unwrap_or(day))],
        Check::IssuedFor { days, .. } => {
            // More than seven days after the 1st is the 9th at the earliest.
            let by = day.checked_sub_days(Days::new(u64::from(*days) + 1)).unwrap_or(NaiveDate::MIN);
            vec![Fact::IssuedBy(programme.id, by)]
        }
        Check::Ready { .. } => {
            let needed_first = catalogue::prerequisites(conn, programme.id)?;
            let ways: Vec<Fact> =
                needed_first.into_iter().filter_map(|(milestone, _)| needed(&catalogue, milestone)).collect();
            if ways.is_empty() {
                return Err(unknown());
            }
            vec![Fact::AnyOf(ways)]
        }
        Check::BeforePrerequisite { .. } => {
            let ways: Vec<Fact> = catalogue::prerequisites(conn, programme.id)?
                .into_iter()
                .filter_map(|(milestone, channel)| {
                    let needed = needed(&catalogue, milestone)?;
                    let channel = Some(channel).filter(|channel| !channel.is_empty());
                    Some(Fact::Both(Box::new(held(channel, None)), Box::new(Fact::Lacks(Box::new(needed)))))
                })
                .collect();
            if ways.is_empty() {
                return Err(unknown());
            }
            vec![Fact::AnyOf(ways)]
        }
    })
}

/// That a milestone of another programme is reached.
fn needed(catalogue: &Catalogue, milestone: crate::model::id::MilestoneId) -> Option<Fact> {
    let (programme, milestone) = catalogue.milestone_by_id(milestone)?;
    let own: Vec<ProgrammeId> = vec![programme.id];
    Some(match milestone.meaning {
        MilestoneMeaning::Step | MilestoneMeaning::Renewed => Fact::Reached(milestone.id),
        MilestoneMeaning::Issued => Fact::Issued(own),
        MilestoneMeaning::Achieved => Fact::Achieved(own),
    })
}

/// The programmes that can be checked: with something that has to hold first, perhaps of one channel only, or with a term.
pub(super) fn checked_programmes(conn: &mut Conn) -> Result<Vec<(Programme, bool, bool)>, PeopleError> {
    let mut found = Vec::new();
    for programme in catalogue::load(conn)?.programmes() {
        let rules = catalogue::prerequisites(conn, programme.id)?;
        let by_channel = rules.iter().any(|(_, channel)| !channel.is_empty());
        if !rules.is_empty() || programme.term_months.is_some() {
            found.push((programme.clone(), !rules.is_empty(), by_channel));
        }
    }
    Ok(found)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_check_is_read_as_it_is_written() {
        let words =
            ["before_prerequisite:smartca", "channel_unknown:smartca", "expiring:smartca:30", "expired:smartca"];
        for text in words.into_iter().chain(["ready:smartca", "issued_for:vneid2:7"]) {
            assert_eq!(Check::parse(text).unwrap().to_string(), text);
        }
        for text in [
            "",
            "smartca",
            "expiring:smartca",
            "expiring:smartca:400",
            "expiring:smartca:-1",
            "expired:a:b",
            "ready:a:7",
        ] {
            assert_eq!(Check::parse(text), None, "{text}");
        }
    }
}
