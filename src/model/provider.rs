//! Providers of signature certificates (tổ chức cung cấp dịch vụ chứng thực chữ ký số): an editable list.

use serde::{Deserialize, Serialize};

/// Identity of a provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ProviderId(pub i64);

/// A provider, as loaded from the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provider {
    /// Identity.
    pub id: ProviderId,
    /// Fixed code: `vnpt`.
    pub code: String,
    /// Name as printed: `VNPT-CA (VNPT SmartCA)`.
    pub name: String,
    /// Letters and digits of every way people write it: `vnptca`, `smartca`.
    pub spelling_keys: Vec<String>,
}

impl Provider {
    /// Whether a written name means this provider. Spelling varies (`Bkav CA`, `BKAV-CA`, `BkavCA`), so only letters and digits are compared.
    pub fn is_called(&self, written: &str) -> bool {
        let key = spelling_key(written);
        !key.is_empty() && self.spelling_keys.contains(&key)
    }
}

/// The letters and digits of a written name, lower case.
pub fn spelling_key(written: &str) -> String {
    written.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_provider_is_known_however_it_is_spelt() {
        let bkav = Provider {
            id: ProviderId(1),
            code: "bkav".to_owned(),
            name: "BkavCA".to_owned(),
            spelling_keys: vec!["bkavca".to_owned(), "bkav".to_owned()],
        };
        for written in ["Bkav CA", "BKAV-CA", "BkavCA", " bkav "] {
            assert!(bkav.is_called(written), "{written}");
        }
        assert!(!bkav.is_called("") && !bkav.is_called("FPT-CA"));
    }
}
