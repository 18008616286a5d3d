//! Delimited text to cleaned rows without ever holding all of them: gone through twice, first to learn what only the whole file tells, then to hand
//! the rows over. The rules are those of a sheet; only the window through which they see it is smaller.

use std::io;
use std::sync::Arc;

use super::super::finding::FindingCode as Code;
use super::super::grid::{Row, Sheet, Workbook};
use super::super::own_marks;
use super::super::read::{Limits, ReadError, TextFile};
use super::super::reading::{Reading, ReadingEvent, RosterRow, SheetReading};
use super::offices::Offices;
use super::sheet_reader::{ROWS_AHEAD, SheetReader};
use super::sheet_text::SheetText;
use super::view::SheetView;
use super::whole_file::WholeFile;
use super::{FileSurroundings, UnderstandOptions, with_sentences_column};

/// Rows of the window.
const WINDOW: usize = 2 * ROWS_AHEAD;

/// Why going through the rows stopped.
enum Stop {
    /// The file is beyond the caps.
    Refused(ReadError),
    /// Nobody takes the rows any more.
    Taker(io::Error),
}

impl From<ReadError> for Stop {
    fn from(error: ReadError) -> Self {
        Self::Refused(error)
    }
}

/// Turns a text into cleaned rows with findings, said piece by piece. What cannot be understood is a finding.
///
/// # Errors
/// Those of `say`.
pub fn understand_text(
    text: &TextFile,
    mut file_codes: Vec<Code>,
    options: &UnderstandOptions,
    limits: &Limits,
    say: &mut dyn FnMut(ReadingEvent) -> io::Result<()>,
) -> io::Result<()> {
    let offices = Offices::of(&options.known_offices);
    let mut file = WholeFile::default();
    let noted = read_rows(text, options, limits, &mut |mut row| {
        offices.settle(&mut row);
        file.note(&row);
        Ok(())
    });
    let sheet = match noted {
        Ok(Some(sheet)) => sheet,
        Ok(None) => return say_other_sheet(text, file_codes, options, limits, say),
        Err(Stop::Taker(error)) => return Err(error),
        Err(Stop::Refused(error)) => {
            file_codes.push(error.code());
            return say(ReadingEvent::File(file_codes));
        }
    };
    file.end_sheet(&sheet, FileSurroundings::of(options).stand_in(true));
    let mut reading = Reading { file_codes, sheets: vec![sheet] };
    super::settle_file(&mut reading);
    let mut verdicts = file.decide(&options.known_villages);
    say(ReadingEvent::File(reading.file_codes))?;
    reading.sheets.into_iter().try_for_each(|sheet| say(ReadingEvent::Sheet(sheet)))?;
    let told = read_rows(text, options, limits, &mut |mut row| {
        offices.settle(&mut row);
        verdicts.settle(&mut row);
        say(ReadingEvent::Row(Box::new(row)))
    });
    match told {
        Err(Stop::Taker(error)) => Err(error),
        // the first time there was nothing to refuse
        Ok(_) | Err(Stop::Refused(_)) => Ok(()),
    }
}

/// A sheet without people is told by its first rows, as many as a workbook may have.
fn say_other_sheet(
    text: &TextFile,
    file_codes: Vec<Code>,
    options: &UnderstandOptions,
    limits: &Limits,
    say: &mut dyn FnMut(ReadingEvent) -> io::Result<()>,
) -> io::Result<()> {
    let sheets = text.sheet(limits, limits.rows).into_iter().collect();
    super::understand(Workbook { file_codes, sheets }, options).say(say)
}

/// Goes through the people of the text; the sheet without its rows, or nothing where it holds no table of people.
fn read_rows(
    text: &TextFile,
    options: &UnderstandOptions,
    limits: &Limits,
    take: &mut dyn FnMut(RosterRow) -> io::Result<()>,
) -> Result<Option<SheetReading>, Stop> {
    let mut window = Window::new(text.rows(limits))?;
    let encodings = Arc::new(SheetText::of(&window.sheet));
    let mut reader =
        SheetReader::new(&window.sheet.name, options, FileSurroundings::in_sheet_name(&window.sheet.name, options));
    while !window.is_last {
        let view = SheetView::with_text(&window.sheet, Arc::clone(&encodings));
        reader.read_rows(&view, window.sheet.rows.len() - ROWS_AHEAD);
        if !reader.has_table() {
            return Ok(None);
        }
        reader.take_rows().try_for_each(&mut *take).map_err(Stop::Taker)?;
        window.go_on(reader.let_go())?;
    }
    let view = SheetView::with_text(&window.sheet, encodings);
    reader.read_to_the_end(&view);
    if !reader.has_table() {
        return Ok(None);
    }
    let mut sheet = reader.finish(&view);
    with_sentences_column(&mut sheet, window.sentences);
    sheet.rows.drain(..).try_for_each(take).map_err(Stop::Taker)?;
    Ok(Some(sheet))
}

/// The part of a long sheet that is looked at.
struct Window<R> {
    rows: R,
    sheet: Sheet,
    /// The column of sentences of an error workbook, which is left out.
    sentences: Option<u16>,
    /// Whether the rows end in this window.
    is_last: bool,
}

impl<R: Iterator<Item = Result<Row, ReadError>>> Window<R> {
    fn new(rows: R) -> Result<Self, ReadError> {
        let sheet = Sheet { name: TextFile::SHEET_NAME.to_owned(), ..Sheet::default() };
        let mut window = Self { rows, sheet, sentences: None, is_last: false };
        window.fill()?;
        window.sentences = own_marks::take_out(&mut window.sheet);
        window.fill()?;
        Ok(window)
    }

    /// Lets `gone` rows go at the start and takes as many at the end.
    fn go_on(&mut self, gone: usize) -> Result<(), ReadError> {
        self.sheet.rows.drain(..gone);
        self.fill()
    }

    fn fill(&mut self) -> Result<(), ReadError> {
        while self.sheet.rows.len() < WINDOW && !self.is_last {
            let Some(row) = self.rows.next() else {
                self.is_last = true;
                break;
            };
            let mut row = row?;
            row.cells.retain(|cell| Some(cell.column) != self.sentences);
            if !row.cells.is_empty() {
                self.sheet.rows.push(row);
            }
        }
        Ok(())
    }
}
