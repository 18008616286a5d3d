//! From slugs to units that the actor may change, and identities for new ones.

use chrono::NaiveDate;

use super::error::UnitChangeError;
use super::order::{Heir, NewUnit};
use crate::access::{AccessError, Actor, Rights, authorise, scope};
use crate::model::id::UnitId;
use crate::model::role::{Operation, Role};
use crate::model::unit::{Unit, UnitKind};
use crate::store::{Conn, units};
use crate::vn::fold::fold;

/// Where new units get their identities from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Identities {
    /// Numbers below zero, for a plan.
    Imagined,
    /// The database gives them, for ever.
    Given,
}

pub(super) struct Resolver<'a> {
    pub actor: &'a Actor,
    pub on: NaiveDate,
    pub identities: Identities,
    pub imagined: i64,
}

impl Resolver<'_> {
    /// A unit that the actor changes: within the scope, and not the actor's own.
    pub fn own(&self, conn: &mut Conn, slug: &str) -> Result<UnitId, UnitChangeError> {
        let unit = self.within(conn, slug)?;
        if scope(self.actor) == Some(unit.id) {
            return Err(UnitChangeError::OwnUnit(unit.name));
        }
        if unit.official_code.is_some() && !self.may_change_national() {
            return Err(UnitChangeError::National(unit.name));
        }
        Ok(unit.id)
    }

    /// A unit under which the actor puts others.
    pub fn above(&self, conn: &mut Conn, slug: &str) -> Result<Unit, UnitChangeError> {
        self.within(conn, slug)
    }

    /// Any unit: a line superior stands outside the scope of those who name it.
    pub fn any(&self, conn: &mut Conn, slug: &str) -> Result<UnitId, UnitChangeError> {
        let found = units::find_by_slug(conn, slug, self.on)?;
        found.map(|unit| unit.id).ok_or_else(|| UnitChangeError::NoUnit(slug.to_owned()))
    }

    /// What follows a unit.
    pub fn heir(&mut self, conn: &mut Conn, of: UnitId, heir: &Heir) -> Result<UnitId, UnitChangeError> {
        match heir {
            Heir::Existing(slug) => self.own(conn, slug),
            Heir::New(new) => {
                let before = units::get(conn, of, self.on)?;
                let parent = before.and_then(|unit| unit.parent).ok_or(UnitChangeError::Cycle)?;
                let parent = units::get(conn, parent, self.on)?.ok_or(UnitChangeError::Cycle)?;
                authorise(conn, self.actor, Operation::ManageUnits, parent.id)?;
                self.new_unit(conn, &parent.slug, new)
            }
        }
    }

    /// The identity of a new unit.
    pub fn new_unit(&mut self, conn: &mut Conn, parent: &str, new: &NewUnit) -> Result<UnitId, UnitChangeError> {
        if self.identities == Identities::Imagined {
            self.imagined -= 1;
            return Ok(UnitId(self.imagined));
        }
        let slug = units::free_slug(conn, &format!("{parent}/{}", slug_part(new.unit_kind, &new.name)))?;
        let known = units::identities(conn, std::slice::from_ref(&slug))?;
        known.get(&slug).copied().ok_or(UnitChangeError::NoUnit(slug))
    }

    fn within(&self, conn: &mut Conn, slug: &str) -> Result<Unit, UnitChangeError> {
        let unknown = || UnitChangeError::NoUnit(slug.to_owned());
        let unit = units::find_by_slug(conn, slug, self.on)?.ok_or_else(unknown)?;
        match authorise(conn, self.actor, Operation::ManageUnits, unit.id) {
            Err(AccessError::NotFound) => Err(unknown()),
            Err(error) => Err(error.into()),
            Ok(()) => Ok(unit),
        }
    }

    /// The units of the whole country are changed by whoever runs the program or administers it.
    fn may_change_national(&self) -> bool {
        match self.actor.rights {
            Rights::Operator => true,
            Rights::Account { role, .. } => role == Role::Admin,
        }
    }
}

/// The words for the kinds of villages, folded; a number alone is no name.
const VILLAGE_WORDS: [&str; 12] =
    ["to dan pho", "khu dan cu", "khu pho", "khoi pho", "tieu khu", "thon", "xom", "ban", "buon", "lang", "ap", "khom"];

/// `ngoc-binh` of `Thôn Ngọc Bình`, `thon-10` of `Thôn 10`, `xa-cam-thuy` of `Xã Cẩm Thủy`.
fn slug_part(kind: UnitKind, name: &str) -> String {
    let folded = fold(name);
    let proper = VILLAGE_WORDS.iter().find_map(|word| folded.strip_prefix(word)?.strip_prefix(' '));
    let words = match proper {
        Some(proper) if kind.is_village() && proper.chars().any(char::is_alphabetic) => proper,
        _ => &folded,
    };
    let plain = |c: char| match c {
        c if c.is_ascii_lowercase() || c.is_ascii_digit() => Some(c),
        ' ' => Some('-'),
        _ => None,
    };
    let part: String = words.chars().filter_map(plain).collect();
    let part = part.split('-').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-");
    if part.is_empty() { "don-vi".to_owned() } else { part }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_of_new_units() {
        for (kind, name, slug) in [
            (UnitKind::Village, "Thôn Ngọc Bình", "ngoc-binh"),
            (UnitKind::Village, "Thôn 10", "thon-10"),
            (UnitKind::Village, "Tổ dân phố số 3", "so-3"),
            (UnitKind::Commune, "Xã Cẩm Thủy", "xa-cam-thuy"),
            (UnitKind::Police, "Công an xã Cẩm Thủy", "cong-an-xa-cam-thuy"),
            (UnitKind::Village, "Bản Pá - Hốc", "pa-hoc"),
        ] {
            assert_eq!(slug_part(kind, name), slug, "{name}");
        }
    }
}
