//! Campaigns, quotas and units as they are loaded from data files.

mod error;
pub mod files;
mod national;

pub use error::LoadError;
