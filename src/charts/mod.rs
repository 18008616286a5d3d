//! Charts as SVG: for pages, with classes that the style sheet colours, so that they follow light and dark.

mod burn_up;
mod qr;
mod scale;
mod spark;
mod table;

pub use burn_up::burn_up;
pub use qr::{DarkRun, dark_runs, qr};
pub use spark::spark;
pub use table::{TableRow, weekly};
