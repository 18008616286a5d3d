//! Sex, in a column of words or in mark columns.

use crate::vn::national_id::Sex;

/// The sex a word means. `key` is folded.
pub(super) fn sex_of_word(key: &str) -> Option<Sex> {
    match key {
        "nam" | "trai" | "con trai" | "m" | "male" | "nam gioi" | "ong" => Some(Sex::Male),
        "nu" | "gai" | "con gai" | "f" | "female" | "nu gioi" | "ba" => Some(Sex::Female),
        _ => None,
    }
}

/// Whether a word means a sex.
pub(super) fn is_sex_word(key: &str) -> bool {
    sex_of_word(key).is_some()
}
