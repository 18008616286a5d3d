//! What follows from the milestone that a measure counts: who could reach it, and what counts as issued before it.

use crate::model::person::StaffCategory;
use crate::model::programme::{Catalogue, MilestoneMeaning};
use crate::model::tally::{Audience, Counted};
use crate::vn::fold::fold;

/// Youngest age of the programme; on a ladder the lowest of its levels.
pub(super) fn min_age(code: &str, catalogue: &Catalogue) -> u8 {
    let head = code.split('.').next().unwrap_or_default();
    let ladder = catalogue.ladder(head);
    let programmes = if ladder.is_empty() { catalogue.by_code(head).into_iter().collect() } else { ladder };
    programmes.into_iter().map(|programme| programme.min_age).min().unwrap_or_default()
}

/// The name of a measure, which tells by itself whom it counts where that is one category of staff only: «Viên chức: mức 2 đã kích hoạt».
pub(super) fn named_for(audience: Audience, name: &str) -> String {
    let Some(own) = audience.category() else { return name.to_owned() };
    let said = fold(name);
    let others = StaffCategory::ALL.into_iter().filter(|other| *other != own);
    let names_others = others.into_iter().any(|other| said.contains(&fold(other.vietnamese())));
    if said.starts_with(&fold(own.vietnamese())) && !names_others {
        return name.to_owned();
    }
    let (mut category, mut first) = (own.vietnamese().chars(), name.chars());
    let category: String = category.next().into_iter().flat_map(char::to_uppercase).chain(category).collect();
    let word = name.split_whitespace().next().unwrap_or_default();
    // A name like VNeID or PS0 keeps its capital.
    if word.chars().skip(1).any(|letter| letter.is_uppercase() || letter.is_numeric()) {
        return format!("{category}: {name}");
    }
    let small: String = first.next().into_iter().flat_map(char::to_lowercase).chain(first).collect();
    format!("{category}: {small}")
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
    fn the_name_tells_whom_a_measure_counts() {
        let (teachers, cadres) =
            (Audience::StaffOf(StaffCategory::PublicEmployee), Audience::StaffOf(StaffCategory::Cadre));
        for (audience, given, shown) in [
            (Audience::Residents, "Mức 2 đã kích hoạt", "Mức 2 đã kích hoạt"),
            (Audience::Staff, "Mức 2 đã kích hoạt", "Mức 2 đã kích hoạt"),
            (teachers, "Mức 2 đã kích hoạt", "Viên chức: mức 2 đã kích hoạt"),
            (teachers, "VNeID mức 2", "Viên chức: VNeID mức 2"),
            (teachers, "PS0 đã cấp", "Viên chức: PS0 đã cấp"),
            (teachers, "Viên chức có mức 2", "Viên chức có mức 2"),
            (teachers, "Viên chức: mức 2 đã kích hoạt", "Viên chức: mức 2 đã kích hoạt"),
            (cadres, "Cán bộ, công chức có mức 2", "Cán bộ: cán bộ, công chức có mức 2"),
        ] {
            assert_eq!(named_for(audience, given), shown);
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
