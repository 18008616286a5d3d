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

/// Writes the enum and everything that has one line per code.
macro_rules! finding_codes {
    ($($variant:ident $code:literal $severity:ident;)*) => {
        /// What was found. The serialised form (`CCCD_LENGTH`) is fixed: outside checks read it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[allow(missing_docs, reason = "the meaning of each code is its sentence in messages/findings.rs")]
        pub enum FindingCode {
            $(#[serde(rename = $code)] $variant,)*
        }

        impl FindingCode {
            /// All codes.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The fixed spelling, `CCCD_LENGTH`.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)*
                }
            }

            /// What the finding does to its row.
            pub fn severity(self) -> Severity {
                match self {
                    $(Self::$variant => Severity::$severity,)*
                }
            }
        }
    };
}

finding_codes! {
    NameUpper "NAME_UPPER" Fix;
    NameLower "NAME_LOWER" Fix;
    NameNfd "NAME_NFD" Fix;
    NameSpaces "NAME_SPACES" Fix;
    NameZerowidth "NAME_ZEROWIDTH" Fix;
    NameTcvn3 "NAME_TCVN3" Fix;
    NameVni "NAME_VNI" Fix;
    NameEth "NAME_ETH" Fix;
    NamePrefix "NAME_PREFIX" Fix;
    NameMissing "NAME_MISSING" Error;
    NameNoDiacritics "NAME_NO_DIACRITICS" Warn;
    NameHtml "NAME_HTML" Warn;
    NameEmoji "NAME_EMOJI" Warn;
    NameMojibake "NAME_MOJIBAKE" Warn;
    DobYearOnly "DOB_YEAR_ONLY" Info;
    Dob2digit "DOB_2DIGIT" Fix;
    DobZeroDayMonth "DOB_ZERO_DAY_MONTH" Fix;
    DobSerial "DOB_SERIAL" Fix;
    DobCompact "DOB_COMPACT" Fix;
    DobWords "DOB_WORDS" Fix;
    DobMonthYear "DOB_MONTH_YEAR" Warn;
    DobImpossible "DOB_IMPOSSIBLE" Error;
    DobFuture "DOB_FUTURE" Error;
    DobTooOld "DOB_TOO_OLD" Error;
    DobMissing "DOB_MISSING" Warn;
    DobUnreadable "DOB_UNREADABLE" Error;
    DobUsSwapped "DOB_US_SWAPPED" Warn;
    SexCccdMismatch "SEX_CCCD_MISMATCH" Error;
    YobCccdMismatch "YOB_CCCD_MISMATCH" Error;
    SexUnknown "SEX_UNKNOWN" Warn;
    CccdLeadingZero "CCCD_LEADING_ZERO" Fix;
    CccdFloat "CCCD_FLOAT" Fix;
    CccdSci "CCCD_SCI" Fix;
    CccdSciLoss "CCCD_SCI_LOSS" Error;
    CccdSeparators "CCCD_SEPARATORS" Fix;
    CccdApostrophe "CCCD_APOSTROPHE" Fix;
    CccdLetter "CCCD_LETTER" Warn;
    CccdCmnd9 "CCCD_CMND9" Warn;
    CmndLeadingZero "CMND_LEADING_ZERO" Warn;
    CccdLength "CCCD_LENGTH" Error;
    CccdProvince "CCCD_PROVINCE" Error;
    CccdMissing "CCCD_MISSING" Warn;
    CccdFullwidth "CCCD_FULLWIDTH" Fix;
    CccdText "CCCD_TEXT" Warn;
    PhoneLeadingZero "PHONE_LEADING_ZERO" Fix;
    PhonePlus84 "PHONE_PLUS84" Fix;
    PhoneSeparators "PHONE_SEPARATORS" Fix;
    PhoneTwo "PHONE_TWO" Fix;
    PhoneOld11 "PHONE_OLD11" Fix;
    PhoneLength "PHONE_LENGTH" Error;
    PhoneLandline "PHONE_LANDLINE" Warn;
    PhoneMissing "PHONE_MISSING" Info;
    PhoneShared "PHONE_SHARED" Warn;
    PhoneText "PHONE_TEXT" Info;
    PhonePrefix "PHONE_PREFIX" Warn;
    MarkUnknown "MARK_UNKNOWN" Warn;
    MarkContradiction "MARK_CONTRADICTION" Warn;
    MsDateFuture "MS_DATE_FUTURE" Error;
    MsOrder "MS_ORDER" Warn;
    MsDateImpossible "MS_DATE_IMPOSSIBLE" Error;
    StatusUnknown "STATUS_UNKNOWN" Warn;
    VillageVariant "VILLAGE_VARIANT" Fix;
    VillageUnknown "VILLAGE_UNKNOWN" Error;
    VillageMissing "VILLAGE_MISSING" Warn;
    DupExact "DUP_EXACT" Fix;
    DupMerge "DUP_MERGE" Warn;
    DupConflict "DUP_CONFLICT" Error;
    DupNoId "DUP_NO_ID" Warn;
    DupCmndCccd "DUP_CMND_CCCD" Warn;
    NoteStatus "NOTE_STATUS" Info;
    LongNote "LONG_NOTE" Info;
    CsvInjection "CSV_INJECTION" Warn;
    FormulaText "FORMULA_TEXT" Fix;
    FormulaXref "FORMULA_XREF" Fix;
    FormulaNoCache "FORMULA_NO_CACHE" Error;
    CellError "CELL_ERROR" Error;
    MergedData "MERGED_DATA" Fix;
    DittoMark "DITTO_MARK" Info;
    RowHidden "ROW_HIDDEN" Warn;
    ColHidden "COL_HIDDEN" Info;
    FooterTotalMismatch "FOOTER_TOTAL_MISMATCH" Warn;
    MarksEmpty "MARKS_EMPTY" Warn;
    SheetEmpty "SHEET_EMPTY" Info;
    HeaderOnly "HEADER_ONLY" Info;
    WorkbookEmpty "WORKBOOK_EMPTY" Error;
    SheetHidden "SHEET_HIDDEN" Warn;
    SheetNotRoster "SHEET_NOT_ROSTER" Info;
    FileWrongExt "FILE_WRONG_EXT" Info;
    FileHtmlXls "FILE_HTML_XLS" Info;
    FileEncrypted "FILE_ENCRYPTED" Error;
    FileCorrupt "FILE_CORRUPT" Error;
    Resubmit "RESUBMIT" Fix;
    XfileSame "XFILE_SAME" Info;
    XfileConflict "XFILE_CONFLICT" Warn;
    XfileMoved "XFILE_MOVED" Warn;
    ColumnRefused "COLUMN_REFUSED" Info;
    FileTooBig "FILE_TOO_BIG" Error;
    FileUnsafe "FILE_UNSAFE" Error;
    FileUnknown "FILE_UNKNOWN" Error;
    FileMacros "FILE_MACROS" Info;
}
