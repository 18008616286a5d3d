//! Official documents: composed from one snapshot, set by Nghị định 30/2020/NĐ-CP, as PDF to read and as Word file to edit.

pub mod brief;
mod changed;
mod compose;
mod docx;
mod edit;
mod editable;
mod error;
pub mod face;
pub mod figure_tokens;
mod issue;
mod load;
mod make;
mod missing_staff;
pub mod office;
pub mod pdf;
mod register_workbook;
pub mod registers;
mod returned;
mod sheets;
mod show;
mod sizes;
pub mod street;
mod text_width;

pub use changed::{ChangedFigure, changed_figures};
pub use compose::compose;
pub use docx::docx;
pub use edit::{save, set_state};
pub use editable::Editable;
pub use error::DocumentError;
pub use issue::{MOST_BYTES as MOST_SIGNED_BYTES, Numbering, attach_signed, issue, supersede};
pub use load::DraftQuery;
pub use make::draft;
pub use register_workbook::{Direction, register_workbook};
pub use returned::{Checked, Difference, check_returned};
pub use show::{DocumentFile, DocumentSheet, MadeFile, file, list, show};
