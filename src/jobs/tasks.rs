//! What the background work does each time it wakes up. A task that fails is told in the log and tried again next time; the others go on.

use chrono::{DateTime, TimeDelta, Utc};

use crate::mail::{self, Delivered, Transport};
use crate::store::{Db, sessions};

/// How often ended sessions are removed.
const SESSIONS_EVERY: TimeDelta = TimeDelta::hours(1);

/// The tasks, and when each ran last.
pub struct Tasks {
    db: Db,
    transport: Transport,
    sessions_removed_at: Option<DateTime<Utc>>,
}

impl Tasks {
    /// Nothing has run yet.
    pub fn new(db: Db, transport: Transport) -> Self {
        Self { db, transport, sessions_removed_at: None }
    }

    /// Does what is due.
    pub fn run(&mut self, now: DateTime<Utc>) {
        match mail::run_due(&self.db, &self.transport, now) {
            Ok(delivered) if delivered == Delivered::default() => {}
            Ok(Delivered { sent, postponed, failed }) => tracing::info!(sent, postponed, failed, "mail"),
            Err(error) => tracing::error!(%error, "mail not sent"),
        }
        if self.sessions_removed_at.is_none_or(|at| at + SESSIONS_EVERY <= now) {
            match self.db.write(|conn| sessions::delete_expired(conn, now)) {
                Ok(removed) => {
                    self.sessions_removed_at = Some(now);
                    if removed > 0 {
                        tracing::info!(removed, "ended sessions removed");
                    }
                }
                Err(error) => tracing::error!(%error, "ended sessions not removed"),
            }
        }
    }
}
