//! Headers that other systems write into their exports: English words and column codes, folded and exact.

use super::{Guess, Role, Unsure};

/// Folded header to its meaning.
const EXPORT_HEADERS: &[(&str, Guess)] = &[
    ("index", Guess::Sure(Role::Stt)),
    ("full name", Guess::Sure(Role::Name)),
    ("fullname", Guess::Sure(Role::Name)),
    ("name", Guess::Sure(Role::Name)),
    ("citizen name", Guess::Sure(Role::Name)),
    ("customer name", Guess::Sure(Role::Name)),
    ("dob", Guess::Sure(Role::Dob)),
    ("date of birth", Guess::Sure(Role::Dob)),
    ("birth date", Guess::Sure(Role::Dob)),
    ("birthdate", Guess::Sure(Role::Dob)),
    ("birthday", Guess::Sure(Role::Dob)),
    ("year of birth", Guess::Sure(Role::Dob)),
    ("birth year", Guess::Sure(Role::Dob)),
    ("yob", Guess::Sure(Role::Dob)),
    ("ngaysinh", Guess::Sure(Role::Dob)),
    ("namsinh", Guess::Sure(Role::Dob)),
    ("gender", Guess::Sure(Role::Sex)),
    ("sex", Guess::Sure(Role::Sex)),
    ("gioitinh", Guess::Sure(Role::Sex)),
    ("socccd", Guess::Sure(Role::Cccd)),
    ("id number", Guess::Sure(Role::Cccd)),
    ("id no", Guess::Sure(Role::Cccd)),
    ("id card", Guess::Sure(Role::Cccd)),
    ("id card number", Guess::Sure(Role::Cccd)),
    ("identity number", Guess::Sure(Role::Cccd)),
    ("identity card", Guess::Sure(Role::Cccd)),
    ("identity card number", Guess::Sure(Role::Cccd)),
    ("identification number", Guess::Sure(Role::Cccd)),
    ("personal identification number", Guess::Sure(Role::Cccd)),
    ("personal id", Guess::Sure(Role::Cccd)),
    ("citizen id", Guess::Sure(Role::Cccd)),
    ("citizen id number", Guess::Sure(Role::Cccd)),
    ("national id", Guess::Sure(Role::Cccd)),
    ("issue date", Guess::Sure(Role::IssueDate)),
    ("date of issue", Guess::Sure(Role::IssueDate)),
    ("issue place", Guess::Sure(Role::IssuePlace)),
    ("place of issue", Guess::Sure(Role::IssuePlace)),
    ("telephone", Guess::Sure(Role::Phone)),
    ("contact number", Guess::Sure(Role::Phone)),
    ("msisdn", Guess::Sure(Role::Phone)),
    ("sodienthoai", Guess::Sure(Role::Phone)),
    ("address", Guess::Unsure(Unsure::Address)),
    ("permanent address", Guess::Unsure(Unsure::Address)),
    ("current address", Guess::Unsure(Unsure::Address)),
    ("residence", Guess::Unsure(Unsure::Address)),
    ("diachi", Guess::Unsure(Unsure::Address)),
    ("village", Guess::Sure(Role::Village)),
    ("hamlet", Guess::Sure(Role::Village)),
    ("unit", Guess::Unsure(Unsure::Unit)),
    ("office", Guess::Unsure(Unsure::Unit)),
    ("organization", Guess::Unsure(Unsure::Unit)),
    ("department", Guess::Unsure(Unsure::Unit)),
    ("position", Guess::Sure(Role::Position)),
    ("job title", Guess::Sure(Role::Position)),
    ("level", Guess::Unsure(Unsure::Level)),
    ("account level", Guess::Unsure(Unsure::Level)),
    ("identity level", Guess::Unsure(Unsure::Level)),
    ("verification level", Guess::Unsure(Unsure::Level)),
    ("status", Guess::Unsure(Unsure::Status)),
    ("account status", Guess::Unsure(Unsure::Status)),
    ("activation status", Guess::Unsure(Unsure::Status)),
    ("active", Guess::Sure(Role::Act)),
    ("activated", Guess::Sure(Role::Act)),
    ("is active", Guess::Sure(Role::Act)),
    ("is activated", Guess::Sure(Role::Act)),
    ("activated at", Guess::Sure(Role::ActDate)),
    ("activated on", Guess::Sure(Role::ActDate)),
    ("activated date", Guess::Sure(Role::ActDate)),
    ("activation date", Guess::Sure(Role::ActDate)),
    ("registered at", Guess::Unsure(Unsure::SignUpDate)),
    ("registered date", Guess::Unsure(Unsure::SignUpDate)),
    ("registration date", Guess::Unsure(Unsure::SignUpDate)),
    ("provider", Guess::Sure(Role::Provider)),
    ("note", Guess::Sure(Role::Note)),
    ("notes", Guess::Sure(Role::Note)),
    ("remark", Guess::Sure(Role::Note)),
    ("remarks", Guess::Sure(Role::Note)),
    ("reason", Guess::Sure(Role::Note)),
    ("submitted at", Guess::Sure(Role::SubmittedAt)),
    ("completion time", Guess::Sure(Role::SubmittedAt)),
    ("thoi gian hoan thanh", Guess::Sure(Role::SubmittedAt)),
    ("start time", Guess::Useless),
    ("thoi gian bat dau", Guess::Useless),
    ("ethnicity", Guess::Sure(Role::Refused)),
    ("ethnic", Guess::Sure(Role::Refused)),
    ("religion", Guess::Sure(Role::Refused)),
    ("photo", Guess::Sure(Role::Refused)),
];

/// The meaning of a header that an export writes.
pub(super) fn exported(text: &str) -> Option<Guess> {
    EXPORT_HEADERS.iter().find(|(header, _)| *header == text).map(|(_, guess)| *guess)
}

/// `HoVaTen`, `SoCCCD` with their words apart; `None` for any other text.
pub(super) fn words_apart(raw: &str) -> Option<String> {
    let raw = raw.trim();
    let joined = raw.bytes().zip(raw.bytes().skip(1)).any(|(a, b)| a.is_ascii_lowercase() && b.is_ascii_uppercase());
    if !joined || !raw.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    let mut apart = String::with_capacity(raw.len() + 8);
    let mut before = ' ';
    for letter in raw.chars() {
        if letter.is_ascii_uppercase() && before.is_ascii_lowercase() {
            apart.push(' ');
        }
        apart.push(letter.to_ascii_lowercase());
        before = letter;
    }
    Some(apart)
}
