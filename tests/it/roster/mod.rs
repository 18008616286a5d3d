//! Lists in, figures out.

pub mod again;
mod background;
mod cam_ngoc;
mod commit;
mod mapping;
mod order;
pub mod steps;
mod undo;
pub mod villagers;
mod wrong_results;
