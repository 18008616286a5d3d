//! Limits of a child on Unix: the child sets them itself before it reads a byte.

use std::io;
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, ExitStatus};

use rlimit::Resource;

/// How a child ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// By itself, without complaint.
    Success,
    /// Out of processor time.
    ProcessorTime,
    /// Killed from outside: by us, or by the system for want of memory.
    Killed,
    /// Any other way.
    Failure,
}

/// Address space that the program itself takes, its code and what it carries along; nothing where the system does not tell.
fn taken_already() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kilobytes =
        status.lines().find_map(|line| line.strip_prefix("VmSize:")?.trim().strip_suffix(" kB")?.parse().ok());
    kilobytes.map_or(0, |kilobytes: u64| kilobytes << 10)
}

/// Takes away what a parser does not need: address space beyond what the program takes and `memory_bytes`, processor time beyond `processor_seconds`,
/// writing and opening files, starting processes, leaving a core dump with personal data.
///
/// # Errors
/// Where the system refuses one of the first three; the others are taken as far as the system has them.
pub fn apply(memory_bytes: u64, processor_seconds: u64) -> io::Result<()> {
    let memory_bytes = taken_already().saturating_add(memory_bytes);
    rlimit::setrlimit(Resource::AS, memory_bytes, memory_bytes)?;
    rlimit::setrlimit(Resource::CPU, processor_seconds, processor_seconds + 1)?;
    rlimit::setrlimit(Resource::FSIZE, 0, 0)?;
    for (resource, most) in [(Resource::CORE, 0), (Resource::NPROC, 0), (Resource::NOFILE, 3)] {
        let _unsupported = rlimit::setrlimit(resource, most, most);
    }
    Ok(())
}

/// Nothing of the parent's environment is needed.
pub fn prepare(_command: &mut Command) {}

/// How a child ended.
pub fn ending_of(status: ExitStatus) -> Ending {
    const KILL: i32 = 9;
    const PROCESSOR_TIME: i32 = 24;
    match status.signal() {
        Some(KILL) => Ending::Killed,
        Some(PROCESSOR_TIME) => Ending::ProcessorTime,
        None if status.success() => Ending::Success,
        _ => Ending::Failure,
    }
}
