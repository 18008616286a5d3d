//! Batches that this process works on, and how far it has come with each: doors start the work here and ask here. Files are read on threads of their
//! own, few at a time because their children may use half a gigabyte each; the others wait in a queue.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, NaiveDateTime, Utc};

use super::error::RosterError;
use super::lease::Lease;
use super::preview::{Progress, read_batch};
use super::sandbox::{CHILDREN_AT_ONCE, SandboxSettings};
use crate::access::{self, Actor, Door};
use crate::model::as_of::AsOf;
use crate::model::id::BatchId;
use crate::store::batch_leases::{self, LeftBehind};
use crate::store::batches::{self, BatchState};
use crate::store::{Db, StoreError};

/// How often a process may begin to read a file that no process survived.
const MOST_READINGS: u32 = 3;

/// What is being done with a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Task {
    /// Its file is read and compared, or waits for that.
    Reading,
    /// Its rows are written.
    Committing,
    /// What it wrote is taken back.
    Undoing,
}

impl Task {
    /// The word in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Committing => "committing",
            Self::Undoing => "undoing",
        }
    }
}

/// Work under way on a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Work {
    /// What is being done.
    pub task: Task,
    /// How far it has come.
    pub progress: Progress,
}

/// The work of this process. Cheap to clone; all clones are one.
#[derive(Clone)]
pub struct Background(Arc<Shared>);

struct Shared {
    db: Db,
    board: Mutex<Board>,
    changed: Condvar,
}

#[derive(Default)]
struct Board {
    works: HashMap<BatchId, Entry>,
    queue: VecDeque<Order>,
    readers: usize,
    runs: u64,
}

struct Entry {
    run: u64,
    work: Work,
}

/// A file to be read.
struct Order {
    run: u64,
    batch: BatchId,
    actor: Actor,
    today: AsOf,
    settings: SandboxSettings,
}

impl Background {
    /// Nothing is under way.
    pub fn new(db: Db) -> Self {
        Self(Arc::new(Shared { db, board: Mutex::default(), changed: Condvar::new() }))
    }

    /// Has the file of a batch read; returns at once. Why a file could not be read is kept with its batch.
    pub fn read(&self, actor: &Actor, batch: BatchId, today: AsOf, settings: &SandboxSettings) {
        let (actor, settings) = (actor.clone(), settings.clone());
        let mut board = self.0.board();
        let run = board.enter(batch, Task::Reading);
        board.queue.push_back(Order { run, batch, actor, today, settings });
        self.0.changed.notify_all();
        if board.readers < CHILDREN_AT_ONCE {
            let shared = Arc::clone(&self.0);
            match std::thread::Builder::new().name("reader".to_owned()).spawn(move || shared.read_queue()) {
                Ok(_) => board.readers += 1,
                Err(error) => tracing::error!(%error, "no thread to read a file; it is tried again"),
            }
        }
    }

    /// Works on a batch on the thread of the caller while others may ask how far it has come.
    pub fn track<T>(&self, batch: BatchId, task: Task, work: impl FnOnce(&mut dyn FnMut(Progress)) -> T) -> T {
        let run = self.0.board().enter(batch, task);
        let _leaving = Leaving { shared: &self.0, batch, run };
        work(&mut |progress| self.0.note(batch, run, progress))
    }

    /// What is under way on a batch, as far as this process does it.
    pub fn progress(&self, batch: BatchId) -> Option<Work> {
        self.0.board().works.get(&batch).map(|entry| entry.work)
    }

    /// Waits until nothing is under way on a batch, or the time is over: then what still is. Blocks the thread.
    pub fn wait(&self, batch: BatchId, at_most: Duration) -> Option<Work> {
        let board = self.0.board();
        let busy = |board: &mut Board| board.works.contains_key(&batch);
        let (board, _) =
            self.0.changed.wait_timeout_while(board, at_most, busy).unwrap_or_else(PoisonError::into_inner);
        board.works.get(&batch).map(|entry| entry.work)
    }

    /// Takes over batches whose reader has not been heard of: this or another process ended while it read. Returns how many are read again.
    ///
    /// # Errors
    /// Of the database.
    pub fn take_over(&self, settings: &SandboxSettings, now: DateTime<Utc>) -> Result<u32, RosterError> {
        let left = self.0.db.read(|conn| batch_leases::left_behind(conn, now.naive_utc()))?;
        let mut taken = 0;
        for left in left.into_iter().filter(|left| self.progress(left.batch).is_none()) {
            match self.successor(&left)? {
                Some(actor) => {
                    self.read(&actor, left.batch, AsOf::of_instant(now), settings);
                    taken += 1;
                }
                None => self.give_up(&left)?,
            }
        }
        Ok(taken)
    }

    /// For whom a batch is read again; `None` where it must not be.
    fn successor(&self, left: &LeftBehind) -> Result<Option<Actor>, RosterError> {
        if left.readings >= MOST_READINGS {
            return Ok(None);
        }
        match left.account {
            None => Ok(Some(Actor { door: Door::Job, ..Actor::operator() })),
            Some(account) => Ok(self.0.db.read(|conn| access::acting_for(conn, account))?),
        }
    }

    fn give_up(&self, left: &LeftBehind) -> Result<(), RosterError> {
        let Some(batch) = self.0.db.read(|conn| batches::find(conn, left.batch))? else { return Ok(()) };
        let lease = match Lease::take(&self.0.db, &batch) {
            Err(RosterError::BeingRead(_)) => return Ok(()),
            taken => taken?,
        };
        let note = serde_json::json!({ "error": RosterError::Interrupted(batch.id.0).to_string() }).to_string();
        self.0.db.write(|conn| {
            lease.hold(conn)?;
            Ok(batches::set_state(conn, batch.id, BatchState::Failed, "{}", &note)?)
        })
    }

    /// The process ends: what it has not read yet may be taken over at once.
    ///
    /// # Errors
    /// Of the database.
    pub fn let_go(&self, now: NaiveDateTime) -> Result<(), StoreError> {
        let mut board = self.0.board();
        board.queue.clear();
        let reading = board.works.iter().filter(|(_, entry)| entry.work.task == Task::Reading);
        let batches: Vec<BatchId> = reading.map(|(batch, _)| *batch).collect();
        drop(board);
        self.0.db.write(|conn| batch_leases::let_go(conn, &batches, now))
    }
}

impl Board {
    /// Work begins; what was under way on the batch before is no longer told.
    fn enter(&mut self, batch: BatchId, task: Task) -> u64 {
        self.runs += 1;
        let work = Work { task, progress: Progress::default() };
        self.works.insert(batch, Entry { run: self.runs, work });
        self.runs
    }
}

impl Shared {
    fn board(&self) -> MutexGuard<'_, Board> {
        self.board.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, batch: BatchId, run: u64, progress: Progress) {
        if let Some(entry) = self.board().works.get_mut(&batch).filter(|entry| entry.run == run) {
            entry.work.progress = progress;
        }
    }

    /// Reads what waits in the queue, then ends.
    fn read_queue(&self) {
        let _reader = Reader(self);
        while let Some(order) = self.next() {
            let Order { run, batch, actor, today, settings } = order;
            let _leaving = Leaving { shared: self, batch, run };
            let read =
                read_batch(&self.db, &actor, batch, today, &settings, &mut |progress| self.note(batch, run, progress));
            match read {
                Ok(_) => {}
                Err(RosterError::Store(error)) => tracing::error!(%batch, %error, "a file was not read"),
                Err(error) => tracing::info!(%batch, %error, "a file was not read"),
            }
        }
    }

    fn next(&self) -> Option<Order> {
        self.board().queue.pop_front()
    }
}

/// A thread that reads; it is counted until it ends, however it ends.
struct Reader<'a>(&'a Shared);

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        self.0.board().readers -= 1;
    }
}

/// Work on a batch; it is told until it ends, however it ends.
struct Leaving<'a> {
    shared: &'a Shared,
    batch: BatchId,
    run: u64,
}

impl Drop for Leaving<'_> {
    fn drop(&mut self) {
        let mut board = self.shared.board();
        if board.works.get(&self.batch).is_some_and(|entry| entry.run == self.run) {
            board.works.remove(&self.batch);
        }
        self.shared.changed.notify_all();
    }
}
