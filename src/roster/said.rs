//! What a row of a file said about somebody, to see whether a later row of the same file says otherwise.

use super::reading::RosterRow;
use crate::vn::date::PartialDate;
use crate::vn::fold::fold;
use crate::vn::name::match_key;
use crate::vn::national_id::Sex;

/// A row's account of who a person is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The row.
    pub row: u32,
    name: Option<String>,
    birth: Option<PartialDate>,
    sex: Option<Sex>,
    number: Option<String>,
}

impl Said {
    /// Of a row.
    pub fn of(row: &RosterRow) -> Self {
        Self { row: row.row, name: row.full_name.clone(), birth: row.dob, sex: row.sex, number: row.cccd.clone() }
    }

    /// Whether a later row about the same person cannot be true beside this one. Phones and villages may differ: of those people have several.
    pub fn contradicts(&self, row: &RosterRow) -> bool {
        let names = self.name.as_deref().zip(row.full_name.as_deref());
        let other_name = names.is_some_and(|(a, b)| match_key(a) != match_key(b) && fold(a) != fold(b));
        let births = self.birth.zip(row.dob);
        let other_birth = births.is_some_and(|(a, b)| a != b && !a.refines(b) && !b.refines(a));
        let other_sex = self.sex.zip(row.sex).is_some_and(|(a, b)| a != b);
        let other_number = self.number.as_deref().zip(row.cccd.as_deref()).is_some_and(|(a, b)| a != b);
        other_name || other_birth || other_sex || other_number
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn row(name: &str, birth: &str, phone: &str) -> RosterRow {
        RosterRow {
            row: 5,
            full_name: Some(name.to_owned()),
            dob: Some(PartialDate::parse_iso(birth).unwrap()),
            phone: Some(phone.to_owned()),
            ..RosterRow::default()
        }
    }

    #[test]
    fn only_what_cannot_both_be_true_is_a_contradiction() {
        let said = Said::of(&row("Phạm Thị Bình", "1938-06-04", "0912000001"));
        assert!(!said.contradicts(&row("PHẠM THỊ BÌNH", "1938", "0912000002")));
        assert!(!said.contradicts(&row("Pham Thi Binh", "1938-06-04", "0912000001")));
        assert!(said.contradicts(&row("Phạm Thị Bình", "1938-06-05", "0912000001")));
        assert!(said.contradicts(&row("Phạm Thị Bằng", "1938-06-04", "0912000001")));
        let with_sex = |sex| RosterRow { sex: Some(sex), ..RosterRow::default() };
        assert!(Said::of(&with_sex(Sex::Male)).contradicts(&with_sex(Sex::Female)));
    }
}
