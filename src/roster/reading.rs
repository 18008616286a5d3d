//! The outcome of reading one file: cleaned rows with findings. This is what the child process hands to the server, what `roster check --json`
//! prints, and what matching starts from.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use super::finding::{FindingCode, Severity};
use crate::vn::date::PartialDate;
use crate::vn::national_id::Sex;

/// One file, read and understood.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// Findings about the file as a whole.
    pub file_codes: Vec<FindingCode>,
    /// Sheets in the order of the file.
    pub sheets: Vec<SheetReading>,
}

/// One piece of a reading, in the order of the file.
#[derive(Debug, Clone, PartialEq)]
pub enum ReadingEvent {
    /// Findings about the file as a whole; always the first event.
    File(Vec<FindingCode>),
    /// The next sheet, without its rows.
    Sheet(SheetReading),
    /// The next row of that sheet.
    Row(Box<RosterRow>),
}

/// What a sheet turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetKind {
    /// A list of people.
    Roster,
    /// A cover page.
    Cover,
    /// A table of totals per unit.
    Summary,
    /// A table that formulas of other sheets look into.
    Lookup,
    /// Nothing in it.
    #[default]
    Empty,
    /// A form nobody filled in.
    HeaderOnly,
    /// Text that explains.
    Instructions,
    /// Quotas per unit.
    Quota,
}

/// One sheet, understood.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SheetReading {
    /// Name as stored in the file.
    pub name: String,
    /// What it is.
    pub kind: SheetKind,
    /// 1-based numbers of the rows of the (first) header.
    pub header_rows: Vec<u32>,
    /// Findings about the sheet.
    pub codes: Vec<FindingCode>,
    /// Columns of its tables.
    pub columns: Vec<ColumnReading>,
    /// The rows that are people.
    pub rows: Vec<RosterRow>,
    /// Words that nobody understood, the most frequent first.
    #[serde(default)]
    pub unknown_words: Vec<UnknownWord>,
    /// Rows of a quota table, when `kind` is `quota`.
    pub quotas: Vec<QuotaRow>,
    /// The batch that the summary sheet of an error workbook names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continues: Option<i64>,
}

/// One column, understood.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnReading {
    /// 1-based column number.
    #[serde(rename = "col")]
    pub column: u16,
    /// Header as a person reads it (two-row headers joined).
    pub header: String,
    /// What it means.
    pub role: ColumnRole,
    /// Up to three different values as written; none of a refused column.
    #[serde(default)]
    pub samples: Vec<String>,
}

/// A word in cells that has no known meaning there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnknownWord {
    /// What the column means.
    pub role: ColumnRole,
    /// The word as written first.
    pub word: String,
    /// Rows that have it.
    pub rows: u32,
}

/// What a column means. The serialised names are those of the test set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is the Vietnamese header of `understand::columns`, which explains it")]
pub enum ColumnRole {
    Stt,
    Name,
    FamilyName,
    GivenName,
    Dob,
    DobMale,
    DobFemale,
    #[serde(rename = "d_day")]
    DobDay,
    #[serde(rename = "d_month")]
    DobMonth,
    #[serde(rename = "d_year")]
    DobYear,
    Sex,
    FemaleMark,
    MaleMark,
    Cccd,
    IssueDate,
    IssuePlace,
    Phone,
    Email,
    Address,
    Village,
    Unit,
    Position,
    Household,
    Relation,
    M1,
    M1Date,
    M2,
    M2Date,
    Level,
    LevelDate,
    Act,
    ActDate,
    NotAct,
    Dvc,
    DvcDate,
    Cks,
    CksDate,
    CksAct,
    CksActDate,
    Provider,
    Status,
    Note,
    SubmittedAt,
    Refused,
    Ignored,
}

impl ColumnRole {
    /// Whether a table can have only one column of this meaning. Marks and their dates may stand several times (they count together), as may notes,
    /// phones and numbers of cards (the old one beside the new one).
    pub fn stands_once(self) -> bool {
        use ColumnRole as Role;
        !matches!(
            self,
            Role::Ignored
                | Role::Refused
                | Role::Note
                | Role::Cccd
                | Role::Phone
                | Role::M1
                | Role::M1Date
                | Role::M2
                | Role::M2Date
                | Role::Act
                | Role::ActDate
                | Role::Dvc
                | Role::DvcDate
                | Role::Cks
                | Role::CksDate
                | Role::CksAct
                | Role::CksActDate
        )
    }
}

/// The worst finding of a row, as three words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowResult {
    /// Taken as it is or after certain repairs.
    #[default]
    Ok,
    /// Taken, and shown to a person.
    Warn,
    /// Held back.
    Error,
}

impl RowResult {
    /// What a finding makes of its row.
    pub fn of(code: FindingCode) -> Self {
        match code.severity() {
            Severity::Info | Severity::Fix => Self::Ok,
            Severity::Warn => Self::Warn,
            Severity::Error => Self::Error,
        }
    }
}

/// Keys of the milestones a list can carry; the contract maps them to programmes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Level 1 account issued.
    M1,
    /// Level 2 account issued.
    M2,
    /// Account activated.
    Act,
    /// Account on the national portal.
    Dvc,
    /// Signed up for a signature certificate.
    Cks,
    /// Certificate accepted.
    CksAct,
}

/// What a list says about one milestone of one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MarkReading {
    /// `None` where the mark cannot be understood; an empty cell is `Some(false)`.
    pub done: Option<bool>,
    /// The day, where the list tells it.
    #[serde(with = "crate::vn::date::optional_day", default)]
    pub date: Option<NaiveDate>,
}

/// What a note says about a person: the barriers of the source documents and states of life and residence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are the fixed status words of the contract")]
pub enum NoteStatus {
    Deceased,
    Absent,
    NoSmartphone,
    WeakPhone,
    SimChanged,
    MissedSms,
    NoSkill,
    MovedOut,
    Overseas,
    UnderAge,
    Disabled,
    Detained,
    Military,
    Refused,
}

/// One person as one row of a list tells it, cleaned.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RosterRow {
    /// 1-based row number.
    pub row: u32,
    /// 1-based first column of the table the row belongs to.
    pub c0: u16,
    /// Worst finding.
    pub result: RowResult,
    /// Name in NFC, spelling and case as cleaned.
    pub full_name: Option<String>,
    /// Birth date as far as known.
    pub dob: Option<PartialDate>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Twelve-digit ID number.
    pub cccd: Option<String>,
    /// Nine-digit number of the old card.
    pub cmnd9: Option<String>,
    /// Mobile number, ten digits.
    pub phone: Option<String>,
    /// Second mobile number of the same cell.
    pub phone2: Option<String>,
    /// Village, tidied, as the list names it.
    pub village: Option<String>,
    /// Office, as the list names it.
    pub unit: Option<String>,
    /// Post in the office.
    pub position: Option<String>,
    /// Head of the household, as written.
    pub household: Option<String>,
    /// Address line, as written.
    pub address: Option<String>,
    /// Provider of the certificate, as written.
    pub provider: Option<String>,
    /// Note, as written.
    pub note: Option<String>,
    /// Marks; only those that the sheet has a column for.
    pub milestones: BTreeMap<Mark, MarkReading>,
    /// What the note says.
    pub status: Vec<NoteStatus>,
    /// Everything that was found in the row.
    pub codes: Vec<Finding>,
    /// What the row says is to be removed. A blank cell removes nothing.
    #[serde(default)]
    pub cleared: Vec<Clearable>,
}

/// What a list can remove, by writing `xóa` in the cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clearable {
    /// Both phones.
    Phone,
    /// Head of the household.
    Household,
    /// Address line.
    Address,
    /// Post in the office.
    Post,
}

/// One finding in one cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// What was found.
    pub code: FindingCode,
    /// 1-based column, where it concerns one cell.
    #[serde(rename = "col")]
    pub column: Option<u16>,
    /// The value as it was given, cut to 80 characters; ID numbers and phones in full (the file is the caller's own).
    pub given: Option<String>,
}

impl Finding {
    /// One Vietnamese sentence: what, where, what to do. Made where it is shown: it follows from the fields, and would be most of what a row weighs.
    pub fn message(&self) -> String {
        crate::messages::findings::sentence(self.code, self.column, self.given.as_deref())
    }
}

/// One row of a quota table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuotaRow {
    /// 1-based row number.
    pub row: u32,
    /// Unit as written.
    pub unit: String,
    /// Quota of level 1 accounts.
    pub m1: Option<u32>,
    /// Quota of level 2 accounts.
    pub m2: Option<u32>,
    /// Quotas of whatever other columns there are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<OtherQuota>,
}

/// A quota in a column that names no level of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherQuota {
    /// What stands above the column.
    pub header: String,
    /// The quota.
    pub number: u32,
}

impl Reading {
    /// Says the whole reading piece by piece.
    ///
    /// # Errors
    /// Those of `say`.
    pub fn say<E>(self, say: &mut dyn FnMut(ReadingEvent) -> Result<(), E>) -> Result<(), E> {
        say(ReadingEvent::File(self.file_codes))?;
        for mut sheet in self.sheets {
            let rows = std::mem::take(&mut sheet.rows);
            say(ReadingEvent::Sheet(sheet))?;
            rows.into_iter().try_for_each(|row| say(ReadingEvent::Row(Box::new(row))))?;
        }
        Ok(())
    }
}
