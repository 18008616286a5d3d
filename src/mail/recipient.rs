//! The address of a recipient, read strictly.

use lettre::Address;

use super::error::MailError;

/// Longest address that mail servers must take (RFC 5321, 4.5.3.1.3: a path of 256 with its brackets).
const LONGEST: usize = 254;

/// One address, without a display name: the mail library panics on line breaks in display names, so there are none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient(Address);

impl Recipient {
    /// Reads what somebody typed. One plain ASCII address; spaces around it are dropped, anything else beside it is refused.
    pub fn parse(typed: &str) -> Result<Self, MailError> {
        let refused = || MailError::BadRecipient(shown(typed));
        let address = typed.trim_matches(' ');
        let plain = |c: char| c.is_ascii_graphic() && !matches!(c, ',' | ';' | '<' | '>' | '"' | '(' | ')' | '\\');
        if address.len() > LONGEST || !address.chars().all(plain) {
            return Err(refused());
        }
        let address: Address = address.parse().map_err(|_| refused())?;
        // An address without a dot reaches nobody outside this machine, and `[1.2.3.4]` reaches a machine instead of an office.
        if !address.domain().contains('.') || address.domain().starts_with('[') {
            return Err(refused());
        }
        Ok(Self(address))
    }

    /// The address.
    pub fn address(&self) -> &Address {
        &self.0
    }
}

impl std::fmt::Display for Recipient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// For the message: short and without control characters.
fn shown(typed: &str) -> String {
    typed.chars().filter(|c| !c.is_control()).take(80).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_plain_address_is_taken() {
        for typed in ["chutich@camngoc.gov.vn", " chu.tich+baocao@cam-ngoc.gov.vn "] {
            assert_eq!(Recipient::parse(typed).unwrap().to_string(), typed.trim());
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for typed in [
            "",
            " ",
            "chutich",
            "chutich@",
            "@camngoc.gov.vn",
            "chutich@localhost",
            "a@b.vn,c@d.vn",
            "a@b.vn;c@d.vn",
            "Chủ tịch <chutich@camngoc.gov.vn>",
            "chutich@camngoc.gov.vn\r\nBcc: ke.xau@example.com",
            "a b@c.vn",
            "chutich@camngoc.gov.vn\n",
            "chutich@camngoc.gov.vn\0",
            "chutich@[10.0.0.1]",
            "chủtịch@camngoc.gov.vn",
            "\"a b\"@c.vn",
            "a@b@c.vn",
            "chutich@cam ngoc.vn",
            "chutich@camngoc.gov.vn\t",
        ] {
            assert!(matches!(Recipient::parse(typed), Err(MailError::BadRecipient(_))), "{typed:?}");
        }
        assert!(Recipient::parse(&format!("{}@camngoc.gov.vn", "a".repeat(250))).is_err());
    }

    proptest! {
        #[test]
        fn nothing_panics_and_what_passes_is_one_line(typed in "\\PC{0,40}@[a-z\r\n\0 .<>,]{0,20}") {
            if let Ok(recipient) = Recipient::parse(&typed) {
                prop_assert!(recipient.to_string().chars().all(|c| c.is_ascii_graphic()));
            }
        }
    }
}
