//! The document as PDF: Typst as a library, fonts embedded, text extractable in order, tagged. User text goes in as data only.

pub(super) mod fonts;
mod world;

use chrono::{DateTime, Datelike, Timelike, Utc};
use serde::Serialize;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, Timestamp};

use self::world::{Layout, OneDocument};
use super::error::DocumentError;
use super::face::Face;
use super::street::Poster;

/// Compilations that the layout's cache outlives without being asked for again.
const KEPT: usize = 8;

/// The pages as pictures for a browser (SVG), in order.
///
/// # Errors
/// As [`pdf`].
pub fn pages(face: &Face) -> Result<Vec<String>, DocumentError> {
    let document = laid_out(Layout::Official, face)?;
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
    written(&laid_out(Layout::Official, face)?, at)
}

/// Writes a poster.
///
/// # Errors
/// As [`pdf`].
pub(super) fn poster(poster: &Poster, at: DateTime<Utc>) -> Result<Vec<u8>, DocumentError> {
    written(&laid_out(Layout::Poster, poster)?, at)
}

fn written(document: &PagedDocument, at: DateTime<Utc>) -> Result<Vec<u8>, DocumentError> {
    let options = PdfOptions { timestamp: moment(at), ..PdfOptions::default() };
    let bytes = typst_pdf::pdf(document, &options);
    comemo::evict(KEPT);
    bytes.map_err(|errors| refused(errors.iter().map(|error| error.message.to_string())))
}

fn laid_out(layout: Layout, face: &impl Serialize) -> Result<PagedDocument, DocumentError> {
    let world = OneDocument::of(layout, face)?;
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
