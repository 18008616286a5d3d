//! Official documents (văn bản hành chính) by Nghị định 30/2020/NĐ-CP: their kinds, what stands in them, and the life of one.

mod attachment;
mod authority;
mod content;
mod kind;
mod life;
mod line;
mod number;
mod office;

pub use attachment::AttachmentSource;
pub use authority::{AuthorityError, check_authority};
pub use content::{
    Addressees, Annex, Block, Cell, Column, Content, Letterhead, QrBlock, Side, Signature, Table, TableRow, Urgency,
};
pub use kind::{DocumentKind, Form};
pub use life::{DocumentState, IssuingBody};
pub use line::{Binding, FigureKey, FigurePart, Line, LineStyle, LineWriter};
pub use number::{DocumentNumber, NumberError, Symbol};
pub use office::{NumberingRule, OfficeSettings};
