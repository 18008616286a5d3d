//! Where a person lives when several lists name them. The answer does not depend on the order in which the lists arrive.

use chrono::NaiveDate;

use super::id::UnitId;

/// What one list says about where a person belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Listing {
    /// The village.
    pub unit: UnitId,
    /// The day the list was drawn up.
    pub listed_on: NaiveDate,
    /// The row says that the person has moved away.
    pub departed: bool,
}

/// What an official recorded: the person has moved to a village, or away from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RecordedMove {
    /// The village the person lives in now; the one left, where the person has moved out of sight.
    pub unit: UnitId,
    /// The person has left for somewhere that is not known here.
    pub departed: bool,
    /// Lists drawn up by this day are outweighed: the day of the move, or of the latest list that the record was made against.
    pub outweighs_to: NaiveDate,
}

/// The village a person belongs to, and whether only as somebody who has left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settled {
    /// The village.
    pub unit: UnitId,
    /// No list claims the person as a resident.
    pub departed: bool,
    /// The day of the list that decided, or the last that a recorded move outweighs.
    pub listed_on: NaiveDate,
}

/// Decides between lists, and what an official recorded last.
///
/// Per village only its latest list speaks (of two lists of one day, the one that claims the person). A list that says "đã chuyển đi" gives the
/// person up but never overrides the list of another village. Among the villages that claim the person the latest list wins; on the same day the
/// village with the lower identity, so that the result is the same whatever was imported first.
///
/// A recorded move sweeps aside every list up to its day and then counts as a list of that day: later lists of any village can say otherwise.
pub fn settle(listings: &[Listing], recorded: Option<RecordedMove>) -> Option<Settled> {
    let outweighed = |listing: &&Listing| recorded.is_some_and(|recorded| listing.listed_on <= recorded.outweighs_to);
    let recorded = recorded.map(|by| Listing { unit: by.unit, listed_on: by.outweighs_to, departed: by.departed });
    let mut latest: Vec<Listing> = recorded.into_iter().collect();
    for listing in listings.iter().filter(|listing| !outweighed(listing)) {
        match latest.iter_mut().find(|known| known.unit == listing.unit) {
            Some(known) if (listing.listed_on, !listing.departed) > (known.listed_on, !known.departed) => {
                *known = *listing
            }
            Some(_) => {}
            None => latest.push(*listing),
        }
    }
    let chosen = latest.iter().min_by_key(|l| (l.departed, std::cmp::Reverse(l.listed_on), l.unit))?;
    Some(Settled { unit: chosen.unit, departed: chosen.departed, listed_on: chosen.listed_on })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn listing(unit: i64, day: &str, departed: bool) -> Listing {
        Listing { unit: UnitId(unit), listed_on: day.parse().unwrap(), departed }
    }

    #[test]
    fn a_departed_row_never_overrides_another_village() {
        let left = listing(1, "2023-06-12", true);
        let arrived = listing(2, "2023-06-01", false);
        for listings in [[left, arrived], [arrived, left]] {
            let settled = settle(&listings, None).unwrap();
            assert_eq!((settled.unit, settled.departed), (UnitId(2), false));
        }
    }

    #[test]
    fn a_later_list_of_the_same_village_gives_the_person_up() {
        let settled = settle(&[listing(1, "2023-06-01", false), listing(1, "2023-06-12", true)], None).unwrap();
        assert!(settled.departed);
        assert_eq!(settle(&[], None), None);
    }

    #[test]
    fn a_recorded_move_outweighs_lists_up_to_its_day_and_yields_to_later_ones() {
        let recorded = |unit, departed| {
            Some(RecordedMove { unit: UnitId(unit), departed, outweighs_to: "2023-06-10".parse().unwrap() })
        };
        let settled = |lists: &[Listing], recorded| {
            let settled = settle(lists, recorded).unwrap();
            (settled.unit.0, settled.departed)
        };
        let (by_then, later) = (listing(1, "2023-06-10", false), listing(1, "2023-06-11", false));
        assert_eq!(settled(&[], recorded(2, false)), (2, false));
        assert_eq!(settled(&[by_then], recorded(2, false)), (2, false), "of the same day");
        assert_eq!(settled(&[by_then, later], recorded(2, false)), (1, false), "a later list of another village");
        assert_eq!(settled(&[by_then], recorded(1, true)), (1, true), "left");
        assert_eq!(settled(&[by_then, later], recorded(1, true)), (1, false), "a later list has the person back");
        let (gives_up, other_gives_up) = (listing(2, "2023-06-12", true), listing(1, "2023-06-12", true));
        assert_eq!(settled(&[by_then, gives_up], recorded(2, false)), (2, true), "the new village gives the person up");
        assert_eq!(settled(&[by_then, other_gives_up], recorded(2, false)), (2, false), "the old one does not decide");
        let claimed_between = [later, listing(1, "2023-06-12", true)];
        assert_eq!(settled(&claimed_between, recorded(2, false)), (2, false), "what was recorded is left over");
    }

    proptest! {
        #[test]
        fn the_order_of_lists_does_not_matter(
            mut lists in prop::collection::vec((1i64..4, 1u32..5, any::<bool>()), 1..7),
            moved in prop::option::of((1i64..4, 1u32..5, any::<bool>())), seed in any::<u64>()
        ) {
            let build = |lists: &[(i64, u32, bool)]| -> Vec<Listing> {
                lists.iter().map(|(unit, day, departed)| listing(*unit, &format!("2023-06-{day:02}"), *departed)).collect()
            };
            let recorded = moved.map(|(unit, day, departed)| RecordedMove {
                unit: UnitId(unit), departed, outweighs_to: format!("2023-06-{day:02}").parse().unwrap(),
            });
            let forward = settle(&build(&lists), recorded);
            let turn = usize::try_from(seed % 7).unwrap() % lists.len();
            lists.rotate_left(turn);
            lists.reverse();
            prop_assert_eq!(forward, settle(&build(&lists), recorded));
        }
    }
}
