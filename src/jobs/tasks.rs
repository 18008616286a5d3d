//! What the background work does each time it wakes up. A task that fails is told in the log and tried again next time; the others go on.

use chrono::{DateTime, TimeDelta, Utc};

use crate::mail::{self, Ran};
use crate::roster::sandbox::SandboxSettings;
use crate::roster::{self, Background};
use crate::store::{Db, sessions};

/// How often ended sessions and uploads without a batch are removed.
const TIDIED_EVERY: TimeDelta = TimeDelta::hours(1);

/// The tasks, and when each ran last.
pub struct Tasks {
    db: Db,
    imports: Background,
    tidied_at: Option<DateTime<Utc>>,
}

impl Tasks {
    /// Nothing has run yet.
    pub fn new(db: Db, imports: Background) -> Self {
        Self { db, imports, tidied_at: None }
    }

    /// Does what is due.
    pub fn run(&mut self, now: DateTime<Utc>) {
        match self.imports.take_over(&SandboxSettings::default(), now) {
            Ok(0) => {}
            Ok(lists) => tracing::info!(lists, "lists left half read are read again"),
            Err(error) => tracing::error!(%error, "lists left half read not looked for"),
        }
        // Before the outbox, so that what is due leaves at once.
        match mail::run_schedules(&self.db, now) {
            Ok(ran) if ran == Ran::default() => {}
            Ok(Ran { queued, idle, failed }) => tracing::info!(queued, idle, failed, "mail schedules"),
            Err(error) => tracing::error!(%error, "mail schedules not run"),
        }
        match mail::run_reminders(&self.db, now) {
            Ok(0) => {}
            Ok(queued) => tracing::info!(queued, "reminders"),
            Err(error) => tracing::error!(%error, "reminders not sent"),
        }
        if self.tidied_at.is_none_or(|at| at + TIDIED_EVERY <= now) {
            self.tidy(now);
        }
    }

    fn tidy(&mut self, now: DateTime<Utc>) {
        match self.db.write(|conn| sessions::delete_expired(conn, now)) {
            Ok(0) => self.tidied_at = Some(now),
            Ok(removed) => {
                self.tidied_at = Some(now);
                tracing::info!(removed, "ended sessions removed");
            }
            Err(error) => tracing::error!(%error, "ended sessions not removed"),
        }
        match roster::sweep_uploads(&self.db, now.naive_utc()) {
            Ok(0) => {}
            Ok(removed) => tracing::info!(removed, "uploads without a batch removed"),
            Err(error) => tracing::error!(%error, "uploads without a batch not removed"),
        }
    }
}
