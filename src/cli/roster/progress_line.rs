//! How far an import has come, on stderr: one line that is drawn again on a terminal, a plain line now and then where there is none, nothing beside
//! JSON.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use crate::roster::Progress;
use crate::vn::number::group_thousands;

/// How often the line of a terminal is drawn.
const DRAWN_EVERY: Duration = Duration::from_millis(100);
/// How often a plain line is written.
const WRITTEN_EVERY: Duration = Duration::from_secs(5);
/// Places of the bar.
const BAR: usize = 20;

/// A line that tells how far a piece of work has come.
pub struct ProgressLine {
    mode: Mode,
    what: String,
    told: Instant,
    /// Places of a terminal's line that are drawn on.
    drawn: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Terminal,
    Plain,
    Silent,
}

impl ProgressLine {
    /// For work that takes long enough; `what` is what is being done, in Vietnamese.
    pub fn new(what: impl Into<String>, json: bool) -> Self {
        let mode = match (json, io::stderr().is_terminal()) {
            (true, _) => Mode::Silent,
            (false, true) => Mode::Terminal,
            (false, false) => Mode::Plain,
        };
        Self { mode, what: what.into(), told: Instant::now(), drawn: 0 }
    }

    /// Tells it, unless something was told a moment ago.
    pub fn tell(&mut self, progress: Progress) {
        let every = match self.mode {
            Mode::Terminal => DRAWN_EVERY,
            Mode::Plain => WRITTEN_EVERY,
            Mode::Silent => return,
        };
        if self.told.elapsed() >= every {
            self.told = Instant::now();
            self.write(&text(&self.what, progress));
        }
    }

    fn write(&mut self, text: &str) {
        let places = text.chars().count();
        let left = self.drawn.saturating_sub(places);
        // Where nothing can be told, the work goes on.
        let _ = match self.mode {
            Mode::Terminal => write!(io::stderr().lock(), "\r{text}{:left$}", ""),
            _ => writeln!(io::stderr().lock(), "{text}"),
        };
        self.drawn = places;
    }
}

impl Drop for ProgressLine {
    /// Clears the line of a terminal: the result takes its place.
    fn drop(&mut self) {
        if self.mode == Mode::Terminal && self.drawn > 0 {
            let drawn = self.drawn;
            let _ = write!(io::stderr().lock(), "\r{:drawn$}\r", "");
        }
    }
}

fn text(what: &str, progress: Progress) -> String {
    let rows = group_thousands(progress.rows.into());
    let Some(of) = progress.of.filter(|of| *of > 0) else { return format!("{what}: {rows} dòng") };
    let done = u64::from(progress.rows.min(of));
    let part = |whole: u64| usize::try_from(done * whole / u64::from(of)).unwrap_or_default();
    let (filled, percent) = (part(BAR as u64), part(100));
    let bar = format!("{}{}", "█".repeat(filled), "░".repeat(BAR - filled));
    format!("{what}: {bar} {percent}% ({rows}/{} dòng)", group_thousands(of.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_drawn_where_the_end_is_known() {
        let told = |rows, of| text("Đang ghi", Progress { rows, of });
        assert_eq!(told(12_500, None), "Đang ghi: 12.500 dòng");
        assert_eq!(told(0, Some(0)), "Đang ghi: 0 dòng");
        assert_eq!(told(5_000, Some(10_000)), "Đang ghi: ██████████░░░░░░░░░░ 50% (5.000/10.000 dòng)");
        assert_eq!(told(11_000, Some(10_000)), "Đang ghi: ████████████████████ 100% (11.000/10.000 dòng)");
    }
}
