//! The document as PDF: Typst as a library, fonts embedded, text extractable in order, tagged. User text goes in as data only.

pub(super) mod fonts;
mod world;

use chrono::{DateTime, Datelike, Timelike, Utc};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, Timestamp};

use self::world::OneDocument;
use super::error::DocumentError;
use super::face::Face;

/// Compilations that the layout's cache outlives without being asked for again.
const KEPT: usize = 8;

/// The pages as pictures for a browser (SVG), in order.
///
/// # Errors
/// As [`pdf`].
pub fn pages(face: &Face) -> Result<Vec<String>, DocumentError> {
    let document = laid_out(face)?;
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
    let document = laid_out(face)?;
    let options = PdfOptions { timestamp: moment(at), ..PdfOptions::default() };
    let bytes = typst_pdf::pdf(&document, &options);
    comemo::evict(KEPT);
    bytes.map_err(|errors| layout(errors.iter().map(|error| error.message.to_string())))
}

fn laid_out(face: &Face) -> Result<PagedDocument, DocumentError> {
    let world = OneDocument::of(face)?;
    let compiled = typst::compile::<PagedDocument>(&world);
    compiled.output.map_err(|errors| layout(errors.iter().map(|error| error.message.to_string())))
}

fn layout(messages: impl Iterator<Item = String>) -> DocumentError {
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
