//! How long an identity card is valid (Luật Căn cước 2023, Điều 21): it is renewed at 14, 25, 40 and 60 years of age; a card issued within two years
//! before one of these ages is valid until the next of them.

use chrono::{Days, Months, NaiveDate};

use super::person::day_of_age;
use super::unit::Validity;
use crate::vn::date::PartialDate;

/// The ages at which a card is renewed.
const RENEWED_AT: [u8; 4] = [14, 25, 40, 60];
/// Months before such an age from which a card counts for the next one.
const EARLY: Months = Months::new(24);

/// The days on which a card is valid that was issued on a day. Of somebody whose birth date is not known it is not known either: such a card is taken
/// as valid. `None` for a card that was over before it began.
pub fn validity(issued_on: NaiveDate, born: Option<PartialDate>) -> Option<Validity> {
    let renewals = RENEWED_AT.into_iter().filter_map(|age| day_of_age(born, age));
    let next = renewals.filter(|day| day.checked_sub_months(EARLY).is_some_and(|early| issued_on < early)).min();
    let to = match next {
        Some(renewal) => renewal.checked_sub_days(Days::new(1))?,
        None => Validity::END,
    };
    (issued_on <= to).then_some(Validity { from: issued_on, to })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_card_is_valid_until_the_next_age_but_for_one_issued_shortly_before() {
        let last_day = |issued: &str, born: Option<&str>| {
            let born = born.map(|born| PartialDate::parse_iso(born).unwrap());
            validity(issued.parse().unwrap(), born).unwrap().to
        };
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(last_day("2021-05-01", Some("2000-03-10")), day("2025-03-09"), "until 25");
        assert_eq!(last_day("2023-03-10", Some("2000-03-10")), day("2040-03-09"), "two years before 25: until 40");
        assert_eq!(last_day("2023-03-09", Some("2000-03-10")), day("2025-03-09"), "a day earlier: until 25");
        assert_eq!(last_day("2021-05-01", Some("1955-01-01")), Validity::END, "beyond 60");
        assert_eq!(last_day("2019-01-01", Some("1960-06-01")), Validity::END, "within two years before 60");
        assert_eq!(last_day("2021-05-01", None), Validity::END);
        assert_eq!(last_day("2024-08-01", Some("2015-09-01")), day("2029-08-31"), "a child's card until 14");
    }
}
