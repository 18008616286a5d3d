//! A line of the last days as small as a word: whether things move, at a glance. The numbers are in its name.

use std::fmt::Write;

use crate::vn::number::group_thousands;

const WIDTH: f64 = 60.0;
const HEIGHT: f64 = 16.0;

/// Draws values at the end of days that follow each other; `None` where there are fewer than two.
pub fn spark(values: &[i64]) -> Option<String> {
    let (first, last) = (values.first()?, values.last()?);
    let days = values.len().checked_sub(1).filter(|days| *days > 0)?;
    let (low, high) = (values.iter().min()?, values.iter().max()?);
    let height = |value: i64| {
        let share = if high > low { (value - low) as f64 / (high - low) as f64 } else { 0.0 };
        HEIGHT - 1.0 - (HEIGHT - 2.0) * share
    };
    let mut points = String::new();
    let bends = |place: usize| {
        place == 0
            || place == days
            || values.get(place - 1) != values.get(place)
            || values.get(place + 1) != values.get(place)
    };
    for (place, value) in values.iter().enumerate().filter(|(place, _)| bends(*place)) {
        // Writing to a String cannot fail.
        let _ = write!(points, "{:.0},{:.0} ", WIDTH * place as f64 / days as f64, height(*value));
    }
    let told = format!("{} ngày qua: từ {} đến {}", days + 1, group_thousands(*first), group_thousands(*last));
    let points = points.trim_end();
    Some(format!(
        r#"<svg class="spark" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{told}"><title>{told}</title><polyline points="{points}"/></svg>"#
    ))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_spark_tells_both_ends_and_rises_with_the_values() {
        let svg = spark(&[1000, 1000, 1000, 1040, 1068]).unwrap();
        assert!(svg.contains("5 ngày qua: từ 1.000 đến 1.068"), "{svg}");
        assert!(svg.contains(r#"points="0,15 30,15 45,7 60,1""#), "{svg}");
    }

    #[test]
    fn one_day_is_no_line_and_standing_still_a_flat_one() {
        assert_eq!(spark(&[3]), None);
        assert!(spark(&[3, 3, 3]).unwrap().contains(r#"points="0,15 60,15""#));
    }
}
