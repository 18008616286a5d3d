//! Loading data files.

mod demo;
mod refusals;
mod units;

use tiendo::access::actor::Actor;
use tiendo::campaign::{self, LoadError, Loaded, seed};
use tiendo::store::Db;

use crate::support::Template;

/// The units and the catalogue.
pub const BASE: Template = Template { name: "base", fill: Some(fill_base) };
/// The same, and the campaign of the demo without people.
pub const CAMPAIGN: Template = Template { name: "campaign", fill: Some(fill_campaign) };

fn fill_base(db: &Db) {
    load(db, seed::base()).unwrap();
}

fn fill_campaign(db: &Db) {
    load(db, seed::base()).unwrap();
    load(db, seed::demo()).unwrap();
}

fn load(db: &Db, files: Vec<campaign::files::DataFile>) -> Result<Loaded, LoadError> {
    campaign::load(db, &Actor::operator(), &files)
}
