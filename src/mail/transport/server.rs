//! The mail server as it is set: where it is, how the way to it is encrypted, as whom to sign in, and which authority is trusted besides the public ones.

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, TlsParameters};
use percent_encoding::percent_decode_str;
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;
use url::Url;

use super::certificate::CertificateFacts;
use crate::mail::error::MailError;

/// The slowest way that is still waited for, in bytes a second.
const SLOWEST: u64 = 512;
/// Longest time that the size of a mail adds.
const LONGEST_WAY: Duration = Duration::from_secs(15 * 60);
/// Answers that may each take the whole patience before a mail is handed over: connecting, greeting, STARTTLS, signing in, sender, recipient.
const ANSWERS: u32 = 6;

/// How the way to the server is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// From the first byte.
    Tls,
    /// After STARTTLS, or not at all.
    StartTls,
    /// Not: the server runs on this very machine.
    None,
}

/// A mail server.
pub struct Server {
    /// Its name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the way to it is encrypted.
    pub security: Security,
    /// As whom to sign in.
    pub user: Option<String>,
    /// Longest wait for any one answer.
    pub patience: Duration,
    /// The authorities trusted besides the public ones.
    pub authorities: Vec<CertificateFacts>,
    credentials: Option<Credentials>,
    tls: TlsParameters,
    unchecked: TlsParameters,
}

impl Server {
    /// Reads the settings. Passwords never travel unencrypted: `smtp://` means STARTTLS, unless the server runs on this very machine and `?tls=required` is
    /// not asked for.
    pub fn parse(address: &str, authority: Option<&Path>, patience: Duration) -> Result<Self, MailError> {
        let bad = |reason: &str| MailError::BadServer(reason.to_owned());
        if !address.starts_with("smtps://") && !address.starts_with("smtp://") {
            return Err(bad("địa chỉ phải bắt đầu bằng smtp:// hoặc smtps://"));
        }
        // The library's message may repeat the address, which holds a password.
        let unreadable = || bad("thiếu máy chủ, hoặc tên, mật khẩu có ký tự phải mã hóa phần trăm");
        let url = Url::parse(address).map_err(|_| unreadable())?;
        let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        if host.is_empty() {
            return Err(unreadable());
        }
        let required = url.query_pairs().any(|(name, value)| name == "tls" && value == "required");
        let security = match url.scheme() {
            "smtps" => Security::Tls,
            _ if is_this_machine(&host) && !required => Security::None,
            _ => Security::StartTls,
        };
        let port = url.port().unwrap_or(match security {
            Security::Tls => 465,
            Security::StartTls => 587,
            Security::None => 25,
        });
        let decoded = |text: &str| percent_decode_str(text).decode_utf8().map(String::from).map_err(|_| unreadable());
        let user = Some(decoded(url.username())?).filter(|user| !user.is_empty());
        let password = decoded(url.password().unwrap_or_default())?;
        let credentials = user.clone().map(|user| Credentials::new(user, password));
        let (trusted, authorities) = authority.map_or(Ok((Vec::new(), Vec::new())), trusted)?;
        let mut builder = TlsParameters::builder(host.clone());
        for certificate in trusted {
            builder = builder.add_root_certificate(certificate);
        }
        let broken = |_| bad("không dựng được thiết lập mã hóa");
        let tls = builder.build().map_err(broken)?;
        let unchecked = TlsParameters::builder(host.clone()).dangerous_accept_invalid_certs(true);
        let unchecked = unchecked.dangerous_accept_invalid_hostnames(true).build().map_err(broken)?;
        Ok(Self { host, port, security, user, patience, authorities, credentials, tls, unchecked })
    }

    /// As whom to sign in.
    pub(in crate::mail) fn credentials(&self) -> Option<&Credentials> {
        self.credentials.as_ref()
    }

    /// Certificates checked.
    pub(in crate::mail) fn tls(&self) -> TlsParameters {
        self.tls.clone()
    }

    /// For reading a certificate that does not do, so that it can be told what is wrong with it. Nothing is ever sent over such a connection.
    pub(in crate::mail) fn tls_unchecked(&self) -> TlsParameters {
        self.unchecked.clone()
    }

    /// Longest wait for the answer to a mail of so many bytes.
    pub fn patience_for(&self, bytes: usize) -> Duration {
        let way = Duration::from_secs(u64::try_from(bytes).unwrap_or(u64::MAX) / SLOWEST);
        self.patience.saturating_add(way.min(LONGEST_WAY))
    }

    /// All the time that one mail may take.
    pub fn budget_for(&self, bytes: usize) -> Duration {
        self.patience.saturating_mul(ANSWERS).saturating_add(self.patience_for(bytes))
    }
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut parts = f.debug_struct("Server");
        parts
            .field("host", &self.host)
            .field("port", &self.port)
            .field("security", &self.security)
            .finish_non_exhaustive()
    }
}

/// Reads a file of certificates.
fn trusted(file: &Path) -> Result<(Vec<Certificate>, Vec<CertificateFacts>), MailError> {
    let refused = |reason: String| MailError::BadAuthority(PathBuf::from(file), reason);
    let text = std::fs::read(file).map_err(|e| refused(e.to_string()))?;
    let (mut certificates, mut facts) = (Vec::new(), Vec::new());
    for der in CertificateDer::pem_slice_iter(&text) {
        let der = der.map_err(|_| refused("tệp không phải PEM hoặc bị cắt cụt".to_owned()))?;
        let fact = CertificateFacts::read(&der).ok_or_else(|| refused("có chứng thư không đọc được".to_owned()))?;
        certificates.push(Certificate::from_der(der.to_vec()).map_err(|e| refused(e.to_string()))?);
        facts.push(fact);
    }
    if certificates.is_empty() {
        return Err(refused("tệp không có chứng thư nào".to_owned()));
    }
    Ok((certificates, facts))
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    const PATIENCE: Duration = Duration::from_secs(30);

    fn server(address: &str) -> Result<Server, MailError> {
        Server::parse(address, None, PATIENCE)
    }

    #[test]
    fn servers_are_understood_and_passwords_not_repeated() {
        for (address, host, port) in [
            ("smtps://u:p@mail.gov.vn", "mail.gov.vn", 465),
            ("smtp://u:p@mail.gov.vn:587", "mail.gov.vn", 587),
            ("smtp://127.0.0.1:2525", "127.0.0.1", 2525),
            ("smtp://[::1]", "::1", 25),
        ] {
            let server = server(address).unwrap();
            assert_eq!((server.host.as_str(), server.port), (host, port), "{address}");
        }
        let with = server("smtps://thu%40camngoc.gov.vn:b%C3%AD@mail.gov.vn").unwrap();
        assert_eq!(with.user.as_deref(), Some("thu@camngoc.gov.vn"));
        assert!(with.credentials().is_some() && !format!("{with:?}").contains("camngoc"));
        for address in ["http://mail.gov.vn", "mail.gov.vn", "smtp://u:b%ZZmat@", "smtp://u:bi mat@:x"] {
            let error = server(address).unwrap_err().to_string();
            assert!(!error.contains("mat@") && error.contains("TIENDO_SMTP_URL"), "{error}");
        }
    }

    #[test]
    fn a_mail_to_another_machine_is_always_encrypted() {
        for remote in ["smtp://u:p@mail.gov.vn:587?tls=none", "smtp://127.0.0.1.mail.gov.vn", "smtp://10.0.0.1:25"] {
            assert_eq!(server(remote).unwrap().security, Security::StartTls, "{remote}");
        }
        assert_eq!(server("smtps://mail.gov.vn").unwrap().security, Security::Tls);
        for local in ["smtp://127.0.0.1:2525", "smtp://localhost:25", "smtp://[::1]:25"] {
            assert_eq!(server(local).unwrap().security, Security::None, "{local}");
        }
        assert_eq!(server("smtp://localhost:25?tls=required").unwrap().security, Security::StartTls);
    }

    #[test]
    fn a_large_mail_is_given_more_time() {
        let server = server("smtps://mail.gov.vn").unwrap();
        let seconds = |bytes| server.patience_for(bytes).as_secs();
        assert_eq!((seconds(0), seconds(51_200), seconds(usize::MAX)), (30, 130, 930));
        assert_eq!(server.budget_for(51_200).as_secs(), 6 * 30 + 130);
    }

    #[test]
    fn an_authority_has_to_be_a_file_of_certificates() {
        let place = tempfile::tempdir().unwrap();
        let file = place.path().join("ca.pem");
        let with = || Server::parse("smtps://mail.gov.vn", Some(&file), PATIENCE);
        assert!(matches!(with(), Err(MailError::BadAuthority(..))), "there is none");
        for text in ["", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
            std::fs::write(&file, text).unwrap();
            assert!(matches!(with(), Err(MailError::BadAuthority(..))), "{text}");
        }
    }
}
