//! What goes wrong between this program and a mail server: at which step, and why. In words for the person who has to act.

mod words;

use std::error::Error as _;
use std::io;

use lettre::transport::smtp;
use serde::Serialize;

/// Most characters of what a server said that are kept.
const LONGEST_SAYING: usize = 300;
/// Replies that are about signing in, wherever they come (RFC 4954, 6): the settings are wrong, not the mail.
const ABOUT_SIGNING_IN: [u16; 4] = [530, 534, 535, 538];

/// The steps by which a mail leaves, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// What is set.
    Settings,
    /// Name of the server to its addresses.
    Resolve,
    /// TCP.
    Connect,
    /// What the server says first, and its answer to EHLO.
    Greeting,
    /// From plain to encrypted.
    StartTls,
    /// Whether it is that server.
    Certificate,
    /// User and password.
    SignIn,
    /// MAIL FROM.
    Sender,
    /// RCPT TO.
    Recipient,
    /// DATA and the mail itself.
    Data,
}

/// What is wrong with a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CertificateFault {
    /// Signed by nobody that is trusted.
    UnknownAuthority,
    /// No longer valid.
    Expired,
    /// Not valid yet.
    NotYet,
    /// Made out to another name.
    OtherName,
    /// Anything else, as the library says.
    Other(String),
}

/// Why a step failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// The server said no.
    Said {
        /// 421, 450, 550 …
        code: u16,
        /// Its words.
        text: String,
    },
    /// No answer in time; after so many seconds.
    Silent(u64),
    /// The connection ended.
    Cut,
    /// Nobody listens there.
    NobodyListens,
    /// The name has no address.
    UnknownName,
    /// The server does not offer STARTTLS.
    NoStartTls,
    /// The server does not offer to sign in by PLAIN or LOGIN.
    NoMechanism,
    /// What answers at that port does not speak TLS.
    NotTls,
    /// The certificate does not do.
    Certificate(CertificateFault),
    /// Anything else, as the system says.
    Other(String),
}

/// A step that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Which.
    pub step: Step,
    /// Why.
    pub cause: Cause,
}

impl Trouble {
    /// At a step, for a reason.
    pub fn new(step: Step, cause: Cause) -> Self {
        Self { step, cause }
    }

    /// Of the mail library, which may do several steps at once: what is wrong with a certificate is a step of its own.
    pub fn of(step: Step, error: &smtp::Error) -> Self {
        match cause(error) {
            cause @ Cause::Certificate(_) => Self::new(Step::Certificate, cause),
            cause @ Cause::NotTls => Self::new(Step::StartTls, cause),
            cause @ Cause::NobodyListens => Self::new(Step::Connect, cause),
            cause => Self::new(step, cause),
        }
    }

    /// Of the system.
    pub fn of_system(step: Step, error: &io::Error) -> Self {
        Self::new(step, of_system(error))
    }

    /// Whether trying the same mail again is pointless: the server refused this mail, this sender or this recipient for good.
    pub fn is_permanent(&self) -> bool {
        match self.cause {
            Cause::Said { code, .. } => {
                self.step >= Step::Sender && (500..600).contains(&code) && !ABOUT_SIGNING_IN.contains(&code)
            }
            _ => false,
        }
    }

    /// Whether any other mail would meet it just now.
    pub fn is_of_the_server(&self) -> bool {
        match self.cause {
            Cause::Said { code, .. } => self.step < Step::Sender || code == 421 || ABOUT_SIGNING_IN.contains(&code),
            _ => self.step < Step::Sender,
        }
    }

    /// Whether a connection that was used before may have grown old: nothing of the mail has been taken yet, so a new connection may do at once.
    pub fn is_of_an_old_connection(&self) -> bool {
        match self.cause {
            Cause::Said { code, .. } => self.step == Step::Sender && code == 421,
            Cause::Cut | Cause::Other(_) => self.step == Step::Sender,
            _ => false,
        }
    }

    /// Whether the connection can still be used: the server has answered properly and did not end it.
    pub fn leaves_the_connection(&self) -> bool {
        matches!(self.cause, Cause::Said { code, .. } if code != 421) && self.step >= Step::Sender
    }
}

impl CertificateFault {
    fn of_library(text: &str) -> Self {
        let is = |part: &str| text.contains(part);
        if is("UnknownIssuer") || is("BadSignature") {
            Self::UnknownAuthority
        } else if is("not valid yet") || is("NotValidYet") {
            Self::NotYet
        } else if is("xpired") {
            Self::Expired
        } else if is("not valid for name") || is("NotValidForName") {
            Self::OtherName
        } else {
            Self::Other(said(text))
        }
    }
}

fn cause(error: &smtp::Error) -> Cause {
    if let Some(code) = error.status() {
        let text = error.source().map(ToString::to_string).unwrap_or_default();
        return Cause::Said { code: u16::from(code), text: said(&text) };
    }
    let mut source = error.source();
    while let Some(inner) = source {
        if let Some(system) = inner.downcast_ref::<io::Error>() {
            return of_system(system);
        }
        source = inner.source();
    }
    let text = error.to_string();
    if text.contains("incomplete response") { Cause::Cut } else { Cause::Other(said(&text)) }
}

fn of_system(error: &io::Error) -> Cause {
    let text = error.to_string();
    // The library of TLS hands its errors over as errors of the system.
    if let Some((_, fault)) = text.split_once("invalid peer certificate: ") {
        return Cause::Certificate(CertificateFault::of_library(fault));
    }
    if text.contains("corrupt message of type InvalidContentType") {
        return Cause::NotTls;
    }
    match error.kind() {
        io::ErrorKind::ConnectionRefused => Cause::NobodyListens,
        io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe
        | io::ErrorKind::UnexpectedEof => Cause::Cut,
        _ => Cause::Other(said(&text)),
    }
}

/// What a server or the system said: one line, not too long.
pub(in crate::mail) fn said(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(LONGEST_SAYING)
        .collect::<String>()
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(step: Step, code: u16) -> Trouble {
        Trouble::new(step, Cause::Said { code, text: "x".to_owned() })
    }

    #[test]
    fn only_a_refused_mail_is_refused_for_good() {
        for (step, code, permanent, of_the_server) in [
            (Step::Recipient, 550, true, false),
            (Step::Data, 554, true, false),
            (Step::Sender, 553, true, false),
            (Step::Recipient, 450, false, false),
            (Step::Recipient, 452, false, false),
            (Step::Recipient, 421, false, true),
            (Step::SignIn, 535, false, true),
            (Step::Sender, 530, false, true),
            (Step::Greeting, 554, false, true),
        ] {
            let trouble = answered(step, code);
            assert_eq!(
                (trouble.is_permanent(), trouble.is_of_the_server()),
                (permanent, of_the_server),
                "{step:?} {code}"
            );
        }
        assert!(!Trouble::new(Step::Data, Cause::Cut).is_permanent());
    }

    #[test]
    fn a_certificate_is_told_apart() {
        let of = |text: &str| of_system(&io::Error::new(io::ErrorKind::InvalidData, text.to_owned()));
        for (text, fault) in [
            ("invalid peer certificate: UnknownIssuer", CertificateFault::UnknownAuthority),
            ("invalid peer certificate: certificate expired: verification time 5 (UNIX)", CertificateFault::Expired),
            ("invalid peer certificate: certificate not valid yet: verification", CertificateFault::NotYet),
            ("invalid peer certificate: certificate not valid for name \"a\"", CertificateFault::OtherName),
        ] {
            assert_eq!(of(text), Cause::Certificate(fault), "{text}");
        }
        assert_eq!(of("received corrupt message of type InvalidContentType"), Cause::NotTls);
        assert_eq!(of("something\r\nelse"), Cause::Other("something  else".to_owned()));
    }
}
