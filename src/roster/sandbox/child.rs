//! The child: takes limits upon itself, reads one request from standard input, answers on standard output, ends.

use std::io::{self, BufRead, BufWriter, Read, Write};
use std::process::ExitCode;

use super::limits;
use super::protocol::{FrameWriter, REQUEST_LINE_BYTES, Request};
use crate::roster::finding::FindingCode;
use crate::roster::grid::Workbook;
use crate::roster::read::{self, Content, Limits};
use crate::roster::understand::{self, UnderstandOptions};

/// Entry of the child. `arguments` are those after [`super::CHILD_ARGUMENT`]: bytes of memory and seconds of processor time.
///
/// Ends with 0 only when everything was said.
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
    let (options, file) = receive(&mut io::stdin().lock())?;
    answer(file, &options, BufWriter::with_capacity(64 << 10, io::stdout().lock()))
}

/// The request and the file; no file where it is bigger than we take.
fn receive(input: &mut impl BufRead) -> io::Result<(UnderstandOptions, Option<Vec<u8>>)> {
    let mut line = Vec::new();
    input.by_ref().take(REQUEST_LINE_BYTES).read_until(b'\n', &mut line)?;
    let request: Request = serde_json::from_slice(&line)?;
    let bytes = request.file_bytes;
    let most = Limits::default().file_bytes_of(input.fill_buf()?);
    if bytes > most {
        return Ok((request.into_options(), None));
    }
    let mut file = Vec::with_capacity(usize::try_from(bytes).unwrap_or(0));
    input.take(bytes).read_to_end(&mut file)?;
    if file.len() as u64 != bytes {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok((request.into_options(), Some(file)))
}

/// From bytes to cleaned rows, said as they come.
fn answer(file: Option<Vec<u8>>, options: &UnderstandOptions, output: impl Write) -> io::Result<()> {
    let limits = Limits::default();
    let mut frames = FrameWriter::new(output);
    let say = &mut |event| frames.say(event);
    let content = match file {
        Some(file) => read::open(file, &options.file_name, &limits),
        None => Content::Workbook(Workbook { file_codes: vec![FindingCode::FileTooBig], sheets: Vec::new() }),
    };
    match content {
        Content::Workbook(workbook) => understand::understand(workbook, options).say(say)?,
        Content::Text { file_codes, text } => understand::understand_text(&text, file_codes, options, &limits, say)?,
    }
    frames.end()
}
