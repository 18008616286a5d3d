//! The files that go with the mail of a schedule, each with the line of the mail that tells what it is.

use chrono::{DateTime, Utc};

use crate::access::Actor;
use crate::documents::{self, DocumentFile, summary_page};
use crate::mail::content::Attachment;
use crate::mail::error::MailError;
use crate::mail::send_report::XLSX;
use crate::model::document::{DocumentKind, DocumentState};
use crate::model::mail_schedule::Sends;
use crate::model::unit::Unit;
use crate::store::Db;
use crate::store::documents::{DocumentFilter, DocumentHead};
use crate::store::mail_schedules::Schedule;
use crate::vn::date::in_text;
use crate::workbooks::wording::lower_first;
use crate::workbooks::{Cited, MadeWorkbook};

const PDF: &str = "application/pdf";

/// Files and their lines.
#[derive(Debug, Default)]
pub struct Files {
    /// In the order in which they are asked for.
    pub attachments: Vec<Attachment>,
    /// One sentence for each, and for each document that is not there yet.
    pub lines: Vec<String>,
}

impl Files {
    fn add(&mut self, (file_name, media_type): (String, &str), bytes: Vec<u8>, line: String) {
        self.attachments.push(Attachment { file_name, media_type: media_type.to_owned(), bytes });
        self.lines.push(line);
    }

    /// The workbook and its first page, as far as they are asked for.
    ///
    /// # Errors
    /// The page could not be set.
    pub fn of_figures(sends: &Sends, cited: &Cited, workbook: MadeWorkbook) -> Result<Self, MailError> {
        let mut files = Self::default();
        let page_name = page_name(&workbook.file_name);
        if sends.workbook {
            let line = workbook_line(&workbook.file_name);
            files.add((workbook.file_name, XLSX), workbook.bytes, line);
        }
        if sends.first_page {
            let line = format!("Trang tổng hợp để đọc và in (PDF): tệp {page_name}.");
            files.add((page_name, PDF), summary_page(&cited.report, &cited.context)?, line);
        }
        Ok(files)
    }

    /// Adds the files of issued documents; a kind of which there is none yet is told.
    ///
    /// # Errors
    /// A file is not to be had.
    pub fn add_documents(
        &mut self,
        db: &Db,
        actor: &Actor,
        documents: &[Issued],
        now: DateTime<Utc>,
    ) -> Result<(), MailError> {
        for Issued { kind, found } in documents {
            let Some((head, _)) = found else {
                self.lines.push(format!("Chưa ban hành {} nào trong chiến dịch này.", lower_first(kind.vietnamese())));
                continue;
            };
            let which = if head.files.signed.is_some() { DocumentFile::Signed } else { DocumentFile::Pdf };
            let file = documents::file(db, actor, (head.id, which), now)?;
            let line = format!("{}: {}; tệp {}.", called(head), head.subject, file.name);
            self.add((file.name, PDF), file.bytes, line);
        }
        Ok(())
    }
}

/// The line about a workbook.
pub fn workbook_line(file_name: &str) -> String {
    format!("Số liệu chi tiết theo đơn vị có trong tệp đính kèm {file_name}.")
}

/// `tong-hop-cam-ngoc-2023-05-31.pdf` beside `tien-do-cam-ngoc-2023-05-31.xlsx`.
fn page_name(workbook: &str) -> String {
    let stem = workbook.trim_end_matches(".xlsx");
    format!("tong-hop-{}.pdf", stem.strip_prefix("tien-do-").unwrap_or(stem))
}

/// The latest issued document of a kind, if there is one.
pub struct Issued {
    /// The kind.
    pub kind: DocumentKind,
    /// The document with the unit that issued it.
    pub found: Option<(DocumentHead, Unit)>,
}

/// The latest issued document of the unit of each kind that a schedule sends.
///
/// # Errors
/// Not allowed.
pub fn issued(db: &Db, actor: &Actor, schedule: &Schedule) -> Result<Vec<Issued>, MailError> {
    let latest = |kind: &DocumentKind| {
        let filter = DocumentFilter {
            campaign: Some(schedule.campaign),
            kind: Some(*kind),
            state: Some(DocumentState::Issued),
            ..DocumentFilter::default()
        };
        let found = documents::list(db, actor, &filter)?;
        let own = found.into_iter().filter(|(head, _)| head.unit == schedule.unit);
        Ok(Issued { kind: *kind, found: own.max_by_key(|(head, _)| (head.issued_on, head.id)) })
    };
    schedule.settings.sends.documents.iter().map(latest).collect()
}

/// «Công văn đôn đốc báo cáo số 02/UBND-VP ngày 12/6/2023»: numbers below 10 with a zero before them (Nghị định 30/2020, Phụ lục I).
pub fn called(head: &DocumentHead) -> String {
    let number = head.number.as_ref().map_or_else(String::new, |(number, symbol)| format!(" số {number:02}/{symbol}"));
    let day = head.issued_on.map_or_else(String::new, |day| format!(" ngày {}", in_text(day)));
    format!("{}{number}{day}", head.kind.vietnamese())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_named_after_its_workbook() {
        assert_eq!(page_name("tien-do-cam-ngoc-2023-05-31.xlsx"), "tong-hop-cam-ngoc-2023-05-31.pdf");
    }
}
