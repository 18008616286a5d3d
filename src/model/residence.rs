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

/// The village a person belongs to, and whether only as somebody who has left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settled {
    /// The village.
    pub unit: UnitId,
    /// No list claims the person as a resident.
    pub departed: bool,
    /// The day of the list that decided.
    pub listed_on: NaiveDate,
}

/// Decides between lists.
///
/// Per village only its latest list speaks (of two lists of one day, the one that claims the person). A list that says "đã chuyển đi" gives the
/// person up but never overrides the list of another village. Among the villages that claim the person the latest list wins; on the same day the
/// village with the lower identity, so that the result is the same whatever was imported first.
pub fn settle(listings: &[Listing]) -> Option<Settled> {
    let mut latest: Vec<Listing> = Vec::new();
    for listing in listings {
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
            let settled = settle(&listings).unwrap();
            assert_eq!((settled.unit, settled.departed), (UnitId(2), false));
        }
    }

    #[test]
    fn a_later_list_of_the_same_village_gives_the_person_up() {
        let settled = settle(&[listing(1, "2023-06-01", false), listing(1, "2023-06-12", true)]).unwrap();
        assert!(settled.departed);
        assert_eq!(settle(&[]), None);
    }

    proptest! {
        #[test]
        fn the_order_of_lists_does_not_matter(
            mut lists in prop::collection::vec((1i64..4, 1u32..5, any::<bool>()), 1..7), seed in any::<u64>()
        ) {
            let build = |lists: &[(i64, u32, bool)]| -> Vec<Listing> {
                lists.iter().map(|(unit, day, departed)| listing(*unit, &format!("2023-06-{day:02}"), *departed)).collect()
            };
            let forward = settle(&build(&lists));
            let turn = usize::try_from(seed % 7).unwrap() % lists.len();
            lists.rotate_left(turn);
            lists.reverse();
            prop_assert_eq!(forward, settle(&build(&lists)));
        }
    }
}
