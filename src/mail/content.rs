//! What a queued mail holds besides its envelope, as it is sealed in the outbox: one line of JSON, then the bytes of the files.

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

/// Text, its HTML twin and the files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// The day that the mail bears.
    pub date: DateTime<Utc>,
    /// Plain text.
    pub text: String,
    /// The same for mail programs that show HTML; it names its pictures as `cid:` and their file name.
    pub html: String,
    /// Pictures within the HTML; they travel with the mail.
    pub pictures: Vec<Attachment>,
    /// The files to open or save.
    pub attachments: Vec<Attachment>,
}

/// What was stored before a mail could bear several files: those mails have exactly one and no picture.
#[derive(Deserialize)]
struct OldHead {
    date: DateTime<Utc>,
    text: String,
    html: String,
    file_name: String,
    media_type: String,
}

#[derive(Serialize, Deserialize)]
struct Head {
    date: DateTime<Utc>,
    text: String,
    html: String,
    pictures: Vec<FileHead>,
    files: Vec<FileHead>,
}

#[derive(Serialize, Deserialize)]
struct FileHead {
    name: String,
    media_type: String,
    bytes: usize,
}

impl FileHead {
    fn of(file: &Attachment) -> Self {
        Self { name: file.file_name.clone(), media_type: file.media_type.clone(), bytes: file.bytes.len() }
    }

    /// Takes its bytes off the front of what is left.
    fn take(self, rest: &mut &[u8]) -> Result<Attachment, MailError> {
        let (own, after) = rest.split_at_checked(self.bytes).ok_or_else(cut_short)?;
        *rest = after;
        Ok(Attachment { file_name: self.name, media_type: self.media_type, bytes: own.to_vec() })
    }
}

fn cut_short() -> MailError {
    MailError::Message("nội dung thư lưu trữ bị cắt cụt".to_owned())
}

impl Content {
    /// The bytes to seal.
    pub fn to_bytes(&self) -> Result<Vec<u8>, MailError> {
        let head = Head {
            date: self.date,
            text: self.text.clone(),
            html: self.html.clone(),
            pictures: self.pictures.iter().map(FileHead::of).collect(),
            files: self.attachments.iter().map(FileHead::of).collect(),
        };
        // JSON escapes line breaks within strings, so the first one ends the head.
        let mut bytes = serde_json::to_vec(&head).map_err(|e| MailError::Message(e.to_string()))?;
        bytes.push(b'\n');
        for file in self.pictures.iter().chain(&self.attachments) {
            bytes.extend_from_slice(&file.bytes);
        }
        Ok(bytes)
    }

    /// Reads them back.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, MailError> {
        let end = bytes.iter().position(|byte| *byte == b'\n').ok_or_else(cut_short)?;
        let (head, rest) = bytes.split_at(end);
        let mut rest = rest.get(1..).unwrap_or_default();
        if let Ok(old) = serde_json::from_slice::<OldHead>(head) {
            let file = Attachment { file_name: old.file_name, media_type: old.media_type, bytes: rest.to_vec() };
            let (pictures, attachments) = (Vec::new(), vec![file]);
            return Ok(Self { date: old.date, text: old.text, html: old.html, pictures, attachments });
        }
        let head: Head = serde_json::from_slice(head).map_err(|e| MailError::Message(e.to_string()))?;
        let mut files =
            |heads: Vec<FileHead>| heads.into_iter().map(|file| file.take(&mut rest)).collect::<Result<Vec<_>, _>>();
        let (pictures, attachments) = (files(head.pictures)?, files(head.files)?);
        Ok(Self { date: head.date, text: head.text, html: head.html, pictures, attachments })
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
            pictures: vec![Attachment {
                file_name: "bieu-do.png".to_owned(),
                media_type: "image/png".to_owned(),
                bytes: b"\x89PNG\r\n".to_vec(),
            }],
            attachments: vec![Attachment {
                file_name: "tien-do-cam-ngoc-2023-05-31.xlsx".to_owned(),
                media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned(),
                bytes: b"PK\x03\x04\nfirst\n\nsecond\0".to_vec(),
            }],
        }
    }

    #[test]
    fn what_is_stored_is_read_back() {
        let stored = content().to_bytes().unwrap();
        assert_eq!(Content::from_bytes(&stored).unwrap(), content());
        assert!(Content::from_bytes(&stored[..stored.len() - 1]).is_err(), "cut short");
        assert!(Content::from_bytes(b"{}").is_err());
        assert!(Content::from_bytes(b"").is_err());
    }

    #[test]
    fn a_mail_stored_with_its_only_file_is_still_read() {
        let stored = b"{\"date\":\"2023-06-12T02:05:00Z\",\"text\":\"a\",\"html\":\"b\",\"file_name\":\"c.xlsx\",\"media_type\":\"d/e\"}\nPK\nx";
        let read = Content::from_bytes(stored).unwrap();
        let file =
            Attachment { file_name: "c.xlsx".to_owned(), media_type: "d/e".to_owned(), bytes: b"PK\nx".to_vec() };
        assert_eq!((read.text.as_str(), read.pictures.len(), read.attachments), ("a", 0, vec![file]));
    }
}
