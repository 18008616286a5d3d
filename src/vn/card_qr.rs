//! The QR code on the identity card: what of it is read, and what damage on the way to us is repaired.
//!
//! Chip card (2021 to 6/2024), front: `số|số CMND|họ và tên|ddmmyyyy|giới tính|nơi thường trú|ddmmyyyy`, UTF-8. Cards since 1/7/2024 (Thông tư
//! 16/2024/TT-BCA) carry the same first and then more, parents among it: everything after the seventh field is dropped unread, and the payload itself is
//! never kept.
//!
//! Scanners act as keyboards. A keyboard layout or an input method that is on changes what they type; what can be recognised is undone, and a name that
//! still is no Vietnamese name is marked for the eye of whoever scans.

use chrono::NaiveDate;

use super::fold::fold;
use super::legacy::{decode, detect_cell};
use super::letter::{composed, is_invisible};
use super::name::{match_key, title_case};
use super::national_id::{NationalId, NationalIdError, Sex};
use super::syllable::share_of_syllables;
use super::text::tidy;

/// A payload longer than this is none: the longest known ones have some three hundred letters.
const LONGEST: usize = 2_000;
/// Fields that are read.
const FIELDS: usize = 7;

/// What a card says about its holder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardQr {
    /// Personal number.
    pub national_id: NationalId,
    /// Number of the old card, nine digits.
    pub old_card: Option<String>,
    /// Name as on the card.
    pub full_name: String,
    /// Birth date.
    pub birth_date: NaiveDate,
    /// Sex.
    pub sex: Sex,
    /// Place of permanent residence.
    pub address: Option<String>,
    /// The day the card was issued.
    pub issued_on: Option<NaiveDate>,
    /// What came differently from what a card says was put right.
    pub repaired: bool,
    /// The name or the address does not read as Vietnamese: to be compared with the card.
    pub doubtful: bool,
}

impl CardQr {
    /// What was read as the chip card would say it, without anything that was dropped.
    pub fn as_scanned(&self) -> String {
        let date = |day: NaiveDate| day.format("%d%m%Y").to_string();
        [
            self.national_id.as_str(),
            self.old_card.as_deref().unwrap_or_default(),
            &self.full_name,
            &date(self.birth_date),
            self.sex.vietnamese(),
            self.address.as_deref().unwrap_or_default(),
            &self.issued_on.map(date).unwrap_or_default(),
        ]
        .join("|")
    }
}

/// Why a text is no card.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CardQrError {
    /// Too few fields, or too long.
    #[error(
        "Đây không phải mã QR trên thẻ căn cước. Quét lại mã ở mặt trước thẻ căn cước công dân hoặc mặt sau thẻ căn cước."
    )]
    NotACard,
    /// The number.
    #[error("Mã QR đọc không đúng: {0}. Quét lại, hoặc tắt bộ gõ tiếng Việt trước khi quét.")]
    Number(NationalIdError),
    /// The birth date.
    #[error("Mã QR đọc không đúng: ngày sinh «{0}». Quét lại, hoặc tắt bộ gõ tiếng Việt trước khi quét.")]
    BirthDate(String),
    /// The number says something else than the birth date or the sex beside it.
    #[error("Mã QR đọc không đúng: số định danh không khớp ngày sinh hoặc giới tính. Quét lại thẻ.")]
    Contradiction,
}

/// Reads what a scanner typed or somebody pasted.
///
/// # Errors
/// See [`CardQrError`]; nothing of a payload is in it but a date that cannot be.
pub fn read_card_qr(typed: &str) -> Result<CardQr, CardQrError> {
    if typed.len() > LONGEST {
        return Err(CardQrError::NotACard);
    }
    let decoded = decode(typed, detect_cell(typed));
    let clean: String = composed(&decoded).chars().filter(|c| !is_invisible(*c) && !c.is_control()).collect();
    let separated = with_bars(clean.trim());
    let mut fields = separated.split('|').map(|field| tidy(field).text);
    let mut next = || fields.next().ok_or(CardQrError::NotACard);
    let fields: [String; FIELDS] = [next()?, next()?, next()?, next()?, next()?, next()?, next()?];
    let [number, old_card, name, born, sex, address, issued] = fields;
    let national_id = NationalId::parse(&digits(&number)).map_err(CardQrError::Number)?;
    let birth_date = date(&born).ok_or(CardQrError::BirthDate(born))?;
    let sex = read_sex(&sex).unwrap_or(national_id.sex());
    if national_id.birth_year() != chrono::Datelike::year(&birth_date) || national_id.sex() != sex {
        return Err(CardQrError::Contradiction);
    }
    let full_name = title_case(&name);
    if match_key(&full_name).is_empty() {
        return Err(CardQrError::NotACard);
    }
    Ok(CardQr {
        old_card: Some(digits(&old_card)).filter(|digits| digits.len() == 9),
        doubtful: reads_badly(&full_name) || reads_badly(&address),
        address: Some(address).filter(|address| !address.is_empty()),
        issued_on: date(&issued),
        repaired: separated != typed.trim(),
        national_id,
        full_name,
        birth_date,
        sex,
    })
}

/// The bar, where a keyboard layout made something else of it: the first sign that stands between the numbers of a card as often as bars would.
fn with_bars(text: &str) -> String {
    if text.contains('|') {
        return text.to_owned();
    }
    let after_number = text.trim_start_matches(|c: char| c.is_ascii_digit());
    match after_number.chars().next().filter(|c| !c.is_alphanumeric() && !c.is_whitespace()) {
        Some(bar) if text.matches(bar).count() >= FIELDS - 1 => text.replace(bar, "|"),
        _ => text.to_owned(),
    }
}

/// Digits that an input method for other scripts made wide.
fn digits(text: &str) -> String {
    let plain = |c: char| match c {
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10),
        c => Some(c),
    };
    text.chars().filter(|c| !c.is_whitespace()).filter_map(plain).collect()
}

/// `01021999`.
fn date(text: &str) -> Option<NaiveDate> {
    let digits = digits(text);
    if digits.len() != 8 || !digits.is_ascii() {
        return None;
    }
    let number = |range: std::ops::Range<usize>| digits.get(range)?.parse::<u32>().ok();
    let year = i32::try_from(number(4..8)?).ok()?;
    NaiveDate::from_ymd_opt(year, number(2..4)?, number(0..2)?)
}

/// «Nam», «Nữ», also as an input method leaves it.
fn read_sex(text: &str) -> Option<Sex> {
    match fold(text).as_str() {
        "nam" => Some(Sex::Male),
        "nu" | "nuw" | "nux" | "nuwx" => Some(Sex::Female),
        _ => None,
    }
}

/// Whether words of a text are no Vietnamese syllables. Names of some peoples are not either, so this only asks for a look.
fn reads_badly(text: &str) -> bool {
    let (syllables, words) = share_of_syllables(text);
    words > 0 && syllables < words
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CARD: &str = "001099000001||Nguyễn Văn An|01021999|Nam|Thôn 1, Xã Bình Minh, Tỉnh Phú Yên|15042021";

    #[test]
    fn the_seven_fields_of_the_chip_card() {
        let card = read_card_qr(CARD).unwrap();
        assert_eq!(card.national_id.as_str(), "001099000001");
        assert_eq!((card.full_name.as_str(), card.sex), ("Nguyễn Văn An", Sex::Male));
        assert_eq!(card.birth_date.to_string(), "1999-02-01");
        assert_eq!(card.issued_on.unwrap().to_string(), "2021-04-15");
        assert_eq!(card.address.as_deref(), Some("Thôn 1, Xã Bình Minh, Tỉnh Phú Yên"));
        assert_eq!((card.old_card, card.repaired, card.doubtful), (None, false, false));
    }

    #[test]
    fn newer_cards_say_more_and_the_rest_is_dropped() {
        let more = format!("{CARD}||Nguyễn Văn Cha|Trần Thị Mẹ|");
        assert_eq!(
            read_card_qr(&more).unwrap(),
            read_card_qr(CARD).map(|card| CardQr { repaired: false, ..card }).unwrap()
        );
        let old = CARD.replace("||", "|012345678|");
        assert_eq!(read_card_qr(&old).unwrap().old_card.as_deref(), Some("012345678"));
    }

    #[test]
    fn what_was_read_is_read_again_without_what_was_dropped() {
        let card = read_card_qr(&format!("{CARD}||Nguyễn Văn Cha|Trần Thị Mẹ|")).unwrap();
        assert_eq!(card.as_scanned(), CARD);
        let mangled = read_card_qr(&CARD.replace("Nguyễn Văn An", "Nguyeexn Vawn An")).unwrap();
        assert_eq!(read_card_qr(&mangled.as_scanned()), Ok(mangled));
    }

    #[test]
    fn what_a_keyboard_changed_is_put_right() {
        let same = |typed: &str| {
            let card = read_card_qr(typed).unwrap();
            assert!(card.repaired, "{typed}");
            assert_eq!(CardQr { repaired: false, ..card }, read_card_qr(CARD).unwrap(), "{typed}");
        };
        same(&CARD.replace('|', "\\"));
        same(&CARD.replace('|', "~"));
        same(&format!("{}\r\n\u{200b}", CARD.replace("Nguyễn", "Nguye\u{302}\u{303}n")));
        let as_latin: String = encoding_rs::WINDOWS_1252.decode(CARD.as_bytes()).0.into_owned();
        same(&as_latin);
    }

    #[test]
    fn a_mangled_name_asks_for_a_look() {
        let card = read_card_qr(&CARD.replace("Nguyễn Văn An", "Nguyeexn Vawn An")).unwrap();
        assert!(card.doubtful);
    }

    #[test]
    fn what_is_no_card_says_so() {
        for text in ["", "xin chào", "https://example.vn/?a=1|2", "001099000001|x|y", &"|".repeat(3_000)] {
            assert_eq!(read_card_qr(text), Err(CardQrError::NotACard), "{text:.20}");
        }
        assert!(matches!(read_card_qr(&CARD.replace("001099000001", "00109900000")), Err(CardQrError::Number(_))));
        assert!(matches!(read_card_qr(&CARD.replace("01021999", "31021999")), Err(CardQrError::BirthDate(_))));
        assert_eq!(read_card_qr(&CARD.replace("01021999", "01021998")), Err(CardQrError::Contradiction));
        assert_eq!(read_card_qr(&CARD.replace("Nam", "Nữ")), Err(CardQrError::Contradiction));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_fail_otherwise_than_by_saying_so(text in "\\PC{0,200}", bars in 0usize..12) {
            let _ = read_card_qr(&text);
            let _ = read_card_qr(&format!("{CARD}{}", "|".repeat(bars)));
            let _ = read_card_qr(&text.replace(' ', "|"));
        }
    }
}
