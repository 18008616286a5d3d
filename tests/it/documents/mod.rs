//! Official documents: what each kind says, word for word, in both files.

mod attached;
pub mod doors;
pub mod files;
mod foreign;
mod geometry;
mod invited;
mod kinds;
mod layout;
mod offices;
pub mod own_templates;
mod same_figures;
mod street;
