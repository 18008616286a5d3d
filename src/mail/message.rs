//! A mail as it travels (RFC 5322). The same queued mail always gives the same bytes, Message-ID and boundaries included.

use chrono::{DateTime, Utc};
use lettre::Message;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart, header};

use super::content::{Attachment, Content};
use super::error::MailError;
use super::recipient::Recipient;

/// Most characters of a header's text.
const LONGEST_LINE: usize = 400;
/// Most characters of a file's name.
const LONGEST_FILE_NAME: usize = 100;

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
    let name = boundary_name(envelope.message_id);
    let bodies = MultiPart::alternative()
        .boundary(format!("{name}-hai-ban"))
        .singlepart(SinglePart::plain(lines(&content.text)));
    let html_part = SinglePart::html(lines(&content.html));
    let bodies = match content.pictures.as_slice() {
        [] => bodies.singlepart(html_part),
        pictures => {
            let html = MultiPart::related().boundary(format!("{name}-hinh"));
            let html = html.singlepart(html_part);
            let with = |html: MultiPart, picture| Ok::<_, MailError>(html.singlepart(part(picture, Place::Within)?));
            bodies.multipart(pictures.iter().try_fold(html, with)?)
        }
    };
    let parts = MultiPart::mixed().boundary(format!("{name}-phan")).multipart(bodies);
    let with = |parts: MultiPart, file| Ok::<_, MailError>(parts.singlepart(part(file, Place::Beside)?));
    let parts = content.attachments.iter().try_fold(parts, with)?;
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

fn part(file: &Attachment, place: Place) -> Result<SinglePart, MailError> {
    let media_type = ContentType::parse(&file.media_type).map_err(|error| MailError::Message(error.to_string()))?;
    let part = SinglePart::builder().header(FilePart::new(&file.file_name, place)).header(media_type);
    let part = match place {
        Place::Within => part.header(header::ContentId::from(format!("<{}>", plain(&file.file_name)))),
        Place::Beside => part,
    };
    Ok(part.body(file.bytes.clone()))
}

/// Where a file stands in a mail.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// A picture of the HTML text.
    Within,
    /// A file of its own.
    Beside,
}

/// A mail that only shows that mails arrive.
pub fn build_test(envelope: &Envelope<'_>, date: DateTime<Utc>, text: &str) -> Result<Vec<u8>, MailError> {
    let built = Message::builder()
        .from(envelope.sender.clone())
        .to(Mailbox::new(None, envelope.recipient.address().clone()))
        .subject(one_line(envelope.subject))
        .date(date.into())
        .message_id(Some(envelope.message_id.to_owned()))
        .header(header::MIME_VERSION_1_0)
        .singlepart(SinglePart::plain(text.to_owned()));
    Ok(built.map_err(|error| MailError::Message(error.to_string()))?.formatted())
}

/// `Content-Disposition` with the plain form of the file name. The library always writes it in numbered pieces (RFC 2231), which Outlook does not put
/// together again.
#[derive(Clone)]
struct FilePart(String);

impl FilePart {
    fn new(file_name: &str, place: Place) -> Self {
        let disposition = match place {
            Place::Within => "inline",
            Place::Beside => "attachment",
        };
        Self(format!("{disposition}; filename=\"{}\"", plain(file_name)))
    }
}

/// Plain letters only, and not so many that the header would need more than a line (RFC 5322, 2.1.1: 998); what it ends in is kept.
fn plain(file_name: &str) -> String {
    let plain: String =
        file_name.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')).collect();
    match plain.len() {
        0 => "tep".to_owned(),
        length => plain.get(length.saturating_sub(LONGEST_FILE_NAME)..).unwrap_or_default().to_owned(),
    }
}

impl Header for FilePart {
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

/// Text for a body: lines that end alike, and no other control characters than tabs. Mail servers refuse NUL and stray ends of lines.
fn lines(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars().filter(|c| matches!(c, '\n' | '\t') || !c.is_control()).collect()
}

/// Text for a header: no line breaks, no control characters, nothing that turns the reading direction, nothing that a reader would take for an encoded
/// word (RFC 2047) and decode.
pub fn one_line(text: &str) -> String {
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let line = text.split(breaks).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    let turns = |c: &char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let line: String = line.chars().filter(|c| !turns(c)).take(LONGEST_LINE).collect();
    line.replace("=?", "= ?")
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
        assert!(
            mail.contains("Content-ID: <bieu-do.png>\r\n") && mail.contains("inline; filename=\"bieu-do.png\""),
            "{mail}"
        );
        assert!(mail.is_ascii());
    }

    #[test]
    fn a_line_hides_nothing() {
        for (text, line) in [
            ("Xã\r\nBcc: x@y.vn", "Xã Bcc: x@y.vn"),
            ("a\0b\u{2028}c", "a b c"),
            ("\u{202e}nv.vog\u{202c}", "nv.vog"),
            ("=?utf-8?Q?=0D=0ABcc:?=", "= ?utf-8?Q?=0D=0ABcc:?="),
        ] {
            assert_eq!(one_line(text), line);
        }
        assert_eq!(one_line(&"ạ".repeat(1000)).chars().count(), LONGEST_LINE);
    }

    #[test]
    fn a_body_has_lines_and_nothing_else_that_controls() {
        assert_eq!(lines("a\r\nb\rc\nd\0\u{b}\te\u{85}"), "a\nb\nc\nd\te");
    }

    #[test]
    fn a_file_name_is_plain_and_short() {
        for (name, plainly) in [
            ("tien-do.xlsx", "tien-do.xlsx"),
            ("tiến độ\".exe\r\n.xlsx", "tin.exe.xlsx"),
            ("…", "tep"),
            ("\u{202e}xslx.exe", "xslx.exe"),
        ] {
            assert_eq!(plain(name), plainly);
        }
        let long = plain(&format!("{}.xlsx", "a".repeat(5_000)));
        assert!(long.len() == LONGEST_FILE_NAME && long.ends_with("a.xlsx"), "{long}");
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
