//! The parent's side when a workbook is marked.

use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{ChildStdin, ChildStdout};
use std::sync::mpsc;
use std::thread;

use super::annotate_protocol::{ANSWER_LINE_BYTES, Answer, Request};
use super::parent::{Watched, collect, reason, start, watch};
use super::{ANNOTATE_ARGUMENT, MarkedWorkbook, SandboxError, SandboxSettings};
use crate::roster::annotate::notes::WorkbookNotes;

/// Extensions that the child may name: its word ends up in a file name.
const EXTENSIONS: [&str; 4] = ["xlsx", "xlsm", "xltx", "xltm"];

/// Runs a child from start to end.
pub fn run(
    file: &[u8],
    file_name: &str,
    notes: &WorkbookNotes,
    settings: &SandboxSettings,
) -> Result<MarkedWorkbook, SandboxError> {
    // Reading, writing and reading again: text files have as long as for reading, workbooks twice as long.
    let processor_time = match super::parent::is_text(file) {
        true => settings.processor_time_of_text,
        false => settings.processor_time * 2,
    };
    let mut child = start(ANNOTATE_ARGUMENT, settings, processor_time)?;
    let (Some(input), Some(output), Some(complaints)) = (child.stdin.take(), child.stdout.take(), child.stderr.take())
    else {
        return Err(SandboxError::CannotStart("không nối được ống dẫn".to_owned()));
    };
    let watched = Watched::new(child);
    let request =
        Request { file_bytes: file.len() as u64, file_name: file_name.to_owned(), notes: Cow::Borrowed(notes) };
    let (done, ended) = mpsc::channel::<()>();
    let deadline = processor_time + settings.waiting_time;
    thread::scope(|scope| {
        let feeder = scope.spawn(|| feed(input, &request, file));
        let complaints = scope.spawn(|| collect(complaints));
        let watched = &watched;
        scope.spawn(move || watch(watched, &ended, deadline));
        let heard = listen(output, settings.output_bytes);
        if heard.is_err() {
            watched.kill();
        }
        let ending = watched.wait();
        drop(done);
        // A child that ended early leaves the feeder with a broken pipe, which says nothing more than its ending does.
        let _broken_pipe = feeder.join();
        let complaints = complaints.join().unwrap_or_default();
        match heard {
            Ok(Some(marked)) if matches!(ending, Ok(super::limits::Ending::Success)) => Ok(marked),
            Err(error) => Err(error),
            Ok(_) => Err(reason(ending, watched, &complaints)),
        }
    })
}

fn feed(mut input: ChildStdin, request: &Request<'_>, file: &[u8]) -> io::Result<()> {
    let mut line = serde_json::to_vec(request)?;
    line.push(b'\n');
    input.write_all(&line)?;
    input.write_all(file)
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
