//! The child: takes limits upon itself, reads one request from standard input, answers on standard output, ends.

use std::io::{self, BufRead, BufWriter, Read, Write};
use std::process::ExitCode;

use super::limits;
use super::protocol::{FrameWriter, REQUEST_LINE_BYTES, Request};
use crate::roster::finding::FindingCode;
use crate::roster::read::{self, Limits};
use crate::roster::reading::Reading;
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
    let reading = match file {
        Some(file) => parse(file, &options),
        None => Reading { file_codes: vec![FindingCode::FileTooBig], sheets: Vec::new() },
    };
    answer(&reading, BufWriter::with_capacity(64 << 10, io::stdout().lock()))
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

/// From bytes to cleaned rows. The bytes are let go before understanding starts.
fn parse(file: Vec<u8>, options: &UnderstandOptions) -> Reading {
    let workbook = read::read_workbook(&file, &options.file_name, &Limits::default());
    drop(file);
    understand::understand(workbook, options)
}

fn answer(reading: &Reading, output: impl Write) -> io::Result<()> {
    let mut frames = FrameWriter::new(output);
    frames.file(&reading.file_codes)?;
    for sheet in &reading.sheets {
        frames.sheet(&sheet.without_rows())?;
        sheet.rows.iter().try_for_each(|row| frames.row(row))?;
    }
    frames.end()
}
