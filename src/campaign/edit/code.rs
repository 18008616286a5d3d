//! The code of a campaign: how it stands in addresses and commands.

use chrono::{Datelike, NaiveDate};

use super::draft::CampaignDraft;
use crate::campaign::campaign_error::CampaignError;
use crate::store::{Conn, StoreError, campaigns};
use crate::vn::fold::fold;

/// The longest code.
const LONGEST: usize = 60;
/// Letters of a title that a proposed code takes.
const OF_TITLE: usize = 40;
/// What addresses already mean something else by.
const TAKEN: [&str; 1] = ["moi"];

/// The code that a title suggests: its words without marks, and the year.
pub fn proposed(title: &str, starts_on: NaiveDate) -> String {
    let mut code = String::new();
    let folded = fold(title);
    for word in folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        if !code.is_empty() && code.len() + word.len() > OF_TITLE {
            break;
        }
        if !code.is_empty() {
            code.push('-');
        }
        code.extend(word.chars().take(OF_TITLE));
    }
    let year = starts_on.year().to_string();
    match code.as_str() {
        "" => format!("chien-dich-{year}"),
        named if named.split('-').any(|word| word == year) => code,
        _ => format!("{code}-{year}"),
    }
}

/// The code of a new campaign: the one typed, or the proposed one with a number where it is in use.
pub(super) fn chosen(conn: &mut Conn, draft: &CampaignDraft) -> Result<String, CampaignError> {
    let typed = draft.code.trim();
    if typed.is_empty() {
        return Ok(free(conn, &proposed(&draft.title, draft.starts_on))?);
    }
    if !fits(typed) {
        let problem = "Mã chiến dịch chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối, từ 2 đến 60 ký tự.";
        return Err(CampaignError::unfit("code", problem));
    }
    if campaigns::find(conn, typed)?.is_some() {
        return Err(CampaignError::unfit("code", format!("Mã «{typed}» đã có chiến dịch khác dùng. Chọn mã khác.")));
    }
    Ok(typed.to_owned())
}

fn fits(code: &str) -> bool {
    let plain = code.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    let edges = code.starts_with('-') || code.ends_with('-');
    plain && !edges && (2..=LONGEST).contains(&code.len()) && !TAKEN.contains(&code)
}

fn free(conn: &mut Conn, wanted: &str) -> Result<String, StoreError> {
    let mut code = wanted.to_owned();
    let mut number = 2u32;
    while campaigns::find(conn, &code)?.is_some() {
        code = format!("{wanted}-{number}");
        number += 1;
    }
    Ok(code)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_made_of_the_title_and_the_year() {
        let on: NaiveDate = "2026-03-01".parse().unwrap();
        for (title, code) in [
            ("Đợt cao điểm chữ ký số", "dot-cao-diem-chu-ky-so-2026"),
            ("Kế hoạch 2026: định danh", "ke-hoach-2026-dinh-danh"),
            ("«»", "chien-dich-2026"),
        ] {
            assert_eq!(proposed(title, on), code);
            assert!(fits(code));
        }
        assert!(proposed(&"Chiến dịch rất dài ".repeat(9), on).len() <= 60);
        for code in ["", "a", "moi", "Xa", "a b", "-ab", "ab-", "xã", "a/b"] {
            assert!(!fits(code), "{code}");
        }
    }
}
