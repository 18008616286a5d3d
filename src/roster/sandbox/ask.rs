//! One question about one file to a child, answered in one piece: the parent's side, and how the child begins.

use std::io::{self, BufRead, Read, StdinLock};
use std::sync::mpsc;
use std::thread;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::limits::{self, Ending};
use super::parent::{Needs, Watched, collect, feed, first_bytes, reason, start, unreadable, watch};
use super::{SandboxError, SandboxSettings, slots};

/// Bytes the request line may have.
const REQUEST_LINE_BYTES: u64 = 4 << 10;

/// What is asked, and how many bytes of the file follow.
#[derive(Debug, Serialize, Deserialize)]
pub struct Question<Q> {
    /// Bytes of the file.
    pub file_bytes: u64,
    /// What is asked about it.
    pub ask: Q,
}

/// Asks a child about a file. `argument` names what the child is for; the answer may have no more than so many bytes.
///
/// # Errors
/// [`SandboxError`].
pub fn ask_in_child(
    argument: &str,
    ask: &(impl Serialize + Sync),
    mut file: &[u8],
    most_bytes: u64,
    settings: &SandboxSettings,
) -> Result<Vec<u8>, SandboxError> {
    let _slot = slots::take(settings.most_waiting).ok_or(SandboxError::Busy)?;
    let file_bytes = file.len() as u64;
    let first = first_bytes(&mut file)?;
    let needs = Needs::of(&first, file_bytes, settings);
    let mut child = start(argument, settings, needs)?;
    let (Some(input), Some(output), Some(complaints)) = (child.stdin.take(), child.stdout.take(), child.stderr.take())
    else {
        return Err(SandboxError::CannotStart("không nối được ống dẫn".to_owned()));
    };
    let watched = Watched::new(child);
    let question = Question { file_bytes, ask };
    let (done, ended) = mpsc::channel::<()>();
    let deadline = needs.processor_time + settings.waiting_time;
    thread::scope(|scope| {
        let feeder = scope.spawn(|| feed(input, &question, file_bytes, &mut first.as_slice().chain(file)));
        let complaints = scope.spawn(|| collect(complaints));
        let watched = &watched;
        scope.spawn(move || watch(watched, &ended, deadline));
        let mut answer = Vec::new();
        let heard = output.take(most_bytes + 1).read_to_end(&mut answer);
        let too_big = answer.len() as u64 > most_bytes;
        if heard.is_err() || too_big {
            watched.kill();
        }
        let ending = watched.wait();
        drop(done);
        let fed = feeder.join();
        let complaints = complaints.join().unwrap_or_default();
        match (ending, fed) {
            (_, Ok(Err(error))) => Err(unreadable(error)),
            _ if too_big => Err(SandboxError::OutputTooBig),
            (Ok(Ending::Success), _) => Ok(answer),
            (ending, _) => Err(reason(ending, watched, &complaints)),
        }
    })
}

/// How a child begins: it takes its limits upon itself, then reads what is asked; the file waits behind the question. `arguments` are those after the name
/// of what it is for: bytes of memory and seconds of processor time.
///
/// # Errors
/// The system refuses a limit, or the question cannot be read.
pub fn asked<Q: DeserializeOwned>(
    mut arguments: impl Iterator<Item = String>,
) -> io::Result<(Question<Q>, StdinLock<'static>)> {
    let mut number = || arguments.next().and_then(|argument| argument.parse().ok()).ok_or(io::ErrorKind::InvalidInput);
    let (memory_bytes, processor_seconds) = (number()?, number()?);
    limits::apply(memory_bytes, processor_seconds)?;
    let mut input = io::stdin().lock();
    let mut line = Vec::new();
    input.by_ref().take(REQUEST_LINE_BYTES).read_until(b'\n', &mut line)?;
    Ok((serde_json::from_slice(&line)?, input))
}

/// The file behind a question.
///
/// # Errors
/// It ends early, or is longer than the caller takes.
pub fn file_of(input: &mut impl Read, file_bytes: u64, most_bytes: u64) -> io::Result<Vec<u8>> {
    if file_bytes > most_bytes {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let mut file = Vec::with_capacity(usize::try_from(file_bytes).unwrap_or(0));
    input.take(file_bytes).read_to_end(&mut file)?;
    if file.len() as u64 == file_bytes { Ok(file) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}
