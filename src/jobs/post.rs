//! Sending mail in the background.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use chrono::{DateTime, Utc};

use crate::mail::{self, Delivered, Transport};
use crate::store::Db;

/// One who sends what is due, until the server stops.
pub struct Post {
    db: Db,
    transport: Transport,
    stopping: Arc<AtomicBool>,
}

impl Post {
    /// Nothing has been sent yet.
    pub fn new(db: Db, transport: Transport, stopping: Arc<AtomicBool>) -> Self {
        Self { db, transport, stopping }
    }

    /// Sends what is due; what fails is told in the log and tried again next time.
    pub fn run(&self, clock: fn() -> DateTime<Utc>) {
        match mail::run_due_until(&self.db, &self.transport, &clock, &self.stopping) {
            Ok(delivered) if delivered == Delivered::default() => {}
            Ok(Delivered { sent, postponed, failed }) => tracing::info!(sent, postponed, failed, "mail"),
            Err(error) => tracing::error!(%error, "mail not sent"),
        }
    }
}
