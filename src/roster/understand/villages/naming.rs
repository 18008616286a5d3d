//! One spelling for the many of a village that nobody knows yet: what makes two of them the same, and how the name is written in full.

use super::kinds::{compose, take_apart, without_zeros};
use crate::vn::text::tidy;

/// What two spellings of one village have in common: the kind, where it is written, and the proper name without marks.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(in crate::roster) struct VillageKey {
    /// The kind, folded; none where only the proper name is written.
    pub kind: Option<&'static str>,
    /// The proper name, folded; numbers without leading zeros.
    pub proper: String,
}

impl VillageKey {
    /// Of a name as written: `Thôn 1`, `thôn 01`, `T.1` are one.
    pub fn of(written: &str) -> Self {
        let parts = take_apart(written);
        Self { kind: parts.kinds.first().map(|kind| kind.folded), proper: parts.rest_key }
    }
}

/// The name in full: `T. 01` → `Thôn 1`; a name without its kind gets the one given.
pub(in crate::roster) fn full_name(written: &str, otherwise: &str) -> String {
    let parts = take_apart(written);
    let rest = without_zeros(&parts.rest);
    match parts.kinds.first() {
        Some(kind) => compose(kind, &rest),
        None => tidy(&format!("{otherwise} {rest}")).text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_village_nobody_knows_have_one_key() {
        let key = VillageKey::of("Thôn 1");
        for written in ["thôn 01", "THÔN 1", "T.1", "T1", "Thon 001"] {
            assert_eq!(VillageKey::of(written), key, "{written}");
        }
        assert_ne!(VillageKey::of("Bản 1"), key);
        assert_eq!(VillageKey::of("Ngọc Bình").proper, VillageKey::of("THÔN NGỌC BÌNH").proper);
    }

    #[test]
    fn names_are_written_in_full() {
        for (written, full) in [
            ("T. 01", "Thôn 1"),
            ("THÔN NGỌC BÌNH", "Thôn Ngọc Bình"),
            ("TDP5", "Tổ dân phố 5"),
            ("Ngọc Bình", "Thôn Ngọc Bình"),
            ("buôn H'Đinh", "Buôn H'Đinh"),
            ("10", "Thôn 10"),
        ] {
            assert_eq!(full_name(written, "Thôn"), full, "{written}");
        }
    }
}
