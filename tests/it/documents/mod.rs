//! Official documents: what each kind says, word for word, in both files.

mod files;
mod kinds;
mod own_templates;
mod street;
