//! Background work of a serving program: threads that wake up now and then, do what is due, and end when the server does. Mail has a thread of its own, so
//! that a mail server that hangs holds up nothing else.

mod post;
mod tasks;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::mail::Transport;
use crate::roster::Background;
use crate::store::Db;
use post::Post;
use tasks::Tasks;

/// How often it looks for something due; a mail leaves at most so long after it was queued.
const EVERY: Duration = Duration::from_secs(15);

/// The running background work. Dropping it lets the task at hand finish and ends the threads; a mail that is being sent is broken off and goes out later.
pub struct Jobs {
    stop: Vec<Sender<()>>,
    stopping: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl Jobs {
    /// Starts the threads.
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
        let stopping = Arc::new(AtomicBool::new(false));
        let mut jobs = Self { stop: Vec::new(), stopping: Arc::clone(&stopping), threads: Vec::new() };
        let mut tasks = Tasks::new(db.clone(), imports);
        jobs.spawn("jobs", every, move || tasks.run(clock()))?;
        let post = Post::new(db, transport, stopping);
        jobs.spawn("mail", every, move || post.run(clock))?;
        Ok(jobs)
    }

    fn spawn(&mut self, name: &str, every: Duration, turn: impl FnMut() + Send + 'static) -> std::io::Result<()> {
        let (stop, stopped) = channel();
        let thread = Builder::new().name(name.to_owned()).spawn(move || turns(turn, every, &stopped))?;
        self.stop.push(stop);
        self.threads.push(thread);
        Ok(())
    }
}

impl Drop for Jobs {
    fn drop(&mut self) {
        self.stopping.store(true, Ordering::Relaxed);
        self.stop.clear();
        for thread in self.threads.drain(..) {
            if thread.join().is_err() {
                tracing::error!("background work had panicked");
            }
        }
    }
}

fn turns(mut turn: impl FnMut(), every: Duration, stopped: &Receiver<()>) {
    loop {
        turn();
        match stopped.recv_timeout(every) {
            Err(RecvTimeoutError::Timeout) => {}
            // The sender is dropped to stop; nothing is ever sent.
            Ok(()) | Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}
