//! What a certificate says about itself (X.509), for explaining what is wrong with it. Whether it is to be trusted is for the library of TLS to say.

use std::net::IpAddr;
use std::time::SystemTime;

use chrono::{DateTime, Utc};
use serde::Serialize;
use x509_cert::Certificate;
use x509_cert::der::Decode;
use x509_cert::ext::pkix::SubjectAltName;
use x509_cert::ext::pkix::name::{DirectoryString, GeneralName};
use x509_cert::name::Name;

use crate::model::as_of::AsOf;
use crate::vn::date::in_text;

/// Most characters of a name that are shown.
const LONGEST_NAME: usize = 200;

/// A certificate in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CertificateFacts {
    /// To whom it was given.
    pub subject: String,
    /// Who gave it.
    pub issuer: String,
    /// The names of machines that it stands for.
    pub names: Vec<String>,
    /// Last instant.
    pub not_after: DateTime<Utc>,
}

impl CertificateFacts {
    /// Reads a certificate (DER); `None` where it is none.
    pub fn read(der: &[u8]) -> Option<Self> {
        let certificate = Certificate::from_der(der).ok()?;
        let facts = certificate.tbs_certificate();
        let names = facts.get_extension::<SubjectAltName>().ok().flatten();
        Some(Self {
            subject: shown(facts.subject()),
            issuer: shown(facts.issuer()),
            names: names.map_or_else(Vec::new, |(_, names)| names.0.iter().filter_map(machine).collect()),
            not_after: DateTime::from(SystemTime::UNIX_EPOCH + facts.validity().not_after.to_unix_duration()),
        })
    }

    /// In one line: for whom, by whom, until when.
    pub fn described(&self, now: DateTime<Utc>) -> String {
        let names = if self.names.is_empty() {
            String::new()
        } else {
            format!(" (tên máy chủ: {})", self.names.join(", "))
        };
        let ends = in_text(AsOf::of_instant(self.not_after).day());
        let left = match self.days_left(now) {
            days if self.not_after < now => format!("đã hết hạn {} ngày", -days),
            days => format!("còn {days} ngày"),
        };
        format!("cấp cho {}{names}; do {} cấp; hết hạn {ends} ({left})", self.subject, self.issuer)
    }

    /// Whole days until it ends; below zero: since.
    pub fn days_left(&self, now: DateTime<Utc>) -> i64 {
        (self.not_after - now).num_days()
    }
}

/// `Tên (Cơ quan)`.
fn shown(name: &Name) -> String {
    let text = |part: Option<DirectoryString>| part.map(|part| plain(&part.value())).filter(|part| !part.is_empty());
    match (text(name.common_name().unwrap_or_default()), text(name.organization().unwrap_or_default())) {
        (Some(name), Some(organisation)) if name != organisation => format!("{name} ({organisation})"),
        (Some(name), _) | (None, Some(name)) => name,
        (None, None) => "không ghi tên".to_owned(),
    }
}

/// A name or address of a machine; what else a certificate may stand for is not shown.
fn machine(name: &GeneralName) -> Option<String> {
    match name {
        GeneralName::DnsName(name) => Some(plain(name.as_str())),
        GeneralName::IpAddress(bytes) => {
            let bytes = bytes.as_bytes();
            let four = <[u8; 4]>::try_from(bytes).map(IpAddr::from);
            let address = four.or_else(|_| <[u8; 16]>::try_from(bytes).map(IpAddr::from)).ok()?;
            Some(address.to_string())
        }
        _ => None,
    }
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;
    use rustls_pki_types::CertificateDer;
    use rustls_pki_types::pem::PemObject;

    use super::*;

    /// Made with OpenSSL by an authority that writes its name in BMPString, as old ones do, and numbers its certificates from 0.
    const CERTIFICATE: &str = "\
-----BEGIN CERTIFICATE-----
MIICSDCCAe+gAwIBAgIBADAKBggqhkjOPQQDAjBOMSkwJwYDVQQKHiAAVQBCAE4A
RAAgAHgA4wAgAEMeqQBtACAATgBnHs0AYzEhMB8GA1UEAx4YAEce0QBjACAAQx6p
AG0AIABOAGcezQBjMB4XDTI2MTEyMjA2MzEyOVoXDTM2MTEyOTA2MzEyOVowPDEc
MBoGA1UEAwwTbWFpbC5jYW1uZ29jLmdvdi52bjEcMBoGA1UECgwTbWFpbC5jYW1u
Z29jLmdvdi52bjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABF02LOKCM5Q06suY
+Ra88uuf4DCT7xJ4YqbX9qPl8r2TzA3/kwhnpRWeVFIk/DtVqVc0sQbDGFirEnJk
DoLKybmjgc8wgcwwNgYDVR0RBC8wLYITbWFpbC5jYW1uZ29jLmdvdi52bocECgAA
BYcQ/QAAAAAAAAAAAAAAAAAABTAdBgNVHQ4EFgQU8Q4nUpkPq5vGOmyVrK/EplAk
eEUwcwYDVR0jBGwwaqFSpFAwTjEpMCcGA1UECh4gAFUAQgBOAEQAIAB4AOMAIABD
HqkAbQAgAE4AZx7NAGMxITAfBgNVBAMeGABHHtEAYwAgAEMeqQBtACAATgBnHs0A
Y4IUJoghTDNSHeh/86SGyYwjuEEKEO0wCgYIKoZIzj0EAwIDRwAwRAIgBxX00TWF
2myAdfn344DdPQheGA+55lEtHn2PRiHiqJQCICZ/pHeo1oNqg/Q87F+C/TALTWIi
9k8IjC0GiVoAl7io
-----END CERTIFICATE-----
";

    fn certificate() -> Vec<u8> {
        CertificateDer::from_pem_slice(CERTIFICATE.as_bytes()).unwrap().to_vec()
    }

    #[test]
    fn a_certificate_is_read() {
        let facts = CertificateFacts::read(&certificate()).unwrap();
        assert_eq!(facts.subject, "mail.camngoc.gov.vn");
        assert_eq!(facts.issuer, "Gốc Cẩm Ngọc (UBND xã Cẩm Ngọc)");
        assert_eq!(facts.names, ["mail.camngoc.gov.vn", "10.0.0.5", "fd00::5"]);
        assert_eq!(facts.not_after.to_string(), "2036-11-29 06:31:29 UTC");
        let shown = |at: &str| facts.described(at.parse().unwrap());
        assert_eq!(
            shown("2036-12-09T06:31:29Z"),
            "cấp cho mail.camngoc.gov.vn (tên máy chủ: mail.camngoc.gov.vn, 10.0.0.5, fd00::5); do Gốc Cẩm Ngọc (UBND xã Cẩm Ngọc) cấp; \
             hết hạn 29/11/2036 (đã hết hạn 10 ngày)"
        );
        assert!(shown("2036-11-27T06:00:00Z").ends_with("(còn 2 ngày)"));
    }

    #[test]
    fn a_broken_one_is_none() {
        let whole = certificate();
        for end in 0..whole.len() {
            assert!(CertificateFacts::read(&whole[..end]).is_none(), "{end}");
        }
    }

    proptest! {
        #[test]
        fn nothing_panics(bytes in proptest::collection::vec(any::<u8>(), 0..200), at: usize, value: u8) {
            let _ = CertificateFacts::read(&bytes);
            let mut changed = certificate();
            let at = at % changed.len();
            changed[at] = value;
            let _ = CertificateFacts::read(&changed);
        }
    }
}
