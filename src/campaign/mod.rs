//! Campaigns, quotas and tasks: loaded from data files, shown and worked on.

mod campaign_error;
mod counting;
mod definition;
pub mod edit;
mod error;
mod evidence;
pub mod files;
mod load;
mod national;
pub mod quotas;
pub mod seed;
mod subject;
pub mod tasks;
mod tree;
mod tree_draft;
pub mod unit_barriers;
pub mod unit_changes;
mod visible;

pub use campaign_error::CampaignError;
pub use definition::{Definition, definition};
pub use error::LoadError;
pub use evidence::{MOST_BYTES as MOST_FILE_BYTES, TOO_BIG as FILE_TOO_BIG};
pub use load::{Loaded, load};
pub use subject::MeasureName;
pub use visible::{CampaignLine, CampaignSheet, list, show};
