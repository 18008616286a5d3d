//! Limits of a child on Windows: only the wall clock of the parent and the caps of the readers. Job objects, which would bound memory, need unsafe
//! code, which this crate forbids.

use std::io;
use std::process::{Command, ExitStatus};

/// How a child ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(dead_code, reason = "only Unix tells these endings apart")]
pub enum Ending {
    /// By itself, without complaint.
    Success,
    /// Out of processor time.
    ProcessorTime,
    /// Killed from outside.
    Killed,
    /// Any other way.
    Failure,
}

/// Nothing to apply: see above.
pub fn apply(_memory_bytes: u64, _processor_seconds: u64) -> io::Result<()> {
    Ok(())
}

/// Programs do not start on Windows without this variable.
pub fn prepare(command: &mut Command) {
    if let Some(root) = std::env::var_os("SystemRoot") {
        command.env("SystemRoot", root);
    }
}

/// How a child ended.
pub fn ending_of(status: ExitStatus) -> Ending {
    if status.success() { Ending::Success } else { Ending::Failure }
}
