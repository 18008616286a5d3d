//! The way of a file through the child alone: read, understood, told to the parent, which throws it away.

use std::io::Read;

use tiendo::roster::sandbox::{ReadingEvent, SandboxError, SandboxSettings, read_in_child_streaming};
use tiendo::roster::understand::UnderstandOptions;

/// How the child is started.
pub fn settings() -> SandboxSettings {
    SandboxSettings { program: Some(env!("CARGO_BIN_EXE_tiendo").into()), ..SandboxSettings::default() }
}

/// Rows of people in a file.
pub fn count_rows(file: &mut (dyn Read + Send), bytes: u64, file_name: &str) -> u64 {
    let options = UnderstandOptions {
        listed_on: "2023-06-12".parse().unwrap(),
        today: "2023-06-13".parse().unwrap(),
        default_unit_name: None,
        known_villages: super::people::VILLAGES.map(str::to_owned).to_vec(),
        known_offices: Vec::new(),
        file_name: file_name.to_owned(),
        choices: Default::default(),
    };
    let mut rows = 0;
    let told: Result<(), SandboxError> = read_in_child_streaming(file, bytes, &options, &settings(), &mut |event| {
        rows += u64::from(matches!(event, ReadingEvent::Row(_)));
        Ok(())
    });
    told.unwrap();
    rows
}
