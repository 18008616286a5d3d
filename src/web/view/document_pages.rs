//! The pages of a document as pictures, with those of the PDFs that are attached to it, and what may be attached.

use serde::Serialize;

use super::frame::Choice;
use super::links::encoded;
use crate::documents::{Attachable, Chosen, DocumentSheet, MOST_FILES};
use crate::model::document::DocumentKind;
use crate::store::document_attachments::Attachment;

/// Pages of an attached PDF that are shown; the others are in the file.
const SHOWN: u32 = 3;

/// A page as a picture.
#[derive(Debug, Serialize)]
pub struct PagePicture {
    label: String,
    src: String,
    /// What is said below it.
    more: Option<String>,
}

/// The pages of what is saved: each picture has an address of its own.
pub fn saved(sheet: &DocumentSheet, pages: usize) -> Vec<PagePicture> {
    let (here, revision) = (here(sheet), sheet.head.revision);
    let own = (1..=pages).map(|number| PagePicture {
        label: format!("Trang {number} của bản in"),
        src: format!("{here}/trang/{number}?b={revision}"),
        more: None,
    });
    with_attached(own.collect(), sheet)
}

/// The pages of what is typed, as they were drawn.
pub fn typed(sheet: &DocumentSheet, pages: &[String]) -> Vec<PagePicture> {
    let own = pages.iter().enumerate().map(|(at, svg)| PagePicture {
        label: format!("Trang {} của bản in", at + 1),
        src: format!("data:image/svg+xml,{}", encoded(svg)),
        more: None,
    });
    with_attached(own.collect(), sheet)
}

fn here(sheet: &DocumentSheet) -> String {
    format!("/van-ban/{}", sheet.head.id)
}

/// The sheets of attached PDFs are the last pages of the document's own, one page each; the pages of the PDF stand behind its sheet.
fn with_attached(own: Vec<PagePicture>, sheet: &DocumentSheet) -> Vec<PagePicture> {
    let first = own.len().saturating_sub(sheet.attached.len());
    let mut all = Vec::with_capacity(own.len());
    for (at, picture) in own.into_iter().enumerate() {
        all.push(picture);
        if let Some(attachment) = at.checked_sub(first).and_then(|at| sheet.attached.get(at)) {
            all.extend(attached(sheet, attachment));
        }
    }
    all
}

fn attached(sheet: &DocumentSheet, attachment: &Attachment) -> Vec<PagePicture> {
    let Attachment { position, pages, file_name, .. } = attachment;
    let shown = SHOWN.min(*pages);
    let rest = pages - shown;
    let more = (rest > 0).then(|| format!("Còn {rest} trang của tệp «{file_name}», xem trong bản PDF."));
    let picture = |page| PagePicture {
        label: format!("Trang {page} của tệp kèm theo {file_name}"),
        src: format!("{}/kem/{position}/trang/{page}", here(sheet)),
        more: more.clone().filter(|_| page == shown),
    };
    (1..=shown).map(picture).collect()
}

/// What is attached and what may be.
#[derive(Debug, Default, Serialize)]
pub struct AttachedView {
    files: Vec<AttachedFile>,
    /// Files that may be chosen; the first choice is one's own.
    choices: Vec<Choice>,
    may_change: bool,
    may_add: bool,
    /// The document says that it passes another one on, and none is attached.
    lacks: bool,
    /// The title that was typed.
    pub title: String,
}

/// A PDF that is attached.
#[derive(Debug, Serialize)]
struct AttachedFile {
    title: String,
    name: String,
    href: String,
    remove_href: String,
    about: String,
}

impl AttachedView {
    /// Of a document, with the files that may be chosen.
    pub fn of(sheet: &DocumentSheet, attachable: &[Attachable]) -> Self {
        let here = here(sheet);
        let file = |attachment: &Attachment| AttachedFile {
            title: attachment.title.clone(),
            name: attachment.file_name.clone(),
            href: format!("{here}/kem/{}/tep", attachment.position),
            remove_href: format!("{here}/kem/{}/bo", attachment.position),
            about: format!("{} trang, lấy từ {}", attachment.pages, attachment.source.vietnamese()),
        };
        let mut choices = vec![Choice::new("", "Tệp PDF trên máy này", "")];
        choices.extend(attachable.iter().map(|one| Choice::new(word(one.chosen), one.title.as_str(), "")));
        Self {
            files: sheet.attached.iter().map(file).collect(),
            choices,
            may_change: sheet.may_edit,
            may_add: sheet.may_edit && sheet.attached.len() < MOST_FILES,
            lacks: sheet.may_edit && sheet.head.kind == DocumentKind::Guide && sheet.attached.is_empty(),
            title: String::new(),
        }
    }
}

fn word(chosen: Chosen<'_>) -> String {
    match chosen {
        Chosen::Ground(place) => format!("can-cu:{place}"),
        Chosen::Incoming(year, number) => format!("den:{year}:{number}"),
        Chosen::Upload(..) => String::new(),
    }
}

/// Reads what was chosen; `None` for a file of one's own.
pub fn read_choice(word: &str) -> Option<Chosen<'static>> {
    let mut parts = word.split(':');
    match (parts.next()?, parts.next()?, parts.next()) {
        ("can-cu", place, None) => Some(Chosen::Ground(place.parse().ok()?)),
        ("den", year, Some(number)) => Some(Chosen::Incoming(year.parse().ok()?, number.parse().ok()?)),
        _ => None,
    }
}
