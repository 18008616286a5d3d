//! Tasks: what documents ask of addressees, how far each is, what is overdue.

mod list;
mod note;
mod register;
mod save;

pub use list::{TaskLine, TaskList, TaskSheet, list, show};
pub use note::{NewNote, note, note_file};
pub use register::{COLUMNS, TITLE, due_text, register};
pub use save::{TaskDraft, add, change};

pub(super) use save::checked as checked_draft;
