//! Printing: results to stdout, sentences about what went wrong to stderr.

use std::io::{self, ErrorKind, Write};

use serde::Serialize;

use super::error::CommandError;

/// Prints text as it is.
pub fn print(text: &str) -> Result<(), CommandError> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|error| match error.kind() {
        ErrorKind::BrokenPipe => CommandError::ReaderGone,
        _ => CommandError::Output(error),
    })
}

/// Prints a line.
pub fn line(text: &str) -> Result<(), CommandError> {
    print(&format!("{text}\n"))
}

/// Prints one JSON document and nothing else.
pub fn json(value: &impl Serialize) -> Result<(), CommandError> {
    let text = serde_json::to_string(value).map_err(|error| CommandError::Output(error.into()))?;
    line(&text)
}

/// Says what went wrong. Where even that cannot be said, the exit code remains.
pub fn complain(sentence: &str) {
    let _ = writeln!(io::stderr().lock(), "{sentence}");
}
