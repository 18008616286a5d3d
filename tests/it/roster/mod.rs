//! Lists in, figures out.

mod absent;
pub mod again;
mod background;
mod cam_ngoc;
pub mod claims;
mod clearing;
mod commit;
mod conflicts;
mod error_workbook;
mod error_workbook_kinds;
mod mapping;
pub mod matching;
mod order;
mod pair;
pub mod places;
mod repeated;
pub mod secrets;
mod shape;
pub mod steps;
mod template;
mod undo;
pub mod villagers;
mod wrong_results;
