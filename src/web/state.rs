//! What every handler can reach.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::kept_for_pages::KeptForPages;
use crate::model::as_of::AsOf;
use crate::progress::FigureCache;
use crate::roster::Background;
use crate::roster::sandbox::SandboxSettings;
use crate::store::Db;

/// Gives the present instant. Tests pass a fixed one, so that a past campaign is read as it stood then.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// What every handler can reach. Cheap to clone.
#[derive(Clone)]
pub struct AppState {
    /// The database.
    pub db: Db,
    /// The clock.
    pub clock: Clock,
    /// How files are read in a child process.
    pub sandbox: SandboxSettings,
    /// Files that are read, and batches that are written, right now.
    pub background: Background,
    /// Figures that were computed for pages.
    pub figures: FigureCache,
    /// What was made for pages.
    pub kept: KeptForPages,
    /// How long a page waits for a file to be read before it shows how far that has come.
    pub moment: Duration,
}

/// A usual list is read by then.
const MOMENT: Duration = Duration::from_millis(1_500);

impl AppState {
    /// A state that reads the clock of the machine.
    pub fn new(db: Db) -> Self {
        Self::with_clock(db, Arc::new(Utc::now))
    }

    /// A state with a clock of the caller's choice.
    pub fn with_clock(db: Db, clock: Clock) -> Self {
        Self {
            background: Background::new(db.clone()),
            db,
            clock,
            sandbox: SandboxSettings::default(),
            figures: FigureCache::default(),
            kept: KeptForPages::default(),
            moment: MOMENT,
        }
    }

    /// The present instant.
    pub fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }

    /// The calendar day in Vietnam.
    pub fn today(&self) -> AsOf {
        AsOf::of_instant(self.now())
    }
}
