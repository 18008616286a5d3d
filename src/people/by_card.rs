//! Use case: find the person of an identity card.

use super::error::PeopleError;
use super::reach::reach;
use crate::access::{AccessError, Actor, allowed};
use crate::model::id::PersonId;
use crate::model::role::Operation;
use crate::store::{Db, people};
use crate::vn::card_qr::read_card_qr;

/// Letters beyond which nobody types a name.
const LONGEST_NAME: usize = 80;
/// Bars, or what a keyboard made of them, from which a text is taken for a card.
const BARS: usize = 4;

/// Whether a text that was typed to find somebody comes from the code of a card, read well or badly: then it is no name and belongs into no address.
pub fn looks_like_card(text: &str) -> bool {
    let signs =
        text.chars().filter(|c| !c.is_alphanumeric() && !c.is_whitespace() && !matches!(c, '.' | '-' | '\'')).count();
    text.chars().count() > LONGEST_NAME || signs >= BARS
}

/// The person within the actor's scope who has the number of a card, or else the only one who has its old number.
///
/// # Errors
///
/// No right to see people; a text that is no card; nobody within reach.
pub fn find_by_card(db: &Db, actor: &Actor, scanned: &str) -> Result<PersonId, PeopleError> {
    allowed(actor, Operation::ViewPeople)?;
    let card = read_card_qr(scanned)?;
    db.read(|conn| {
        let number = card.national_id.as_str();
        let holder = people::by_national_ids(conn, &[number])?.remove(number);
        let mut found: Vec<PersonId> = holder.map(|holder| holder.person).into_iter().collect();
        if let (true, Some(old)) = (found.is_empty(), &card.old_card) {
            found = people::by_old_card(conn, old)?;
        }
        let mut reached = Vec::new();
        for id in found {
            match reach(conn, actor, Operation::ViewPeople, id) {
                Ok(_) => reached.push(id),
                Err(PeopleError::Access(AccessError::NotFound)) => {}
                Err(error) => return Err(error),
            }
        }
        match reached.as_slice() {
            [one] => Ok(*one),
            _ => Err(PeopleError::CardNotFound),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_or_number_is_no_card() {
        for text in ["Phạm Thị Bình", "038138272855", "038.138.272-855", "+84 912 000 000", "H'Hen Niê"] {
            assert!(!looks_like_card(text), "{text}");
        }
        let card = "038138272855||Phạm Thị Bình|04061938|Nữ|Thôn 1|15042021";
        for text in [card.to_owned(), card.replace('|', "~"), "a".repeat(200)] {
            assert!(looks_like_card(&text), "{text}");
        }
    }
}
