//! Composing: from a brief to the content of a document. Pure: no clock, no database. Sentences agree in number and degree with the figures they tell, and
//! every figure in them stays bound to the frozen figure it came from.

mod addressees;
mod figures;
mod push;
mod units_annex;
mod words;

use super::brief::Brief;
use super::error::DocumentError;
use crate::model::document::{Addressees, Annex, Block, Content, DocumentKind, Line, Symbol};

/// What differs from kind to kind.
#[derive(Debug, Default)]
struct Composed {
    subject: String,
    addressees: Vec<String>,
    grounds: Vec<String>,
    body: Vec<Block>,
    copies: Vec<String>,
    annexes: Vec<Annex>,
}

impl Composed {
    fn say(&mut self, line: impl Into<Line>) {
        self.body.push(Block::Line(line.into()));
    }
}

/// Composes a document.
///
/// # Errors
/// The campaign lacks what the kind is about (say, a reminder where every report is in), or the office has no usable symbol.
pub fn compose(kind: DocumentKind, brief: &Brief) -> Result<Content, DocumentError> {
    let composed = match kind {
        DocumentKind::Push => push::push(brief),
        _ => return Err(DocumentError::NothingToSay("".to_owned())),
    }?;
    let office = &brief.office;
    let form = kind.form();
    let mut copies = composed.copies;
    copies.push(kept_copy(brief));
    Ok(Content {
        form,
        letterhead: office.letterhead.clone(),
        symbol: Symbol::of(form, &office.abbreviation, &office.drafter)?,
        issued: None,
        drafted_on: brief.drafted_on,
        subject: composed.subject,
        urgency: None,
        addressees: Addressees(composed.addressees),
        grounds: composed.grounds,
        body: composed.body,
        signature: office.signature.clone(),
        copies,
        annexes: composed.annexes,
    })
}

/// The last line of «Nơi nhận»: the copy kept by the clerk's office and by whoever drafted.
fn kept_copy(brief: &Brief) -> String {
    match brief.office.drafter.as_str() {
        "" => "Lưu: VT".to_owned(),
        drafter => format!("Lưu: VT, {drafter}"),
    }
}
