//! What a spreadsheet holds, before anybody has understood it: the value every reader produces and `understand` consumes.

use chrono::NaiveDateTime;

/// One file, read but not understood.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Workbook {
    /// What was noticed about the file as a whole (`FILE_WRONG_EXT`, `FILE_ENCRYPTED`, …); codes of [`super::finding::FindingCode`].
    pub file_codes: Vec<super::finding::FindingCode>,
    /// The sheets in the order of the file. Empty when the file could not be read.
    pub sheets: Vec<Sheet>,
}

/// One sheet; a CSV file has exactly one, named `csv`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sheet {
    /// Name as stored in the file.
    pub name: String,
    /// Hidden or very hidden.
    pub hidden: bool,
    /// Rows that hold at least one cell, ascending by number.
    pub rows: Vec<Row>,
    /// Merged areas.
    pub merges: Vec<Area>,
    /// 1-based numbers of hidden or filtered rows, ascending.
    pub hidden_rows: Vec<u32>,
    /// 1-based numbers of hidden columns, ascending.
    pub hidden_columns: Vec<u16>,
}

/// One row of a sheet.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Row {
    /// 1-based row number as the spreadsheet shows it; for CSV the record number.
    pub number: u32,
    /// Non-empty cells, ascending by column.
    pub cells: Vec<Cell>,
}

/// One non-empty cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// 1-based column number.
    pub column: u16,
    /// The stored value (of a formula: its stored result).
    pub value: Value,
    /// How the value came about.
    pub origin: Origin,
    /// Font of the cell, where the format tells it and it is a legacy Vietnamese family (`.Vn…`, `VNI-…`) or signs (Wingdings).
    pub legacy_font: Option<LegacyFont>,
}

/// The stored value of a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text, exactly as stored.
    Text(String),
    /// A number (IEEE double, as spreadsheets store them).
    Number(f64),
    /// A number that the format shows as a date, or an ISO date of ODS.
    DateTime(NaiveDateTime),
    /// TRUE or FALSE.
    Boolean(bool),
    /// `#N/A`, `#REF!` … as shown.
    Error(String),
    /// A formula without a stored value.
    NotCalculated,
}

/// How a value came into its cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Origin {
    /// Typed in.
    #[default]
    Typed,
    /// Typed as text by a leading apostrophe (`quotePrefix`).
    QuotedText,
    /// A formula that stays on its own sheet (`="038…"`, `=B2&" "&C2`).
    ConstantFormula,
    /// A formula that looks into another sheet or file.
    ReferenceFormula,
}

/// Families of fonts whose characters are not what they show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LegacyFont {
    /// `.Vn…`: TCVN3; `capitals` for the `…H` fonts, which show small letters as capitals.
    Tcvn3 {
        /// Whether the font shows capitals only.
        capitals: bool,
    },
    /// `VNI-…`.
    Vni,
    /// Wingdings, whose `ü` is a tick.
    Wingdings,
    /// Wingdings 2, whose `P` is a tick.
    Wingdings2,
}

/// A rectangle of cells, 1-based, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// First row.
    pub top: u32,
    /// First column.
    pub left: u16,
    /// Last row.
    pub bottom: u32,
    /// Last column.
    pub right: u16,
}
