//! The command line.

use std::process::ExitCode;

use tiendo::roster::sandbox;

fn main() -> ExitCode {
    let mut arguments = std::env::args();
    if arguments.nth(1).as_deref() == Some(sandbox::CHILD_ARGUMENT) {
        return sandbox::child::main(arguments);
    }
    ExitCode::SUCCESS
}
