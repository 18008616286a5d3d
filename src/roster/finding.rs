//! The closed list of what can be found in a roster: codes, their severity. Sentences for people are in [`crate::messages`].

use serde::{Deserialize, Serialize};

/// What a finding does to its row. Ordered from harmless to blocking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Noted, nothing to do.
    Info,
    /// The true value is certain: put right and imported.
    Fix,
    /// Imported and shown to a person.
    Warn,
    /// Held back until a person decides.
    Error,
}

/// What was found. The serialised form (`CCCD_LENGTH`) is fixed: outside checks read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(missing_docs, reason = "the meaning of each code is its sentence in messages.rs")]
pub enum FindingCode {
    #[serde(rename = "NAME_UPPER")]
    NameUpper,
    #[serde(rename = "NAME_LOWER")]
    NameLower,
    #[serde(rename = "NAME_NFD")]
    NameNfd,
    #[serde(rename = "NAME_SPACES")]
    NameSpaces,
    #[serde(rename = "NAME_ZEROWIDTH")]
    NameZerowidth,
    #[serde(rename = "NAME_TCVN3")]
    NameTcvn3,
    #[serde(rename = "NAME_VNI")]
    NameVni,
    #[serde(rename = "NAME_ETH")]
    NameEth,
    #[serde(rename = "NAME_PREFIX")]
    NamePrefix,
    #[serde(rename = "NAME_MISSING")]
    NameMissing,
    #[serde(rename = "NAME_NO_DIACRITICS")]
    NameNoDiacritics,
    #[serde(rename = "NAME_HTML")]
    NameHtml,
    #[serde(rename = "NAME_EMOJI")]
    NameEmoji,
    #[serde(rename = "NAME_MOJIBAKE")]
    NameMojibake,
    #[serde(rename = "DOB_YEAR_ONLY")]
    DobYearOnly,
    #[serde(rename = "DOB_2DIGIT")]
    Dob2digit,
    #[serde(rename = "DOB_ZERO_DAY_MONTH")]
    DobZeroDayMonth,
    #[serde(rename = "DOB_SERIAL")]
    DobSerial,
    #[serde(rename = "DOB_COMPACT")]
    DobCompact,
    #[serde(rename = "DOB_WORDS")]
    DobWords,
    #[serde(rename = "DOB_MONTH_YEAR")]
    DobMonthYear,
    #[serde(rename = "DOB_IMPOSSIBLE")]
    DobImpossible,
    #[serde(rename = "DOB_FUTURE")]
    DobFuture,
    #[serde(rename = "DOB_TOO_OLD")]
    DobTooOld,
    #[serde(rename = "DOB_MISSING")]
    DobMissing,
    #[serde(rename = "DOB_UNREADABLE")]
    DobUnreadable,
    #[serde(rename = "DOB_US_SWAPPED")]
    DobUsSwapped,
    #[serde(rename = "SEX_CCCD_MISMATCH")]
    SexCccdMismatch,
    #[serde(rename = "YOB_CCCD_MISMATCH")]
    YobCccdMismatch,
    #[serde(rename = "SEX_UNKNOWN")]
    SexUnknown,
    #[serde(rename = "CCCD_LEADING_ZERO")]
    CccdLeadingZero,
    #[serde(rename = "CCCD_FLOAT")]
    CccdFloat,
    #[serde(rename = "CCCD_SCI")]
    CccdSci,
    #[serde(rename = "CCCD_SCI_LOSS")]
    CccdSciLoss,
    #[serde(rename = "CCCD_SEPARATORS")]
    CccdSeparators,
    #[serde(rename = "CCCD_APOSTROPHE")]
    CccdApostrophe,
    #[serde(rename = "CCCD_LETTER")]
    CccdLetter,
    #[serde(rename = "CCCD_CMND9")]
    CccdCmnd9,
    #[serde(rename = "CMND_LEADING_ZERO")]
    CmndLeadingZero,
    #[serde(rename = "CCCD_LENGTH")]
    CccdLength,
    #[serde(rename = "CCCD_PROVINCE")]
    CccdProvince,
    #[serde(rename = "CCCD_MISSING")]
    CccdMissing,
    #[serde(rename = "CCCD_FULLWIDTH")]
    CccdFullwidth,
    #[serde(rename = "CCCD_TEXT")]
    CccdText,
    #[serde(rename = "PHONE_LEADING_ZERO")]
    PhoneLeadingZero,
    #[serde(rename = "PHONE_PLUS84")]
    PhonePlus84,
    #[serde(rename = "PHONE_SEPARATORS")]
    PhoneSeparators,
    #[serde(rename = "PHONE_TWO")]
    PhoneTwo,
    #[serde(rename = "PHONE_OLD11")]
    PhoneOld11,
    #[serde(rename = "PHONE_LENGTH")]
    PhoneLength,
    #[serde(rename = "PHONE_LANDLINE")]
    PhoneLandline,
    #[serde(rename = "PHONE_MISSING")]
    PhoneMissing,
    #[serde(rename = "PHONE_SHARED")]
    PhoneShared,
    #[serde(rename = "PHONE_TEXT")]
    PhoneText,
    #[serde(rename = "PHONE_PREFIX")]
    PhonePrefix,
    #[serde(rename = "MARK_UNKNOWN")]
    MarkUnknown,
    #[serde(rename = "MARK_CONTRADICTION")]
    MarkContradiction,
    #[serde(rename = "MS_DATE_FUTURE")]
    MsDateFuture,
    #[serde(rename = "MS_ORDER")]
    MsOrder,
    #[serde(rename = "MS_DATE_IMPOSSIBLE")]
    MsDateImpossible,
    #[serde(rename = "STATUS_UNKNOWN")]
    StatusUnknown,
    #[serde(rename = "VILLAGE_VARIANT")]
    VillageVariant,
    #[serde(rename = "VILLAGE_UNKNOWN")]
    VillageUnknown,
    #[serde(rename = "VILLAGE_MISSING")]
    VillageMissing,
    #[serde(rename = "DUP_EXACT")]
    DupExact,
    #[serde(rename = "DUP_MERGE")]
    DupMerge,
    #[serde(rename = "DUP_CONFLICT")]
    DupConflict,
    #[serde(rename = "DUP_NO_ID")]
    DupNoId,
    #[serde(rename = "DUP_CMND_CCCD")]
    DupCmndCccd,
    #[serde(rename = "NOTE_STATUS")]
    NoteStatus,
    #[serde(rename = "LONG_NOTE")]
    LongNote,
    #[serde(rename = "CSV_INJECTION")]
    CsvInjection,
    #[serde(rename = "FORMULA_TEXT")]
    FormulaText,
    #[serde(rename = "FORMULA_XREF")]
    FormulaXref,
    #[serde(rename = "FORMULA_NO_CACHE")]
    FormulaNoCache,
    #[serde(rename = "CELL_ERROR")]
    CellError,
    #[serde(rename = "MERGED_DATA")]
    MergedData,
    #[serde(rename = "ROW_HIDDEN")]
    RowHidden,
    #[serde(rename = "COL_HIDDEN")]
    ColHidden,
    #[serde(rename = "FOOTER_TOTAL_MISMATCH")]
    FooterTotalMismatch,
    #[serde(rename = "SHEET_EMPTY")]
    SheetEmpty,
    #[serde(rename = "HEADER_ONLY")]
    HeaderOnly,
    #[serde(rename = "WORKBOOK_EMPTY")]
    WorkbookEmpty,
    #[serde(rename = "SHEET_HIDDEN")]
    SheetHidden,
    #[serde(rename = "SHEET_NOT_ROSTER")]
    SheetNotRoster,
    #[serde(rename = "FILE_WRONG_EXT")]
    FileWrongExt,
    #[serde(rename = "FILE_HTML_XLS")]
    FileHtmlXls,
    #[serde(rename = "FILE_ENCRYPTED")]
    FileEncrypted,
    #[serde(rename = "FILE_CORRUPT")]
    FileCorrupt,
    #[serde(rename = "RESUBMIT")]
    Resubmit,
    #[serde(rename = "XFILE_SAME")]
    XfileSame,
    #[serde(rename = "XFILE_CONFLICT")]
    XfileConflict,
    #[serde(rename = "XFILE_MOVED")]
    XfileMoved,
    #[serde(rename = "COLUMN_REFUSED")]
    ColumnRefused,
    #[serde(rename = "FILE_TOO_BIG")]
    FileTooBig,
    #[serde(rename = "FILE_UNSAFE")]
    FileUnsafe,
    #[serde(rename = "FILE_UNKNOWN")]
    FileUnknown,
    #[serde(rename = "FILE_MACROS")]
    FileMacros,
}

impl FindingCode {
    /// All codes.
    pub const ALL: &'static [FindingCode] = &[
        FindingCode::NameUpper,
        FindingCode::NameLower,
        FindingCode::NameNfd,
        FindingCode::NameSpaces,
        FindingCode::NameZerowidth,
        FindingCode::NameTcvn3,
        FindingCode::NameVni,
        FindingCode::NameEth,
        FindingCode::NamePrefix,
        FindingCode::NameMissing,
        FindingCode::NameNoDiacritics,
        FindingCode::NameHtml,
        FindingCode::NameEmoji,
        FindingCode::NameMojibake,
        FindingCode::DobYearOnly,
        FindingCode::Dob2digit,
        FindingCode::DobZeroDayMonth,
        FindingCode::DobSerial,
        FindingCode::DobCompact,
        FindingCode::DobWords,
        FindingCode::DobMonthYear,
        FindingCode::DobImpossible,
        FindingCode::DobFuture,
        FindingCode::DobTooOld,
        FindingCode::DobMissing,
        FindingCode::DobUnreadable,
        FindingCode::DobUsSwapped,
        FindingCode::SexCccdMismatch,
        FindingCode::YobCccdMismatch,
        FindingCode::SexUnknown,
        FindingCode::CccdLeadingZero,
        FindingCode::CccdFloat,
        FindingCode::CccdSci,
        FindingCode::CccdSciLoss,
        FindingCode::CccdSeparators,
        FindingCode::CccdApostrophe,
        FindingCode::CccdLetter,
        FindingCode::CccdCmnd9,
        FindingCode::CmndLeadingZero,
        FindingCode::CccdLength,
        FindingCode::CccdProvince,
        FindingCode::CccdMissing,
        FindingCode::CccdFullwidth,
        FindingCode::CccdText,
        FindingCode::PhoneLeadingZero,
        FindingCode::PhonePlus84,
        FindingCode::PhoneSeparators,
        FindingCode::PhoneTwo,
        FindingCode::PhoneOld11,
        FindingCode::PhoneLength,
        FindingCode::PhoneLandline,
        FindingCode::PhoneMissing,
        FindingCode::PhoneShared,
        FindingCode::PhoneText,
        FindingCode::PhonePrefix,
        FindingCode::MarkUnknown,
        FindingCode::MarkContradiction,
        FindingCode::MsDateFuture,
        FindingCode::MsOrder,
        FindingCode::MsDateImpossible,
        FindingCode::StatusUnknown,
        FindingCode::VillageVariant,
        FindingCode::VillageUnknown,
        FindingCode::VillageMissing,
        FindingCode::DupExact,
        FindingCode::DupMerge,
        FindingCode::DupConflict,
        FindingCode::DupNoId,
        FindingCode::DupCmndCccd,
        FindingCode::NoteStatus,
        FindingCode::LongNote,
        FindingCode::CsvInjection,
        FindingCode::FormulaText,
        FindingCode::FormulaXref,
        FindingCode::FormulaNoCache,
        FindingCode::CellError,
        FindingCode::MergedData,
        FindingCode::RowHidden,
        FindingCode::ColHidden,
        FindingCode::FooterTotalMismatch,
        FindingCode::SheetEmpty,
        FindingCode::HeaderOnly,
        FindingCode::WorkbookEmpty,
        FindingCode::SheetHidden,
        FindingCode::SheetNotRoster,
        FindingCode::FileWrongExt,
        FindingCode::FileHtmlXls,
        FindingCode::FileEncrypted,
        FindingCode::FileCorrupt,
        FindingCode::Resubmit,
        FindingCode::XfileSame,
        FindingCode::XfileConflict,
        FindingCode::XfileMoved,
        FindingCode::ColumnRefused,
        FindingCode::FileTooBig,
        FindingCode::FileUnsafe,
        FindingCode::FileUnknown,
        FindingCode::FileMacros,
    ];

    /// The fixed spelling, `CCCD_LENGTH`.
    pub fn as_str(self) -> &'static str {
        match self {
            FindingCode::NameUpper => "NAME_UPPER",
            FindingCode::NameLower => "NAME_LOWER",
            FindingCode::NameNfd => "NAME_NFD",
            FindingCode::NameSpaces => "NAME_SPACES",
            FindingCode::NameZerowidth => "NAME_ZEROWIDTH",
            FindingCode::NameTcvn3 => "NAME_TCVN3",
            FindingCode::NameVni => "NAME_VNI",
            FindingCode::NameEth => "NAME_ETH",
            FindingCode::NamePrefix => "NAME_PREFIX",
            FindingCode::NameMissing => "NAME_MISSING",
            FindingCode::NameNoDiacritics => "NAME_NO_DIACRITICS",
            FindingCode::NameHtml => "NAME_HTML",
            FindingCode::NameEmoji => "NAME_EMOJI",
            FindingCode::NameMojibake => "NAME_MOJIBAKE",
            FindingCode::DobYearOnly => "DOB_YEAR_ONLY",
            FindingCode::Dob2digit => "DOB_2DIGIT",
            FindingCode::DobZeroDayMonth => "DOB_ZERO_DAY_MONTH",
            FindingCode::DobSerial => "DOB_SERIAL",
            FindingCode::DobCompact => "DOB_COMPACT",
            FindingCode::DobWords => "DOB_WORDS",
            FindingCode::DobMonthYear => "DOB_MONTH_YEAR",
            FindingCode::DobImpossible => "DOB_IMPOSSIBLE",
            FindingCode::DobFuture => "DOB_FUTURE",
            FindingCode::DobTooOld => "DOB_TOO_OLD",
            FindingCode::DobMissing => "DOB_MISSING",
            FindingCode::DobUnreadable => "DOB_UNREADABLE",
            FindingCode::DobUsSwapped => "DOB_US_SWAPPED",
            FindingCode::SexCccdMismatch => "SEX_CCCD_MISMATCH",
            FindingCode::YobCccdMismatch => "YOB_CCCD_MISMATCH",
            FindingCode::SexUnknown => "SEX_UNKNOWN",
            FindingCode::CccdLeadingZero => "CCCD_LEADING_ZERO",
            FindingCode::CccdFloat => "CCCD_FLOAT",
            FindingCode::CccdSci => "CCCD_SCI",
            FindingCode::CccdSciLoss => "CCCD_SCI_LOSS",
            FindingCode::CccdSeparators => "CCCD_SEPARATORS",
            FindingCode::CccdApostrophe => "CCCD_APOSTROPHE",
            FindingCode::CccdLetter => "CCCD_LETTER",
            FindingCode::CccdCmnd9 => "CCCD_CMND9",
            FindingCode::CmndLeadingZero => "CMND_LEADING_ZERO",
            FindingCode::CccdLength => "CCCD_LENGTH",
            FindingCode::CccdProvince => "CCCD_PROVINCE",
            FindingCode::CccdMissing => "CCCD_MISSING",
            FindingCode::CccdFullwidth => "CCCD_FULLWIDTH",
            FindingCode::CccdText => "CCCD_TEXT",
            FindingCode::PhoneLeadingZero => "PHONE_LEADING_ZERO",
            FindingCode::PhonePlus84 => "PHONE_PLUS84",
            FindingCode::PhoneSeparators => "PHONE_SEPARATORS",
            FindingCode::PhoneTwo => "PHONE_TWO",
            FindingCode::PhoneOld11 => "PHONE_OLD11",
            FindingCode::PhoneLength => "PHONE_LENGTH",
            FindingCode::PhoneLandline => "PHONE_LANDLINE",
            FindingCode::PhoneMissing => "PHONE_MISSING",
            FindingCode::PhoneShared => "PHONE_SHARED",
            FindingCode::PhoneText => "PHONE_TEXT",
            FindingCode::PhonePrefix => "PHONE_PREFIX",
            FindingCode::MarkUnknown => "MARK_UNKNOWN",
            FindingCode::MarkContradiction => "MARK_CONTRADICTION",
            FindingCode::MsDateFuture => "MS_DATE_FUTURE",
            FindingCode::MsOrder => "MS_ORDER",
            FindingCode::MsDateImpossible => "MS_DATE_IMPOSSIBLE",
            FindingCode::StatusUnknown => "STATUS_UNKNOWN",
            FindingCode::VillageVariant => "VILLAGE_VARIANT",
            FindingCode::VillageUnknown => "VILLAGE_UNKNOWN",
            FindingCode::VillageMissing => "VILLAGE_MISSING",
            FindingCode::DupExact => "DUP_EXACT",
            FindingCode::DupMerge => "DUP_MERGE",
            FindingCode::DupConflict => "DUP_CONFLICT",
            FindingCode::DupNoId => "DUP_NO_ID",
            FindingCode::DupCmndCccd => "DUP_CMND_CCCD",
            FindingCode::NoteStatus => "NOTE_STATUS",
            FindingCode::LongNote => "LONG_NOTE",
            FindingCode::CsvInjection => "CSV_INJECTION",
            FindingCode::FormulaText => "FORMULA_TEXT",
            FindingCode::FormulaXref => "FORMULA_XREF",
            FindingCode::FormulaNoCache => "FORMULA_NO_CACHE",
            FindingCode::CellError => "CELL_ERROR",
            FindingCode::MergedData => "MERGED_DATA",
            FindingCode::RowHidden => "ROW_HIDDEN",
            FindingCode::ColHidden => "COL_HIDDEN",
            FindingCode::FooterTotalMismatch => "FOOTER_TOTAL_MISMATCH",
            FindingCode::SheetEmpty => "SHEET_EMPTY",
            FindingCode::HeaderOnly => "HEADER_ONLY",
            FindingCode::WorkbookEmpty => "WORKBOOK_EMPTY",
            FindingCode::SheetHidden => "SHEET_HIDDEN",
            FindingCode::SheetNotRoster => "SHEET_NOT_ROSTER",
            FindingCode::FileWrongExt => "FILE_WRONG_EXT",
            FindingCode::FileHtmlXls => "FILE_HTML_XLS",
            FindingCode::FileEncrypted => "FILE_ENCRYPTED",
            FindingCode::FileCorrupt => "FILE_CORRUPT",
            FindingCode::Resubmit => "RESUBMIT",
            FindingCode::XfileSame => "XFILE_SAME",
            FindingCode::XfileConflict => "XFILE_CONFLICT",
            FindingCode::XfileMoved => "XFILE_MOVED",
            FindingCode::ColumnRefused => "COLUMN_REFUSED",
            FindingCode::FileTooBig => "FILE_TOO_BIG",
            FindingCode::FileUnsafe => "FILE_UNSAFE",
            FindingCode::FileUnknown => "FILE_UNKNOWN",
            FindingCode::FileMacros => "FILE_MACROS",
        }
    }

    /// What the finding does to its row.
    pub fn severity(self) -> Severity {
        use FindingCode as C;
        match self {
            C::DobYearOnly
            | C::PhoneMissing
            | C::PhoneText
            | C::NoteStatus
            | C::LongNote
            | C::ColHidden
            | C::SheetEmpty
            | C::HeaderOnly
            | C::SheetNotRoster
            | C::FileWrongExt
            | C::FileHtmlXls
            | C::XfileSame
            | C::ColumnRefused
            | C::FileMacros => Severity::Info,
            C::NameUpper
            | C::NameLower
            | C::NameNfd
            | C::NameSpaces
            | C::NameZerowidth
            | C::NameTcvn3
            | C::NameVni
            | C::NameEth
            | C::NamePrefix
            | C::Dob2digit
            | C::DobZeroDayMonth
            | C::DobSerial
            | C::DobCompact
            | C::DobWords
            | C::CccdLeadingZero
            | C::CccdFloat
            | C::CccdSci
            | C::CccdSeparators
            | C::CccdApostrophe
            | C::CccdFullwidth
            | C::PhoneLeadingZero
            | C::PhonePlus84
            | C::PhoneSeparators
            | C::PhoneTwo
            | C::PhoneOld11
            | C::VillageVariant
            | C::DupExact
            | C::FormulaText
            | C::FormulaXref
            | C::MergedData
            | C::Resubmit => Severity::Fix,
            C::NameNoDiacritics
            | C::NameHtml
            | C::NameEmoji
            | C::NameMojibake
            | C::DobMonthYear
            | C::DobMissing
            | C::DobUsSwapped
            | C::SexUnknown
            | C::CccdLetter
            | C::CccdCmnd9
            | C::CmndLeadingZero
            | C::CccdMissing
            | C::CccdText
            | C::PhoneLandline
            | C::PhoneShared
            | C::PhonePrefix
            | C::MarkUnknown
            | C::MarkContradiction
            | C::MsOrder
            | C::StatusUnknown
            | C::VillageMissing
            | C::DupMerge
            | C::DupNoId
            | C::DupCmndCccd
            | C::CsvInjection
            | C::RowHidden
            | C::FooterTotalMismatch
            | C::SheetHidden
            | C::XfileConflict
            | C::XfileMoved => Severity::Warn,
            C::NameMissing
            | C::DobImpossible
            | C::DobFuture
            | C::DobTooOld
            | C::DobUnreadable
            | C::SexCccdMismatch
            | C::YobCccdMismatch
            | C::CccdSciLoss
            | C::CccdLength
            | C::CccdProvince
            | C::PhoneLength
            | C::MsDateFuture
            | C::MsDateImpossible
            | C::VillageUnknown
            | C::DupConflict
            | C::FormulaNoCache
            | C::CellError
            | C::WorkbookEmpty
            | C::FileEncrypted
            | C::FileCorrupt
            | C::FileTooBig
            | C::FileUnsafe
            | C::FileUnknown => Severity::Error,
        }
    }
}
