//! Kinds of documents and the form that each takes.

use serde::{Deserialize, Serialize};

/// What a document is for. The word in commands, addresses and the database is the serialised form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentKind {
    /// Công văn đẩy mạnh chiến dịch: results, causes, tasks per addressee.
    Push,
    /// Công văn đôn đốc báo cáo.
    Reminder,
    /// Công văn tuyên truyền.
    Propaganda,
    /// Thông báo đến người dân.
    Notice,
    /// Công văn triển khai hướng dẫn.
    Guide,
    /// Kế hoạch.
    Plan,
    /// Báo cáo lên cấp trên.
    Report,
    /// Công văn gửi Công an kèm danh sách cán bộ chưa có tài khoản mức 2.
    StaffMissing,
    /// Thông báo lịch thu nhận lưu động theo thôn.
    Sessions,
    /// Thông báo kết quả xếp hạng, biểu dương, phê bình.
    Ranking,
    /// Giấy mời.
    Invitation,
    /// Công văn giao chỉ tiêu kèm phụ lục theo thôn.
    Assign,
    /// Tờ trình.
    Proposal,
}

/// The form of a document (tên loại văn bản).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Công văn: no name above the text, «V/v …» below the number.
    Letter,
    /// Thông báo.
    Notice,
    /// Kế hoạch.
    Plan,
    /// Báo cáo.
    Report,
    /// Giấy mời.
    Invitation,
    /// Tờ trình.
    Proposal,
}

impl DocumentKind {
    /// All kinds, in the order of lists.
    pub const ALL: [Self; 13] = [
        Self::Push,
        Self::Reminder,
        Self::Propaganda,
        Self::Notice,
        Self::Guide,
        Self::Plan,
        Self::Report,
        Self::StaffMissing,
        Self::Sessions,
        Self::Ranking,
        Self::Invitation,
        Self::Assign,
        Self::Proposal,
    ];

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Push => "push",
            Self::Reminder => "reminder",
            Self::Propaganda => "propaganda",
            Self::Notice => "notice",
            Self::Guide => "guide",
            Self::Plan => "plan",
            Self::Report => "report",
            Self::StaffMissing => "staff-missing",
            Self::Sessions => "sessions",
            Self::Ranking => "ranking",
            Self::Invitation => "invitation",
            Self::Assign => "assign",
            Self::Proposal => "proposal",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// As an official calls it in a list to choose from.
    pub fn vietnamese(self) -> &'static str {
        match self {
            Self::Push => "Công văn đẩy mạnh chiến dịch",
            Self::Reminder => "Công văn đôn đốc báo cáo",
            Self::Propaganda => "Công văn tuyên truyền",
            Self::Notice => "Thông báo đến người dân",
            Self::Guide => "Công văn triển khai hướng dẫn",
            Self::Plan => "Kế hoạch",
            Self::Report => "Báo cáo cấp trên",
            Self::StaffMissing => "Công văn gửi danh sách cán bộ chưa có tài khoản mức 2",
            Self::Sessions => "Thông báo lịch thu nhận lưu động",
            Self::Ranking => "Thông báo kết quả xếp hạng",
            Self::Invitation => "Giấy mời",
            Self::Assign => "Công văn giao chỉ tiêu",
            Self::Proposal => "Tờ trình",
        }
    }

    /// The form that it takes.
    pub fn form(self) -> Form {
        match self {
            Self::Push | Self::Reminder | Self::Propaganda | Self::Guide | Self::StaffMissing | Self::Assign => {
                Form::Letter
            }
            Self::Notice | Self::Sessions | Self::Ranking => Form::Notice,
            Self::Plan => Form::Plan,
            Self::Report => Form::Report,
            Self::Invitation => Form::Invitation,
            Self::Proposal => Form::Proposal,
        }
    }
}

impl Form {
    /// All forms.
    pub const ALL: [Self; 6] = [Self::Letter, Self::Notice, Self::Plan, Self::Report, Self::Invitation, Self::Proposal];

    /// The fixed word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Letter => "letter",
            Self::Notice => "notice",
            Self::Plan => "plan",
            Self::Report => "report",
            Self::Invitation => "invitation",
            Self::Proposal => "proposal",
        }
    }

    /// Reads the fixed word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.as_str() == word)
    }

    /// The name above the text; none for a công văn (Nghị định 30/2020/NĐ-CP, Phụ lục I, Mục II).
    pub fn title(self) -> Option<&'static str> {
        match self {
            Self::Letter => None,
            Self::Notice => Some("THÔNG BÁO"),
            Self::Plan => Some("KẾ HOẠCH"),
            Self::Report => Some("BÁO CÁO"),
            Self::Invitation => Some("GIẤY MỜI"),
            Self::Proposal => Some("TỜ TRÌNH"),
        }
    }

    /// The abbreviation in the symbol; a công văn has none (Phụ lục III).
    pub fn abbreviation(self) -> Option<&'static str> {
        match self {
            Self::Letter => None,
            Self::Notice => Some("TB"),
            Self::Plan => Some("KH"),
            Self::Report => Some("BC"),
            Self::Invitation => Some("GM"),
            Self::Proposal => Some("TTr"),
        }
    }

    /// In running text: «Công văn số 12/UBND-CA».
    pub fn noun(self) -> &'static str {
        match self {
            Self::Letter => "Công văn",
            Self::Notice => "Thông báo",
            Self::Plan => "Kế hoạch",
            Self::Report => "Báo cáo",
            Self::Invitation => "Giấy mời",
            Self::Proposal => "Tờ trình",
        }
    }

    /// Whether «Kính gửi» stands above the text: công văn, tờ trình, and a báo cáo to a higher body; a giấy mời says «trân trọng kính mời» in its text.
    pub fn has_addressees(self) -> bool {
        matches!(self, Self::Letter | Self::Proposal | Self::Report)
    }
}
