//! One file on its way in: from the disk into the store piece by piece, read, perhaps with its villages and offices created, perhaps committed.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::import::Imported;
use super::progress_line::ProgressLine;
use crate::access::Actor;
use crate::cli::error::CommandError;
use crate::model::as_of::AsOf;
use crate::model::id::BatchId;
use crate::roster::sandbox::SandboxSettings;
use crate::roster::staged::Counts;
use crate::roster::{self, CommitMode, CreatedPlace, ListDetails, Preview, Receiver, RosterError, StoredFile, Upload};
use crate::store::Db;

/// Bytes that are taken from the disk at once.
const PIECE: usize = 1 << 20;

/// Where a list comes from.
pub enum Source<'a> {
    /// A file that begins an import.
    New {
        /// The file.
        file: &'a Path,
        /// What is said about it.
        details: Box<ListDetails>,
    },
    /// A list in memory.
    Given(&'a Upload),
    /// The corrected file of an import.
    Corrected {
        /// The file.
        file: &'a Path,
        /// The import.
        batch: BatchId,
        /// Today.
        today: AsOf,
    },
}

/// What is to be done with a file beyond showing it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// Create the villages and offices that it names and the unit does not have.
    pub create_places: bool,
    /// How to commit, if at all.
    pub commit: Option<CommitMode>,
    /// Nothing but one JSON document is printed.
    pub json: bool,
}

/// Previews one file and does what is asked.
pub fn import(db: &Db, source: &Source<'_>, asked: Asked) -> Result<Imported, CommandError> {
    let (name, today) = match source {
        Source::New { details, .. } => (details.file_name.clone(), details.today),
        Source::Given(upload) => (upload.details.file_name.clone(), upload.details.today),
        Source::Corrected { file, today, .. } => (name_of(file), *today),
    };
    let batch = begun(db, source, &name)?;
    let mut preview = read(db, batch, today, &name, asked)?;
    let created = if asked.create_places { create_places(db, &preview)? } else { Vec::new() };
    if !created.is_empty() {
        let choices = roster::kept_choices(db, &Actor::operator(), batch)?;
        roster::decide(db, &Actor::operator(), batch, &choices)?;
        preview = read(db, batch, today, &name, asked)?;
    }
    let counts = match asked.commit {
        Some(mode) => commit(db, &preview, mode, &name, asked)?,
        None => preview.counts,
    };
    Ok(Imported {
        file: name,
        batch: batch.0,
        committed: asked.commit.is_some(),
        counts,
        created_places: created.into_iter().map(|place| place.slug).collect(),
        unknown_places: preview.file.unknown_places,
    })
}

/// The import, with its file in the store.
fn begun(db: &Db, source: &Source<'_>, name: &str) -> Result<BatchId, CommandError> {
    let actor = Actor::operator();
    let (stored, begun) = match source {
        Source::New { file, details } => {
            db.read(|conn| roster::admitted(conn, &actor, details))?;
            let stored = taken(db, file)?;
            let begun = roster::begin(db, &actor, details, stored.clone());
            (stored, begun)
        }
        Source::Given(upload) => {
            let stored = roster::receive(db, &upload.bytes)?;
            let begun = roster::begin(db, &actor, &upload.details, stored.clone());
            (stored, begun)
        }
        Source::Corrected { file, batch, .. } => {
            roster::batch_state(db, &actor, *batch)?;
            let stored = taken(db, file)?;
            let replaced = roster::replace_file(db, &actor, *batch, name, &stored);
            (stored, replaced.map(|()| *batch))
        }
    };
    if begun.is_err() {
        roster::forget(db, &stored)?;
    }
    Ok(begun?)
}

/// The name of a file without its folder.
pub fn name_of(file: &Path) -> String {
    file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned()
}

/// Takes a file in from the disk; nothing of one that is refused stays.
fn taken(db: &Db, path: &Path) -> Result<StoredFile, CommandError> {
    let unreadable = |reason| CommandError::File { file: path.to_owned(), reason };
    let mut file = File::open(path).map_err(unreadable)?;
    let mut receiver = Receiver::new(db);
    let mut piece = vec![0; PIECE];
    loop {
        let taken = match file.read(&mut piece) {
            Ok(0) => return Ok(receiver.finish()?),
            Ok(length) => receiver.take(&piece[..length]).map_err(CommandError::from),
            Err(reason) => Err(unreadable(reason)),
        };
        if let Err(error) = taken {
            receiver.give_up()?;
            return Err(error);
        }
    }
}

fn read(db: &Db, batch: BatchId, today: AsOf, name: &str, asked: Asked) -> Result<Preview, RosterError> {
    let mut line = ProgressLine::new(format!("Đang đọc {name}"), asked.json);
    let settings = SandboxSettings::default();
    roster::read_batch(db, &Actor::operator(), batch, today, &settings, &mut |progress| line.tell(progress))
}

fn commit(db: &Db, preview: &Preview, mode: CommitMode, name: &str, asked: Asked) -> Result<Counts, RosterError> {
    let mut line = ProgressLine::new(format!("Đang ghi nhận {name}"), asked.json);
    let (actor, watch) = (Actor::operator(), &mut |progress| line.tell(progress));
    Ok(roster::commit_watched(db, &actor, preview.batch, &preview.token, mode, watch)?.counts)
}

fn create_places(db: &Db, preview: &Preview) -> Result<Vec<CreatedPlace>, RosterError> {
    let unknown = &preview.file.unknown_places;
    let wanted: Vec<_> = unknown.iter().map(|place| (place.kind, place.name.clone())).collect();
    match wanted.is_empty() {
        true => Ok(Vec::new()),
        false => roster::create_places(db, &Actor::operator(), preview.batch, &wanted),
    }
}
