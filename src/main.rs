//! The program: a command line, or (started by itself) the child that parses a hostile file.

use std::process::ExitCode;

use tiendo::{cli, roster::sandbox};

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next().is_some_and(|first| first == sandbox::CHILD_ARGUMENT) {
        return sandbox::child::main(arguments.filter_map(|argument| argument.into_string().ok()));
    }
    cli::main()
}
