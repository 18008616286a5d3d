//! Official documents: what each kind says, word for word, in both files.

mod attached;
mod doors;
mod files;
mod foreign;
mod geometry;
mod invited;
mod kinds;
mod layout;
mod offices;
mod own_templates;
mod same_figures;
mod street;
