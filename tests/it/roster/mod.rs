//! Lists in, figures out.

pub mod again;
mod background;
mod cam_ngoc;
mod mapping;
mod order;
pub mod steps;
mod wrong_results;
