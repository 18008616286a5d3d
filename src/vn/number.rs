//! Numbers of official style.

/// `83,89` from 8389.
pub fn decimal_comma(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    format!("{sign}{},{:02}", hundredths.abs() / 100, hundredths.abs() % 100)
}
