//! Official documents: what each kind says, word for word, in both files.

mod files;
mod geometry;
mod kinds;
mod layout;
mod own_templates;
mod street;
