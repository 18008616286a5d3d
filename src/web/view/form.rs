//! Errors of forms: on top of the page, linked to their fields.

use serde::Serialize;

/// One thing that is not right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// Name of the field, where it concerns one.
    pub field: Option<&'static str>,
    /// What is wrong and what to do.
    pub text: String,
}

impl FieldError {
    /// About a field.
    pub fn of(field: &'static str, text: impl Into<String>) -> Self {
        Self { field: Some(field), text: text.into() }
    }

    /// About the whole form.
    pub fn general(text: impl Into<String>) -> Self {
        Self { field: None, text: text.into() }
    }
}
