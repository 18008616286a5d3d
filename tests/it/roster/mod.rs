//! Lists in, figures out.

pub mod again;
mod background;
mod cam_ngoc;
mod commit;
mod error_workbook;
mod mapping;
mod order;
mod pair;
pub mod places;
pub mod steps;
mod template;
mod undo;
pub mod villagers;
mod wrong_results;
