//! Composing: from a brief to the content of a document. Pure: no clock, no database. Sentences agree in number and degree with the figures they tell, and
//! every figure in them stays bound to the frozen figure it came from.

mod addressees;
mod assign;
mod duties;
mod figures;
mod guide;
mod invitation;
mod missing_units;
mod notice;
mod plan;
mod propaganda;
mod proposal;
mod push;
mod ranking;
mod reminder;
mod report;
mod results;
mod services;
mod sessions;
mod staff_missing;
pub(super) mod street;
#[cfg(test)]
mod test_brief;
mod units_annex;
mod words;

pub(super) use guide::passed_on;
pub(super) use words::cited;

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

    /// Lines of a list: a semicolon behind each, a full stop behind the last; lines that end a sentence of their own keep their mark.
    fn say_list(&mut self, lines: impl IntoIterator<Item = Line>) {
        let mut lines: Vec<Line> = lines.into_iter().collect();
        if let Some(last) = lines.last_mut().filter(|last| last.text.ends_with(';')) {
            last.text.pop();
            last.text.push('.');
        }
        self.say_all(lines);
    }

    fn say_all(&mut self, lines: impl IntoIterator<Item = Line>) {
        self.body.extend(lines.into_iter().map(Block::Line));
    }
}

/// What is said instead of a document.
fn nothing(sentence: impl Into<String>) -> DocumentError {
    DocumentError::NothingToSay(sentence.into())
}

/// Composes a document.
///
/// # Errors
/// The campaign lacks what the kind is about (say, a reminder where every report is in), or the office has no usable symbol.
pub fn compose(kind: DocumentKind, brief: &Brief) -> Result<Content, DocumentError> {
    let composed = match kind {
        DocumentKind::Push => push::push(brief),
        DocumentKind::Reminder => reminder::reminder(brief),
        DocumentKind::Propaganda => propaganda::propaganda(brief),
        DocumentKind::Notice => notice::notice(brief),
        DocumentKind::Guide => guide::guide(brief),
        DocumentKind::Plan => plan::plan(brief),
        DocumentKind::Report => report::report(brief),
        DocumentKind::StaffMissing => staff_missing::staff_missing(brief),
        DocumentKind::Sessions => sessions::sessions(brief),
        DocumentKind::Ranking => ranking::ranking(brief),
        DocumentKind::Invitation => invitation::invitation(brief),
        DocumentKind::Assign => assign::assign(brief),
        DocumentKind::Proposal => proposal::proposal(brief),
    }?;
    let office = &brief.office;
    let form = kind.form();
    let copies = copies(brief, composed.copies);
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

/// «Nơi nhận»: what the kind says, or what the office has set for every document behind the «Như …» of the kind; the copy that is kept stands last.
fn copies(brief: &Brief, of_kind: Vec<String>) -> Vec<String> {
    let set = &brief.office.copies;
    if set.is_empty() {
        return of_kind.into_iter().chain([kept_copy(brief)]).collect();
    }
    let as_above = of_kind.into_iter().filter(|line| line.starts_with("Như ")).take(1);
    let mut copies: Vec<String> =
        as_above.chain(set.iter().filter(|line| !line.starts_with("Như ")).cloned()).collect();
    if !set.iter().any(|line| line.starts_with("Lưu")) {
        copies.push(kept_copy(brief));
    }
    copies
}

/// The last line of «Nơi nhận»: the copy kept by the clerk's office and by whoever drafted.
fn kept_copy(brief: &Brief) -> String {
    match brief.office.drafter.as_str() {
        "" => "Lưu: VT".to_owned(),
        drafter => format!("Lưu: VT, {drafter}"),
    }
}
