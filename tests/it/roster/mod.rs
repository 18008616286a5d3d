//! Lists in, figures out.

pub mod again;
mod background;
mod cam_ngoc;
mod error_workbook;
mod mapping;
mod order;
pub mod steps;
mod template;
mod wrong_results;
