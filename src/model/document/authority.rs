//! Quyền hạn, chức vụ của người ký: the lines above a signature (Nghị định 30/2020/NĐ-CP, Phụ lục I, Mục II.7).

use thiserror::Error;

/// Why lines cannot stand above a signature.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AuthorityError {
    /// None at all, or more than any signature has.
    #[error("Quyền hạn, chức vụ của người ký gồm từ 1 đến {MOST_LINES} dòng.")]
    Count,
    /// Not in capitals.
    #[error("Quyền hạn, chức vụ của người ký phải viết hoa: «{}».", .0.to_uppercase())]
    NotCapitals(String),
    /// Longer than its half of the page.
    #[error("Dòng «{0}» dài hơn {LONGEST} ký tự.")]
    TooLong(String),
    /// An abbreviation that the decree does not know.
    #[error("«{0}» không phải chữ viết tắt quyền hạn ký; chỉ dùng TM., KT., TL., TUQ., Q. rồi đến chức vụ.")]
    UnknownMark(String),
    /// Signing for somebody, without saying who signs.
    #[error("Dưới dòng «{0}» phải có dòng ghi chức vụ của người ký, ví dụ PHÓ CHỦ TỊCH.")]
    NobodyBelow(String),
    /// An order that no signature has.
    #[error(
        "Dòng «{0}» không đứng sau dòng khác được: ký thay mặt tập thể ghi trước, rồi mới ghi ký thay, thừa lệnh hoặc thừa ủy quyền."
    )]
    WrongOrder(String),
}

/// The most lines.
const MOST_LINES: usize = 4;
/// The longest line, in characters.
const LONGEST: usize = 60;
/// On behalf of a body; for whoever leads it; by order; by authorisation: each is followed by the post of whoever signs.
const FOLLOWED: [&str; 4] = ["TM.", "KT.", "TL.", "TUQ."];
/// Acting in the post.
const ACTING: &str = "Q.";

/// Checks the lines above a signature: the head in person (`CHỦ TỊCH`), or on behalf, for, by order or by authorisation of somebody, with the post of
/// whoever signs last.
///
/// # Errors
/// [`AuthorityError`].
pub fn check_authority(lines: &[String]) -> Result<(), AuthorityError> {
    if lines.is_empty() || lines.len() > MOST_LINES {
        return Err(AuthorityError::Count);
    }
    for (at, line) in lines.iter().enumerate() {
        let told = || line.clone();
        if line.chars().count() > LONGEST {
            return Err(AuthorityError::TooLong(told()));
        }
        if line.to_uppercase() != *line {
            return Err(AuthorityError::NotCapitals(told()));
        }
        let Some(mark) = mark(line) else { continue };
        if FOLLOWED.contains(&mark) {
            if at + 1 == lines.len() {
                return Err(AuthorityError::NobodyBelow(told()));
            }
            if mark == "TM." && at > 0 {
                return Err(AuthorityError::WrongOrder(told()));
            }
        } else if mark != ACTING {
            return Err(AuthorityError::UnknownMark(mark.to_owned()));
        }
    }
    Ok(())
}

/// The abbreviation at the beginning: the first word, where it ends with a full stop.
fn mark(line: &str) -> Option<&str> {
    line.split(' ').next().filter(|word| word.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_signs_stands_last() {
        let check = |lines: &[&str]| check_authority(&lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>());
        for good in [
            &["CHỦ TỊCH"][..],
            &["TRƯỞNG CÔNG AN XÃ"],
            &["Q. CHỦ TỊCH"],
            &["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"],
            &["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
            &["KT. TRƯỞNG CÔNG AN XÃ", "PHÓ TRƯỞNG CÔNG AN XÃ"],
            &["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"],
            &["TUQ. CHỦ TỊCH", "TRƯỞNG PHÒNG VĂN HÓA - XÃ HỘI"],
            &["TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"],
        ] {
            assert_eq!(check(good), Ok(()), "{good:?}");
        }
        for (bad, why) in [
            (&[][..], AuthorityError::Count),
            (&["A", "B", "C", "D", "E"], AuthorityError::Count),
            (&["Chủ tịch"], AuthorityError::NotCapitals("Chủ tịch".to_owned())),
            (&["TM. ỦY BAN NHÂN DÂN"], AuthorityError::NobodyBelow("TM. ỦY BAN NHÂN DÂN".to_owned())),
            (&["KT. CHỦ TỊCH"], AuthorityError::NobodyBelow("KT. CHỦ TỊCH".to_owned())),
            (&["TH. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"], AuthorityError::UnknownMark("TH.".to_owned())),
            (&["KT. CHỦ TỊCH", "TM. ỦY BAN", "A"], AuthorityError::WrongOrder("TM. ỦY BAN".to_owned())),
        ] {
            assert_eq!(check(bad), Err(why), "{bad:?}");
        }
    }
}
