//! The program as people start it.

mod demo;
mod ground;
mod kill;
mod kill_issue;
mod own_template;
mod refusals;
mod reports;
mod roster;
mod serve;

use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;

/// A folder for the data of one test, and the program run there.
pub struct Desk {
    folder: tempfile::TempDir,
    database_url: Option<String>,
}

/// What a run said.
pub struct Said {
    code: i32,
    out: String,
    err: String,
}

impl Desk {
    /// An empty folder.
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), database_url: None }
    }

    fn on(database_url: String) -> Self {
        Self { database_url: Some(database_url), ..Self::new() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The program with arguments, to be started in the folder.
    pub fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tiendo"));
        command.args(arguments.split_whitespace()).current_dir(self.folder.path());
        for variable in ["TIENDO_DATA", "TIENDO_KEY", "DATABASE_URL", "TIENDO_SMTP_URL", "TIENDO_MAIL_FROM"] {
            command.env_remove(variable);
        }
        if let Some(address) = &self.database_url {
            command.env("DATABASE_URL", address);
        }
        command
    }

    /// Runs the program to its end.
    pub fn run(&self, arguments: &str) -> Said {
        Said::of(self.command(arguments).output().unwrap())
    }
}

impl Said {
    fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// The one JSON document that a successful run printed.
    pub fn json(&self) -> Value {
        assert_eq!((self.code, self.err.as_str()), (0, ""));
        serde_json::from_str(&self.out).unwrap()
    }

    /// The one sentence that a refused run said.
    fn refusal(&self, code: i32) -> &str {
        assert_eq!((self.code, self.out.as_str()), (code, ""), "{}", self.err);
        assert_eq!(self.err.lines().count(), 1, "{}", self.err);
        self.err.trim_end()
    }
}
