//! How mail leaves: through a mail server, or as .eml files in a folder where none is set.

pub(super) mod certificate;
pub mod probe;
mod server;
mod session;
pub(super) mod trouble;

pub use certificate::CertificateFacts;
pub use trouble::Step;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use lettre::Address;
use lettre::message::Mailbox;
use tokio::runtime::Runtime;
use tokio::time::timeout;

use super::error::MailError;
use super::public_address;
use super::recipient::Recipient;
use server::Server;
use session::Session;
use trouble::{Cause, Trouble};

/// Longest wait for any one answer of a mail server, where nothing is set.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often the one who sends is asked whether to go on while a server is waited for.
const PULSE: Duration = Duration::from_secs(1);
/// From whom, where nothing is set.
const DEFAULT_SENDER: &str = "tiendo@localhost";
const SENDER_NAME: &str = "Tiến độ chiến dịch";

/// How mail is to leave.
#[derive(Clone, Default)]
pub struct MailSettings {
    /// `smtps://…` or `smtp://…`, from `TIENDO_SMTP_URL`.
    pub server: Option<String>,
    /// File of the authorities trusted besides the public ones, from `TIENDO_SMTP_CA`.
    pub authority: Option<PathBuf>,
    /// Seconds to wait for any one answer, from `TIENDO_SMTP_TIMEOUT`.
    pub patience: Option<String>,
    /// Address of the sender, from `TIENDO_MAIL_FROM`.
    pub sender: Option<String>,
    /// Folder of .eml files, used where no server is set.
    pub folder: PathBuf,
}

impl MailSettings {
    /// Reads the environment; `data` is the data folder.
    pub fn from_environment(data: &Path) -> Self {
        let set = |name: &str| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
        Self {
            server: set("TIENDO_SMTP_URL"),
            authority: set("TIENDO_SMTP_CA").map(PathBuf::from),
            patience: set("TIENDO_SMTP_TIMEOUT"),
            sender: set("TIENDO_MAIL_FROM"),
            folder: data.join("mail"),
        }
    }

    /// The mail server, where one is set.
    pub(super) fn mail_server(&self) -> Result<Option<Server>, MailError> {
        let patience = self.patience()?;
        let parse = |address: &str| Server::parse(address.trim(), self.authority.as_deref(), patience);
        self.server.as_deref().map(parse).transpose()
    }

    /// From whom mail comes.
    pub(super) fn mailbox(&self) -> Result<Mailbox, MailError> {
        sender(self.sender.as_deref().unwrap_or(DEFAULT_SENDER))
    }

    fn patience(&self) -> Result<Duration, MailError> {
        let Some(typed) = self.patience.as_deref() else { return Ok(PATIENCE) };
        match typed.trim().parse::<u64>() {
            Ok(seconds @ 1..=600) => Ok(Duration::from_secs(seconds)),
            _ => Err(MailError::BadTimeout(typed.chars().filter(|c| !c.is_control()).take(20).collect())),
        }
    }
}

/// The address of the server may hold a password.
impl std::fmt::Debug for MailSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MailSettings")
            .field("sender", &self.sender)
            .field("folder", &self.folder)
            .finish_non_exhaustive()
    }
}

/// A way out, with the sender it uses.
pub struct Transport {
    sender: Mailbox,
    way: Way,
}

enum Way {
    Server(Box<Line>),
    Folder(PathBuf),
}

/// A mail server and the one conversation with it, which is kept from mail to mail.
struct Line {
    server: Server,
    runtime: Runtime,
    session: Mutex<Option<Session>>,
}

/// A mail to be sent.
pub(super) struct Outgoing<'a> {
    /// To whom.
    pub recipient: &'a Recipient,
    /// The mail as it travels.
    pub bytes: &'a [u8],
    /// The name of its file without extension, the same at every attempt.
    pub name: &'a str,
}

/// Why a mail did not leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undelivered {
    /// Whether trying again is pointless: the server has refused for good.
    pub permanent: bool,
    /// Whether any other mail would fare the same just now.
    pub nothing_leaves: bool,
    /// What the server or the system said.
    pub reason: String,
}

impl From<Trouble> for Undelivered {
    fn from(trouble: Trouble) -> Self {
        Self { permanent: trouble.is_permanent(), nothing_leaves: trouble.is_of_the_server(), reason: trouble.reason() }
    }
}

impl Transport {
    /// Opens the way that the settings name, and checks the address that mails name. No connection is made yet.
    pub fn open(settings: &MailSettings) -> Result<Self, MailError> {
        public_address::check()?;
        let sender = settings.mailbox()?;
        let way = match settings.mail_server()? {
            Some(server) => Way::Server(Box::new(Line { server, runtime: runtime()?, session: Mutex::new(None) })),
            None => Way::Folder(settings.folder.clone()),
        };
        Ok(Self { sender, way })
    }

    /// From whom mail comes.
    pub(super) fn sender(&self) -> &Mailbox {
        &self.sender
    }

    /// Sends one mail; what the server said, or into which file it went. `go_on` is asked about once a second while a server is waited for; when it says no the conversation is broken
    /// off, and it stays unknown whether the server took the mail.
    pub(super) fn send(&self, mail: &Outgoing<'_>, go_on: &mut dyn FnMut() -> bool) -> Result<String, Undelivered> {
        match &self.way {
            Way::Server(line) => line.send(&self.sender.email, mail, go_on),
            Way::Folder(folder) => match write_file(folder, mail.name, mail.bytes) {
                Ok(()) => Ok(format!("chưa đặt máy chủ thư, nên thư được ghi thành tệp {}.eml", mail.name)),
                Err(error) => {
                    let reason = format!("Không ghi được thư vào thư mục {}: {error}", folder.display());
                    Err(Undelivered { permanent: false, nothing_leaves: true, reason })
                }
            },
        }
    }

    /// Ends the conversation with the server, if there is one. The next mail begins another.
    pub(super) fn hang_up(&self) {
        if let Way::Server(line) = &self.way {
            let session = line.session().take();
            if let Some(session) = session {
                line.runtime.block_on(session.close());
            }
        }
    }
}

impl Line {
    /// A conversation that somebody panicked over is as good as none.
    fn session(&self) -> MutexGuard<'_, Option<Session>> {
        self.session.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn send(
        &self,
        sender: &Address,
        mail: &Outgoing<'_>,
        go_on: &mut dyn FnMut() -> bool,
    ) -> Result<String, Undelivered> {
        let mut kept = self.session();
        let budget = self.server.budget_for(mail.bytes.len());
        self.runtime.block_on(async {
            let mut sending = std::pin::pin!(timeout(budget, self.deliver(&mut kept, sender, mail)));
            loop {
                match timeout(PULSE, sending.as_mut()).await {
                    Ok(Ok(delivered)) => return delivered.map_err(Undelivered::from),
                    Ok(Err(_)) => return Err(Trouble::new(Step::Data, Cause::Silent(budget.as_secs())).into()),
                    Err(_) if go_on() => {}
                    Err(_) => {
                        let reason = "Việc gửi bị dừng giữa chừng".to_owned();
                        return Err(Undelivered { permanent: false, nothing_leaves: true, reason });
                    }
                }
            }
        })
    }

    /// Over the conversation that is open, or a new one. It is put back only when another mail may follow.
    async fn deliver(
        &self,
        kept: &mut Option<Session>,
        sender: &Address,
        mail: &Outgoing<'_>,
    ) -> Result<String, Trouble> {
        if let Some(session) = kept.take() {
            match self.over(session, kept, sender, mail).await {
                Err(trouble) if trouble.is_of_an_old_connection() => {}
                result => return result,
            }
        }
        let session = Session::open(&self.server, &mut |_, _| ()).await?;
        self.over(session, kept, sender, mail).await
    }

    async fn over(
        &self,
        mut session: Session,
        kept: &mut Option<Session>,
        sender: &Address,
        mail: &Outgoing<'_>,
    ) -> Result<String, Trouble> {
        let addressed = session.address(sender, mail.recipient.address(), &mut |_, _| ()).await;
        let result = match addressed {
            Ok(()) => session.hand_over(mail.bytes, self.server.patience_for(mail.bytes.len())).await,
            Err(trouble) => Err(trouble),
        };
        if session.usable {
            *kept = Some(session);
        }
        result
    }
}

/// Waits for mail servers; on the thread that sends, nowhere else.
pub(super) fn runtime() -> Result<Runtime, MailError> {
    let built = tokio::runtime::Builder::new_current_thread().enable_all().build();
    built.map_err(|error| MailError::Message(error.to_string()))
}

fn sender(address: &str) -> Result<Mailbox, MailError> {
    let refused = || MailError::BadSender(address.chars().filter(|c| !c.is_control()).take(80).collect());
    let parsed: Address = address.trim().parse().map_err(|_| refused())?;
    Ok(Mailbox::new(Some(SENDER_NAME.to_owned()), parsed))
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
    fn a_sender_is_one_address() {
        assert!(sender("tiendo@camngoc.gov.vn").is_ok());
        assert!(sender("Tên <tiendo@camngoc.gov.vn>").is_err());
        assert!(sender("tiendo@camngoc.gov.vn\r\nX: y").is_err());
    }

    #[test]
    fn patience_is_a_number_of_seconds() {
        let of = |typed: &str| MailSettings { patience: Some(typed.to_owned()), ..MailSettings::default() }.patience();
        assert_eq!(of(" 5 ").unwrap(), Duration::from_secs(5));
        assert_eq!(MailSettings::default().patience().unwrap(), PATIENCE);
        for typed in ["0", "601", "-1", "nhanh", "1.5"] {
            assert!(matches!(of(typed), Err(MailError::BadTimeout(_))), "{typed}");
        }
    }

    #[test]
    fn settings_never_show_a_password() {
        let settings = MailSettings { server: Some("smtps://u:bimat@h".to_owned()), ..MailSettings::default() };
        assert!(!format!("{settings:?}").contains("bimat"));
    }
}
