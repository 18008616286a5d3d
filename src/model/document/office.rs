//! What an office says about itself on its documents, and how it numbers them.

use serde::{Deserialize, Serialize};

use super::Form;

/// How a body numbers its documents of a year (Nghị định 30/2020/NĐ-CP, Điều 15 and Phụ lục I, Mục II.3: whoever leads the body decides).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NumberingRule {
    /// One sequence for all documents.
    #[default]
    One,
    /// One sequence for each form: công văn, báo cáo, thông báo…
    PerForm,
}

impl NumberingRule {
    /// All rules.
    pub const ALL: [Self; 2] = [Self::One, Self::PerForm];

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::One => "one",
            Self::PerForm => "per-form",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.as_str() == word)
    }

    /// As a clerk calls it.
    pub fn vietnamese(self) -> &'static str {
        match self {
            Self::One => "Một hệ thống số chung cho mọi loại văn bản",
            Self::PerForm => "Mỗi loại văn bản một hệ thống số riêng",
        }
    }

    /// The sequence of a form: the common one is named by an empty word.
    pub fn series(self, form: Form) -> &'static str {
        match self {
            Self::One => "",
            Self::PerForm => form.as_str(),
        }
    }
}

/// What a body's documents say about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeSettings {
    /// The body directly above, in capitals.
    pub superior: Option<String>,
    /// The issuing body, in capitals, one entry per line.
    pub agency: Vec<String>,
    /// Where it sits.
    pub place: String,
    /// The body in running text.
    pub name: String,
    /// In symbols: `UBND`.
    pub abbreviation: String,
    /// Who drafts, in symbols of a công văn and in the last line of «Nơi nhận»; empty where nobody is named.
    pub drafter: String,
    /// The lines above the signature.
    pub authority: Vec<String>,
    /// Who signs.
    pub signer: Option<String>,
    /// «Nơi nhận» of every new document; none where each kind has its own.
    pub copies: Vec<String>,
    /// How documents are numbered.
    pub numbering: NumberingRule,
}
