//! The second tier of the demo: an invented area of ten communes as an upper officer sees it, with rounds of reports in every state.

use serde::Serialize;

use super::{accounts, rosters};
use crate::access::Actor;
use crate::campaign::{self, seed};
use crate::cli::error::CommandError;
use crate::cli::roster::{Imported, imported_table};
use crate::rounds::{self, LoadedRounds};
use crate::store::Db;

/// What was made.
#[derive(Debug, Serialize)]
pub struct SecondTier {
    campaign: String,
    imports: Vec<Imported>,
    loaded: LoadedRounds,
    accounts: Vec<accounts::DemoAccount>,
}

impl SecondTier {
    /// Loads units, campaign and quotas, imports the lists, then loads rounds and reports.
    pub fn make(db: &Db) -> Result<Self, CommandError> {
        let actor = Actor::operator();
        campaign::load(db, &actor, &seed::second_tier())?;
        let lists = seed::second_rosters()?;
        let imports = rosters::import(db, &lists)?;
        let files: Vec<(String, Vec<u8>)> =
            seed::second_rounds().into_iter().map(|file| (file.name, file.content)).collect();
        let loaded = rounds::load(db, &actor, &files)?;
        let accounts = accounts::create_of_the_second_tier(db)?;
        Ok(Self { campaign: lists.campaign, imports, loaded, accounts })
    }

    /// As an official reads it.
    pub fn told(&self) -> String {
        format!(
            "Cấp trên: khu vực Sơn Hà giả định, chiến dịch {}, {} đợt báo cáo, {} báo cáo\n{}\n{}",
            self.campaign,
            self.loaded.rounds,
            self.loaded.reports,
            imported_table(&self.imports),
            accounts::table(&self.accounts)
        )
    }
}
