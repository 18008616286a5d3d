//! What a template is filled with.

use std::collections::BTreeMap;

/// Values by the names of fields.
pub type Row = BTreeMap<String, String>;

/// Everything that a template may show of one document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Values {
    /// Fields outside of lists.
    pub fields: Row,
    /// Entries of each list, in order.
    pub lists: BTreeMap<&'static str, Vec<Row>>,
}

impl Values {
    /// Entries of a list; one that nobody filled has none.
    pub fn list(&self, name: &str) -> &[Row] {
        self.lists.get(name).map_or(&[], Vec::as_slice)
    }
}
