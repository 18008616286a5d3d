//! What lists can be made for a campaign: which kinds fit which programmes. The catalogue says it, no programme is named here.

use std::collections::HashSet;

use super::{ACTIVATION_DAYS, EXPIRING_DAYS, WorkListKind};
use crate::model::id::MilestoneId;
use crate::model::programme::{Catalogue, Milestone, MilestoneMeaning, Programme};
use crate::model::tally::CARD;

/// A kind in a programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The kind.
    pub kind: WorkListKind,
    /// Code of the programme.
    pub programme: String,
    /// The milestone that a result «đã hoàn thành» records, in words too; none where the catalogue has no milestone for it.
    pub done: Option<(String, String)>,
    /// What the list is called: `Đã cấp tài khoản, chưa kích hoạt: Tài khoản định danh điện tử mức 2`.
    pub name: String,
}

/// The lists that can be made for a campaign. `counted` are codes of programmes or ladders that its measures count; what builds on them, and the card on
/// which they rest, belongs to it too. `needed` says which milestones have to hold before a programme.
pub fn targets(
    catalogue: &Catalogue,
    counted: &HashSet<String>,
    needed: &dyn Fn(&Programme) -> Vec<MilestoneId>,
) -> Vec<Target> {
    let is_counted = |programme: &Programme| {
        let ladder = programme.ladder.as_ref().map(|step| &step.ladder);
        counted.contains(&programme.code) || ladder.is_some_and(|ladder| counted.contains(ladder))
    };
    let builds_on_counted = |programme: &Programme| {
        let below = needed(programme).into_iter().filter_map(|milestone| catalogue.milestone_by_id(milestone));
        below.into_iter().any(|(programme, _)| is_counted(programme))
    };
    let card = catalogue.milestone(CARD).map(|(programme, _)| programme.code.clone());
    let mut found = Vec::new();
    for programme in catalogue.programmes() {
        if card.as_ref() == Some(&programme.code) {
            found.extend(target(WorkListKind::WithoutCard, programme));
        } else if is_counted(programme) || builds_on_counted(programme) {
            let first = if needed(programme).is_empty() { WorkListKind::WithoutAccount } else { WorkListKind::Ready };
            let kinds = [WorkListKind::NotActivated, WorkListKind::ActivationOverdue, first, WorkListKind::Expiring];
            found.extend(kinds.into_iter().filter_map(|kind| target(kind, programme)));
        }
    }
    found.sort_by_key(|target| target.kind);
    found
}

/// A kind in a programme, where it fits.
fn target(kind: WorkListKind, programme: &Programme) -> Option<Target> {
    let with = |meaning| programme.milestones.iter().find(|milestone| milestone.meaning == meaning);
    let (issued, achieved) = (with(MilestoneMeaning::Issued), with(MilestoneMeaning::Achieved));
    let (done, name) = match kind {
        WorkListKind::NotActivated => {
            let (issued, achieved) = issued.zip(achieved)?;
            (Some(achieved), waiting(issued, achieved))
        }
        // The days to activate by oneself are a rule about accounts, which stand on ladders.
        WorkListKind::ActivationOverdue => {
            let (issued, achieved) = issued.zip(achieved).filter(|_| programme.ladder.is_some())?;
            (Some(achieved), format!("{} (quá {ACTIVATION_DAYS} ngày)", waiting(issued, achieved)))
        }
        WorkListKind::WithoutAccount => (Some(issued.or(achieved)?), "Đến tuổi, chưa có".to_owned()),
        WorkListKind::WithoutCard => (Some(issued.or(achieved)?), "Chưa có".to_owned()),
        WorkListKind::Ready => (Some(issued.or(achieved)?), "Đủ điều kiện, chưa có".to_owned()),
        WorkListKind::Expiring => {
            programme.term_months?;
            (programme.renewal(), format!("Hết hạn trong {EXPIRING_DAYS} ngày"))
        }
    };
    let dotted = |milestone: &Milestone| format!("{}.{}", programme.code, milestone.code);
    Some(Target {
        kind,
        programme: programme.code.clone(),
        done: done.map(|milestone| (dotted(milestone), milestone.name.clone())),
        name: format!("{name}: {}", programme.name),
    })
}

/// `Đã cấp tài khoản, chưa kích hoạt`.
fn waiting(issued: &Milestone, achieved: &Milestone) -> String {
    let open = achieved.name.strip_prefix("Đã ").unwrap_or(&achieved.name);
    format!("{}, chưa {open}", issued.name)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::model::id::ProgrammeId;
    use crate::model::programme::LadderStep;

    fn programme(id: i64, code: &str, level: Option<u8>, milestones: &[(&str, &str, MilestoneMeaning)]) -> Programme {
        let milestone = |(index, (code, name, meaning)): (i64, &(&str, &str, MilestoneMeaning))| Milestone {
            id: MilestoneId(10 * id + index),
            code: (*code).to_owned(),
            name: (*name).to_owned(),
            meaning: *meaning,
        };
        Programme {
            id: ProgrammeId(id),
            code: code.to_owned(),
            name: code.to_uppercase(),
            ladder: level.map(|level| LadderStep { ladder: "vneid".to_owned(), level }),
            min_age: 14,
            term_months: (code == "smartca").then_some(12),
            milestones: (0i64..).zip(milestones).map(milestone).collect(),
        }
    }

    fn catalogue() -> Catalogue {
        use MilestoneMeaning::{Achieved, Issued, Renewed, Step};
        let account = [("issued", "Đã cấp tài khoản", Issued), ("activated", "Đã kích hoạt", Achieved)];
        let contract = [("requested", "Đã đăng ký", Step), ("contracted", "Đã ký hợp đồng", Issued)];
        let renewable = [contract[0], contract[1], ("renewed", "Đã gia hạn", Renewed)];
        Catalogue::new(vec![
            programme(1, "cccd", None, &[("issued", "Đã cấp thẻ", Issued)]),
            programme(2, "vneid1", Some(1), &account),
            programme(3, "vneid2", Some(2), &account),
            programme(4, "smartca", None, &renewable),
            programme(5, "mysign", None, &contract),
            programme(6, "dvc", None, &[("registered", "Đã đăng ký", Achieved)]),
        ])
    }

    fn of(counted: &[&str]) -> Vec<(String, Option<String>)> {
        let counted = counted.iter().map(|code| (*code).to_owned()).collect();
        let needed = |programme: &Programme| match programme.code.as_str() {
            "smartca" => vec![MilestoneId(31)],
            _ => vec![],
        };
        let told = |target: Target| {
            (format!("{} {}", target.kind.as_str(), target.programme), target.done.map(|(milestone, _)| milestone))
        };
        targets(&catalogue(), &counted, &needed).into_iter().map(told).collect()
    }

    #[test]
    fn the_catalogue_says_which_lists_there_are_and_what_done_records() {
        let some = |text: &str| Some(text.to_owned());
        let expected = [
            ("not_activated vneid1", some("vneid1.activated")),
            ("not_activated vneid2", some("vneid2.activated")),
            ("activation_overdue vneid1", some("vneid1.activated")),
            ("activation_overdue vneid2", some("vneid2.activated")),
            ("without_account vneid1", some("vneid1.issued")),
            ("without_account vneid2", some("vneid2.issued")),
            ("without_card cccd", some("cccd.issued")),
            ("ready smartca", some("smartca.contracted")),
            ("expiring smartca", some("smartca.renewed")),
        ];
        assert_eq!(
            of(&["vneid"]),
            expected.map(|(target, done)| (target.to_owned(), done)),
            "a ladder, and what builds on it"
        );
        let of_dvc = of(&["dvc"]);
        assert_eq!(of_dvc.len(), 2, "{of_dvc:?}");
        assert_eq!(of_dvc[0], ("without_account dvc".to_owned(), some("dvc.registered")));
    }

    #[test]
    fn a_list_is_called_by_the_names_of_the_catalogue() {
        let counted = HashSet::from(["vneid2".to_owned()]);
        let found = targets(&catalogue(), &counted, &|_| vec![]);
        assert_eq!(found[0].name, "Đã cấp tài khoản, chưa kích hoạt: VNEID2");
        assert_eq!(found[1].name, "Đã cấp tài khoản, chưa kích hoạt (quá 7 ngày): VNEID2");
    }
}
