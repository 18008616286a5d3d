//! Lists in, figures out.

pub mod again;
mod background;
mod cam_ngoc;
mod mapping;
mod order;
mod pair;
pub mod places;
pub mod steps;
mod wrong_results;
