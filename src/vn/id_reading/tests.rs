use proptest::prelude::*;

use super::*;
use crate::vn::digits::is_digits;

fn national(digits: &str, repairs: &[Repair]) -> IdReading {
    IdReading::National { digits: digits.to_owned(), repairs: repairs.to_vec() }
}

fn old_card(digits: &str, leading_zero_lost: bool, repairs: &[Repair]) -> IdReading {
    IdReading::OldCard { digits: digits.to_owned(), leading_zero_lost, repairs: repairs.to_vec() }
}

#[test]
fn reads_numbers() {
    use Repair::{Apostrophe, Float, FullWidth, LeadingZero, Letters, Scientific, Separators};
    for (raw, digits, repairs) in [
        ("038089478029", "038089478029", &[][..]),
        ("38089478029", "038089478029", &[LeadingZero]),
        ("038 089 478029", "038089478029", &[Separators]),
        ("038.077.933.107", "038077933107", &[Separators]),
        ("001-088-758320", "001088758320", &[Separators]),
        ("\u{A0}014078149602 ", "014078149602", &[Separators]),
        ("38.089.478.029", "038089478029", &[LeadingZero, Separators]),
        ("'040197453845", "040197453845", &[Apostrophe]),
        ("’38089478029", "038089478029", &[LeadingZero, Apostrophe]),
        ("38089478029.0", "038089478029", &[Float]),
        ("038089478029.0", "038089478029", &[Float]),
        ("3.8089478029E+10", "038089478029", &[Scientific]),
        ("O38089478029", "038089478029", &[Letters]),
        ("05120l6o4376", "051201604376", &[Letters]),
        ("０３８０８９４７８０２９", "038089478029", &[FullWidth]),
        ("CCCD: 038089478029", "038089478029", &[Separators]),
        ("Số 038089478029", "038089478029", &[Separators]),
        ("SO O38089478029", "038089478029", &[Separators, Letters]),
        ("38089478029 (mới)", "038089478029", &[LeadingZero, Separators]),
        ("038089478029 (mới)", "038089478029", &[Separators]),
        ("038089478029 / 173988661", "038089478029", &[Separators]),
    ] {
        assert_eq!(read_id(raw, Some(1989), None), national(digits, repairs), "{raw}");
    }
}

#[test]
fn two_lost_zeros_need_the_row() {
    let hanoi = national("001175568210", &[Repair::LeadingZero]);
    assert_eq!(read_id("1175568210", Some(1975), None), hanoi);
    assert_eq!(
        read_id("1175568210", Some(1975), Some(Sex::Male)),
        hanoi,
        "the year is enough, sex is judged by the caller"
    );
    assert_eq!(read_id("1175568210", None, Some(Sex::Female)), hanoi);
    assert_eq!(read_id("1175568210", None, None), hanoi);
    assert_eq!(read_id("1175568210", Some(1980), None), IdReading::Length(10));
    assert_eq!(read_id("1175568210", None, Some(Sex::Male)), IdReading::Length(10));
    assert_eq!(read_id("3175568210", Some(1975), None), IdReading::Length(10), "003 is no province");
    assert_eq!(read_id("0912345678", Some(1923), None), IdReading::Length(10), "a phone");
    assert_eq!(read_id("1175568210.0", Some(1975), None), national("001175568210", &[Repair::Float]));
}

#[test]
fn reads_old_cards() {
    for (raw, expected) in [
        ("173988661", old_card("173988661", false, &[])),
        ("017369894", old_card("017369894", false, &[])),
        ("10793599", old_card("010793599", true, &[])),
        ("10793599.0", old_card("010793599", true, &[Repair::Float])),
        ("CMND: 173988661 (cũ)", old_card("173988661", false, &[Repair::Separators])),
        ("CMND 173 988 661", old_card("173988661", false, &[Repair::Separators])),
    ] {
        assert_eq!(read_id(raw, None, None), expected, "{raw}");
    }
}

#[test]
fn tells_why_not() {
    for (raw, expected) in [
        ("1.07E+9", IdReading::ScientificLoss),
        ("1,09E+10", IdReading::ScientificLoss),
        ("0461457892170", IdReading::Length(13)),
        ("03808460116", IdReading::Length(11)),
        ("00113844573", IdReading::Length(11)),
        ("99089478029", IdReading::Length(11)),
        ("1234567", IdReading::Length(7)),
        ("007055195203", IdReading::Province("007".to_owned())),
        ("038589478029", IdReading::Century("038589478029".to_owned())),
        ("chưa có", IdReading::Words),
        ("đang làm", IdReading::Words),
        ("-", IdReading::Words),
        ("hẹn 15/6/2023", IdReading::Words),
        ("15-06-2023", IdReading::Unreadable),
        ("2023-06-15", IdReading::Unreadable),
        ("A1234567", IdReading::Unreadable),
        ("15/06/2023", IdReading::Unreadable),
        ("038x89478029y1", IdReading::Unreadable),
        ("", IdReading::Unreadable),
        (" \u{200B}", IdReading::Unreadable),
    ] {
        assert_eq!(read_id(raw, Some(1989), None), expected, "{raw}");
    }
}

proptest! {
    #[test]
    fn reads_any_cell(raw in any::<String>(), near in "['0-9OolI .,eE+/x-]{0,16}", year in proptest::option::of(1900..2100)) {
        for text in [raw, near] {
            match read_id(&text, year, None) {
                IdReading::National { digits, .. } => prop_assert!(NationalId::parse(&digits).is_ok()),
                IdReading::OldCard { digits, .. } => prop_assert!(digits.len() == 9 && is_digits(&digits)),
                _ => {}
            }
        }
    }

    #[test]
    fn a_number_survives_the_number_format(digits in "0(1[0-9]|38|79)[0-3][0-9]{8}") {
        if let Ok(id) = NationalId::parse(&digits) {
            let number = digits.trim_start_matches('0');
            let expected = IdReading::National { digits: digits.clone(), repairs: vec![Repair::LeadingZero] };
            prop_assert_eq!(read_id(number, Some(id.birth_year()), None), expected);
        }
    }
}
