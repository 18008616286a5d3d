//! In which pieces of a file each person has been named, so that a second row sees what the first would do, and who is not named at all is known in
//! the end.

use std::collections::HashMap;

use super::compact_index::CompactIndex;
use super::staged::Target;
use crate::model::id::PersonId;

/// Marks somebody whom only rows that are not applied name.
const NOT_APPLIED: u32 = u32::MAX;

/// Who has been named, and where. Almost everybody is named once: the first piece is kept densely, further ones apart.
#[derive(Debug, Default)]
pub struct Named {
    /// The first piece of each known person.
    known: CompactIndex,
    /// The first piece of each new person, by number.
    new: Vec<u32>,
    again: HashMap<Target, Vec<u32>>,
}

impl Named {
    /// A row of this piece names somebody and is applied.
    pub fn note(&mut self, target: Target, piece: u32) {
        let first = match target {
            Target::Known(person) => self.known.get(key(person)).filter(|piece| *piece != NOT_APPLIED),
            Target::New(number) => self.new.get(number as usize).copied(),
            Target::Nobody => return,
        };
        match (first, target) {
            (None, Target::Known(person)) => self.known.set(key(person), piece),
            // New people are numbered in the order in which they are named first.
            (None, _) => self.new.push(piece),
            (Some(first), _) if first == piece => {}
            (Some(_), _) => {
                let again = self.again.entry(target).or_default();
                if again.last() != Some(&piece) {
                    again.push(piece);
                }
            }
        }
    }

    /// A row that is not applied names somebody known.
    pub fn note_not_applied(&mut self, person: PersonId) {
        self.known.set_if_new(key(person), NOT_APPLIED);
    }

    /// The pieces that name somebody, in order.
    pub fn pieces(&self, target: Target) -> Vec<u32> {
        let first = match target {
            Target::Known(person) => self.known.get(key(person)).filter(|piece| *piece != NOT_APPLIED),
            Target::New(number) => self.new.get(number as usize).copied(),
            Target::Nobody => None,
        };
        first.into_iter().chain(self.again.get(&target).into_iter().flatten().copied()).collect()
    }

    /// Whether any row names this person.
    pub fn names(&self, person: PersonId) -> bool {
        self.known.get(key(person)).is_some()
    }
}

fn key(person: PersonId) -> u64 {
    person.0.cast_unsigned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_told_in_order_and_once() {
        let mut named = Named::default();
        let (known, new) = (Target::Known(PersonId(7)), Target::New(0));
        named.note_not_applied(PersonId(7));
        assert!(named.pieces(known).is_empty());
        for piece in [0, 0, 3, 3, 9] {
            named.note(known, piece);
            named.note(new, piece);
        }
        named.note(Target::New(1), 9);
        assert_eq!((named.pieces(known), named.pieces(new)), (vec![0, 3, 9], vec![0, 3, 9]));
        assert_eq!(named.pieces(Target::New(1)), [9]);
        assert!(named.names(PersonId(7)) && !named.names(PersonId(8)));
    }
}
