//! Real mail servers of others, started for a test: Debian's aiosmtpd and nodemailer's smtp-server.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde::Deserialize;

const PYTHON: &str = "/usr/bin/python3";
/// Who may sign in.
pub const USER: &str = "thu@camngoc.gov.vn";
pub const PASSWORD: &str = "Mật khẩu: 100% bí mật/@";

/// A running server; it ends with the test.
pub struct RealServer {
    pub port: u16,
    folder: tempfile::TempDir,
    child: Child,
}

/// A mail as it arrived.
#[derive(Debug, Clone, Deserialize)]
pub struct Taken {
    pub recipients: Vec<String>,
    pub encrypted: bool,
    pub signed_in: bool,
    pub connection: serde_json::Value,
    #[serde(skip)]
    pub file: PathBuf,
}

impl Taken {
    pub fn bytes(&self) -> Vec<u8> {
        std::fs::read(&self.file).unwrap()
    }

    pub fn message_id(&self) -> String {
        let text = String::from_utf8(self.bytes()).unwrap();
        text.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap().trim().to_owned()
    }
}

impl RealServer {
    /// aiosmtpd with arguments of `smtp_server.py`; `scripts/test` installs it.
    pub fn python(arguments: &[&str]) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/reports/smtp_server.py");
        let mut command = Command::new(PYTHON);
        command.arg(script);
        Self::start(command, |command, folder| {
            command.arg(folder).args(arguments);
        })
    }

    /// smtp-server with a certificate; `scripts/test` fetches it.
    pub fn node(papers: &Papers, method: &str, security: &str) -> Self {
        let modules = Path::new(env!("CARGO_TARGET_TMPDIR")).join("smtp-server/node_modules");
        assert!(modules.join("smtp-server").exists(), "no {}: scripts/test fetches it", modules.display());
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/reports/smtp_server_js/server.js");
        let mut command = Command::new("node");
        command.arg(script).arg(modules);
        Self::start(command, |command, folder| {
            command.arg(folder).arg(papers.certificate()).arg(papers.key()).args([USER, PASSWORD, method, security]);
        })
    }

    fn start(mut command: Command, rest: impl FnOnce(&mut Command, &Path)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        rest(&mut command, folder.path());
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let port = line.trim().parse();
        Self { port: port.unwrap_or_else(|_| panic!("the mail server did not start: {command:?}")), folder, child }
    }

    /// Whether it has begun to keep somebody waiting for an answer.
    pub fn is_hanging(&self) -> bool {
        self.folder.path().join("hanging").exists()
    }

    /// What arrived so far, in order.
    pub fn taken(&self) -> Vec<Taken> {
        let mut files: Vec<PathBuf> = std::fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
            .collect();
        files.sort();
        let read = |path: &PathBuf| {
            let taken: Taken = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
            Taken { file: path.with_extension("eml"), ..taken }
        };
        files.iter().map(read).collect()
    }
}

impl Drop for RealServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An authority of an office, and the certificate of `localhost` that it has signed.
pub struct Papers {
    folder: tempfile::TempDir,
}

impl Papers {
    pub fn new() -> Self {
        let papers = Self { folder: tempfile::tempdir().unwrap() };
        let key = "req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -utf8";
        papers.openssl(
            &format!("{key} -x509 -days 30 -keyout ca.key -out ca.pem"),
            "/O=UBND xã Cẩm Ngọc/CN=Gốc Cẩm Ngọc",
        );
        papers.openssl(&format!("{key} -keyout key.pem -out asked.pem"), "/CN=localhost");
        std::fs::write(papers.path("names"), "subjectAltName=DNS:localhost").unwrap();
        let sign =
            "x509 -req -in asked.pem -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -extfile names -out cert.pem";
        papers.openssl(sign, "");
        papers
    }

    fn openssl(&self, arguments: &str, subject: &str) {
        let mut command = Command::new("openssl");
        command.args(arguments.split(' ')).current_dir(self.folder.path());
        if !subject.is_empty() {
            command.args(["-subj", subject]);
        }
        let out = command.output().unwrap();
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn authority(&self) -> PathBuf {
        self.path("ca.pem")
    }

    pub fn certificate(&self) -> PathBuf {
        self.path("cert.pem")
    }

    pub fn key(&self) -> PathBuf {
        self.path("key.pem")
    }
}
