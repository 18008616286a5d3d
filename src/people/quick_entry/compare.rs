//! What the card says beside what is known of a person: pure arithmetic.

use crate::model::person::Particulars;
use crate::people::mask;
use crate::vn::card_qr::CardQr;
use crate::vn::date::PartialDate;
use crate::vn::name::match_key;

/// Something that a card tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Particular {
    /// Name.
    FullName,
    /// Birth date.
    BirthDate,
    /// Sex.
    Sex,
    /// Twelve-digit number.
    NationalId,
    /// Number of the old card.
    OldCard,
}

impl Particular {
    /// The word of the API and the audit chain.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::FullName => "full_name",
            Self::BirthDate => "birth_date",
            Self::Sex => "sex",
            Self::NationalId => "national_id",
            Self::OldCard => "old_card",
        }
    }

    /// As a clerk calls it.
    pub fn vietnamese(self) -> &'static str {
        match self {
            Self::FullName => "họ và tên",
            Self::BirthDate => "ngày sinh",
            Self::Sex => "giới tính",
            Self::NationalId => "số định danh",
            Self::OldCard => "số CMND cũ",
        }
    }
}

/// Something that the card says otherwise. Numbers are masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What.
    pub what: Particular,
    /// As known before.
    pub known: String,
    /// As on the card.
    pub card: String,
}

/// What comparing gave.
#[derive(Debug, Default)]
pub(super) struct Compared {
    /// What was not known, or less exactly.
    pub missing: Vec<Particular>,
    /// What the card says otherwise.
    pub differences: Vec<Difference>,
}

/// Compares. A name that only looks different (capitals, the place of a tone mark) is the same.
pub(super) fn compare(known: &Particulars, card: &CardQr) -> Compared {
    let mut compared = Compared::default();
    if match_key(&known.full_name) != match_key(&card.full_name) {
        let (known, card) = (known.full_name.clone(), card.full_name.clone());
        compared.differences.push(Difference { what: Particular::FullName, known, card });
    }
    let born = PartialDate::Day(card.birth_date);
    let birth = known.birth_date.filter(|date| !born.refines(*date));
    compared.say(Particular::BirthDate, birth.map(PartialDate::in_table), Some(born.in_table()));
    let sex = known.sex.map(|sex| sex.vietnamese().to_owned());
    compared.say(Particular::Sex, sex, Some(card.sex.vietnamese().to_owned()));
    compared.number(Particular::NationalId, known.national_id.as_deref(), Some(card.national_id.as_str()));
    compared.number(Particular::OldCard, known.old_card.as_deref(), card.old_card.as_deref());
    compared
}

impl Compared {
    fn say(&mut self, what: Particular, known: Option<String>, card: Option<String>) {
        match (known, card) {
            (None, Some(_)) => self.missing.push(what),
            (Some(known), Some(card)) if known != card => self.differences.push(Difference { what, known, card }),
            _ => {}
        }
    }

    fn number(&mut self, what: Particular, known: Option<&str>, card: Option<&str>) {
        let masked =
            |number: &str| if what == Particular::OldCard { mask::ends(number) } else { mask::national_id(number) };
        match (known, card) {
            (None, Some(_)) => self.missing.push(what),
            (Some(known), Some(card)) if known != card => {
                self.differences.push(Difference { what, known: masked(known), card: masked(card) });
            }
            _ => {}
        }
    }
}

/// The particulars with these taken from the card.
pub(super) fn renewed(
    known: &Particulars,
    card: &CardQr,
    missing: &[Particular],
    corrected: &[Particular],
) -> Particulars {
    let mut renewed = known.clone();
    for what in missing.iter().chain(corrected) {
        match what {
            Particular::FullName => renewed.full_name.clone_from(&card.full_name),
            Particular::BirthDate => renewed.birth_date = Some(PartialDate::Day(card.birth_date)),
            Particular::Sex => renewed.sex = Some(card.sex),
            Particular::NationalId => renewed.national_id = Some(card.national_id.as_str().to_owned()),
            Particular::OldCard => renewed.old_card.clone_from(&card.old_card),
        }
    }
    renewed
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::vn::card_qr::read_card_qr;
    use crate::vn::national_id::Sex;

    fn card() -> CardQr {
        read_card_qr("001099000001|012345678|Nguyễn Văn Hòa|01021999|Nam|Thôn 1|15042021").unwrap()
    }

    fn known(name: &str, birth: Option<&str>, sex: Option<Sex>, number: Option<&str>) -> Particulars {
        Particulars {
            full_name: name.to_owned(),
            birth_date: birth.and_then(PartialDate::parse_iso),
            sex,
            national_id: number.map(str::to_owned),
            ..Particulars::default()
        }
    }

    fn differences(known: &Particulars) -> Vec<&'static str> {
        compare(known, &card()).differences.iter().map(|difference| difference.what.as_str()).collect()
    }

    #[test]
    fn what_is_the_same_is_no_difference_and_what_is_less_exact_is_missing() {
        let same = known("NGUYỄN VĂN HOÀ", Some("1999-02"), None, Some("001099000001"));
        let compared = compare(&same, &card());
        assert_eq!(compared.differences, []);
        assert_eq!(compared.missing, [Particular::BirthDate, Particular::Sex, Particular::OldCard]);
        let renewed = renewed(&same, &card(), &compared.missing, &[]);
        assert_eq!(renewed.full_name, "NGUYỄN VĂN HOÀ", "never replaced without being asked");
        assert_eq!(renewed.birth_date, PartialDate::parse_iso("1999-02-01"));
        assert_eq!((renewed.sex, renewed.old_card.as_deref()), (Some(Sex::Male), Some("012345678")));
        assert!(compare(&renewed, &card()).missing.is_empty());
    }

    #[test]
    fn what_the_card_says_otherwise_is_a_difference_with_masked_numbers() {
        let other = known("Nguyễn Văn Hoa", Some("1999-02-02"), Some(Sex::Female), Some("001099000002"));
        assert_eq!(differences(&other), ["full_name", "birth_date", "sex", "national_id"]);
        assert_eq!(differences(&known("Nguyễn Văn Hòa", Some("1998"), None, None)), ["birth_date"]);
        let compared = compare(&other, &card());
        assert_eq!(compared.differences[3].card, "001*****0001");
        let all: Vec<Particular> = compared.differences.iter().map(|difference| difference.what).collect();
        let taken = renewed(&other, &card(), &compared.missing, &all);
        assert!(compare(&taken, &card()).differences.is_empty());
    }
}
