//! Which number formats show a date, and what day a serial number is.

use chrono::{Duration, NaiveDate, NaiveDateTime};

/// Whether a number format that every spreadsheet knows by id shows a date (ECMA-376 part 1, 18.8.30). Clock times alone are not dates.
pub fn is_builtin_date(id: u32) -> bool {
    matches!(id, 14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58)
}

/// Whether a format code shows a date: it has a day or year, or a month that is not the minutes of a clock time.
pub fn shows_date(code: &str) -> bool {
    let (mut day_or_year, mut month_or_minute, mut clock) = (false, false, false);
    let mut characters = code.chars();
    while let Some(character) = characters.next() {
        match character.to_ascii_lowercase() {
            ';' => break,
            '"' => {
                characters.by_ref().find(|c| *c == '"');
            }
            '\\' | '_' | '*' => {
                characters.next();
            }
            // A colour, a condition, a locale (`[$-vi-VN]`) or an elapsed time (`[h]`).
            '[' => {
                let inner: String = characters.by_ref().take_while(|c| *c != ']').collect();
                clock |= !inner.is_empty() && inner.chars().all(|c| matches!(c.to_ascii_lowercase(), 'h' | 'm' | 's'));
            }
            'd' | 'y' => day_or_year = true,
            'm' => month_or_minute = true,
            'h' | 's' => clock = true,
            // `General`, and the AM/PM of a clock.
            'g' => return false,
            'a' => clock = true,
            _ => {}
        }
    }
    day_or_year || (month_or_minute && !clock)
}

/// The day and time of a serial number; `None` where it is no date a spreadsheet can show.
pub fn date_of_serial(serial: f64, is_1904: bool) -> Option<NaiveDateTime> {
    const LAST_SERIAL: f64 = 2_958_466.0;
    if !(1.0..LAST_SERIAL).contains(&serial) {
        return None;
    }
    let epoch = if is_1904 {
        NaiveDate::from_ymd_opt(1904, 1, 1)?
    } else if serial < 60.0 {
        // Spreadsheets count a 29 February 1900 that never was; before it the days are one off.
        NaiveDate::from_ymd_opt(1899, 12, 31)?
    } else {
        NaiveDate::from_ymd_opt(1899, 12, 30)?
    };
    let seconds = (serial * 86_400.0).round();
    #[expect(clippy::cast_possible_truncation, reason = "bounded by LAST_SERIAL")]
    let seconds = Duration::try_seconds(seconds as i64)?;
    epoch.and_hms_opt(0, 0, 0)?.checked_add_signed(seconds)
}

/// An ISO date or date and time (`1985-02-28`, `1985-02-28T07:30:00`).
pub fn date_of_iso(text: &str) -> Option<NaiveDateTime> {
    let text = text.trim().trim_end_matches('Z');
    if let Ok(date) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return date.and_hms_opt(0, 0, 0);
    }
    NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f").ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn codes_that_show_a_date() {
        for code in [
            "dd/mm/yyyy",
            "d/m/yy;@",
            "[$-vi-VN]dd mmmm yyyy",
            "[$-42A]d/m",
            "mm/yyyy",
            "mmmm",
            "yyyy",
            "dd/mm/yyyy hh:mm",
        ] {
            assert!(shows_date(code), "{code}");
        }
        for code in [
            "General",
            "0",
            "@",
            "#,##0 \"đồng\"",
            "h:mm",
            "[h]:mm:ss",
            "mm:ss",
            "0.00E+00",
            "[Red]0",
            "\\d0",
            "h:mm AM/PM",
            "_(* #,##0_)",
        ] {
            assert!(!shows_date(code), "{code}");
        }
    }

    #[test]
    fn serials_of_known_days() {
        let day = |serial, is_1904| date_of_serial(serial, is_1904).unwrap().to_string();
        assert_eq!(day(45_092.0, false), "2023-06-15 00:00:00");
        assert_eq!(day(1.0, false), "1900-01-01 00:00:00");
        assert_eq!(day(59.0, false), "1900-02-28 00:00:00");
        assert_eq!(day(61.0, false), "1900-03-01 00:00:00");
        assert_eq!(day(43_630.5, true), "2023-06-15 12:00:00");
        for serial in [0.0, -5.0, 3e6, f64::NAN, f64::INFINITY] {
            assert_eq!(date_of_serial(serial, false), None);
        }
    }

    #[test]
    fn iso_dates() {
        assert_eq!(date_of_iso("1985-02-28").unwrap().to_string(), "1985-02-28 00:00:00");
        assert_eq!(date_of_iso("1985-02-28T07:30:00").unwrap().to_string(), "1985-02-28 07:30:00");
        assert_eq!(date_of_iso("28/02/1985"), None);
    }
}
