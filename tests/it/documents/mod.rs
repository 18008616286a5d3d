//! Official documents: what each kind says, word for word, in both files.

pub mod files;
mod geometry;
mod kinds;
mod layout;
pub mod own_templates;
mod same_figures;
mod street;
