//! Charts as SVG: for pages, with classes that the style sheet colours, so that they follow light and dark. For mails one of them as a picture file.

mod burn_up;
mod picture;
mod qr;
mod scale;
mod spark;
mod table;

pub use burn_up::burn_up;
pub use picture::{Picture, picture};
pub use qr::{DarkRun, dark_runs, qr};
pub use spark::spark;
pub use table::{TableRow, weekly};
