//! What follows from the milestone that a measure counts: who could reach it, and what counts as issued before it.

use crate::model::programme::{Catalogue, MilestoneMeaning};
use crate::model::tally::Counted;

/// Youngest age of the programme; on a ladder the lowest of its levels.
pub(super) fn min_age(code: &str, catalogue: &Catalogue) -> u8 {
    let head = code.split('.').next().unwrap_or_default();
    let ladder = catalogue.ladder(head);
    let programmes = if ladder.is_empty() { catalogue.by_code(head).into_iter().collect() } else { ladder };
    programmes.into_iter().map(|programme| programme.min_age).min().unwrap_or_default()
}

/// What counts as issued, for measures that count something later than that.
pub(super) fn issued_before(code: &str, done: &Counted, catalogue: &Catalogue) -> Option<Counted> {
    match done {
        Counted::Activated { ladder, level } => Some(Counted::Issued { ladder: ladder.clone(), level: *level }),
        Counted::Eligible { .. }
        | Counted::EligibleWithCard { .. }
        | Counted::Issued { .. }
        | Counted::Reported
        | Counted::HeldBack { .. } => None,
        Counted::Reached { .. } => {
            let (programme, milestone) = catalogue.milestone(code)?;
            let issued = programme.milestones.iter().find(|m| m.meaning == MilestoneMeaning::Issued)?;
            let later = milestone.meaning == MilestoneMeaning::Achieved;
            later.then(|| Counted::Reached { milestone: format!("{}.{}", programme.code, issued.code) })
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::model::id::{MilestoneId, ProgrammeId};
    use crate::model::programme::{LadderStep, Milestone, Programme};

    fn programme(code: &str, level: Option<u8>, min_age: u8, milestones: &[(&str, MilestoneMeaning)]) -> Programme {
        let milestone = |(code, meaning): &(&str, MilestoneMeaning)| Milestone {
            id: MilestoneId(0),
            code: (*code).to_owned(),
            name: String::new(),
            meaning: *meaning,
        };
        Programme {
            id: ProgrammeId(0),
            code: code.to_owned(),
            name: String::new(),
            ladder: level.map(|level| LadderStep { ladder: "vneid".to_owned(), level }),
            min_age,
            term_months: None,
            milestones: milestones.iter().map(milestone).collect(),
        }
    }

    #[test]
    fn what_counts_as_issued_and_who_could() {
        use MilestoneMeaning::{Achieved, Issued, Step};
        let steps = [("requested", Step), ("contracted", Issued), ("accepted", Achieved)];
        let catalogue = Catalogue::new(vec![
            programme("vneid1", Some(1), 6, &[("issued", Issued), ("activated", Achieved)]),
            programme("vneid2", Some(2), 14, &[("issued", Issued), ("activated", Achieved)]),
            programme("smartca", None, 18, &steps),
        ]);
        let issued = |code: &str| {
            issued_before(code, &Counted::of_measure(code, &catalogue).unwrap(), &catalogue).map(|c| c.to_code())
        };
        assert_eq!(issued("vneid2.activated").as_deref(), Some("issued:vneid:2"));
        assert_eq!(issued("vneid.activated").as_deref(), Some("issued:vneid"));
        assert_eq!(issued("vneid.issued"), None);
        assert_eq!(issued("smartca.accepted").as_deref(), Some("reached:smartca.contracted"));
        assert_eq!(issued("smartca.requested"), None);
        assert_eq!(min_age("vneid.issued", &catalogue), 6);
        assert_eq!(min_age("vneid2.issued", &catalogue), 14);
        assert_eq!(min_age("smartca.accepted", &catalogue), 18);
    }
}
