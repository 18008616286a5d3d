//! The parent's side: start, feed, listen, watch the clock, tell what went wrong.

use std::io::{self, Read, Write};
use std::process::{Child, ChildStderr, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::limits::{self, Ending};
use super::listen::{Heard, listen};
use super::protocol::Request;
use super::{CHILD_ARGUMENT, PARSER_VARIABLE, ReadingEvent, SandboxError, SandboxSettings};
use crate::roster::read::{self, Limits};
use crate::roster::understand::UnderstandOptions;

/// Bytes of the child's complaints that are looked at.
const COMPLAINT_BYTES: u64 = 16 << 10;

/// Bytes at the start of a file that tell whether it can be text.
const FIRST_BYTES: usize = 16;

/// Bytes of the file that are under way at once.
const PIECE_BYTES: usize = 64 << 10;

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
    file: &mut (dyn Read + Send),
    file_bytes: u64,
    options: &UnderstandOptions,
    settings: &SandboxSettings,
    take: &mut dyn FnMut(ReadingEvent) -> Result<(), E>,
) -> Result<(), E> {
    let first = first_bytes(file)?;
    let needs = Needs::of(&first, file_bytes, settings);
    let mut child = start(CHILD_ARGUMENT, settings, needs)?;
    let (Some(input), Some(output), Some(complaints)) = (child.stdin.take(), child.stdout.take(), child.stderr.take())
    else {
        return Err(SandboxError::CannotStart("không nối được ống dẫn".to_owned()).into());
    };
    let watched = Watched::new(child);
    let request = Request::new(options, file_bytes);
    let (done, ended) = mpsc::channel::<()>();
    let deadline = needs.processor_time + settings.waiting_time;
    thread::scope(|scope| {
        let feeder = scope.spawn(|| feed(input, &request, file_bytes, &mut first.as_slice().chain(file)));
        let complaints = scope.spawn(|| collect(complaints));
        let watched = &watched;
        scope.spawn(move || watch(watched, &ended, deadline));
        let heard = listen(output, settings, &mut |event| watched.while_taking(|| take(event)));
        if matches!(heard, Err(Heard::Taker(_) | Heard::TooMuch | Heard::Nonsense)) {
            watched.kill();
        }
        let ending = watched.wait();
        drop(done);
        let fed = feeder.join();
        let complaints = complaints.join().unwrap_or_default();
        match (heard, fed) {
            (Err(Heard::Taker(error)), _) => Err(error),
            (_, Ok(Err(error))) => Err(unreadable(error).into()),
            (Ok(()), _) if matches!(ending, Ok(Ending::Success)) => Ok(()),
            (Err(Heard::TooMuch), _) => Err(SandboxError::OutputTooBig.into()),
            (Err(Heard::Nonsense), _) => Err(SandboxError::Crashed.into()),
            (Ok(()) | Err(Heard::Silence), _) => Err(reason(ending, watched, &complaints).into()),
        }
    })
}

/// What the child may use, by the kind of the file.
#[derive(Clone, Copy)]
pub(super) struct Needs {
    pub memory_bytes: u64,
    pub processor_time: Duration,
}

impl Needs {
    /// Text may be big, and lies in the memory of the child as it is. Its time grows with its size, so that a small hostile text does not get the
    /// time of a big honest one.
    pub(super) fn of(first: &[u8], file_bytes: u64, settings: &SandboxSettings) -> Self {
        let (memory_bytes, processor_time) = (settings.memory_bytes, settings.processor_time);
        if !read::may_be_text(first) {
            return Self { memory_bytes, processor_time };
        }
        let most = Limits::default().text_file_bytes;
        let more = file_bytes.min(most);
        let mebibytes = |bytes: u64| u32::try_from(bytes >> 20).unwrap_or(u32::MAX);
        let for_size = settings.processor_time_of_text * mebibytes(more) / mebibytes(most).max(1);
        let processor_time = settings.processor_time_of_text.min(processor_time + for_size);
        Self { memory_bytes: memory_bytes + more, processor_time }
    }
}

/// The start of a file, which tells what a child needs for it.
pub(super) fn first_bytes(file: &mut dyn Read) -> Result<Vec<u8>, SandboxError> {
    let mut first = Vec::with_capacity(FIRST_BYTES);
    file.take(FIRST_BYTES as u64).read_to_end(&mut first).map_err(unreadable)?;
    Ok(first)
}

/// Starts a child for what `argument` names.
pub(super) fn start(argument: &str, settings: &SandboxSettings, needs: Needs) -> Result<Child, SandboxError> {
    let cannot_start = |error: io::Error| SandboxError::CannotStart(error.to_string());
    let program = match (&settings.program, std::env::var_os(PARSER_VARIABLE)) {
        (Some(program), _) => program.clone(),
        (None, Some(program)) => program.into(),
        (None, None) => std::env::current_exe().map_err(cannot_start)?,
    };
    let mut command = Command::new(program);
    command.arg(argument).arg(needs.memory_bytes.to_string()).arg(needs.processor_time.as_secs().to_string());
    command.env_clear().stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    limits::prepare(&mut command);
    command.spawn().map_err(cannot_start)
}

/// Hands request and file to the child. A child that ended early leaves a broken pipe, which says nothing more than its ending does.
///
/// # Errors
/// Where the file itself cannot be read to its end.
pub(super) fn feed(
    mut input: ChildStdin,
    request: &impl serde::Serialize,
    file_bytes: u64,
    file: &mut dyn Read,
) -> io::Result<()> {
    let mut line = serde_json::to_vec(request)?;
    line.push(b'\n');
    if input.write_all(&line).is_err() {
        return Ok(());
    }
    let mut piece = vec![0; PIECE_BYTES];
    let mut left = file_bytes;
    while left > 0 {
        let most = piece.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        let Some(place) = piece.get_mut(..most) else { break };
        let length = match file.read(place) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(length) => length,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if input.write_all(piece.get(..length).unwrap_or_default()).is_err() {
            return Ok(());
        }
        left -= length as u64;
    }
    Ok(())
}

pub(super) fn unreadable(error: io::Error) -> SandboxError {
    SandboxError::Unreadable(error.to_string())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_big_texts_get_much_time_and_memory() {
        let settings = SandboxSettings {
            memory_bytes: 1 << 20,
            processor_time: Duration::from_secs(8),
            processor_time_of_text: Duration::from_secs(180),
            ..SandboxSettings::default()
        };
        let needs = |first: &[u8], bytes: u64| {
            let needs = Needs::of(first, bytes, &settings);
            (needs.processor_time.as_secs(), needs.memory_bytes >> 20)
        };
        assert_eq!(needs(b"TT,Ho ten", 1_000), (8, 1));
        assert_eq!(needs(b"TT,Ho ten", 128 << 20), (98, 129));
        assert_eq!(needs(b"TT,Ho ten", 256 << 20), (180, 257));
        assert_eq!(needs(b"TT,Ho ten", u64::MAX), (180, 257));
        for binary in [
            b"PK\x03\x04".as_slice(),
            &[0xD0, 0xCF, 0x11, 0xE0],
            b"\xEF\xBB\xBF <html>",
            b"\xFF\xFE<\0t\0",
            b"%PDF-1.7",
        ] {
            assert_eq!(needs(binary, 256 << 20), (8, 1), "{binary:?}");
        }
    }
}
