//! Lists in, figures out.

mod absent;
pub mod again;
mod background;
mod cam_ngoc;
mod conflicts;
mod mapping;
pub mod matching;
mod order;
mod pair;
pub mod places;
mod shape;
pub mod steps;
mod wrong_results;
