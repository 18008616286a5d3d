//! Addresses that keep what the reader has chosen: the as-of date and the campaign.

use std::fmt::Write;

use serde::Serialize;

/// A name and a value of a form or an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pair {
    /// Name.
    pub name: String,
    /// Value.
    pub value: String,
}

impl Pair {
    /// A pair.
    pub fn new(name: &str, value: impl Into<String>) -> Self {
        Self { name: name.to_owned(), value: value.into() }
    }
}

/// Makes addresses that keep the reader's choices.
#[derive(Debug, Clone, Default)]
pub struct Links {
    /// The choices that differ from what a page shows by itself.
    pub kept: Vec<Pair>,
}

impl Links {
    /// The address of a page, with the kept choices.
    pub fn to(&self, path: &str) -> String {
        self.with(path, &[])
    }

    /// The address of a page, with the kept choices and more; empty values are left out.
    pub fn with(&self, path: &str, more: &[Pair]) -> String {
        let mut address = path.to_owned();
        let pairs = self.kept.iter().chain(more).filter(|pair| !pair.value.is_empty());
        for (number, pair) in pairs.enumerate() {
            address.push(if number == 0 { '?' } else { '&' });
            address.push_str(&encoded(&pair.name));
            address.push('=');
            address.push_str(&encoded(&pair.value));
        }
        address
    }

    /// The page of a unit.
    pub fn unit(&self, slug: &str) -> String {
        self.to(&format!("/don-vi/{slug}"))
    }
}

/// Percent-encodes everything but what RFC 3986 calls unreserved, and the slash of unit names.
pub fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_kept_and_encoded() {
        let links = Links { kept: vec![Pair::new("den-ngay", "2023-05-31")] };
        assert_eq!(links.unit("cam-ngoc/ngoc-binh"), "/don-vi/cam-ngoc/ngoc-binh?den-ngay=2023-05-31");
        let found = links.with("/nguoi-dan", &[Pair::new("tim", "Hạnh & co"), Pair::new("trang", "")]);
        assert_eq!(found, "/nguoi-dan?den-ngay=2023-05-31&tim=H%E1%BA%A1nh%20%26%20co");
        assert_eq!(Links::default().to("/"), "/");
    }
}
