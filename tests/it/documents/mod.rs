//! Official documents: what each kind says, word for word, in both files.

pub mod files;
mod kinds;
pub mod own_templates;
mod street;
