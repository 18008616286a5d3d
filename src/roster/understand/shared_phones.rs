//! Phone numbers that several people of a file share.

use super::facts::Facts;
use super::whole_file::People;

/// One number with people of different name or birth date: the places of all its rows, ascending.
pub(super) fn find_shared(people: &People) -> Vec<u32> {
    let with_phone = (0_u32..).zip(people.facts).filter(|(_, facts)| facts.phone != 0);
    let mut keyed: Vec<(u64, u32)> = with_phone.map(|(place, facts)| (facts.phone, place)).collect();
    keyed.sort_unstable();
    let mut shared = Vec::new();
    for same in keyed.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
        let mut rows = same.iter().filter_map(|(_, place)| people.facts.get(*place as usize));
        let Some(first) = rows.next() else { continue };
        if rows.any(|row| !same_person(first, row)) {
            shared.extend(same.iter().map(|(_, place)| *place));
        }
    }
    shared.sort_unstable();
    shared
}

fn same_person(a: &Facts, b: &Facts) -> bool {
    if a.number.is_national() && a.number == b.number {
        return true;
    }
    a.name == b.name && a.dob.map(|d| d.year()) == b.dob.map(|d| d.year())
}
