//! The order in which a team walks: house by house along an address, and its division among teams.

use std::collections::{BTreeMap, HashMap};

use crate::vn::fold::fold;

/// Where somebody is found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dwelling {
    /// Head or number of the household, as written.
    pub household: Option<String>,
    /// Address line, as written.
    pub address: Option<String>,
}

/// What an address is sorted by: from the larger part to the smaller, houses by number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct AddressKey {
    words: Vec<String>,
    numbers: Vec<Vec<(u64, String)>>,
}

/// A household: those who share it, and the address they share.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct HouseKey {
    /// People without an address come last.
    nowhere: bool,
    address: AddressKey,
    household: AddressKey,
    /// People who share nothing are houses of their own, in the order given.
    alone: usize,
}

/// The order in which people are visited: those of one household together, households by address, within a household and without any address as given.
/// Returns the houses, each with the places of its people.
pub fn in_walking_order(people: &[Dwelling]) -> Vec<Vec<usize>> {
    let addresses = addresses_of_households(people);
    let mut houses: BTreeMap<HouseKey, Vec<usize>> = BTreeMap::new();
    for (place, dwelling) in people.iter().enumerate() {
        let household = text(dwelling.household.as_deref());
        let own = text(dwelling.address.as_deref());
        let address = match (own.is_empty(), addresses.get(&household)) {
            // A household with one address has it for all its people, whoever's row left it out.
            (true, Some(Some(shared))) => shared.clone(),
            _ => own,
        };
        let shares_nothing = household.is_empty() && address.is_empty();
        let key = HouseKey {
            nowhere: address.is_empty(),
            address: address_key(&address),
            household: address_key(&household),
            alone: if shares_nothing { place + 1 } else { 0 },
        };
        houses.entry(key).or_default().push(place);
    }
    houses.into_values().collect()
}

/// The only address that rows of a household give; `None` where they give several.
fn addresses_of_households(people: &[Dwelling]) -> HashMap<String, Option<String>> {
    let mut found: HashMap<String, Option<String>> = HashMap::new();
    for dwelling in people {
        let (household, address) = (text(dwelling.household.as_deref()), text(dwelling.address.as_deref()));
        if household.is_empty() || address.is_empty() {
            continue;
        }
        let known = found.entry(household).or_insert_with(|| Some(address.clone()));
        if known.as_ref().is_some_and(|known| fold(known) != fold(&address)) {
            *known = None;
        }
    }
    found
}

fn text(written: Option<&str>) -> String {
    written.map(|written| written.trim().to_lowercase()).unwrap_or_default()
}

/// Vietnamese addresses go from the house up: `Số 12, ngõ 5, phố Huế`. Parts are read from the last to the first, numbers as numbers; `12/5` is house 5 of
/// lane 12, so a number with strokes keeps its order. The words «số», «nhà» say nothing.
fn address_key(text: &str) -> AddressKey {
    let (mut words, mut numbers) = (Vec::new(), Vec::new());
    for part in text.split([',', ';', '-', '–']).rev() {
        let mut of_part: Vec<Vec<(u64, String)>> = Vec::new();
        for word in part.split_whitespace() {
            match chain(word) {
                Some(chain) => of_part.push(chain),
                None => words.extend(Some(fold(word)).filter(|word| !matches!(word.as_str(), "" | "so" | "nha"))),
            }
        }
        numbers.extend(of_part.into_iter().rev());
    }
    AddressKey { words, numbers }
}

/// `12`, `12a`, `12/5/3`: numbers with what follows them.
fn chain(word: &str) -> Option<Vec<(u64, String)>> {
    let starts_with_digit = word.starts_with(|c: char| c.is_ascii_digit());
    let element = |text: &str| {
        let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (number, rest) = text.split_at(digits);
        Some((number.parse().ok()?, fold(rest)))
    };
    starts_with_digit.then(|| word.split(['/', '.']).filter_map(element).collect())
}

/// How many houses each team takes, in walking order: no household is divided, and the teams have as nearly the same number of people as that allows.
/// There are no more teams than houses.
pub fn shares(houses: &[usize], teams: usize) -> Vec<usize> {
    let teams = teams.clamp(1, houses.len().max(1));
    let people: usize = houses.iter().sum();
    let (mut shares, mut taken, mut next) = (Vec::with_capacity(teams), 0, 0);
    for team in 1..=teams {
        let goal = people * team / teams;
        let after = teams - team;
        let begin = next;
        while next < houses.len() - after {
            let house = houses.get(next).copied().unwrap_or_default();
            // The house on the border goes to the side that it belongs to with more of its people; everybody gets one at least.
            let beyond = taken + house > goal && (taken + house - goal) * 2 > house;
            if next > begin && beyond && after > 0 {
                break;
            }
            taken += house;
            next += 1;
        }
        shares.push(next - begin);
    }
    shares
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(household: &str, address: &str) -> Dwelling {
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Dwelling { household: some(household), address: some(address) }
    }

    fn order(people: &[(&str, &str)]) -> Vec<usize> {
        let people: Vec<Dwelling> = people.iter().map(|(household, address)| at(household, address)).collect();
        in_walking_order(&people).into_iter().flatten().collect()
    }

    #[test]
    fn houses_follow_their_numbers() {
        assert_eq!(order(&[("", "số 10"), ("", "Số 9"), ("", "số nhà 100"), ("", "9A")]), [1, 3, 0, 2]);
        assert_eq!(order(&[("", "12 Lê Lợi"), ("", "3 Nguyễn Huệ"), ("", "5 lê lợi")]), [2, 0, 1], "along each street");
        assert_eq!(order(&[("", "Số 2, ngõ 7"), ("", "Số 9, ngõ 5"), ("", "Số 10 ngõ 5")]), [1, 2, 0]);
        assert_eq!(order(&[("", "hẻm 12/10"), ("", "hẻm 12/9"), ("", "hẻm 5/30")]), [2, 1, 0]);
        assert_eq!(order(&[("Hộ 10", ""), ("Hộ 2", ""), ("Hộ 1", "")]), [2, 1, 0]);
    }

    #[test]
    fn those_of_one_household_stay_together() {
        let people = [("Nguyễn Văn An", "số 5"), ("", ""), ("Lê Thị Ba", "số 3"), ("NGUYỄN VĂN AN", ""), ("", "số 3")];
        assert_eq!(order(&people), [4, 2, 0, 3, 1]);
        // Two heads of the same name at two addresses are two households; who gave no address is found last.
        let people = [("Nguyễn Văn An", "số 9"), ("Nguyễn Văn An", ""), ("Nguyễn Văn An", "số 1")];
        assert_eq!(order(&people), [2, 0, 1]);
        assert_eq!(order(&[("", ""), ("", ""), ("", "")]), [0, 1, 2], "without anything the order given stays");
    }

    #[test]
    fn a_village_is_divided_by_houses() {
        assert_eq!(shares(&[2, 2, 2, 2], 2), [2, 2]);
        assert_eq!(shares(&[5, 1, 1, 1], 2), [1, 3]);
        assert_eq!(shares(&[1, 1], 5), [1, 1]);
        assert_eq!(shares(&[], 3), [0]);
        assert_eq!(shares(&[4], 1), [1]);
    }

    proptest! {
        #[test]
        fn nobody_is_lost_and_everybody_is_visited_once(people in prop::collection::vec(("[ABab]?", "[1-3]?( ngõ [12])?"), 0..40)) {
            let people: Vec<Dwelling> = people.iter().map(|(household, address)| at(household, address)).collect();
            let mut places: Vec<usize> = in_walking_order(&people).into_iter().flatten().collect();
            places.sort_unstable();
            prop_assert_eq!(places, (0..people.len()).collect::<Vec<_>>());
        }

        #[test]
        fn every_house_belongs_to_one_team_and_no_team_is_idle(houses in prop::collection::vec(1usize..9, 1..60), teams in 1usize..12) {
            let shares = shares(&houses, teams);
            prop_assert_eq!(shares.len(), teams.min(houses.len()));
            prop_assert_eq!(shares.iter().sum::<usize>(), houses.len());
            prop_assert!(shares.iter().all(|share| *share > 0));
        }

        #[test]
        fn teams_differ_by_no_more_than_two_houses_of_people(houses in prop::collection::vec(1usize..9, 24..60), teams in 1usize..4) {
            let mut begin = 0;
            let people: Vec<usize> = shares(&houses, teams).into_iter().map(|share| {
                let sum = houses[begin..begin + share].iter().sum();
                begin += share;
                sum
            }).collect();
            let (least, most) = (people.iter().min().copied(), people.iter().max().copied());
            prop_assert!(most.zip(least).is_some_and(|(most, least)| most - least <= 16), "{:?}", people);
        }
    }
}
