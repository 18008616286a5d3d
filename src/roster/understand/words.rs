//! Texts that come again and again, each kept once and known by a number.

use std::collections::HashMap;
use std::sync::Arc;

/// Texts by number, from 1 on; 0 is no text.
#[derive(Debug, Default)]
pub(super) struct Words {
    numbers: HashMap<Arc<str>, u32>,
    texts: Vec<Arc<str>>,
    last: u32,
}

impl Words {
    /// The number of a text.
    pub(super) fn number(&mut self, text: Option<&str>) -> u32 {
        let Some(text) = text else { return 0 };
        // neighbours mostly say the same
        if self.text(self.last).is_some_and(|last| last == text) {
            return self.last;
        }
        self.last = self.numbers.get(text).copied().unwrap_or_else(|| self.add(text));
        self.last
    }

    fn add(&mut self, text: &str) -> u32 {
        let text: Arc<str> = text.into();
        self.texts.push(Arc::clone(&text));
        let number = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.numbers.insert(text, number);
        number
    }

    /// The text of a number.
    pub(super) fn text(&self, number: u32) -> Option<&str> {
        self.texts.get(usize::try_from(number).ok()?.checked_sub(1)?).map(AsRef::as_ref)
    }

    /// All texts with their numbers.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &str)> {
        (1..).zip(self.texts.iter().map(AsRef::as_ref))
    }
}
