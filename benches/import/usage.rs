//! What a piece of work costs, from `/proc` (proc_pid_stat(5)).

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Ticks a second of the times in `/proc`: 100 on every Linux, whatever the kernel's own clock.
const TICKS: f64 = 100.0;

/// What something cost.
#[derive(Debug, Clone, Copy)]
pub struct Usage {
    /// Processor seconds in user and system mode, children that ended included; at least one tick.
    pub seconds: f64,
}

impl Usage {
    /// One after the other.
    pub fn with(self, other: Self) -> Self {
        Self { seconds: self.seconds + other.seconds }
    }
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

/// Memory of the process now, in MiB.
pub fn memory_mebibytes() -> u64 {
    of_status("self", "VmRSS:").unwrap()
}

/// Most memory that the process has held since [`forget_peak`], in MiB.
pub fn peak_memory_mebibytes() -> u64 {
    of_status("self", "VmHWM:").unwrap()
}

/// Counts the peak from here on (proc_pid_clear_refs(5)).
pub fn forget_peak() {
    fs::write("/proc/self/clear_refs", "5").unwrap();
}

/// Does something and tells by how many MiB the process grew at most, and the most that a child of it held.
pub fn measure_memory<T>(work: impl FnOnce() -> T) -> (T, u64, u64) {
    forget_peak();
    let before = memory_mebibytes();
    let done = AtomicBool::new(false);
    let (result, child) = std::thread::scope(|scope| {
        let watcher = scope.spawn(|| {
            let mut most = 0;
            while !done.load(Ordering::Relaxed) {
                most = most.max(peak_of_children());
                std::thread::sleep(Duration::from_millis(10));
            }
            most
        });
        let result = work();
        done.store(true, Ordering::Relaxed);
        (result, watcher.join().unwrap())
    });
    (result, peak_memory_mebibytes().saturating_sub(before), child)
}

/// Most memory that a child that runs now has held.
fn peak_of_children() -> u64 {
    let threads = fs::read_dir("/proc/self/task").unwrap().filter_map(Result::ok);
    let children = threads.filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok());
    let peaks = children.flat_map(|pids| pids.split_whitespace().filter_map(|pid| of_status(pid, "VmHWM:")).max());
    peaks.max().unwrap_or(0)
}

/// A line of `/proc/…/status`, in MiB.
fn of_status(process: &str, name: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    Some(line.trim().trim_end_matches(" kB").parse::<u64>().ok()? / 1024)
}
