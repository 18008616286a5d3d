//! Campaigns, quotas and units as they are loaded from data files.

mod error;
pub mod files;
mod load;
mod national;
pub mod seed;
mod tree;
mod tree_draft;
pub mod unit_changes;
mod visible;

pub use error::LoadError;
pub use load::{Loaded, load};
pub use visible::{CampaignLine, CampaignSheet, list, show};
