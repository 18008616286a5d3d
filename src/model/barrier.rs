//! Why somebody is not done (nguyên nhân, vướng mắc): the causes of the source document as data.

use serde::{Deserialize, Serialize};

/// A cause, as loaded from the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Barrier {
    /// Fixed code: `no_smartphone`.
    pub code: String,
    /// Vietnamese name.
    pub name: String,
    /// Code of the cause of the source document it belongs to.
    pub group: String,
    /// Order in lists.
    pub position: i32,
}
