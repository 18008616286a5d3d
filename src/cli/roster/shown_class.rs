//! The class of rows as an option says it.

use clap::ValueEnum;

use crate::roster::staged::RowClass;

/// A class of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ShownClass {
    /// People nobody knew.
    New,
    /// Something is different.
    Changed,
    /// Nothing is different.
    Unchanged,
    /// The number belongs to somebody else.
    Conflict,
    /// Held back.
    Held,
}

impl From<ShownClass> for RowClass {
    fn from(class: ShownClass) -> Self {
        match class {
            ShownClass::New => Self::New,
            ShownClass::Changed => Self::Changed,
            ShownClass::Unchanged => Self::Unchanged,
            ShownClass::Conflict => Self::Conflict,
            ShownClass::Held => Self::Held,
        }
    }
}
