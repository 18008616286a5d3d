//! PDFs that are attached to a document as they are.

use serde::{Deserialize, Serialize};

/// Where an attached PDF was taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttachmentSource {
    /// The register of incoming documents.
    Incoming,
    /// The documents that the campaign rests on.
    Ground,
    /// A file of whoever attached it.
    Upload,
}

impl AttachmentSource {
    /// All sources.
    pub const ALL: [Self; 3] = [Self::Incoming, Self::Ground, Self::Upload];

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Incoming => "incoming",
            Self::Ground => "ground",
            Self::Upload => "upload",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.as_str() == word)
    }

    /// As a clerk calls it.
    pub fn vietnamese(self) -> &'static str {
        match self {
            Self::Incoming => "sổ văn bản đến",
            Self::Ground => "căn cứ của chiến dịch",
            Self::Upload => "tệp tải lên",
        }
    }
}
