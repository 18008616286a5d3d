//! A mail as it travels (RFC 5322). The same queued mail always gives the same bytes, Message-ID and boundaries included.

use lettre::Message;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart, header};

use super::content::Content;
use super::error::MailError;
use super::recipient::Recipient;

/// What stands on the envelope.
pub struct Envelope<'a> {
    /// `<…@tiendo>`.
    pub message_id: &'a str,
    /// From whom.
    pub sender: &'a Mailbox,
    /// To whom.
    pub recipient: &'a Recipient,
    /// Subject.
    pub subject: &'a str,
}

/// Puts a mail together.
pub fn build(envelope: &Envelope<'_>, content: &Content) -> Result<Message, MailError> {
    let failed = |error: &dyn std::fmt::Display| MailError::Message(error.to_string());
    let media_type = ContentType::parse(&content.attachment.media_type).map_err(|e| failed(&e))?;
    let name = boundary_name(envelope.message_id);
    let bodies = MultiPart::alternative()
        .boundary(format!("{name}-hai-ban"))
        .singlepart(SinglePart::plain(content.text.clone()))
        .singlepart(SinglePart::html(content.html.clone()));
    let file = SinglePart::builder()
        .header(AttachedFile::new(&content.attachment.file_name))
        .header(media_type)
        .body(content.attachment.bytes.clone());
    let parts = MultiPart::mixed().boundary(format!("{name}-phan")).multipart(bodies).singlepart(file);
    Message::builder()
        .from(envelope.sender.clone())
        .to(Mailbox::new(None, envelope.recipient.address().clone()))
        .subject(one_line(envelope.subject))
        .date(content.date.into())
        .message_id(Some(envelope.message_id.to_owned()))
        .header(header::MIME_VERSION_1_0)
        .multipart(parts)
        .map_err(|e| failed(&e))
}

/// `Content-Disposition` with the plain form of the file name. The library always writes it in numbered pieces (RFC 2231), which Outlook does not put
/// together again.
#[derive(Clone)]
struct AttachedFile(String);

impl AttachedFile {
    fn new(file_name: &str) -> Self {
        let plain = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        Self(format!("attachment; filename=\"{}\"", file_name.chars().filter(plain).collect::<String>()))
    }
}

impl Header for AttachedFile {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Content-Disposition")
    }

    fn parse(value: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(value.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.clone())
    }
}

/// Text for a header: no line breaks, no control characters.
pub fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_control()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A boundary that stays the same for a mail and occurs nowhere in its encoded parts.
fn boundary_name(message_id: &str) -> String {
    let letters: String = message_id.chars().filter(char::is_ascii_alphanumeric).take(40).collect();
    format!("=_{letters}")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::super::content::tests::content;
    use super::*;

    fn formatted(subject: &str) -> String {
        let sender: Mailbox = "tiendo@camngoc.gov.vn".parse().unwrap();
        let recipient = Recipient::parse("chutich@camngoc.gov.vn").unwrap();
        let envelope = Envelope { message_id: "<0a1b2c@tiendo>", sender: &sender, recipient: &recipient, subject };
        String::from_utf8(build(&envelope, &content()).unwrap().formatted()).unwrap()
    }

    #[test]
    fn the_same_mail_gives_the_same_bytes() {
        let mail = formatted("[tiendo] Xã Cẩm Ngọc");
        assert_eq!(mail, formatted("[tiendo] Xã Cẩm Ngọc"));
        assert!(mail.contains("Message-ID: <0a1b2c@tiendo>\r\n"), "{mail}");
        assert!(mail.contains("filename=\"tien-do-cam-ngoc-2023-05-31.xlsx\""), "{mail}");
        assert!(mail.is_ascii());
    }

    proptest! {
        #[test]
        fn a_subject_never_becomes_a_header(subject in "[ -~\r\n\t\0ạếữ]{0,60}", evil in "(\r\n|\n|\r)Bcc: x@example\\.com") {
            let mail = formatted(&format!("{subject}{evil}"));
            let (head, _) = mail.split_once("\r\n\r\n").unwrap();
            prop_assert!(head.split("\r\n").all(|line| !line.starts_with("Bcc")), "{head}");
            prop_assert_eq!(head.split("\r\n").filter(|line| line.starts_with("To:")).count(), 1);
        }
    }
}
