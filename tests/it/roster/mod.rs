//! Lists in, figures out.

pub mod again;
mod background;
mod cam_ngoc;
mod commit;
mod mapping;
mod order;
mod pair;
pub mod places;
pub mod steps;
mod undo;
pub mod villagers;
mod wrong_results;
