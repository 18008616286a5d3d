//! How mail leaves: through a mail server, or as .eml files in a folder where none is set.

use std::fs;
use std::io::Write;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use lettre::message::Mailbox;
use lettre::{Message, SmtpTransport, Transport as _};

use super::error::MailError;

/// Longest wait for any one answer of a mail server.
const PATIENCE: Duration = Duration::from_secs(30);
/// From whom, where nothing is set.
const DEFAULT_SENDER: &str = "tiendo@localhost";
const SENDER_NAME: &str = "Tiến độ chiến dịch";

/// How mail is to leave.
#[derive(Debug, Clone, Default)]
pub struct MailSettings {
    /// `smtps://…` or `smtp://…`, from `TIENDO_SMTP_URL`.
    pub server: Option<String>,
    /// Address of the sender, from `TIENDO_MAIL_FROM`.
    pub sender: Option<String>,
    /// Folder of .eml files, used where no server is set.
    pub folder: PathBuf,
}

impl MailSettings {
    /// Reads the environment; `data` is the data folder.
    pub fn from_environment(data: &Path) -> Self {
        let set = |name: &str| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
        Self { server: set("TIENDO_SMTP_URL"), sender: set("TIENDO_MAIL_FROM"), folder: data.join("mail") }
    }
}

/// A way out, with the sender it uses.
pub struct Transport {
    sender: Mailbox,
    way: Way,
}

enum Way {
    Server(SmtpTransport),
    Folder(PathBuf),
}

/// Why a mail did not leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undelivered {
    /// Whether trying again is pointless: the server has refused for good.
    pub permanent: bool,
    /// What the server or the system said.
    pub reason: String,
}

impl Transport {
    /// Opens the way that the settings name. No connection is made yet.
    pub fn open(settings: &MailSettings) -> Result<Self, MailError> {
        let sender = sender(settings.sender.as_deref().unwrap_or(DEFAULT_SENDER))?;
        let way = match &settings.server {
            Some(address) => Way::Server(server(address)?),
            None => Way::Folder(settings.folder.clone()),
        };
        Ok(Self { sender, way })
    }

    /// From whom mail comes.
    pub(super) fn sender(&self) -> &Mailbox {
        &self.sender
    }

    /// Sends one mail. `name`: the name of its file without extension, the same at every attempt.
    pub(super) fn send(&self, message: &Message, name: &str) -> Result<(), Undelivered> {
        match &self.way {
            Way::Server(server) => match server.send(message) {
                Ok(_) => Ok(()),
                Err(error) => Err(Undelivered { permanent: error.is_permanent(), reason: error.to_string() }),
            },
            Way::Folder(folder) => write_file(folder, name, &message.formatted())
                .map_err(|error| Undelivered { permanent: false, reason: format!("{}: {error}", folder.display()) }),
        }
    }
}

fn sender(address: &str) -> Result<Mailbox, MailError> {
    let refused = || MailError::BadSender(address.chars().filter(|c| !c.is_control()).take(80).collect());
    let parsed: lettre::Address = address.trim().parse().map_err(|_| refused())?;
    Ok(Mailbox::new(Some(SENDER_NAME.to_owned()), parsed))
}

/// Passwords never travel unencrypted: `smtp://` means STARTTLS, unless the server runs on this very machine.
fn server(address: &str) -> Result<SmtpTransport, MailError> {
    let encrypted = address.starts_with("smtps://");
    let Some(rest) = address.strip_prefix("smtps://").or_else(|| address.strip_prefix("smtp://")) else {
        return Err(MailError::BadServer("địa chỉ phải bắt đầu bằng smtp:// hoặc smtps://".to_owned()));
    };
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let plain = format!("{}://{authority}", if encrypted { "smtps" } else { "smtp" });
    let address = if encrypted || is_this_machine(host) { plain } else { format!("{plain}?tls=required") };
    // The library's message may repeat the address, which holds a password.
    let builder = SmtpTransport::from_url(&address).map_err(|_| {
        MailError::BadServer("thiếu máy chủ, hoặc tên, mật khẩu có ký tự phải mã hóa phần trăm".to_owned())
    })?;
    Ok(builder.timeout(Some(PATIENCE)).build())
}

fn is_this_machine(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(bracketed) => bracketed.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Writes beside and renames, so that nobody opens half a mail.
fn write_file(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    make_private(folder)?;
    let (beside, place) = (folder.join(format!("{name}.tam")), folder.join(format!("{name}.eml")));
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(beside, place)
}

/// Mail is for its recipient and this program only.
fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn servers_are_understood_and_passwords_not_repeated() {
        for address in ["smtps://u:p@mail.gov.vn", "smtp://u:p@mail.gov.vn:587", "smtp://127.0.0.1:2525"] {
            assert!(server(address).is_ok(), "{address}");
        }
        for address in ["http://mail.gov.vn", "mail.gov.vn", "smtp://u:b%ZZmat@", "smtp://u:bi mat@:x"] {
            let error = match server(address) {
                Err(error) => error.to_string(),
                Ok(_) => panic!("{address} was taken"),
            };
            assert!(!error.contains("mat@") && error.contains("TIENDO_SMTP_URL"), "{error}");
        }
    }

    #[test]
    fn a_mail_to_another_machine_is_always_encrypted() {
        // What the library prints of its settings is the only view of them from outside.
        let encryption = |address: &str| format!("{:?}", server(address).unwrap());
        for remote in ["smtp://u:p@mail.gov.vn:587?tls=none", "smtp://127.0.0.1.mail.gov.vn", "smtp://10.0.0.1:25"] {
            assert!(encryption(remote).contains("tls: Required"), "{remote}");
        }
        assert!(encryption("smtps://mail.gov.vn").contains("tls: Wrapper"));
        for local in ["smtp://127.0.0.1:2525", "smtp://localhost:25", "smtp://[::1]:25"] {
            assert!(encryption(local).contains("tls: None"), "{local}");
        }
    }

    #[test]
    fn a_sender_is_one_address() {
        assert!(sender("tiendo@camngoc.gov.vn").is_ok());
        assert!(sender("Tên <tiendo@camngoc.gov.vn>").is_err());
        assert!(sender("tiendo@camngoc.gov.vn\r\nX: y").is_err());
    }
}
