//! Names in addresses and commands, made from the names of the places: `thanh-hoa`, `thanh-hoa/xa-cam-thuy`,
//! `thanh-hoa/huyen-cam-thuy/xa-cam-ngoc` for what ended with the districts. Where two would be the same, both get their official code.

use std::collections::{HashMap, HashSet};

use super::PlannedUnit;
use crate::campaign::error::LoadError;
use crate::vn::fold::fold;

/// The part of a slug that a name makes: `huyen-cam-thuy`.
pub fn part(name: &str) -> String {
    fold(name).replace(' ', "-")
}

/// Whether two names are the same but for spelling: case, place of the tone, typographic signs.
pub fn same_name(one: &str, other: &str) -> bool {
    one == other || crate::vn::name::match_key(one) == crate::vn::name::match_key(other)
}

/// Gives codes to those that would be called the same. Takes (slug, code) and returns the slugs in the same order.
pub fn distinct(wanted: Vec<(String, &str)>) -> Vec<String> {
    let mut uses: HashMap<String, usize> = HashMap::with_capacity(wanted.len());
    for (slug, _) in &wanted {
        *uses.entry(slug.clone()).or_default() += 1;
    }
    let named = |(slug, code): (String, &str)| match uses.get(&slug) {
        Some(1) | None => slug,
        Some(_) => format!("{slug}-{code}"),
    };
    wanted.into_iter().map(named).collect()
}

/// Refuses two units with the same slug.
pub fn check_unique(units: &[PlannedUnit]) -> Result<(), LoadError> {
    let mut known = HashSet::with_capacity(units.len());
    match units.iter().find(|unit| !known.insert(unit.slug.as_str())) {
        Some(twice) => Err(LoadError::Unfit(format!(
            "Hai đơn vị có cùng tên ngắn «{}». Kiểm tra các dòng trùng trong tệp đơn vị và tệp tên ngắn.",
            twice.slug
        ))),
        None => Ok(()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_plain_and_distinct() {
        assert_eq!(part("Huyện Cẩm Thủy"), "huyen-cam-thuy");
        assert_eq!(part("Xã Ea M’Droh"), "xa-ea-m-droh");
        let wanted = vec![("a/xa-x".to_owned(), "1"), ("a/xa-y".to_owned(), "2"), ("a/xa-x".to_owned(), "3")];
        assert_eq!(distinct(wanted), ["a/xa-x-1", "a/xa-y", "a/xa-x-3"]);
    }

    #[test]
    fn names_are_the_same_whatever_the_place_of_the_tone() {
        assert!(same_name("Xã Cẩm Thủy", "Xã Cẩm Thuỷ"));
        assert!(!same_name("Xã Tân Hòa", "Xã Tân Hóa"));
    }
}
