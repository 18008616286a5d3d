//! The sequences of numbers of a year, and the numbers in them that nobody has.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::model::document::Form;
use crate::store::document_numbers::GivenNumber;

/// A number that has neither a document nor a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// The form whose sequence it is; none for the common one.
    pub form: Option<Form>,
    /// The number.
    pub number: u32,
}

impl Gap {
    /// The stored word of the sequence.
    pub(super) fn series(self) -> &'static str {
        self.form.map_or("", Form::as_str)
    }
}

/// The gaps of a year, sequence by sequence. A sequence that began beside another one during the year began above it, so that nothing below is missing.
pub(super) fn gaps(given: &[GivenNumber]) -> Vec<Gap> {
    let forms = std::iter::once(None).chain(Form::ALL.map(Some));
    forms.flat_map(|form| gaps_of(form, given)).collect()
}

fn gaps_of(form: Option<Form>, given: &[GivenNumber]) -> Vec<Gap> {
    let series = form.map_or("", Form::as_str);
    let own: BTreeSet<u32> = given.iter().filter(|given| given.series == series).map(|given| given.number).collect();
    let (Some(lowest), Some(highest)) = (own.first(), own.last()) else { return Vec::new() };
    // A form shares its numbers with the common sequence, the common one with all.
    let shared = |given: &&GivenNumber| given.series != series && (series.is_empty() || given.series.is_empty());
    let others: BTreeSet<u32> = given.iter().filter(shared).map(|given| given.number).collect();
    let begun = others.range(..lowest).next_back().map_or(1, |other| other + 1);
    let free = (begun..*highest).filter(|number| !others.contains(number) && !own.contains(number));
    free.map(|number| Gap { form, number }).collect()
}

/// The order of a register: sequence by sequence, the common one first, then the forms as lists name them; numbers upwards.
pub(super) fn in_order(given: &mut [GivenNumber]) {
    let place = |series: &str| Form::ALL.iter().position(|form| form.as_str() == series);
    given.sort_by_key(|given| (Reverse(given.series.is_empty()), place(&given.series), given.number));
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn given(numbers: &[(&str, u32)]) -> Vec<GivenNumber> {
        let one = |(series, number): &(&str, u32)| GivenNumber {
            series: (*series).to_owned(),
            number: *number,
            symbol: String::new(),
            document: None,
            reason: None,
            given_on: "2023-06-01".parse().unwrap(),
        };
        numbers.iter().map(one).collect()
    }

    #[test]
    fn a_sequence_that_began_during_the_year_lacks_nothing_below() {
        let report = Some(Form::Report);
        for (numbers, free) in [
            (&[][..], &[][..]),
            (&[("", 1), ("", 2)], &[]),
            (&[("", 1), ("", 4)], &[(None, 2), (None, 3)]),
            (&[("report", 3), ("letter", 1)], &[(report, 1), (report, 2)]),
            // Ten documents in common, then each form of its own.
            (&[("", 1), ("", 2), ("", 3), ("report", 4), ("letter", 4)], &[]),
            (&[("", 1), ("", 2), ("", 3), ("report", 6)], &[(report, 4), (report, 5)]),
            (&[("", 1), ("", 3), ("report", 4)], &[(None, 2)]),
            // And together again, above both.
            (&[("", 1), ("report", 2), ("report", 3), ("letter", 2), ("", 4)], &[]),
            (&[("report", 2), ("report", 1), ("", 5)], &[(None, 3), (None, 4)]),
        ] {
            let expected: Vec<Gap> = free.iter().map(|(form, number)| Gap { form: *form, number: *number }).collect();
            assert_eq!(gaps(&given(numbers)), expected, "{numbers:?}");
        }
    }

    #[test]
    fn the_common_sequence_stands_first() {
        let mut book = given(&[("report", 1), ("letter", 2), ("", 9), ("letter", 1)]);
        in_order(&mut book);
        let told: Vec<(&str, u32)> = book.iter().map(|one| (one.series.as_str(), one.number)).collect();
        assert_eq!(told, [("", 9), ("letter", 1), ("letter", 2), ("report", 1)]);
    }
}
