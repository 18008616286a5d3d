//! A QR code as inline SVG, so that a phone opens a link from the screen or from paper.

use std::fmt::Write;

use qrcode::types::Color;
use qrcode::{EcLevel, QrCode};

/// Modules of white around the code, as ISO/IEC 18004 asks for.
const QUIET: usize = 4;

/// Dark modules beside each other in one row of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct DarkRun {
    /// Row, from the top.
    pub row: usize,
    /// First column, from the left.
    pub column: usize,
    /// How many.
    pub length: usize,
}

/// The code of a text as its width in modules and its dark runs, without the white around it. `None` for a text that is too long for any code (about
/// 2.300 bytes).
pub fn dark_runs(text: &str) -> Option<(usize, Vec<DarkRun>)> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let (width, colors) = (code.width(), code.to_colors());
    let mut runs = Vec::new();
    for (row, line) in colors.chunks(width).enumerate() {
        let mut column = 0;
        while let Some(start) = line.iter().skip(column).position(|color| *color == Color::Dark).map(|at| at + column) {
            let length = line.iter().skip(start).take_while(|color| **color == Color::Dark).count();
            runs.push(DarkRun { row, column: start, length });
            column = start + length;
        }
    }
    Some((width, runs))
}

/// The code of a text, black on white whatever the colours of the page are, because cameras look for dark on light. `None` for a text that is too
/// long.
pub fn qr(text: &str, label: &str) -> Option<String> {
    let (width, runs) = dark_runs(text)?;
    let size = width + 2 * QUIET;
    let mut path = String::new();
    for DarkRun { row, column, length } in runs {
        // Writing to a String cannot fail.
        let _ = write!(path, "M{} {}h{length}v1h-{length}z", column + QUIET, row + QUIET);
    }
    let label = escaped(label);
    Some(format!(
        "<svg class=\"qr\" viewBox=\"0 0 {size} {size}\" role=\"img\" aria-label=\"{label}\" shape-rendering=\"crispEdges\">\
         <rect width=\"{size}\" height=\"{size}\" fill=\"#fff\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
    ))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn the_three_corners_and_the_quiet_zone_are_there() {
        let svg = qr("https://dichvucong.gov.vn", "Mã <QR>").unwrap();
        assert!(svg.contains("aria-label=\"Mã &lt;QR>\""));
        // Version 2 has 25 modules; the finder patterns begin with seven dark ones at the left and at the right.
        assert!(svg.contains("viewBox=\"0 0 33 33\""), "{svg}");
        assert!(svg.contains("M4 4h7v1h-7z") && svg.contains("M22 4h7v1h-7z") && svg.contains("M4 28h7v1h-7z"));
        assert_eq!(qr(&"a".repeat(5_000), ""), None);
    }
}
