//! Bodies of a unit that issue documents, and how far a document is.

use serde::{Deserialize, Serialize};

/// Whose document it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IssuingBody {
    /// Ủy ban nhân dân.
    Committee,
    /// Công an.
    Police,
    /// Tổ công tác triển khai Đề án 06, with a number series of its own.
    TaskForce,
}

impl IssuingBody {
    /// All bodies.
    pub const ALL: [Self; 3] = [Self::Committee, Self::Police, Self::TaskForce];

    /// The fixed word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Committee => "committee",
            Self::Police => "police",
            Self::TaskForce => "task-force",
        }
    }

    /// Reads the fixed word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|body| body.as_str() == word)
    }

    /// As an official calls it.
    pub fn vietnamese(self) -> &'static str {
        match self {
            Self::Committee => "Ủy ban nhân dân",
            Self::Police => "Công an",
            Self::TaskForce => "Tổ công tác triển khai Đề án 06",
        }
    }
}

/// How far a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentState {
    /// Dự thảo: its text may change.
    Draft,
    /// Đã chuyển trình ký: handed to the e-office or to whoever signs; its text stands still until it is taken back.
    Ready,
    /// Đã ban hành: it has a number and a day and never changes again.
    Issued,
    /// Đã thay thế: issued, and a later document stands in its place.
    Superseded,
    /// Đã hủy dự thảo: never issued.
    Dropped,
}

impl DocumentState {
    /// All states, in the order of a document's life.
    pub const ALL: [Self; 5] = [Self::Draft, Self::Ready, Self::Issued, Self::Superseded, Self::Dropped];

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Ready => "ready",
            Self::Issued => "issued",
            Self::Superseded => "superseded",
            Self::Dropped => "dropped",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// As a clerk calls it.
    pub fn vietnamese(self) -> &'static str {
        match self {
            Self::Draft => "dự thảo",
            Self::Ready => "đã trình ký",
            Self::Issued => "đã ban hành",
            Self::Superseded => "đã thay thế",
            Self::Dropped => "đã hủy dự thảo",
        }
    }

    /// Whether its text may be changed.
    pub fn is_open(self) -> bool {
        self == Self::Draft
    }

    /// Whether it has been issued, whatever came after.
    pub fn is_issued(self) -> bool {
        matches!(self, Self::Issued | Self::Superseded)
    }

    /// Whether it may go from one state to another: draft ⇄ ready → issued → superseded; a draft may be dropped.
    pub fn may_become(self, next: Self) -> bool {
        use DocumentState as S;
        matches!(
            (self, next),
            (S::Draft, S::Ready | S::Issued | S::Dropped)
                | (S::Ready, S::Draft | S::Issued | S::Dropped)
                | (S::Issued, S::Superseded)
        )
    }
}
