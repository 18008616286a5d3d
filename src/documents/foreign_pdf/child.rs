//! The child that opens PDFs of strangers.

use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;

use hayro_syntax::{LoadPdfError, Pdf};

use super::{Ask, MOST_BYTES, MOST_PAGES, Refusal, Told};
use crate::documents::pdf::{drawn, prepared, tried};
use crate::roster::sandbox::{asked, file_of};

/// Stack of the thread that opens the file: smaller than that of any thread of the server, so that what ends one for want of it ends this one first.
const STACK: usize = 1_536 << 10;
/// Sides of a page, in points: a centimetre, and the long side of A0 with a margin.
const SIDES: std::ops::RangeInclusive<f32> = 28.0..=3_400.0;

/// Entry of the child. `arguments` are those after [`super::ARGUMENT`]: bytes of memory and seconds of processor time.
///
/// Ends with 0 only when it has answered.
pub fn main(arguments: impl Iterator<Item = String>) -> ExitCode {
    // The thread has to be there before the limits are: they forbid further ones.
    let arguments: Vec<String> = arguments.collect();
    let opened = thread::Builder::new().stack_size(STACK).spawn(|| run(arguments));
    match opened.map(|thread| thread.join()) {
        Ok(Ok(Ok(()))) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

fn run(arguments: Vec<String>) -> io::Result<()> {
    // What could be done side by side is done by this thread alone.
    rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global().map_err(io::Error::other)?;
    // Layouts and fonts, too, are read before: later no file can be opened.
    prepared().map_err(io::Error::other)?;
    let (question, mut input) = asked::<Ask>(arguments.into_iter())?;
    let file = file_of(&mut input, question.file_bytes, MOST_BYTES as u64)?;
    let mut output = io::stdout().lock();
    match question.ask {
        Ask::Inspect => serde_json::to_writer(&mut output, &told(file))?,
        Ask::Draw(page) => output.write_all(drawn(file, page).map_err(io::Error::other)?.as_bytes())?,
    }
    output.flush()
}

fn told(file: Vec<u8>) -> Told {
    match inspected(file) {
        Ok(pages) => Told::Pages(pages),
        Err(why) => Told::Refused(why),
    }
}

fn inspected(file: Vec<u8>) -> Result<u32, Refusal> {
    let pages = {
        let pdf = Pdf::new(Arc::new(file.clone())).map_err(|error| match error {
            LoadPdfError::Decryption(_) => Refusal::Encrypted,
            LoadPdfError::Invalid => Refusal::Damaged,
        })?;
        let sizes: Vec<(f32, f32)> = pdf.pages().iter().map(|page| page.render_dimensions()).collect();
        let pages = u32::try_from(sizes.len()).unwrap_or(u32::MAX);
        if pages == 0 || pages > MOST_PAGES {
            return Err(Refusal::Pages);
        }
        if !sizes.iter().all(|(width, height)| SIDES.contains(width) && SIDES.contains(height)) {
            return Err(Refusal::Size);
        }
        pages
    };
    tried(file, pages).map_err(|_| Refusal::Unfit)?;
    Ok(pages)
}
