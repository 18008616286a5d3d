//! The twelve-digit personal number (số định danh cá nhân) and the nine-digit number of the old card.

use serde::{Deserialize, Serialize};

/// Sex as the number and the lists know it. Serialised as in the lists: `nam`, `nu`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Sex {
    /// Nam.
    #[serde(rename = "nam")]
    Male,
    /// Nữ.
    #[serde(rename = "nu")]
    Female,
}
