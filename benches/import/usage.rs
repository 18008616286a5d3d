//! What a piece of work costs, from `/proc` (proc_pid_stat(5)).

use std::fs;

/// Ticks a second of the times in `/proc`: 100 on every Linux, whatever the kernel's own clock.
const TICKS: f64 = 100.0;

/// What something cost.
#[derive(Debug, Clone, Copy)]
pub struct Usage {
    /// Processor seconds in user and system mode, children that ended included; at least one tick.
    pub seconds: f64,
}

/// Does something and tells what it cost.
pub fn measure<T>(work: impl FnOnce() -> T) -> (T, Usage) {
    let before = ticks();
    let result = work();
    let seconds = (ticks() - before).max(1.0) / TICKS;
    (result, Usage { seconds })
}

/// User and system time of the process and of its children.
fn ticks() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap();
    // The name of the program, in parentheses, may hold anything; the fields after it are numbers. The first of them is field 3, utime is field 14.
    let (_, fields) = stat.rsplit_once(") ").unwrap();
    fields.split(' ').skip(11).take(4).map(|field| field.parse::<f64>().unwrap()).sum()
}

/// Most memory that the process has held.
pub fn peak_memory_mebibytes() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1024
}
