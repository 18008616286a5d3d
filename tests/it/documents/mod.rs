//! Official documents: what each kind says, word for word, in both files.

mod attached;
mod doors;
mod files;
mod foreign;
mod invited;
mod kinds;
mod offices;
mod street;
