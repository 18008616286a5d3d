//! What has to hold before a milestone can: the catalogue says so.

use chrono::NaiveDate;

use crate::model::enrollment::EffectiveDays;
use crate::model::id::MilestoneId;
use crate::model::programme::{Catalogue, MilestoneMeaning};

/// The first milestone that is missing on a day.
///
/// Within a programme everything after "đã cấp" needs it, because nothing can be activated or accepted that was not issued; steps before it are not
/// needed, because lists often mark only the result. `of_programme` are the milestones of other programmes that are needed.
pub fn missing(
    catalogue: &Catalogue,
    milestone: MilestoneId,
    of_programme: &[MilestoneId],
    days: &EffectiveDays,
    on: NaiveDate,
) -> Option<MilestoneId> {
    let (programme, _) = catalogue.milestone_by_id(milestone)?;
    let before = programme.milestones.iter().take_while(|earlier| earlier.id != milestone);
    let issue = before.filter(|earlier| earlier.meaning == MilestoneMeaning::Issued).map(|earlier| earlier.id);
    let needed = of_programme.iter().copied().chain(issue);
    let holds = |needed: &MilestoneId| days.get(needed).is_some_and(|held| held.day <= on);
    needed.filter(|needed| !holds(needed)).find(|needed| catalogue.milestone_by_id(*needed).is_some())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::model::enrollment::{DayPrecision, EffectiveDay};
    use crate::model::id::ProgrammeId;
    use crate::model::programme::{Milestone, Programme};

    const MEANINGS: [MilestoneMeaning; 4] =
        [MilestoneMeaning::Step, MilestoneMeaning::Issued, MilestoneMeaning::Step, MilestoneMeaning::Achieved];

    fn programme(id: i64) -> Programme {
        let milestone = |(index, meaning): (i64, MilestoneMeaning)| Milestone {
            id: MilestoneId(10 * id + index),
            code: format!("m{index}"),
            name: format!("Mốc {index}"),
            meaning,
        };
        Programme {
            id: ProgrammeId(id),
            code: format!("p{id}"),
            name: format!("Dịch vụ {id}"),
            ladder: None,
            min_age: 14,
            term_months: None,
            milestones: (0i64..).zip(MEANINGS).map(milestone).collect(),
        }
    }

    fn missing_for(milestone: i64, others: &[i64], held: &[(i64, &str)]) -> Option<i64> {
        let catalogue = Catalogue::new(vec![programme(1), programme(2)]);
        let on = |day: &str| EffectiveDay::stated(day.parse().unwrap(), DayPrecision::Exact);
        let days = held.iter().map(|(id, day)| (MilestoneId(*id), on(day))).collect();
        let others: Vec<MilestoneId> = others.iter().copied().map(MilestoneId).collect();
        missing(&catalogue, MilestoneId(milestone), &others, &days, "2023-05-31".parse().unwrap()).map(|first| first.0)
    }

    #[test]
    fn what_comes_after_the_issue_needs_it_on_that_day() {
        assert_eq!(missing_for(11, &[], &[]), None, "the issue itself needs no step before it");
        assert_eq!(missing_for(13, &[], &[]), Some(11));
        assert_eq!(missing_for(12, &[], &[(10, "2023-01-01")]), Some(11));
        assert_eq!(missing_for(13, &[], &[(11, "2023-05-31")]), None);
        assert_eq!(missing_for(13, &[], &[(11, "2023-06-01")]), Some(11), "issued later");
        assert_eq!(missing_for(13, &[], &[(21, "2023-01-01")]), Some(11), "another programme");
    }

    #[test]
    fn another_programme_can_be_needed_first() {
        assert_eq!(missing_for(11, &[23], &[]), Some(23));
        assert_eq!(missing_for(11, &[23], &[(23, "2023-02-01")]), None);
    }
}
