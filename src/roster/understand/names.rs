//! The name of a person: encoding, marks, spaces, case, forms of address, and what does not belong into a name.

use std::borrow::Cow;

use super::super::finding::FindingCode as Code;
use super::super::grid::Cell;
use super::super::reading::ColumnRole as Role;
use super::draft::Draft;
use super::picked::Picked;
use crate::vn::legacy::LegacyEncoding;
use crate::vn::name::{NameCase, case_of, lacks_diacritics, strip_form_of_address, title_case};
use crate::vn::text::{Tidying, tidy};

/// Reads the name into the draft.
pub(super) fn read_name(draft: &mut Draft, picked: &Picked) {
    let column = picked.column(Role::Name).or(picked.column(Role::FamilyName)).or(picked.column(Role::GivenName));
    let mut encoding = LegacyEncoding::Unicode;
    let mut whole: Option<Cow<str>> = None;
    let mut parts: [Option<&Cell>; 3] = [picked.cell(Role::Name), None, None];
    if parts == [None; 3] {
        let middle = picked.all(Role::FamilyName).nth(1).map(|(cell, _)| cell);
        parts = [picked.cell(Role::FamilyName), middle, picked.cell(Role::GivenName)];
    }
    for cell in parts.into_iter().flatten() {
        let decoded = picked.decoded(cell);
        if decoded.encoding != LegacyEncoding::Unicode {
            encoding = decoded.encoding;
        }
        whole = Some(match whole {
            None => decoded.text,
            Some(family) => Cow::Owned(format!("{family} {}", decoded.text)),
        });
    }
    let Some(raw) = whole.filter(|raw| raw.chars().any(char::is_alphanumeric)) else {
        draft.find(Code::NameMissing, column, None);
        return;
    };
    let split = parts.iter().flatten().count() > 1;
    let given: &str = parts.iter().flatten().next().map_or("", |cell| match &cell.value {
        super::super::grid::Value::Text(text) => text,
        _ => "",
    });
    let code = match encoding {
        LegacyEncoding::Unicode => None,
        LegacyEncoding::Tcvn3 => Some(Code::NameTcvn3),
        LegacyEncoding::Vni => Some(Code::NameVni),
        LegacyEncoding::Utf8AsCp1252 => Some(Code::NameMojibake),
    };
    if let Some(code) = code {
        draft.find(code, column, Some(given));
    }
    draft.row.full_name = Some(clean(draft, column, &raw, split, encoding));
}

/// Puts right what is certain, and names what is not.
fn clean(draft: &mut Draft, column: Option<u16>, raw: &str, split: bool, encoding: LegacyEncoding) -> String {
    if let Some(code) = strange_characters(raw) {
        draft.find(code, column, Some(raw));
        return raw.trim().to_owned();
    }
    let tidied = tidy(raw);
    for done in &tidied.done {
        let code = match done {
            Tidying::Composed if encoding != LegacyEncoding::Unicode => continue,
            Tidying::Composed => Code::NameNfd,
            Tidying::Spaces if split && !raw.contains("  ") && raw.trim() == raw => continue,
            Tidying::Spaces => Code::NameSpaces,
            Tidying::ZeroWidth => Code::NameZerowidth,
            Tidying::Eth => Code::NameEth,
        };
        draft.find(code, column, Some(raw));
    }
    let (mut name, addressed) = strip_form_of_address(&tidied.text);
    if addressed {
        draft.find(Code::NamePrefix, column, Some(raw));
    }
    match case_of(&name) {
        NameCase::Natural => {}
        NameCase::Upper => {
            draft.find(Code::NameUpper, column, Some(raw));
            name = title_case(&name);
        }
        NameCase::Lower => {
            draft.find(Code::NameLower, column, Some(raw));
            name = title_case(&name);
        }
    }
    if encoding != LegacyEncoding::Unicode && name.split(' ').any(|word| word.starts_with(char::is_lowercase)) {
        // the legacy fonts have no accented capitals: "ánh" at the start of a word was typed as a capital
        name = title_case(&name);
    }
    if lacks_diacritics(&name) {
        draft.find(Code::NameNoDiacritics, column, Some(raw));
    }
    name
}

/// Markup, code or emoji in a name: kept as it is and shown to a person.
fn strange_characters(name: &str) -> Option<Code> {
    if name.contains(['<', '>', '{', '}', ';', '=', '\\', '|', '$']) || name.contains("--") {
        return Some(Code::NameHtml);
    }
    let emoji = |c: char| matches!(c, '\u{1f000}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{fe0f}' | '\u{2190}'..='\u{21ff}' | '\u{e000}'..='\u{f8ff}');
    name.chars().any(emoji).then_some(Code::NameEmoji)
}
