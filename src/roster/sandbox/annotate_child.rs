//! The child that marks a workbook: takes limits upon itself, reads the request and the file, answers with the marked workbook, ends.

use std::io::{self, BufRead, BufWriter, Read, Write};
use std::process::ExitCode;

use super::annotate_protocol::{Answer, REQUEST_LINE_BYTES, Request};
use super::limits;
use crate::roster::annotate;
use crate::roster::read::Limits;

/// Entry of the child. `arguments` are those after [`super::ANNOTATE_ARGUMENT`]: bytes of memory and seconds of processor time.
///
/// Ends with 0 only when the whole workbook was handed over.
pub fn main(arguments: impl Iterator<Item = String>) -> ExitCode {
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn run(mut arguments: impl Iterator<Item = String>) -> io::Result<()> {
    let mut number = || arguments.next().and_then(|argument| argument.parse().ok()).ok_or(io::ErrorKind::InvalidInput);
    let (memory_bytes, processor_seconds) = (number()?, number()?);
    limits::apply(memory_bytes, processor_seconds)?;
    let input = &mut io::stdin().lock();
    let mut line = Vec::new();
    input.by_ref().take(REQUEST_LINE_BYTES).read_until(b'\n', &mut line)?;
    let request: Request<'_> = serde_json::from_slice(&line)?;
    drop(line);
    let caps = Limits::default();
    if request.file_bytes > caps.file_bytes_of(input.fill_buf()?) {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let mut file = Vec::with_capacity(usize::try_from(request.file_bytes).unwrap_or(0));
    input.take(request.file_bytes).read_to_end(&mut file)?;
    let marked = annotate::annotate(&file, &request.file_name, &request.notes, &caps)?;
    let answer = Answer { extension: marked.extension.to_owned(), bytes: marked.bytes.len() as u64 };
    let mut output = BufWriter::with_capacity(64 << 10, io::stdout().lock());
    serde_json::to_writer(&mut output, &answer)?;
    output.write_all(b"\n")?;
    output.write_all(&marked.bytes)?;
    output.flush()
}
