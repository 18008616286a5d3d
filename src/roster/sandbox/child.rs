//! The child: takes limits upon itself, reads one request from standard input, answers on standard output, ends.

use std::io::{self, BufRead, BufWriter, Read, Write};
use std::process::ExitCode;

use super::limits;
use super::protocol::{LineOut, REQUEST_LINE_BYTES, Request};
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
    let reading = parse(file, &options);
    answer(&reading, &mut BufWriter::with_capacity(64 << 10, io::stdout().lock()))
}

fn receive(input: &mut impl BufRead) -> io::Result<(UnderstandOptions, Vec<u8>)> {
    let mut line = Vec::new();
    input.by_ref().take(REQUEST_LINE_BYTES).read_until(b'\n', &mut line)?;
    let request: Request = serde_json::from_slice(&line)?;
    // One byte more than allowed is enough for the reader to see that it is too much.
    let most = request.file_bytes.min(Limits::default().file_bytes + 1);
    let mut file = Vec::with_capacity(usize::try_from(most).unwrap_or(0));
    input.take(most).read_to_end(&mut file)?;
    Ok((request.into_options(), file))
}

/// From bytes to cleaned rows. The bytes are let go before understanding starts.
fn parse(file: Vec<u8>, options: &UnderstandOptions) -> Reading {
    let workbook = read::read_workbook(&file, &options.file_name, &Limits::default());
    drop(file);
    understand::understand(workbook, options)
}

fn answer(reading: &Reading, output: &mut impl Write) -> io::Result<()> {
    let mut say = |line: LineOut<'_>| {
        serde_json::to_writer(&mut *output, &line)?;
        output.write_all(b"\n")
    };
    say(LineOut::File(&reading.file_codes))?;
    let mut rows = 0;
    for sheet in &reading.sheets {
        // The rows follow one by one.
        let head = crate::roster::reading::SheetReading {
            name: sheet.name.clone(),
            kind: sheet.kind,
            header_rows: sheet.header_rows.clone(),
            codes: sheet.codes.clone(),
            columns: sheet.columns.clone(),
            rows: Vec::new(),
            quotas: sheet.quotas.clone(),
            continues: sheet.continues,
        };
        say(LineOut::Sheet(&head))?;
        for row in &sheet.rows {
            say(LineOut::Row(row))?;
            rows += 1;
        }
    }
    say(LineOut::End(rows))?;
    output.flush()
}
