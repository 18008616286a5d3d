//! Background work of a serving program: one thread that wakes up now and then, does what is due, and ends when the server does.

mod tasks;

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::mail::Transport;
use crate::roster::Background;
use crate::store::Db;
use tasks::Tasks;

/// How often it looks for something due; a mail leaves at most so long after it was queued.
const EVERY: Duration = Duration::from_secs(15);

/// The running background work. Dropping it lets the task at hand finish and ends the thread.
pub struct Jobs {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Jobs {
    /// Starts the thread.
    pub fn start(db: Db, transport: Transport, imports: Background) -> std::io::Result<Self> {
        Self::start_with(db, transport, imports, Utc::now, EVERY)
    }

    /// The same with a clock and a rhythm of the caller's choice.
    pub fn start_with(
        db: Db,
        transport: Transport,
        imports: Background,
        clock: fn() -> DateTime<Utc>,
        every: Duration,
    ) -> std::io::Result<Self> {
        let (stop, stopped) = channel();
        let tasks = Tasks::new(db, transport, imports);
        let thread =
            std::thread::Builder::new().name("jobs".to_owned()).spawn(move || run(tasks, clock, every, &stopped))?;
        Ok(Self { stop: Some(stop), thread: Some(thread) })
    }
}

impl Drop for Jobs {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("background work had panicked");
        }
    }
}

fn run(mut tasks: Tasks, clock: fn() -> DateTime<Utc>, every: Duration, stopped: &Receiver<()>) {
    loop {
        tasks.run(clock());
        match stopped.recv_timeout(every) {
            Err(RecvTimeoutError::Timeout) => {}
            // The sender is dropped to stop; nothing is ever sent.
            Ok(()) | Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}
