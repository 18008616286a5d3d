//! Pieces of staged rows on their way into the database: several are written in one transaction, and one that waits can be opened like one that is
//! there.

use super::error::RosterError;
use super::lease::Lease;
use super::staged::{Counts, StagedRow};
use super::wire;
use crate::model::id::BatchId;
use crate::store::batch_chunks::{self, ChunkHead};
use crate::store::{Conn, Db};

/// Pieces that are written together.
const TOGETHER: usize = 8;

/// The pieces of one batch.
pub struct Pieces<'a> {
    lease: &'a Lease,
    count: u32,
    waiting: Vec<(ChunkHead, Vec<u8>)>,
}

impl<'a> Pieces<'a> {
    /// None yet.
    pub fn of(lease: &'a Lease) -> Self {
        Self { lease, count: 0, waiting: Vec::with_capacity(TOGETHER) }
    }

    /// The batch.
    pub fn batch(&self) -> BatchId {
        self.lease.batch()
    }

    /// The number of the piece that comes next.
    pub fn next(&self) -> u32 {
        self.count
    }

    /// Adds a piece.
    pub fn add(&mut self, db: &Db, rows: &[StagedRow], classes: &Counts) -> Result<(), RosterError> {
        let broken = || RosterError::BrokenStage(self.lease.batch().0);
        let head = ChunkHead {
            position: i32::try_from(self.count).map_err(|_| broken())?,
            rows: i32::try_from(rows.len()).map_err(|_| broken())?,
            classes: serde_json::to_string(classes).map_err(|_| broken())?,
        };
        self.waiting.push((head, wire::encode(rows).map_err(|_| broken())?));
        self.count += 1;
        if self.waiting.len() == TOGETHER { self.write(db) } else { Ok(()) }
    }

    /// Writes what waits.
    pub fn write(&mut self, db: &Db) -> Result<(), RosterError> {
        if !self.waiting.is_empty() {
            db.write::<_, RosterError>(|conn| {
                self.lease.hold(conn)?;
                let mut waiting = self.waiting.iter();
                Ok(waiting
                    .try_for_each(|(head, content)| batch_chunks::put_chunk(conn, self.lease.batch(), head, content))?)
            })?;
            self.waiting.clear();
        }
        Ok(())
    }

    /// Opens a piece that was added.
    pub fn open(&self, conn: &mut Conn, piece: u32) -> Result<Vec<StagedRow>, RosterError> {
        let position = i32::try_from(piece).map_err(|_| RosterError::BrokenStage(self.lease.batch().0))?;
        match self.waiting.iter().find(|(head, _)| head.position == position) {
            Some((_, content)) => read(self.lease.batch(), content),
            None => open(conn, self.lease.batch(), position),
        }
    }
}

/// Opens one piece.
pub fn open(conn: &mut Conn, batch: BatchId, piece: i32) -> Result<Vec<StagedRow>, RosterError> {
    let content = batch_chunks::chunk(conn, batch, piece)?.ok_or(RosterError::BrokenStage(batch.0))?;
    read(batch, &content)
}

fn read(batch: BatchId, content: &[u8]) -> Result<Vec<StagedRow>, RosterError> {
    wire::decode(content).map_err(|_| RosterError::BrokenStage(batch.0))
}
