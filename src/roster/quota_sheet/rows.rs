//! Which unit a row of a quota table names: the unit itself, one directly below it, or any village or office of it.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::model::id::UnitId;
use crate::model::unit::Unit;
use crate::roster::places::Places;
use crate::store::{Conn, StoreError, units};
use crate::vn::fold::fold;

/// Words before the proper name of a commune that tables leave out.
const KINDS: [&str; 6] = ["xa ", "phuong ", "thi tran ", "dac khu ", "huyen ", "tinh "];

/// The units that a table of one unit can name.
pub(super) struct NamedUnits {
    places: Places,
    near: HashMap<String, Option<UnitId>>,
}

impl NamedUnits {
    pub(super) fn load(conn: &mut Conn, unit: &Unit, on: NaiveDate) -> Result<Self, StoreError> {
        let mut near = HashMap::new();
        let children = units::children(conn, unit.id, on)?;
        for named in children.iter().chain([unit]) {
            let folded = fold(&named.name);
            let proper = KINDS.iter().find_map(|kind| folded.strip_prefix(kind)).map(str::to_owned);
            for name in [Some(folded), proper].into_iter().flatten() {
                // Two of the same name are nobody's.
                let several = near.insert(name.clone(), Some(named.id)).is_some_and(|other| other != Some(named.id));
                if several {
                    near.insert(name, None);
                }
            }
        }
        Ok(Self { places: Places::load(conn, unit, on)?, near })
    }

    /// The unit of a name; `None` where nobody or several have it.
    pub(super) fn find(&self, name: &str) -> Option<UnitId> {
        self.near.get(&fold(name)).copied().flatten().or_else(|| self.places.unit(name))
    }
}
