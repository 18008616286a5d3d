//! What a schedule sends.

use crate::model::document::DocumentKind;

/// What goes with a mail: files, and a line for those who may see people.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sends {
    /// The progress workbook.
    pub workbook: bool,
    /// Its first page as PDF.
    pub first_page: bool,
    /// Where to find the list of people, after signing in; only in the mails of those whose scope allows it.
    pub people: bool,
    /// The latest issued document of each of these kinds, in order.
    pub documents: Vec<DocumentKind>,
}

/// What divides the stored words.
const BETWEEN: char = ',';
/// What stands before the kind of a document.
const DOCUMENT: &str = "document:";

impl Sends {
    /// The progress workbook alone.
    pub fn workbook() -> Self {
        Self { workbook: true, ..Self::default() }
    }

    /// Documents of one kind alone.
    pub fn document(kind: DocumentKind) -> Self {
        Self { documents: vec![kind], ..Self::default() }
    }

    /// Whether there is a file at all.
    pub fn is_something(&self) -> bool {
        self.has_figures() || !self.documents.is_empty()
    }

    /// Whether the mail tells figures.
    pub fn has_figures(&self) -> bool {
        self.workbook || self.first_page
    }

    /// The stored words.
    pub fn words(&self) -> Vec<String> {
        let marked = [(self.workbook, "workbook"), (self.first_page, "first_page"), (self.people, "people")];
        let plain = marked.into_iter().filter(|(chosen, _)| *chosen).map(|(_, word)| word.to_owned());
        plain.chain(self.documents.iter().map(|kind| format!("{DOCUMENT}{}", kind.as_str()))).collect()
    }

    /// The same as one text.
    pub fn as_text(&self) -> String {
        self.words().join(&BETWEEN.to_string())
    }

    /// Reads words; nothing where one of them is unknown.
    pub fn of_words<'a>(words: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let mut sends = Self::default();
        for word in words {
            match word {
                "workbook" => sends.workbook = true,
                "first_page" => sends.first_page = true,
                "people" => sends.people = true,
                word => {
                    let kind = DocumentKind::parse(word.strip_prefix(DOCUMENT)?)?;
                    if !sends.documents.contains(&kind) {
                        sends.documents.push(kind);
                    }
                }
            }
        }
        Some(sends)
    }

    /// Reads the stored text.
    pub fn parse(text: &str) -> Option<Self> {
        Self::of_words(text.split(BETWEEN)).filter(Self::is_something)
    }

    /// As a clerk calls it.
    pub fn vietnamese(&self) -> String {
        let marked = [
            (self.workbook, "bảng tiến độ (Excel)"),
            (self.first_page, "trang tổng hợp (PDF)"),
            (self.people, "nơi xem danh sách người dân"),
        ];
        let plain = marked.into_iter().filter(|(chosen, _)| *chosen).map(|(_, word)| word.to_owned());
        let documents = self.documents.iter().map(|kind| format!("văn bản: {}", kind.vietnamese()));
        plain.chain(documents).collect::<Vec<_>>().join("; ")
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_is_read_back() {
        let all = Sends { workbook: true, first_page: true, people: true, documents: DocumentKind::ALL.to_vec() };
        assert_eq!(Sends::parse(&all.as_text()), Some(all));
        for kind in DocumentKind::ALL {
            assert_eq!(Sends::parse(&Sends::document(kind).as_text()), Some(Sends::document(kind)));
        }
        assert_eq!(Sends::workbook().as_text(), "workbook");
        for wrong in ["", "people", "workbook,", "workbook,letter", "document:nothing"] {
            assert_eq!(Sends::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn it_is_told_as_a_clerk_says_it() {
        let both = Sends { workbook: true, first_page: true, ..Sends::default() };
        assert_eq!(both.vietnamese(), "bảng tiến độ (Excel); trang tổng hợp (PDF)");
    }
}
