//! What a queued mail holds besides its envelope, as it is sealed in the outbox: one line of JSON, then the bytes of the attachment.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::error::MailError;

/// A file that goes with a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Plain letters only.
    pub file_name: String,
    /// MIME type.
    pub media_type: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Text, its HTML twin and the attachment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// The day that the mail bears.
    pub date: DateTime<Utc>,
    /// Plain text.
    pub text: String,
    /// The same for mail programs that show HTML.
    pub html: String,
    /// The file.
    pub attachment: Attachment,
}

#[derive(Serialize, Deserialize)]
struct Head {
    date: DateTime<Utc>,
    text: String,
    html: String,
    file_name: String,
    media_type: String,
}

impl Content {
    /// The bytes to seal.
    pub fn to_bytes(&self) -> Result<Vec<u8>, MailError> {
        let head = Head {
            date: self.date,
            text: self.text.clone(),
            html: self.html.clone(),
            file_name: self.attachment.file_name.clone(),
            media_type: self.attachment.media_type.clone(),
        };
        // JSON escapes line breaks within strings, so the first one ends the head.
        let mut bytes = serde_json::to_vec(&head).map_err(|e| MailError::Message(e.to_string()))?;
        bytes.push(b'\n');
        bytes.extend_from_slice(&self.attachment.bytes);
        Ok(bytes)
    }

    /// Reads them back.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, MailError> {
        let end = bytes.iter().position(|byte| *byte == b'\n');
        let end = end.ok_or_else(|| MailError::Message("nội dung thư lưu trữ bị cắt cụt".to_owned()))?;
        let (head, rest) = bytes.split_at(end);
        let head: Head = serde_json::from_slice(head).map_err(|e| MailError::Message(e.to_string()))?;
        let file = rest.get(1..).unwrap_or_default().to_vec();
        let attachment = Attachment { file_name: head.file_name, media_type: head.media_type, bytes: file };
        Ok(Self { date: head.date, text: head.text, html: head.html, attachment })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
pub mod tests {
    use super::*;

    pub fn content() -> Content {
        Content {
            date: "2023-06-12T02:05:00Z".parse().unwrap(),
            text: "Mức 2 đạt 83,89%.\nDòng hai dài: ".to_owned() + &"ổn định ".repeat(40),
            html: "<p>Mức 2 đạt 83,89%.</p>\n".to_owned(),
            attachment: Attachment {
                file_name: "tien-do-cam-ngoc-2023-05-31.xlsx".to_owned(),
                media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned(),
                bytes: b"PK\x03\x04\nfirst\n\nsecond\0".to_vec(),
            },
        }
    }

    #[test]
    fn what_is_stored_is_read_back() {
        let stored = content().to_bytes().unwrap();
        assert_eq!(Content::from_bytes(&stored).unwrap(), content());
        assert!(Content::from_bytes(b"{}").is_err());
        assert!(Content::from_bytes(b"").is_err());
    }
}
