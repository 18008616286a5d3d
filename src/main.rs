//! The program: a command line, or (started by itself) a child that reads, marks or draws a hostile file.

use std::process::ExitCode;

use tiendo::{cli, documents::foreign_pdf, roster::sandbox};

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let first = arguments.next().and_then(|first| first.into_string().ok());
    let rest = arguments.filter_map(|argument| argument.into_string().ok());
    match first.as_deref() {
        Some(sandbox::CHILD_ARGUMENT) => sandbox::child::main(rest),
        Some(sandbox::ANNOTATE_ARGUMENT) => sandbox::annotate_child::main(rest),
        Some(sandbox::CELLS_ARGUMENT) => sandbox::cells::main(rest),
        Some(foreign_pdf::ARGUMENT) => foreign_pdf::child::main(rest),
        _ => cli::main(),
    }
}
