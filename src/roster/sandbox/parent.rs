//! The parent's side: start, feed, listen, watch the clock, tell what went wrong.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::limits::{self, Ending};
use super::protocol::{LineIn, Request};
use super::{CHILD_ARGUMENT, PARSER_VARIABLE, ReadingEvent, SandboxError, SandboxSettings};
use crate::roster::understand::UnderstandOptions;

/// Bytes of the child's complaints that are looked at.
const COMPLAINT_BYTES: u64 = 16 << 10;

/// What Rust programs say when the system gives no more memory.
const OUT_OF_MEMORY: &str = "memory allocation of";

/// The child and the clock that runs out on it.
pub(super) struct Watched {
    child: Mutex<Child>,
    timed_out: AtomicBool,
    taking: Mutex<Taking>,
}

/// Time our own taker needs for the pieces it is handed: the child waits meanwhile and must not be blamed for it.
#[derive(Default)]
struct Taking {
    spent: Duration,
    since: Option<Instant>,
}

impl Taking {
    fn so_far(&self) -> Duration {
        self.spent + self.since.map_or(Duration::ZERO, |since| since.elapsed())
    }
}

impl Watched {
    pub(super) fn new(child: Child) -> Self {
        Watched { child: Mutex::new(child), timed_out: AtomicBool::new(false), taking: Mutex::default() }
    }

    pub(super) fn kill(&self) {
        // It may have ended already; then there is nothing to kill.
        let _ended = self.child.lock().unwrap_or_else(PoisonError::into_inner).kill();
    }

    fn taking(&self) -> MutexGuard<'_, Taking> {
        self.taking.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Hands a piece over while the child's clock stands still.
    fn while_taking<T>(&self, take: impl FnOnce() -> T) -> T {
        self.taking().since = Some(Instant::now());
        let taken = take();
        let mut taking = self.taking();
        taking.spent = taking.so_far();
        taking.since = None;
        taken
    }

    /// Waits for the end without keeping the watchdog from killing.
    pub(super) fn wait(&self) -> io::Result<Ending> {
        loop {
            if let Some(status) = self.child.lock().unwrap_or_else(PoisonError::into_inner).try_wait()? {
                return Ok(limits::ending_of(status));
            }
            thread::sleep(Duration::from_millis(1));
        }
    }
}

/// Runs a child from start to end.
pub fn run<E: From<SandboxError>>(
    file: &[u8],
    options: &UnderstandOptions,
    settings: &SandboxSettings,
    take: &mut dyn FnMut(ReadingEvent) -> Result<(), E>,
) -> Result<(), E> {
    let processor_time = if is_text(file) { settings.processor_time_of_text } else { settings.processor_time };
    let mut child = start(CHILD_ARGUMENT, settings, processor_time)?;
    let (Some(input), Some(output), Some(complaints)) = (child.stdin.take(), child.stdout.take(), child.stderr.take())
    else {
        return Err(SandboxError::CannotStart("không nối được ống dẫn".to_owned()).into());
    };
    let watched = Watched::new(child);
    let request = Request::new(options, file.len() as u64);
    let (done, ended) = mpsc::channel::<()>();
    let deadline = processor_time + settings.waiting_time;
    thread::scope(|scope| {
        let feeder = scope.spawn(|| feed(input, &request, file));
        let complaints = scope.spawn(|| collect(complaints));
        let watched = &watched;
        scope.spawn(move || watch(watched, &ended, deadline));
        let heard = listen(output, settings, &mut |event| watched.while_taking(|| take(event)));
        if matches!(heard, Err(Heard::Taker(_) | Heard::TooMuch | Heard::Nonsense)) {
            watched.kill();
        }
        let ending = watched.wait();
        drop(done);
        // A child that ended early leaves the feeder with a broken pipe, which says nothing more than its ending does.
        let _broken_pipe = feeder.join();
        let complaints = complaints.join().unwrap_or_default();
        match heard {
            Ok(()) if matches!(ending, Ok(Ending::Success)) => Ok(()),
            Err(Heard::Taker(error)) => Err(error),
            Err(Heard::TooMuch) => Err(SandboxError::OutputTooBig.into()),
            Err(Heard::Nonsense) => Err(SandboxError::Crashed.into()),
            Ok(()) | Err(Heard::Silence) => Err(reason(ending, watched, &complaints).into()),
        }
    })
}

/// Whether a file is text, which may take longer.
pub(super) fn is_text(file: &[u8]) -> bool {
    !file.starts_with(b"PK") && !file.starts_with(&[0xD0, 0xCF])
}

/// Starts a child for what `argument` names.
pub(super) fn start(
    argument: &str,
    settings: &SandboxSettings,
    processor_time: Duration,
) -> Result<Child, SandboxError> {
    let cannot_start = |error: io::Error| SandboxError::CannotStart(error.to_string());
    let program = match (&settings.program, std::env::var_os(PARSER_VARIABLE)) {
        (Some(program), _) => program.clone(),
        (None, Some(program)) => program.into(),
        (None, None) => std::env::current_exe().map_err(cannot_start)?,
    };
    let mut command = Command::new(program);
    command.arg(argument).arg(settings.memory_bytes.to_string()).arg(processor_time.as_secs().to_string());
    command.env_clear().stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    limits::prepare(&mut command);
    command.spawn().map_err(cannot_start)
}

fn feed(mut input: ChildStdin, request: &Request, file: &[u8]) -> io::Result<()> {
    let mut line = serde_json::to_vec(request)?;
    line.push(b'\n');
    input.write_all(&line)?;
    input.write_all(file)
}

/// The start of what the child complains about; the rest is read too, so that the child does not wait for us.
pub(super) fn collect(mut complaints: ChildStderr) -> String {
    let mut start = Vec::new();
    // Complaints only help to tell endings apart, so a failure to read them is no failure.
    let _unread = complaints.by_ref().take(COMPLAINT_BYTES).read_to_end(&mut start);
    let _unread = io::copy(&mut complaints, &mut io::sink());
    String::from_utf8_lossy(&start).into_owned()
}

pub(super) fn watch(watched: &Watched, ended: &mpsc::Receiver<()>, deadline: Duration) {
    let start = Instant::now();
    loop {
        let left = (deadline + watched.taking().so_far()).saturating_sub(start.elapsed());
        if left.is_zero() {
            watched.timed_out.store(true, Ordering::SeqCst);
            return watched.kill();
        }
        if ended.recv_timeout(left) != Err(RecvTimeoutError::Timeout) {
            return;
        }
    }
}

/// Why listening stopped before the last line.
enum Heard<E> {
    /// The taker wants no more.
    Taker(E),
    /// More bytes than allowed.
    TooMuch,
    /// A line that makes no sense.
    Nonsense,
    /// The child closed its mouth before the last line.
    Silence,
}

fn listen<E>(
    output: ChildStdout,
    settings: &SandboxSettings,
    take: &mut dyn FnMut(ReadingEvent) -> Result<(), E>,
) -> Result<(), Heard<E>> {
    let mut output = BufReader::with_capacity(64 << 10, output);
    let (mut line, mut bytes, mut rows) = (Vec::new(), 0, 0);
    loop {
        line.clear();
        let length =
            output.by_ref().take(settings.line_bytes).read_until(b'\n', &mut line).map_err(|_| Heard::Silence)? as u64;
        bytes += length;
        if bytes > settings.output_bytes || (length == settings.line_bytes && !line.ends_with(b"\n")) {
            return Err(Heard::TooMuch);
        }
        if !line.ends_with(b"\n") {
            return Err(Heard::Silence);
        }
        let event = match serde_json::from_slice(&line).map_err(|_| Heard::Nonsense)? {
            LineIn::File(codes) => ReadingEvent::File(codes),
            LineIn::Sheet(sheet) => ReadingEvent::Sheet(sheet),
            LineIn::Row(row) => ReadingEvent::Row(row),
            LineIn::End(said) if said == rows => return Ok(()),
            LineIn::End(_) => return Err(Heard::Nonsense),
        };
        rows += u64::from(matches!(event, ReadingEvent::Row(_)));
        take(event).map_err(Heard::Taker)?;
    }
}

pub(super) fn reason(ending: io::Result<Ending>, watched: &Watched, complaints: &str) -> SandboxError {
    if watched.timed_out.load(Ordering::SeqCst) {
        return SandboxError::TooSlow;
    }
    match ending {
        Ok(Ending::ProcessorTime) => SandboxError::TooSlow,
        Ok(Ending::Killed) => SandboxError::Memory,
        _ if complaints.contains(OUT_OF_MEMORY) => SandboxError::Memory,
        _ => SandboxError::Crashed,
    }
}
