//! The parent's side when a workbook is marked.

use std::borrow::Cow;
use std::io::{BufRead, BufReader, Read};
use std::process::ChildStdout;
use std::sync::mpsc;
use std::thread;

use super::annotate_protocol::{ANSWER_LINE_BYTES, Answer, Request};
use super::parent::{Needs, Watched, collect, feed, first_bytes, reason, start, unreadable, watch};
use super::{ANNOTATE_ARGUMENT, MarkedWorkbook, SandboxError, SandboxSettings};
use crate::roster::annotate::notes::WorkbookNotes;

/// Extensions that the child may name: its word ends up in a file name.
const EXTENSIONS: [&str; 4] = ["xlsx", "xlsm", "xltx", "xltm"];

/// Runs a child from start to end.
pub fn run(
    file: &mut (dyn Read + Send),
    file_bytes: u64,
    file_name: &str,
    notes: &WorkbookNotes,
    settings: &SandboxSettings,
) -> Result<MarkedWorkbook, SandboxError> {
    let first = first_bytes(file)?;
    let mut needs = Needs::of(&first, file_bytes, settings);
    // It is read, written and, where it is written anew, read once more.
    needs.processor_time *= 2;
    let mut child = start(ANNOTATE_ARGUMENT, settings, needs)?;
    let (Some(input), Some(output), Some(complaints)) = (child.stdin.take(), child.stdout.take(), child.stderr.take())
    else {
        return Err(SandboxError::CannotStart("không nối được ống dẫn".to_owned()));
    };
    let watched = Watched::new(child);
    let request = Request { file_bytes, file_name: file_name.to_owned(), notes: Cow::Borrowed(notes) };
    let (done, ended) = mpsc::channel::<()>();
    let deadline = needs.processor_time + settings.waiting_time;
    thread::scope(|scope| {
        let feeder = scope.spawn(|| feed(input, &request, file_bytes, &mut first.as_slice().chain(file)));
        let complaints = scope.spawn(|| collect(complaints));
        let watched = &watched;
        scope.spawn(move || watch(watched, &ended, deadline));
        let heard = listen(output, settings.output_bytes);
        if heard.is_err() {
            watched.kill();
        }
        let ending = watched.wait();
        drop(done);
        let fed = feeder.join();
        let complaints = complaints.join().unwrap_or_default();
        match (heard, fed) {
            (_, Ok(Err(error))) => Err(unreadable(error)),
            (Ok(Some(marked)), _) if matches!(ending, Ok(super::limits::Ending::Success)) => Ok(marked),
            (Err(error), _) => Err(error),
            (Ok(_), _) => Err(reason(ending, watched, &complaints)),
        }
    })
}

/// The workbook; `None` where the child stopped before its end.
fn listen(output: ChildStdout, most: u64) -> Result<Option<MarkedWorkbook>, SandboxError> {
    let mut output = BufReader::with_capacity(64 << 10, output);
    let mut line = Vec::new();
    let read = output.by_ref().take(ANSWER_LINE_BYTES).read_until(b'\n', &mut line);
    if read.is_err() || line.is_empty() {
        return Ok(None);
    }
    let answer: Answer = serde_json::from_slice(&line).map_err(|_| SandboxError::Crashed)?;
    let extension = EXTENSIONS.into_iter().find(|known| *known == answer.extension).ok_or(SandboxError::Crashed)?;
    if answer.bytes > most {
        return Err(SandboxError::OutputTooBig);
    }
    let mut bytes = Vec::new();
    // One byte more than announced is enough to see that the child does not keep its word.
    let complete = output.take(answer.bytes + 1).read_to_end(&mut bytes).is_ok() && bytes.len() as u64 == answer.bytes;
    Ok(complete.then_some(MarkedWorkbook { extension, bytes }))
}
