//! What a command answers when it is refused or fails.

use std::io;
use std::path::PathBuf;

use super::account::AccountCommandError;
use crate::access::AccessError;
use crate::campaign::{CampaignError, LoadError};
use crate::documents::DocumentError;
use crate::fieldwork::FieldworkError;
use crate::mail::MailError;
use crate::people::PeopleError;
use crate::progress::ProgressError;
use crate::roster::RosterError;
use crate::roster::sandbox::SandboxError;
use crate::rounds::RoundError;
use crate::settings::SettingsError;
use crate::store::StoreError;
use crate::web::server::ServerError;
use crate::workbooks::WorkbookError;
use crate::workbooks::round_form::RoundFormError;

/// One sentence for stderr.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// A file on the command line cannot be read.
    #[error("Không đọc được tệp {}: {reason}. Kiểm tra tên tệp và quyền đọc.", file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// What the system said.
        reason: io::Error,
    },
    /// A file to be made cannot be written.
    #[error("Không ghi được tệp {}: {reason}. Kiểm tra thư mục và quyền ghi.", file.display())]
    Unwritten {
        /// The file.
        file: PathBuf,
        /// What the system said.
        reason: io::Error,
    },
    /// One import has one corrected file.
    #[error("Một lượt nhập chỉ có một tệp đã sửa. Chỉ ghi một tệp cùng với --continue.")]
    OneCorrectedFile,
    /// Nothing can be written to stdout.
    #[error("Không in được kết quả: {0}.")]
    Output(io::Error),
    /// Whoever read stdout has gone (`tiendo … | head`): nobody is left to be told.
    #[error("")]
    ReaderGone,
    /// Verification found differences; they are printed.
    #[error(
        "Dữ liệu không khớp: xem kết quả kiểm tra ở trên. Không nhập thêm dữ liệu; khôi phục từ bản sao lưu hoặc báo người phụ trách kỹ thuật."
    )]
    Unsound,
    /// No such campaign.
    #[error("Không có chiến dịch «{0}».")]
    NoCampaign(String),
    /// No such unit.
    #[error("Không có đơn vị «{0}».")]
    NoUnit(String),
    /// The program's own data are not complete.
    #[error("Chương trình thiếu dữ liệu mẫu {0}. Cài lại chương trình.")]
    SeedMissing(String),
    /// The quotas of the villages are not those of the commune.
    #[error(
        "Chỉ tiêu chung {whole:?} khác tổng chỉ tiêu giao cho các thôn {parts:?}. Sửa bảng chỉ tiêu hoặc chỉ tiêu chung."
    )]
    QuotasDoNotAddUp {
        /// Given to the commune.
        whole: Vec<i64>,
        /// Sums of the villages.
        parts: [i64; 2],
    },
    /// What is recorded about people.
    #[error(transparent)]
    People(#[from] PeopleError),
    /// What is noted about a campaign.
    #[error(transparent)]
    Campaign(#[from] CampaignError),
    /// Serving.
    #[error("Không chạy được máy chủ: {0}.")]
    Server(#[from] ServerError),
    /// Folder, key or database.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// Loading.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// Lists.
    #[error(transparent)]
    Roster(#[from] RosterError),
    /// Reading a file.
    #[error(transparent)]
    Reading(#[from] SandboxError),
    /// Rounds of reports.
    #[error(transparent)]
    Rounds(#[from] RoundError),
    /// Lists of people to visit.
    #[error(transparent)]
    Fieldwork(#[from] FieldworkError),
    /// Figures.
    #[error(transparent)]
    Progress(#[from] ProgressError),
    /// It is not clear which round is meant.
    #[error("Chưa rõ đợt báo cáo nào. Ghi --round cùng số thứ tự hoặc tên của một trong các đợt: {0}.")]
    WhichRound(String),
    /// Forms of rounds.
    #[error(transparent)]
    RoundForm(#[from] RoundFormError),
    /// Workbooks.
    #[error(transparent)]
    Workbook(#[from] WorkbookError),
    /// Documents.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// Mail.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// The test mail did not leave; the step that failed is printed.
    #[error("Thư kiểm tra chưa gửi được: xem bước bị lỗi ở trên và làm theo hướng dẫn ở bước đó.")]
    MailNotSent,
    /// The background work.
    #[error("Không chạy được việc nền: {0}.")]
    Jobs(io::Error),
    /// Accounts.
    #[error(transparent)]
    Account(#[from] AccountCommandError),
    /// Rights.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}
