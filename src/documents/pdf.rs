//! The document as PDF: Typst as a library, fonts embedded, text extractable in order, tagged. User text goes in as data only.

pub(super) mod fonts;
mod world;

use std::panic::AssertUnwindSafe;

use chrono::{DateTime, Datelike, Timelike, Utc};
use serde::Serialize;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, Timestamp};

pub(super) use self::world::attached_path;
use self::world::{Layout, OneDocument};
use super::error::DocumentError;
use super::face::Face;
use super::foreign_pdf::Refusal;
use super::street::Poster;
use super::summary_page::SummaryFace;

/// Compilations that the layout's cache outlives without being asked for again.
const KEPT: usize = 8;

/// The pages as pictures for a browser (SVG), in order.
///
/// # Errors
/// As [`pdf`].
pub fn pages(face: &Face) -> Result<Vec<String>, DocumentError> {
    let document = laid_out(Layout::Official, face, Vec::new())?;
    let options = typst_svg::SvgOptions::default();
    let pages = document.pages().iter().map(|page| typst_svg::svg(page, &options)).collect();
    comemo::evict(KEPT);
    Ok(pages)
}

/// Writes a document. The same face at the same moment gives the same bytes.
///
/// # Errors
/// The layout program refused: a fault of the layout, never of what is written.
pub fn pdf(face: &Face, at: DateTime<Utc>) -> Result<Vec<u8>, DocumentError> {
    written(&laid_out(Layout::Official, face, Vec::new())?, at)
}

/// Writes a document with the pages of the PDFs that are attached to it, each behind its sheet, in the order of the sheets.
///
/// # Errors
/// As [`pdf`]; a file of a stranger that overturns the layout program is told, too.
pub(super) fn pdf_with(face: &Face, files: Vec<Vec<u8>>, at: DateTime<Utc>) -> Result<Vec<u8>, DocumentError> {
    if files.is_empty() {
        return pdf(face, at);
    }
    let face = Face { embedded: true, ..face.clone() };
    let set = || written(&laid_out(Layout::Official, &face, files)?, at);
    // A child has set these files before; that the program does not go down with one of them does not rest on it.
    std::panic::catch_unwind(AssertUnwindSafe(set)).unwrap_or(Err(DocumentError::BadPdf(Refusal::Unfit)))
}

/// Pages of a PDF of a stranger: the first and the last one, and where the file is.
#[derive(Serialize)]
struct ForeignPages {
    path: String,
    first: u32,
    last: u32,
}

impl ForeignPages {
    fn of(first: u32, last: u32) -> Self {
        Self { path: attached_path(0), first, last }
    }
}

/// Reads what every layout needs, for a process that cannot read anything later.
pub(super) fn prepared() -> Result<(), DocumentError> {
    world::prepared()
}

/// Sets the pages of a PDF for trial. Only a child does this.
pub(super) fn tried(file: Vec<u8>, pages: u32) -> Result<(), DocumentError> {
    written(&laid_out(Layout::Attached, &ForeignPages::of(1, pages), vec![file])?, DateTime::UNIX_EPOCH)?;
    Ok(())
}

/// Draws a page of a PDF. Only a child does this.
pub(super) fn drawn(file: Vec<u8>, page: u32) -> Result<String, DocumentError> {
    let document = laid_out(Layout::Attached, &ForeignPages::of(page, page), vec![file])?;
    let no_page = || DocumentError::BadPdf(Refusal::Pages);
    Ok(typst_svg::svg(document.pages().first().ok_or_else(no_page)?, &typst_svg::SvgOptions::default()))
}

/// Writes a poster.
///
/// # Errors
/// As [`pdf`].
pub(super) fn poster(poster: &Poster, at: DateTime<Utc>) -> Result<Vec<u8>, DocumentError> {
    written(&laid_out(Layout::Poster, poster, Vec::new())?, at)
}

/// Writes the first page of a progress workbook.
///
/// # Errors
/// As [`pdf`].
pub(super) fn summary(face: &SummaryFace, at: DateTime<Utc>) -> Result<Vec<u8>, DocumentError> {
    written(&laid_out(Layout::Summary, face, Vec::new())?, at)
}

fn written(document: &PagedDocument, at: DateTime<Utc>) -> Result<Vec<u8>, DocumentError> {
    let options = PdfOptions { timestamp: moment(at), ..PdfOptions::default() };
    let bytes = typst_pdf::pdf(document, &options);
    comemo::evict(KEPT);
    bytes.map_err(|errors| refused(errors.iter().map(|error| error.message.to_string())))
}

fn laid_out(layout: Layout, face: &impl Serialize, files: Vec<Vec<u8>>) -> Result<PagedDocument, DocumentError> {
    let world = OneDocument::of(layout, face, files)?;
    let compiled = typst::compile::<PagedDocument>(&world);
    compiled.output.map_err(|errors| refused(errors.iter().map(|error| error.message.to_string())))
}

fn refused(messages: impl Iterator<Item = String>) -> DocumentError {
    DocumentError::Layout(messages.collect::<Vec<_>>().join("; "))
}

fn moment(at: DateTime<Utc>) -> Option<Timestamp> {
    let part = |value: u32| u8::try_from(value).ok();
    let (day, time) = (at.date_naive(), at.time());
    let moment = typst::foundations::Datetime::from_ymd_hms(
        day.year(),
        part(day.month())?,
        part(day.day())?,
        part(time.hour())?,
        part(time.minute())?,
        part(time.second())?,
    )?;
    Some(Timestamp::new_utc(moment))
}
