//! The isolated child: what it answers, and what becomes of a child that misbehaves.
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "tests")]

use std::io::Read;
use std::path::PathBuf;
use std::time::Duration;

use chrono::NaiveDate;
use tiendo::roster::finding::FindingCode;
use tiendo::roster::sandbox::{ReadingEvent, SandboxError, SandboxSettings, read_in_child, read_in_child_streaming};
use tiendo::roster::understand::UnderstandOptions;

fn options(file_name: &str) -> UnderstandOptions {
    UnderstandOptions {
        listed_on: NaiveDate::from_ymd_opt(2023, 6, 12).unwrap(),
        today: NaiveDate::from_ymd_opt(2023, 6, 12).unwrap(),
        default_unit_name: None,
        known_villages: Vec::new(),
        known_offices: Vec::new(),
        file_name: file_name.to_owned(),
        choices: Default::default(),
    }
}

fn settings() -> SandboxSettings {
    SandboxSettings { program: Some(PathBuf::from(env!("CARGO_BIN_EXE_tiendo"))), ..SandboxSettings::default() }
}

const LIST: &str = "TT,Họ và tên,Ngày sinh,Số CCCD,Thôn\n1,Nguyễn Văn A,01/02/1990,038090000001,Thôn 1\n";

#[test]
fn the_answer_is_that_of_reading_in_the_same_process() {
    let list = LIST.to_owned() + &"2,Lê Thị B,1985,038185000002,Thôn 2\n".repeat(50);
    let limits = tiendo::roster::read::Limits::default();
    let workbook = tiendo::roster::read::read_workbook(list.as_bytes(), "a.xlsx", &limits);
    let direct = tiendo::roster::understand::understand(workbook, &options("a.xlsx"));
    let reading = read_in_child(list.as_bytes(), &options("a.xlsx"), &settings()).unwrap();
    assert_eq!(reading.file_codes.first(), Some(&FindingCode::FileWrongExt));
    assert_eq!(reading, direct);
}

#[test]
fn a_file_beyond_the_cap_is_a_finding() {
    for (first, cap) in [(LIST.as_bytes(), 256 << 20), (b"PK\x03\x04", 20 << 20)] {
        let mut endless = first.chain(std::io::repeat(b'\n'));
        let mut codes = Vec::new();
        let outcome: Result<(), SandboxError> =
            read_in_child_streaming(&mut endless, cap + 1, &options("a"), &settings(), &mut |event| {
                if let ReadingEvent::File(found) = event {
                    codes = found;
                }
                Ok(())
            });
        assert!(outcome.is_ok());
        assert_eq!(codes, [FindingCode::FileTooBig]);
    }
}

#[test]
fn a_file_that_breaks_off_on_its_way() {
    let length = LIST.len() as u64 + 1;
    let outcome =
        read_in_child_streaming(&mut LIST.as_bytes(), length, &options("a.csv"), &settings(), &mut |_| Ok(()));
    assert!(matches!(outcome, Err(SandboxError::Unreadable(_))));
}

#[test]
fn a_child_without_enough_memory() {
    let list = LIST.repeat(20_000);
    let narrow = SandboxSettings { memory_bytes: 4 << 20, ..settings() };
    assert!(matches!(read_in_child(list.as_bytes(), &options("a.csv"), &narrow), Err(SandboxError::Memory)));
}

#[test]
fn the_taker_can_stop_the_child() {
    #[derive(Debug)]
    struct Stop;
    impl From<SandboxError> for Stop {
        fn from(error: SandboxError) -> Self {
            panic!("{error}")
        }
    }
    let length = LIST.len() as u64;
    let outcome =
        read_in_child_streaming(&mut LIST.as_bytes(), length, &options("a.csv"), &settings(), &mut |_| Err(Stop));
    assert!(matches!(outcome, Err(Stop)));
}

#[test]
fn a_program_that_is_not_there() {
    let missing = SandboxSettings { program: Some("/khong/co/o/day".into()), ..settings() };
    assert!(matches!(read_in_child(b"", &options("a.csv"), &missing), Err(SandboxError::CannotStart(_))));
}

#[cfg(unix)]
mod misbehaving {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    /// What comes of a child that is this shell script.
    fn outcome(script: &str) -> SandboxError {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("child");
        std::fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
        let settings = SandboxSettings {
            program: Some(program),
            processor_time_of_text: Duration::ZERO,
            waiting_time: Duration::from_millis(400),
            frame_bytes: 1_000,
            output_bytes: 10_000,
            ..SandboxSettings::default()
        };
        // More than a pipe holds, so that the feeder is caught in the middle.
        read_in_child(&[b'a'; 200_000], &options("a.csv"), &settings).unwrap_err()
    }

    #[test]
    fn each_ending_has_its_name() {
        assert!(matches!(outcome("exec sleep 60"), SandboxError::TooSlow));
        assert!(matches!(outcome("exec >&-; exec sleep 60"), SandboxError::TooSlow));
        assert!(matches!(outcome("kill -XCPU $$"), SandboxError::TooSlow));
        assert!(matches!(outcome("kill -KILL $$"), SandboxError::Memory));
        assert!(matches!(outcome("echo memory allocation of 5 bytes failed >&2; kill -ABRT $$"), SandboxError::Memory));
        assert!(matches!(outcome("kill -SEGV $$"), SandboxError::Crashed));
        assert!(matches!(outcome("exit 101"), SandboxError::Crashed));
        assert!(matches!(outcome("exit 0"), SandboxError::Crashed));
        // frames: kind, length, content
        let file = r"printf '\001\001\000\000\000\220'";
        let end = r"printf '\004\001\000\000\000\000'";
        let end_of_three = r"printf '\004\001\000\000\000\003'";
        assert!(matches!(outcome(file), SandboxError::Crashed));
        assert!(matches!(outcome(&format!("{file}; {end_of_three}")), SandboxError::Crashed));
        assert!(matches!(outcome(&format!("{file}; {end}; exit 1")), SandboxError::Crashed));
        assert!(matches!(outcome(&format!("{file}; {file}")), SandboxError::Crashed));
        assert!(matches!(outcome("echo xin chao; exec sleep 60"), SandboxError::Crashed));
        assert!(matches!(outcome(r"printf '\001\377\377\377\377'; exec sleep 60"), SandboxError::OutputTooBig));
    }

    #[test]
    fn the_child_gets_neither_environment_nor_handles_of_the_parent() {
        let _open = tempfile::Builder::new().prefix("tep-cua-may-chu").tempfile().unwrap();
        let script = "[ -z \"$HOME$CARGO_MANIFEST_DIR\" ] || exit 1\nls -l /proc/self/fd | grep -q tep-cua-may-chu && exit 1\nkill -KILL $$";
        assert!(matches!(outcome(script), SandboxError::Memory));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn the_limits_hold_before_a_byte_is_read() {
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_tiendo"))
        .args(["__parse", "536870912", "20"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let wanted = [("Max cpu time", "20"), ("Max file size", "0"), ("Max core file size", "0"), ("Max open files", "3")];
    // Beside what the program itself takes, which differs from build to build.
    let own = 536_870_912_u64..(536_870_912 + (4 << 30));
    let holds = || {
        let limits = std::fs::read_to_string(format!("/proc/{}/limits", child.id())).unwrap_or_default();
        let first = |name: &str| -> Option<String> {
            let rest = limits.lines().find_map(|line| line.strip_prefix(name))?;
            Some(rest.split_whitespace().next()?.to_owned())
        };
        let space = first("Max address space").and_then(|bytes| bytes.parse().ok());
        space.is_some_and(|bytes: u64| own.contains(&bytes))
            && wanted.iter().all(|(name, value)| first(name).as_deref() == Some(value))
    };
    let held = (0..1_000).any(|_| {
        holds() || {
            std::thread::sleep(Duration::from_millis(10));
            false
        }
    });
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(held);
}

/// What the child asks of the system, as `strace` sees it; nothing where that is not installed or not allowed.
#[cfg(target_os = "linux")]
mod watched {
    use std::os::unix::fs::PermissionsExt;
    use std::process::{Command, Stdio};

    use super::*;

    /// The calls that concern files, the network and limits, in order.
    fn calls(bytes: &[u8], name: &str) -> Option<Vec<String>> {
        let works = Command::new("strace").args(["-o", "/dev/null", "true"]).stderr(Stdio::null()).status();
        if !works.is_ok_and(|status| status.success()) {
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let (program, log) = (folder.path().join("child"), folder.path().join("log"));
        let watched = "-f -e trace=%file,%network,prlimit64,setrlimit";
        let child = env!("CARGO_BIN_EXE_tiendo");
        let script = format!("#!/bin/sh\nexec /usr/bin/strace -o {} {watched} {child} \"$@\"\n", log.display());
        std::fs::write(&program, script).unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
        let settings = SandboxSettings { program: Some(program), ..settings() };
        read_in_child(bytes, &options(name), &settings).unwrap();
        Some(std::fs::read_to_string(log).unwrap().lines().map(str::to_owned).collect())
    }

    #[test]
    fn the_child_opens_no_file_and_no_socket_once_it_is_limited() {
        let place = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/files/");
        let file = |name: &str| std::fs::read(format!("{place}{name}")).unwrap();
        let samples = [
            (LIST.as_bytes().to_vec(), "..\\..\\CON.csv"),
            (file("mat_khau.xlsx"), "/etc/passwd"),
            (file("danh_sach.xls"), "a:b\u{202e}slx.xls"),
            (file("danh_sach.ods"), "../../../../tmp/x.ods"),
            (file("sua_loi/sua_loi.xlsx"), "http://127.0.0.1/a.xlsx"),
        ];
        for (bytes, name) in samples {
            let Some(calls) = calls(&bytes, name) else {
                eprintln!("strace is not there: not checked");
                return;
            };
            // The limit of open files comes last; what the loader of libraries opened lies before it.
            let limited = calls.iter().rposition(|call| call.contains("RLIMIT_NOFILE, {rlim_cur=3")).unwrap();
            let touches = |call: &&String| {
                ["open", "socket", "connect", "creat", "unlink", "rename", "mkdir", "execve", "link"]
                    .iter()
                    .any(|word| call.contains(word))
            };
            let after: Vec<&String> = calls[limited..].iter().filter(touches).collect();
            assert!(after.is_empty(), "{name}: {after:?}");
            let written: Vec<&String> =
                calls.iter().filter(|call| call.contains("O_WRONLY") || call.contains("O_RDWR")).collect();
            assert!(written.is_empty(), "{name}: {written:?}");
        }
    }
}
