//! What a new password must be (OWASP ASVS 5.0, 6.2): long, and not made of what everybody guesses. No rule about kinds of characters.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use crate::vn::fold::{fold, tokens};

/// The fewest characters, as there is no second factor (6.2.1 recommends 15).
pub const SHORTEST_PASSWORD: usize = 15;
/// The most characters.
pub const LONGEST_PASSWORD: usize = 128;
/// Different pairs of neighbouring characters that must remain once guessable parts are taken away: as many as a word of nine letters has.
const FEWEST_PAIRS: usize = 8;
/// Shorter words of names (An, Ba) may stand in a password.
const SHORTEST_WORD: usize = 3;
/// Words that lists of leaked passwords are made of, and those that documents about this work show as examples.
const COMMON: &str = include_str!("common_passwords.txt");
/// Rows of the keyboard; a walk along one is no password.
const KEYBOARD: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

/// What is wrong with a new password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordProblem {
    /// Fewer than [`SHORTEST_PASSWORD`] characters.
    TooShort,
    /// More than [`LONGEST_PASSWORD`].
    TooLong,
    /// Made of what everybody guesses.
    TooEasy,
    /// The old one again.
    Unchanged,
}

/// Checks a new password. `context`: names that everybody knows (of the account, of the unit).
pub fn check(password: &str, context: &[&str]) -> Result<(), PasswordProblem> {
    let characters = password.nfc().count();
    if characters < SHORTEST_PASSWORD {
        return Err(PasswordProblem::TooShort);
    }
    if characters > LONGEST_PASSWORD {
        return Err(PasswordProblem::TooLong);
    }
    let skeleton = skeleton(password);
    let only_digits = skeleton.chars().all(|c| c.is_ascii_digit() || c.is_ascii_punctuation());
    if only_digits || remaining_pairs(&skeleton, context) < FEWEST_PAIRS {
        return Err(PasswordProblem::TooEasy);
    }
    Ok(())
}

/// The password as somebody who guesses sees it: no case, no diacritics, no spaces.
fn skeleton(password: &str) -> String {
    let mut skeleton = String::with_capacity(password.len());
    for c in password.nfc().filter(|c| !c.is_whitespace()) {
        let folded = fold(c.encode_utf8(&mut [0; 4]));
        if folded.is_empty() {
            skeleton.push(c);
        } else {
            skeleton.push_str(&folded);
        }
    }
    skeleton
}

/// Different pairs of neighbours, without guessable words, runs (abc, 321, aaa) and walks along the keyboard.
fn remaining_pairs(skeleton: &str, context: &[&str]) -> usize {
    let names: Vec<String> = context.iter().flat_map(|name| tokens(name)).collect();
    let mut words: Vec<&str> = COMMON.lines().chain(names.iter().map(String::as_str)).collect();
    words.retain(|word| word.len() >= SHORTEST_WORD);
    // The longest first, so that "matkhau" goes before a "khau" of somebody's name.
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let mut rest = skeleton.to_owned();
    for word in words {
        rest = rest.replace(word, "\n");
    }
    let pieces = rest.split('\n').map(|piece| piece.chars().collect::<Vec<char>>());
    let pairs: BTreeSet<(char, char)> =
        pieces.flat_map(|piece| piece.windows(2).filter_map(pair).collect::<Vec<_>>()).collect();
    pairs.len()
}

fn pair(neighbours: &[char]) -> Option<(char, char)> {
    let [a, b] = *neighbours else { return None };
    (!is_step(a, b)).then_some((a, b))
}

fn is_step(a: char, b: char) -> bool {
    let beside_on_keyboard = |row: &str| {
        let place = |c: char| row.chars().position(|key| key == c);
        place(a).zip(place(b)).is_some_and(|(x, y)| x.abs_diff(y) == 1)
    };
    u32::from(a).abs_diff(u32::from(b)) <= 1 || KEYBOARD.into_iter().any(beside_on_keyboard)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CONTEXT: [&str; 3] = ["ngocbinh.to", "Phạm Thị Bình", "Xã Cẩm Ngọc"];

    #[test]
    fn what_everybody_guesses_is_refused() {
        for password in [
            "Aa@123456Aa@123456",
            "P3hKh0i@P3hKh0i@",
            "matkhau123456789",
            "MatKhau@12345678",
            "Mật khẩu của ubnd",
            "111111111111111111",
            "123456789012345678",
            "038138272855 0795838271",
            "04/06/1938 04/06/1938",
            "qwertyuiopasdfghjkl",
            "aaaaaaaaaaaaaaaaaaaa",
            "abcabcabcabcabcabc",
            "abcdefghijklmnopqrst",
            "password password",
            "Phạm Thị Bình 1938",
            "CamNgoc@CamNgoc@2023",
            "ngocbinh.to.ngocbinh.to",
            "1q2w3e4r1q2w3e4r1q2w3e4r",
        ] {
            assert_eq!(check(password, &CONTEXT), Err(PasswordProblem::TooEasy), "{password}");
        }
    }

    #[test]
    fn sentences_and_random_strings_do() {
        for password in [
            "con trâu đi trước cái cày",
            "Sáng nay trời mưa to quá",
            "correct horse battery staple",
            "kx7m-2pqd-hwz4-9rtc",
            "ba con gà mái đẻ 12 trứng",
            "𝒻𝓊𝓃𝓃𝓎 рекa 河川 sông ngòi",
        ] {
            assert_eq!(check(password, &CONTEXT), Ok(()), "{password}");
        }
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert_eq!(check("đường đi xa lắ", &[]), Err(PasswordProblem::TooShort));
        assert_eq!(check("đường đi xa lắm", &[]), Ok(()));
        let long = "con trâu đi trước cái cày, ".repeat(5);
        assert_eq!(check(&long.chars().take(128).collect::<String>(), &[]), Ok(()));
        assert_eq!(check(&long.chars().take(129).collect::<String>(), &[]), Err(PasswordProblem::TooLong));
    }

    proptest! {
        #[test]
        fn no_password_panics(password in ".{0,200}", name in ".{0,40}") {
            let _ = check(&password, &[&name]);
        }

        #[test]
        fn a_repeated_common_word_never_does(index in 0usize..100, times in 1usize..20, digits in 0u32..10_000) {
            let word = COMMON.lines().nth(index).unwrap();
            prop_assert!(check(&format!("{}{digits}", word.repeat(times)), &[]).is_err());
        }
    }
}
