//! `tiendo serve` from the first start to SIGTERM, and `tiendo load` in between.

use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;

use super::{Desk, Said};

#[test]
fn the_first_start_makes_data_and_sigterm_ends_it_cleanly() {
    let desk = Desk::new();
    let mut server = desk.command("serve --port 0").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut out = BufReader::new(server.stdout.take().unwrap());
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    let address = line.split_whitespace().find(|word| word.starts_with("http://127.0.0.1:")).unwrap().to_owned();
    assert_eq!(ureq::get(format!("{address}healthz")).call().unwrap().status(), 200);
    assert!(desk.path("tiendo-data.key").exists());

    let loaded = desk.run("load --seed --json").json();
    assert_eq!(loaded["programmes"], 7);
    assert_eq!(loaded["units"], loaded["units_changed"]);

    let killed = std::process::Command::new("kill").args(["-TERM", &server.id().to_string()]).status().unwrap();
    assert!(killed.success());
    let mut rest = String::new();
    out.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "", "one line and nothing else");
    let said = Said::of(server.wait_with_output().unwrap());
    assert_eq!((said.code, said.err.as_str()), (0, ""));
}
