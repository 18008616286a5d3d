//! Lists in, figures out.

pub mod again;
mod cam_ngoc;
mod commit;
mod order;
pub mod steps;
mod undo;
pub mod villagers;
mod wrong_results;
