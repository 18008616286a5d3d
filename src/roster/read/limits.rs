//! How much of a file we take.

/// How much of a file we take; beyond that the file is refused as a whole, never cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub file_bytes: u64,
    /// Bytes of a file of delimited text.
    pub text_file_bytes: u64,
    /// Entries of a ZIP container.
    pub archive_entries: usize,
    /// Bytes of all entries together, counted while really inflating.
    pub inflated_bytes: u64,
    /// Inflated bytes per compressed byte, once an entry has passed 1 MiB.
    pub inflation_ratio: u64,
    /// Nesting of XML elements.
    pub xml_depth: usize,
    /// Bytes of XML between two row ends (bounds a single text, attribute or row).
    pub xml_window_bytes: usize,
    /// Bytes of the shared strings of a workbook.
    pub shared_string_bytes: u64,
    /// Sheets of a workbook.
    pub sheets: usize,
    /// Rows with content, all sheets together.
    pub rows: usize,
    /// Rows with content of delimited text.
    pub text_rows: usize,
    /// Highest column with content.
    pub columns: u16,
    /// Cells with content, all sheets together.
    pub cells: usize,
    /// Letters in one cell (what Excel itself can hold).
    pub cell_chars: usize,
    /// Bytes of text in all cells together (a text referred to many times counts each time).
    pub text_bytes: usize,
    /// Merged areas of a sheet.
    pub merges: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            file_bytes: 20 << 20,
            text_file_bytes: 256 << 20,
            archive_entries: 2_000,
            inflated_bytes: 200 << 20,
            inflation_ratio: 100,
            xml_depth: 64,
            xml_window_bytes: 16 << 20,
            shared_string_bytes: 64 << 20,
            sheets: 50,
            rows: 200_000,
            text_rows: 2_000_000,
            columns: 256,
            cells: 6_000_000,
            cell_chars: 32_767,
            text_bytes: 128 << 20,
            merges: 200_000,
        }
    }
}

impl Limits {
    /// Bytes that a file which starts so may have.
    pub fn file_bytes_of(&self, first: &[u8]) -> u64 {
        if super::may_be_text(first) { self.text_file_bytes } else { self.file_bytes }
    }
}
