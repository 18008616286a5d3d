//! `tiendo roster original`, `tiendo roster errors`: the file of an import, and the same with what is wrong in it.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::super::error::CommandError;
use super::super::output;
use crate::access::Actor;
use crate::cli::Global;
use crate::model::id::BatchId;
use crate::roster;
use crate::roster::sandbox::SandboxSettings;

/// Where a file of an import goes.
#[derive(Debug, Args)]
#[command(help_template = crate::cli::usage::HELP)]
pub struct FileOf {
    /// Số của lượt nhập
    #[arg(value_name = "LƯỢT_NHẬP", help_heading = "Tham số")]
    batch: i64,
    /// Tệp được ghi ra
    #[arg(long, value_name = "TỆP")]
    out: PathBuf,
}

impl FileOf {
    /// Writes the file as it was uploaded.
    pub fn original(&self, global: &Global) -> Result<(), CommandError> {
        let db = global.settings()?.open()?;
        let found = roster::original_file(&db, &Actor::operator(), BatchId(self.batch))?;
        let mut original = roster::Original::new(&db, found.blob);
        write(&self.out, &mut original).map_err(|reason| self.unwritten(reason))?;
        self.done(global, &found.name)
    }

    /// Writes the file with what is wrong in it beside and in its cells.
    pub fn errors(&self, global: &Global) -> Result<(), CommandError> {
        let db = global.settings()?.open()?;
        let settings = SandboxSettings::default();
        let made = roster::error_workbook(&db, &Actor::operator(), BatchId(self.batch), &settings)?;
        write(&self.out, &mut made.bytes.as_slice()).map_err(|reason| self.unwritten(reason))?;
        self.done(global, &made.file_name)
    }

    fn unwritten(&self, reason: io::Error) -> CommandError {
        CommandError::Unwritten { file: self.out.clone(), reason }
    }

    fn done(&self, global: &Global, name: &str) -> Result<(), CommandError> {
        if global.json {
            let out = self.out.display().to_string();
            return output::json(&serde_json::json!({ "batch": self.batch, "name": name, "out": out }));
        }
        output::line(&format!("Đã ghi tệp {}.", self.out.display()))
    }
}

/// A file that is there already is not overwritten: it may be the only copy of something.
fn write(path: &Path, from: &mut dyn Read) -> io::Result<()> {
    let mut file = fs::File::create_new(path)?;
    let written = io::copy(from, &mut file).and_then(|_| file.flush());
    if written.is_err() {
        // What is half there is of no use; if it cannot be removed either, the error says enough.
        let _ = fs::remove_file(path);
    }
    written
}
