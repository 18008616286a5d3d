//! A conversation with a mail server, step by step. Every answer is waited for only so long, however slowly it arrives.

use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;

use chrono::Utc;
use lettre::Address;
use lettre::transport::smtp;
use lettre::transport::smtp::authentication::Mechanism;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::ClientId;
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::certificate::CertificateFacts;
use super::server::{Security, Server};
use super::trouble::{Cause, Step, Trouble, said};

/// The ways of signing in, the better one first.
const MECHANISMS: [Mechanism; 2] = [Mechanism::Plain, Mechanism::Login];

/// An open conversation, ready for mails.
pub struct Session {
    connection: AsyncSmtpConnection,
    patience: Duration,
    /// Whether another mail may follow.
    pub usable: bool,
}

/// Told of each step that was done, with what there is to say about it.
pub type Told<'a> = &'a mut dyn FnMut(Step, String);

impl Session {
    /// Finds the server, connects, encrypts, signs in.
    pub async fn open(server: &Server, told: Told<'_>) -> Result<Self, Trouble> {
        let addresses = resolve(server).await?;
        let shown: Vec<String> = addresses.iter().map(|address| address.ip().to_string()).collect();
        told(Step::Resolve, shown.join(", "));
        let mut session = Self::greet(server, &addresses, told).await?;
        session.encrypt(server, told).await?;
        session.sign_in(server, told).await?;
        Ok(session)
    }

    async fn greet(server: &Server, addresses: &[SocketAddr], told: Told<'_>) -> Result<Self, Trouble> {
        let hello = ClientId::default();
        let connection = if server.security == Security::Tls {
            // The library connects, encrypts and greets at once; what fails is told apart by its error.
            let (wait, tls) = (server.patience, Some(server.tls()));
            let opened = AsyncSmtpConnection::connect_tokio1(addresses, Some(wait), &hello, tls, None);
            let connection = patiently(Step::Connect, wait.saturating_mul(3), opened).await?;
            told(Step::Connect, format!("cổng {}", server.port));
            connection
        } else {
            let stream = connect(server, addresses).await?;
            told(Step::Connect, format!("cổng {}", server.port));
            let greeted = AsyncSmtpConnection::connect_with_transport(Box::new(stream), &hello);
            patiently(Step::Greeting, server.patience, greeted).await?
        };
        told(Step::Greeting, said(connection.server_info().name()));
        Ok(Self { connection, patience: server.patience, usable: true })
    }

    async fn encrypt(&mut self, server: &Server, told: Told<'_>) -> Result<(), Trouble> {
        if server.security == Security::StartTls {
            if !self.connection.can_starttls() {
                return Err(Trouble::new(Step::StartTls, Cause::NoStartTls));
            }
            let hello = ClientId::default();
            let started = self.connection.starttls(server.tls(), &hello);
            patiently(Step::StartTls, server.patience, started).await?;
            told(Step::StartTls, String::new());
        }
        if server.security != Security::None {
            told(Step::Certificate, self.certificate());
        }
        Ok(())
    }

    async fn sign_in(&mut self, server: &Server, told: Told<'_>) -> Result<(), Trouble> {
        let Some(credentials) = server.credentials() else { return Ok(()) };
        let Some(mechanism) = self.connection.server_info().get_auth_mechanism(&MECHANISMS) else {
            return Err(Trouble::new(Step::SignIn, Cause::NoMechanism));
        };
        let signed_in = self.connection.auth(&MECHANISMS, credentials);
        patiently(Step::SignIn, server.patience, signed_in).await?;
        told(Step::SignIn, mechanism.to_string());
        Ok(())
    }

    /// The certificate that the server showed, in words.
    fn certificate(&self) -> String {
        let shown = self.connection.peer_certificate().ok();
        let facts = shown.and_then(|der| CertificateFacts::read(&der));
        facts.map(|facts| facts.described(Utc::now())).unwrap_or_default()
    }

    /// Says from whom and to whom.
    pub async fn address(&mut self, sender: &Address, recipient: &Address, told: Told<'_>) -> Result<(), Trouble> {
        let mail = self.connection.command(Mail::new(Some(sender.clone()), Vec::new()));
        let answer = patiently(Step::Sender, self.patience, mail).await;
        told(Step::Sender, shown(&self.checked(answer).await?));
        let recipient = self.connection.command(Rcpt::new(recipient.clone(), Vec::new()));
        let answer = patiently(Step::Recipient, self.patience, recipient).await;
        told(Step::Recipient, shown(&self.checked(answer).await?));
        Ok(())
    }

    /// Hands the mail over, after [`Session::address`]; what the server said when it took it.
    pub async fn hand_over(&mut self, bytes: &[u8], wait: Duration) -> Result<String, Trouble> {
        let data = self.connection.command(Data);
        let answer = patiently(Step::Data, self.patience, data).await;
        self.checked(answer).await?;
        // The library ends the last line by itself.
        let content = self.connection.message(bytes.strip_suffix(b"\r\n").unwrap_or(bytes));
        let answer = patiently(Step::Data, wait, content).await;
        Ok(shown(&self.checked(answer).await?))
    }

    /// After a refusal the same connection does for the next mail; after anything else it does not.
    async fn checked<T>(&mut self, answer: Result<T, Trouble>) -> Result<T, Trouble> {
        if let Err(trouble) = &answer {
            self.usable = trouble.leaves_the_connection() && self.begin_anew().await;
        }
        answer
    }

    async fn begin_anew(&mut self) -> bool {
        let reset = self.connection.command(Rset);
        patiently(Step::Sender, self.patience, reset).await.is_ok()
    }

    /// Says good-bye; whether the server answers does not matter.
    pub async fn close(mut self) {
        let _ = timeout(self.patience.min(Duration::from_secs(2)), self.connection.quit()).await;
    }
}

/// The certificate of a server whose certificate does not do, read without trusting it; the conversation ends there.
pub async fn untrusted_certificate(server: &Server) -> Result<Vec<u8>, Trouble> {
    let addresses = resolve(server).await?;
    let hello = ClientId::default();
    let connection = if server.security == Security::Tls {
        let tls = Some(server.tls_unchecked());
        let opened =
            AsyncSmtpConnection::connect_tokio1(addresses.as_slice(), Some(server.patience), &hello, tls, None);
        patiently(Step::Connect, server.patience.saturating_mul(3), opened).await?
    } else {
        let stream = connect(server, &addresses).await?;
        let greeted = AsyncSmtpConnection::connect_with_transport(Box::new(stream), &hello);
        let mut connection = patiently(Step::Greeting, server.patience, greeted).await?;
        let started = connection.starttls(server.tls_unchecked(), &hello);
        patiently(Step::StartTls, server.patience, started).await?;
        connection
    };
    connection.peer_certificate().map_err(|error| Trouble::of(Step::Certificate, &error))
}

async fn resolve(server: &Server) -> Result<Vec<SocketAddr>, Trouble> {
    let unknown = || Trouble::new(Step::Resolve, Cause::UnknownName);
    let found = timeout(server.patience, tokio::net::lookup_host((server.host.as_str(), server.port))).await;
    let found = found.map_err(|_| Trouble::new(Step::Resolve, Cause::Silent(server.patience.as_secs())))?;
    let addresses: Vec<SocketAddr> = found.map_err(|_| unknown())?.collect();
    if addresses.is_empty() { Err(unknown()) } else { Ok(addresses) }
}

/// The first address that answers.
async fn connect(server: &Server, addresses: &[SocketAddr]) -> Result<TcpStream, Trouble> {
    let mut last = Trouble::new(Step::Connect, Cause::UnknownName);
    for address in addresses {
        match timeout(server.patience, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => {
                // The library writes a mail in pieces; held back until the other side acknowledges (Nagle), each mail would wait 40 ms for nothing.
                stream.set_nodelay(true).map_err(|error| Trouble::of_system(Step::Connect, &error))?;
                return Ok(stream);
            }
            Ok(Err(error)) => last = Trouble::of_system(Step::Connect, &error),
            Err(_) => last = Trouble::new(Step::Connect, Cause::Silent(server.patience.as_secs())),
        }
    }
    Err(last)
}

/// Waits for an answer only so long.
async fn patiently<T>(
    step: Step,
    wait: Duration,
    answer: impl Future<Output = Result<T, smtp::Error>>,
) -> Result<T, Trouble> {
    match timeout(wait, answer).await {
        Ok(Err(error)) if error.is_timeout() => Err(Trouble::new(step, Cause::Silent(wait.as_secs()))),
        Ok(answer) => answer.map_err(|error| Trouble::of(step, &error)),
        Err(_) => Err(Trouble::new(step, Cause::Silent(wait.as_secs()))),
    }
}

/// `250 2.0.0 Ok: queued as 4F2A`.
fn shown(answer: &smtp::response::Response) -> String {
    said(&format!("{} {}", answer.code(), answer.message().collect::<Vec<_>>().join(" ")))
}
